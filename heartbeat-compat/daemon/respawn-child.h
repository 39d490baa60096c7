// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One program of a respawn or failfast line, from fork to exec: as the user of the line, in a
 * process group of its own, with nothing of the daemon's but the death that it shares.
 *
 * Whether the user may run it is for the child to tell: the daemon is hacluster, who cannot look
 * into a folder of root's.
 */
#ifndef EB_RESPAWN_CHILD_H
#define EB_RESPAWN_CHILD_H

#include <pwd.h>
#include <stdbool.h>
#include <sys/types.h>

#include "heartbeat-compat/daemon/settings.h"

enum { HB_NOT_AGAIN = 100 }; /* the exit code by which a program asks not to be started again */

/*
 * Starts it; the arguments are for a shell to read, and the env lines of settings are in its
 * environment. Returns its pid and in *refused what hb_respawn_refused() asks, or -1 with errno.
 */
pid_t hb_respawn_child(const struct hb_settings *settings, const struct passwd *user,
		       const char *command, const char *args, int *refused);

/* The child has ended: did it because its user may not run the program? Closes *refused, which
 * becomes -1. */
bool hb_respawn_refused(int *refused);

#endif
