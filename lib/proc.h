// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Processes that we may meet again.  A pid alone names whoever has it now; a pid
 * with its start time (proc(5), stat field 22, in clock ticks since boot) names one
 * process for as long as the machine runs.
 */
#ifndef EB_PROC_H
#define EB_PROC_H

#include <stdint.h>
#include <sys/types.h>

struct eb_proc {
	pid_t pid;
	unsigned long long start; /* clock ticks since boot */
};

/* Fills in the process that has this pid now.  0, -ESRCH (a zombie counts as gone), or -errno. */
int eb_proc_of(pid_t pid, struct eb_proc *proc);

/* 1 while that very process lives or cannot be looked at, 0 when it is surely gone. */
int eb_proc_alive(const struct eb_proc *proc);

/*
 * Ends it: SIGTERM, after grace_ms SIGKILL, and waits until it is gone.  0 when it
 * is gone (or was), -ETIMEDOUT at the deadline on eb_clock_ms(), -EPERM.  grace_ms -1: no SIGKILL.
 */
int eb_proc_end(const struct eb_proc *proc, int grace_ms, int64_t deadline_ms);

/* The process written down at path by eb_proc_save().  0, -ENOENT, -EINVAL (no such text). */
int eb_proc_load(const char *path, struct eb_proc *proc);
int eb_proc_save(const char *path, const struct eb_proc *proc);

#endif
