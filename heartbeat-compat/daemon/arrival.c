// SPDX-License-Identifier: GPL-2.0-or-later
#include <glib.h>

#include "heartbeat-compat/daemon/arrival.h"

void hb_arrival_agreed(struct hb_arrival *arrival, const char *digest, int64_t now_ms)
{
	if (g_strcmp0(arrival->digest, digest) == 0)
		return;
	g_free(arrival->digest);
	arrival->digest = g_strdup(digest);
	arrival->since_ms = digest ? now_ms : 0;
}

bool hb_arrival_waits(const struct hb_arrival *arrival)
{
	return arrival->since_ms != 0;
}

void hb_arrival_came(struct hb_arrival *arrival, const char *digest)
{
	if (g_strcmp0(arrival->digest, digest) == 0)
		arrival->since_ms = 0;
}

bool hb_arrival_late(struct hb_arrival *arrival, int64_t now_ms)
{
	if (!hb_arrival_waits(arrival) || now_ms - arrival->since_ms < HB_ARRIVAL_MS)
		return false;
	arrival->since_ms = 0;
	return true;
}
