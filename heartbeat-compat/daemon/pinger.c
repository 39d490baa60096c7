// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/pinger.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"
#include "lib/reach.h"

enum { WORK_MS = 30000, ANSWER_MS = 1000, RESOLVE_MS = 2000, OFTEN_MS = 1000 };

struct hb_pinger {
	struct hb_daemon *daemon;
	bool asking;
	int64_t next_ms;
};

struct hb_pinger *hb_pinger_new(struct hb_daemon *daemon)
{
	struct hb_pinger *pinger = g_new0(struct hb_pinger, 1);

	pinger->daemon = daemon;
	return pinger;
}

void hb_pinger_free(struct hb_pinger *pinger)
{
	g_free(pinger);
}

static bool answers(const char *hosts)
{
	struct eb_echo_how how = {
		.attempts = 1,
		.timeout_ms = ANSWER_MS,
		.until_ms = eb_clock_ms() + ANSWER_MS + RESOLVE_MS,
	};
	struct eb_reach reach;
	bool any = eb_reach_init(&reach, hosts) == 0 &&
		   eb_reach_ask(&reach, RESOLVE_MS, &how) == 0 && reach.alive > 0;

	eb_reach_free(&reach);
	return any;
}

/* One byte for each target, in order. */
static int ask_all(int out, void *arg)
{
	const struct hb_settings *settings = arg;
	const struct hb_target *target;

	eb_for_each (target, settings->pings)
		if (write(out, answers(target->hosts) ? "1" : "0", 1) != 1)
			return 1;
	return 0;
}

/* After a reload the answers under way may be those of other targets: their number tells, mostly;
 * the next round puts right what it does not. */
static void asked(void *data, int status, const char *output, size_t length)
{
	struct hb_pinger *pinger = data;
	const struct hb_settings *settings = pinger->daemon->settings;
	const struct hb_target *target;

	pinger->asking = false;
	if (status != 0 || length != settings->pings->len)
		return;
	eb_for_each (target, settings->pings)
		hb_state_pinged(pinger->daemon->state, target->name, output[target_at] == '1',
				eb_clock_ms());
}

void hb_pinger_tick(struct hb_pinger *pinger, int64_t now_ms)
{
	const struct hb_settings *settings = pinger->daemon->settings;

	if (pinger->asking || !settings->pings->len || now_ms < pinger->next_ms)
		return;
	pinger->next_ms = now_ms + MAX(settings->deadping_ms / 2, OFTEN_MS);
	pinger->asking =
		hb_worker_call(ask_all, pinger->daemon->settings, WORK_MS, asked, pinger) == 0;
}
