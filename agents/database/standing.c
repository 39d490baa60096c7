// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/standing.h"
#include "agents/database/told.h"
#include "lib/score.h"

enum { SAME_SERVER = 1593 }; /* by its server_id: it is told once, and stays so */

/* Up to that lag, in seconds. */
static const struct {
	long lag_s, score;
} steps[] = { { 2, EB_STANDING_GOOD }, { 10, 800 }, { 60, 700 } };

bool eb_view_is_primary(const struct eb_view *view)
{
	return !view->read_only && !view->replica.configured;
}

static void judge_lag(const struct eb_mysql_conf *conf, long lag_s, struct eb_standing *standing)
{
	standing->readable = lag_s >= 0 && lag_s <= conf->max_lag_s;
	standing->score = EB_STANDING_BEHIND;
	for (size_t i = EB_COUNT(steps); i-- > 0;)
		if (lag_s <= steps[i].lag_s)
			standing->score = steps[i].score;
	if (lag_s < 0) {
		standing->score = EB_STANDING_KEEP;
	} else if (!standing->readable) {
		standing->score = conf->evict ? EB_SCORE_NEVER : EB_STANDING_BAD;
		snprintf(standing->why, sizeof(standing->why),
			 "more than max_slave_lag (%ld s) behind", conf->max_lag_s);
	}
}

void eb_standing_of(const struct eb_mysql_conf *conf, const struct eb_view *view,
		    const struct eb_standing_facts *facts, struct eb_standing *standing)
{
	const struct eb_replica *replica = &view->replica;
	size_t room = sizeof(standing->why);

	*standing = (struct eb_standing) { 0 };
	if (eb_view_is_primary(view)) {
		*standing = (struct eb_standing) { EB_STANDING_PROMOTED, true, "" };
		if (facts->unasked)
			snprintf(standing->why, room,
				 "commits wait for no receipt, although semisync is require: "
				 "somebody switched that off; promoted anew, it is on again");
		else if (facts->alone)
			snprintf(
				standing->why, room,
				"commits wait for a replica's receipt, and no replica is connected");
	} else if (!replica->configured) {
		standing->score = EB_STANDING_GOOD;
		snprintf(standing->why, room, "waits for a primary");
	} else if (replica->apply_errno) {
		standing->score = EB_SCORE_NEVER;
		snprintf(standing->why, room, "replication stopped by error %ld: %s",
			 replica->apply_errno, replica->apply_error);
	} else if (!replica->applying && facts->unstarted) {
		standing->score = EB_STANDING_BEHIND;
		snprintf(standing->why, room, "waits for a primary since the server was started");
	} else if (!replica->applying) {
		standing->score = EB_STANDING_BAD;
		snprintf(standing->why, room, "replication was stopped by somebody");
	} else if (replica->receiving == EB_RECEIVING_NO && replica->receive_errno && !facts->led &&
		   replica->receive_errno != SAME_SERVER) {
		/* Who refused it is no primary, or not any more: the election knows who has most. */
		standing->score = EB_STANDING_BEHIND;
		snprintf(standing->why, room,
			 "no primary; the last one, %s, ended with error %ld: %s", replica->host,
			 replica->receive_errno, replica->receive_error);
	} else if (replica->receiving == EB_RECEIVING_NO && replica->receive_errno) {
		standing->score = EB_SCORE_NEVER;
		snprintf(standing->why, room, "the primary %s cannot be followed, error %ld: %s",
			 replica->host, replica->receive_errno, replica->receive_error);
	} else if (replica->receiving != EB_RECEIVING_YES) {
		/* Its lag is unknown, and its relay log may be all that is left of the primary. */
		standing->score = EB_STANDING_KEEP;
		snprintf(standing->why, room, "no connection to the primary %s", replica->host);
	} else {
		judge_lag(conf, replica->lag_s, standing);
	}
}

/* Who does not take the first word in time takes none of the others: a monitor must end. */
void eb_standing_tell(const struct eb_call *call, const struct eb_standing *standing, bool always)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *readable = standing->readable ? "1" : "0";
	int r = 0;

	eb_remember(call, "readable", readable);
	if (eb_remember(call, "state", standing->why) && standing->why[0])
		eb_log(EB_WARN, "%s", standing->why);
	if (standing->score != EB_STANDING_KEEP)
		r = eb_score_tell(call, standing->score, always);
	if (r != -ETIMEDOUT)
		r = eb_told_attribute(call, conf->reader_attribute, readable, always);
	if (r != -ETIMEDOUT)
		eb_told_of_resource(call, "state", standing->why, always);
}

void eb_standing_refuse(const struct eb_call *call, const char *why)
{
	struct eb_standing standing = { .score = EB_SCORE_NEVER };

	snprintf(standing.why, sizeof(standing.why), "%s", why);
	eb_standing_tell(call, &standing, false);
}
