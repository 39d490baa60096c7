// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A translation under way: what its parts (totem, links, cluster, resources) share. Nobody
 * else includes this.
 */
#ifndef EB_TRANSLATION_H
#define EB_TRANSLATION_H

#include <inttypes.h>

#include "heartbeat-compat/translate.h"

struct eb_element;

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
	GHashTable *drbds; /* name of a DRBD resource -> struct eb_resource *, its clone */
	const struct eb_element *old_root;  /* Heartbeat's own CIB; NULL: there is none */
	const struct eb_element *old;       /* its <configuration>; NULL */
	const struct eb_source *old_source; /* the file that it is in */
	GHashTable *old_clones; /* id there of a drbddisk -> struct eb_resource *, its clone */
	GPtrArray *rows;        /* struct eb_fate *: of that file */
	GHashTable *old_told;   /* char *: those of them that became nothing, each once */
	GPtrArray *boots; /* const char *: units and scripts that the cluster starts from now on */
	unsigned int links;
	const char *old_timeout; /* of operations that have none; NULL: Pacemaker's own */
	bool old_unfenced;       /* its devices were not used */
	bool fenced;             /* there is a fence device */
	unsigned int largest;    /* words of the longest line of haresources, at least 1 */
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

/* A row of Heartbeat's own CIB, of this line. */
struct eb_fate *eb_row(struct eb_translation *t, unsigned int line, const char *source,
		       enum eb_mark mark, const char *target, const char *reason);

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

/* A word of a command that the operator is told to type, in quotes when the shell would not leave it
 * as it is. */
const char *eb_shell_word(struct eb_translation *t, const char *word);

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

/* How the release that the plan is for calls things. */
const struct eb_target *eb_target(const struct eb_translation *t);

/* Makes the resource an OCF primitive of this type, by the suite or whom --provider says, with
 * the operations that the agent advises; interval NULL: the monitor's as advised. */
void eb_agent_set(struct eb_translation *t, struct eb_resource *resource, const char *type,
		  const char *interval);
/* The same for another class than ocf, which has no metadata to advise. */
void eb_other_set(struct eb_translation *t, struct eb_resource *resource, const char *class,
		  const char *type);
void eb_unit_set(struct eb_translation *t, struct eb_resource *resource, const char *name);
void eb_device_set(struct eb_translation *t, struct eb_resource *resource, const char *agent);

/* Makes it the device that a plugin with these parameters (struct eb_pair *) was in an old CIB. NULL,
 * or why there is none, which a decision says. */
const char *eb_device_from_plugin(struct eb_translation *t, struct eb_resource *resource,
				  const char *type, const GPtrArray *given, struct eb_span span);

/* Keeps the value of a parameter out of plan and CIB: what stands there instead. */
const char *eb_secret_param(struct eb_translation *t, const char *resource,
			    const struct eb_pair *param, struct eb_span span, const char *whose);

/* ---- ids (translate-ids.c) ---- */

/* The address that a word puts on a device; NULL: it does something else. */
const struct hb_address *eb_word_address(const struct hb_resource *word);

/* What an XML id can hold of a text; "hb-" will stand before it. */
const char *eb_slug(struct eb_translation *t, const char *text);
char *eb_slug_of(const char *text); /* the same; g_free */

/* The name of a word and of a line: "ip-10.0.0.1", "Filesystem-dev-sdb1-srv". */
const char *eb_word_slug(struct eb_translation *t, const struct hb_resource *word);
const char *eb_group_slug(struct eb_translation *t, const struct hb_group *group);

/* Would another word have the same name? */
bool eb_slug_shared(struct eb_translation *t, const char *slug);

/* Has a resource this id? Gives it away as it is; id has to outlive the translation. */
bool eb_id_taken(const struct eb_translation *t, const char *id);
void eb_id_take(struct eb_translation *t, const char *id);

/* Gives away the id, with a number behind it when it is taken. */
const char *eb_id_unique(struct eb_translation *t, const char *id);

/* Gives away "hb-SLUG", or "hb-SLUG-with-LINE" for what is told apart by its line (LINE may be
 * NULL); with a number behind it when it is taken. */
const char *eb_id_make(struct eb_translation *t, const char *slug, const char *line);

/* ---- words of haresources (translate-word.c, translate-service.c, translate-drbd.c) ---- */

/* One word on its way. */
struct eb_job {
	struct eb_translation *t;
	const struct hb_resource *word;
	struct eb_fate *line;
	struct eb_resource *made;
};

/* Translates one word of a line called so; what it becomes is added to the list. */
void eb_translate_word(struct eb_job *job, GPtrArray *into, const char *line);

/* Makes what is there already, job->made, what the word becomes. */
void eb_translate_made(struct eb_job *job);

/* Gives the resource a parameter; value NULL: does not. */
void eb_job_param(struct eb_job *job, const char *name, const char *value);

/* The value of an argument, or, of one that holds a secret, what stands for it in the CIB. */
const char *eb_job_value(struct eb_job *job, const char *param, const struct hb_word *arg);

/* All arguments with blanks between, for one parameter; NULL when there are none. */
const char *eb_job_values(struct eb_job *job, const char *param);

/* The row of the word: it became what was made. */
void eb_job_say(struct eb_job *job, enum eb_mark mark, const char *reason);

/* A unit of systemd, or the script itself. */
void eb_translate_service(struct eb_job *job);
void eb_translate_script(struct eb_job *job, enum eb_mark mark, const char *reason);

/* --service for words that are not there; what must not be started at boot any more. */
void eb_check_services(struct eb_translation *t);

/*
 * drbddisk as promotable clones: adds those of this word to clones (struct eb_resource *), which
 * may be of a line further up. first: nothing stands left of it. False: the word is another one,
 * or is left to the script.
 */
bool eb_translate_drbd(struct eb_job *job, GPtrArray *clones, bool first);

/* The resource runs where these clones are promoted, after that. */
void eb_tie_to_drbd(struct eb_translation *t, const struct eb_resource *resource,
		    const GPtrArray *clones);

/* What collected DRBD configurations say that the cluster must know. */
void eb_check_drbd(struct eb_translation *t);

/* Handlers of DRBD's that need Heartbeat, whoever has its resources. */
void eb_check_outdaters(struct eb_translation *t);

/* ---- the parts, in the order in which they run ---- */
void eb_translate_links(struct eb_translation *t, struct eb_section *totem,
			struct eb_section *nodelist);
void eb_translate_totem(struct eb_translation *t, struct eb_section *totem);
void eb_translate_logging(struct eb_translation *t, struct eb_section *logging);
void eb_translate_system(struct eb_translation *t, struct eb_section *system);
void eb_translate_fencing(struct eb_translation *t);
void eb_translate_watchdog(struct eb_translation *t);
void eb_translate_cluster(struct eb_translation *t);
void eb_translate_ping(struct eb_translation *t);
void eb_translate_clients(struct eb_translation *t);
void eb_translate_takeover(struct eb_translation *t);
/* Do lines of a dead node wait? */
bool eb_takeover_waits(const struct hb_config *config);
void eb_translate_resources(struct eb_translation *t);

/* Heartbeat's own CIB, with crm on: finds it, names its nodes, takes it over. */
void eb_old_cib_open(struct eb_translation *t);
void eb_old_cib_names(struct eb_translation *t);
bool eb_old_cib_pings(const struct eb_translation *t);
/* The id of its resource that takes the ping nodes of ha.cf, having no host_list; NULL: none does. */
const char *eb_old_cib_asks_pings(struct eb_translation *t);
void eb_translate_old_cib(struct eb_translation *t);

/* Another node of the cluster, by its name. */
void eb_node_add(struct eb_translation *t, const char *name);

/* Puts the rows in the order of the text; each refused one that no decision tells about gets one. */
void eb_list_fates(struct eb_translation *t);

/* Rows for every record that has none yet. */
void eb_translate_rest(struct eb_translation *t);

#endif
