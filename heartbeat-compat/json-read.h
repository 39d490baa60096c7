// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading JSON from front to back, for whoever knows what he wants to find: no tree is built, so a
 * document costs no more memory than what is taken from it, and what nobody asked for is skipped
 * without recursion, however deep it is.
 *
 * A function that returns false has set `at` to where it found something else.
 */
#ifndef EB_JSON_READ_H
#define EB_JSON_READ_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* What is left of a NUL-terminated text; it has to be valid UTF-8. */
struct eb_json {
	const char *at;
};

/* Takes this sign, '{' or ',' or the like, if it comes next, blanks not counted. */
bool eb_json_take(struct eb_json *json, char sign);

/* Takes a string, unescaped, into text; one with a NUL in it is refused. */
bool eb_json_string(struct eb_json *json, GString *text);

/* Takes an integer that fits. */
bool eb_json_integer(struct eb_json *json, int64_t *value);

bool eb_json_boolean(struct eb_json *json, bool *value);

/* Takes one value of any kind. */
bool eb_json_skip(struct eb_json *json);

/* Nothing but blanks is left. */
bool eb_json_end(struct eb_json *json);

#endif
