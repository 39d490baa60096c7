// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The OCF agent frame.  An agent is one const struct eb_agent named eb_agent: a
 * table of parameters, a table of actions, and the functions behind them.  main()
 * and everything that is the same for all agents is here:
 *
 *   - meta-data, usage and the man page come from the tables, before any parameter
 *     is read;
 *   - an action that is not in the table is OCF_ERR_UNIMPLEMENTED, and nothing else
 *     is looked at;
 *   - parameters are parsed and refused with one message each;
 *   - stop and probe are lenient: a bad tuning value is logged and its default is
 *     used, and where an EB_IDENTITY parameter is missing or bad, nothing can be
 *     running under it (stop: OCF_SUCCESS, probe: OCF_NOT_RUNNING);
 *   - start, promote and demote are believed when the agent's own monitor sees that
 *     role, stop when it says OCF_NOT_RUNNING;
 *   - the deadline is the cluster's timeout for this action.
 *
 * An action function returns an OCF code; every code but success, not running and
 * the promoted ones goes through eb_fail(), which logs and tells the cluster why.
 */
#ifndef EB_AGENT_H
#define EB_AGENT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/core.h"
#include "lib/log.h"
#include "lib/ocf.h"
#include "lib/param.h"

struct eb_agent;
struct eb_action;

/* One call of an agent: lives until the process ends. */
struct eb_call {
	const struct eb_agent *agent;
	const struct eb_action *action;
	const void *conf;     /* the agent's struct, filled from the parameters */
	const char *instance; /* OCF_RESOURCE_INSTANCE, the clone number included; never NULL */
	bool probe;           /* a monitor that only asks whether something is running here */
	int check_level;      /* OCF_CHECK_LEVEL; 0 when not given */
	int64_t deadline_ms;  /* on eb_clock_ms(): a little before the cluster gives up */
};

typedef enum eb_ocf eb_action_fn(const struct eb_call *call);

enum {
	EB_UNCONFIRMED = 1 << 0, /* eb_action.flags: do not ask monitor after this start or stop */
	EB_NEEDS_ROOT = 1 << 0,  /* eb_agent.flags: start, stop, promote, demote want uid 0 */
};

struct eb_action {
	const char *name;
	eb_action_fn *run;
	int timeout;      /* advised, seconds */
	int interval;     /* of a recurring monitor, seconds; 0: none */
	int depth;        /* OCF_CHECK_LEVEL of this monitor */
	const char *role; /* "Promoted" or "Unpromoted"; NULL: any */
	unsigned flags;
};

struct eb_agent {
	const char *name;
	const char *brief;  /* a phrase */
	const char *detail; /* paragraphs, parted by an empty line */
	unsigned flags;
	size_t conf_size;
	const struct eb_param *params;   /* ended by { 0 } */
	const struct eb_action *actions; /* ended by { 0 }; several rows may share a name */
	/*
	 * Do the parameters fit together?  Must not look at this host.  Runs before every
	 * action but stop and probe, and for validate-all.  NULL: nothing to check.
	 */
	eb_action_fn *validate;
	/*
	 * Does this host have what the agent needs?  Asked before start, and by validate-all
	 * at level 10 or, as of the stock agents, at no level; level 0 is for parameters only.
	 */
	eb_action_fn *validate_host;
};

/* The agent that main() runs. */
extern const struct eb_agent eb_agent;

/*
 * Logs "TEXT: strerror(err)" (err 0: the text alone; err is a positive errno),
 * writes it as ocf-exit-reason, and returns code.
 */
enum eb_ocf eb_fail(enum eb_ocf code, int err, const char *fmt, ...) EB_PRINTF(3, 4);

/* A cluster variable of this call: OCF_RESKEY_CRM_meta_NAME, or NULL. */
const char *eb_meta(const char *name);

/* Does a cluster call, not a person or ocf-tester?  (Pacemaker alone sends its feature set.) */
bool eb_in_cluster(void);

/* Is this a monitor that the cluster runs again and again?  Of other actions: no. */
bool eb_is_recurring(void);

/* Is the resource a promotable clone?  (Pacemaker 2.1 sends only promoted_max, 2.0 master_max.) */
bool eb_is_promotable(void);

/* Where the state of running resources is kept: HA_RSCTMP, else the configured folder. */
const char *eb_rsctmp(void);

/* ---- for the frame's own files ---- */

/* Writes the OCF 1.1 metadata, the man page (mdoc), or the usage text to stdout. */
void eb_agent_metadata(const struct eb_agent *agent);
void eb_agent_man(const struct eb_agent *agent);
void eb_agent_usage(const struct eb_agent *agent, const char *command);

/* Runs the action and returns the exit code. */
int eb_agent_run(const struct eb_agent *agent, const char *action);

#endif
