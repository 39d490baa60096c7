// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the plan makes, and how it gets to the nodes.
 */
#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/to-commands.h"
#include "heartbeat-compat/to-corosync.h"

static const struct {
	const char *name, *brief, *form;
	char *(*text)(const struct eb_plan *plan);
} files[] = {
	{ "/etc/corosync/corosync.conf", "the same on every node", "corosync", eb_corosync_text },
	{ "CIB", "what Pacemaker keeps", "cib", eb_cib_xml },
	{ "Script for pcs", "makes the same CIB", "pcs", eb_pcs_script },
	{ "Script for crm", "makes the same CIB", "crm", eb_crm_script },
};

static void put_file(struct page *page, const char *name, const char *brief, const char *text,
		     const char *form)
{
	HTML(page, "<details><summary>");
	eb_page_words(page, name);
	eb_page_text(page, "small", NULL, brief);
	HTML(page, "</summary>\n");
	eb_page_text(page, "pre", NULL, text);
	g_string_append_printf(page->out, "<p><code>escapebeat show --as %s PLAN</code></p>\n",
			       form);
	HTML(page, "</details>\n");
}

void eb_page_files(struct page *page)
{
	const struct eb_file *file;

	for (size_t i = 0; i < EB_COUNT(files); i++) {
		g_autofree char *text = files[i].text(page->plan);

		put_file(page, files[i].name, files[i].brief, text, files[i].form);
	}
	eb_for_each (file, page->plan->files) {
		g_autofree char *brief =
			file->node ? g_strdup_printf("%s; on %s", file->brief, file->node)
				   : g_strdup(file->brief);

		put_file(page, file->path, brief, file->text, "files");
	}
}

/* ---- the run-book ------------------------------------------------------------------------------------ */

enum place { EVERY, FIRST, REST };

static const char back[] = "escapebeat rollback PLAN";

/* In this order. FIRST is the node whose files lead, REST the others. */
static const struct step {
	const char *stage; /* begins here */
	enum place place;
	const char *brief, *command, *back;
	const char *secrets; /* the command, when there is a PLAN.secrets; NULL: the same */
} steps[] = {
	{ "Stage files: nothing runs differently", FIRST,
	  "Write and check corosync.conf, key and CIB",
	  "escapebeat apply --stage files --new-key PLAN", back },
	{ NULL, FIRST, "Take plan and key to the other nodes", "scp -p PLAN PLAN.key NODE:", NULL,
	  "scp -p PLAN PLAN.key PLAN.secrets NODE:" },
	{ NULL, REST, "Write and check them there", "escapebeat apply --stage files PLAN", back },
	{ "Stage cluster: Pacemaker looks on while Heartbeat serves", EVERY,
	  "Start it beside Heartbeat and compare what both see",
	  "escapebeat apply --stage cluster PLAN", back },
	{ "Stage resources: a short outage", REST, "End Heartbeat, where nothing runs first",
	  "escapebeat apply --stage resources PLAN", back },
	{ NULL, FIRST, "End it on the node that serves; Pacemaker takes over",
	  "escapebeat apply --stage resources PLAN", back },
	{ "Afterwards", EVERY, "See that the cluster is what the plan says",
	  "escapebeat verify PLAN", back },
};

static void put_where(struct page *page, enum place place)
{
	const struct eb_pair *node;
	guint shown = 0;

	HTML(page, "<td class=\"where\">");
	eb_for_each (node, page->plan->cib.nodes) {
		if ((place == FIRST && node_at > 0) || (place == REST && node_at == 0))
			continue;
		eb_page_wordsf(page, "%s%s", shown++ ? ", " : "", node->value);
	}
	HTML(page, "</td>");
}

static void put_command(struct page *page, const char *command)
{
	HTML(page, "<td>");
	if (command)
		eb_page_text(page, "code", NULL, command);
	HTML(page, "</td>");
}

void eb_page_runbook(struct page *page)
{
	HTML(page, "<table class=\"runbook\"><thead><tr><th></th><th>On</th><th>Do</th>"
		   "<th>Way back</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < EB_COUNT(steps); i++) {
		if (steps[i].stage) {
			HTML(page, "<tr class=\"stage\">");
			HTML(page, "<th colspan=\"4\">");
			eb_page_words(page, steps[i].stage);
			HTML(page, "</th></tr>\n");
		}
		g_string_append_printf(page->out, "<tr><td class=\"line\">%zu</td>", i + 1);
		put_where(page, steps[i].place);
		HTML(page, "<td>");
		eb_page_text(page, "span", NULL, steps[i].brief);
		eb_page_text(page, "code", NULL,
			     steps[i].secrets && eb_plan_has_secrets(page->plan)
				     ? steps[i].secrets
				     : steps[i].command);
		HTML(page, "</td>");
		put_command(page, steps[i].back);
		HTML(page, "</tr>\n");
	}
	HTML(page, "</tbody></table>\n");
}
