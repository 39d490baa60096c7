// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/core.h"
#include "lib/type.h"

static int parse_string(const char *text, void *into)
{
	*(const char **)into = text;
	return 0;
}

static int parse_int(const char *text, void *into)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno == ERANGE)
		return -ERANGE;
	while (end != text && isspace((unsigned char)*end))
		end++;
	if (end == text || *end)
		return -EINVAL;
	*(long *)into = value;
	return 0;
}

int eb_bool_parse(const char *text, bool *value)
{
	static const char *const words[] = { "no",  "yes", "false", "true", "0", "1",
					     "off", "on",  "nein",  "ja",   "n", "y" };

	for (size_t i = 0; i < EB_COUNT(words); i++) {
		if (!strcasecmp(text, words[i])) {
			*value = i % 2;
			return 0;
		}
	}
	return -EINVAL;
}

static int parse_bool(const char *text, void *into)
{
	return eb_bool_parse(text, into);
}

int eb_time_parse(const char *text, long unit_ms, long *ms)
{
	static const struct {
		const char *name;
		double ms;
	} units[] = {
		{ "ms", 1 },      { "msec", 1 },     { "us", 0.001 }, { "usec", 0.001 },
		{ "s", 1000 },    { "sec", 1000 },   { "m", 60000 },  { "min", 60000 },
		{ "h", 3600000 }, { "hr", 3600000 },
	};
	const char *start = text + strspn(text, " \t"), *rest;
	double value, factor = unit_ms;
	char *end;
	size_t i = 0;

	/* strtod also takes "inf", "nan" and hexadecimal: none of them is a time. */
	if (!isdigit((unsigned char)start[strspn(start, "+-.")]) ||
	    tolower((unsigned char)start[strspn(start, "+-0")]) == 'x')
		return -EINVAL;
	value = strtod(start, &end);
	if (end == start)
		return -EINVAL;
	rest = end + strspn(end, " \t");
	if (*rest) {
		size_t len = strcspn(rest, " \t");

		if (rest[len + strspn(rest + len, " \t")])
			return -EINVAL;
		for (i = 0; i < EB_COUNT(units); i++)
			if (strlen(units[i].name) == len && !strncasecmp(rest, units[i].name, len))
				break;
		if (i == EB_COUNT(units))
			return -EINVAL;
		factor = units[i].ms;
	}
	if (!(value >= 0) || value * factor > INT_MAX)
		return -ERANGE;
	*ms = (long)(value * factor + 0.5);
	return 0;
}

static int parse_time(const char *text, void *into)
{
	return eb_time_parse(text, 1000, into);
}

static int parse_time_ms(const char *text, void *into)
{
	return eb_time_parse(text, 1, into);
}

const struct eb_type eb_type_string = { "string", "a text", parse_string };
const struct eb_type eb_type_int = { "integer", "a whole number", parse_int };
const struct eb_type eb_type_bool = { "boolean", "true or false", parse_bool };
const struct eb_type eb_type_time = { "time", "a time such as 30s or 1500ms", parse_time };
const struct eb_type eb_type_time_ms = { "integer", "a number of milliseconds", parse_time_ms };
