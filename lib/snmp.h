// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SNMP for fence agents: versions 1, 2c and 3 by net-snmp, with nothing read from the
 * machine's own SNMP configuration.
 */
#ifndef EB_SNMP_H
#define EB_SNMP_H

#include "lib/fence.h"

enum { EB_SNMP_TEXT = 256, EB_SNMP_OID = 128 };

/* One answer. */
struct eb_snmp_value {
	char index[EB_SNMP_OID]; /* of a walk: what follows the table's OID, "1.3" */
	bool is_number;
	long number;
	char text[EB_SNMP_TEXT]; /* the number, the string or the OID (".1.3.6...") as text */
};

/* For struct eb_fence_agent: open a session as the standard options say, and close it. */
int eb_snmp_open(struct eb_fence *fence);
void eb_snmp_close(struct eb_fence *fence);

/* The value of an OID (".1.3.6...").  -ENODEV: the device has none there; else -errno. */
int eb_snmp_get(struct eb_fence *fence, const char *oid, struct eb_snmp_value *value);

/* Sets an integer; 0 when the device says that it did. */
int eb_snmp_set(struct eb_fence *fence, const char *oid, long number);

/*
 * All values below an OID, in the device's order, to each(); at most 1024 of them.  A value
 * other than 0 that each() returns ends it and is the result.
 */
typedef int eb_snmp_each(struct eb_fence *fence, const struct eb_snmp_value *value, void *context);
int eb_snmp_walk(struct eb_fence *fence, const char *oid, eb_snmp_each *each, void *context);

#endif
