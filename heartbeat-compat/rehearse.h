// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rehearsing a plan: the cluster that it makes is booted in the lab (ocf-tests/lab: machines in
 * namespaces) and lives through what happens to clusters, one event after the other. What each
 * group did is read off logs that the cluster has no hand in, and set beside what Heartbeat does
 * (placement.h).
 *
 * The rehearsal runs in a child. Whatever ends it, its parent takes the lab down.
 */
#ifndef EB_REHEARSE_H
#define EB_REHEARSE_H

#include "heartbeat-compat/placement.h"
#include "heartbeat-compat/plan.h"
#include "heartbeat-compat/timeline.h"

/* A resource, and how it is watched. */
struct eb_actor {
	const char *id;
	const char *word;        /* as the recorder writes it; NULL: by its id */
	const char *address;     /* IPv4: the client asks who has it; NULL: recorded */
	struct eb_track service; /* it serves: from the end of start to the beginning of stop */
	struct eb_track
		presence; /* it may be there: from the beginning of start to the end of stop */
};

/* A line of haresources. */
struct eb_cast {
	const char *id;
	const char *name; /* for tables: without "hb-group-" */
	unsigned int home;
	GPtrArray *actors; /* struct eb_actor * */
	struct eb_track track;
};

enum eb_verdict {
	EB_AS_BEFORE,  /* where Heartbeat has it */
	EB_DOCUMENTED, /* elsewhere, for a reason that is known */
	EB_DIFFERS,
	EB_VERDICTS
};

/* What became of one group in one event. Of places EB_NOWHERE, and their sets empty, is nowhere. */
struct eb_outcome {
	hb_nodes they_were, theirs; /* there */
	hb_nodes before, after;     /* here */
	bool moved, they_move;
	struct hb_delay delay;       /* there */
	int64_t away_ms, arrival_ms; /* here; arrival -1: nowhere */
	enum eb_verdict verdict;
	const struct hb_difference *because; /* EB_DOCUMENTED */
};

/* An event that was played. */
struct eb_act {
	struct hb_event event;
	const char *brief; /* "web1 dies" */
	int64_t begun_ms, ended_ms;
	const char *stuck;           /* what did not happen in time; NULL: it came to rest */
	struct eb_outcome *outcomes; /* one for each group */
};

struct eb_rehearsal {
	struct eb_plan *plan; /* as the lab plays it */
	const char *path;     /* of the plan */
	char *work;           /* folder of this rehearsal */
	char *lab;            /* the lab's folder in it */
	char *topology;       /* text */
	GPtrArray *nodes;     /* const char * */
	GPtrArray *links;     /* const char *: networks that corosync uses */
	GPtrArray *casts;     /* struct eb_cast * */
	GPtrArray *pings;     /* const char *: attributes of ping clones */
	GPtrArray *hosts;     /* const char *: ping nodes */
	GPtrArray *real;      /* const char *: scripts of this machine that are to run */
	GPtrArray *notes;     /* const char *: what is not as in production */
	GPtrArray *acts;      /* struct eb_act * */
	guint most;           /* acts to play; 0: all */
	struct hb_rules rules;
	struct hb_timers timers;
	struct hb_placement *theirs, *ours; /* after the last act, as predicted */
	hb_nodes alive;
	int muted;     /* the node that does not reach the ping nodes; -1 */
	hb_nodes left; /* nodes that all groups were asked to leave */
};

#define EB_NODE(r, number) ((const char *)(r)->nodes->pdata[number])

/*
 * The command: its exit code. real: scripts (const char *) of this machine that are to run;
 * outputs: files (const char *) to write, the picture where the name ends in .svg, else the page;
 * most: events to play, 0: all.
 */
int eb_rehearse(const char *path, GPtrArray *real, const GPtrArray *outputs, guint most);

/* ---- rehearse-lab.c: the lab and what this machine lacks for one ------------------------------- */

/* NULL, or one message with all that is missing (g_free). */
char *eb_lab_lacks(void);

/* Runs `lab ARGUMENT...`: its exit code or -errno; *output as of eb_tool. */
int eb_lab_argv(const struct eb_rehearsal *r, int64_t wait_ms, char **output,
		const char *const *arguments);
#define eb_lab(r, wait_ms, output, ...)                                                            \
	eb_lab_argv(r, wait_ms, output, (const char *const[]) { __VA_ARGS__, NULL })

/* Starts `lab ARGUMENT...` in the background, its output going to the end of a file; it ends with
 * this process. 0 or -errno. */
int eb_lab_watch(const struct eb_rehearsal *r, const char *log, GPtrArray *arguments);

/* Where the suite's agents are; where the lab's scripts are. */
const char *eb_lab_agents(void);
const char *eb_lab_scripts(void);

/* ---- rehearse-stage.c: what resources run in the lab -------------------------------------------- */

/* What is not as in production; said once. */
void eb_rehearse_note(struct eb_rehearsal *r, const char *format, ...) EB_PRINTF(2, 3);

/* Lays the files that all resources run, replaces what the lab cannot, finds out how the members
 * of each line are watched. 0 or -errno. */
int eb_rehearse_stage(struct eb_rehearsal *r);

/* ---- rehearse-plan.c: from the plan to what the lab can run ------------------------------------ */

/* Notes what is replaced, writes the files for the lab. 0, or the exit code after a message. */
int eb_rehearse_prepare(struct eb_rehearsal *r);

/* ---- rehearse-act.c: the events ---------------------------------------------------------------- */

/* Boots, and plays all that this cluster can live through: 0, or the exit code after a message. */
int eb_rehearse_play(struct eb_rehearsal *r);

/* ---- rehearse-wait.c: until an act is over ----------------------------------------------------- */

int64_t eb_rehearse_now_ms(void); /* since 1970 */

/* Until the cluster has the members that are alive: 0, or -1: the act is stuck, and why is said. */
int eb_rehearse_await_members(const struct eb_rehearsal *r, struct eb_act *act);

/* Until it knows of the ping nodes, and has come to rest; looks at what happened. */
void eb_rehearse_await_rest(struct eb_rehearsal *r, struct eb_act *act);

/* Until the node and the others have given each other up, and both sides have come to rest. */
void eb_rehearse_await_split(struct eb_rehearsal *r, struct eb_act *act);

/* Until one node has switched another one off: which; EB_NOWHERE: nobody was. */
int eb_rehearse_await_fencing(const struct eb_rehearsal *r, const struct eb_act *act);

/* ---- rehearse-watch.c: what happened ----------------------------------------------------------- */

/* Reads all logs again into the tracks of all casts and actors. */
void eb_rehearse_look(struct eb_rehearsal *r);

/* Time of the last change that anybody noted, ms since 1970. */
int64_t eb_rehearse_stir_ms(const struct eb_rehearsal *r);

/* The node that another one switched off after that time; -1: none. */
int eb_rehearse_fenced(const struct eb_rehearsal *r, int64_t since_ms);

/* What runs on two nodes at once because they do not hear each other and nobody fences: the first
 * such resource; NULL: none did. */
const struct eb_actor *eb_rehearse_torn(const struct eb_rehearsal *r);
#define EB_TORN                                                                                    \
	"when all links are cut both sides start everything, and each address and file system "    \
	"has two owners"

/* Judges each group in the last act, and moves the predictions on. */
void eb_rehearse_judge(struct eb_rehearsal *r, struct eb_act *act);

/* An actor that ran on two nodes at once, and when; NULL: none did. While an unfenced cluster is
 * split that is what has to be expected, and does not count: see eb_rehearse_torn. */
const struct eb_actor *eb_rehearse_twice(const struct eb_rehearsal *r, int64_t *when_ms);

/* ---- rehearse-report.c, rehearse-page.c, rehearse-picture.c ------------------------------------ */

/* Where the set of nodes is, in words: "web1", "both", "nowhere"; g_free it. */
char *eb_places_text(const struct eb_rehearsal *r, hb_nodes nodes);

/* What happened in words: "web2, away 0.4 s", "stays on web1"; g_free it. */
char *eb_theirs_text(const struct eb_rehearsal *r, const struct eb_act *act,
		     const struct eb_outcome *outcome);
char *eb_ours_text(const struct eb_rehearsal *r, const struct eb_act *act,
		   const struct eb_outcome *outcome);
char *eb_verdict_text(const struct eb_outcome *outcome);

/* Does an outcome have this reason? */
bool eb_rehearse_uses(const struct eb_rehearsal *r, const struct hb_difference *row);

/* How many outcomes there are of a verdict; an act that got stuck counts as one that differs. */
guint eb_rehearse_count(const struct eb_rehearsal *r, enum eb_verdict verdict);

/* The table, for a terminal; g_free it. */
char *eb_rehearse_report(const struct eb_rehearsal *r);

/* One act as a picture, or (act NULL) the whole rehearsal; alone: with style. g_free it. */
char *eb_rehearse_svg(const struct eb_rehearsal *r, const struct eb_act *act, bool alone);

/* The page; g_free it. */
char *eb_rehearse_html(const struct eb_rehearsal *r);

#endif
