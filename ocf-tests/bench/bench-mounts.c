// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bench-mounts COUNT FOLDER: mounts COUNT file systems below FOLDER, for a mount table of a size.
 *
 * bench-mounts -r: does nothing but read the mount table: what a monitor needs on older kernels.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_table(void)
{
	char data[65536];
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && read(fd, data, sizeof(data)) > 0)
		;
	return fd < 0;
}

int main(int argc, char **argv)
{
	char path[4096];

	if (argc == 2 && !strcmp(argv[1], "-r"))
		return read_table();
	if (argc != 3) {
		fputs("usage: bench-mounts COUNT FOLDER | bench-mounts -r\n", stderr);
		return 2;
	}
	for (int i = 1; i <= atoi(argv[1]); i++) {
		snprintf(path, sizeof(path), "%s/%d", argv[2], i);
		if (mkdir(path, 0755) < 0 || mount("none", path, "tmpfs", 0, "size=4k") < 0) {
			fprintf(stderr, "bench-mounts: %s: %s\n", path, strerror(errno));
			return 1;
		}
	}
	return 0;
}
