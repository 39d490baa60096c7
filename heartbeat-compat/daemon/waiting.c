// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/waiting.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/tell.h"

/* 0: neither takeover manual nor takeover_delay is said, or not any more. */
static int64_t limit_of(const struct hb_settings *settings, const struct hb_held *held)
{
	if (settings->takeover_manual)
		return INT64_MAX;
	return settings->takeover_delay_ms ? held->died_ms + settings->takeover_delay_ms : 0;
}

static void tell(struct hb_daemon *daemon, const struct hb_held *held, const char *text,
		 int64_t now_ms)
{
	g_autofree char *what =
		held->until_ms == INT64_MAX
			? g_strdup_printf("takeover of '%s' waits for hb_takeover", text)
			: g_strdup_printf("takeover of '%s' in %" G_GINT64_FORMAT
					  " s, or by hb_takeover",
					  text, (held->until_ms - now_ms + 999) / 1000);

	hb_log(HB_LOG_WARN, "node %s is dead: %s", held->from, what);
	hb_tell(daemon, "takeover", held->from, held->id, what);
}

bool hb_waiting(struct hb_daemon *daemon, struct hb_held *held, const char *text, int64_t now_ms,
		bool *news)
{
	int64_t until_ms = held->released ? 0 : limit_of(daemon->settings, held);

	if (now_ms >= until_ms)
		return false;
	if (held->until_ms != until_ms) {
		held->until_ms = until_ms;
		*news = true;
		tell(daemon, held, text, now_ms);
	}
	return true;
}
