// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/scripts.h"

static const char *const folders[] = { "/etc/ha.d/resource.d", "/etc/init.d" };

/* What may not be looked at is not missing. */
static bool is_missing(const char *script)
{
	struct stat stat_;

	for (size_t i = 0; i < EB_COUNT(folders); i++) {
		g_autofree char *path = *script == '/' ? g_strdup(script)
						       : g_build_filename(folders[i], script, NULL);

		if (stat(path, &stat_) == 0 ? stat_.st_mode & S_IXUSR : errno != ENOENT)
			return false;
	}
	return true;
}

void hb_scripts_add(struct hb_msg *msg, const GPtrArray *resources)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources) {
		const struct eb_pair *script;

		if (resource->members)
			hb_scripts_add(msg, resource->members);
		if (g_strcmp0(resource->type, "hbscript") != 0)
			continue;
		script = eb_pair_find(resource->params, "script");
		if (script && is_missing(script->value))
			hb_msg_add(msg, "missing", "%s\t%s", resource->id, script->value);
	}
}

bool hb_scripts_refuse(const struct hb_msg *msg, const struct hb_lines *old)
{
	const struct hb_line_word *word;
	const char *missing;
	bool any = false;

	for (unsigned int i = 0; (missing = hb_msg_nth(msg, "missing", i)); i++) {
		const char *script = strchr(missing, '\t');
		g_autofree char *id =
			script ? g_strndup(missing, (size_t)(script - missing)) : NULL;
		bool is_new = id && old && !hb_lines_find(old, id, &word);

		any |= is_new;
		hb_log(is_new ? HB_LOG_ERROR : HB_LOG_WARN,
		       "haresources: no script %s in %s or %s: %s", script ? script + 1 : "",
		       folders[0], folders[1],
		       is_new ? "the lines stay as they were"
			      : "what it is for cannot run on this node");
	}
	return any;
}
