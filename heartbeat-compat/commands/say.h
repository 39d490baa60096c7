// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the old commands have in common: how they complain, and how they reach the daemon.
 */
#ifndef EB_SAY_H
#define EB_SAY_H

#include "heartbeat-compat/daemon/client.h"

/* "Nov 20 23:48:16 web1 cl_status: [755]: ERROR: text" on standard error. */
void hb_say_error(const char *command, const char *format, ...) EB_PRINTF(2, 3);

/* Why hb_ask() got no answer, in words. */
const char *hb_say_why(int failed);

/* The two lines of a command that does not reach Heartbeat; the second one says why. */
void hb_say_no_signon(const char *command, int failed);

/* 0: an answer of type ok; else its code as -errno. */
int hb_say_refused(const struct hb_msg *answer);

/* The reason in such an answer, never NULL. */
const char *hb_say_text(const struct hb_msg *answer);

#endif
