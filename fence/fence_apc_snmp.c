// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_apc_snmp and its kin: whatever is switched by SNMP.  The name it is called by says
 * which rows of fence/pdu/rows.c can be meant, and the device's sysObjectID which one it is.
 *
 * A plug is a number, SWITCH:NUMBER, or the name that the device has for it.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fence/pdu/plug.h"
#include "lib/snmp.h"

static const char system_object_id[] = ".1.3.6.1.2.1.1.2.0";

/* The row that was found; it stays the same for the life of the process. */
static const struct eb_pdu *device;

static int find_device(struct eb_fence *fence)
{
	const struct eb_pdu *rows = eb_pdu_rows(fence->agent->name), *other = NULL;
	struct eb_snmp_value value;
	int r;

	if (device)
		return 0;
	if (!rows[0].object_id) {
		device = rows;
		return 0;
	}
	r = eb_snmp_get(fence, system_object_id, &value);
	if (r < 0 && r != -ENODEV)
		return r;
	for (const struct eb_pdu *row = rows; row->name; row++) {
		if (!row->object_id)
			other = row;
		else if (r == 0 && !strcmp(row->object_id, value.text))
			device = row;
	}
	if (!device)
		device = other;
	if (!device)
		return eb_fence_why(fence, -EINVAL,
				    "%s is no device of this agent (sysObjectID %s)",
				    fence->std->ip, r == 0 ? value.text : "missing");
	eb_fence_debug(fence, "%s is taken for: %s", fence->std->ip, device->name);
	eb_fence_renew(fence);
	return 0;
}

static enum eb_power power_of(const struct eb_snmp_value *value)
{
	/* Some devices write their numbers as texts. */
	long number = value->is_number ? value->number : atol(value->text);

	if (!value->is_number && !isdigit((unsigned char)value->text[0]))
		return EB_POWER_UNKNOWN;
	return number == device->is_on    ? EB_POWER_ON
	       : number == device->is_off ? EB_POWER_OFF
					  : EB_POWER_UNKNOWN;
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	struct eb_snmp_value value;
	char oid[2 * EB_SNMP_OID];
	int r = find_device(fence);

	if (r == 0)
		r = eb_pdu_locate(fence, device, device->status, plug, device->status_offset, oid,
				  sizeof(oid));
	if (r == 0)
		r = eb_snmp_get(fence, oid, &value);
	if (r < 0)
		return r;
	if (device->absent_known && value.is_number && value.number == device->absent)
		return eb_fence_why(fence, -ENODEV, "%s has no plug %s", fence->std->ip, plug);
	*power = power_of(&value);
	if (*power == EB_POWER_UNKNOWN)
		eb_fence_why(fence, 0, "%s says %s of plug %s: neither on nor off", fence->std->ip,
			     value.text, plug);
	return *power == EB_POWER_UNKNOWN ? -EPROTO : 0;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	char oid[2 * EB_SNMP_OID];
	int r = find_device(fence);

	if (r == 0)
		r = eb_pdu_locate(fence, device, device->control, plug, device->control_offset, oid,
				  sizeof(oid));
	if (r < 0)
		return r;
	return eb_snmp_set(fence, oid, power == EB_POWER_ON ? device->turn_on : device->turn_off);
}

struct listing {
	struct {
		char plug[EB_SNMP_OID], alias[EB_SNMP_TEXT];
		enum eb_power power;
	} rows[512];
	size_t n;
};

static int add_plug(struct eb_fence *fence, const struct eb_snmp_value *value, void *context)
{
	struct listing *listing = context;

	if (device->absent_known && value->is_number && value->number == device->absent)
		return 0;
	if (listing->n == EB_COUNT(listing->rows))
		return 0;
	eb_pdu_name(device, value->index, device->status_offset, listing->rows[listing->n].plug,
		    EB_SNMP_OID);
	listing->rows[listing->n++].power = power_of(value);
	return 0;
}

static int add_alias(struct eb_fence *fence, const struct eb_snmp_value *value, void *context)
{
	struct listing *listing = context;
	char plug[EB_SNMP_OID];

	eb_pdu_name(device, value->index, 0, plug, sizeof(plug));
	for (size_t i = 0; i < listing->n; i++)
		if (!strcmp(listing->rows[i].plug, plug))
			eb_pdu_bare(value->text, listing->rows[i].alias);
	return 0;
}

static int list(struct eb_fence *fence)
{
	EB_CLEAN(eb_freep) struct listing *listing = calloc(1, sizeof(*listing));
	int r = listing ? find_device(fence) : -ENOMEM;

	if (r == 0)
		r = eb_snmp_walk(fence, device->status, add_plug, listing);
	if (r == 0 && listing->n == 0)
		r = eb_fence_why(fence, -EPROTO, "%s lists no plugs", fence->std->ip);
	eb_fence_renew(fence);
	if (r == 0 && device->names)
		r = eb_snmp_walk(fence, device->names, add_alias, listing);
	for (size_t i = 0; r == 0 && i < listing->n; i++)
		eb_fence_plug(fence, listing->rows[i].plug, listing->rows[i].alias,
			      listing->rows[i].power);
	return r;
}

static const struct eb_fence_default defaults_v1[] = {
	{ "ipport", "161" },
	{ "snmp_version", "1" },
	{ "community", "private" },
	{ 0 },
};
static const struct eb_fence_default defaults_eaton[] = {
	{ "ipport", "161" },
	{ "snmp_version", "1" },
	{ "community", "private" },
	{ "power_wait", "2" },
	{ 0 },
};
static const struct eb_fence_default defaults_v3[] = {
	{ "ipport", "161" },
	{ "snmp_version", "3" },
	{ "community", "private" },
	{ 0 },
};
static const struct eb_fence_default defaults_blade[] = {
	{ "ipport", "161" },
	{ "snmp_version", "1" },
	{ 0 },
};
static const struct eb_fence_default defaults_emerson[] = {
	{ "ipport", "161" },
	{ "power_wait", "5" },
	{ 0 },
};
static const struct eb_fence_default defaults_plain[] = { { "ipport", "161" }, { 0 } };
static const struct eb_fence_alias tripplite[] = {
	{ "tripplite_snmp", "Fences by Tripp Lite PDUs over SNMP", NULL },
	{ 0 },
};

#define DETAIL                                                                                     \
	"Speaks SNMP 1, 2c and 3; versions 1 and 2c send everything in the clear.  A plug is a "   \
	"number, SWITCH:NUMBER for devices that have switches, or the name that the device has "   \
	"for it.\n\nA state that is neither on nor off is a failure, not off."

#define PDU(agent, text, vendor, preset, names)                                                    \
	{                                                                                          \
		.name = agent, .brief = text, .detail = DETAIL, .url = vendor,                     \
		.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG | EB_USES_SNMP,                  \
		.flags = EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL, .defaults = preset,               \
		.aliases = names, .open = eb_snmp_open, .close = eb_snmp_close, .get = get,        \
		.set = set, .list = list,                                                          \
	}

static const struct eb_fence_agent agents[] = {
	PDU("apc_snmp", "Fences by APC and Tripp Lite PDUs over SNMP", "https://www.apc.com",
	    defaults_v1, tripplite),
	PDU("eaton_snmp", "Fences by Eaton ePDUs over SNMP", "https://www.eaton.com",
	    defaults_eaton, NULL),
	PDU("ipdu", "Fences by IBM iPDUs over SNMP", "https://www.ibm.com", defaults_v3, NULL),
	PDU("emerson", "Fences by Emerson MPX and MPH2 PDUs over SNMP", "https://www.vertiv.com",
	    defaults_emerson, NULL),
	PDU("raritan_snmp", "Fences by Raritan PX2 PDUs over SNMP", "https://www.raritan.com",
	    defaults_plain, NULL),
	PDU("ibmblade", "Fences blades of an IBM BladeCenter over SNMP", "https://www.ibm.com",
	    defaults_blade, NULL),
	PDU("intelmodular", "Fences blades of an Intel Modular Server over SNMP",
	    "https://www.intel.com", defaults_plain, NULL),
};

const struct eb_fence_agent *const eb_fence_agents[] = {
	&agents[0], &agents[1], &agents[2], &agents[3], &agents[4], &agents[5], &agents[6], NULL,
};
