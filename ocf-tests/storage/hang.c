// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file system whose server is dead: mounts FUSE on a folder, answers what the mount needs,
 * and then takes each question and never answers.  Whoever asks sleeps uninterruptibly, as
 * before an NFS server that is gone.  Everybody is let go when this process ends.
 *
 *   hang FOLDER SOURCE
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int begin(int fd)
{
	char request[256 * 1024];
	const struct fuse_in_header *in = (const void *)request;
	struct {
		struct fuse_out_header head;
		struct fuse_init_out init;
	} answer = { .init = { .major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096 } };

	if (read(fd, request, sizeof(request)) < (ssize_t)sizeof(*in) || in->opcode != FUSE_INIT)
		return -1;
	answer.head.len = sizeof(answer);
	answer.head.unique = in->unique;
	return write(fd, &answer, sizeof(answer)) == (ssize_t)sizeof(answer) ? 0 : -1;
}

int main(int argc, char **argv)
{
	char options[128], request[256 * 1024];
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);

	if (argc != 3 || fd < 0) {
		fprintf(stderr, "usage: hang FOLDER SOURCE (/dev/fuse: %s)\n", strerror(errno));
		return 2;
	}
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
		 fd);
	if (mount(argv[2], argv[1], "fuse.hang", MS_NOSUID | MS_NODEV, options) < 0 ||
	    begin(fd) < 0) {
		perror("hang");
		return 1;
	}
	puts("ready");
	fflush(stdout);
	for (;;)
		if (read(fd, request, sizeof(request)) < 0 && errno != EINTR && errno != ENOENT)
			return 0;
}
