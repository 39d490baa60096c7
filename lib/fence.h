// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The fence agent frame.  A fence agent is the one program that must not lie and must
 * not be late: it knows one device and answers three questions about it (get, set, and
 * maybe list or cycle); everything that is the same for all agents is here:
 *
 *   - options come as name=value lines on standard input, or as a command line; old
 *     names work, nothing is done when no action was said;
 *   - metadata, help and man page come from the tables;
 *   - off, on and reboot: look first, switch, then believe only what a later get says,
 *     asked at once and then ever less often, until power_timeout has passed;
 *   - several plugs are all off, seen to be off, before one of them goes on again;
 *   - each exchange with the device has a deadline; an agent's function that obeys
 *     fence->deadline_ms is never late;
 *   - success is silent on standard error, a failure is one line that says what could not be
 *     done, on what, and why.  Secrets are in neither, at no verbosity.
 *
 * The functions of an agent return 0 or -errno and leave the reason with eb_fence_why().
 * -EACCES (refused), -ENODEV (no such plug), -EINVAL (bad option) and -EOPNOTSUPP are final;
 * anything else may be tried again over a new session.
 */
#ifndef EB_FENCE_H
#define EB_FENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/core.h"
#include "lib/param.h"

struct eb_fence;

extern const struct eb_type eb_type_second; /* long: milliseconds; a bare number means seconds */
#define EB_SECOND(S, member) .type = &eb_type_second, .at = EB_AT(S, member, long)

/* Flags of rows beside those of lib/param.h. */
enum {
	EB_GENERAL = 1 << 8, /* about the agent rather than the device: shown last */
	EB_UNUSED = 1 << 9,  /* understood for the sake of old configurations, and without effect */
	EB_NO_VALUE = 1 << 10, /* a boolean with a value on stdin, without one on a command line */
};

/* A row that old configurations may have; more members may follow. */
#define EB_WITHOUT_EFFECT(option, ...)      EB_WITHOUT_EFFECT_(option, 0, ##__VA_ARGS__)
#define EB_FLAG_WITHOUT_EFFECT(option, ...) EB_WITHOUT_EFFECT_(option, EB_NO_VALUE, ##__VA_ARGS__)
#define EB_WITHOUT_EFFECT_(option, more, ...)                                                      \
	{                                                                                          \
		option, EB_STRING(struct eb_fence_std, unused),                                    \
			.flags = EB_UNUSED | EB_GENERAL | (more),                                  \
			.brief = "Accepted from old configurations, without effect", __VA_ARGS__   \
	}

enum eb_power { EB_POWER_OFF, EB_POWER_ON, EB_POWER_UNKNOWN };

/* Which standard options an agent has; EB_USES_IP brings ip and ipport, and so on. */
enum {
	EB_USES_IP = 1 << 0,
	EB_USES_LOGIN = 1 << 1,
	EB_USES_PLUG = 1 << 2,
	EB_USES_PORT_AS_IP = 1 << 3, /* plug is another name of ip */
	EB_USES_METHOD = 1 << 4,
	EB_USES_SSL = 1 << 5,
	EB_USES_SNMP = 1 << 6,
	EB_USES_SSH = 1 << 7,
	EB_USES_TELNET = 1 << 8,
	EB_USES_SUDO = 1 << 9,
	EB_USES_SWITCH = 1 << 10,
	EB_USES_MISSING_AS_OFF = 1 << 11,
};

/* eb_fence_agent.flags */
enum {
	EB_FABRIC = 1 << 0,    /* cuts off storage, not power: no reboot */
	EB_AUTOMATIC = 1 << 1, /* the cluster calls on when a node joins (unfencing) */
	EB_ON_TARGET = 1 << 2, /* on has to run on the target itself */
	EB_ALWAYS_ON = 1 << 3, /* on is carried out even when get already says so */
	EB_TRUSTED = 1 << 4,   /* has no get: set itself proves what it did */
	EB_NO_ON = 1 << 5,     /* there is no way to switch on */
	EB_ORDER_PROVES =
		1 << 6, /* set and cycle prove what they did, and get alone proves nothing */
	EB_IP_OPTIONAL = 1 << 7,     /* ip need not be given */
	EB_LOGIN_OPTIONAL = 1 << 8,  /* username need not be given */
	EB_SECRET_OPTIONAL = 1 << 9, /* nor a password */
	EB_PLUG_OPTIONAL = 1 << 10,  /* nor a plug */
	EB_HIDDEN_STATUS = 1 << 11,  /* metadata offers neither status nor list */
};

/*
 * The standard options.  An agent's own struct of options has this as its first member,
 * named std, so that rows of both kinds are bound to one struct.
 */
struct eb_fence_std {
	const char *action, *plug, *nodename, *plug_separator, *separator, *debug_file;
	const char *ip, *username, *password, *password_script, *password_file;
	const char *identity_file, *ssh_options, *command_prompt, *method, *switch_name;
	const char *snmp_version, *community, *auth_prot, *sec_level, *priv_prot;
	const char *priv_passwd, *priv_passwd_script, *ssl_ca, *known_hosts, *unused;
	bool verbose, quiet, help, version, missing_as_off, use_sudo, port_as_ip;
	bool inet4_only, inet6_only, ssh, ssl, ssl_secure, ssl_insecure, unused_flag;
	bool disable_timeout;
	long ipport, verbose_level, retry_on;
	long delay_ms, login_timeout_ms, shell_timeout_ms, power_timeout_ms, power_wait_ms;
	long status_sleep_ms;
};

/* Another default for a row of the tables. */
struct eb_fence_default {
	const char *name, *value;
};

/* A second name of an agent (fence_ilo4 is fence_ipmilan with lanplus on). */
struct eb_fence_alias {
	const char *name, *brief;
	const struct eb_fence_default *defaults; /* ended by { 0 }; NULL: none */
};

/* An action beside the standard ones. */
struct eb_fence_action {
	const char *name;
	int (*run)(struct eb_fence *fence, const char *plug);
	const char *success; /* printed: "Rebooted" */
};

struct eb_fence_agent {
	const char *name;   /* without the prefix: ipmilan */
	const char *brief;  /* a phrase */
	const char *detail; /* paragraphs, parted by an empty line */
	const char *url;    /* the vendor's */
	unsigned uses, flags;
	size_t conf_size; /* of the struct that begins with eb_fence_std; 0: that alone */
	const struct eb_param *params; /* the agent's own options, ended by { 0 }; may be NULL */
	const struct eb_fence_default *defaults;
	const struct eb_fence_alias *aliases;
	const struct eb_fence_action *actions;

	/* Do the options fit together?  Must not speak to the device. */
	int (*validate)(struct eb_fence *fence);
	/* A session with the device, in fence->session; close must take a half-open one. */
	int (*open)(struct eb_fence *fence);
	void (*close)(struct eb_fence *fence);
	/* plug is "" where the agent has none. */
	int (*get)(struct eb_fence *fence, const char *plug, enum eb_power *power);
	int (*set)(struct eb_fence *fence, const char *plug, enum eb_power power);
	/* Off and on by the device's own means. */
	int (*cycle)(struct eb_fence *fence, const char *plug);
	/* Calls eb_fence_plug() for each plug. */
	int (*list)(struct eb_fence *fence);
	/* Instead of open and get: is the device fit for work? */
	int (*monitor)(struct eb_fence *fence);
};

/* The agents of this program; the name it is called by says which, the first is the default. */
extern const struct eb_fence_agent *const eb_fence_agents[]; /* ended by NULL */

/* One call of an agent: lives until the process ends. */
struct eb_fence {
	const struct eb_fence_agent *agent;
	const struct eb_fence_alias *alias; /* NULL: called by the agent's own name */
	const char *program;                /* as called, without folders: fence_ipmilan */
	const struct eb_fence_std *std;     /* the options; conf is the same address */
	const void *conf;
	int64_t deadline_ms; /* on eb_clock_ms(): of the exchange that is wanted now */
	void *session;       /* the agent's */

	/* for the frame */
	bool opened, in_list, with_state;
	const char *plugs[64];
	size_t n_plugs;
	char why[400];
};

/* Notes why, for the line that the frame prints if this failure is the last word; returns r. */
int eb_fence_why(struct eb_fence *fence, int r, const char *fmt, ...) EB_PRINTF(3, 4);

/* A line for --verbose and --debug-file. */
void eb_fence_debug(const struct eb_fence *fence, const char *fmt, ...) EB_PRINTF(2, 3);

/* A line for people: on standard error, or in the system log with --quiet. */
void eb_fence_say(const struct eb_fence *fence, const char *fmt, ...) EB_PRINTF(2, 3);

/* One line of list: an id, what people call it (NULL: nothing), its state where list tells it. */
void eb_fence_plug(struct eb_fence *fence, const char *id, const char *alias, enum eb_power power);

/* Time for one exchange from now on: sets deadline_ms to shell_timeout. */
void eb_fence_renew(struct eb_fence *fence);

/* When what is ordered now must show; INT64_MAX: power_timeout is 0, or the caller keeps the time. */
int64_t eb_fence_power_limit(const struct eb_fence *fence);

/* "on", "off", "unknown" */
const char *eb_power_name(enum eb_power power);

/* Carries the action out and returns the exit code: 0, 1, or 2 (status: off). */
int eb_fence_run(struct eb_fence *fence, const char *action);

/* Is there such an action for this agent?  Also enable and disable for fabric agents. */
bool eb_fence_can(const struct eb_fence_agent *agent, const char *action);

/* Does this action have to know which plug? */
bool eb_fence_wants_plug(const struct eb_fence_agent *agent, const char *action);

/* Metadata (XML), the man page (mdoc) and the help text of the agent called program. */
void eb_fence_metadata(const struct eb_fence *fence, const struct eb_param *rows);
void eb_fence_man(const struct eb_fence *fence, const struct eb_param *rows);
void eb_fence_help(const struct eb_fence *fence, const struct eb_param *rows);

#endif
