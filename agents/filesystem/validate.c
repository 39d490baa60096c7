// SPDX-License-Identifier: GPL-2.0-or-later
/* Do the parameters fit together? */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/filesystem/fs.h"
#include "agents/filesystem/users.h"

static bool has_blanks_around(const char *text)
{
	return isspace((unsigned char)text[0]) || isspace((unsigned char)text[strlen(text) - 1]);
}

int eb_fs_may_kill(const char *text, bool *kill)
{
	/* Those of the newest stock agent are ways of looking, which we have no use for. */
	static const char *const more[] = { "safe",    "move", "nomove", "xargs",
					    "noxargs", "ps",   "nops" };
	size_t n;
	int r = 0;

	*kill = true;
	for (; *(text += strspn(text, ", ")); text += n) {
		char word[16];
		bool known, value = true;

		n = strcspn(text, ", ");
		snprintf(word, sizeof(word), "%.*s", (int)n, text);
		known = eb_bool_parse(word, &value) == 0;
		if (known && !value)
			*kill = false;
		for (size_t i = 0; i < EB_COUNT(more) && !known; i++)
			known = !strcmp(word, more[i]);
		if (!known)
			r = -EINVAL;
	}
	return r;
}

static bool are_signals(const char *text)
{
	size_t n;

	for (; *(text += strspn(text, ", ")); text += n) {
		n = strcspn(text, ", ");
		if (!eb_fs_signal_number(text, n))
			return false;
	}
	return true;
}

/* A file system of one host on several is lost at the second one's first write. */
static enum eb_ocf may_be_cloned(const struct eb_fs_conf *conf)
{
	const char *max = eb_meta("clone_max");
	unsigned kind = eb_fs_kind(eb_fs_type(conf));
	bool ro = eb_mount_is_ro(conf->options);

	if (!max || atoi(max) < 1 || kind & EB_FS_CLUSTER)
		return OCF_SUCCESS;
	if (!conf->force_clones && (!ro || kind & EB_FS_LOCAL))
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "%s on %s knows nothing of clusters, and clones of it would destroy "
			       "each other's data",
			       conf->fstype ?: "what is", conf->device);
	eb_log(EB_WARN, "%s on %s knows nothing of clusters; clones of it are allowed because %s",
	       conf->fstype ?: "what is", conf->device,
	       conf->force_clones ? "force_clones says so" : "it is mounted read-only");
	return OCF_SUCCESS;
}

static enum eb_ocf refuse(const char *name, const char *value, const char *wants)
{
	return eb_fail(OCF_ERR_CONFIGURED, 0, "parameter %s is '%s': wants %s", name, value, wants);
}

enum eb_ocf eb_fs_validate(const struct eb_call *call)
{
	const struct eb_fs_conf *conf = call->conf;
	char point[PATH_MAX];
	bool kill;

	if (has_blanks_around(conf->device))
		return refuse("device", conf->device, "no blanks around");
	if (has_blanks_around(conf->directory))
		return refuse("directory", conf->directory, "no blanks around");
	if (eb_path_clean(conf->directory, point) < 0 || !strcmp(point, "/"))
		return refuse("directory", conf->directory, "an absolute path, and not /");
	/* The mount would hide the way by which it was found. */
	if (!strcmp(strrchr(point, '/'), "/.."))
		return refuse("directory", conf->directory, "a path that does not end with ..");
	if (eb_fs_may_kill(conf->force_unmount, &kill) < 0)
		return refuse("force_unmount", conf->force_unmount, "true, safe or false");
	if (!are_signals(conf->term_signals))
		return refuse("term_signals", conf->term_signals, "signals such as TERM INT");
	if (!are_signals(conf->kill_signals))
		return refuse("kill_signals", conf->kill_signals, "signals such as KILL");
	return may_be_cloned(conf);
}
