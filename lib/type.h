// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kinds of values that parameters have.  A type is a handful of functions, so
 * that environment, command line, metadata and man page speak of it the same way.
 */
#ifndef EB_TYPE_H
#define EB_TYPE_H

#include <stdbool.h>

struct eb_type {
	const char *content; /* OCF metadata: string, integer, boolean or time */
	const char *expects; /* completes "wants ...": "a time such as 30s or 1500ms" */
	/*
	 * Parses text into *into, whose type the parameter row has pinned.  What is
	 * stored may point into text.  0, -EINVAL (not of this kind) or -ERANGE; *into
	 * is left alone on error.
	 */
	int (*parse)(const char *text, void *into);
};

extern const struct eb_type eb_type_string; /* const char *: the text itself */
extern const struct eb_type eb_type_int;    /* long: decimal, blanks around allowed */
extern const struct eb_type eb_type_bool; /* bool: the words of ocf_is_true, and their opposites */
extern const struct eb_type eb_type_time; /* long: milliseconds; a bare number means seconds */
extern const struct eb_type
	eb_type_time_ms; /* long: milliseconds; a bare number means milliseconds */

/*
 * A time such as 10, 1.5s, 200ms, 2min or 1h as Pacemaker reads it.  Returns 0 and
 * milliseconds in *ms; unit_ms is what a bare number counts.  -EINVAL or -ERANGE.
 */
int eb_time_parse(const char *text, long unit_ms, long *ms);

/* One of OCF's words for true (yes true 1 on ...) or false; -EINVAL for any other. */
int eb_bool_parse(const char *text, bool *value);

#endif
