// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/attr.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

/* Pacemaker's exit code for "there is no cluster to talk to" (CRM_EX_DISCONNECT). */
enum { DISCONNECTED = 102, NO_SUCH = 105 }; /* and CRM_EX_NOSUCH */

static void last_line(const char *text, char *buf, size_t size)
{
	size_t end = strlen(text), start;

	while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r'))
		end--;
	for (start = end; start > 0 && text[start - 1] != '\n';)
		start--;
	snprintf(buf, size, "%.*s", (int)(end - start), text + start);
}

/* Runs it; output, when it is wanted, gets all that was said and is to be freed. */
static int ask(struct eb_attr *attr, const char *program, const char **argv, const char *const *env,
	       char **output)
{
	int64_t patience_ms = eb_clock_ms() + EB_ATTR_PATIENCE_MS;
	EB_CLEAN(eb_run_free)
	struct eb_run run = {
		.argv = argv,
		.env = env,
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
	if (output)
		*output = EB_TAKE(run.output);
	if (r < 0)
		return r;
	attr->status = run.status;
	if (run.status == DISCONNECTED)
		return -ENOTCONN;
	return run.status == 0 ? 0 : -EIO;
}

static int call(struct eb_attr *attr, const char *program, const char **argv)
{
	return ask(attr, program, argv, NULL, NULL);
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

int eb_attr_write(struct eb_attr *attr, const char *node, const char *text, bool private)
{
	const char *argv[12] = { NULL, "-n", attr->name, "-B", text, "-d", attr->dampen ?: "0s" };
	size_t n = 7;

	if (private)
		argv[n++] = "-p";
	if (node) {
		argv[n++] = "-N";
		argv[n++] = node;
	}
	return call(attr, "attrd_updater", argv);
}

/* The value behind KEY=" in a line; cuts the line behind it. */
static char *quoted(char *line, const char *key)
{
	char *at = strstr(line, key), *end;

	if (!at)
		return NULL;
	at += strlen(key);
	end = strchr(at, '"');
	if (end)
		*end = '\0';
	return end ? at : NULL;
}

/*
 * The environment without what makes attrd_updater (2.1.5) speak of one node alone, though it was
 * told to speak of all.  To be freed.
 */
static const char **impersonal(void)
{
	static const char key[] = "OCF_RESKEY_CRM_meta_on_node";
	const char **env;
	size_t n = 0, kept = 0;

	while (environ[n])
		n++;
	env = calloc(n + 1, sizeof(*env));
	for (size_t i = 0; env && i < n; i++)
		if (strncmp(environ[i], key, sizeof(key) - 1) != 0)
			env[kept++] = environ[i];
	return env;
}

/* Lines such as: name="x" host="n1" value="5". */
int eb_attr_each(struct eb_attr *attr,
		 void (*each)(const char *node, const char *value, void *context), void *context)
{
	const char *argv[] = { NULL, "-Q", "-A", "-n", attr->name, NULL };
	EB_CLEAN(eb_freep) const char **env = impersonal();
	EB_CLEAN(eb_freep) char *output = NULL;
	char *rest, *line;
	int r = ask(attr, "attrd_updater", argv, env, &output);

	if (r == -EIO && attr->status == NO_SUCH)
		return 0;
	rest = r == 0 ? output : NULL;
	while ((line = strsep(&rest, "\n"))) {
		char *value = quoted(line, " value=\""), *node = quoted(line, " host=\"");

		if (value && node && *value)
			each(node, value, context);
	}
	return r;
}

int eb_attr_score_of(struct eb_attr *attr, const char *node, long value)
{
	char text[24];
	const char *argv[] = { NULL, "--promotion", "-N", node, "-v", text, NULL };

	snprintf(text, sizeof(text), "%ld", value);
	return call(attr, "crm_attribute", argv);
}

int eb_attr_property_set(struct eb_attr *attr, const char *set, const char *text)
{
	const char *argv[] = { NULL, "-t",       "crm_config", "-s", set,
			       "-n", attr->name, "-v",         text, NULL };

	return call(attr, "crm_attribute", argv);
}

/* What a question for a value answered: nothing there is no error. */
static int value_of(struct eb_attr *attr, int r, char *text, size_t size)
{
	snprintf(text, size, "%s", r == 0 ? attr->said : "");
	return r == -EIO && attr->status == NO_SUCH ? 0 : r;
}

int eb_attr_property_get(struct eb_attr *attr, const char *set, char *text, size_t size)
{
	const char *argv[] = { NULL, "-t",       "crm_config", "-s", set,
			       "-n", attr->name, "-G",         "-q", NULL };

	return value_of(attr, call(attr, "crm_attribute", argv), text, size);
}

int eb_attr_lasting_get(struct eb_attr *attr, const char *node, char *text, size_t size)
{
	const char *argv[] = {
		NULL, "-N", node, "-l", "forever", "-n", attr->name, "-G", "-q", NULL
	};

	return value_of(attr, call(attr, "crm_attribute", argv), text, size);
}

int eb_attr_failed(struct eb_attr *attr, const char *resource, const char *node)
{
	const char *argv[] = { NULL, "--fail", "--resource", resource, "--node", node, NULL };

	return call(attr, "crm_resource", argv);
}
