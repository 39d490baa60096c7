// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/translate.h"

enum {
	/* corosync 3.1 refuses a token below 126 ms with its four retransmits; 130 ms is the
	 * shortest that was tried under load. */
	TOKEN_LEAST_MS = 130,
	/* token_warning at or below one retransmit interval, 1 / 4.2 of the token, warns of
	 * every lost packet; 100 % and more is never reached. */
	WARNING_LEAST = 25,
	WARNING_MOST = 99,
	/* What a ping timeout is longer than the time to give a node up, at least. */
	PING_MARGIN_MS = 140,
};

struct eb_timing eb_timing_of(int64_t deadtime_ms, int64_t keepalive_ms, int64_t warntime_ms,
			      unsigned int links)
{
	struct eb_timing timing = { .token_ms = MAX(deadtime_ms * 5 / 11, TOKEN_LEAST_MS) };
	int64_t percent;

	timing.dead_ms = timing.token_ms * 11 / 5;
	if (links > 1) {
		timing.ping_timeout_ms =
			MAX(timing.dead_ms * 6 / 5, timing.dead_ms + PING_MARGIN_MS);
		timing.pong_one = true;
	} else {
		timing.ping_timeout_ms = MIN(3 * keepalive_ms, timing.token_ms / 2);
	}
	timing.ping_interval_ms = MIN(keepalive_ms, timing.ping_timeout_ms / 3);
	if (warntime_ms > 0) {
		percent = (100 * warntime_ms + timing.token_ms / 2) / timing.token_ms;
		timing.warning_percent = (int)CLAMP(percent, WARNING_LEAST, WARNING_MOST);
	}
	return timing;
}
