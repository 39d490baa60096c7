// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "agents/database/told.h"
#include "lib/attr.h"
#include "lib/file.h"
#include "lib/state.h"

/* Beside the state file, one for each attribute. */
static const char *path_of(const struct eb_call *call, const char *name, char buf[PATH_MAX])
{
	char own[PATH_MAX], safe[128];

	snprintf(safe, sizeof(safe), "%s", name);
	for (char *c = safe; *c; c++)
		if (*c == '/')
			*c = '_';
	snprintf(buf, PATH_MAX, "%.*s.told-%s", PATH_MAX - 192, eb_state_path(call, NULL, own),
		 safe);
	return buf;
}

int eb_told_attribute(const struct eb_call *call, const char *name, const char *text, bool always)
{
	struct eb_attr attr = { .name = name, .deadline_ms = call->deadline_ms };
	char path[PATH_MAX];
	int r;

	path_of(call, name, path);
	/* What is not there cannot get lost. */
	if (!always && eb_state_says(path, text, *text ? EB_STATE_FRESH_S : 0))
		return 0;
	r = *text ? eb_attr_write(&attr, NULL, text, false) : eb_attr_delete(&attr);
	if (r < 0) {
		eb_log(EB_WARN, "cannot write attribute %s: %s", name,
		       attr.said[0] ? attr.said : strerror(-r));
		/* It may have come half the way: nobody knows what is there. */
		eb_state_write(path, "?");
		return r;
	}
	r = *text ? eb_state_write(path, text) : eb_file_remove(path);
	if (r < 0)
		eb_log(EB_WARN, "cannot write %s: %s", path, strerror(-r));
	return 0;
}

int eb_told_of_resource(const struct eb_call *call, const char *what, const char *text, bool always)
{
	char name[256], resource[200];

	snprintf(name, sizeof(name), "%s-%s", eb_mysql_resource(call, resource, sizeof(resource)),
		 what);
	return eb_told_attribute(call, name, text, always);
}
