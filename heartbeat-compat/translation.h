// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A translation under way: what its parts (totem, links, cluster, resources) share. Nobody
 * else includes this.
 */
#ifndef EB_TRANSLATION_H
#define EB_TRANSLATION_H

#include <inttypes.h>

#include "heartbeat-compat/translate.h"

struct eb_translation {
	struct hb_cluster *cluster;
	const struct hb_config *ha_cf, *haresources; /* the files that speak for the cluster */
	const struct eb_choices *choices;
	struct eb_diag *diag;
	struct eb_plan *plan;
	GHashTable *fates; /* struct hb_record * or struct eb_source * -> struct eb_fate * */
	GPtrArray *nodes;  /* struct hb_node *, each name once */
	GPtrArray *pings;  /* const char *: attributes that ping clones keep; "pingd" first */
	GHashTable *slugs; /* name -> how many words have it; filled when it is first asked */
	GHashTable *ids;   /* id of a resource -> how often it was asked for */
	unsigned int links;
	unsigned int largest; /* words of the longest line of haresources, at least 1 */
};

#define EB_TEXT(t, ...) eb_arena_format((t)->plan->arena, __VA_ARGS__)

/*
 * A record became target (NULL: nothing) for this reason (NULL: it speaks for itself). Said
 * twice of one record, the targets are joined and the worse mark stays. No record, no row.
 */
struct eb_fate *eb_became(struct eb_translation *t, const struct hb_record *record,
			  enum eb_mark mark, const char *target, const char *reason);

/* A row for several lines of a file that lead to nothing of their own. */
void eb_file_became(struct eb_translation *t, const struct eb_source *source, const char *lines,
		    const char *reason);

/* Of a word of a line; the line takes the worst mark of its words. */
struct eb_fate *eb_word_became(struct eb_translation *t, struct eb_fate *line,
			       const struct hb_word *word, enum eb_mark mark, const char *target,
			       const char *reason);

/*
 * Names what the line or word became, so that a reader finds the one from the other: the id of
 * an object of the CIB, "node web1", "link 0". The first row that names an object is where it
 * comes from. fate may be NULL.
 */
void eb_made(struct eb_translation *t, struct eb_fate *fate, const char *object);

/* How long an event takes, then and now, in ms or EB_NEVER; strings have to outlive the plan. */
void eb_takes(struct eb_translation *t, const char *event, int64_t heartbeat_ms, int64_t cluster_ms,
	      const char *reason);

/* "30 s", "1.5 s", "200 ms": how the plan shows a time. */
const char *eb_time_text(struct eb_translation *t, int64_t ms);

/* "30s", "1500ms": how Pacemaker reads one. */
const char *eb_interval_text(struct eb_translation *t, int64_t ms);

/* The name that corosync and Pacemaker get: as the node itself writes it, if that is known. */
const char *eb_node_name(const struct eb_translation *t, const struct hb_node *node);

/* Scores that keep each other in order; see translate-cluster.c. */
struct eb_scores {
	unsigned int stickiness; /* per primitive */
	unsigned int home;       /* of a group on its home node */
	unsigned int away;       /* where it has not been sent away from */
	unsigned int ping;       /* per ping node reached */
};
struct eb_scores eb_scores_of(const struct eb_translation *t);

/* Makes the resource an OCF primitive of this agent, with the operations that the agent
 * advises; interval NULL: the monitor's as advised. */
void eb_agent_set(struct eb_translation *t, struct eb_resource *resource, const char *provider,
		  const char *type, const char *interval);
void eb_unit_set(struct eb_translation *t, struct eb_resource *resource, const char *name);

/* ---- ids (translate-ids.c) ---- */

/* The address that a word puts on a device; NULL: it does something else. */
const struct hb_address *eb_word_address(const struct hb_resource *word);

/* The name of a word and of a line: "ip-10.0.0.1", "Filesystem-dev-sdb1-srv". */
const char *eb_word_slug(struct eb_translation *t, const struct hb_resource *word);
const char *eb_group_slug(struct eb_translation *t, const struct hb_group *group);

/* Would another word have the same name? */
bool eb_slug_shared(struct eb_translation *t, const char *slug);

/* Has a resource this id? Gives it away as it is; id has to outlive the translation. */
bool eb_id_taken(const struct eb_translation *t, const char *id);
void eb_id_take(struct eb_translation *t, const char *id);

/* Gives away "hb-SLUG", or "hb-SLUG-with-LINE" for what is told apart by its line (LINE may be
 * NULL); with a number behind it when it is taken. */
const char *eb_id_make(struct eb_translation *t, const char *slug, const char *line);

/* ---- the parts, in the order in which they run ---- */
void eb_translate_links(struct eb_translation *t, struct eb_section *totem,
			struct eb_section *nodelist);
void eb_translate_totem(struct eb_translation *t, struct eb_section *totem);
void eb_translate_logging(struct eb_translation *t, struct eb_section *logging);
void eb_translate_system(struct eb_translation *t, struct eb_section *system);
void eb_translate_cluster(struct eb_translation *t);
void eb_translate_ping(struct eb_translation *t);
void eb_translate_resources(struct eb_translation *t);

/* Rows for every record that has none yet. */
void eb_translate_rest(struct eb_translation *t);

#endif
