// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the agents of this machine say of themselves: are they there, and which parameters do they
 * take? Each is asked once.
 */
#ifndef EB_AGENT_METADATA_H
#define EB_AGENT_METADATA_H

#include "heartbeat-compat/plan.h"

struct eb_agent_param {
	const char *name;
	const char *obsoletes; /* the name that it had before; NULL: none */
	bool required;         /* nothing works without, there is no default */
};

struct eb_agent {
	const char *spec;   /* "ocf:heartbeat:IPaddr2", "stonith:fence_ipmilan" */
	const char *path;   /* where it is here; NULL: it is not */
	const char *digest; /* sha256 of its metadata; NULL: it gave none */
	GPtrArray *params;  /* struct eb_agent_param *; NULL: not known */
	bool fence;
};

/*
 * The agent of a primitive, asked for its metadata; NULL: of a class that has none (systemd, lsb).
 * Agents are looked for in /usr/lib/ocf and /usr/sbin, or where EB_OCF_ROOT and EB_FENCE_DIR say.
 * It lives in the arena.
 */
struct eb_agent *eb_agent_ask(struct eb_arena *arena, const struct eb_resource *resource);

/* "ocf:heartbeat:IPaddr2"; NULL as above; g_free it. */
char *eb_agent_spec(const struct eb_resource *resource);

/* The root that OCF agents are told. */
const char *eb_agent_root(void);

#endif
