// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/election.h"
#include "agents/database/standing.h"
#include "lib/attr.h"
#include "lib/clock.h"

enum {
	PATIENCE_MS = 5000, /* for votes that are on their way */
	LOOK_MS = 200,
};

int eb_election_vote(const struct eb_call *call, const struct eb_view *view)
{
	EB_CLEAN(eb_freep) char *text = eb_gtids_text(view->dialect->form, &view->received);

	if (!text)
		return -ENOMEM;
	return eb_cluster_tell(call, "received", *text ? text : "none");
}

static void count(const char *node, const char *value, void *context)
{
	if (!strcmp(value, "none"))
		value = "";
	if (eb_votes_add(context, node, value) < 0)
		eb_log(EB_WARN, "the position of %s is not understood: %s", node, value);
}

/* Have all of the list voted? */
static bool have_voted(const struct eb_votes *votes, const char *list)
{
	char node[EB_NODE_NAME];
	size_t n;

	for (; list && *(list += strspn(list, " ")); list += n) {
		n = strcspn(list, " ");
		snprintf(node, sizeof(node), "%.*s", (int)n, list);
		if (!eb_votes_of(votes, node))
			return false;
	}
	return true;
}

/* Votes need a moment to come round; whoever was asked to vote is waited for. */
static int collect(const struct eb_call *call, const struct eb_view *view, struct eb_votes *votes)
{
	const char *unpromoted =
		eb_meta("notify_unpromoted_uname") ?: eb_meta("notify_slave_uname");
	int64_t until_ms = eb_clock_ms() + PATIENCE_MS;
	EB_CLEAN(eb_freep) char *own = eb_gtids_text(view->dialect->form, &view->received);
	int r;

	for (;;) {
		r = eb_cluster_ask(call, "received", count, votes);
		if (r < 0)
			return r;
		if ((have_voted(votes, unpromoted) && have_voted(votes, eb_cluster_promoting())) ||
		    eb_clock_left(until_ms) == 0)
			break;
		eb_clock_sleep(LOOK_MS, until_ms);
	}
	return own ? eb_votes_add(votes, eb_cluster_self(), own) : -ENOMEM;
}

static void tell_votes(const struct eb_votes *votes, char *buf, size_t size)
{
	size_t used = 0;
	char text[400];

	*buf = '\0';
	for (size_t i = 0; i < votes->n && used < size; i++)
		used += (size_t)snprintf(
			buf + used, size - used, "%s%s has %s", i ? "; " : "", votes->vote[i].node,
			eb_gtids_tell(&votes->vote[i].received, text, sizeof(text)));
}

/* The better one gets the score, so that the cluster's next try is right. */
static enum eb_ocf yield(const struct eb_call *call, const struct eb_vote *winner, const char *told)
{
	struct eb_attr attr = { .deadline_ms = call->deadline_ms };

	if (eb_attr_score_of(&attr, winner->node, EB_STANDING_ELECTED) < 0)
		eb_log(EB_WARN, "cannot give %s the better score: %s", winner->node, attr.said);
	if (eb_attr_set(&attr, EB_STANDING_BEATEN) < 0)
		eb_log(EB_WARN, "cannot lower the score here: %s", attr.said);
	return eb_fail(OCF_ERR_GENERIC, 0, "not promoted: %s has received more (%s)", winner->node,
		       told);
}

static enum eb_ocf judge(const struct eb_call *call, const struct eb_votes *votes,
			 const struct eb_last *last)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *nodes = eb_meta("clone_max");
	const struct eb_vote *winner;
	struct eb_quorum quorum;
	char told[900];

	if (!last->node[0] && conf->initial_primary)
		quorum = (struct eb_quorum) { 1, "initial_master" };
	else
		quorum = eb_election_quorum(votes, conf->election_min, nodes ? atol(nodes) : 1,
					    last->node, &last->semisync);
	tell_votes(votes, told, sizeof(told));
	if (votes->n < quorum.needed && !conf->allow_loss)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: needs %zu positions (%s), has %zu: %s", quorum.needed,
			       quorum.because, votes->n, told);
	switch (eb_votes_judge(votes, eb_cluster_self(), &winner)) {
	case EB_BEATEN: return yield(call, winner, told);
	case EB_APART:
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: the nodes have diverged, and nobody has everything "
			       "(%s)",
			       told);
	case EB_ELECTED: break;
	}
	if (votes->n > 1)
		eb_log(EB_INFO, "elected: %s", told);
	return OCF_SUCCESS;
}

enum eb_ocf eb_election_hold(const struct eb_call *call, const struct eb_view *view,
			     const struct eb_last *last)
{
	struct eb_votes votes = { .form = view->dialect->form };
	enum eb_ocf code;
	int r = collect(call, view, &votes);

	code = r == 0 ? judge(call, &votes, last)
		      : eb_fail(OCF_ERR_GENERIC, -r, "cannot collect what the nodes received");
	eb_votes_free(&votes);
	return code;
}
