// SPDX-License-Identifier: GPL-2.0-or-later
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "agents/script/answer.h"
#include "lib/core.h"

enum { LSB_RUNNING = 0, LSB_STOPPED = 3 };

/* Texts of status, first match wins. */
struct meaning {
	const char *pattern; /* POSIX extended */
	int flags;
	enum eb_answer answer;
};

static const struct meaning words[] = {
	{ "not *running", REG_ICASE, EB_ANSWER_STOPPED },
	{ "running|Running|OK", 0, EB_ANSWER_RUNNING },
};

static const struct meaning systemctl[] = {
	{ "^ *Active: (active|reloading)", REG_NEWLINE, EB_ANSWER_RUNNING },
	{ "^ *Active: (inactive|failed)", REG_NEWLINE, EB_ANSWER_STOPPED },
	{ "^ *Active: ", REG_NEWLINE, EB_ANSWER_UNKNOWN }, /* on its way from one to the other */
};

static const struct meaning others[] = {
	{ "usage|unknown (action|argument|command|option)", REG_ICASE, EB_ANSWER_NONE },
	{ "\\<(stopped|dead|inactive)\\>", REG_ICASE, EB_ANSWER_STOPPED },
};

static bool matches(const struct meaning *meaning, const char *text)
{
	regex_t regex;
	bool found;

	if (regcomp(&regex, meaning->pattern, REG_EXTENDED | REG_NOSUB | meaning->flags) != 0)
		return false;
	found = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

static const struct meaning *look_up(const struct meaning *table, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (matches(&table[i], text))
			return &table[i];
	return NULL;
}

enum eb_answer eb_answer_by_text(const char *text)
{
	const struct meaning *found = look_up(words, EB_COUNT(words), text);

	return found ? found->answer : EB_ANSWER_STOPPED;
}

enum eb_answer eb_answer_by_exit(int status)
{
	if (status == LSB_RUNNING)
		return EB_ANSWER_RUNNING;
	return status <= LSB_STOPPED ? EB_ANSWER_STOPPED : EB_ANSWER_UNKNOWN;
}

enum eb_answer eb_answer_auto(const char *text, int status)
{
	const struct meaning *found = look_up(systemctl, EB_COUNT(systemctl), text);

	found = found ?: look_up(words, EB_COUNT(words), text);
	found = found ?: look_up(others, EB_COUNT(others), text);
	if (found)
		return found->answer;
	return status == LSB_STOPPED ? EB_ANSWER_STOPPED : EB_ANSWER_NONE;
}
