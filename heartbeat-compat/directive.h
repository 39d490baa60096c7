// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The directives of ha.cf, by name and by what they mean: one table, in ha-cf-table.c, which messages,
 * help and the manual show.
 */
#ifndef EB_DIRECTIVE_H
#define EB_DIRECTIVE_H

#include <stdbool.h>

enum hb_directive_id {
	HB_ADDRESS_CHECK,
	HB_ALERT_MAIL,
	HB_ALERT_SCRIPT,
	HB_APIAUTH,
	HB_AUTO_FAILBACK,
	HB_AUTOJOIN,
	HB_BAUD,
	HB_BCAST,
	HB_CLUSTER,
	HB_COMPRESSION,
	HB_COMPRESSION_THRESHOLD,
	HB_CONN_LOGD_TIME,
	HB_COREDUMPS,
	HB_COREROOT,
	HB_CRM,
	HB_CRM_DAEMON_DIR,
	HB_CRMD_SPAWNS_PENGINE,
	HB_DEADPING,
	HB_DEADTIME,
	HB_DEBUG,
	HB_DEBUGFILE,
	HB_ENABLE_CONFIG_WRITES,
	HB_ENV,
	HB_FAILFAST,
	HB_HBGENMETHOD,
	HB_HOPFUDGE,
	HB_INITDEAD,
	HB_KEEPALIVE,
	HB_LOG_BADPACK,
	HB_LOGFACILITY,
	HB_LOGFILE,
	HB_MAX_REXMIT_DELAY,
	HB_MCAST,
	HB_MCAST6,
	HB_MEMRESERVE,
	HB_MSGFMT,
	HB_NICE_FAILBACK,
	HB_NODE,
	HB_PACEMAKER,
	HB_PING,
	HB_PING6,
	HB_PING_GROUP,
	HB_QUORUM_SERVER,
	HB_REALTIME,
	HB_RECORD_CONFIG_CHANGES,
	HB_RECORD_PENGINE_INPUTS,
	HB_RESPAWN,
	HB_RTPRIO,
	HB_SERIAL,
	HB_STONITH,
	HB_STONITH_HOST,
	HB_SYSLOGMSGFMT,
	HB_TAKEOVER,
	HB_TAKEOVER_DELAY,
	HB_TRADITIONAL_COMPRESSION,
	HB_UCAST,
	HB_UCAST6,
	HB_UDP,
	HB_UDPPORT,
	HB_USE_APPHBD,
	HB_USE_LOGD,
	HB_UUIDFROM,
	HB_WARNTIME,
	HB_WATCHDOG,
	HB_DIRECTIVES
};

/*
 * One row per directive; the table is in ha-cf-table.c, in alphabetical order. An extension is a
 * directive that escapebeatd knows and Heartbeat refuses ("Illegal directive").
 */
struct hb_directive {
	enum hb_directive_id id;
	const char *name;
	const char *form;   /* what has to follow, as messages show it: "TIME" */
	const char *brief;  /* what it means, a phrase */
	const char *preset; /* Heartbeat's default in words, "" if there is none */
	bool extension;
};

/* The row of a directive by id; by name, exactly as written, NULL if Heartbeat knows none. */
const struct hb_directive *hb_directive(enum hb_directive_id id);
const struct hb_directive *hb_directive_find(const char *name);

/* Directives that documents name and that no build of Heartbeat 3 has; ended by name NULL. */
struct hb_unbuilt {
	const char *name, *brief;
};
extern const struct hb_unbuilt hb_unbuilt[];
const char *hb_unbuilt_brief(const char *name); /* NULL: it is none of these */

#endif
