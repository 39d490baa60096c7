// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands over ssh for fence agents, by libssh: passwords go from here to there and nowhere
 * else, and the key of the host is one that is known, or there is no session.
 */
#ifndef EB_SSH_H
#define EB_SSH_H

#include "lib/talk.h"

enum { EB_SSH_OUTPUT = 128 * 1024 };

/*
 * For struct eb_fence_agent: a session as the standard options say.  known_hosts: the file with
 * host keys, NULL: those of the user and the system.
 */
int eb_ssh_open(struct eb_fence *fence, const char *known_hosts);
void eb_ssh_close(struct eb_fence *fence);

/*
 * Runs a command there, until fence->deadline_ms.  0 with its exit status and what it said on
 * both of its outputs, to be freed; or -errno and the reason.
 */
int eb_ssh_run(struct eb_fence *fence, const char *command, int *status, char **output);

/*
 * A session of its own, and a terminal in it, to be talked by; fence->session is the agent's.  It ends
 * with eb_talk_close().  0, or -errno and the reason.
 */
int eb_ssh_talk(struct eb_fence *fence, struct eb_talk *talk, const char *known_hosts);

/* A word for the shell there, quoted: 'it'\''s'.  NULL when size is too small. */
const char *eb_ssh_quote(const char *word, char *buf, size_t size);

#endif
