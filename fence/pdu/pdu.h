// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Power strips and blade chassis that are switched by SNMP: one engine, and a device is a row.
 */
#ifndef EB_PDU_H
#define EB_PDU_H

#include "lib/fence.h"

/* What stands between a table's OID and its end for one plug. */
enum eb_pdu_index {
	EB_PDU_PLAIN,    /* .PLUG */
	EB_PDU_ZERO,     /* .PLUG.0 */
	EB_PDU_SWITCHED, /* .SWITCH.1.PLUG */
	EB_PDU_OF_UNIT,  /* .UNIT.PLUG, where the unit is the one of the row */
	EB_PDU_AS_IS,    /* the plug is the index, "1.2.3" */
};

struct eb_pdu {
	const char *name;
	const char *object_id;                /* sysObjectID; NULL: of any other device */
	const char *status, *control, *names; /* OIDs; names may be NULL */
	enum eb_pdu_index index;
	int unit;                          /* of EB_PDU_OF_UNIT */
	int status_offset, control_offset; /* of the index from the plug's number */
	int is_on, is_off, turn_on, turn_off;
	int absent; /* a status that says: there is no such plug; 0 with absent_known unset: none */
	bool absent_known;
};

/* The rows of an agent, by its name; ended by a row without a name. */
const struct eb_pdu *eb_pdu_rows(const char *agent);

#endif
