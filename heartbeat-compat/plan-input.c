// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a plan was made from: whoever uses it later has to find the same files.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

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

/* Of the line that counts, as stonith_host would have it: a password is left out of both. */
static const char *device_digest(struct eb_plan *plan, const struct eb_input *input)
{
	g_autofree char *text = NULL;
	g_autofree char *line = NULL, *open = NULL, *digest = NULL;
	g_auto(GStrv) lines = NULL;
	const char *settings = "";

	if (eb_bundle_read_input(input->path, &text, NULL) < 0)
		return NULL;
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i] && !*settings; i++)
		if (*g_strstrip(lines[i]) && *lines[i] != '#')
			settings = lines[i];
	line = g_strdup_printf("stonith_host * %s %s", input->device, settings);
	open = eb_leave_out("ha.cf", line);
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, open, -1);
	return eb_arena_string(plan->arena, digest);
}

const char *eb_input_digest(struct eb_plan *plan, const struct eb_input *input)
{
	const char *digest =
		input->device ? device_digest(plan, input) : eb_plan_digest(plan, input->path);

	return !digest && access(input->path, F_OK) < 0 && errno == ENOENT ? "absent" : digest;
}

const struct eb_input *eb_plan_stale(struct eb_plan *plan)
{
	const struct eb_input *input_file;

	eb_for_each (input_file, plan->inputs) {
		const char *digest;

		if (!input_file->path)
			continue;
		digest = eb_input_digest(plan, input_file);
		if (!digest || g_strcmp0(digest, input_file->digest) != 0)
			return input_file;
	}
	return NULL;
}
