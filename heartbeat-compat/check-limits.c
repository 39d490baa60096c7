// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Heartbeat takes and its successors cannot: bounds of corosync and Pacemaker that a line of
 * ha.cf is beyond. They are told with the file, not first with the plan.
 */
#include "heartbeat-compat/check.h"
#include "lib/core.h"

/*
 * corosync and Pacemaker count milliseconds in 32 bits: the one refuses more, the other takes less.
 * initdead is never below deadtime, so one bound, in whole seconds, is that of both.
 */
static void check_range(const struct hb_config *config, struct eb_diag *diag)
{
	static const enum hb_directive_id ids[] = { HB_DEADTIME, HB_INITDEAD };
	const int64_t most_ms = (int64_t)UINT32_MAX / 1000 * 1000;
	g_autofree char *most = hb_time_text(most_ms);

	for (size_t i = 0; i < EB_COUNT(ids); i++) {
		const struct hb_setting *setting = &config->setting[ids[i]];

		if (setting->from && setting->value > most_ms)
			eb_message_hint(eb_diag_add(diag, EB_MSG_TIME_LARGE,
						    setting->from->value.span,
						    "%s %s is more than corosync and Pacemaker can "
						    "count",
						    hb_directive(ids[i])->name, setting->text),
					"expected at most %s, which is 49 days", most);
	}
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
