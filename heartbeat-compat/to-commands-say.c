// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/to-commands-say.h"

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
	/* crm reads line by line: it has no way to write the end of one. */
	g_string_append_c(out, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *word == '\n' ? ' ' : *word);
	}
	g_string_append_c(out, '"');
}

static void put_pair(GString *out, enum dialect dialect, const struct eb_pair *pair)
{
	g_string_append_printf(out, " %s=", pair->name);
	put_word(out, dialect, pair->value);
}

static void put_pairs(GString *out, enum dialect dialect, const GPtrArray *pairs)
{
	const struct eb_pair *pair;

	eb_for_each (pair, pairs)
		put_pair(out, dialect, pair);
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

/* No command of a cluster writes these. */
static void say_files(GString *out, const struct subject *subject)
{
	const struct eb_file *file;

	if (!subject->plan->files->len)
		return;
	g_string_append(out, "#\n# Files that belong to it (escapebeat show --as files PLAN):\n");
	eb_for_each (file, subject->plan->files)
		g_string_append_printf(out, "#   %s%s%s\n", file->path, file->node ? " on " : "",
				       file->node ? file->node : "");
}

/* By the names of both, stonith- and fencing-. */
static bool is_watchdog_timeout(const struct eb_pair *property)
{
	return g_str_has_suffix(property->name, "-watchdog-timeout");
}

const struct eb_pair *eb_watchdog_timeout(const struct eb_plan *plan)
{
	const struct eb_pair *property;

	eb_for_each (property, plan->cib.properties)
		if (is_watchdog_timeout(property))
			return property;
	return NULL;
}

static void say_watchdog(GString *out, const struct subject *subject)
{
	const struct eb_pair *timeout = eb_watchdog_timeout(subject->plan);

	g_string_append_printf(out, " --name %s --update ", timeout->name);
	put_word(out, subject->dialect, timeout->value);
}

static void say_properties(GString *out, const struct subject *subject)
{
	const struct eb_pair *property;

	eb_for_each (property, subject->plan->cib.properties)
		if (subject->dialect != PCS || (!is_watchdog_timeout(property) &&
						strcmp(property->name, "have-watchdog") != 0))
			put_pair(out, subject->dialect, property);
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
		if (op->role)
			g_string_append_printf(out, " role=%s", op->role);
		if (op->on_fail)
			g_string_append_printf(out, " on-fail=%s", op->on_fail);
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

	if (subject->dialect == PCS && (!location->node || location->role))
		g_string_append(out, location->score ? "score=" : "score-attribute=");
	put_word(out, subject->dialect, location->score ? location->score : location->attribute);
}

static void say_role(GString *out, const struct subject *subject)
{
	if (subject->location->role)
		g_string_append_printf(out, subject->dialect == PCS ? " role=%s" : " $role=%s",
				       subject->location->role);
}

/* "defined pingd", "pingd gt number 0", "pingd number:gt 0". */
static void put_test(GString *out, enum dialect dialect, const struct eb_test *test)
{
	bool number = test->value && eb_test_numeric(test->value);

	if (!test->value) {
		g_string_append_printf(out, "%s ", test->operation);
		put_word(out, dialect, test->attribute);
		return;
	}
	put_word(out, dialect, test->attribute);
	if (dialect == PCS)
		g_string_append_printf(out, " %s %s", test->operation, number ? "number " : "");
	else
		g_string_append_printf(out, " %s%s ", number ? "number:" : "", test->operation);
	put_word(out, dialect, test->value);
}

/* Of a role, a node is a test, too: "#uname eq web1". */
static void say_test(GString *out, const struct subject *subject)
{
	const struct eb_location *location = subject->location;
	const struct eb_test first = {
		.attribute = location->attribute,
		.operation = location->operation,
		.value = location->value,
	};
	const struct eb_test *test;

	if (location->node) {
		g_string_append(out, subject->dialect == PCS ? "'#uname' eq " : "#uname eq ");
		put_word(out, subject->dialect, location->node);
	} else {
		put_test(out, subject->dialect, &first);
	}
	if (location->join)
		eb_for_each (test, location->also) {
			g_string_append_printf(out, " %s ", location->join);
			put_test(out, subject->dialect, test);
		}
}

static void say_tie(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->tie->id);
}

static void say_dependent(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->tie->resource);
}

static void say_with(GString *out, const struct subject *subject)
{
	put_word(out, subject->dialect, subject->tie->with);
}

static void say_strength(GString *out, const struct subject *subject)
{
	g_string_append(out, subject->tie->score);
}

static void say_kind(GString *out, const struct subject *subject)
{
	if (subject->tie->score)
		g_string_append_printf(
			out, subject->dialect == PCS ? "kind=%s " : "%s: ", subject->tie->score);
}

/* pcs has a role or an action before the resource, crm behind it. */
static void say_what(GString *out, const struct subject *subject, const char *what)
{
	g_string_append_printf(out, subject->dialect == PCS ? "%s" : ":%s", what);
}

static void say_first(GString *out, const struct subject *subject)
{
	say_what(out, subject, subject->tie->role ? subject->tie->role : "start");
}

static void say_then(GString *out, const struct subject *subject)
{
	say_what(out, subject, subject->tie->own_role ? subject->tie->own_role : "start");
}

static void say_ways(GString *out, const struct subject *subject)
{
	if (subject->tie->one_way)
		g_string_append(out, subject->dialect == PCS ? "symmetrical=false "
							     : " symmetrical=false");
}

static void say_xml(GString *out, const struct subject *subject)
{
	g_autofree char *xml = eb_cib_location_xml(subject->location);

	put_word(out, subject->dialect, xml);
}

static void say_place(GString *out, const struct subject *subject, const char *role)
{
	if (!role)
		return;
	say_what(out, subject, role);
	if (subject->dialect == PCS)
		g_string_append_c(out, ' ');
}

static void say_where(GString *out, const struct subject *subject)
{
	say_place(out, subject, subject->tie->role);
}

static void say_own(GString *out, const struct subject *subject)
{
	say_place(out, subject, subject->tie->own_role);
}

static const struct {
	const char *name;
	void (*say)(GString *out, const struct subject *subject);
} names[] = {
	{ "{agent}", say_agent },
	{ "{clone}", say_clone },
	{ "{cluster}", say_cluster },
	{ "{defaults}", say_defaults },
	{ "{dependent}", say_dependent },
	{ "{files}", say_files },
	{ "{first}", say_first },
	{ "{id}", say_id },
	{ "{kind}", say_kind },
	{ "{location}", say_location },
	{ "{members}", say_members },
	{ "{meta}", say_meta },
	{ "{node}", say_node },
	{ "{ops}", say_ops },
	{ "{options}", say_options },
	{ "{own}", say_own },
	{ "{params}", say_params },
	{ "{properties}", say_properties },
	{ "{role}", say_role },
	{ "{score}", say_score },
	{ "{strength}", say_strength },
	{ "{target}", say_target },
	{ "{test}", say_test },
	{ "{then}", say_then },
	{ "{tie}", say_tie },
	{ "{type}", say_type },
	{ "{watchdog}", say_watchdog },
	{ "{ways}", say_ways },
	{ "{where}", say_where },
	{ "{with}", say_with },
	{ "{xml}", say_xml },
};

const char *eb_put_name(GString *out, const char *text, const struct subject *subject)
{
	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (g_str_has_prefix(text, names[i].name)) {
			names[i].say(out, subject);
			return text + strlen(names[i].name);
		}
	g_string_append_c(out, *text);
	return text + 1;
}
