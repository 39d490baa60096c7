// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A session with a management controller that speaks IPMI over LAN, 1.5 or 2.0, by libfreeipmi.
 *
 * Which cipher suite a controller takes cannot be asked of all of them: asking one that does
 * not answer costs ipmitool ten seconds.  Without cipher, suite 17 is tried for a short while
 * and then 3, which every controller has to have (IPMI 2.0, table 22-20).
 */
#ifndef EB_IPMI_SESSION_H
#define EB_IPMI_SESSION_H

#include "lib/fence.h"

enum { EB_IPMI_KEY = 20 /* bytes of K_g */ };

/* What was agreed upon, as the options say it; NULL: not said. */
struct eb_ipmi_terms {
	const char *auth, *cipher, *privlvl, *hexadecimal_kg, *target;
	bool lanplus;
};

/* Hexadecimal digits to bytes; their number, or -1 and which character (from 1) is wrong. */
int eb_ipmi_key(const char *text, unsigned char key[EB_IPMI_KEY], size_t *wrong);

/* A session in fence->session; 0, or -errno and the reason.  It has to be closed in both cases. */
int eb_ipmi_open(struct eb_fence *fence, const struct eb_ipmi_terms *terms);
void eb_ipmi_close(struct eb_fence *fence);

/* Is the machine on? */
int eb_ipmi_power(struct eb_fence *fence, enum eb_power *power);

/* An order for the machine: IPMI_CHASSIS_CONTROL_... of freeipmi.h. */
int eb_ipmi_control(struct eb_fence *fence, uint8_t what);

#endif
