// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Option files of a database hold its passwords, in any group and under many names: so it is not
 * asked what is a secret, but what is read. Of everything else the names of options are left.
 */
#include <string.h>

#include "heartbeat-compat/left-out.h"
#include "lib/option-file.h"

bool eb_is_options(const char *name)
{
	return g_str_has_suffix(name, ".cnf");
}

static bool is_name(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isalnum(text[i]) && !strchr("-_.", text[i]))
			return false;
	return length > 0 && length <= 64;
}

static void put(GString *out, const struct eb_option_line *option)
{
	bool name = is_name(option->name, option->name_length);

	if (option->kind == EB_OPTION_GROUP)
		g_string_append_c(out, '[');
	if (name)
		g_string_append_len(out, option->name, (gssize)option->name_length);
	else
		g_string_append(out, EB_LEFT_OUT);
	if (option->kind == EB_OPTION_GROUP)
		g_string_append_c(out, ']');
	if (!option->value)
		return;
	g_string_append_c(out, '=');
	if (name && eb_danger_find(option->name, option->name_length, NULL, 0))
		g_string_append_len(out, option->value, (gssize)option->value_length);
	else
		g_string_append(out, EB_LEFT_OUT);
}

/* Lines stay where they are, so that messages name the same ones. */
char *eb_leave_out_options(const char *text)
{
	GString *out = g_string_new(NULL);

	for (;;) {
		size_t length = strcspn(text, "\n");
		struct eb_option_line option = eb_option_line(text, length);

		if (option.kind == EB_OPTION_SET || option.kind == EB_OPTION_GROUP)
			put(out, &option);
		else if (option.kind == EB_OPTION_ODD)
			g_string_append(out, EB_LEFT_OUT);
		if (!text[length])
			return g_string_free(out, FALSE);
		g_string_append_c(out, '\n');
		text += length + 1;
	}
}
