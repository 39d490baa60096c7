// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What one life of a resource costs: our agent, the stock agent and an empty C
 * program, side by side in one run.
 *
 *   bench-agent [-f] [-n ROUNDS] EMPTY OURS STOCK [NAME=VALUE...]
 *
 * With -f they are fence agents, which get their options on standard input, and a round is
 * metadata, validate-all, monitor, status, off, on and reboot.
 *
 * A round leads each agent through meta-data, validate-all, probe, start, monitor
 * and stop, and runs the empty program beside each step, so that whatever else the
 * machine does falls on all of them.  Figures are medians; CPU is that of the step
 * and of all descendants it waited for; processes are counted in a round of its
 * own, under ptrace.  Where the two agents give different exit codes, the table says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/core.h"

enum { MAX_ROUNDS = 1000, MAX_STEPS = 7 };
enum { EMPTY, OURS, STOCK, CONTESTANTS };

static const struct step {
	const char *name, *action;
	bool recurring;
} resource_steps[] = {
	{ "meta-data", "meta-data", false }, { "validate-all", "validate-all", false },
	{ "probe", "monitor", false },       { "start", "start", false },
	{ "monitor", "monitor", true },      { "stop", "stop", false },
}, fence_steps[] = {
	{ "metadata", "metadata", false }, { "validate-all", "validate-all", false },
	{ "monitor", "monitor", false },   { "status", "status", false },
	{ "off", "off", false },	   { "on", "on", false },
	{ "reboot", "reboot", false },
};
static const struct step *steps = resource_steps;
static int n_steps = EB_COUNT(resource_steps);
static char options[4096]; /* of fence agents: NAME=VALUE lines */

/* What one run of a program took. */
struct cost {
	double wall_us, cpu_us;
	long rss_kib;
	int code;
};

static struct cost costs[CONTESTANTS][MAX_STEPS][MAX_ROUNDS];
static int processes[CONTESTANTS][MAX_STEPS];

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static EB_NORETURN void become(const char *program, const struct step *step)
{
	int null = open("/dev/null", O_RDWR), input = null;
	char line[64];

	if (steps == fence_steps) {
		int length = snprintf(line, sizeof(line), "action=%s\n", step->action);

		input = memfd_create("options", 0);
		(void)!write(input, line, (size_t)length);
		(void)!write(input, options, strlen(options));
		lseek(input, 0, SEEK_SET);
	}
	dup2(input, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (step->recurring)
		setenv("OCF_RESKEY_CRM_meta_interval", "10000", 1);
	if (steps == fence_steps)
		execl(program, program, (char *)NULL);
	execl(program, program, step->action, (char *)NULL);
	_exit(126);
}

static double micros(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

static struct cost measure(const char *program, const struct step *step)
{
	double before = now_us();
	struct rusage used;
	struct cost cost;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		become(program, step);
	while (wait4(pid, &status, 0, &used) < 0 && errno == EINTR)
		;
	cost.wall_us = now_us() - before;
	cost.cpu_us = micros(used.ru_utime) + micros(used.ru_stime);
	cost.rss_kib = used.ru_maxrss;
	cost.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return cost;
}

/* Runs a step under ptrace and counts every process that it makes; threads count too. */
static int count_processes(const char *program, const struct step *step)
{
	const long follow = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
	pid_t first = fork(), pid;
	int status, count = 1;

	if (first == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		become(program, step);
	}
	waitpid(first, &status, 0);
	ptrace(PTRACE_SETOPTIONS, first, NULL, follow);
	ptrace(PTRACE_CONT, first, NULL, NULL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		int event = status >> 16, signal;

		if (!WIFSTOPPED(status)) {
			if (pid == first)
				break;
			continue;
		}
		count += event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
			 event == PTRACE_EVENT_CLONE;
		/* Stops of ptrace's own are not signals for the program. */
		signal = WSTOPSIG(status);
		if (signal == SIGTRAP || signal == SIGSTOP)
			signal = 0;
		ptrace(PTRACE_CONT, pid, NULL, signal);
	}
	return count;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), by_value);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* The median of one member of struct cost, which lies at this offset. */
static double median_of(const struct cost *runs, int rounds, size_t at)
{
	static double values[MAX_ROUNDS];

	for (int i = 0; i < rounds; i++)
		memcpy(&values[i], (const char *)&runs[i] + at, sizeof(double));
	return median(values, rounds);
}

static void print_differences(const char *const programs[CONTESTANTS], int rounds)
{
	for (int s = 0; s < n_steps; s++) {
		for (int r = 0; r < rounds; r++) {
			int ours = costs[OURS][s][r].code, stock = costs[STOCK][s][r].code;

			if (ours == stock)
				continue;
			printf("not the same work: %s of %s gives %d, of %s %d\n", steps[s].name,
			       programs[OURS], ours, programs[STOCK], stock);
			break;
		}
	}
}

static void print_step(int s, int rounds)
{
	double wall[CONTESTANTS], cpu[CONTESTANTS];

	for (int c = 0; c < CONTESTANTS; c++) {
		wall[c] = median_of(costs[c][s], rounds, offsetof(struct cost, wall_us)) / 1e3;
		cpu[c] = median_of(costs[c][s], rounds, offsetof(struct cost, cpu_us)) / 1e3;
	}
	printf("%-13s %7.2f %7.2f %8.2f  %7.2f %7.2f %8.2f  %5d %5d  %6ld %6ld  "
	       "%5.2f %6.0fx %6.0fx\n",
	       steps[s].name, wall[EMPTY], wall[OURS], wall[STOCK], cpu[EMPTY], cpu[OURS],
	       cpu[STOCK], processes[OURS][s], processes[STOCK][s], costs[OURS][s][0].rss_kib,
	       costs[STOCK][s][0].rss_kib, wall[OURS] / wall[EMPTY], wall[STOCK] / wall[OURS],
	       cpu[STOCK] / cpu[OURS]);
}

static void print(const char *title, int rounds)
{
	printf("%s: medians of %d rounds\n", title, rounds);
	printf("%-13s %24s  %24s  %11s  %13s  %5s %14s\n", "", "wall ms", "CPU ms", "processes",
	       "memory KiB", "ours/", "stock/ours");
	printf("%-13s %7s %7s %8s  %7s %7s %8s  %5s %5s  %6s %6s  %5s %7s %7s\n", "action", "empty",
	       "ours", "stock", "empty", "ours", "stock", "ours", "stock", "ours", "stock", "empty",
	       "wall", "CPU");
	for (int s = 0; s < n_steps; s++)
		print_step(s, rounds);
}

static void set_parameters(char **words)
{
	for (; *words; words++) {
		const char *equals = strchr(*words, '=');
		char key[256];

		if (!equals) {
			fprintf(stderr, "bench-agent: '%s' is not NAME=VALUE\n", *words);
			exit(2);
		}
		snprintf(options + strlen(options), sizeof(options) - strlen(options), "%s\n",
			 *words);
		snprintf(key, sizeof(key), "OCF_RESKEY_%.*s", (int)(equals - *words), *words);
		setenv(key, equals + 1, 1);
	}
	setenv("OCF_ROOT", "/usr/lib/ocf", 0);
	setenv("OCF_RESOURCE_INSTANCE", "bench", 1);
	setenv("OCF_RESKEY_CRM_meta_timeout", "20000", 1);
}

int main(int argc, char **argv)
{
	const char *programs[CONTESTANTS];
	int rounds = 30, option;

	while ((option = getopt(argc, argv, "+fn:")) == 'n' || option == 'f') {
		if (option == 'n') {
			rounds = atoi(optarg);
			continue;
		}
		steps = fence_steps;
		n_steps = EB_COUNT(fence_steps);
	}
	if (option != -1 || argc - optind < CONTESTANTS || rounds < 1 || rounds > MAX_ROUNDS) {
		fputs("usage: bench-agent [-f] [-n ROUNDS] EMPTY OURS STOCK [NAME=VALUE...]\n",
		      stderr);
		return 2;
	}
	for (int c = 0; c < CONTESTANTS; c++)
		programs[c] = argv[optind + c];
	set_parameters(argv + optind + CONTESTANTS);

	/* Round -1 warms up: round 0 overwrites it. */
	for (int r = -1; r < rounds; r++) {
		for (int c = OURS; c < CONTESTANTS; c++) {
			for (int s = 0; s < n_steps; s++) {
				int at = r < 0 ? 0 : r;

				costs[EMPTY][s][at] = measure(programs[EMPTY], &steps[s]);
				costs[c][s][at] = measure(programs[c], &steps[s]);
			}
		}
	}
	for (int c = OURS; c < CONTESTANTS; c++)
		for (int s = 0; s < n_steps; s++)
			processes[c][s] = count_processes(programs[c], &steps[s]);
	print(programs[OURS], rounds);
	print_differences(programs, rounds);
	return 0;
}
