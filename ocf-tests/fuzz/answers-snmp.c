// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers of a device by SNMP, for answers-fuzz.c: net-snmp's own, but for what it would send. */
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <stdlib.h>
#include <string.h>

#include "lib/late.h"
#include "ocf-tests/fuzz/answers.h"

typedef netsnmp_pdu *create_fn(int command);
typedef netsnmp_variable_list *add_fn(netsnmp_pdu *pdu, const oid *name, size_t length, u_char type,
				      const void *value, size_t size);
typedef void free_fn(netsnmp_pdu *pdu);

static create_fn *create;
static add_fn *add;
static free_fn *release;
static struct snmp_session opened;

static struct snmp_session *open_session(struct snmp_session *session)
{
	return &opened;
}

static int close_session(struct snmp_session *session)
{
	return 1;
}

static int once(void)
{
	return 1;
}

static void tell_error(struct snmp_session *session, int *system, int *error, char **text)
{
	*system = 0;
	*error = SNMPERR_TIMEOUT - (int)answer_byte() % 20;
	*text = NULL;
}

/* A variable, mostly of the name that was asked for, or of one behind it. */
static void add_variable(netsnmp_pdu *answer, const netsnmp_variable_list *asked, unsigned how)
{
	static const u_char types[] = { ASN_INTEGER,       ASN_OCTET_STR,       ASN_OBJECT_ID,
					ASN_GAUGE,         ASN_COUNTER,         ASN_UINTEGER,
					SNMP_NOSUCHOBJECT, SNMP_NOSUCHINSTANCE, SNMP_ENDOFMIBVIEW,
					ASN_NULL,          ASN_IPADDRESS,       ASN_COUNTER64 };
	oid name[MAX_OID_LEN];
	size_t length = asked->name_length, n;
	const uint8_t *bytes;
	u_char type;

	memcpy(name, asked->name, length * sizeof(oid));
	if (how & 2 && length)
		name[length - 1] += answer_byte();
	for (unsigned more = how >> 2 & 3; more && length < MAX_OID_LEN; more--)
		name[length++] = answer_byte();
	type = types[answer_byte() % EB_COUNT(types)];
	n = answer_bytes(answer_byte(), &bytes);
	if (type == ASN_INTEGER || type == ASN_GAUGE || type == ASN_COUNTER ||
	    type == ASN_UINTEGER) {
		long number = n > 1 ? (long)bytes[0] << 8 | bytes[1] : n ? bytes[0] : -1;

		add(answer, name, length, type, &number, sizeof(number));
	} else if (type == ASN_OBJECT_ID) {
		oid value[256];

		for (size_t i = 0; i < n; i++)
			value[i] = bytes[i];
		add(answer, name, length, type, value, n * sizeof(oid));
	} else {
		add(answer, name, length, type, bytes, type == ASN_OCTET_STR ? n : 0);
	}
}

static int respond(struct snmp_session *session, netsnmp_pdu *pdu, netsnmp_pdu **answer)
{
	unsigned how = answer_byte();

	*answer = NULL;
	if (how == 0) {
		release(pdu);
		return STAT_TIMEOUT;
	}
	*answer = create(SNMP_MSG_RESPONSE);
	(*answer)->errstat = how & 64 ? (long)answer_byte() : 0;
	if (how & 1 && pdu->variables)
		add_variable(*answer, pdu->variables, how);
	release(pdu);
	return how & 128 ? STAT_ERROR : STAT_SUCCESS;
}

int __real_eb_late_load(struct eb_fence *fence, const char *soname, const struct eb_late *table);
int __wrap_eb_late_load(struct eb_fence *fence, const char *soname, const struct eb_late *table);

int __wrap_eb_late_load(struct eb_fence *fence, const char *soname, const struct eb_late *table)
{
	static bool started;
	const struct {
		const char *name;
		void *ours, *theirs;
	} doors[] = { { "snmp_open", open_session, NULL },
		      { "snmp_close", close_session, NULL },
		      { "snmp_error", tell_error, NULL },
		      { "snmp_synch_response", respond, NULL },
		      { "netsnmp_register_loghandler", started ? once : NULL, NULL },
		      { "snmp_pdu_create", NULL, &create },
		      { "snmp_pdu_add_variable", NULL, &add },
		      { "snmp_free_pdu", NULL, &release } };
	int r = __real_eb_late_load(fence, soname, table);

	for (; r == 0 && table->name; table++)
		for (size_t i = 0; i < EB_COUNT(doors); i++) {
			if (strcmp(doors[i].name, table->name) != 0)
				continue;
			if (doors[i].theirs)
				memcpy(doors[i].theirs, table->at, sizeof(void *));
			if (doors[i].ours)
				memcpy(table->at, &doors[i].ours, sizeof(void *));
		}
	started = true;
	return r;
}
