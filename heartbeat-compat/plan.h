// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan: what a Heartbeat cluster becomes, and what became of each line of it.
 *
 * It is the counterpart of model.h on the far side of the translation. Sections of
 * corosync.conf and objects of the CIB are kept as data, neither text nor XML: the translator
 * fills them in, the writers (to-corosync, to-cib, report) only spell them out, and a stored
 * plan is the same data as JSON. Values are strings, as they will be written.
 *
 * Everything that hangs from a plan belongs to its arena.
 */
#ifndef EB_PLAN_H
#define EB_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/diag.h"

struct eb_pair {
	const char *name, *value;
};

/* ---- corosync.conf ------------------------------------------------------------------------ */

struct eb_section {
	const char *name;
	GPtrArray *settings; /* struct eb_pair * */
	GPtrArray *sections; /* struct eb_section * */
};

/* ---- the CIB ------------------------------------------------------------------------------ */

enum eb_kind { EB_PRIMITIVE, EB_GROUP, EB_CLONE };

struct eb_op {
	const char *name, *interval, *timeout;
	const char *role;    /* of the monitor of one role of a promotable clone; else NULL */
	const char *on_fail; /* NULL: Pacemaker's default */
};

struct eb_resource {
	enum eb_kind kind;
	const char *id;
	const char *class, *provider, *type; /* primitives; provider NULL unless class is ocf */
	GPtrArray *params, *meta;            /* struct eb_pair * */
	GPtrArray *ops;                      /* struct eb_op * */
	GPtrArray *members;                  /* struct eb_resource *: of a group, a clone */
};

/* A test of a node attribute; value NULL: is it defined? A value that is a number is compared as
 * one. attribute NULL: a rule of its own if there is a join, else a test of the date. */
struct eb_test {
	const char *attribute, *operation, *value;
	GPtrArray *date;  /* struct eb_pair *: "start", "end", parts of a date or a span; or NULL */
	const char *join; /* "and", "or"; NULL: no rule */
	GPtrArray *also;  /* struct eb_test *: of the rule; or NULL */
};
bool eb_test_numeric(const char *value);

/* Either a node with a score, or a rule about a node attribute, or about several. A rule that is
 * about more than attributes has none here, and all tests in also. */
struct eb_location {
	const char *id, *resource;
	const char *role;  /* of a promotable clone, that this is about; NULL: of all instances */
	const char *node;  /* NULL: a rule */
	const char *score; /* NULL: the value of the attribute is the score */
	const char *attribute, *operation, *value;
	const char *join; /* "and", "or" with these; NULL: there are none */
	GPtrArray *also;  /* struct eb_test *; may be NULL */
};

/* Two resources: one starts after the other, or one runs where the other does. */
enum eb_tie_kind { EB_ORDER, EB_COLOCATION };

struct eb_tie {
	enum eb_tie_kind kind;
	const char *id;
	const char *resource, *with; /* resource starts after, or runs where, the other one does */
	/* Of an order: what each of them does, "promote"; of a colocation: the role that each has
	 * there. NULL: "start", any role. */
	const char *role, *own_role; /* of with, of resource */
	const char *score;           /* of a colocation; of an order its kind, NULL: mandatory */
	bool one_way;                /* an order that does not hold for stops */
};

struct eb_cib {
	const char *grammar;   /* validate-with */
	GPtrArray *nodes;      /* struct eb_pair *: node id, node name */
	GPtrArray *properties; /* struct eb_pair * */
	GPtrArray *defaults;   /* struct eb_pair *: rsc_defaults */
	GPtrArray *resources;  /* struct eb_resource * */
	GPtrArray *locations;  /* struct eb_location * */
	GPtrArray *ties;       /* struct eb_tie * */
};

/* ---- what became of a line ------------------------------------------------------------------ */

/* From best to worst: a line is as good as the worst of its words. */
enum eb_mark { EB_EXACT, EB_NEAR, EB_DROPPED, EB_REFUSED, EB_MARKS };

/* "exact", "approximated" ..., ended by NULL; "=~-!". */
extern const char *const eb_mark_names[EB_MARKS + 1];
extern const char eb_mark_signs[EB_MARKS + 1];

/* One row of the plan: a line of a source, or a word of such a line. */
struct eb_fate {
	const char *place;  /* "web1/ha.cf:14"; of a word: NULL */
	unsigned int line;  /* 14; only while the plan is made */
	bool told;          /* a decision says what it lacks; only while the plan is made */
	const char *source; /* the line or the word, without secrets */
	enum eb_mark mark;
	const char *target; /* what it became: "corosync.conf token 13636"; NULL: nothing */
	const char *reason; /* NULL: nothing to explain */
	GPtrArray *words;   /* struct eb_fate *, of a line of haresources */
	GPtrArray *objects; /* const char *: what it became, by name; see eb_made */
};

struct eb_input {
	const char *name;   /* as messages show it */
	const char *path;   /* absolute; NULL: standard input */
	const char *digest; /* see eb_input_digest */
	const char *device; /* whose parameters it holds, "rps10"; NULL: another file */
	const char *node;   /* whose it is; NULL: not known */
};

/* A message of the run that made the plan. */
struct eb_finding {
	const char *code, *severity, *place, *text;
	const char *excerpt; /* the line and a caret, as eb_span_excerpt shows them; or NULL */
	const char *hint;    /* or NULL; is part of the excerpt, too */
	bool accepted;
};

/* A file of a node's, beside corosync.conf and the CIB. */
struct eb_file {
	const char *path;
	const char *mode;  /* "0644"; the owner is root */
	const char *node;  /* whose it is; NULL: every node's */
	const char *brief; /* what it is for */
	const char *unit;  /* of systemd: to be started once Heartbeat has ended; NULL: nothing */
	const char *text;  /* marks stand for secrets, see eb_file_text */
};

/* How long it takes until something happens, in ms; EB_NEVER: it does not. */
enum { EB_NEVER = -1 };

struct eb_duration {
	const char *event; /* "a silent node is given up" */
	int64_t heartbeat_ms, cluster_ms;
	const char *reason; /* NULL: nothing to explain */
};

/* What decided with Heartbeat where a line runs, and when; see placement.h. */
struct eb_heartbeat {
	unsigned int failback; /* enum hb_failback */
	bool ipfail;           /* ping nodes decide */
	bool crm;              /* its CIB decided, and haresources nothing */
	int64_t pings;         /* ping nodes and groups */
	int64_t keepalive_ms, deadtime_ms, initdead_ms, deadping_ms;
};

/* Where the lines of haresources run after an event, then and now. */
struct eb_row {
	const char *event; /* "web1 dies" */
	const char *heartbeat, *cluster;
	const char *difference; /* id of a row of placement.h; NULL: there is none */
	const char *reason;     /* NULL: nothing to explain */
};

struct eb_plan {
	struct eb_arena *arena;
	const char *cluster;  /* its name */
	GPtrArray *inputs;    /* struct eb_input * */
	GPtrArray *options;   /* struct eb_pair *: those of the command line that shaped it */
	GPtrArray *findings;  /* struct eb_finding *: warnings and decisions */
	GPtrArray *fates;     /* struct eb_fate *, by file and line */
	GPtrArray *durations; /* struct eb_duration * */
	struct eb_heartbeat heartbeat;
	GPtrArray *forecast; /* struct eb_row *; see forecast.h */
	GPtrArray *corosync; /* struct eb_section * */
	struct eb_cib cib;
	GPtrArray *files;   /* struct eb_file *, in the order in which they are written */
	GPtrArray *secrets; /* struct eb_pair *: name, value; not stored with the plan */
};

struct eb_plan *eb_plan_new(void);
void eb_plan_free(struct eb_plan *plan);

/* Pieces, made in the plan's arena and added to the end of the list; strings are copied. */
struct eb_pair *eb_pair_add(struct eb_plan *plan, GPtrArray *list, const char *name,
			    const char *value);
struct eb_pair *eb_pair_addf(struct eb_plan *plan, GPtrArray *list, const char *name,
			     const char *format, ...) EB_PRINTF(4, 5);
/* The first pair (struct eb_pair *) of this name; NULL: there is none. */
struct eb_pair *eb_pair_find(const GPtrArray *list, const char *name);
struct eb_section *eb_section_add(struct eb_plan *plan, GPtrArray *list, const char *name);
struct eb_resource *eb_resource_add(struct eb_plan *plan, GPtrArray *list, enum eb_kind kind,
				    const char *id);

/* ---- the plan as a model (plan-rules.c) --------------------------------------------------------- */

/* What haresources says of each line: struct eb_location *, its resource and its home node. In the
 * plan's arena. */
GPtrArray *eb_plan_lines(const struct eb_plan *plan);

/* What decided where those lines run, with Heartbeat (hb_rules_here: what does from now on), and
 * its times. Nodes are numbered as in the CIB. rules->home is in the plan's arena. -E2BIG: more
 * nodes than the model holds. */
struct hb_rules;
struct hb_timers;
int eb_plan_rules(const struct eb_plan *plan, struct hb_rules *rules);
struct hb_timers eb_plan_timers(const struct eb_plan *plan);

/* Does the cluster have a fence device, as planned? */
bool eb_plan_fences(const struct eb_plan *plan);

/* The next decision that nobody has taken, from finding *next (0 at first) on; NULL: none is left. */
const struct eb_finding *eb_plan_open(const struct eb_plan *plan, guint *next);
#define EB_LEAVES_OPEN "the plan leaves open: %s [%s]" /* its text and code */

/* ---- files and their secrets (plan-secret.c) ------------------------------------------------------ */

/* Adds a file for every node that nothing starts; its other members can be set then. */
struct eb_file *eb_file_add(struct eb_plan *plan, const char *path, const char *mode,
			    const char *brief, const char *text);

/* What has corosync start sbd, and not start without it. */
#define EB_SBD_DROP_IN "/etc/systemd/system/corosync.service.d/hb-sbd.conf"

/* Does this node get it? */
bool eb_file_is_for(const struct eb_file *file, const char *node);

/*
 * A plan may be shown around, so a secret is kept beside it, in PLAN.secrets, which goes to the
 * nodes like the key of corosync. Returns the mark that stands for it in the text of a file.
 */
bool eb_secret_is_left_out(const char *value); /* by collect: it is not kept, only marked */
const char *eb_secret_keep(struct eb_plan *plan, const char *name, const char *value);

/* Does a file hold such a mark? */
bool eb_plan_has_secrets(const struct eb_plan *plan);

/* A file as it has to be on the node; g_free it. NULL: *missing (in the arena) names a secret that
 * is not known. */
char *eb_file_text(struct eb_plan *plan, const struct eb_file *file, const char **missing);

/* Writes the secrets, mode 0600; reads them into the plan. 0 or -errno; -EBADMSG: no such file. */
int eb_secrets_write(const struct eb_plan *plan, const char *path);
int eb_secrets_read(struct eb_plan *plan, const char *path);

/* All files one after the other, as the plan has them; g_free it. */
char *eb_files_text(const struct eb_plan *plan);

/* ---- stored plans (plan-file.c, plan-input.c) -------------------------------------------------- */

/*
 * The sha256 of an input file, in hex, in the arena; NULL when it cannot be read. Secrets do not
 * count (left-out.h): they are no part of a plan, and a digest of a short one would give it away.
 */
const char *eb_plan_digest(struct eb_plan *plan, const char *path);

/* The plan as one JSON document, the same bytes for the same plan; g_free it. */
char *eb_plan_store(const struct eb_plan *plan);

/*
 * Strings are stored without what JSON or the XML of a CIB cannot hold and what a terminal would
 * obey: bytes that are no UTF-8 and control characters but newline and tab are replaced. This does
 * so with any text; g_free it.
 */
char *eb_plan_fit(const char *text);

/* The first such character of valid UTF-8; NULL: none. */
const char *eb_plan_unfit(const char *text);

/* Bytes of a stored plan at most: that of 200,000 lines of haresources. */
enum { EB_PLAN_MAX = 1 << 30 };

/* Names, ids and values that only the translator's own form makes safe to print: NULL, or the member
 * of the plan that breaks it ("corosync"). */
const char *eb_plan_unsound(const struct eb_plan *plan);

/* Reads a stored plan. NULL, and *why says it (g_free), when it is no plan of this version. */
struct eb_plan *eb_plan_load(const char *json, char **why);

/* The same as eb_plan_store of a plan that eb_plan_load takes back, and as the same one. NULL: it does
 * not, and *why says it: nobody could use what was stored. g_free both. */
char *eb_plan_store_sound(const struct eb_plan *plan, char **why);

/* Reads it from a file. */
struct eb_plan *eb_plan_read(const char *path, char **why);

/* The first input that is gone or not the file that was translated any more, else NULL. */
/* The same of an input, in the form that suits it; "absent" when there is no such file: node.facts that
 * turn up later would have made another plan. */
const char *eb_input_digest(struct eb_plan *plan, const struct eb_input *input);
const struct eb_input *eb_plan_stale(struct eb_plan *plan);

#endif
