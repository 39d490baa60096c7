// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/daemon/cib-patch.h"
#include "heartbeat-compat/tool.h"
#include "lib/file.h"

enum { ASK_MS = 20000 };

/*
 * What happens to resources counts as a version of the CIB, too (num_updates), so while they are moved
 * or fail again and again what was asked is old before it is applied. What matters to us is that nobody
 * has changed the configuration meanwhile (epoch).
 */
static char *of_any_status(const char *diff)
{
	static const char source[] = "<source ", updates[] = " num_updates=\"";
	const char *from = strstr(diff, source), *end = from ? strchr(from, '>') : NULL;
	const char *at = from ? g_strstr_len(from, end ? end - from : -1, updates) : NULL;
	const char *behind = at ? strchr(at + strlen(updates), '"') : NULL;

	return behind ? g_strdup_printf("%.*s%s", (int)(at - diff), diff, behind + 1) : NULL;
}

static int apply(const char *path, const char *diff, char **why)
{
	int code = eb_file_replace(path, diff, strlen(diff), 0600);

	if (code == 0)
		return EB_TOOL(ASK_MS, why, "cibadmin", "--patch", "--xml-file", path);
	*why = g_strdup_printf("%s: %s", path, g_strerror(-code));
	return code;
}

static int apply_diff(const char *path, const char *diff, char **why)
{
	int code = apply(path, diff, why);
	g_autofree char *later = code ? of_any_status(diff) : NULL;

	if (!later)
		return code;
	g_clear_pointer(why, g_free);
	return apply(path, later, why);
}

int hb_cib_patch(const char *before, const char *after, char **why)
{
	char folder[] = "/tmp/escapebeatd.XXXXXX";
	g_autofree char *old = NULL, *new = NULL, *diff = NULL, *text = NULL;
	int code;

	if (!mkdtemp(folder)) {
		code = -errno;
		*why = g_strdup_printf("cannot make the folder %s: %s", folder, g_strerror(-code));
		return code;
	}
	old = g_build_filename(folder, "old.xml", NULL);
	new = g_build_filename(folder, "new.xml", NULL);
	diff = g_build_filename(folder, "diff.xml", NULL);
	code = eb_file_replace(old, before, strlen(before), 0600);
	if (code == 0)
		code = eb_file_replace(new, after, strlen(after), 0600);
	if (code == 0)
		code = EB_TOOL(ASK_MS, &text, "crm_diff", "--original", old, "--new", new);
	/* 1: they differ, which is why we are here. */
	if (code == 1)
		code = apply_diff(diff, text, why);
	else if (code < 0)
		*why = g_strdup_printf("%s: %s", folder, g_strerror(-code));
	else
		*why = g_strdup_printf("crm_diff ended with %d: %s", code, eb_first_line(text));
	unlink(old);
	unlink(new);
	unlink(diff);
	rmdir(folder);
	return code;
}
