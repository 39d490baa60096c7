// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fence/sbd/disks.h"
#include "lib/clock.h"

enum {
	PENDING = 1,
	READ_GRACE_MS = 250,   /* for the other disks, when more than half have answered */
	WRITE_GRACE_MS = 1000, /* the same for messages */
};

/* By two names, or named twice, a disk has one vote. */
static bool has(const struct eb_sbd_disks *disks, const char *path)
{
	struct stat one, other;

	for (size_t i = 0; i < disks->n; i++) {
		if (!strcmp(disks->disk[i].path, path))
			return true;
		if (stat(path, &one) == 0 && stat(disks->disk[i].path, &other) == 0 &&
		    S_ISBLK(one.st_mode) && S_ISBLK(other.st_mode) && one.st_rdev == other.st_rdev)
			return true;
	}
	return false;
}

struct eb_sbd_disks *eb_sbd_disks_new(struct eb_fence *fence, const char *list)
{
	struct eb_sbd_disks *disks = mmap(NULL, sizeof(*disks), PROT_READ | PROT_WRITE,
					  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *rest, *word;

	if (disks == MAP_FAILED) {
		eb_fence_why(fence, 0, "%s", strerror(errno));
		return NULL;
	}
	snprintf(disks->words, sizeof(disks->words), "%s", list);
	for (word = strtok_r(disks->words, ",; ", &rest); word && disks->n < EB_SBD_DISKS;
	     word = strtok_r(NULL, ",; ", &rest))
		if (!has(disks, word))
			disks->disk[disks->n++].path = word;
	if (!word && disks->n)
		return disks;
	if (word)
		eb_fence_why(fence, 0, "more than %d devices", EB_SBD_DISKS);
	else
		eb_fence_why(fence, 0, "option devices names none");
	eb_sbd_disks_free(disks);
	return NULL;
}

void eb_sbd_disks_free(struct eb_sbd_disks *disks)
{
	if (disks)
		munmap(disks, sizeof(*disks));
}

struct job {
	const char *node; /* NULL: read */
	enum eb_sbd_message message;
};

static void start(struct eb_sbd_member *disk, const struct job *job)
{
	int ends[2];
	pid_t pid;

	disk->result = PENDING;
	disk->done = -1;
	if (pipe(ends) < 0) {
		disk->result = -errno;
		return;
	}
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Stuck, it must not keep our caller waiting for the end of our output. */
		for (int fd = 0; fd <= 2; fd++)
			close(fd);
		close(ends[0]);
		disk->result = job->node ? eb_sbd_write(disk->path, job->node, job->message)
					 : eb_sbd_read(disk->path, &disk->content);
		_exit(0);
	}
	close(ends[1]);
	disk->done = ends[0];
	disk->pid = pid;
	if (pid < 0)
		disk->result = -errno;
}

static size_t count(const struct eb_sbd_disks *disks, bool good)
{
	size_t n = 0;

	for (size_t i = 0; i < disks->n; i++)
		n += good ? disks->disk[i].result == 0 : disks->disk[i].result < 0;
	return n;
}

/* More than half have done it, or cannot any more. */
static bool decided(const struct eb_sbd_disks *disks)
{
	size_t bad = count(disks, false);

	return count(disks, true) * 2 > disks->n || (disks->n - bad) * 2 <= disks->n;
}

/* Waits for the majority, and a little for the rest; what is late then is given up. */
static void await(struct eb_fence *fence, struct eb_sbd_disks *disks, int grace_ms)
{
	int64_t until_ms = fence->deadline_ms;
	bool graced = false;

	while (count(disks, true) + count(disks, false) < disks->n && eb_clock_left(until_ms) > 0) {
		struct pollfd fds[EB_SBD_DISKS];

		for (size_t i = 0; i < disks->n; i++)
			fds[i] = (struct pollfd) {
				.fd = disks->disk[i].result == PENDING ? disks->disk[i].done : -1,
			};
		poll(fds, disks->n, eb_clock_left(until_ms));
		for (size_t i = 0; i < disks->n; i++)
			if (fds[i].revents && disks->disk[i].result == PENDING)
				disks->disk[i].result = -EIO; /* it died without a word */
		if (!graced && decided(disks)) {
			graced = true;
			if (eb_clock_ms() + grace_ms < until_ms)
				until_ms = eb_clock_ms() + grace_ms;
		}
	}
	for (size_t i = 0; i < disks->n; i++) {
		if (disks->disk[i].result == PENDING) {
			kill(disks->disk[i].pid, SIGKILL); /* it was forked: the pid is positive */
			disks->disk[i].result = -ETIMEDOUT;
		}
		if (disks->disk[i].done >= 0)
			close(disks->disk[i].done);
	}
}

size_t eb_sbd_disks_bad(const struct eb_sbd_disks *disks)
{
	return count(disks, false);
}

const char *eb_sbd_disks_tell_bad(const struct eb_sbd_disks *disks, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < disks->n && used < size; i++) {
		int r = disks->disk[i].result;

		if (r < 0)
			used += (size_t)snprintf(text + used, size - used, "%s%s: %s",
						 used ? ", " : "", disks->disk[i].path,
						 r == -ETIMEDOUT ? "blocked (timed out)"
						 : r == -EPROTO  ? "not initialized for sbd"
						 : r == -ENODEV  ? "the node has no slot there"
								 : strerror(-r));
	}
	return text;
}

/* Does a job on all disks; 0 when more than half of them have done it. */
static int work(struct eb_fence *fence, struct eb_sbd_disks *disks, const struct job *job)
{
	char text[300];
	int r = -EIO;

	for (size_t i = 0; i < disks->n; i++)
		start(&disks->disk[i], job);
	await(fence, disks, job->node ? WRITE_GRACE_MS : READ_GRACE_MS);
	if (count(disks, true) * 2 > disks->n)
		return 0;
	for (size_t i = 0; i < disks->n; i++)
		if (disks->disk[i].result < 0 && r == -EIO)
			r = disks->disk[i].result;
	return eb_fence_why(fence, r, "%zu of %zu disks %s: %s", count(disks, true), disks->n,
			    job->node ? "took the message" : "can be read",
			    eb_sbd_disks_tell_bad(disks, text, sizeof(text)));
}

int eb_sbd_disks_read(struct eb_fence *fence, struct eb_sbd_disks *disks)
{
	return work(fence, disks, &(struct job) { 0 });
}

int eb_sbd_disks_write(struct eb_fence *fence, struct eb_sbd_disks *disks, const char *node,
		       enum eb_sbd_message message)
{
	return work(fence, disks, &(struct job) { node, message });
}
