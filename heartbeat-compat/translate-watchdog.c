// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The watchdog goes to sbd, which resets the node when it, corosync or Pacemaker hang. With three
 * nodes or more that is a fence device without a disk: a node that loses the majority resets
 * itself, and the others know after how long. With two there is no majority to lose.
 */
#include <string.h>

#include "heartbeat-compat/translation.h"

/* Heartbeat's own arithmetic: deadtime and 10 ms, in whole seconds. */
static int64_t timeout_s(const struct eb_translation *t)
{
	return (t->ha_cf->setting[HB_DEADTIME].value + 10 + 999) / 1000;
}

/* Disks of external/sbd: sbd watches them too. */
static const char *disks(const struct eb_translation *t)
{
	const struct eb_resource *resource;
	const struct eb_pair *param;

	eb_for_each (resource, t->plan->cib.resources)
		eb_for_each (param, resource->params)
			if (strcmp(resource->class ? resource->class : "", "stonith") == 0 &&
			    strcmp(param->name, "devices") == 0)
				return param->value;
	return NULL;
}

static void write_sbd(struct eb_translation *t, const char *device, const char *list)
{
	g_autoptr(GString) text = g_string_new("# Written by escapebeat.\n");

	if (list) {
		g_autofree char *devices = g_strdelimit(g_strdup(list), ",", ';');

		g_string_append_printf(text, "SBD_DEVICE=\"%s\"\n", devices);
	}
	g_string_append_printf(text,
			       "SBD_PACEMAKER=yes\n"
			       "SBD_STARTMODE=always\n"
			       "SBD_WATCHDOG_DEV=%s\n"
			       "SBD_WATCHDOG_TIMEOUT=%" PRIi64 "\n",
			       device, timeout_s(t));
	eb_file_add(t->plan, "/etc/default/sbd", "0644", "hands the watchdog to sbd", text->str);
}

/* Pacemaker refuses to run with the property when sbd does not: so corosync brings it along. */
static void fence_by_watchdog(struct eb_translation *t)
{
	/* Pacemaker sets this one itself when it runs; until then crm_verify, which apply asks,
	 * would see no fencing, and refuse the CIB. */
	eb_pair_add(t->plan, t->plan->cib.properties, "have-watchdog", "true");
	eb_pair_addf(t->plan, t->plan->cib.properties,
		     EB_TEXT(t, "%s-watchdog-timeout", eb_target(t)->fencing), "%" PRIi64 "s",
		     2 * timeout_s(t));
	eb_file_add(t->plan, EB_SBD_DROP_IN, "0644", "starts sbd with corosync",
		    "# Written by escapebeat.\n[Unit]\nRequires=sbd.service\n");
	t->fenced = true;
}

void eb_translate_watchdog(struct eb_translation *t)
{
	const struct hb_setting *watchdog = &t->ha_cf->setting[HB_WATCHDOG];
	const char *list = disks(t);
	bool alone = !t->fenced && t->nodes->len > 2;

	if (!watchdog->text)
		return;
	if (*watchdog->text != '/') {
		eb_became(t, watchdog->from, EB_DROPPED, NULL, "no full path");
		return;
	}
	write_sbd(t, watchdog->text, list);
	if (alone)
		fence_by_watchdog(t);
	eb_became(t, watchdog->from, EB_NEAR,
		  EB_TEXT(t, "/etc/default/sbd SBD_WATCHDOG_DEV=%s, SBD_WATCHDOG_TIMEOUT=%" PRIi64,
			  watchdog->text, timeout_s(t)),
		  alone ? "sbd resets a node that hangs or loses the majority"
			: "sbd resets a node that hangs, once it is enabled");
	eb_message_hint(eb_diag_add(t->diag, EB_MSG_WATCHDOG, watchdog->from->name.span,
				    alone ? "the watchdog fences: a node that loses the majority "
					    "resets itself"
					  : "sbd has to be installed and enabled to use %s",
				    watchdog->text),
			alone ? "sbd has to be installed on every node" : "systemctl enable sbd");
}
