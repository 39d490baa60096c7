// SPDX-License-Identifier: GPL-2.0-or-later
/* The relay log is applied before a promotion, however long that takes within the action's time. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/promotion.h"
#include "lib/clock.h"

enum {
	SPEAK_MS = 3000, /* progress goes to the log that often */
	SLICE_S = 1,     /* the server waits for so long at a time */
	AFTER_MS = 4000, /* what has to be left for the steps behind it */
};

static int64_t deadline_of(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	int64_t left_ms = eb_clock_left(call->deadline_ms);
	int64_t limit_ms = conf->drain_ms ? conf->drain_ms : left_ms * 2 / 3;

	if (limit_ms > left_ms - AFTER_MS && left_ms > AFTER_MS)
		limit_ms = left_ms - AFTER_MS;
	return eb_clock_ms() + limit_ms;
}

static enum eb_ocf fail_stopped(const struct eb_view *now, const char *rest, uint64_t n)
{
	const struct eb_replica *replica = &now->replica;

	if (replica->apply_errno)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "not promoted: %llu received transactions (%s) cannot be applied, "
			       "error %ld: %s",
			       (unsigned long long)n, rest, replica->apply_errno,
			       replica->apply_error);
	return eb_fail(OCF_ERR_GENERIC, 0,
		       "not promoted: %llu received transactions (%s) are not applied, and the "
		       "applying thread is stopped",
		       (unsigned long long)n, rest);
}

static enum eb_ocf fail_late(const struct eb_call *call, const char *rest, uint64_t n)
{
	const struct eb_mysql_conf *conf = call->conf;

	if (!strcmp(conf->on_drain_timeout, "promote")) {
		eb_log(EB_WARN,
		       "promoted as on_drain_timeout=promote demands: %llu received transactions "
		       "(%s) are lost",
		       (unsigned long long)n, rest);
		return OCF_SUCCESS;
	}
	return eb_fail(OCF_ERR_GENERIC, 0,
		       "not promoted: %llu received transactions (%s) were not applied in time; "
		       "applying goes on",
		       (unsigned long long)n, rest);
}

/* Waits a slice for it; -EIO when the server cannot be asked. */
static int wait_a_little(struct eb_sql *sql, const struct eb_dialect *dialect, const char *target)
{
	char quoted[8192], statement[9000];
	long late;

	eb_sql_quote(sql, target, quoted, sizeof(quoted));
	/* The format is one of ours, from the table of dialects. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(statement, sizeof(statement), dialect->wait, quoted, SLICE_S);
#pragma GCC diagnostic pop
	return eb_sql_number(sql, statement, 1, &late);
}

/* Nothing else knows these transactions any more; where they stand mixed, no position is right. */
static bool may_rescue(const struct eb_call *call, const struct eb_relay *relay)
{
	const struct eb_mysql_conf *conf = call->conf;

	return conf->relay_rescue && relay->at && !relay->mixed;
}

enum eb_ocf eb_promotion_drain(const struct eb_call *call, struct eb_sql *sql,
			       const struct eb_view *view, const struct eb_relay *relay)
{
	const struct eb_gtids *target = &view->received;
	EB_CLEAN(eb_freep) char *text = eb_gtids_text(view->dialect->form, target);
	int64_t begin_ms = eb_clock_ms(), until_ms = deadline_of(call), speak_ms = begin_ms;
	bool rescued = false, told_any = false;

	for (;;) {
		EB_CLEAN(eb_view_free) struct eb_view now = { 0 };
		EB_CLEAN(eb_gtids_free) struct eb_gtids rest = { 0 };
		uint64_t n;
		char told[300];
		int r = eb_view_take(sql, &now);

		if (r == 0)
			r = eb_gtids_without(target, &now.applied, &rest);
		if (r < 0 || !text)
			return eb_fail(OCF_ERR_GENERIC, 0, "cannot tell what is applied: %s",
				       sql->why);
		n = eb_gtids_count(&rest);
		if (n == 0) {
			if (told_any)
				eb_log(EB_INFO, "applied what was received, in %lld ms",
				       (long long)(eb_clock_ms() - begin_ms));
			return OCF_SUCCESS;
		}
		eb_gtids_tell(&rest, told, sizeof(told));
		if (!now.replica.applying && !rescued && may_rescue(call, relay)) {
			rescued = true;
			eb_log(EB_WARN,
			       "only the relay log has %llu transactions (%s): applying it "
			       "from %s, position %llu",
			       (unsigned long long)n, told, relay->file, relay->at);
			if (eb_relay_rescue(sql, view->dialect, relay) < 0)
				return eb_fail(OCF_ERR_GENERIC, 0,
					       "not promoted: cannot apply the relay log: %s (%u)",
					       sql->why, sql->number);
			continue;
		}
		if (!now.replica.applying)
			return fail_stopped(&now, told, n);
		if (eb_clock_left(until_ms) == 0)
			return fail_late(call, told, n);
		if (eb_clock_left(speak_ms) == 0) {
			eb_log(EB_INFO, "applying what was received: %llu transactions left (%s)",
			       (unsigned long long)n, told);
			speak_ms = eb_clock_ms() + SPEAK_MS;
			told_any = true;
		}
		r = wait_a_little(sql, view->dialect, text);
		if (r < 0)
			return eb_fail(OCF_ERR_GENERIC, 0, "cannot wait for what was received: %s",
				       sql->why);
	}
}
