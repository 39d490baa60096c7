// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fence/pdu/plug.h"

/* "3" or, with switches, "2:3"; false: it must be a name. */
static bool read_plug(const char *plug, long *switch_number, long *number)
{
	const char *colon = strchr(plug, ':');
	const char *digits = colon ? colon + 1 : plug;

	*switch_number = 1;
	if (colon) {
		if (strspn(plug, "0123456789") != (size_t)(colon - plug) || colon == plug)
			return false;
		*switch_number = atol(plug);
	}
	*number = atol(digits);
	return *digits && strspn(digits, "0123456789") == strlen(digits) && strlen(digits) < 9;
}

/* The index of a number in a table. */
static void write_index(const struct eb_pdu *device, long switch_number, long number, int offset,
			char *index, size_t size)
{
	number += offset;
	switch (device->index) {
	case EB_PDU_SWITCHED: snprintf(index, size, "%ld.1.%ld", switch_number, number); break;
	case EB_PDU_OF_UNIT: snprintf(index, size, "%d.%ld", device->unit, number); break;
	case EB_PDU_ZERO: snprintf(index, size, "%ld.0", number); break;
	default: snprintf(index, size, "%ld", number);
	}
}

void eb_pdu_name(const struct eb_pdu *device, const char *index, int offset, char *plug,
		 size_t size)
{
	const char *last = strrchr(index, '.');

	switch (device->index) {
	case EB_PDU_SWITCHED:
		snprintf(plug, size, "%.*s:%s", (int)strcspn(index, "."), index,
			 last ? last + 1 : index);
		break;
	case EB_PDU_AS_IS: snprintf(plug, size, "%s", index); break;
	case EB_PDU_ZERO: snprintf(plug, size, "%ld", atol(index) - offset); break;
	default: snprintf(plug, size, "%ld", atol(last ? last + 1 : index) - offset);
	}
}

struct search {
	const char *wanted;
	char index[EB_SNMP_OID];
	bool found;
};

void eb_pdu_bare(const char *text, char name[EB_SNMP_TEXT])
{
	snprintf(name, EB_SNMP_TEXT, "%s", text[0] == '"' ? text + 1 : text);
	if (*name && name[strlen(name) - 1] == '"')
		name[strlen(name) - 1] = '\0';
}

static int compare_name(struct eb_fence *fence, const struct eb_snmp_value *value, void *context)
{
	struct search *search = context;
	char name[EB_SNMP_TEXT];

	eb_pdu_bare(value->text, name);
	if (strcmp(name, search->wanted) != 0)
		return 0;
	if (search->found)
		return eb_fence_why(fence, -EINVAL, "two plugs are named %s", search->wanted);
	search->found = true;
	snprintf(search->index, sizeof(search->index), "%s", value->index);
	return 0;
}

int eb_pdu_locate(struct eb_fence *fence, const struct eb_pdu *device, const char *table,
		  const char *plug, int offset, char *oid, size_t size)
{
	struct search search = { .wanted = plug };
	char index[EB_SNMP_OID];
	long switch_number, number;
	int r = 0;

	if (read_plug(plug, &switch_number, &number)) {
		write_index(device, switch_number, number, offset, index, sizeof(index));
	} else if (device->index == EB_PDU_AS_IS && strspn(plug, "0123456789.") == strlen(plug)) {
		snprintf(index, sizeof(index), "%s", plug);
	} else {
		if (device->names)
			r = eb_snmp_walk(fence, device->names, compare_name, &search);
		if (r < 0)
			return r;
		if (!search.found)
			return eb_fence_why(fence, -ENODEV, "%s has no plug %s", fence->std->ip,
					    plug);
		snprintf(index, sizeof(index), "%s", search.index);
	}
	snprintf(oid, size, "%s.%s", table, index);
	eb_fence_renew(fence);
	return 0;
}
