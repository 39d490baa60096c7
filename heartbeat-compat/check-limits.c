// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Heartbeat takes and its successors cannot: bounds of corosync and Pacemaker that a line of
 * ha.cf is beyond. They are told with the file, not first with the plan.
 */
#include "heartbeat-compat/check.h"
#include "lib/core.h"

/*
 * corosync and Pacemaker count milliseconds in 32 bits: the one refuses a longer deadtime. initdead
 * is for Pacemaker alone, and 49 days of waiting for a node are as good as more.
 */
static void check_range(const struct hb_config *config, struct eb_diag *diag)
{
	const struct hb_setting *deadtime = &config->setting[HB_DEADTIME];
	const struct hb_setting *initdead = &config->setting[HB_INITDEAD];
	g_autofree char *most = hb_time_text(HB_TIME_MOST_MS);

	if (deadtime->from && deadtime->value > HB_TIME_MOST_MS)
		eb_message_hint(eb_diag_add(diag, EB_MSG_TIME_LARGE, deadtime->from->value.span,
					    "deadtime %s is more than corosync can count",
					    deadtime->text),
				"expected at most %s, which is 49 days", most);
	else if (initdead->from && initdead->value > HB_TIME_MOST_MS)
		eb_diag_add(diag, EB_MSG_TIME_CUT, initdead->from->value.span,
			    "initdead %s is more than Pacemaker can count, it becomes %s",
			    initdead->text, most);
}

/* Where these are depends on the folder that a daemon is in. */
static void check_paths(const struct hb_config *config, struct eb_diag *diag)
{
	static const enum hb_directive_id ids[] = { HB_LOGFILE, HB_DEBUGFILE, HB_WATCHDOG };

	for (size_t i = 0; i < EB_COUNT(ids); i++) {
		const struct hb_setting *setting = &config->setting[ids[i]];

		if (setting->from && *setting->text != '/')
			eb_message_hint(eb_diag_add(diag, EB_MSG_RELATIVE_PATH,
						    setting->from->value.span,
						    "%s '%s' is no full path",
						    hb_directive(ids[i])->name, setting->text),
					"expected a path from / on");
	}
}

void hb_check_limits(const struct hb_config *config, struct eb_diag *diag)
{
	check_range(config, diag);
	check_paths(config, diag);
}
