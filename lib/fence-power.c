// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/fence-power.h"

enum {
	FIRST_NAP_MS = 20,       /* between the first two looks; doubled each time */
	SILENCE_MS = 20000,      /* a device that only fails for so long is given up */
	AGAIN_MS = 200,          /* before a switching that failed is tried again */
	PATIENT_LOGIN_MS = 20000 /* the least for one exchange when the caller keeps the time */
};

/* ---- the session ------------------------------------------------------------------- */

/*
 * Time for one exchange: what the options say; where they say 0, which is no limit, or the caller
 * keeps the time, at least so long.
 */
static void give_time(struct eb_fence *fence, long ms, int64_t limit_ms)
{
	if ((fence->std->disable_timeout || ms == 0) && ms < PATIENT_LOGIN_MS)
		ms = PATIENT_LOGIN_MS;
	fence->deadline_ms = eb_clock_ms() + ms;
	if (fence->deadline_ms > limit_ms)
		fence->deadline_ms = limit_ms;
}

void eb_fence_renew(struct eb_fence *fence)
{
	give_time(fence, fence->std->shell_timeout_ms, INT64_MAX);
}

void eb_fence_part(struct eb_fence *fence)
{
	if (fence->opened && fence->agent->close)
		fence->agent->close(fence);
	fence->opened = false;
}

int eb_fence_reach(struct eb_fence *fence, int64_t limit_ms)
{
	int r;

	if (!fence->opened && fence->agent->open) {
		fence->why[0] = '\0';
		give_time(fence, fence->std->login_timeout_ms, limit_ms);
		fence->opened = true; /* also half-open: close() must see it */
		r = fence->agent->open(fence);
		if (r < 0) {
			eb_fence_part(fence);
			return r;
		}
	}
	fence->why[0] = '\0';
	give_time(fence, fence->std->shell_timeout_ms, limit_ms);
	return 0;
}

/* A device that failed once may do it again over a new session; these answers are final. */
static bool is_final(int r)
{
	return r == -EACCES || r == -ENODEV || r == -EINVAL || r == -EOPNOTSUPP || r == -EPERM;
}

/* "plug 3", or the device itself where there are no plugs. */
static const char *subject(const struct eb_fence *fence, const char *plug, char buf[128])
{
	if (*plug)
		snprintf(buf, 128, "plug %s", plug);
	else
		snprintf(buf, 128, "%s", fence->std->ip ? fence->std->ip : "the machine");
	return buf;
}

/* The state of one plug; limit_ms bounds it beside the options. */
static int get(struct eb_fence *fence, const char *plug, enum eb_power *power, int64_t limit_ms)
{
	char buf[128];
	int r = eb_fence_reach(fence, limit_ms);

	*power = EB_POWER_UNKNOWN;
	if (r == 0)
		r = fence->agent->get(fence, plug, power);
	if (r == -ENODEV && fence->std->missing_as_off) {
		*power = EB_POWER_OFF;
		r = 0;
	}
	if (r == 0 && *power == EB_POWER_UNKNOWN)
		r = eb_fence_why(fence, -EPROTO, "the device says neither on nor off");
	if (r < 0)
		eb_fence_part(fence);
	eb_fence_debug(fence, "%s is %s%s%s", subject(fence, plug, buf), eb_power_name(*power),
		       r < 0 ? ": " : "", r < 0 ? fence->why : "");
	return r;
}

/* The state of all plugs: on when one of them is on.  all_on may be NULL. */
int eb_fence_get_all(struct eb_fence *fence, enum eb_power *power, bool *all_on)
{
	*power = EB_POWER_OFF;
	if (all_on)
		*all_on = true;
	for (size_t i = 0; i < fence->n_plugs; i++) {
		enum eb_power one;
		int r = get(fence, fence->plugs[i], &one, INT64_MAX);

		/* A session that broke is no answer yet: once more, over a new one. */
		if (r < 0 && !is_final(r) && r != -ETIMEDOUT)
			r = get(fence, fence->plugs[i], &one, INT64_MAX);
		if (r < 0)
			return r;
		if (one == EB_POWER_ON)
			*power = EB_POWER_ON;
		else if (all_on)
			*all_on = false;
	}
	return 0;
}

/* ---- switching ---------------------------------------------------------------------- */

int64_t eb_fence_power_limit(const struct eb_fence *fence)
{
	long ms = fence->std->power_timeout_ms;

	return fence->std->disable_timeout || ms == 0 ? INT64_MAX : eb_clock_ms() + ms;
}

/* Looks at once and then ever less often until a plug is what it should be. */
static int wait_for(struct eb_fence *fence, const char *plug, enum eb_power want, int64_t limit_ms)
{
	int64_t heard_ms = eb_clock_ms();
	long nap_ms = FIRST_NAP_MS;
	enum eb_power seen, last = EB_POWER_UNKNOWN;
	char buf[128];

	for (;;) {
		int r = get(fence, plug, &seen, limit_ms);

		if (r == 0 && seen == want)
			return 0;
		if (r == 0) {
			heard_ms = eb_clock_ms();
			last = seen;
		}
		if (is_final(r) || (r < 0 && eb_clock_ms() - heard_ms >= SILENCE_MS))
			return r;
		if (eb_clock_left(limit_ms) == 0)
			return eb_fence_why(fence, -ETIMEDOUT, "%s is still %s (timed out)%s%s",
					    subject(fence, plug, buf), eb_power_name(last),
					    r < 0 ? ": " : "", r < 0 ? strerror(-r) : "");
		eb_clock_sleep((int)nap_ms, limit_ms);
		nap_ms *= 2;
		if (nap_ms > fence->std->status_sleep_ms)
			nap_ms = fence->std->status_sleep_ms;
		if (nap_ms < FIRST_NAP_MS)
			nap_ms = FIRST_NAP_MS;
	}
}

/* One order to the device; what failed for want of a session is ordered again over a new one. */
static int order(struct eb_fence *fence, const char *plug, enum eb_power want, int64_t limit_ms)
{
	char buf[128];
	int r = 0;

	for (int tries = 0; tries < 2; tries++) {
		r = eb_fence_reach(fence, limit_ms);
		if (r == 0)
			r = fence->agent->set(fence, plug, want);
		eb_fence_debug(fence, "turn %s %s: %s", eb_power_name(want),
			       subject(fence, plug, buf), r < 0 ? fence->why : "ordered");
		if (r < 0)
			eb_fence_part(fence);
		if (r == 0 || is_final(r) || eb_clock_left(limit_ms) == 0)
			break;
		eb_clock_sleep(AGAIN_MS, limit_ms);
	}
	return r;
}

/*
 * Brings all plugs to one state: each is ordered, then each is waited for.  An order whose
 * answer was lost may have been carried out, so it is looked for, but not for long.  latest_ms
 * ends it all.
 */
static int switch_all(struct eb_fence *fence, enum eb_power want, int64_t latest_ms)
{
	char lost[sizeof(fence->why)] = "";
	int64_t limit_ms;
	int failed = 0;

	for (size_t i = 0; i < fence->n_plugs; i++) {
		int r = order(fence, fence->plugs[i], want, latest_ms);

		if (is_final(r))
			return r;
		if (r < 0 && !failed) {
			failed = r;
			snprintf(lost, sizeof(lost), "%s", fence->why);
		}
		eb_clock_sleep((int)fence->std->power_wait_ms, INT64_MAX);
	}
	if (fence->agent->flags & EB_TRUSTED || (failed && fence->agent->flags & EB_ORDER_PROVES))
		return failed ? eb_fence_why(fence, failed, "%s", lost) : 0;
	limit_ms = failed ? eb_clock_ms() + (fence->std->shell_timeout_ms ?: PATIENT_LOGIN_MS)
			  : eb_fence_power_limit(fence);
	if (limit_ms > latest_ms)
		limit_ms = latest_ms;
	for (size_t i = 0; i < fence->n_plugs; i++) {
		int r = wait_for(fence, fence->plugs[i], want, limit_ms);

		if (r < 0)
			return failed && lost[0] ? eb_fence_why(fence, failed, "%s", lost) : r;
	}
	return 0;
}

static int switch_on(struct eb_fence *fence, long tries, int64_t latest_ms)
{
	int r = 0;

	for (long i = 0; i == 0 || i < tries; i++) {
		r = switch_all(fence, EB_POWER_ON, latest_ms);
		if (r == 0 || is_final(r) || eb_clock_left(latest_ms) == 0)
			break;
	}
	return r;
}

/* The line that says what could not be done; returns the exit code. */
int eb_fence_refuse(struct eb_fence *fence, const char *what, int r)
{
	char buf[128], all[600];
	const char *text = fence->why[0] ? fence->why : strerror(-r);

	subject(fence, fence->n_plugs ? fence->plugs[0] : "", buf);
	for (size_t i = 1; i < fence->n_plugs && strlen(buf) < 100; i++)
		snprintf(buf + strlen(buf), sizeof(buf) - strlen(buf), ", %s", fence->plugs[i]);
	/* The fencer knows a late device by these words. */
	snprintf(all, sizeof(all), "%s%s", text,
		 r == -ETIMEDOUT && !strcasestr(text, "timed out") ? " (timed out)" : "");
	eb_fence_say(fence, "cannot %s %s: %s", what, buf, all);
	return 1;
}

int eb_fence_succeed(const char *text)
{
	printf("Success: %s\n", text);
	return 0;
}

int eb_fence_off(struct eb_fence *fence)
{
	enum eb_power power = EB_POWER_ON;
	int r = 0;

	if (!(fence->agent->flags & EB_TRUSTED)) {
		r = eb_fence_get_all(fence, &power, NULL);
		if (r < 0)
			return eb_fence_refuse(fence, "get the state of", r);
	}
	if (power == EB_POWER_OFF && !(fence->agent->flags & EB_ORDER_PROVES))
		return eb_fence_succeed("Already OFF");
	r = switch_all(fence, EB_POWER_OFF, INT64_MAX);
	return r < 0 ? eb_fence_refuse(fence, "turn off", r) : eb_fence_succeed("Powered OFF");
}

int eb_fence_on(struct eb_fence *fence)
{
	enum eb_power power = EB_POWER_OFF;
	bool all_on = false;
	int r = 0;

	if (!(fence->agent->flags & EB_TRUSTED)) {
		r = eb_fence_get_all(fence, &power, &all_on);
		if (r < 0)
			return eb_fence_refuse(fence, "get the state of", r);
	}
	if (all_on && !(fence->agent->flags & EB_ALWAYS_ON))
		return eb_fence_succeed("Already ON");
	r = switch_on(fence, 1 + fence->std->retry_on, INT64_MAX);
	return r < 0 ? eb_fence_refuse(fence, "turn on", r) : eb_fence_succeed("Powered ON");
}

/* The device does both halves; where it proves nothing itself, it must at least end as on. */
static int cycle(struct eb_fence *fence)
{
	int r = 0;

	for (size_t i = 0; i < fence->n_plugs; i++) {
		for (long tries = 0; tries <= fence->std->retry_on; tries++) {
			r = eb_fence_reach(fence, INT64_MAX);
			if (r == 0)
				r = fence->agent->cycle(fence, fence->plugs[i]);
			if (r < 0)
				eb_fence_part(fence);
			if (r == 0 || is_final(r))
				break;
		}
		if (r < 0)
			return eb_fence_refuse(fence, "reboot", r);
	}
	if (fence->agent->flags & (EB_ORDER_PROVES | EB_TRUSTED))
		return eb_fence_succeed("Rebooted");
	eb_clock_sleep((int)fence->std->power_wait_ms, INT64_MAX);
	for (size_t i = 0; i < fence->n_plugs; i++) {
		r = wait_for(fence, fence->plugs[i], EB_POWER_ON, eb_fence_power_limit(fence));
		if (r < 0)
			return eb_fence_refuse(fence, "reboot", r);
	}
	return eb_fence_succeed("Rebooted");
}

/*
 * When what was seen off is left so.  Also where the caller keeps the time: it would end us as a
 * failure, and fence what is fenced again, for ever.
 */
static int64_t on_again_limit(const struct eb_fence *fence)
{
	const struct eb_fence_std *std = fence->std;
	int64_t one_ms = std->power_timeout_ms + (int64_t)fence->n_plugs * std->power_wait_ms;

	return std->power_timeout_ms ? eb_clock_ms() + one_ms * (std->retry_on ?: 1) : INT64_MAX;
}

static bool cycles(const struct eb_fence *fence)
{
	const char *method = fence->std->method;

	return fence->agent->cycle && method && !strcmp(method, "cycle");
}

int eb_fence_reboot(struct eb_fence *fence)
{
	enum eb_power power = EB_POWER_ON;
	int r = 0;

	if (!(fence->agent->flags & EB_TRUSTED)) {
		r = eb_fence_get_all(fence, &power, NULL);
		if (r < 0)
			return eb_fence_refuse(fence, "get the state of", r);
	}
	/* What is off has nothing to cycle: devices refuse that, or take it and do nothing. */
	if (cycles(fence) && (power != EB_POWER_OFF || fence->agent->flags & EB_ORDER_PROVES))
		return cycle(fence);
	if (power != EB_POWER_OFF || fence->agent->flags & EB_ORDER_PROVES) {
		r = switch_all(fence, EB_POWER_OFF, INT64_MAX);
		if (r < 0)
			return eb_fence_refuse(fence, "turn off", r);
	}
	if (fence->agent->flags & EB_NO_ON)
		return eb_fence_succeed("Rebooted");
	/* Seen off, it is fenced: that it does not come up again is told, and no failure. */
	r = switch_on(fence, fence->std->retry_on, on_again_limit(fence));
	if (r < 0)
		eb_fence_refuse(fence, "turn on again (it was off)", r);
	return eb_fence_succeed("Rebooted");
}
