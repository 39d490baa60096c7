// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/mapping.h"

/* What stands before most examples. */
#define PAIR "node web1 web2\nucast eth0 10.0.0.2\n"
#define LINE "web1 10.0.0.9/24/eth0\n"

/* clang-format off */
#define MAP(file, mark, form, text, before, example, after, option, target, reason) \
	{ HB_FILE_##file, HB_DIRECTIVES, EB_##mark, form, text, before, example, after, option, \
	  target, reason },
#define REST(directive, form, text, before, example, after, reason) \
	{ HB_FILE_HA_CF, directive, EB_DROPPED, form, text, before, example, after, "", NULL, \
	  reason },

const struct eb_mapping eb_mappings[] = {
#include "heartbeat-compat/mapping.def"
	{ 0 },
};
/* clang-format on */

const char *eb_mapping_rest(enum hb_directive_id id)
{
	for (const struct eb_mapping *row = eb_mappings; row->form; row++)
		if (row->rest == id && id != HB_DIRECTIVES)
			return row->reason;
	return NULL;
}

bool eb_mapping_is_of(const struct eb_mapping *row, const char *directive)
{
	size_t length = strlen(directive);

	return row->file == HB_FILE_HA_CF && strncmp(row->form, directive, length) == 0 &&
	       (row->form[length] == ' ' || !row->form[length]);
}

char *eb_mapping_result(const struct eb_mapping *row)
{
	if (!row->target)
		return g_strdup(row->reason ? row->reason : "nothing");
	return g_strdup_printf("%s%s%s%s", row->target, row->reason ? " (" : "",
			       row->reason ? row->reason : "", row->reason ? ")" : "");
}
