// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a plan was made from: whoever uses it later has to find the same files.
 */
#include <string.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/plan.h"

/* "1 sha1 SECRET" counts as "1 sha1"; comments do not count, they may hold an old key. */
static void digest_secret(GChecksum *sum, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		const char *line = lines[i] + strspn(lines[i], " \t");
		size_t length = strcspn(line, " \t\r");

		length += strspn(line + length, " \t");
		length += strcspn(line + length, " \t\r");
		if (*line == '#')
			continue;
		g_checksum_update(sum, (const guchar *)line, (gssize)length);
		g_checksum_update(sum, (const guchar *)"\n", 1);
	}
}

const char *eb_plan_digest(struct eb_plan *plan, const char *path, bool secret)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *text = NULL;
	size_t length;

	if (eb_bundle_read_input(path, &text, &length) < 0)
		return NULL;
	if (secret)
		digest_secret(sum, text);
	else
		g_checksum_update(sum, (const guchar *)text, (gssize)length);
	return eb_arena_string(plan->arena, g_checksum_get_string(sum));
}

const struct eb_input *eb_plan_stale(struct eb_plan *plan)
{
	const struct eb_input *input_file;

	eb_for_each (input_file, plan->inputs) {
		const char *digest;

		if (!input_file->path)
			continue;
		digest = eb_plan_digest(plan, input_file->path, input_file->secret);
		if (!digest || g_strcmp0(digest, input_file->digest) != 0)
			return input_file;
	}
	return NULL;
}
