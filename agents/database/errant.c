// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/errant.h"
#include "agents/database/replication.h"

static const char noted[] = "own", nothing[] = "none";

/* "0-2" is of the server 2; a UUID, also with a tag behind it, of the server that has it. */
static bool is_own(const struct eb_view *view, const char *stream)
{
	const char *dash = strrchr(stream, '-'), *uuid = eb_view_setting(view, "server_uuid");
	size_t n = strlen(uuid);

	if (view->dialect->mariadb)
		return dash && strtol(dash + 1, NULL, 10) == view->server_id;
	return n > 0 && !strncmp(stream, uuid, n) && (stream[n] == '\0' || stream[n] == ':');
}

int eb_errant_own(const struct eb_view *view, struct eb_gtids *own)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids history = { 0 };
	int r = eb_view_history(view, &history);

	*own = (struct eb_gtids) { 0 };
	for (size_t i = 0; r == 0 && i < history.n; i++)
		if (is_own(view, history.spans[i].stream))
			r = eb_gtids_join(own, &(struct eb_gtids) { &history.spans[i], 1 });
	return r;
}

static enum eb_gtid_form form_of(const struct eb_view *view)
{
	return view->dialect->mariadb ? EB_GTID_ORIGINS : EB_GTID_SETS;
}

char *eb_errant_text(const struct eb_view *view)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids own = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out;

	if (eb_errant_own(view, &own) < 0)
		return NULL;
	if (own.n == 0)
		return strdup(nothing);
	if (!view->dialect->mariadb)
		return eb_gtids_text(EB_GTID_SETS, &own);
	out = open_memstream(&text, &size);
	for (size_t i = 0; out && i < own.n; i++)
		fprintf(out, "%s%s-%" PRIu64, i ? "," : "", own.spans[i].stream, own.spans[i].to);
	return out && fclose(out) == 0 ? text : NULL;
}

/* Between its own ones others have written into a domain: after the last of those it begins. */
static void tighten(struct eb_gtids *rest, const struct eb_gtids *history)
{
	for (size_t i = 0; i < rest->n; i++)
		for (size_t k = 0; k < history->n; k++) {
			struct eb_gtid_span *one = &rest->spans[i];
			const struct eb_gtid_span *other = &history->spans[k];
			size_t n = strcspn(one->stream, "-");

			if (!strncmp(one->stream, other->stream, n + 1) && other->to >= one->from &&
			    other->to < one->to)
				one->from = other->to + 1;
		}
}

int eb_errant_since(const struct eb_view *view, const char *before, struct eb_gtids *rest)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids own = { 0 }, known = { 0 }, history = { 0 };
	int r = eb_errant_own(view, &own);

	*rest = (struct eb_gtids) { 0 };
	if (r == 0)
		r = eb_gtids_parse(form_of(view), strcmp(before, nothing) ? before : "", &known);
	if (r == 0)
		r = eb_gtids_without(&own, &known, rest);
	if (r == 0 && view->dialect->mariadb)
		r = eb_view_history(view, &history);
	if (r == 0)
		tighten(rest, &history);
	return r;
}

void eb_errant_note(const struct eb_call *call, const struct eb_view *view)
{
	EB_CLEAN(eb_freep) char *text = eb_errant_text(view);

	eb_remember(call, noted, text ?: "");
}

void eb_errant_forget(const struct eb_call *call)
{
	eb_remember(call, noted, "");
}

/* Of every stream the primary has all of this server's up to a number, or none: then it is ours alone. */
int eb_errant_beyond(const struct eb_view *own, const char *before, const struct eb_view *primary,
		     struct eb_gtids *rest)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids since = { 0 }, history = { 0 }, alone = { 0 };
	int r;

	if (!*before || !own->dialect->mariadb)
		return 0;
	r = eb_errant_since(own, before, &since);
	if (r == 0)
		r = eb_view_history(primary, &history);
	if (r == 0)
		r = eb_gtids_without(&since, &history, &alone);
	return r == 0 ? eb_gtids_join(rest, &alone) : r;
}

int eb_errant_watch(const struct eb_call *call, const struct eb_local *local,
		    const struct eb_view *view)
{
	EB_CLEAN(eb_sql_close) struct eb_sql sql = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view primary = { 0 };
	EB_CLEAN(eb_gtids_free) struct eb_gtids rest = { 0 };
	EB_CLEAN(eb_freep) char *text = eb_errant_text(view);
	const char *host = view->replica.host;
	char before[EB_WORD];
	int r;

	eb_remembered(call, noted, before, sizeof(before));
	if (!text || !strncmp(text, before, sizeof(before) - 1))
		return 0;
	/* Who is connected can be asked; else a monitor would wait for a host that is dead. */
	if (view->replica.receiving != EB_RECEIVING_YES ||
	    eb_replication_look(call, local, host, &sql, &primary) < 0 || primary.read_only)
		return 0;
	r = eb_replication_errant(view, &primary, &rest);
	if (r == 0)
		r = eb_errant_beyond(view, before, &primary, &rest);
	if (r < 0)
		return 0;
	if (rest.n > 0)
		return eb_replication_refuse(call, host, &rest);
	eb_errant_note(call, view);
	return 0;
}

const char *eb_errant_tell(const struct eb_call *call, const struct eb_view *view, char *buf,
			   size_t size)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids rest = { 0 };
	char before[EB_WORD], told[200];

	eb_remembered(call, noted, before, sizeof(before));
	if (!*before || eb_errant_since(view, before, &rest) < 0)
		snprintf(buf, size, "unknown");
	else if (rest.n == 0)
		snprintf(buf, size, "nothing");
	else
		snprintf(buf, size, "%llu transactions (%s)",
			 (unsigned long long)eb_gtids_count(&rest),
			 eb_gtids_tell(&rest, told, sizeof(told)));
	return buf;
}
