// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a server is in the primary's history whose log does not tell: a copy's, or one set back. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/clone.h"
#include "agents/database/flashback.h"
#include "agents/database/rejoin.h"

static const struct eb_gtid_span *end_of(const struct eb_gtids *position, const char *stream)
{
	size_t n = strcspn(stream, "-");

	for (size_t i = 0; i < position->n; i++)
		if (strlen(position->spans[i].stream) == n &&
		    !strncmp(position->spans[i].stream, stream, n))
			return &position->spans[i];
	return NULL;
}

static void write_state(FILE *out, const struct eb_gtids *history, const struct eb_gtids *position)
{
	const char *comma = "";

	for (size_t i = 0; i < history->n; i++) {
		const struct eb_gtid_span *span = &history->spans[i];
		const struct eb_gtid_span *last = end_of(position, span->stream);
		const char *origin = strchr(span->stream, '-');

		/* What lies behind the end it never had; and whose the end is comes below. */
		if (!last || span->to >= last->to || !origin ||
		    strtoul(origin + 1, NULL, 10) == last->origin)
			continue;
		fprintf(out, "%s%s-%" PRIu64, comma, span->stream, span->to);
		comma = ",";
	}
	for (size_t i = 0; i < position->n; i++, comma = ",")
		fprintf(out, "%s%s-%u-%" PRIu64, comma, position->spans[i].stream,
			position->spans[i].origin, position->spans[i].to);
}

char *eb_rejoin_state(const char *history, const char *position)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids all = { 0 }, end = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out;

	if (eb_gtids_parse(EB_GTID_ORIGINS, history, &all) < 0 ||
	    eb_gtids_parse(EB_GTID_DOMAINS, position, &end) < 0)
		return NULL;
	out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	write_state(out, &all, &end);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

int eb_rejoin_set(struct eb_sql *sql, const char *state, const char *position)
{
	const char *forget = eb_dialect_of(eb_sql_version(sql))->forget_binlog;
	char quoted[4096];
	int r = eb_sql_run(sql, "%s", forget);

	if (r == 0)
		r = eb_sql_run(sql, "SET GLOBAL gtid_binlog_state=%s",
			       eb_sql_quote(sql, state, quoted, sizeof(quoted)));
	return r == 0 ? eb_sql_run(sql, "SET GLOBAL gtid_slave_pos=%s",
				   eb_sql_quote(sql, position, quoted, sizeof(quoted)))
		      : r;
}

/* Only when replication has not begun may this be done again: so the mark goes before that. */
enum eb_ocf eb_rejoin_adopt(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_freep) char *position = NULL;
	EB_CLEAN(eb_freep) char *history = NULL;
	EB_CLEAN(eb_freep) char *state = NULL;
	int r = eb_clone_is_new(call->conf, &position, &history);

	if (r == 0 && eb_flashback_resume(call, local) < 0)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "cannot finish a flashback that was cut off: %s (%u)",
			       local->sql.why, local->sql.number);
	if (r <= 0)
		return r == 0 ? OCF_SUCCESS
			      : eb_fail(OCF_ERR_GENERIC, -r, "cannot read where the copy is");
	state = eb_rejoin_state(history, position);
	r = state ? eb_rejoin_set(&local->sql, state, position) : -EPROTO;
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "cannot tell the server that it is a copy at %s: %s (%u)", position,
			       state ? local->sql.why : "no position", local->sql.number);
	r = eb_clone_adopted(call->conf);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot remove the mark of the copy");
	eb_log(EB_INFO, "the server goes on from the copy, at %s", position);
	return OCF_SUCCESS;
}
