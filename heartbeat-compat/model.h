// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a Heartbeat cluster is: the readers fill this in, the writers read it, and neither
 * knows the other.
 *
 * Two views of the same text live side by side. The *records* are the lines as written, in
 * order, so that a plan can say of each one what became of it. The *config* is what Heartbeat
 * would have made of them: last one wins, defaults filled in, derived times computed. Each
 * item of the config points to its record and so to file, line and column; an item without a
 * record is a default.
 *
 * Everything that hangs from a struct hb_cluster belongs to it and goes with it.
 */
#ifndef EB_MODEL_H
#define EB_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/directive.h"

struct hb_cluster;

enum hb_file { HB_FILE_HA_CF, HB_FILE_HARESOURCES, HB_FILE_AUTHKEYS, HB_FILE_FACTS, HB_FILES };

/* The name of a file in /etc/ha.d: "ha.cf". */
const char *hb_file_name(enum hb_file file);

/* ---- text ----------------------------------------------------------------------------- */

/* One file read whole. */
struct eb_source {
	char *name; /* as messages show it */
	enum hb_file file;
	bool secret;  /* its lines are never shown */
	bool given;   /* on the command line: its lines replace others without a warning */
	char *text;   /* NUL-terminated */
	size_t size;  /* in bytes, without the NUL */
	bool *mask;   /* of each byte: never shown; NULL: all may be. See secret.h */
	size_t *line; /* line n starts at text + line[n - 1]; line[lines] == size */
	unsigned int lines;
};

/* A word as written, and where. */
struct hb_word {
	const char *text;
	struct eb_span span;
};

/* ---- records: the lines as written ------------------------------------------------------ */

enum hb_effect {
	HB_EFFECTIVE,  /* part of the config */
	HB_OVERRIDDEN, /* a later line replaced it: see `by` */
	HB_VOID,       /* Heartbeat accepts and ignores it: no value, nothing to act on */
	HB_BROKEN,     /* an error was reported, Heartbeat does not start with it */
};

/* One line (haresources: one joined line) that is not blank or comment. */
struct hb_record {
	enum hb_file file;
	const struct hb_directive *directive; /* ha.cf; NULL: unknown name, other file */
	struct hb_word name;                  /* first word: directive, node, "auth", key number */
	struct hb_word value;                 /* the rest without comment, trimmed; secret: "" */
	GPtrArray *words; /* struct hb_word *: the value split as Heartbeat does */
	enum hb_effect effect;
	const struct hb_record *by; /* HB_OVERRIDDEN: the later record */
	struct hb_group *group;     /* haresources; NULL when broken */
	GPtrArray *comments; /* struct hb_word *, whole: of lines that continue it; haresources */
	bool unread;         /* haresources: Heartbeat does not see that the node is unknown */
};

/* ---- the config of one node -------------------------------------------------------------- */

/* A directive with one value. Milliseconds, a number, a boolean or an enum are in `value`,
 * words and paths in `text` (NULL: none). from == NULL: the default, or derived. */
struct hb_setting {
	int64_t value;
	const char *text;
	struct hb_record *from;
};

enum hb_failback { HB_FAILBACK_OFF, HB_FAILBACK_ON, HB_FAILBACK_LEGACY };
enum hb_takeover { HB_TAKEOVER_AUTOMATIC, HB_TAKEOVER_MANUAL };
enum hb_autojoin { HB_AUTOJOIN_NONE, HB_AUTOJOIN_OTHER, HB_AUTOJOIN_ANY };

/* A name on a node line. Heartbeat compares and keeps node names in lower case. */
struct hb_node {
	const char *name;    /* lower case */
	struct hb_word word; /* as written */
	const struct hb_record *record;
};

enum hb_medium_kind {
	HB_MEDIUM_BCAST,
	HB_MEDIUM_UCAST,
	HB_MEDIUM_MCAST,
	HB_MEDIUM_UCAST6,
	HB_MEDIUM_MCAST6,
	HB_MEDIUM_SERIAL
};

/* One heartbeat path: a device of one medium line (`bcast eth0 eth1` makes two). */
struct hb_medium {
	enum hb_medium_kind kind;
	struct hb_word device;
	struct hb_word address; /* ucast: peer, a number or a name; mcast: group; else text NULL */
	int port;               /* UDP; the udpport that held at this line, or mcast's own */
	int ttl, loop;          /* mcast, mcast6 (ttl: hops) */
	int baud;               /* serial */
	const struct hb_record *record;
};

/* A ping node (one host), or a ping group (reachable while one of its hosts is). */
struct hb_ping {
	bool group, ipv6;
	struct hb_word name; /* of the group, or the host */
	GPtrArray *hosts;    /* struct hb_word * */
	const struct hb_record *record;
};

/* A program that Heartbeat starts and restarts, or (failfast) reboots for. */
struct hb_respawn {
	bool failfast;
	struct hb_word user;
	struct hb_word command; /* full path */
	const char *client;     /* its last component: "ipfail" */
	const char *args;       /* the rest of the line, "" if none */
	const struct hb_record *record;
};

struct hb_apiauth {
	struct hb_word client;
	GPtrArray *uids, *gids; /* const char *, may be empty */
	const struct hb_record *record;
};

/* `stonith TYPE FILE` or `stonith_host HOST TYPE PARAMETERS`. */
struct hb_stonith {
	struct hb_word host;       /* "*" or a node; text NULL for `stonith` */
	struct hb_word type;       /* "external/ipmi" */
	struct hb_word parameters; /* rest of the line, or the file's path */
	const char *settings;      /* the parameters, secrets; NULL: the file is not readable */
	const char *file;          /* where they were read; NULL: in a bundle, or on the line */
	const struct hb_record *record;
};

/* Whom to tell of every transition: an address, or the full path of a program. */
struct hb_alert_to {
	bool mail;
	struct hb_word target;
	const struct hb_record *record;
};

struct hb_env {
	const char *name, *value;
	const struct hb_record *record;
};

/* ---- haresources --------------------------------------------------------------------------- */

/* The address word of IPaddr, IPaddr2: ip[/mask[/nic[:label]][/broadcast]]. */
struct hb_address {
	struct hb_word ip;
	int prefix;               /* -1: none, Heartbeat takes the route's */
	struct hb_word mask;      /* as written; text NULL: none */
	struct hb_word nic;       /* without the label; text NULL: none */
	struct hb_word label;     /* the part after the colon; text NULL: none */
	struct hb_word broadcast; /* text NULL: none */
};

/* A word of a line: a script and its arguments. */
struct hb_resource {
	struct hb_word word;
	const char *script;      /* "IPaddr" for a bare address; OCF::type::inst: "OCF" */
	GPtrArray *args;         /* struct hb_word *; the `::` arguments in order, none empty */
	bool bare;               /* an address without script name */
	struct hb_address *addr; /* IPaddr, IPaddr2, IPv6addr, IPsrcaddr; else NULL */
	const char *trouble;     /* why it fails in Heartbeat, and its line with it; else NULL */
};

/* One line: what runs together on one node. The first resource's word is its key. */
struct hb_group {
	const char *node;         /* lower case */
	struct hb_word node_word; /* as written */
	GPtrArray *members;       /* struct hb_resource *, at least one */
	const struct hb_record *record;
};

/* ---- authkeys -------------------------------------------------------------------------------- */

enum hb_method { HB_CRC, HB_MD5, HB_SHA1 };

struct hb_key {
	int number;
	enum hb_method method;
	const char *secret; /* NULL for crc. Print its length, never itself */
	const struct hb_record *record;
};

const char *hb_method_name(enum hb_method method);

/* All that Heartbeat would know on one node, from its three files. */
struct hb_config {
	struct eb_source *source[HB_FILES]; /* NULL: not there or not readable */
	GPtrArray *records[HB_FILES];       /* struct hb_record *, in file order */

	/* ha.cf. Directives with a list below have no setting. HB_CRM: 1 when Pacemaker was on
	 * (HB_PACEMAKER the same), text the word; HB_AUTO_FAILBACK: enum hb_failback
	 * (nice_failback is folded in); HB_AUTOJOIN: enum hb_autojoin; times in ms. */
	struct hb_setting setting[HB_DIRECTIVES];
	GPtrArray *nodes;    /* struct hb_node *, in file order */
	GPtrArray *media;    /* struct hb_medium *, in file order */
	GPtrArray *pings;    /* struct hb_ping * */
	GPtrArray *respawns; /* struct hb_respawn * */
	GPtrArray *apiauths; /* struct hb_apiauth * */
	GPtrArray *stoniths; /* struct hb_stonith *, all; the last that applies is used */
	GPtrArray *envs;     /* struct hb_env * */
	GPtrArray *alerts;   /* struct hb_alert_to * */

	GPtrArray *groups; /* struct hb_group *, in file order */

	GPtrArray *keys;          /* struct hb_key *, last of a number wins, in file order */
	const struct hb_key *key; /* the one that `auth` names; NULL: none */
};

/* ---- facts: what a node is, beside its files ---------------------------------------------------- */

struct hb_fact_address {
	const char *device; /* NULL: given without one, by --node-address */
	const char *address;
	int prefix; /* -1: not known */
	bool ipv6;
};

/* A resource of DRBD's configuration. */
struct hb_drbd {
	const char *name;
	struct hb_word word;    /* its name there */
	struct hb_word fencing; /* "resource-only"; text NULL: none, not even in common */
	struct hb_word handler; /* the command of fence-peer; text NULL: none, as above */
};

/* A resource or fence agent that a node has. */
struct hb_agent {
	const char *spec;   /* "ocf:heartbeat:IPaddr2", "stonith:fence_apc" */
	const char *digest; /* sha256 of its metadata; NULL: not known */
};

/* One machine: its files and what is known of it. */
struct hb_host {
	const char *label;    /* for messages: the folder, "" when there is only one */
	const char *uname;    /* uname -n as the machine writes it; NULL: not known */
	GPtrArray *addresses; /* struct hb_fact_address * */
	GPtrArray *units;     /* const char *: systemd units there; NULL: not known */
	GPtrArray *
		scripts; /* const char *: executable scripts in resource.d, init.d; NULL: not known */
	GPtrArray *agents;          /* struct hb_agent *; NULL: not known */
	GPtrArray *drbds;           /* struct hb_drbd *, in the order of its files */
	struct hb_drbd drbd_common; /* of DRBD's common sections; no name */
	const char *facts_missing;  /* node.facts of a folder, if it is not there; else NULL */
	GPtrArray *extras;        /* struct eb_source *: files beside those three that were read */
	struct hb_config *config; /* never NULL; a node known by facts alone has an empty one */
};

struct hb_cluster {
	GPtrArray *hosts;     /* struct hb_host *, in the order given; the first one's files lead */
	GPtrArray *addresses; /* struct hb_node_address *: --node-address, in order */
	GPtrArray *overrides; /* const char *: lines read at the end of every ha.cf */
	const char *self;     /* the node that the first host is; NULL: not said */
	struct hb_config *nothing; /* an empty one, for hb_lead */
	struct eb_arena *arena;    /* what all of this lives in */
};

/* --node-address NAME=ADDR or NAME=DEVICE:ADDR, for nodes whose facts are not there. */
struct hb_node_address {
	const char *node; /* lower case */
	struct hb_fact_address address;
};

struct hb_cluster *hb_cluster_new(void);
void hb_cluster_free(struct hb_cluster *cluster);

/* Zeroed memory, a string and an array that live as long as the cluster. */
void *hb_alloc(struct hb_cluster *cluster, size_t size);
const char *hb_string(struct hb_cluster *cluster, const char *text, size_t length);
GPtrArray *hb_array(struct hb_cluster *cluster);
#define hb_new(cluster, type) ((type *)hb_alloc(cluster, sizeof(type)))

/* Adds a node with an empty config; label may be "". */
struct hb_host *hb_host_add(struct hb_cluster *cluster, const char *label);

/* The config whose file of this kind speaks for the cluster: the first host's that has one, an
 * empty one when none has. */
const struct hb_config *hb_lead(const struct hb_cluster *cluster, enum hb_file file);

/* The host that is this node: by uname, compared as Heartbeat does; NULL if not known. */
const struct hb_host *hb_host_find(const struct hb_cluster *cluster, const char *node);

/*
 * The address of a node on a device (NULL: any), from the best source there is:
 * --node-address, its facts, the other nodes' ucast lines for that device (two-node clusters).
 * NULL: not known. The result belongs to the cluster.
 */
const struct hb_fact_address *hb_node_address_find(struct hb_cluster *cluster, const char *node,
						   const char *device, bool ipv6);

/* The ucast line of the other node's file that names this node's address on a device; NULL: none. */
const struct hb_medium *hb_node_ucast(const struct hb_cluster *cluster, const char *node,
				      const char *device, bool ipv6);

/* True when a respawn line starts this client ("ipfail", "pingd", "dopd"). */
const struct hb_respawn *hb_respawn_find(const struct hb_config *config, const char *client);

#endif
