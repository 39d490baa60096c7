// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a plan was made from: whoever uses it later has to find the same files.
 */
#include <string.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/plan.h"

const char *eb_plan_digest(struct eb_plan *plan, const char *path)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *text = NULL, *open = NULL;
	size_t length, rest;

	if (eb_bundle_read_input(path, &text, &length) < 0)
		return NULL;
	open = eb_leave_out(path, text);
	rest = strlen(text);
	g_checksum_update(sum, (const guchar *)open, (gssize)strlen(open));
	/* Behind a NUL, which no such file should have. */
	g_checksum_update(sum, (const guchar *)text + rest, (gssize)(length - rest));
	return eb_arena_string(plan->arena, g_checksum_get_string(sum));
}

const struct eb_input *eb_plan_stale(struct eb_plan *plan)
{
	const struct eb_input *input_file;

	eb_for_each (input_file, plan->inputs) {
		const char *digest;

		if (!input_file->path)
			continue;
		digest = eb_plan_digest(plan, input_file->path);
		if (!digest || g_strcmp0(digest, input_file->digest) != 0)
			return input_file;
	}
	return NULL;
}
