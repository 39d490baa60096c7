// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon takes from ha.cf: copied out of the model once, at start and at reload, so
 * that the model, its texts and its arena can go.
 */
#ifndef EB_SETTINGS_H
#define EB_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/model.h"

/* A parameter as `cl_status hbparameter` tells it. */
struct hb_parameter {
	const char *name, *value;
};

/* A ping node, or a ping group, which lives while one of its hosts does. */
struct hb_target {
	const char *name;
	const char *hosts; /* names and addresses parted by blanks */
};

/* Who may speak to the daemon as this client. */
struct hb_grant {
	const char *client;
	GPtrArray *uids, *gids; /* const char *: names or numbers */
};

/* Who is told of transitions: a mail address, or the full path of a program. */
struct hb_alerted {
	bool mail;
	const char *target;
};

/* What a respawn or failfast line starts. */
struct hb_program {
	const char *user, *command; /* command: full path */
	const char *args;           /* "": none */
	bool failfast;
};

struct hb_settings {
	struct eb_arena *arena;
	const char *self;       /* uname -n, lower case, as Heartbeat compares names */
	GPtrArray *nodes;       /* const char *: in the order of ha.cf, lower case */
	GPtrArray *devices;     /* const char *: of the heartbeat media, each once, in order */
	GPtrArray *pings;       /* struct hb_target * */
	GPtrArray *parameters;  /* struct hb_parameter * */
	GPtrArray *grants;      /* struct hb_grant * */
	GPtrArray *programs;    /* struct hb_program *: without those that Pacemaker replaces */
	GPtrArray *environment; /* struct hb_parameter *: of env lines, for programs */
	GPtrArray *alerts;      /* struct hb_alerted * */
	GPtrArray *files;       /* const char *: that lines name, with parameters of devices */
	int64_t keepalive_ms, warntime_ms, deadtime_ms, initdead_ms, deadping_ms;
	int64_t takeover_delay_ms, address_check_ms; /* 0: none */
	enum hb_failback failback;
	bool takeover_manual;
	bool ipfail;  /* lost ping nodes move lines */
	bool fencing; /* a stonith line */
	struct hb_log_to log;
};

/* Of a judged configuration; free with hb_settings_free, which takes NULL. */
struct hb_settings *hb_settings_of(const struct hb_config *config, const char *self);
void hb_settings_free(struct hb_settings *settings);

/* Does a takeover after a death wait, for a time or for a word? */
bool hb_settings_takeover_waits(const struct hb_settings *settings);

/* NULL: Heartbeat knows no such parameter, or it has no value. */
const char *hb_settings_parameter(const struct hb_settings *settings, const char *name);

#endif
