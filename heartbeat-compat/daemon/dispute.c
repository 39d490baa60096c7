// SPDX-License-Identifier: GPL-2.0-or-later
#include <glib.h>

#include "heartbeat-compat/daemon/dispute.h"

bool hb_dispute_lasts(struct hb_dispute *dispute, const char *what, int64_t now_ms,
		      int64_t patience_ms)
{
	if (g_strcmp0(dispute->what, what) != 0) {
		g_free(dispute->what);
		*dispute = (struct hb_dispute) { .what = g_strdup(what),
						 .since_ms = now_ms,
						 .said = false };
	}
	if (dispute->said || now_ms - dispute->since_ms < patience_ms)
		return false;
	dispute->said = true;
	return true;
}

bool hb_dispute_ends(struct hb_dispute *dispute)
{
	bool said = dispute->said;

	g_free(dispute->what);
	*dispute = (struct hb_dispute) { .what = NULL };
	return said;
}
