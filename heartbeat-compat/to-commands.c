// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One walk over the plan, and a phrase book: each row says the same thing in both languages,
 * with {names} for what differs from object to object.
 */
#include <string.h>

#include "heartbeat-compat/to-commands.h"

enum dialect { PCS, CRM, DIALECTS };

/* What a phrase speaks of; only what its {names} need is set. */
struct subject {
	enum dialect dialect;
	const struct eb_plan *plan;
	const struct eb_resource *resource;
	const struct eb_resource *around; /* the clone that the resource is in, or NULL */
	const struct eb_location *location;
};

/* ---- the phrase book ---------------------------------------------------------------------------- */

enum phrase {
	HEAD,
	PROPERTIES,
	DEFAULTS,
	PRIMITIVE,
	DEVICE,
	GROUP,
	GROUP_META,
	CLONE,
	CLONE_OF_GROUP,
	HOME,
	RULE,
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
		"configure\n",
	},
	[PROPERTIES] = {
		"pcs property set --force{properties}",
		"property cib-bootstrap-options:{properties}",
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
	[GROUP] = { "pcs resource group add {id}{members}", "group {id}{members}{meta}" },
	[GROUP_META] = { "pcs resource meta {id}{options}", "" },
	[CLONE] = { "", "clone {id}{members}{meta}" },
	[CLONE_OF_GROUP] = {
		"pcs resource clone{members} {id}{options}",
		"clone {id}{members}{meta}",
	},
	[HOME] = {
		"pcs constraint location add {location} {target} {node} {score}",
		"location {location} {target} {score}: {node}",
	},
	[RULE] = {
		"pcs constraint location {target} rule constraint-id={location} "
		"id={location}-rule {score} {test}",
		"location {location} {target} rule $id={location}-rule {score}: {test}",
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

/* ---- words ---------------------------------------------------------------------------------------- */

/* A word as the shell, or crm's parser, takes it back. */
static void put_word(GString *out, enum dialect dialect, const char *word)
{
	static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-+,/:@%^=";
	g_autofree char *quoted = NULL;

	if (*word && word[strspn(word, plain)] == '\0') {
		g_string_append(out, word);
		return;
	}
	if (dialect == PCS) {
		quoted = g_shell_quote(word);
		g_string_append(out, quoted);
		return;
	}
	g_string_append_c(out, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *word);
	}
	g_string_append_c(out, '"');
}

static void put_pairs(GString *out, enum dialect dialect, const GPtrArray *pairs)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs) {
		g_string_append_printf(out, " %s=", pair->name);
		put_word(out, dialect, pair->value);
	}
}

/* On a line of its own, with a keyword before; nothing when there are no pairs. */
static void put_part(GString *out, enum dialect dialect, const char *keyword,
		     const GPtrArray *pairs)
{
	if (!pairs->len)
		return;
	g_string_append_printf(out, " \\\n   %s%s", *keyword ? " " : "", keyword);
	put_pairs(out, dialect, pairs);
}

/* ---- what {names} stand for --------------------------------------------------------------------------- */

static void say_cluster(GString *out, const struct subject *subject)
{
	g_string_append(out, subject->plan->cluster);
}

static void say_properties(GString *out, const struct subject *subject)
{
	put_pairs(out, subject->dialect, subject->plan->cib.properties);
}

static void say_defaults(GString *out, const struct subject *subject)
{
	put_pairs(out, subject->dialect, subject->plan->cib.defaults);
}

static void say_id(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->resource->id);
}

static void say_type(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->resource->type);
}

static void say_agent(GString *out, const struct subject *subject)
{
	const struct eb_resource *resource = subject->resource;
	g_autofree char *agent = NULL;

	if (!resource)
		return;
	agent = g_strdup_printf("%s:%s%s%s", resource->class,
				resource->provider ? resource->provider : "",
				resource->provider ? ":" : "", resource->type);
	put_word(out, subject->dialect, agent);
}

static void say_params(GString *out, const struct subject *subject)
{
	put_part(out, subject->dialect, subject->dialect == CRM ? "params" : "",
		 subject->resource->params);
}

/* pcs would make up other ids. */
static void say_ops(GString *out, const struct subject *subject)
{
	const struct eb_op *op;

	eb_for_each (op, subject->resource->ops) {
		g_string_append_printf(out, " \\\n    op %s interval=%s timeout=%s", op->name,
				       op->interval, op->timeout);
		if (subject->dialect == PCS)
			g_string_append_printf(out, " id=%s-%s-%s", subject->resource->id, op->name,
					       op->interval);
	}
}

static void say_meta(GString *out, const struct subject *subject)
{
	put_part(out, subject->dialect, "meta", subject->resource->meta);
}

static void say_options(GString *out, const struct subject *subject)
{
	put_pairs(out, subject->dialect, subject->resource->meta);
}

static void say_clone(GString *out, const struct subject *subject)
{
	if (!subject->around)
		return;
	g_string_append(out, " \\\n    clone ");
	put_word(out, subject->dialect, subject->around->id);
	put_pairs(out, subject->dialect, subject->around->meta);
}

static void say_members(GString *out, const struct subject *subject)
{
	const struct eb_resource *member;

	eb_for_each (member, subject->resource->members) {
		g_string_append_c(out, ' ');
		put_word(out, subject->dialect, member->id);
	}
}

static void say_location(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->location->id);
}

static void say_target(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->location->resource);
}

static void say_node(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->location->node);
}

static void say_score(GString *out, const struct subject *subject)
{
	const struct eb_location *location = subject->location;

	if (subject->dialect == PCS && !location->node)
		g_string_append(out, location->score ? "score=" : "score-attribute=");
	put_word(out, subject->dialect, location->score ? location->score : location->attribute);
}

/* "defined pingd", "pingd gt number 0", "pingd number:gt 0". */
static void say_test(GString *out, const struct subject *subject)
{
	const struct eb_location *location = subject->location;

	if (!location->value) {
		g_string_append_printf(out, "%s ", location->operation);
		put_word(out, subject->dialect, location->attribute);
		return;
	}
	put_word(out, subject->dialect, location->attribute);
	g_string_append_printf(out, subject->dialect == PCS ? " %s number " : " number:%s ",
			       location->operation);
	put_word(out, subject->dialect, location->value);
}

static const struct {
	const char *name;
	void (*say)(GString *out, const struct subject *subject);
} names[] = {
	{ "{agent}", say_agent },
	{ "{clone}", say_clone },
	{ "{cluster}", say_cluster },
	{ "{defaults}", say_defaults },
	{ "{id}", say_id },
	{ "{location}", say_location },
	{ "{members}", say_members },
	{ "{meta}", say_meta },
	{ "{node}", say_node },
	{ "{ops}", say_ops },
	{ "{options}", say_options },
	{ "{params}", say_params },
	{ "{properties}", say_properties },
	{ "{score}", say_score },
	{ "{target}", say_target },
	{ "{test}", say_test },
	{ "{type}", say_type },
};

/* Writes the name that text begins with and returns what is behind it. */
static const char *put_name(GString *out, const char *text, const struct subject *subject)
{
	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (g_str_has_prefix(text, names[i].name)) {
			names[i].say(out, subject);
			return text + strlen(names[i].name);
		}
	g_string_append_c(out, *text);
	return text + 1;
}

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
			text = put_name(out, text, subject);
	}
	g_string_append_c(out, '\n');
}

/* ---- the walk ------------------------------------------------------------------------------------------- */

/* Members before what holds them. */
static void put_resource(GString *out, struct subject subject, const struct eb_resource *resource)
{
	struct subject inner = subject;
	const struct eb_resource *member;

	inner.around = resource->kind == EB_CLONE ? resource : NULL;
	eb_for_each (member, resource->members)
		put_resource(out, inner, member);
	subject.resource = resource;
	switch (resource->kind) {
	case EB_PRIMITIVE:
		put_phrase(out, strcmp(resource->class, "stonith") == 0 ? DEVICE : PRIMITIVE,
			   &subject);
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

	put_phrase(out, HEAD, &subject);
	put_phrase(out, PROPERTIES, &subject);
	put_phrase(out, DEFAULTS, &subject);
	eb_for_each (resource, plan->cib.resources)
		put_resource(out, subject, resource);
	eb_for_each (location, plan->cib.locations) {
		subject.location = location;
		put_phrase(out, location->node ? HOME : RULE, &subject);
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
