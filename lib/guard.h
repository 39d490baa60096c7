// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs what may hang (a read of a dead disk, umount of a dead server) in a child, so that
 * the agent itself can still answer.  A process that sleeps uninterruptibly in the kernel
 * cannot be killed, only left: the child holds nothing that anybody waits for, has SIGKILL
 * pending, and goes when the kernel lets it.
 */
#ifndef EB_GUARD_H
#define EB_GUARD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef int eb_guard_fn(void *arg);

/*
 * fn(arg) in a child; returns what it returned, -errno when there could be no child, -EIO when
 * it died.  -ETIMEDOUT when the deadline on eb_clock_ms() passed: *left, which may be NULL, is
 * then the pid of a child that even SIGKILL did not end within a moment, or 0.
 */
int eb_guard(eb_guard_fn *fn, void *arg, int64_t deadline_ms, pid_t *left);

typedef int eb_guard_ask_fn(const void *question, void *answer);

/*
 * The same where the child has more to tell than a number: fn(question, answer) begins with an answer
 * of zeroes.  What it has written there is in the caller's when it returned 0; else that is as it was.
 */
int eb_guard_ask(eb_guard_ask_fn *fn, const void *question, void *answer, size_t size,
		 int64_t deadline_ms);

#endif
