// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files that belong to a plan, and the secrets in them. A mark such as @{secret:hb-fence/password}
 * holds the place of a secret; nothing but eb_file_text puts the secret there.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/plan.h"
#include "lib/file.h"

#define MARK "@{secret:"

enum { SECRETS_MODE = 0600, SECRETS_MAX = 1 << 20 };

static const char HEAD[] = "# secrets of a plan of escapebeat: NAME VALUE\n";

struct eb_file *eb_file_add(struct eb_plan *plan, const char *path, const char *mode,
			    const char *brief, const char *text)
{
	struct eb_file *file = eb_arena_make(plan->arena, struct eb_file);

	file->path = eb_arena_string(plan->arena, path);
	file->mode = eb_arena_string(plan->arena, mode);
	file->brief = eb_arena_string(plan->arena, brief);
	file->text = eb_arena_string(plan->arena, text);
	g_ptr_array_add(plan->files, file);
	return file;
}

bool eb_file_is_for(const struct eb_file *file, const char *node)
{
	return !file->node || strcmp(file->node, node) == 0;
}

bool eb_secret_is_left_out(const char *value)
{
	return strstr(value, EB_LEFT_OUT) != NULL;
}

static const char *value_of(const struct eb_plan *plan, const char *name)
{
	const struct eb_pair *secret;

	eb_for_each (secret, plan->secrets)
		if (strcmp(secret->name, name) == 0)
			return secret->value;
	return NULL;
}

const char *eb_secret_keep(struct eb_plan *plan, const char *name, const char *value)
{
	if (!value_of(plan, name) && !eb_secret_is_left_out(value))
		eb_pair_add(plan, plan->secrets, name, value);
	return eb_arena_format(plan->arena, MARK "%s}", name);
}

bool eb_plan_has_secrets(const struct eb_plan *plan)
{
	const struct eb_file *file;

	eb_for_each (file, plan->files)
		if (strstr(file->text, MARK))
			return true;
	return false;
}

/* NAME.sign is what Pacemaker checks NAME with; who wrote a secret down by hand need not know. */
static const char *sign_of(struct eb_plan *plan, const char *name)
{
	g_autofree char *whose = g_strdup(name), *sign = NULL;
	const char *value;

	if (!g_str_has_suffix(name, ".sign"))
		return NULL;
	whose[strlen(whose) - strlen(".sign")] = '\0';
	value = value_of(plan, whose);
	if (!value)
		return NULL;
	sign = g_compute_checksum_for_string(G_CHECKSUM_MD5, value, -1);
	return eb_arena_string(plan->arena, sign);
}

char *eb_file_text(struct eb_plan *plan, const struct eb_file *file, const char **missing)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *at = file->text, *mark, *end;

	while ((mark = strstr(at, MARK)) && (end = strchr(mark, '}'))) {
		const char *begin = mark + strlen(MARK);
		g_autofree char *name = g_strndup(begin, (gsize)(end - begin));
		const char *value = value_of(plan, name);

		if (!value)
			value = sign_of(plan, name);
		if (!value) {
			*missing = eb_arena_string(plan->arena, name);
			return NULL;
		}
		g_string_append_len(text, at, mark - at);
		g_string_append(text, value);
		at = end + 1;
	}
	g_string_append(text, at);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

int eb_secrets_write(const struct eb_plan *plan, const char *path)
{
	g_autoptr(GString) text = g_string_new(HEAD);
	const struct eb_pair *secret;

	eb_for_each (secret, plan->secrets)
		g_string_append_printf(text, "%s %s\n", secret->name, secret->value);
	return eb_file_replace(path, text->str, text->len, SECRETS_MODE);
}

int eb_secrets_read(struct eb_plan *plan, const char *path)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	g_auto(GStrv) lines = NULL;
	int failed = eb_file_read(path, SECRETS_MAX, &text, NULL);

	if (failed < 0)
		return failed;
	if (!g_str_has_prefix(text, HEAD))
		return -EBADMSG;
	lines = g_strsplit(text + strlen(HEAD), "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		char *blank = strchr(lines[i], ' ');

		if (!blank)
			continue;
		*blank = '\0';
		eb_pair_add(plan, plan->secrets, lines[i], blank + 1);
	}
	return 0;
}

char *eb_files_text(const struct eb_plan *plan)
{
	GString *text = g_string_new(NULL);
	const struct eb_file *file;

	eb_for_each (file, plan->files)
		g_string_append_printf(text, "%s==> %s (%s, %s%s): %s <==\n%s", file_at ? "\n" : "",
				       file->path, file->mode, file->node ? "on " : "on every node",
				       file->node ? file->node : "", file->brief, file->text);
	return g_string_free(text, FALSE);
}
