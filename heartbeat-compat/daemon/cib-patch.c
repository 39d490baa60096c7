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
		code = eb_file_replace(diff, text, strlen(text), 0600);
	else if (code >= 0)
		*why = g_strdup_printf("crm_diff ended with %d: %s", code, eb_first_line(text));
	if (code < 0)
		*why = g_strdup_printf("%s: %s", folder, g_strerror(-code));
	else if (!*why)
		code = EB_TOOL(ASK_MS, why, "cibadmin", "--patch", "--xml-file", diff);
	unlink(old);
	unlink(new);
	unlink(diff);
	rmdir(folder);
	return code;
}
