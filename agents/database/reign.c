// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agents/database/reign.h"

enum { RECORD = 1024 }; /* as much of an attribute as can be read */

/* The text up to the next bar, which is wanted behind it; what follows, or NULL. */
static const char *part(const char *text, char *buf, size_t size)
{
	size_t n = text ? strcspn(text, "|") : 0;

	if (!text || text[n] != '|' || n >= size)
		return NULL;
	snprintf(buf, size, "%.*s", (int)n, text);
	return text + n + 1;
}

void eb_reign_read(const char *text, struct eb_reign *reign)
{
	const char *rest, *last;

	*reign = (struct eb_reign) { 0 };
	snprintf(reign->primary, sizeof(reign->primary), "%.*s", (int)strcspn(text, "|"), text);
	rest = strchr(text, '|');
	/* What lacks the bar behind it was cut. */
	rest = rest ? part(rest + 1, reign->began, sizeof(reign->began)) : NULL;
	if (!rest)
		return;
	snprintf(reign->since, sizeof(reign->since), "%.*s", (int)strcspn(rest, "|"), rest);
	rest = strchr(rest, '|');
	reign->ended = rest != NULL;
	last = rest ? part(rest + 1, reign->last, sizeof(reign->last)) : NULL;
	if (!last || strcmp(last, ".") != 0)
		reign->last[0] = '\0';
}

int eb_reign_recall(const struct eb_call *call, struct eb_reign *reign)
{
	char record[RECORD];
	int r = eb_cluster_recall(call, "PRIMARY", record, sizeof(record));

	eb_reign_read(r == 0 ? record : "", reign);
	return r;
}

/* Two of one second, or by a clock that was set back, must not take each other's votes. */
static long later_than(const char *since)
{
	long now = (long)time(NULL), last = strtol(since, NULL, 10);

	return last >= now && last < LONG_MAX ? last + 1 : now;
}

int eb_reign_begin(const struct eb_call *call, const struct eb_reign *before, const char *position)
{
	EB_CLEAN(eb_freep) char *record = NULL;

	if (asprintf(&record, "%s|%s|%ld", eb_cluster_self(), position, later_than(before->since)) <
	    0)
		return -ENOMEM;
	return eb_cluster_record(call, "PRIMARY", record);
}

void eb_reign_end(const struct eb_call *call, const char *position)
{
	EB_CLEAN(eb_freep) char *record = NULL;
	struct eb_reign reign;

	if (eb_reign_recall(call, &reign) == 0 && !strcmp(reign.primary, eb_cluster_self()) &&
	    asprintf(&record, "%s|%s|%s|%s|.", reign.primary, reign.began, reign.since, position) >=
		    0)
		eb_cluster_record(call, "PRIMARY", record);
}
