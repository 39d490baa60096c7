// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A helper process that outlives the agent: it goes on with something (sending
 * announcements) after the action has answered.
 *
 * It is found again by the record lock that it holds on its file for as long as it
 * lives.  The kernel names the holder of a lock and drops it with the process, so
 * there is no pid to go stale: a foreign process that got the old number is never
 * signalled, and a crash leaves nothing behind but an empty file.  A helper that ends
 * by itself removes its file unless it wrote something to it.
 */
#ifndef EB_HELPER_H
#define EB_HELPER_H

/* What the helper does; fd is its file, open for reading and writing. */
typedef void eb_helper_fn(int fd, void *arg);

/*
 * Starts a helper that runs fn(fd, arg) in a session of its own, with only standard
 * descriptors (/dev/null), its file and keep (-1: nothing) open.  Returns once it
 * holds the lock.  The file is emptied.  0; -EBUSY when a helper has the file already;
 * -errno.
 */
int eb_helper_start(const char *path, eb_helper_fn *fn, void *arg, int keep);

/*
 * Ends the helper of this file (SIGTERM, after half of the time SIGKILL) and waits until it is
 * gone.  1: it was ended; 0: there was none; -ETIMEDOUT or another -errno.
 */
int eb_helper_stop(const char *path, int timeout_ms);

#endif
