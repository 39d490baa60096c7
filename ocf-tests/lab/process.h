// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the lab's programs share about processes: one born into namespaces of its own, and one
 * named by pid without the risk of naming its successor.
 */
#ifndef EB_LAB_PROCESS_H
#define EB_LAB_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/*
 * eb_process_clone: fork() into new namespaces (CLONE_NEW* flags).
 * With CLONE_NEWPID the child is pid 1 there: when it dies, the kernel kills all others inside.
 * Returns the child's pid in the parent, 0 in the child, -1 with errno on failure.
 */
pid_t eb_process_clone(uint64_t flags);

/*
 * eb_process_open: a pidfd; poll() finds it readable once the process is dead.
 * Returns the descriptor (close-on-exec), or -1 with errno.
 */
int eb_process_open(pid_t pid);

/*
 * eb_process_kill: SIGKILL through a pidfd, then wait at most timeout_ms until it is dead.
 * For pid 1 of a pid namespace "dead" means that nothing in the namespace runs any more.
 * Returns 0 when dead, -1 with errno (ETIMEDOUT: still there).
 */
int eb_process_kill(int pidfd, int timeout_ms);

/*
 * eb_process_start: the start time in clock ticks since boot (field 22 of /proc/PID/stat).  It
 * tells a process from a later one of the same pid.
 * Returns it, or 0 when there is no such process.
 */
unsigned long long eb_process_start(pid_t pid);

#endif
