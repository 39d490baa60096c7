// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One program's output as another one's input, for as long as it takes: the bytes are counted and
 * told, the file system that they end on is watched, and at the deadline, or when room gets scarce, or when
 * one of both fails, both are ended.  They die with us.
 */
#ifndef EB_AGENTS_DATABASE_STREAM_H
#define EB_AGENTS_DATABASE_STREAM_H

#include <stdint.h>

struct eb_stream {
	/* To be set by the caller: */
	const char *what;          /* for the log: "receiving the data of n1" */
	const char *const *source; /* its arguments, as of eb_run() */
	const char *const *sink;   /* the same; NULL: what the source says is dropped */
	const char *folder;        /* where it ends */
	uint64_t reserve;          /* bytes that have to stay free there */
	int64_t deadline_ms;       /* on eb_clock_ms() */

	/* The result: */
	uint64_t bytes;
	uint64_t room;   /* what was free there at the end */
	char words[512]; /* who failed, and its last line */
};

/*
 * Runs them.  0 when both ended with exit code 0; -EPIPE when one did not; -ENOSPC; -ETIMEDOUT;
 * -ENOENT; -errno.  words tells more, but for the deadline.
 */
int eb_stream_run(struct eb_stream *stream);

#endif
