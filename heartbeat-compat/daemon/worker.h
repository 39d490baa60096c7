// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What would make the daemon wait is done by a child: programs of the cluster, and functions of
 * its own that read files and talk to Pacemaker. The loop goes on, and hears of the end.
 *
 * A child that is not done in time is ended with its process group; one that does not even die
 * (it sleeps in the kernel) is given up, and its answer is -ETIMEDOUT all the same.
 */
#ifndef EB_WORKER_H
#define EB_WORKER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <qb/qbloop.h>

#include "heartbeat-compat/daemon/fields.h"

enum { HB_WORK_OUTPUT = 4 << 20 }; /* what is kept of a child's output; more is -EMSGSIZE */

/*
 * The end of a child: status is its exit code, 128 + n when signal n ended it, or -errno.
 * output is what it wrote, NUL-terminated, valid during the call.
 */
typedef void hb_work_done(void *data, int status, const char *output, size_t length);

/* What a child of our own does: writes its answer to out, returns its exit code. */
typedef int hb_work(int out, void *arg);

/* Writes the whole answer, frees it and returns the code; 1 when it cannot be written. */
int hb_worker_answer(int out, struct hb_msg *msg, int code);

/* Once, before anything else: children are heard of in this loop. 0 or -errno. */
int hb_worker_init(qb_loop_t *loop);

/*
 * Starts a program (found as lib/run.h says) or a function. done is called later, once. 0, or
 * -errno when it could not be started; done is not called then.
 */
int hb_worker_exec(const char *const *argv, int timeout_ms, hb_work_done *done, void *data);
int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *done, void *data);

/* Watches a child that somebody else forked; ended gets its wait status. */
typedef void hb_child_ended(void *data, pid_t pid, int wait_status);
void hb_worker_watch(pid_t pid, hb_child_ended *ended, void *data);

/* Forgets all children, ends those of exec and call; nobody is told. */
void hb_worker_end(void);

#endif
