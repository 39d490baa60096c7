// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>
#include <strings.h>

#include "lib/core.h"
#include "lib/option-file.h"

static const char out_of_log[] = "leaves changes out of the binary log";
static const char out_of_replica[] = "leaves changes out of the replica";
static const char hides[] = "hides that the data have diverged";

/* Filters leave out of the log, or of the replica, what somebody believes to be in both. */
const struct eb_danger eb_dangers[] = {
	{ "binlog-do-db", out_of_log, .one_name = true },
	{ "binlog-ignore-db", out_of_log, .one_name = true },
	{ "replicate-do-db", out_of_replica, .one_name = true },
	{ "replicate-do-table", out_of_replica, .one_name = true },
	{ "replicate-ignore-db", out_of_replica, .one_name = true },
	{ "replicate-ignore-table", out_of_replica, .one_name = true },
	{ "replicate-wild-do-table", out_of_replica, .one_name = true },
	{ "replicate-wild-ignore-table", out_of_replica, .one_name = true },
	{ "replicate-rewrite-db", "writes changes to another database of the replica",
	  .one_name = false },
	{ "slave-skip-errors", hides, .harmless = "OFF" },
	{ "replica-skip-errors", hides, .harmless = "OFF" },
	{ "slave-exec-mode", hides, .harmless = "STRICT" },
	{ "replica-exec-mode", hides, .harmless = "STRICT" },
	{ 0 },
};

static const char blanks[] = " \t\r";

static size_t trim(const char **text, size_t length)
{
	for (; length > 0 && strchr(blanks, **text); length--)
		(*text)++;
	while (length > 0 && strchr(blanks, (*text)[length - 1]))
		length--;
	return length;
}

/* Up to a comment, which begins with # behind a blank, outside of quotes. */
static size_t before_comment(const char *text, size_t length)
{
	char quote = '\0';

	for (size_t i = 0; i < length; i++) {
		if (quote ? text[i] == quote : text[i] == '"' || text[i] == '\'')
			quote = quote ? '\0' : text[i];
		else if (!quote && text[i] == '#' && i > 0 && strchr(blanks, text[i - 1]))
			return i;
	}
	return length;
}

static void take_value(struct eb_option_line *line, const char *text, size_t length)
{
	length = trim(&text, length);
	length = before_comment(text, length);
	length = trim(&text, length);
	if (length > 1 && strchr("\"'", *text) && text[length - 1] == *text) {
		text++;
		length -= 2;
	}
	line->value = text;
	line->value_length = length;
}

struct eb_option_line eb_option_line(const char *text, size_t length)
{
	struct eb_option_line line = { .kind = EB_OPTION_NOTHING };
	const char *equals, *hash;

	length = trim(&text, length);
	if (length == 0 || strchr("#;!", *text))
		return line;
	if (*text == '[') {
		line.kind = memchr(text, ']', length) == text + length - 1 ? EB_OPTION_GROUP
									   : EB_OPTION_ODD;
		line.name = text + 1;
		line.name_length = length - 1 - (line.kind == EB_OPTION_GROUP);
		return line;
	}
	line.kind = EB_OPTION_SET;
	equals = memchr(text, '=', length);
	hash = memchr(text, '#', length);
	if (equals && (!hash || equals < hash))
		take_value(&line, equals + 1, length - (size_t)(equals + 1 - text));
	else
		equals = hash;
	line.name = text;
	line.name_length = trim(&line.name, equals ? (size_t)(equals - text) : length);
	return line;
}

bool eb_option_is_servers(const char *group, size_t length)
{
	static const char *const names[] = { "mysqld", "mariadbd", "mariadb", "server", "galera" };

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		size_t n = strlen(names[i]);

		/* [mysqld-8.0]: of that version alone. */
		if (length >= n && !memcmp(group, names[i], n) && (length == n || group[n] == '-'))
			return true;
	}
	return false;
}

bool eb_option_is(const char *written, size_t length, const char *name)
{
	const char *dot = memrchr(written, '.', length);
	size_t skip = dot ? (size_t)(dot + 1 - written) : 0;

	if (length > 6 && !memcmp(written, "loose", 5) && strchr("-_", written[5]))
		skip = 6;
	if (length - skip != strlen(name))
		return false;
	for (size_t i = 0; name[i]; i++)
		if ((written[skip + i] == '_' ? '-' : written[skip + i]) != name[i])
			return false;
	return true;
}

static bool is_harmless(const struct eb_danger *danger, const char *value, size_t length)
{
	return danger->harmless && value && strlen(danger->harmless) == length &&
	       !strncasecmp(value, danger->harmless, length);
}

const struct eb_danger *eb_danger_find(const char *name, size_t name_length, const char *value,
				       size_t value_length)
{
	for (const struct eb_danger *row = eb_dangers; row->name; row++)
		if (eb_option_is(name, name_length, row->name))
			return is_harmless(row, value, value_length) ? NULL : row;
	return NULL;
}
