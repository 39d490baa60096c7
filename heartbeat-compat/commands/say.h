// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the old commands have in common: how they complain, and how they reach the daemon.
 */
#ifndef EB_SAY_H
#define EB_SAY_H

#include "heartbeat-compat/daemon/client.h"

/* "Nov 20 23:48:16 web1 cl_status: [755]: ERROR: text" on standard error. */
void hb_say_error(const char *command, const char *format, ...) EB_PRINTF(2, 3);

/* The two lines of a command that does not reach Heartbeat. */
void hb_say_no_signon(const char *command);

/* Asks the daemon (client.h) as cl_status, which apiauth grants what commands need. */
int hb_say_ask(const struct hb_msg *request, int timeout_ms, struct hb_msg **answer);

#endif
