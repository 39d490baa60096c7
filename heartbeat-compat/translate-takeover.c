// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The directives that Heartbeat never had: what it would have needed against split brain. A
 * takeover that waits is a rule of the CIB, which escapebeatd switches on and off; all the rest
 * is its work alone.
 */
#include "heartbeat-compat/translation.h"

bool eb_takeover_waits(const struct hb_config *config)
{
	return config->setting[HB_TAKEOVER].value == HB_TAKEOVER_MANUAL ||
	       config->setting[HB_TAKEOVER_DELAY].value > 0;
}

static void became(struct eb_translation *t, enum hb_directive_id id, const char *target,
		   const char *reason)
{
	const struct hb_record *from = t->ha_cf->setting[id].from;

	if (from)
		eb_became(t, from, target ? EB_EXACT : EB_DROPPED, target, reason);
}

void eb_translate_takeover(struct eb_translation *t)
{
	static const char rules[] = "CIB rules on hb-hold-LINE";
	const struct hb_setting *setting = t->ha_cf->setting;
	int64_t delay_ms = setting[HB_TAKEOVER_DELAY].value;
	const struct hb_alert_to *alert;

	if (setting[HB_TAKEOVER].value == HB_TAKEOVER_MANUAL) {
		became(t, HB_TAKEOVER, rules, "lines of a dead node wait for hb_takeover");
		became(t, HB_TAKEOVER_DELAY, NULL, "takeover is manual");
	} else {
		became(t, HB_TAKEOVER, delay_ms ? rules : "Pacemaker", NULL);
		if (delay_ms)
			became(t, HB_TAKEOVER_DELAY, rules,
			       EB_TEXT(t, "lines of a dead node wait %.1f s",
				       (double)delay_ms / 1000));
		else
			became(t, HB_TAKEOVER_DELAY, NULL, "no delay");
	}
	became(t, HB_ADDRESS_CHECK, "escapebeatd", "it asks the network, and tells");
	eb_for_each (alert, t->ha_cf->alerts)
		eb_became(t, alert->record, EB_EXACT, "CIB alerts", "escapebeatd adds them");
}
