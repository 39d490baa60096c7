// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What one run of a program costs.
 *
 *   bench-run COMMAND [ARGUMENT...]
 *
 * Prints wall time and CPU time in ms, the most memory that it had in KiB, and its exit code; what
 * it says itself goes nowhere.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int main(int argc, char **argv)
{
	double begun = now_ms();
	struct rusage used;
	int status;
	pid_t pid;

	if (argc < 2) {
		fputs("usage: bench-run COMMAND [ARGUMENT...]\n", stderr);
		return EXIT_FAILURE;
	}
	pid = fork();
	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
		perror("bench-run");
		return EXIT_FAILURE;
	}
	printf("%.0f %.0f %ld %d\n", now_ms() - begun, ms(used.ru_utime) + ms(used.ru_stime),
	       used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return EXIT_SUCCESS;
}
