// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/gtid.h"
#include "lib/core.h"

static int by_place(const void *a, const void *b)
{
	const struct eb_gtid_span *x = a, *y = b;
	int r = strcmp(x->stream, y->stream);

	if (r == 0)
		r = (x->from > y->from) - (x->from < y->from);
	return r ? r : (x->to > y->to) - (x->to < y->to);
}

/* Sorts, and makes one span of those that touch; it keeps the origin of the last. */
static void settle(struct eb_gtids *gtids)
{
	size_t n = 0;

	if (gtids->n == 0)
		return;
	qsort(gtids->spans, gtids->n, sizeof(*gtids->spans), by_place);
	for (size_t i = 1; i < gtids->n; i++) {
		struct eb_gtid_span *last = &gtids->spans[n];
		const struct eb_gtid_span *next = &gtids->spans[i];

		if (strcmp(last->stream, next->stream) != 0 ||
		    (last->to != UINT64_MAX && next->from > last->to + 1)) {
			gtids->spans[++n] = *next;
		} else if (next->to > last->to) {
			last->to = next->to;
			last->origin = next->origin;
		}
	}
	gtids->n = n + 1;
}

static int append(struct eb_gtids *gtids, const struct eb_gtid_span *span)
{
	struct eb_gtid_span *more = reallocarray(gtids->spans, gtids->n + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	gtids->spans = more;
	more[gtids->n++] = *span;
	return 0;
}

static bool take_number(const char **at, uint64_t limit, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)**at))
		return false;
	errno = 0;
	*value = strtoull(*at, &end, 10);
	*at = end;
	return errno == 0 && *value <= limit;
}

static bool take_char(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " \t\r\n");
}

/* DOMAIN-SERVER-NUMBER; number 0 is none yet. */
static int take_position(enum eb_gtid_form form, const char **at, struct eb_gtids *gtids)
{
	struct eb_gtid_span span = { .from = 1 };
	uint64_t domain, origin;

	if (!take_number(at, UINT32_MAX, &domain) || !take_char(at, '-') ||
	    !take_number(at, UINT32_MAX, &origin) || !take_char(at, '-') ||
	    !take_number(at, UINT64_MAX, &span.to))
		return -EINVAL;
	if (form == EB_GTID_ORIGINS) {
		snprintf(span.stream, sizeof(span.stream), "%" PRIu64 "-%" PRIu64, domain, origin);
	} else {
		snprintf(span.stream, sizeof(span.stream), "%" PRIu64, domain);
		span.origin = (uint32_t)origin;
	}
	return span.to > 0 ? append(gtids, &span) : 0;
}

/* A UUID in its lower-case form; 8-4-4-4-12. */
static bool take_uuid(const char **at, char uuid[37])
{
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? **at != '-' : !isxdigit((unsigned char)**at))
			return false;
		uuid[i] = (char)tolower((unsigned char)*(*at)++);
	}
	uuid[36] = '\0';
	return true;
}

/* The tag of MySQL 8.3 and later: a letter or underscore, then up to 31 of those and digits. */
static bool take_tag(const char **at, char tag[33])
{
	size_t n = 0;

	while (isalnum((unsigned char)**at) || **at == '_') {
		if (n == 32)
			return false;
		tag[n++] = (char)tolower((unsigned char)*(*at)++);
	}
	tag[n] = '\0';
	return n > 0;
}

/* UUID[:TAG]:FROM[-TO][:...], the tags each before their intervals. */
static int take_set(const char **at, struct eb_gtids *gtids)
{
	struct eb_gtid_span span = { 0 };
	char uuid[37], tag[33];

	if (!take_uuid(at, uuid))
		return -EINVAL;
	snprintf(span.stream, sizeof(span.stream), "%s", uuid);
	skip_blanks(at);
	while (take_char(at, ':')) {
		skip_blanks(at);
		if (isalpha((unsigned char)**at) || **at == '_') {
			if (!take_tag(at, tag))
				return -EINVAL;
			snprintf(span.stream, sizeof(span.stream), "%s:%s", uuid, tag);
			skip_blanks(at);
			continue;
		}
		if (!take_number(at, INT64_MAX, &span.from) || span.from == 0)
			return -EINVAL;
		span.to = span.from;
		if (take_char(at, '-') && !take_number(at, INT64_MAX, &span.to))
			return -EINVAL;
		if (span.to >= span.from && append(gtids, &span) < 0)
			return -ENOMEM;
		skip_blanks(at);
	}
	return 0;
}

int eb_gtids_parse(enum eb_gtid_form form, const char *text, struct eb_gtids *gtids)
{
	const char *at = text ?: "";
	int r = 0;

	*gtids = (struct eb_gtids) { 0 };
	skip_blanks(&at);
	while (r == 0 && *at) {
		r = form == EB_GTID_SETS ? take_set(&at, gtids) : take_position(form, &at, gtids);
		skip_blanks(&at);
		if (r == 0 && *at && !take_char(&at, ','))
			r = -EINVAL;
		skip_blanks(&at);
	}
	if (r < 0)
		eb_gtids_free(gtids);
	settle(gtids);
	return r;
}

int eb_gtids_join(struct eb_gtids *gtids, const struct eb_gtids *more)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < more->n; i++)
		r = append(gtids, &more->spans[i]);
	settle(gtids);
	return r;
}

/* The part of what a span has that lies beyond these spans, into rest. */
static int cut(struct eb_gtid_span span, const struct eb_gtids *away, struct eb_gtids *rest)
{
	for (size_t i = 0; i < away->n; i++) {
		const struct eb_gtid_span *out = &away->spans[i];
		struct eb_gtid_span before = span;

		if (strcmp(out->stream, span.stream) != 0 || out->to < span.from ||
		    out->from > span.to)
			continue;
		if (out->from > span.from) {
			before.to = out->from - 1;
			if (append(rest, &before) < 0)
				return -ENOMEM;
		}
		if (out->to > span.to || (out->to == span.to && out->origin == span.origin))
			return 0;
		/* One number, two origins: the last one is another transaction. */
		span.from = out->to == span.to ? span.to : out->to + 1;
	}
	return append(rest, &span);
}

int eb_gtids_without(const struct eb_gtids *a, const struct eb_gtids *b, struct eb_gtids *rest)
{
	int r = 0;

	*rest = (struct eb_gtids) { 0 };
	for (size_t i = 0; r == 0 && i < a->n; i++)
		r = cut(a->spans[i], b, rest);
	if (r < 0)
		eb_gtids_free(rest);
	return r;
}

/* Is that span inside one of these? */
static bool has_span(const struct eb_gtids *gtids, const struct eb_gtid_span *span)
{
	for (size_t i = 0; i < gtids->n; i++) {
		const struct eb_gtid_span *in = &gtids->spans[i];

		if (!strcmp(in->stream, span->stream) && in->from <= span->from &&
		    (in->to > span->to || (in->to == span->to && in->origin == span->origin)))
			return true;
	}
	return false;
}

bool eb_gtids_has(const struct eb_gtids *a, const struct eb_gtids *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (!has_span(a, &b->spans[i]))
			return false;
	return true;
}

enum eb_gtid_order eb_gtids_compare(const struct eb_gtids *a, const struct eb_gtids *b)
{
	bool more = eb_gtids_has(a, b), less = eb_gtids_has(b, a);

	if (more && less)
		return EB_GTID_EQUAL;
	if (more)
		return EB_GTID_MORE;
	return less ? EB_GTID_LESS : EB_GTID_APART;
}

uint64_t eb_gtids_count(const struct eb_gtids *gtids)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < gtids->n; i++) {
		uint64_t n = gtids->spans[i].to - gtids->spans[i].from + 1;

		sum = n == 0 || sum > UINT64_MAX - n ? UINT64_MAX : sum + n;
	}
	return sum;
}

static void print_spans(FILE *out, enum eb_gtid_form form, const struct eb_gtids *gtids)
{
	for (size_t i = 0; i < gtids->n; i++) {
		const struct eb_gtid_span *span = &gtids->spans[i];
		bool same = i > 0 && !strcmp(span->stream, span[-1].stream);

		if (form == EB_GTID_DOMAINS) {
			fprintf(out, "%s%s-%" PRIu32 "-%" PRIu64, i ? "," : "", span->stream,
				span->origin, span->to);
			continue;
		}
		fprintf(out, "%s:%" PRIu64, same ? "" : span->stream, span->from);
		if (span->to > span->from)
			fprintf(out, "-%" PRIu64, span->to);
		if (i + 1 < gtids->n && strcmp(span->stream, span[1].stream) != 0)
			fputc(',', out);
	}
}

char *eb_gtids_text(enum eb_gtid_form form, const struct eb_gtids *gtids)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	print_spans(out, form, gtids);
	return fclose(out) == 0 ? text : NULL;
}

/* Each family's own form, for people who paste it: 0-1-7, and UUID:7-9. */
const char *eb_gtids_tell(const struct eb_gtids *gtids, char *buf, size_t size)
{
	enum { UUID = 36 };
	size_t used = 0;

	snprintf(buf, size, "none");
	for (size_t i = 0; i < gtids->n && used < size; i++) {
		const struct eb_gtid_span *span = &gtids->spans[i];
		bool sets = strlen(span->stream) >= UUID;
		char origin[16] = "";

		if (span->origin)
			snprintf(origin, sizeof(origin), "-%" PRIu32, span->origin);
		used += (size_t)snprintf(buf + used, size - used, "%s%s%s%s%" PRIu64, i ? ", " : "",
					 span->stream, origin, sets ? ":" : "-", span->from);
		if (span->to > span->from && used < size)
			used += (size_t)snprintf(buf + used, size - used, "%s%" PRIu64,
						 sets ? "-" : "..", span->to);
	}
	return buf;
}

void eb_gtids_free(struct eb_gtids *gtids)
{
	free(gtids->spans);
	*gtids = (struct eb_gtids) { 0 };
}
