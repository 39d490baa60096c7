// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One walk over the plan, and a phrase book: each row says the same thing in both languages,
 * with {names} for what differs from object to object.
 */
#include <string.h>

#include "heartbeat-compat/to-commands-say.h"
#include "heartbeat-compat/to-commands.h"

/* ---- the phrase book ---------------------------------------------------------------------------- */

enum phrase {
	HEAD,
	PROPERTIES,
	WATCHDOG,
	DEFAULTS,
	PRIMITIVE,
	DEVICE,
	UNMONITORED,
	UNMONITORED_DEVICE,
	GROUP,
	GROUP_META,
	CLONE,
	CLONE_OF_GROUP,
	HOME,
	RULE,
	TREE,
	ORDER,
	COLOCATION,
	TAIL,
	PHRASES
};

/* pcs clones a primitive where it makes it; "" says nothing. */
static const char *const phrases[PHRASES][DIALECTS] = {
	[HEAD] = {
		"#!/bin/sh\n"
		"# Cluster {cluster}, from Heartbeat to Pacemaker; written by escapebeat.\n"
		"# On one node of a running cluster without resources:  sh SCRIPT\n"
		"# To make the CIB in a file, and touch no cluster:     sh SCRIPT FILE\n"
		"{files}"
		"#\n"
		"# --force: pcs knows no time in ms, and asks only the agents of this machine.\n"
		"set -eu\n"
		"cib=${1-$(mktemp)}\n"
		"[ $# != 0 ] || pcs cluster cib >\"$cib\"\n"
		"[ -s \"$cib\" ] || cibadmin --empty >\"$cib\"\n"
		"cp \"$cib\" \"$cib.before\"\n"
		"pcs() { command pcs -f \"$cib\" \"$@\"; }\n",

		"# Cluster {cluster}, from Heartbeat to Pacemaker; written by escapebeat.\n"
		"# On one node of a running cluster without resources:  crm -f SCRIPT\n"
		"# To make the CIB in a file, and touch no cluster:     CIB_file=FILE crm -f SCRIPT\n"
		"{files}"
		"configure\n",
	},
	[PROPERTIES] = {
		"pcs property set --force{properties}",
		"property cib-bootstrap-options:{properties}",
	},
	[WATCHDOG] = {
		"# pcs takes this one only where sbd is enabled already. It has no word for have-watchdog,\n"
		"# which Pacemaker sets itself when it finds sbd.\n"
		"CIB_file=\"$cib\" crm_attribute --type crm_config{watchdog}",
		"",
	},
	[DEFAULTS] = {
		"pcs resource defaults set create id=hb-rsc-defaults meta{defaults}",
		"rsc_defaults hb-rsc-defaults:{defaults}",
	},
	[PRIMITIVE] = {
		"pcs resource create --force --no-default-ops {id} {agent}{params}{ops}{meta}{clone}",
		"primitive {id} {agent}{params}{ops}{meta}",
	},
	[DEVICE] = {
		"pcs stonith create --force {id} {type}{params}{ops}{meta}",
		"primitive {id} {agent}{params}{ops}{meta}",
	},
	/* pcs adds a monitor to whatever has none. */
	[UNMONITORED] = { "pcs resource op delete {id} monitor", "" },
	[UNMONITORED_DEVICE] = { "pcs stonith op delete {id} monitor", "" },
	[GROUP] = { "pcs resource group add {id}{members}", "group {id}{members}{meta}" },
	[GROUP_META] = { "pcs resource meta {id}{options}", "" },
	[CLONE] = { "", "clone {id}{members}{meta}" },
	[CLONE_OF_GROUP] = {
		"pcs resource clone --force{members} {id}{options}",
		"clone {id}{members}{meta}",
	},
	[HOME] = {
		"pcs constraint location add -- {location} {target} {node} {score}",
		"location {location} {target} {score}: {node}",
	},
	[RULE] = {
		"pcs constraint location {target} rule constraint-id={location} "
		"id={location}-rule{role} {score} {test}",
		"location {location} {target} rule $id={location}-rule{role} {score}: {test}",
	},
	/* Dates and rules within rules: neither has words for all of them. */
	[TREE] = {
		"CIB_file=\"$cib\" cibadmin --create --scope constraints --xml-text {xml}",
		"xml {xml}",
	},
	[ORDER] = {
		"pcs constraint order {first} {with} then {then} {dependent} {kind}{ways}id={tie}",
		"order {tie} {kind}{with}{first} {dependent}{then}{ways}",
	},
	[COLOCATION] = {
		"pcs constraint colocation add {own}{dependent} with {where}{with} "
		"score={strength} id={tie}",
		"colocation {tie} {strength}: {dependent}{own} {with}{where}",
	},
	[TAIL] = {
		"\n"
		"[ $# != 0 ] || command pcs cluster cib-push \"$cib\" diff-against=\"$cib.before\"\n"
		"rm -f \"$cib.before\"",

		"\n"
		"# force: without a fence device crm would not commit.\n"
		"commit force",
	},
};

static void put_phrase(GString *out, enum phrase phrase, const struct subject *subject)
{
	const char *text = phrases[phrase][subject->dialect];

	if (!*text)
		return;
	while (*text) {
		size_t plain = strcspn(text, "{");

		g_string_append_len(out, text, (gssize)plain);
		text += plain;
		if (*text)
			text = eb_put_name(out, text, subject);
	}
	g_string_append_c(out, '\n');
}

/* ---- the walk ------------------------------------------------------------------------------------------- */

static bool is_monitored(const struct eb_resource *primitive)
{
	const struct eb_op *op;

	eb_for_each (op, primitive->ops)
		if (strcmp(op->name, "monitor") == 0)
			return true;
	return false;
}

/* Members before what holds them. */
static void put_resource(GString *out, struct subject subject, const struct eb_resource *resource)
{
	struct subject inner = subject;
	const struct eb_resource *member;
	bool device;

	inner.around = resource->kind == EB_CLONE ? resource : NULL;
	eb_for_each (member, resource->members)
		put_resource(out, inner, member);
	subject.resource = resource;
	switch (resource->kind) {
	case EB_PRIMITIVE:
		device = strcmp(resource->class, "stonith") == 0;
		put_phrase(out, device ? DEVICE : PRIMITIVE, &subject);
		if (!is_monitored(resource))
			put_phrase(out, device ? UNMONITORED_DEVICE : UNMONITORED, &subject);
		break;
	case EB_GROUP:
		put_phrase(out, GROUP, &subject);
		if (resource->meta->len)
			put_phrase(out, GROUP_META, &subject);
		break;
	case EB_CLONE:
		member = resource->members->pdata[0];
		put_phrase(out, member->kind == EB_GROUP ? CLONE_OF_GROUP : CLONE, &subject);
		break;
	}
}

static char *script(const struct eb_plan *plan, enum dialect dialect)
{
	GString *out = g_string_new(NULL);
	static const struct eb_resource none;
	struct subject subject = { .dialect = dialect, .plan = plan, .resource = &none };
	const struct eb_resource *resource;
	const struct eb_location *location;
	const struct eb_tie *tie;

	put_phrase(out, HEAD, &subject);
	put_phrase(out, PROPERTIES, &subject);
	if (eb_watchdog_timeout(plan))
		put_phrase(out, WATCHDOG, &subject);
	put_phrase(out, DEFAULTS, &subject);
	eb_for_each (resource, plan->cib.resources)
		put_resource(out, subject, resource);
	eb_for_each (location, plan->cib.locations) {
		subject.location = location;
		put_phrase(out,
			   location->node && !location->role       ? HOME
			   : location->node || location->attribute ? RULE
								   : TREE,
			   &subject);
	}
	eb_for_each (tie, plan->cib.ties) {
		subject.tie = tie;
		put_phrase(out, tie->kind == EB_ORDER ? ORDER : COLOCATION, &subject);
	}
	put_phrase(out, TAIL, &subject);
	return g_string_free(out, FALSE);
}

char *eb_pcs_script(const struct eb_plan *plan)
{
	return script(plan, PCS);
}

char *eb_crm_script(const struct eb_plan *plan)
{
	return script(plan, CRM);
}
