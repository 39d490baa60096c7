// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every directive that Heartbeat 3.0.6 accepts, documented or not, and those that escapebeatd has
 * beyond it: one row each. Defaults are written as they would be in ha.cf, and read by the same
 * code.
 */
#include <string.h>

#include "heartbeat-compat/ha-cf-row.h"

static const char *const autojoins[] = { "none", "other", "any", NULL };
static const char *const bauds[] = { "9600",   "19200",  "38400",  "57600",
				     "115200", "230400", "460800", NULL };
static const char *const compressions[] = { "zlib", "bz2", NULL };
static const char *const facilities[] = {
	"none",   "auth",   "authpriv", "cron",   "daemon", "ftp",    "kern",   "lpr",
	"mail",   "news",   "security", "syslog", "user",   "uucp",   "local0", "local1",
	"local2", "local3", "local4",   "local5", "local6", "local7", NULL,
};
static const char *const formats[] = { "classic", "netstring", NULL };
static const char *const generations[] = { "file", "time", NULL };
static const char *const takeovers[] = { "automatic", "manual", NULL };
static const char *const uuids[] = { "file", "nodename", NULL };

/* clang-format off */
#define ROW(id, name, form, brief, preset) \
	[id] = { .directive = { id, name, form, brief, preset, false }
#define EXTENSION(id, name, form, brief, preset) \
	[id] = { .directive = { id, name, form, brief, preset, true }

const struct hb_row hb_rows[HB_DIRECTIVES] = {
	EXTENSION(HB_ADDRESS_CHECK, "address_check", "TIME",
	    "how often each address of haresources is looked for on two nodes", ""),
	    .kind = HB_KIND_TIME, .least = 1000, .value = hb_take_scalar },
	EXTENSION(HB_ALERT_MAIL, "alert_mail", "ADDRESS...",
	    "who gets a mail on every transition", ""),
	    .value = hb_take_alert },
	EXTENSION(HB_ALERT_SCRIPT, "alert_script", "/PATH...",
	    "programs that are run on every transition", ""),
	    .value = hb_take_alert },
	ROW(HB_APIAUTH, "apiauth", "CLIENT [uid=USER,...] [gid=GROUP,...]",
	    "who may speak to Heartbeat as this client", ""),
	    .line = hb_read_apiauth },
	ROW(HB_AUTO_FAILBACK, "auto_failback", "on|off|legacy",
	    "whether resources return to a node that returns", "legacy"),
	    .kind = HB_KIND_FAILBACK, .value = hb_take_scalar },
	ROW(HB_AUTOJOIN, "autojoin", "none|other|any",
	    "whether nodes that are not named may join", "none"),
	    .kind = HB_KIND_ANY_CASE, .choices = autojoins, .value = hb_take_scalar },
	ROW(HB_BAUD, "baud", "RATE",
	    "speed of serial paths", "19200"),
	    .kind = HB_KIND_CHOICE, .once = true, .choices = bauds, .value = hb_take_scalar },
	ROW(HB_BCAST, "bcast", "DEVICE...",
	    "heartbeat by broadcast on these devices", ""),
	    .value = hb_take_bcast },
	ROW(HB_CLUSTER, "cluster", "NAME",
	    "name of the cluster", "linux-ha"),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_COMPRESSION, "compression", "zlib|bz2",
	    "how messages are compressed", "zlib"),
	    .kind = HB_KIND_CHOICE, .choices = compressions, .value = hb_take_scalar },
	ROW(HB_COMPRESSION_THRESHOLD, "compression_threshold", "KB",
	    "messages from this size on are compressed", "2"),
	    .kind = HB_KIND_NUMBER, .least = 1, .most = INT32_MAX, .value = hb_take_scalar },
	ROW(HB_CONN_LOGD_TIME, "conn_logd_time", "TIME",
	    "how often the log daemon is tried again", "60"),
	    .kind = HB_KIND_TIME, .least = 1, .value = hb_take_scalar },
	ROW(HB_COREDUMPS, "coredumps", "BOOLEAN",
	    "whether cores are dumped", "true"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_COREROOT, "coreroot", "PATH",
	    "where cores are dumped", ""),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_CRM, "crm", "BOOLEAN|respawn|manual|minimal|valgrind|ccm-only",
	    "whether Pacemaker decides on resources", ""),
	    .value = hb_take_crm },
	ROW(HB_CRM_DAEMON_DIR, "crm_daemon_dir", "PATH",
	    "where Pacemaker's daemons are", ""),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_CRMD_SPAWNS_PENGINE, "crmd_spawns_pengine", "BOOLEAN",
	    "whether crmd starts pengine", ""),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_DEADPING, "deadping", "TIME",
	    "silence after which a ping node is dead", ""),
	    .kind = HB_KIND_TIME, .least = 0, .value = hb_take_scalar },
	ROW(HB_DEADTIME, "deadtime", "TIME",
	    "silence after which a node is dead", "30"),
	    .kind = HB_KIND_TIME, .least = 0, .value = hb_take_scalar },
	ROW(HB_DEBUG, "debug", "NUMBER",
	    "debug level", "0"),
	    .kind = HB_KIND_NUMBER, .least = 0, .most = 255, .value = hb_take_scalar },
	ROW(HB_DEBUGFILE, "debugfile", "PATH",
	    "file for debug messages", ""),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_ENABLE_CONFIG_WRITES, "enable_config_writes", "BOOLEAN",
	    "whether the CIB is written to disk", "on"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_ENV, "env", "NAME=VALUE",
	    "environment of respawn clients", ""),
	    .value = hb_take_env },
	ROW(HB_FAILFAST, "failfast", "USER /PATH [ARGUMENT...]",
	    "program whose end reboots the node", ""),
	    .line = hb_read_respawn },
	ROW(HB_HBGENMETHOD, "hbgenmethod", "file|time",
	    "where the generation number comes from", "file"),
	    .kind = HB_KIND_CHOICE, .choices = generations, .value = hb_take_scalar },
	ROW(HB_HOPFUDGE, "hopfudge", "NUMBER",
	    "hops more than nodes on a serial ring", "1"),
	    .kind = HB_KIND_NUMBER, .least = 0, .most = 255, .value = hb_take_scalar },
	ROW(HB_INITDEAD, "initdead", "TIME",
	    "the same as deadtime just after the start", ""),
	    .kind = HB_KIND_TIME, .least = 0, .value = hb_take_scalar },
	ROW(HB_KEEPALIVE, "keepalive", "TIME",
	    "how often a node says that it is alive", "1"),
	    .kind = HB_KIND_TIME, .least = 1, .value = hb_take_scalar },
	ROW(HB_LOG_BADPACK, "log_badpack", "BOOLEAN",
	    "whether bad packets are logged", "true"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_LOGFACILITY, "logfacility", "FACILITY|none",
	    "syslog facility", ""),
	    .kind = HB_KIND_CHOICE, .choices = facilities, .value = hb_take_scalar },
	ROW(HB_LOGFILE, "logfile", "PATH",
	    "file for messages", ""),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_MAX_REXMIT_DELAY, "max_rexmit_delay", "MS",
	    "longest wait before a packet is asked for again", "250"),
	    .kind = HB_KIND_NUMBER, .least = 1, .most = INT32_MAX, .value = hb_take_scalar },
	ROW(HB_MCAST, "mcast", "DEVICE GROUP PORT TTL LOOP",
	    "heartbeat by multicast", ""),
	    .line = hb_read_mcast },
	ROW(HB_MCAST6, "mcast6", "DEVICE GROUP PORT HOPS LOOP",
	    "heartbeat by IPv6 multicast", ""),
	    .line = hb_read_mcast },
	ROW(HB_MEMRESERVE, "memreserve", "KB",
	    "memory that is set aside at start", "6500"),
	    .kind = HB_KIND_NUMBER, .least = 1, .most = INT32_MAX, .value = hb_take_scalar },
	ROW(HB_MSGFMT, "msgfmt", "classic|netstring",
	    "format of packets", "classic"),
	    .kind = HB_KIND_CHOICE, .choices = formats, .value = hb_take_scalar },
	ROW(HB_NICE_FAILBACK, "nice_failback", "BOOLEAN",
	    "obsolete form of auto_failback", ""),
	    .value = hb_take_nice_failback },
	ROW(HB_NODE, "node", "NAME...",
	    "nodes of the cluster, as uname -n names them", ""),
	    .value = hb_take_node },
	ROW(HB_PACEMAKER, "pacemaker", "BOOLEAN|respawn|manual|minimal|valgrind|ccm-only",
	    "whether Pacemaker decides on resources", "false"),
	    .value = hb_take_crm },
	ROW(HB_PING, "ping", "HOST...",
	    "hosts outside that show whether the network is there", ""),
	    .value = hb_take_ping },
	ROW(HB_PING6, "ping6", "HOST...",
	    "the same, by IPv6", ""),
	    .value = hb_take_ping },
	ROW(HB_PING_GROUP, "ping_group", "NAME HOST...",
	    "hosts that count as one ping node, alive while one of them is", ""),
	    .line = hb_read_ping_group },
	ROW(HB_QUORUM_SERVER, "quorum_server", "HOST",
	    "server that breaks a tie", ""),
	    .kind = HB_KIND_TEXT, .value = hb_take_scalar },
	ROW(HB_REALTIME, "realtime", "BOOLEAN",
	    "whether Heartbeat runs with real-time priority", "true"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_RECORD_CONFIG_CHANGES, "record_config_changes", "BOOLEAN",
	    "whether changes of the CIB are kept", "on"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_RECORD_PENGINE_INPUTS, "record_pengine_inputs", "BOOLEAN",
	    "whether inputs of pengine are kept", "on"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_RESPAWN, "respawn", "USER /PATH [ARGUMENT...]",
	    "program that Heartbeat starts, and starts again", ""),
	    .line = hb_read_respawn },
	ROW(HB_RTPRIO, "rtprio", "PRIORITY",
	    "real-time priority", ""),
	    .kind = HB_KIND_NUMBER, .least = 1, .most = 99, .value = hb_take_scalar },
	ROW(HB_SERIAL, "serial", "DEVICE...",
	    "heartbeat over serial lines", ""),
	    .value = hb_take_serial },
	ROW(HB_STONITH, "stonith", "TYPE FILE",
	    "device that resets nodes, configured in a file", ""),
	    .line = hb_read_stonith },
	ROW(HB_STONITH_HOST, "stonith_host", "HOST|* TYPE PARAMETER...",
	    "device that resets nodes, usable from a host", ""),
	    .line = hb_read_stonith },
	ROW(HB_SYSLOGMSGFMT, "syslogmsgfmt", "BOOLEAN",
	    "whether log files have the form of syslog", "true"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	EXTENSION(HB_TAKEOVER, "takeover", "automatic|manual",
	    "whether lines of a dead node wait for hb_takeover", "automatic"),
	    .kind = HB_KIND_CHOICE, .choices = takeovers, .value = hb_take_scalar },
	EXTENSION(HB_TAKEOVER_DELAY, "takeover_delay", "TIME",
	    "how long lines of a dead node wait until they are taken over", "0"),
	    .kind = HB_KIND_TIME, .least = 0, .value = hb_take_scalar },
	ROW(HB_TRADITIONAL_COMPRESSION, "traditional_compression", "BOOLEAN",
	    "whether whole messages are compressed", "no"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_UCAST, "ucast", "DEVICE ADDRESS",
	    "heartbeat to one peer", ""),
	    .line = hb_read_ucast },
	ROW(HB_UCAST6, "ucast6", "DEVICE ADDRESS",
	    "heartbeat to one peer, by IPv6", ""),
	    .line = hb_read_ucast },
	ROW(HB_UDP, "udp", "DEVICE...",
	    "old name of bcast", ""),
	    .value = hb_take_bcast },
	ROW(HB_UDPPORT, "udpport", "PORT",
	    "port of heartbeats, set before the paths", "694"),
	    .kind = HB_KIND_NUMBER, .least = 1, .most = INT32_MAX, .value = hb_take_udpport },
	ROW(HB_USE_APPHBD, "use_apphbd", "BOOLEAN",
	    "whether Heartbeat is watched by apphbd", "no"),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_USE_LOGD, "use_logd", "BOOLEAN",
	    "whether the log daemon writes the messages", ""),
	    .kind = HB_KIND_BOOLEAN, .value = hb_take_scalar },
	ROW(HB_UUIDFROM, "uuidfrom", "file|nodename",
	    "where the UUID of a node comes from", "file"),
	    .kind = HB_KIND_CHOICE, .choices = uuids, .value = hb_take_scalar },
	ROW(HB_WARNTIME, "warntime", "TIME",
	    "silence after which a late heartbeat is logged", ""),
	    .kind = HB_KIND_TIME, .least = 1, .value = hb_take_scalar },
	ROW(HB_WATCHDOG, "watchdog", "DEVICE",
	    "watchdog device", ""),
	    .kind = HB_KIND_TEXT, .once = true, .value = hb_take_scalar },
};
/* clang-format on */

const struct hb_directive *hb_directive(enum hb_directive_id id)
{
	return &hb_rows[id].directive;
}

const struct hb_unbuilt hb_unbuilt[] = {
	{ "hbaping", "hbaping HBA WWPN: a ping node on a Fibre Channel, in ha.cf(5) of Heartbeat" },
	{ "normalpoll", "normalpoll BOOLEAN: how the daemon waits for input, a choice of its "
			"programmers" },
	{ NULL },
};

const char *hb_unbuilt_brief(const char *name)
{
	for (const struct hb_unbuilt *row = hb_unbuilt; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row->brief;
	return NULL;
}

const struct hb_directive *hb_directive_find(const char *name)
{
	for (size_t i = 0; i < HB_DIRECTIVES; i++)
		if (strcmp(hb_rows[i].directive.name, name) == 0)
			return &hb_rows[i].directive;
	return NULL;
}
