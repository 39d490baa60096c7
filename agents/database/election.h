// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who becomes primary: the one that has received most.  What was received and not yet applied
 * counts, for it was acknowledged to somebody; what is applied sooner does not.
 */
#ifndef EB_AGENTS_DATABASE_ELECTION_H
#define EB_AGENTS_DATABASE_ELECTION_H

#include "agents/database/cluster.h"
#include "agents/database/conf.h"
#include "agents/database/reign.h"
#include "agents/database/view.h"

enum { EB_VOTES_MAX = 16 };

struct eb_vote {
	char node[256];
	struct eb_gtids received;
	bool absent; /* it is not there: this is what it said when it was demoted */
};

struct eb_votes {
	enum eb_gtid_form form;
	struct eb_vote vote[EB_VOTES_MAX];
	size_t n;
};

enum eb_verdict {
	EB_ELECTED,
	EB_BEATEN, /* winner has all that this node has, and more */
	EB_APART,  /* winner has something that this node lacks, and lacks something */
};

/* Adds or replaces a node's vote.  0, -EINVAL when the text is no position, -ENOSPC. */
int eb_votes_add(struct eb_votes *votes, const char *node, const char *position);
const struct eb_vote *eb_votes_of(const struct eb_votes *votes, const char *node);

/* May that node, which has voted, be primary?  winner: who has more; of equals one that is there. */
enum eb_verdict eb_votes_judge(const struct eb_votes *votes, const char *node,
			       const struct eb_vote **winner);
void eb_votes_free(struct eb_votes *votes);

/* How many votes are needed, and why that many; or whose. */
struct eb_quorum {
	size_t needed;
	const char *because;
	char missing[EB_HOLDERS]; /* nodes whose votes are wanted and not there */
};

/*
 * given: election_min_nodes, 0: to be found out.  nodes: how many instances the resource has.
 * last_primary: who was it last, "" when there was none; semisync: what was written down of it.  Its
 * own vote tells all there is to know, unless its server has cut off the end of its log since; else
 * every replica that may have what it acknowledged has to be asked: those by name, or all.
 */
struct eb_quorum eb_election_quorum(const struct eb_votes *votes, long given, long nodes,
				    const char *last_primary, const struct eb_semisync *semisync);

/* Publishes what this node has received since that reign began; part of notify. */
int eb_election_vote(const struct eb_call *call, const struct eb_reign *reign,
		     const struct eb_view *view);

/* What was written down of who was primary last, and of what it acknowledged by.  0 or -errno. */
struct eb_last {
	struct eb_reign reign;
	struct eb_semisync semisync;
	bool heard; /* it has voted itself, or given its last word: no more is to be known */
};
int eb_election_recall(const struct eb_call *call, struct eb_last *last);

/*
 * The whole election, on the node that is to be promoted.  OCF_SUCCESS: it may be.  Else it was
 * told why not; and the winner got the better score.  Finds out whether the last primary was heard.
 */
enum eb_ocf eb_election_hold(const struct eb_call *call, const struct eb_view *view,
			     struct eb_last *last);

#endif
