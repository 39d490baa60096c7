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

void eb_page_files(struct page *page)
{
	for (size_t i = 0; i < EB_COUNT(files); i++) {
		g_autofree char *text = files[i].text(page->plan);

		HTML(page, "<details><summary>");
		eb_page_words(page, files[i].name);
		eb_page_text(page, "small", NULL, files[i].brief);
		HTML(page, "</summary>\n");
		eb_page_text(page, "pre", NULL, text);
		g_string_append_printf(page->out,
				       "<p><code>escapebeat show --as %s PLAN</code></p>\n",
				       files[i].form);
		HTML(page, "</details>\n");
	}
}

/* ---- the run-book ------------------------------------------------------------------------------------ */

enum place { EVERY, FIRST, REST };

/* In this order; what stands before `switch` leaves Heartbeat running. */
static const struct step {
	const char *stage; /* begins here */
	enum place place;
	const char *brief, *command, *back;
} steps[] = {
	{ "Before: Heartbeat runs on", EVERY, "Keep what is there",
	  "tar -C / -czf /root/before.tar.gz etc/ha.d etc/corosync", NULL },
	{ NULL, FIRST, "Write corosync.conf",
	  "escapebeat show --as corosync PLAN >/etc/corosync/corosync.conf",
	  "tar -C / -xzf /root/before.tar.gz etc/corosync" },
	{ NULL, FIRST, "Make the key", "corosync-keygen", "rm /etc/corosync/authkey" },
	{ NULL, FIRST, "Copy both to the other nodes",
	  "scp -p /etc/corosync/corosync.conf /etc/corosync/authkey NODE:/etc/corosync/",
	  "tar -C / -xzf /root/before.tar.gz etc/corosync" },
	{ "The switch: services are away", REST, "Stop Heartbeat, the idle node first",
	  "systemctl disable --now heartbeat", "systemctl enable --now heartbeat" },
	{ NULL, FIRST, "Stop Heartbeat where the services are", "systemctl disable --now heartbeat",
	  "systemctl enable --now heartbeat" },
	{ NULL, EVERY, "Start the new cluster", "systemctl start corosync pacemaker",
	  "systemctl stop pacemaker corosync" },
	{ NULL, FIRST, "Load the resources",
	  "escapebeat show --as pcs PLAN >resources.sh && sh resources.sh",
	  "cibadmin --erase --force" },
	{ "After: services are back", FIRST, "See everything at its home", "crm_mon -1 -r", NULL },
	{ NULL, EVERY, "Start it with the machine", "systemctl enable corosync pacemaker",
	  "systemctl disable corosync pacemaker" },
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
		eb_page_text(page, "code", NULL, steps[i].command);
		HTML(page, "</td>");
		put_command(page, steps[i].back);
		HTML(page, "</tr>\n");
	}
	HTML(page, "</tbody></table>\n");
}
