// SPDX-License-Identifier: GPL-2.0-or-later
/* How good the data here are, as a number that Pacemaker compares with the peer's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/replica/clone.h"
#include "lib/run.h"
#include "lib/score.h"

/* Which of the four: the names say what the data are. */
enum { CONSISTENT, REMOTE, ALONE, KNOWN };

static const char default_scores[] = "0 10 1000 10000";

int eb_drbd_scores(const char *text, long scores[4])
{
	char *end;

	for (int i = 0; i < 4; i++) {
		scores[i] = strtol(text, &end, 10);
		if (end == text || (i > 0 && scores[i] < scores[i - 1]))
			return -EINVAL;
		text = end;
	}
	return text[strspn(text, " \t")] ? -EINVAL : 0;
}

/* Does a peer have all of the data, and do we reach it? */
static bool has_good_peer(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].connected && state->peers[i].worst == EB_DRBD_UPTODATE)
			return true;
	return false;
}

static bool are_peers(const struct eb_drbd *state, enum eb_drbd_disk disk)
{
	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].worst != disk)
			return false;
	return state->n_peers > 0;
}

/* A peer whose data nobody knows may have better ones. */
static bool has_unknown_peer(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].worst == EB_DRBD_DUNKNOWN)
			return true;
	return state->n_peers == 0;
}

static bool is_client(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_volumes; i++)
		if (!state->volumes[i].client)
			return false;
	return state->n_volumes > 0;
}

static bool has_quorum(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_volumes; i++)
		if (!state->volumes[i].quorum)
			return false;
	return true;
}

static long one_less(long score)
{
	return score > 0 ? score - 1 : EB_SCORE_NONE;
}

static long score_of_client(const struct eb_drbd *state, const long scores[4])
{
	bool primary = state->role == EB_DRBD_PRIMARY, good = has_good_peer(state);

	if (good && (primary || are_peers(state, EB_DRBD_UPTODATE)))
		return one_less(scores[KNOWN]);
	return good ? one_less(scores[ALONE]) : EB_SCORE_NONE;
}

long eb_drbd_score(const struct eb_drbd *state, const long scores[4])
{
	enum eb_drbd_disk disk = eb_drbd_worst(state);

	if (!state->up || !has_quorum(state))
		return EB_SCORE_NONE;
	if (is_client(state))
		return score_of_client(state, scores);
	if (disk == EB_DRBD_UPTODATE) {
		if (state->role == EB_DRBD_PRIMARY || !has_unknown_peer(state))
			return scores[KNOWN];
		return scores[ALONE];
	}
	for (size_t i = 0; i < state->n_volumes; i++)
		if (state->volumes[i].disk == EB_DRBD_ATTACHING ||
		    state->volumes[i].disk == EB_DRBD_NEGOTIATING)
			return EB_SCORE_KEEP;
	if (has_good_peer(state))
		return scores[REMOTE];
	return disk == EB_DRBD_CONSISTENT ? scores[CONSISTENT] : EB_SCORE_NONE;
}

/* Does Pacemaker know of a promoted instance anywhere? */
static bool is_promoted_somewhere(const struct eb_call *call)
{
	char name[256];
	const char *argv[] = { "crm_resource", "--resource", name, "--locate", NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = call->deadline_ms };

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(call->instance, ":"), call->instance);
	/* Who cannot tell must not take a score away. */
	if (eb_run(&run) < 0 || run.status != 0)
		return true;
	return strstr(run.output, "Promoted") || strstr(run.output, "Master");
}

static long wanted(const struct eb_call *call, const struct eb_drbd *state)
{
	const struct eb_drbd_conf *conf = call->conf;
	const struct eb_drbd_peer *peer = eb_drbd_primary_peer(state);
	bool remove = false;
	long scores[4];

	if (eb_drbd_scores(conf->scores, scores) < 0) {
		eb_log(EB_WARN,
		       "adjust_master_score '%s' is not four numbers that do not fall: "
		       "going on with %s",
		       conf->scores, default_scores);
		eb_drbd_scores(default_scores, scores);
	}
	if (peer && peer->worst == EB_DRBD_UPTODATE && state->role != EB_DRBD_PRIMARY) {
		eb_bool_parse(conf->remove_score, &remove);
		if (remove ||
		    (!strcmp(conf->remove_score, "unexpected") && !is_promoted_somewhere(call)))
			return EB_SCORE_NONE;
	}
	return eb_drbd_score(state, scores);
}

void eb_drbd_tell_score(const struct eb_call *call, const struct eb_drbd *state, bool always)
{
	long score = wanted(call, state);

	if (score != EB_SCORE_KEEP)
		eb_score_tell(call, score, always);
}

void eb_drbd_forget_score(const struct eb_call *call)
{
	eb_score_forget(call);
}
