// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where Heartbeat 3.0.6 runs each line of haresources after what happens to the nodes, and where
 * the cluster does that is made of it.
 *
 * Four things decide: auto_failback, the home node of each line, the number of nodes, and ping
 * nodes together with ipfail. Media, members and agents do not. The model is a state and the
 * events that change it, no more; it was measured on the real programs (ocf-tests/differential).
 *
 * The two differ in few ways. They are a table here, with reasons, and so every difference is
 * either one of the table or a fault of ours.
 */
#ifndef EB_PLACEMENT_H
#define EB_PLACEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "heartbeat-compat/model.h"

/* Nodes are numbers from 0; a set of them has a bit for each. */
typedef uint64_t hb_nodes;
enum { HB_NODES_MAX = 64 };
#define HB_NODE(number) ((hb_nodes)1 << (number))

/* What decides. */
struct hb_rules {
	unsigned int nodes, lines;
	const unsigned int *home; /* of each line */
	enum hb_failback failback;
	bool ipfail;   /* there are ping nodes, and something watches them */
	bool here;     /* not Heartbeat's rules but those of the cluster made of it */
	bool unfenced; /* and nobody there stops a node that is not heard */
};

/* The rules of the cluster that is made of one with these rules. */
struct hb_rules hb_rules_here(const struct hb_rules *rules);

enum hb_event_kind {
	HB_EVENT_START,     /* all nodes start together; where nothing has been before */
	HB_EVENT_CRASH,     /* a node is dead at once */
	HB_EVENT_STOP,      /* a node leaves in order */
	HB_EVENT_RETURN,    /* a node comes back to those who are there */
	HB_EVENT_STANDBY,   /* hb_standby on a node */
	HB_EVENT_TAKEOVER,  /* hb_takeover on a node */
	HB_EVENT_PING_LOST, /* a node reaches fewer ping nodes than before */
	HB_EVENT_PING_BACK, /* or more */
	HB_EVENT_ALONE,     /* a node starts, and hears nobody */
	HB_EVENT_JOIN,      /* another one starts, and finds it */
	HB_EVENT_LINK_LOST, /* one of several links is cut: nothing happens */
	HB_EVENT_SPLIT,     /* all links are cut; the node is the one that fencing stops, here,
			     * and without fencing the one that is cut off */
	HB_EVENT_HEAL,      /* the links are back, and so is that node */
	HB_EVENTS
};

/* "start", "crash", "ping-lost" ... */
extern const char *const hb_event_names[HB_EVENTS];

/* Which of a node's lines hb_standby gives up, hb_takeover takes. */
enum hb_share { HB_SHARE_ALL, HB_SHARE_LOCAL, HB_SHARE_FOREIGN };

struct hb_event {
	enum hb_event_kind kind;
	unsigned int node;    /* that it happens to */
	enum hb_share share;  /* of standby and takeover */
	unsigned int reaches; /* ping-lost, ping-back: ping nodes and groups from now on */
};

/* What runs where. */
struct hb_placement {
	hb_nodes up;           /* nodes that are there */
	bool split;            /* and that do not hear each other */
	unsigned int *reaches; /* ping nodes and groups that each node reaches */
	hb_nodes *where;       /* each line; none: it is down */
};

/* No node is up; each will reach as many ping nodes as this. A copy. Both end by _free. */
struct hb_placement *hb_placement_new(const struct hb_rules *rules, unsigned int reaches);
struct hb_placement *hb_placement_copy(const struct hb_rules *rules,
				       const struct hb_placement *placement);
void hb_placement_free(struct hb_placement *placement);

/*
 * What the event makes of the placement. Of more than two nodes Heartbeat lets every survivor
 * start what a dead node ran; here it is one of them, and the model says the first.
 */
void hb_placement_after(const struct hb_rules *rules, struct hb_placement *placement,
			const struct hb_event *event);

/* ---- how long it takes --------------------------------------------------------------------- */

/* In ms; those of ha.cf. */
struct hb_timers {
	int64_t keepalive_ms, deadtime_ms, initdead_ms, deadping_ms;
};

/* What was measured, rounded up to tenths of a second: without what scripts take to start and
 * stop. HB_NEVER: it does not happen. */
enum { HB_NEVER = -1 };
struct hb_delay {
	int64_t begins_ms; /* from the event until the first line moves */
	int64_t away_ms;   /* how long nobody runs a line that moves */
};

struct hb_delay hb_delay_of(const struct hb_timers *timers, enum hb_event_kind kind);

/* ---- where the two differ -------------------------------------------------------------------- */

/* A set of nodes, told by the node of the event. */
enum hb_place {
	HB_AT_ANY,
	HB_AT_NOWHERE,
	HB_AT_NODE,  /* the one that the event happens to, alone */
	HB_AT_OTHER, /* another one, alone */
	HB_AT_ONE,   /* either */
	HB_AT_MANY,  /* then one of those, if the other place is one */
};

/* A row of ocf-tests/differential/DIFFERENCES.md, which has the same ones in words. */
struct hb_difference {
	const char *id;             /* "D3"; those that are not played in the test: "N3" */
	unsigned int events;        /* bits 1 << enum hb_event_kind; 0: not of the model */
	unsigned int failbacks;     /* bits 1 << enum hb_failback */
	bool ipfail;                /* only with ipfail */
	bool fenced;                /* only with fencing here */
	unsigned int nodes;         /* at least */
	enum hb_place theirs, ours; /* Heartbeat's, here */
	const char *brief;          /* what is different here, a phrase */
	const char *reason;         /* whole sentences */
};

/* All of them, ended by id NULL. */
extern const struct hb_difference hb_differences[];

/* The row that accounts for a line's being in different places after the event; NULL: none. */
const struct hb_difference *hb_difference_find(const struct hb_rules *rules,
					       const struct hb_event *event, hb_nodes theirs,
					       hb_nodes ours);

#endif
