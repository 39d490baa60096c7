// SPDX-License-Identifier: GPL-2.0-or-later
/* The lab's power switch, asked over its socket: one request, one answer, one connection. */
#ifndef EB_LAB_POWER_CLIENT_H
#define EB_LAB_POWER_CLIENT_H

#include <stddef.h>

/* Where a node sees the switch. */
#define EB_POWER_SOCKET "/run/escapebeat-lab/socket"

/*
 * eb_power_ask: send request ("off n1"), wait for the whole answer.
 * The switch answers when the deed is done, within 30 s.  answer is cut at size - 1 bytes and
 * ends without newline.
 * Returns 0, or -errno when the switch cannot be asked (-ETIMEDOUT, -ECONNREFUSED, ...); what the
 * switch thinks of the request is in the answer: "error: ..." when it failed.
 */
int eb_power_ask(const char *socket_path, const char *request, char *answer, size_t size);

#endif
