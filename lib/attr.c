// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

/* Pacemaker's exit code for "there is no cluster to talk to" (CRM_EX_DISCONNECT). */
enum { DISCONNECTED = 102 };

static void last_line(const char *text, char *buf, size_t size)
{
	size_t end = strlen(text), start;

	while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r'))
		end--;
	for (start = end; start > 0 && text[start - 1] != '\n';)
		start--;
	snprintf(buf, size, "%.*s", (int)(end - start), text + start);
}

static int call(struct eb_attr *attr, const char *program, const char **argv)
{
	int64_t patience_ms = eb_clock_ms() + EB_ATTR_PATIENCE_MS;
	EB_CLEAN(eb_run_free)
	struct eb_run run = {
		.argv = argv,
		.deadline_ms = patience_ms < attr->deadline_ms ? patience_ms : attr->deadline_ms,
	};
	const char *folder = getenv("HA_SBIN_DIR");
	char path[PATH_MAX];
	int r;

	attr->said[0] = '\0';
	argv[0] = program;
	if (folder && *folder) {
		snprintf(path, sizeof(path), "%s/%s", folder, program);
		argv[0] = path;
	}
	r = eb_run(&run);
	if (run.output)
		last_line(run.output, attr->said, sizeof(attr->said));
	if (r < 0)
		return r;
	if (run.status == DISCONNECTED)
		return -ENOTCONN;
	return run.status == 0 ? 0 : -EIO;
}

int eb_attr_set(struct eb_attr *attr, long value)
{
	char text[24];
	const char *score[] = { NULL, "--promotion", "-v", text, NULL };
	const char *named[] = {
		NULL, "-n", attr->name, "-B", text, "-d", attr->dampen ?: "0s", NULL
	};

	snprintf(text, sizeof(text), "%ld", value);
	return attr->name ? call(attr, "attrd_updater", named) : call(attr, "crm_attribute", score);
}

int eb_attr_delete(struct eb_attr *attr)
{
	const char *score[] = { NULL, "--promotion", "-D", NULL };
	const char *named[] = { NULL, "-n", attr->name, "-D", "-d", attr->dampen ?: "0s", NULL };

	return attr->name ? call(attr, "attrd_updater", named) : call(attr, "crm_attribute", score);
}
