// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plug of a PDU: a number, SWITCH:NUMBER or the name that the device has for it, and its place in
 * the device's tables.
 */
#ifndef EB_PDU_PLUG_H
#define EB_PDU_PLUG_H

#include "fence/pdu/pdu.h"
#include "lib/snmp.h"

/*
 * The OID of a plug in a table, whose numbers are higher by offset than people's.  A name is looked up
 * in the device's table of names.  0, -ENODEV: there is none; -EINVAL: two plugs have that name; or
 * -errno, and the reason.
 */
int eb_pdu_locate(struct eb_fence *fence, const struct eb_pdu *device, const char *table,
		  const char *plug, int offset, char *oid, size_t size);

/* The plug of an index of such a table, as people say it. */
void eb_pdu_name(const struct eb_pdu *device, const char *index, int offset, char *plug,
		 size_t size);

/* A name without the quotation marks that some devices put around it. */
void eb_pdu_bare(const char *text, char name[EB_SNMP_TEXT]);

#endif
