// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/peer.h"
#include "agents/database/replication.h"

const char eb_peer_attribute[] = "writable";

static const char *here(void)
{
	return eb_in_cluster() ? eb_cluster_self() : "this node";
}

const char *eb_peer_unfit(const struct eb_view *own, char *buf, size_t size)
{
	long increment = eb_record_number(&own->settings, "auto_increment_increment", 1);
	long offset = eb_record_number(&own->settings, "auto_increment_offset", 1);

	*buf = '\0';
	if (increment < 2)
		snprintf(buf, size,
			 "%s: auto_increment_increment is %ld: wants 2 on both nodes, so that they "
			 "never give out the same key",
			 here(), increment);
	/* The server takes no notice of such an offset. */
	else if (offset > increment)
		snprintf(buf, size,
			 "%s: auto_increment_offset is %ld: wants at most "
			 "auto_increment_increment, %ld",
			 here(), offset, increment);
	return buf;
}

const char *eb_peer_clash(const struct eb_view *own, const struct eb_view *peer, const char *node,
			  char *buf, size_t size)
{
	static const struct {
		const char *name;
		bool same; /* as on the peer, else another one */
		const char *wants;
	} rows[] = {
		{ "server_id", false, "a number of its own, server-id in the option file" },
		{ "server_uuid", false, "one of its own: remove auto.cnf from datadir" },
		{ "gtid_domain_id", false,
		  "a number of its own, gtid-domain-id in the option file or the parameter "
		  "gtid_domain_id=server_id" },
		{ "auto_increment_increment", true, "the same on both, 2" },
		{ "auto_increment_offset", false,
		  "1 on one node and 2 on the other, auto-increment-offset in the option file" },
	};

	*buf = '\0';
	for (size_t i = 0; i < EB_COUNT(rows) && !*buf; i++) {
		const char *ours = eb_view_setting(own, rows[i].name);
		const char *theirs = eb_view_setting(peer, rows[i].name);

		/* MariaDB has no UUID, MySQL no domains. */
		if (!*ours || !*theirs || !strcmp(ours, theirs) == rows[i].same)
			continue;
		snprintf(buf, size, "%s: %s is %s, on its peer %s it is %s: wants %s", here(),
			 rows[i].name, ours, node, theirs, rows[i].wants);
	}
	return buf;
}

/* What a server's own transactions are numbered in: a domain, or its UUID. */
static const char *stream_of(const struct eb_view *view)
{
	return eb_view_setting(view, view->dialect->mariadb ? "gtid_domain_id" : "server_uuid");
}

/* "1-7" is of the stream "1", whoever wrote it. */
static bool is_of(const char *stream, const char *span)
{
	size_t n = strlen(stream);

	return !strncmp(span, stream, n) && (span[n] == '\0' || span[n] == '-');
}

static bool has_of(const struct eb_gtids *gtids, const char *stream)
{
	for (size_t i = 0; i < gtids->n; i++)
		if (is_of(stream, gtids->spans[i].stream))
			return true;
	return false;
}

/* Something that each has and the other lacks, in one stream. */
static bool is_apart(const struct eb_gtids *ours, const struct eb_gtids *theirs, bool mariadb)
{
	for (size_t i = 0; i < ours->n; i++) {
		char stream[sizeof(ours->spans[i].stream)];

		snprintf(stream, sizeof(stream), "%s", ours->spans[i].stream);
		if (mariadb)
			stream[strcspn(stream, "-")] = '\0';
		if (has_of(theirs, stream))
			return true;
	}
	return false;
}

/* One number, written by two: at its end neither is the beginning of the other. */
static const struct eb_gtid_span *two_of(const struct eb_gtids *ours, const struct eb_gtids *theirs,
					 uint32_t *origin)
{
	for (size_t i = 0; i < ours->n; i++)
		for (size_t k = 0; k < theirs->n; k++) {
			const struct eb_gtid_span *a = &ours->spans[i], *b = &theirs->spans[k];

			*origin = b->origin;
			if (!strcmp(a->stream, b->stream) && a->to == b->to &&
			    a->origin != b->origin)
				return a;
		}
	return NULL;
}

/*
 * MariaDB's primary refuses a position that it has not reached, and one without a domain whose log
 * it has purged: so of every domain that both have it is asked from where the one is that has less.
 * Our own transactions come back that way, and the server passes over them.
 */
static int request(const struct eb_view *own, const struct eb_view *peer, struct eb_gtids *gtids)
{
	int r = 0;

	if (!own->dialect->mariadb)
		return 0;
	for (size_t i = 0; r == 0 && i < own->applied.n; i++)
		for (size_t k = 0; r == 0 && k < peer->applied.n; k++) {
			struct eb_gtid_span a = own->applied.spans[i], b = peer->applied.spans[k];
			struct eb_gtids one = { a.to < b.to ? &a : &b, 1 };

			if (!strcmp(a.stream, b.stream))
				r = eb_gtids_join(gtids, &one);
		}
	return r;
}

int eb_peer_compare(const struct eb_view *before, const struct eb_view *peer,
		    const struct eb_view *after, struct eb_meeting *meeting)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids ours = { 0 }, theirs = { 0 };
	const struct eb_gtid_span *two;
	uint32_t origin;
	char text[2][128];
	int r = eb_replication_errant(before, peer, &ours);

	if (r == 0)
		r = eb_replication_errant(peer, after, &theirs);
	if (r < 0)
		return r;
	eb_gtids_tell(&ours, text[0], sizeof(text[0]));
	eb_gtids_tell(&theirs, text[1], sizeof(text[1]));
	two = two_of(&before->applied, &peer->applied, &origin);
	if (two) {
		meeting->end = EB_MEETING_LOST;
		snprintf(meeting->why, sizeof(meeting->why),
			 "errant: %s-%u-%llu of %s is %s-%u-%llu on its peer %s; copy the data of "
			 "one to the other",
			 two->stream, two->origin, (unsigned long long)two->to, here(), two->stream,
			 origin, (unsigned long long)two->to, meeting->node);
	} else if (has_of(&theirs, stream_of(after))) {
		meeting->end = EB_MEETING_LOST;
		snprintf(meeting->why, sizeof(meeting->why),
			 "errant %s: written by %s, which lacks it now: it was set back, or its "
			 "log was lost; copy the data of %s here",
			 text[1], here(), meeting->node);
	} else if (has_of(&ours, stream_of(peer))) {
		meeting->end = EB_MEETING_ERRANT;
		snprintf(meeting->why, sizeof(meeting->why),
			 "errant %s: the peer %s, whose numbers these are, lacks it: it was set "
			 "back, or somebody wrote it here; %s is not followed",
			 text[0], meeting->node, meeting->node);
	} else if (is_apart(&ours, &theirs, after->dialect->mariadb)) {
		meeting->end = EB_MEETING_LOST;
		snprintf(
			meeting->why, sizeof(meeting->why),
			"errant: only %s has %s, and only its peer %s has %s; copy the data of one "
			"to the other",
			here(), text[0], meeting->node, text[1]);
	} else {
		meeting->end = EB_MEETING_GOOD;
		r = eb_gtids_join(&meeting->has, &peer->applied);
		if (r == 0)
			r = request(after, peer, &meeting->request);
	}
	return r;
}

static void take(const char *node, const char *value, void *context)
{
	struct eb_meeting *meeting = context;

	(void)value;
	if (strcmp(node, eb_cluster_self()) != 0)
		snprintf(meeting->node, sizeof(meeting->node), "%s", node);
}

static int look(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
		struct eb_meeting *meeting)
{
	EB_CLEAN(eb_sql_close) struct eb_sql sql = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view peer = { 0 };
	struct eb_view after = { 0 };
	int r;

	eb_cluster_address(call, meeting->node, meeting->host, sizeof(meeting->host));
	if (eb_replication_look(call, local, meeting->host, &sql, &peer) < 0) {
		snprintf(meeting->why, sizeof(meeting->why), "cannot ask the peer %s: %s (%u)",
			 meeting->host, sql.why, sql.number);
		return 0;
	}
	if (*eb_peer_clash(view, &peer, meeting->node, meeting->why, sizeof(meeting->why))) {
		meeting->end = EB_MEETING_CLASH;
		return 0;
	}
	r = eb_view_take(&local->sql, &after);
	if (r == 0)
		r = eb_peer_compare(view, &peer, &after, meeting);
	eb_view_free(view);
	*view = after;
	return r;
}

int eb_peer_meet(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
		 struct eb_meeting *meeting)
{
	*meeting = (struct eb_meeting) { .end = EB_MEETING_SILENT };
	if (eb_cluster_ask(call, eb_peer_attribute, take, meeting) < 0) {
		snprintf(meeting->why, sizeof(meeting->why), "cannot ask the cluster for the peer");
		return 0;
	}
	if (!meeting->node[0]) {
		meeting->end = EB_MEETING_ALONE;
		return 0;
	}
	return look(call, local, view, meeting);
}

void eb_meeting_free(struct eb_meeting *meeting)
{
	eb_gtids_free(&meeting->has);
	eb_gtids_free(&meeting->request);
}
