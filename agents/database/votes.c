// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of an election that only counts. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/election.h"

int eb_votes_add(struct eb_votes *votes, const char *node, const char *position)
{
	struct eb_vote *vote = NULL;
	struct eb_gtids received;
	int r = eb_gtids_parse(votes->form, position, &received);

	if (r < 0)
		return r;
	for (size_t i = 0; i < votes->n; i++)
		if (!strcmp(votes->vote[i].node, node))
			vote = &votes->vote[i];
	if (!vote && votes->n == EB_VOTES_MAX) {
		eb_gtids_free(&received);
		return -ENOSPC;
	}
	if (!vote) {
		vote = &votes->vote[votes->n++];
		snprintf(vote->node, sizeof(vote->node), "%s", node);
		vote->received = (struct eb_gtids) { 0 };
	}
	eb_gtids_free(&vote->received);
	vote->received = received;
	vote->absent = false;
	return 0;
}

const struct eb_vote *eb_votes_of(const struct eb_votes *votes, const char *node)
{
	for (size_t i = 0; i < votes->n; i++)
		if (!strcmp(votes->vote[i].node, node))
			return &votes->vote[i];
	return NULL;
}

enum eb_verdict eb_votes_judge(const struct eb_votes *votes, const char *node,
			       const struct eb_vote **winner)
{
	const struct eb_vote *own = eb_votes_of(votes, node);
	const struct eb_vote *best = own;

	for (size_t i = 0; i < votes->n; i++) {
		const struct eb_vote *other = &votes->vote[i];
		enum eb_gtid_order order = eb_gtids_compare(&other->received, &best->received);

		if (order == EB_GTID_APART) {
			*winner = other;
			return EB_APART;
		}
		if (order == EB_GTID_MORE || (order == EB_GTID_EQUAL && best->absent))
			best = other;
	}
	*winner = best;
	return best == own ? EB_ELECTED : EB_BEATEN;
}

void eb_votes_free(struct eb_votes *votes)
{
	for (size_t i = 0; i < votes->n; i++)
		eb_gtids_free(&votes->vote[i].received);
	votes->n = 0;
}

static struct eb_quorum count_of(size_t needed, const char *because)
{
	return (struct eb_quorum) { .needed = needed, .because = because };
}

/* Who of those that may have something has not voted? */
static void miss(const struct eb_votes *votes, const char *holders, struct eb_quorum *quorum)
{
	char node[EB_NODE_NAME];
	size_t n;

	for (; *(holders += strspn(holders, " ")); holders += n) {
		n = strcspn(holders, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, holders);
		if (!eb_votes_of(votes, node))
			eb_cluster_list(quorum->missing, sizeof(quorum->missing), node);
	}
}

struct eb_quorum eb_election_quorum(const struct eb_votes *votes, long given, long nodes,
				    const char *last_primary, const struct eb_semisync *semisync)
{
	bool voted = *last_primary && eb_votes_of(votes, last_primary);
	size_t all = nodes > 0 ? (size_t)nodes : 1;
	struct eb_quorum quorum;

	if (given > 0)
		return count_of((size_t)given, "election_min_nodes");
	if (!*last_primary)
		return count_of(all, "there never was a primary");
	if (voted && !semisync->cut)
		return count_of(1, "the last primary is among them");
	if (semisync->named && *semisync->holders) {
		quorum =
			count_of(1, voted ? "it has cut off the end of its log, which they may have"
					  : "they may have what it acknowledged");
		miss(votes, semisync->holders, &quorum);
		return quorum;
	}
	if (voted)
		return count_of(
			all,
			"the last primary has cut off the end of its log, which others may have");
	return count_of(all > 1 ? all - 1 : 1, "all but the last primary");
}
