// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From lines of haresources to groups. A line's members run together, start from left to
 * right and stop from right to left: a group. Lines know nothing of each other.
 */
#include <string.h>

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/translation.h"

/* ---- lines ---------------------------------------------------------------------------------------------- */

static const char *home_of(const struct eb_translation *t, const struct hb_group *group)
{
	const struct hb_node *node;

	eb_for_each (node, t->nodes)
		if (strcmp(node->name, group->node) == 0)
			return eb_node_name(t, node);
	return group->node_word.text;
}

static struct eb_location *location_add(struct eb_translation *t, const char *resource,
					const char *prefix)
{
	struct eb_location *location = eb_arena_make(t->plan->arena, struct eb_location);

	location->id = EB_TEXT(t, "hb-%s-%s", prefix, resource + strlen("hb-"));
	location->resource = resource;
	g_ptr_array_add(t->plan->cib.locations, location);
	return location;
}

/* Of a promotable clone, this is about where it is promoted. */
static void add_locations(struct eb_translation *t, const struct eb_resource *whole,
			  const char *home)
{
	const char *role = whole->kind == EB_CLONE ? eb_target(t)->promoted : NULL;
	struct eb_scores scores = eb_scores_of(t);
	struct eb_location *location = location_add(t, whole->id, "home");
	const char *attribute;

	location->node = home;
	location->role = role;
	location->score = EB_TEXT(t, "%u", scores.home);
	/* hb_standby sets the attribute on a node. A positive score for the others moves the group
	 * there; a negative one for this node would keep the group from it when the others die. */
	location = location_add(t, whole->id, "away");
	location->attribute = location->id;
	location->operation = "not_defined";
	location->role = role;
	location->score = EB_TEXT(t, "%u", scores.away);
	if (eb_takeover_waits(t->ha_cf)) {
		location = location_add(t, whole->id, "hold");
		location->attribute = location->id;
		location->operation = "defined";
		location->role = role;
		location->score = "-INFINITY";
	}
	eb_for_each (attribute, t->pings) {
		bool plain = strcmp(attribute, "pingd") == 0;

		location = location_add(t, whole->id, plain ? "ping" : EB_TEXT(t, "%s", attribute));
		location->attribute = attribute;
		location->operation = plain ? "defined" : "gt";
		location->value = plain ? NULL : "0";
		location->role = role;
		location->score = plain ? NULL : EB_TEXT(t, "%u", scores.ping);
	}
}

/* A line as it is being put together; empty groups are not allowed, so the group comes last. */
struct line {
	struct eb_fate *fate;
	GPtrArray *members; /* struct eb_resource * */
	GPtrArray *clones;  /* of DRBD, that are promoted where the members run */
	bool shared;        /* one of them is of a line further up */
};

static void add_word(struct eb_translation *t, struct line *line, const struct hb_resource *word,
		     const char *name)
{
	struct eb_job job = { .t = t, .word = word, .line = line->fate };
	guint before = line->clones->len, known = g_hash_table_size(t->drbds);

	if (eb_translate_drbd(&job, line->clones, line->members->len == 0))
		line->shared |= line->clones->len - before != g_hash_table_size(t->drbds) - known;
	else
		eb_translate_word(&job, line->members, name);
}

/* The group, or the one resource that the line is; NULL: nothing of its own. */
static struct eb_resource *make_whole(struct eb_translation *t, const struct line *line,
				      const char *name)
{
	struct eb_resource *whole = eb_item(line->members, 0);

	if (line->members->len > 1) {
		whole = eb_resource_add(t->plan, t->plan->cib.resources, EB_GROUP,
					eb_id_make(t, EB_TEXT(t, "group-%s", name), NULL));
		whole->members = line->members;
	} else if (whole) {
		g_ptr_array_add(t->plan->cib.resources, whole);
	} else if (!line->shared) {
		whole = eb_item(line->clones, 0);
	}
	return whole;
}

static unsigned int words_in(const char *text)
{
	struct eb_piece piece = { text, strlen(text) };
	unsigned int words = 0;

	while (eb_next(&piece, HB_BLANKS).length)
		words++;
	return words;
}

/* Comments that Heartbeat reads on as resources, behind a backslash line. What they say is not shown:
 * it may be a secret. */
static void drop_comments(struct eb_translation *t, const struct hb_group *group,
			  struct eb_fate *line)
{
	const struct hb_word *comment;

	eb_for_each (comment, group->record->comments) {
		g_autofree char *text = eb_span_shown(comment->span);
		const struct hb_word shown = { .text = text };
		unsigned int words = words_in(comment->text);

		eb_word_became(t, line, &shown, EB_DROPPED, NULL,
			       EB_TEXT(t,
				       "the comment in line %u; Heartbeat takes its %u word%s for "
				       "resources, which cannot start",
				       comment->span.line, words, words == 1 ? "" : "s"));
	}
}

static void translate_line(struct eb_translation *t, const struct hb_group *group)
{
	static const char *const kinds[] = {
		[EB_PRIMITIVE] = "", [EB_GROUP] = "group ", [EB_CLONE] = "clone "
	};
	struct line line = {
		.fate = eb_became(t, group->record, EB_EXACT, NULL, NULL),
		.members = eb_arena_array(t->plan->arena),
		.clones = eb_arena_array(t->plan->arena),
	};
	const char *name = eb_group_slug(t, group), *home = home_of(t, group);
	const struct eb_resource *whole;
	const struct hb_resource *word;

	eb_for_each (word, group->members)
		add_word(t, &line, word, name);
	drop_comments(t, group, line.fate);
	whole = make_whole(t, &line, name);
	/* A line that lost a word is not lost. */
	if (line.fate->mark == EB_DROPPED && (whole || line.clones->len))
		line.fate->mark = EB_NEAR;
	if (!whole)
		return;
	line.fate->target = EB_TEXT(t, "CIB %s%s, home %s", kinds[whole->kind], whole->id, home);
	if (whole->kind == EB_GROUP)
		eb_made(t, line.fate, whole->id);
	add_locations(t, whole, home);
	eb_tie_to_drbd(t, whole, line.clones);
}

/* Intervals in the plan are eb_interval_text or those of agent-ops.c: "10s", "1500ms". */
static int64_t longest_interval(const GPtrArray *resources)
{
	const struct eb_resource *resource;
	const struct eb_op *op;
	int64_t longest = 0;

	eb_for_each (resource, resources) {
		longest = MAX(longest, longest_interval(resource->members));
		eb_for_each (op, resource->ops) {
			char *unit;
			int64_t value = g_ascii_strtoll(op->interval, &unit, 10);

			longest = MAX(longest, strcmp(unit, "s") == 0 ? value * 1000 : value);
		}
	}
	return longest;
}

void eb_translate_resources(struct eb_translation *t)
{
	const struct hb_group *group;

	eb_check_outdaters(t);
	/* With crm on Heartbeat does not read the file. */
	if (t->ha_cf->setting[HB_CRM].value)
		return;
	eb_for_each (group, t->haresources->groups)
		translate_line(t, group);
	eb_check_drbd(t);
	eb_check_services(t);
	if (t->plan->cib.resources->len)
		eb_takes(t, "a failed service is noticed", EB_NEVER,
			 longest_interval(t->plan->cib.resources),
			 "Heartbeat never looked; Pacemaker monitors, at most this far apart");
}
