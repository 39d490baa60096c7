// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/election.h"
#include "agents/database/holders.h"
#include "agents/database/standing.h"
#include "lib/attr.h"
#include "lib/clock.h"

enum {
	PATIENCE_MS = 5000, /* for votes that are on their way */
	LOOK_MS = 200,
};

/*
 * "1764277464|0-1-7": a vote is for one election, about what the primary of that time left.  One
 * that was not taken back tells what its node had before it wrote, or received, more.
 */
int eb_election_vote(const struct eb_call *call, const struct eb_reign *reign,
		     const struct eb_view *view)
{
	EB_CLEAN(eb_freep) char *text = eb_gtids_text(view->dialect->form, &view->received);
	EB_CLEAN(eb_freep) char *vote = NULL;

	if (!text || asprintf(&vote, "%s|%s", reign->since, text) < 0)
		return -ENOMEM;
	return eb_cluster_tell(call, "received", vote);
}

struct poll {
	struct eb_votes *votes;
	const char *since;
};

static void count(const char *node, const char *value, void *context)
{
	const struct poll *poll = context;
	size_t n = strlen(poll->since);

	if (strncmp(value, poll->since, n) != 0 || value[n] != '|')
		return;
	if (eb_votes_add(poll->votes, node, value + n + 1) < 0)
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
static int collect(const struct eb_call *call, const struct eb_view *view,
		   const struct eb_reign *reign, struct eb_votes *votes)
{
	const char *unpromoted =
		eb_meta("notify_unpromoted_uname") ?: eb_meta("notify_slave_uname");
	int64_t until_ms = eb_clock_ms() + PATIENCE_MS;
	struct poll poll = { votes, reign->since };
	EB_CLEAN(eb_freep) char *own = eb_gtids_text(view->dialect->form, &view->received);
	int r;

	for (;;) {
		r = eb_cluster_ask(call, "received", count, &poll);
		if (r < 0)
			return r;
		if ((have_voted(votes, unpromoted) && have_voted(votes, eb_cluster_promoting())) ||
		    eb_clock_left(until_ms) == 0)
			break;
		eb_clock_sleep(LOOK_MS, until_ms);
	}
	return own ? eb_votes_add(votes, eb_cluster_self(), own) : -ENOMEM;
}

/*
 * A primary that was demoted by order, and is not there, has said how far it came.  The
 * notification by which the others wait for that may have been lost.
 */
static enum eb_ocf hear_last_word(const struct eb_mysql_conf *conf, const struct eb_reign *reign,
				  struct eb_votes *votes)
{
	if (!reign->ended || eb_votes_of(votes, reign->primary))
		return OCF_SUCCESS;
	if (reign->last[0] && eb_votes_add(votes, reign->primary, reign->last) == 0)
		votes->vote[votes->n - 1].absent = true;
	else if (!conf->allow_loss)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: cannot read how far %s came before it was demoted",
			       reign->primary);
	return OCF_SUCCESS;
}

static void tell_votes(const struct eb_votes *votes, char *buf, size_t size)
{
	size_t used = 0;
	char text[400];

	*buf = '\0';
	for (size_t i = 0; i < votes->n && used < size; i++)
		used += (size_t)snprintf(
			buf + used, size - used, "%s%s %s %s", i ? "; " : "", votes->vote[i].node,
			votes->vote[i].absent ? "was demoted with" : "has",
			eb_gtids_tell(&votes->vote[i].received, text, sizeof(text)));
}

/* The better one gets the score, so that the cluster's next try is right. */
static enum eb_ocf yield(const struct eb_call *call, const struct eb_vote *winner, const char *told)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_attr attr = { .deadline_ms = call->deadline_ms };

	if (winner->absent && conf->allow_loss) {
		eb_log(EB_WARN,
		       "%s was demoted with what is missing here, and is not there: it is lost (%s)",
		       winner->node, told);
		return OCF_SUCCESS;
	}
	if (eb_attr_score_of(&attr, winner->node, EB_STANDING_ELECTED) < 0)
		eb_log(EB_WARN, "cannot give %s the better score: %s", winner->node, attr.said);
	if (eb_attr_set(&attr, EB_STANDING_BEATEN) < 0)
		eb_log(EB_WARN, "cannot lower the score here: %s", attr.said);
	return eb_fail(OCF_ERR_GENERIC, 0, "not promoted: %s has received more (%s)", winner->node,
		       told);
}

static enum eb_ocf check_quorum(const struct eb_mysql_conf *conf, const struct eb_reign *reign,
				const struct eb_quorum *quorum, const struct eb_votes *votes,
				const char *told)
{
	const char *primary = reign->primary;

	if (conf->allow_loss || (!*quorum->missing && votes->n >= quorum->needed))
		return OCF_SUCCESS;
	if (!*quorum->missing)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: needs %zu positions (%s), has %zu: %s",
			       quorum->needed, quorum->because, votes->n, told);
	if (eb_votes_of(votes, primary))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: needs the position of %s besides that of the last "
			       "primary %s (%s): %s",
			       quorum->missing, primary, quorum->because, told);
	return eb_fail(
		OCF_ERR_GENERIC, 0,
		"not promoted: needs the position of %s or %s (the last primary, and %s): %s",
		primary, quorum->missing, quorum->because, told);
}

/*
 * What the last primary had when it was promoted had been acknowledged before, and may not have
 * come to anybody since.
 */
static enum eb_ocf check_beginning(const struct eb_mysql_conf *conf, const struct eb_reign *reign,
				   const struct eb_votes *votes)
{
	const struct eb_vote *own = eb_votes_of(votes, eb_cluster_self());
	EB_CLEAN(eb_gtids_free) struct eb_gtids began = { 0 }, rest = { 0 };
	char told[300];

	if (eb_gtids_parse(votes->form, reign->began, &began) < 0) {
		eb_log(EB_WARN, "what the last primary %s began with is not understood: %s",
		       reign->primary, reign->began);
		return OCF_SUCCESS;
	}
	if (eb_gtids_has(&own->received, &began))
		return OCF_SUCCESS;
	if (eb_gtids_without(&began, &own->received, &rest) < 0)
		return eb_fail(OCF_ERR_GENERIC, ENOMEM, "not promoted");
	eb_gtids_tell(&rest, told, sizeof(told));
	if (!conf->allow_loss)
		return eb_fail(
			OCF_ERR_GENERIC, 0,
			"not promoted: the last primary %s began with %s, which nobody here "
			"has: needs the position of %s; allow_data_loss=true goes on without",
			reign->primary, told, reign->primary);
	eb_log(EB_WARN, "the last primary %s began with %s, which nobody here has: it is lost",
	       reign->primary, told);
	return OCF_SUCCESS;
}

static enum eb_ocf judge(const struct eb_call *call, const struct eb_last *last,
			 const struct eb_votes *votes)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_reign *reign = &last->reign;
	const char *nodes = eb_meta("clone_max");
	const struct eb_vote *winner;
	struct eb_quorum quorum = { 1, "initial_master", "" };
	enum eb_ocf code;
	char told[900];

	tell_votes(votes, told, sizeof(told));
	if (*reign->primary || !conf->initial_primary)
		quorum = eb_election_quorum(votes, conf->election_min, nodes ? atol(nodes) : 1,
					    reign->primary, &last->semisync);
	code = check_quorum(conf, reign, &quorum, votes, told);
	if (code != OCF_SUCCESS)
		return code;
	switch (eb_votes_judge(votes, eb_cluster_self(), &winner)) {
	case EB_BEATEN: return yield(call, winner, told);
	case EB_APART:
		if (winner->absent && conf->allow_loss)
			return yield(call, winner, told);
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: the nodes have diverged, and nobody has everything "
			       "(%s)",
			       told);
	case EB_ELECTED: break;
	}
	code = check_beginning(conf, reign, votes);
	if (code == OCF_SUCCESS && votes->n > 1)
		eb_log(EB_INFO, "elected: %s", told);
	return code;
}

int eb_election_recall(const struct eb_call *call, struct eb_last *last)
{
	int r = eb_reign_recall(call, &last->reign);

	last->semisync = (struct eb_semisync) { .replicas = -1 };
	if (r == 0 && last->reign.primary[0])
		r = eb_holders_of(call, last->reign.primary, &last->semisync);
	return r;
}

enum eb_ocf eb_election_hold(const struct eb_call *call, const struct eb_view *view,
			     struct eb_last *last)
{
	struct eb_votes votes = { .form = view->dialect->form };
	enum eb_ocf code;
	int r = collect(call, view, &last->reign, &votes);

	code = r == 0 ? hear_last_word(call->conf, &last->reign, &votes)
		      : eb_fail(OCF_ERR_GENERIC, -r, "cannot collect what the nodes received");
	last->heard = eb_votes_of(&votes, last->reign.primary) != NULL;
	if (code == OCF_SUCCESS)
		code = judge(call, last, &votes);
	eb_votes_free(&votes);
	return code;
}
