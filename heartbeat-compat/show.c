// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/picture.h"
#include "heartbeat-compat/report-html.h"
#include "heartbeat-compat/report.h"
#include "heartbeat-compat/show.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/to-commands.h"
#include "heartbeat-compat/to-corosync.h"

static char *picture(const struct eb_plan *plan)
{
	struct eb_anchors *anchors = eb_anchors_new(plan);
	g_autofree char *why = NULL;
	char *svg = eb_picture_svg(plan, anchors, true, &why);

	if (!svg)
		fprintf(stderr, "escapebeat: cannot draw the picture: %s\n", why);
	eb_anchors_free(anchors);
	return svg;
}

/* A page without picture is still worth reading. */
static char *page(const struct eb_plan *plan)
{
	g_autofree char *why = NULL;
	char *html = eb_plan_html(plan, &why);

	if (why)
		fprintf(stderr, "escapebeat: the page has no picture: %s\n", why);
	return html;
}

/* NULL: cannot be made, which has been said. */
static const struct {
	const char *name;
	char *(*text)(const struct eb_plan *plan);
} forms[] = {
	{ "text", eb_plan_report }, { "corosync", eb_corosync_text },
	{ "cib", eb_cib_xml },      { "pcs", eb_pcs_script },
	{ "crm", eb_crm_script },   { "files", eb_files_text },
	{ "json", eb_plan_store },  { "html", page },
	{ "svg", picture },
};

static int print(const struct eb_plan *plan, const char *form)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if (strcmp(forms[i].name, form) == 0) {
			g_autofree char *text = forms[i].text(plan);

			if (text)
				fputs(text, stdout);
			return text ? 0 : 1;
		}
	return 1;
}

int eb_show(const char *path, const char *form)
{
	g_autofree char *why = NULL;
	struct eb_plan *stored = eb_plan_read(path, &why);
	const struct eb_input *stale;
	int code;

	if (!stored) {
		fprintf(stderr, "escapebeat: cannot read the plan %s: %s\n", path, why);
		return 1;
	}
	stale = eb_plan_stale(stored);
	if (stale) {
		fprintf(stderr,
			"escapebeat: %s is not the file that %s was made from; plan again\n",
			stale->path, path);
		code = EB_EXIT_STALE;
	} else {
		code = print(stored, form ? form : "text");
	}
	eb_plan_free(stored);
	return code;
}
