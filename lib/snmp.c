// SPDX-License-Identifier: GPL-2.0-or-later
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "lib/clock.h"
#include "lib/fence-net.h"
#include "lib/late.h"
#include "lib/snmp.h"

#define FUNCTIONS(X)                                                                               \
	X(generate_Ku)                                                                             \
	X(init_snmp)                                                                               \
	X(netsnmp_ds_set_boolean)                                                                  \
	X(netsnmp_register_loghandler)                                                             \
	X(read_objid)                                                                              \
	X(sc_get_auth_oid)                                                                         \
	X(sc_get_priv_oid)                                                                         \
	X(snmp_add_null_var)                                                                       \
	X(snmp_api_errstring)                                                                      \
	X(snmp_close)                                                                              \
	X(snmp_error)                                                                              \
	X(snmp_errstring)                                                                          \
	X(snmp_free_pdu)                                                                           \
	X(snmp_oid_compare)                                                                        \
	X(snmp_open)                                                                               \
	X(snmp_pdu_add_variable)                                                                   \
	X(snmp_pdu_create)                                                                         \
	X(snmp_sess_init)                                                                          \
	X(snmp_synch_response)                                                                     \
	X(usm_lookup_auth_type)                                                                    \
	X(usm_lookup_priv_type)

EB_LATE(net, FUNCTIONS);

enum { RESEND_MS = 700, WALK_MAX = 1024 };

/* Time for one question: repeated each RESEND_MS, within the deadline. */
static void give_time(const struct eb_fence *fence, struct snmp_session *session)
{
	long left_ms = eb_clock_left(fence->deadline_ms);
	long each_ms = left_ms > 2L * RESEND_MS ? RESEND_MS : left_ms / 2 + 1;

	session->timeout = each_ms * 1000;
	session->retries = (int)(left_ms / each_ms) - 1;
	if (session->retries < 0)
		session->retries = 0;
}

/* What net-snmp's own errors mean for us. */
static int meaning(int error)
{
	switch (error) {
	case SNMPERR_TIMEOUT: return -ETIMEDOUT;
	case SNMPERR_BAD_SEC_NAME:
	case SNMPERR_BAD_SEC_LEVEL:
	case SNMPERR_UNKNOWN_USER_NAME:
	case SNMPERR_UNSUPPORTED_SEC_LEVEL:
	case SNMPERR_AUTHENTICATION_FAILURE:
	case SNMPERR_DECRYPTION_ERR:
	case SNMPERR_USM_UNKNOWNSECURITYNAME:
	case SNMPERR_USM_UNSUPPORTEDSECURITYLEVEL:
	case SNMPERR_USM_AUTHENTICATIONFAILURE:
	case SNMPERR_USM_DECRYPTIONERROR: return -EACCES;
	default: return -EIO;
	}
}

static int failed(struct eb_fence *fence, int error, const char *what)
{
	int r = meaning(error);

	return eb_fence_why(fence, r, "%s %s: %s", what, fence->std->ip,
			    r == -ETIMEDOUT ? "no answer (timed out)"
					    : net.snmp_api_errstring(error));
}

/* ---- the session --------------------------------------------------------------------- */

/* A key from a password.  0 or -EINVAL with the reason. */
static int make_key(struct eb_fence *fence, const oid *hash, size_t hash_len, const char *password,
		    const char *option, u_char *key, size_t *length)
{
	*length = USM_AUTH_KU_LEN;
	if (password && net.generate_Ku(hash, (u_int)hash_len, (const u_char *)password,
					strlen(password), key, length) == SNMPERR_SUCCESS)
		return 0;
	return eb_fence_why(fence, -EINVAL, "option %s is %s: wants at least 8 characters", option,
			    password ? "too short" : "missing");
}

static const char *level_of(const struct eb_fence_std *std)
{
	if (std->sec_level)
		return std->sec_level;
	if (!std->password)
		return "noAuthNoPriv";
	return std->priv_passwd ? "authPriv" : "authNoPriv";
}

static int set_up_v3(struct eb_fence *fence, struct snmp_session *session)
{
	const struct eb_fence_std *std = fence->std;
	const char *level = level_of(std);
	const char *auth = std->auth_prot ? std->auth_prot : "MD5";
	const char *priv = std->priv_prot ? std->priv_prot : "DES";
	size_t length;
	oid *protocol;
	int r;

	if (!std->username)
		return eb_fence_why(fence, -EINVAL, "option username is missing: SNMP 3 wants it");
	session->securityName = (char *)std->username;
	session->securityNameLen = strlen(std->username);
	session->securityLevel = !strcmp(level, "authPriv")     ? SNMP_SEC_LEVEL_AUTHPRIV
				 : !strcmp(level, "authNoPriv") ? SNMP_SEC_LEVEL_AUTHNOPRIV
								: SNMP_SEC_LEVEL_NOAUTH;
	if (session->securityLevel == SNMP_SEC_LEVEL_NOAUTH)
		return 0;
	protocol = net.sc_get_auth_oid(net.usm_lookup_auth_type(auth), &length);
	if (!protocol)
		return eb_fence_why(fence, -EINVAL, "snmp_auth_prot %s: net-snmp here has none",
				    auth);
	session->securityAuthProto = protocol;
	session->securityAuthProtoLen = length;
	r = make_key(fence, protocol, length, std->password, "password", session->securityAuthKey,
		     &session->securityAuthKeyLen);
	if (r < 0 || session->securityLevel != SNMP_SEC_LEVEL_AUTHPRIV)
		return r;
	/* A key is a megabyte of hashing: one password needs it once. */
	if (std->priv_passwd && !strcmp(std->priv_passwd, std->password)) {
		memcpy(session->securityPrivKey, session->securityAuthKey,
		       session->securityAuthKeyLen);
		session->securityPrivKeyLen = session->securityAuthKeyLen;
	} else {
		r = make_key(fence, protocol, length, std->priv_passwd, "snmp_priv_passwd",
			     session->securityPrivKey, &session->securityPrivKeyLen);
	}
	protocol = net.sc_get_priv_oid(net.usm_lookup_priv_type(priv), &length);
	if (r == 0 && !protocol)
		r = eb_fence_why(fence, -EINVAL, "snmp_priv_prot %s: net-snmp here has none", priv);
	session->securityPrivProto = protocol;
	session->securityPrivProtoLen = length;
	return r;
}

/* As of the stock agents: a community that comes alone means 2c. */
static const char *version_of(const struct eb_fence_std *std)
{
	if (std->snmp_version)
		return std->snmp_version;
	if (std->community && !std->username && !std->password && !std->priv_passwd)
		return "2c";
	return "3";
}

/*
 * What init_snmp() sets up beyond snmp_sess_init() is for version 3 alone: an engine, keys, random
 * numbers, certificates.  Without it a status by version 1 or 2c takes a third of the instructions.
 */
static void start_library(bool v3)
{
	static const int off[] = { NETSNMP_DS_LIB_DONT_READ_CONFIGS,
				   NETSNMP_DS_LIB_DONT_PERSIST_STATE,
				   NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD,
				   NETSNMP_DS_LIB_DONT_LOAD_HOST_FILES };

	/* Names of OIDs are files, and milliseconds: none is loaded, nor looked for. */
	setenv("MIBS", "", 1);
	setenv("MIBDIRS", "", 1);
	/* Nor is the locale's alphabet: nothing is printed by the library. */
	setenv("LC_ALL", "C", 1);
	for (size_t i = 0; i < EB_COUNT(off); i++)
		net.netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, off[i], 1);
	/* Without any handler it writes to standard error. */
	net.netsnmp_register_loghandler(NETSNMP_LOGHANDLER_NONE, LOG_DEBUG);
	if (v3)
		net.init_snmp("fence");
}

int eb_snmp_open(struct eb_fence *fence)
{
	const struct eb_fence_std *std = fence->std;
	const char *version = version_of(std);
	char host[EB_FENCE_HOST], peer[EB_FENCE_HOST + 32];
	struct snmp_session session, *opened;
	int r = eb_fence_host(fence, host);

	if (r == 0)
		r = EB_LATE_LOAD(fence, net, FUNCTIONS, EB_SONAME_SNMP);
	if (r < 0)
		return r;
	start_library(!strcmp(version, "3"));
	net.snmp_sess_init(&session);
	snprintf(peer, sizeof(peer), strchr(host, ':') ? "udp6:[%s]:%ld" : "udp:%s:%ld", host,
		 std->ipport);
	session.peername = peer;
	session.version = !strcmp(version, "1")    ? SNMP_VERSION_1
			  : !strcmp(version, "2c") ? SNMP_VERSION_2c
						   : SNMP_VERSION_3;
	if (session.version == SNMP_VERSION_3) {
		r = set_up_v3(fence, &session);
	} else {
		session.community = (u_char *)(std->community ? std->community : "");
		session.community_len = strlen((char *)session.community);
	}
	give_time(fence, &session);
	eb_fence_debug(fence, "open a session with %s, SNMP %s", peer, version);
	opened = r == 0 ? net.snmp_open(&session) : NULL;
	memset(session.securityAuthKey, 0, sizeof(session.securityAuthKey));
	memset(session.securityPrivKey, 0, sizeof(session.securityPrivKey));
	if (r == 0 && !opened) {
		int system, error;
		char *text = NULL;

		net.snmp_error(&session, &system, &error, &text);
		free(text);
		r = failed(fence, error, "session with");
	}
	fence->session = opened;
	return r;
}

void eb_snmp_close(struct eb_fence *fence)
{
	if (fence->session)
		net.snmp_close(fence->session);
	fence->session = NULL;
}

/* ---- questions ------------------------------------------------------------------------ */

/* What the device itself complains of. */
static int refused(struct eb_fence *fence, const char *name, long status)
{
	int r = -EIO;

	if (status == SNMP_ERR_NOSUCHNAME)
		r = -ENODEV;
	else if (status == SNMP_ERR_NOACCESS || status == SNMP_ERR_NOTWRITABLE ||
		 status == SNMP_ERR_READONLY || status == SNMP_ERR_AUTHORIZATIONERROR)
		r = -EACCES;
	return eb_fence_why(fence, r, "%s: %s says: %s", name, fence->std->ip,
			    net.snmp_errstring((int)status));
}

/* Sends pdu, which is used up, and takes the answer, to be freed with net.snmp_free_pdu(). */
static int ask(struct eb_fence *fence, const char *name, netsnmp_pdu *pdu, netsnmp_pdu **answer)
{
	struct snmp_session *session = fence->session;
	int status, system, error;
	char *text = NULL;

	*answer = NULL;
	give_time(fence, session);
	status = net.snmp_synch_response(session, pdu, answer);
	if (status == STAT_SUCCESS && (*answer)->errstat == SNMP_ERR_NOERROR)
		return 0;
	if (status == STAT_SUCCESS)
		return refused(fence, name, (*answer)->errstat);
	if (status == STAT_TIMEOUT)
		return failed(fence, SNMPERR_TIMEOUT, name);
	net.snmp_error(session, &system, &error, &text);
	free(text);
	return failed(fence, error, name);
}

static void write_oid(const oid *name, size_t length, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < length && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, ".%lu", name[i]);
}

/* One variable of an answer; -ENODEV when it holds nothing, -EPROTO when it holds the unknown. */
static int read_value(const netsnmp_variable_list *var, struct eb_snmp_value *value)
{
	size_t length = var->val_len;

	value->is_number = false;
	switch (var->type) {
	case ASN_INTEGER:
	case ASN_GAUGE:
	case ASN_COUNTER:
	case ASN_UINTEGER:
		if (!var->val.integer || length < sizeof(int))
			return -EPROTO;
		value->is_number = true;
		value->number = *var->val.integer;
		snprintf(value->text, sizeof(value->text), "%ld", value->number);
		return 0;
	case ASN_OCTET_STR:
		if (length >= sizeof(value->text))
			length = sizeof(value->text) - 1;
		if (length)
			memcpy(value->text, var->val.string, length);
		value->text[length] = '\0';
		for (char *c = value->text; *c; c++)
			if ((unsigned char)*c < ' ')
				*c = ' ';
		return 0;
	case ASN_OBJECT_ID:
		write_oid(var->val.objid, length / sizeof(oid), value->text, sizeof(value->text));
		return 0;
	case SNMP_NOSUCHOBJECT:
	case SNMP_NOSUCHINSTANCE:
	case SNMP_ENDOFMIBVIEW: return -ENODEV;
	default: return -EPROTO;
	}
}

static netsnmp_pdu *question(int command, const char *text, oid *name, size_t *length)
{
	*length = MAX_OID_LEN;
	return net.read_objid(text, name, length) ? net.snmp_pdu_create(command) : NULL;
}

int eb_snmp_get(struct eb_fence *fence, const char *text, struct eb_snmp_value *value)
{
	oid name[MAX_OID_LEN];
	size_t length;
	netsnmp_pdu *answer, *pdu = question(SNMP_MSG_GET, text, name, &length);
	int r;

	if (!pdu)
		return eb_fence_why(fence, -EINVAL, "%s is no OID", text);
	net.snmp_add_null_var(pdu, name, length);
	r = ask(fence, text, pdu, &answer);
	value->index[0] = '\0';
	/* An answer to another question is none. */
	if (r == 0 && (!answer->variables ||
		       net.snmp_oid_compare(answer->variables->name, answer->variables->name_length,
					    name, length) != 0))
		r = -EPROTO;
	if (r == 0)
		r = read_value(answer->variables, value);
	if (answer)
		net.snmp_free_pdu(answer);
	if (r == -ENODEV)
		return eb_fence_why(fence, r, "%s has no %s", fence->std->ip, text);
	if (r == -EPROTO)
		return eb_fence_why(fence, r, "%s of %s: nonsense", text, fence->std->ip);
	return r;
}

int eb_snmp_set(struct eb_fence *fence, const char *text, long number)
{
	oid name[MAX_OID_LEN];
	size_t length;
	netsnmp_pdu *answer, *pdu = question(SNMP_MSG_SET, text, name, &length);
	int r;

	if (!pdu)
		return eb_fence_why(fence, -EINVAL, "%s is no OID", text);
	net.snmp_pdu_add_variable(pdu, name, length, ASN_INTEGER, &number, sizeof(number));
	r = ask(fence, text, pdu, &answer);
	if (answer)
		net.snmp_free_pdu(answer);
	return r;
}

int eb_snmp_walk(struct eb_fence *fence, const char *text, eb_snmp_each *each, void *context)
{
	oid top[MAX_OID_LEN], at[MAX_OID_LEN];
	size_t top_length, length;
	netsnmp_pdu *answer, *pdu = question(SNMP_MSG_GETNEXT, text, top, &top_length);
	int r = 0;

	if (!pdu)
		return eb_fence_why(fence, -EINVAL, "%s is no OID", text);
	memcpy(at, top, sizeof(at));
	length = top_length;
	for (int i = 0; i < WALK_MAX && r == 0; i++) {
		const netsnmp_variable_list *var;
		struct eb_snmp_value value;

		net.snmp_add_null_var(pdu, at, length);
		r = ask(fence, text, pdu, &answer);
		var = answer ? answer->variables : NULL;
		/* The end: of the table, of the device, or of what makes sense. */
		if (r == -ENODEV || (r == 0 && (!var || var->name_length <= top_length ||
						memcmp(var->name, top, top_length * sizeof(oid)) ||
						net.snmp_oid_compare(var->name, var->name_length,
								     at, length) <= 0))) {
			r = 0;
			i = WALK_MAX;
		} else if (r == 0 && read_value(var, &value) == 0) {
			char index[EB_SNMP_OID];

			write_oid(var->name + top_length, var->name_length - top_length, index,
				  sizeof(index));
			snprintf(value.index, sizeof(value.index), "%s", index + 1);
			r = each(fence, &value, context);
		}
		if (r == 0 && i < WALK_MAX) {
			length = var->name_length;
			memcpy(at, var->name, length * sizeof(oid));
			pdu = net.snmp_pdu_create(SNMP_MSG_GETNEXT);
			eb_fence_renew(fence);
		}
		if (answer)
			net.snmp_free_pdu(answer);
	}
	return r;
}
