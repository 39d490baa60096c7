// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The translator: from what a Heartbeat cluster is (model.h) to what it becomes (plan.h).
 *
 * It works from the config, the meaning of the files, and notes for each record that went into
 * a result what it became. What is left over at the end gets its row from one table, so that
 * no line can get lost.
 */
#ifndef EB_TRANSLATE_H
#define EB_TRANSLATE_H

#include "heartbeat-compat/model.h"
#include "heartbeat-compat/plan.h"

/* How a release of Pacemaker calls things. */
struct eb_target {
	const char *name;     /* of --target: "pacemaker-2.1" */
	const char *grammar;  /* validate-with */
	const char *promoted; /* roles of a promotable clone */
	const char *unpromoted;
	const char *fencing; /* what properties begin with: "stonith" of stonith-enabled */
};

/* NULL: the default. */
const struct eb_target *eb_target_find(const char *name);

enum eb_drbd { EB_DRBD_PROMOTABLE, EB_DRBD_SIMPLE };

/* What the operator chose on the command line. */
struct eb_choices {
	bool stock;               /* stock agents where the suite has its own */
	enum eb_drbd drbd;        /* what drbddisk becomes */
	const char *target;       /* --target; NULL: the default */
	GPtrArray *services;      /* struct eb_pair *: --service WORD=NAME */
	bool stock_fencing;       /* fence-agents' devices instead of the suite's own */
	const char *fence_prefix; /* the suite's are called fence_PREFIX...; NULL: "" */
};

/*
 * A judged cluster as a plan. What the operator has to know or decide goes to diag as well.
 * The plan lists no inputs, options and findings yet.
 */
struct eb_plan *eb_translate(struct hb_cluster *cluster, const struct eb_choices *choices,
			     struct eb_diag *diag);

/* ---- the arithmetic, for itself ----------------------------------------------------------------- */

/*
 * Heartbeat's deadtime as corosync's timers. corosync gives a silent node up after the token
 * timeout and the consensus timeout, 1.2 times the token, so the token is deadtime / 2.2.
 */
struct eb_timing {
	int64_t token_ms, consensus_ms;
	int64_t dead_ms;          /* both: when a silent node is given up, at the latest */
	int64_t ping_interval_ms; /* of knet, on every link */
	int64_t ping_timeout_ms;
	bool pong_one;       /* knet_pong_count 1 */
	bool is_long;        /* long beside any stall of the machine */
	int warning_percent; /* of the token; 0: warntime is not known */
};

/*
 * warntime_ms 0: none. With several links and a short deadtime a link is only reported down after
 * more than deadtime of silence, since all of them carry everything at once (link_mode active) and
 * a link that went down in a stall of the whole node would lengthen that stall.
 */
struct eb_timing eb_timing_of(int64_t deadtime_ms, int64_t keepalive_ms, int64_t warntime_ms,
			      unsigned int links, unsigned int nodes);

#endif
