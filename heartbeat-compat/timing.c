// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/translate.h"

enum {
	/* corosync 3.1 refuses a token below 126 ms with its four retransmits; 130 ms is the
	 * shortest that was tried under load, and for two nodes the consensus, too. */
	TOKEN_LEAST_MS = 130,
	CONSENSUS_LEAST_MS = 130,
	/* token_warning at or below one retransmit interval, 1 / 4.2 of the token, warns of
	 * every lost packet; 100 % and more is never reached. */
	WARNING_LEAST = 25,
	WARNING_MOST = 99,
	/* From here on a stall of the machine is short beside the deadtime, and a link that is down
	 * had better be reported soon. */
	LONG_MS = 10000,
	/* Ping timings that were measured: the timeout outlasts the node, with some room. */
	PING_TIMEOUT_LEAST_MS = 400,
	PING_INTERVAL_LEAST_MS = 30,
};

struct eb_timing eb_timing_of(int64_t deadtime_ms, int64_t keepalive_ms, int64_t warntime_ms,
			      unsigned int links, unsigned int nodes)
{
	struct eb_timing timing = { .token_ms = MAX(deadtime_ms * 5 / 11, TOKEN_LEAST_MS) };
	/* Only two nodes can do with less than 1.2 times the token (corosync.conf(5)). */
	int64_t least_ms = nodes > 2 ? timing.token_ms * 6 / 5 : CONSENSUS_LEAST_MS;
	int64_t percent;

	timing.consensus_ms = MAX(deadtime_ms - timing.token_ms, least_ms);
	timing.dead_ms = timing.token_ms + timing.consensus_ms;
	timing.is_long = deadtime_ms >= LONG_MS;
	if (links > 1 && !timing.is_long) {
		timing.ping_timeout_ms = MAX(timing.dead_ms * 6 / 5, PING_TIMEOUT_LEAST_MS);
		timing.ping_interval_ms =
			MIN(keepalive_ms, MAX(timing.dead_ms / 20, PING_INTERVAL_LEAST_MS));
		timing.pong_one = true;
	} else {
		timing.ping_timeout_ms = MIN(3 * keepalive_ms, timing.token_ms / 2);
		timing.ping_interval_ms = MIN(keepalive_ms, timing.ping_timeout_ms / 3);
	}
	if (warntime_ms > 0) {
		percent = (100 * warntime_ms + timing.token_ms / 2) / timing.token_ms;
		timing.warning_percent = (int)CLAMP(percent, WARNING_LEAST, WARNING_MOST);
	}
	return timing;
}
