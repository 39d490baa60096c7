// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <freeipmi/freeipmi.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "fence/ipmi/session.h"
#include "lib/clock.h"
#include "lib/fence-net.h"
#include "lib/late.h"

#define FUNCTIONS(X)                                                                               \
	X(FIID_OBJ_GET)                                                                            \
	X(fiid_obj_create)                                                                         \
	X(fiid_obj_destroy)                                                                        \
	X(ipmi_cmd_chassis_control)                                                                \
	X(ipmi_cmd_get_chassis_status)                                                             \
	X(ipmi_ctx_close)                                                                          \
	X(ipmi_ctx_create)                                                                         \
	X(ipmi_ctx_destroy)                                                                        \
	X(ipmi_ctx_errnum)                                                                         \
	X(ipmi_ctx_errormsg)                                                                       \
	X(ipmi_ctx_open_outofband)                                                                 \
	X(ipmi_ctx_open_outofband_2_0)                                                             \
	X(ipmi_ctx_set_target)                                                                     \
	X(tmpl_cmd_chassis_control_rs)                                                             \
	X(tmpl_cmd_get_chassis_status_rs)

EB_LATE(net, FUNCTIONS);

enum {
	RESEND_MS = 400,     /* between a question and its repetition */
	FAREWELL_MS = 100,   /* at most, for the answer to the end of a session */
	SHORT_TRY_MS = 1500, /* for a controller that is silent about suite 17 */
};

/*
 * The library waits for each answer by itself, as long as it was told when the session was
 * opened.  A timer that fires at the deadline and goes on firing makes its waiting fail.
 */
static void ring(int signal)
{
}

static void watch(const struct eb_fence *fence)
{
	int left_ms = eb_clock_left(fence->deadline_ms) + 1;
	struct itimerval timer = { { 0, 50000 }, { left_ms / 1000, left_ms % 1000 * 1000L } };
	struct sigaction action = { .sa_handler = ring }; /* no SA_RESTART */

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void unwatch(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval) { 0 }, NULL);
}

/* What went wrong, in our words and theirs. */
static int failed(struct eb_fence *fence, ipmi_ctx_t ctx, const char *what)
{
	static const struct {
		int theirs, ours;
	} known[] = {
		{ IPMI_ERR_USERNAME_INVALID, -EACCES },
		{ IPMI_ERR_PASSWORD_INVALID, -EACCES },
		{ IPMI_ERR_K_G_INVALID, -EACCES },
		{ IPMI_ERR_PRIVILEGE_LEVEL_INSUFFICIENT, -EACCES },
		{ IPMI_ERR_PRIVILEGE_LEVEL_CANNOT_BE_OBTAINED, -EACCES },
		{ IPMI_ERR_AUTHENTICATION_TYPE_UNAVAILABLE, -EACCES },
		{ IPMI_ERR_IPMI_2_0_UNAVAILABLE, -EOPNOTSUPP },
		{ IPMI_ERR_PARAMETERS, -EINVAL },
		{ IPMI_ERR_HOSTNAME_INVALID, -EINVAL },
		{ IPMI_ERR_CONNECTION_TIMEOUT, -ETIMEDOUT },
		{ IPMI_ERR_SESSION_TIMEOUT, -ETIMEDOUT },
		{ IPMI_ERR_PASSWORD_VERIFICATION_TIMEOUT, -ETIMEDOUT },
		{ IPMI_ERR_MESSAGE_TIMEOUT, -ETIMEDOUT },
		{ IPMI_ERR_BMC_BUSY, -EBUSY },
	};
	int error = net.ipmi_ctx_errnum(ctx), r = -EIO;

	for (size_t i = 0; i < EB_COUNT(known); i++)
		if (known[i].theirs == error)
			r = known[i].ours;
	if (eb_clock_left(fence->deadline_ms) == 0)
		r = -ETIMEDOUT;
	return eb_fence_why(fence, r, "%s of %s: %s", what, fence->std->ip,
			    error == IPMI_ERR_PASSWORD_VERIFICATION_TIMEOUT
				    ? "no answer to the password, which may be wrong (timed out)"
			    : r == -ETIMEDOUT ? "no answer (timed out)"
					      : net.ipmi_ctx_errormsg(ctx));
}

/* The value of a hexadecimal digit, or -1. */
static int digit(char c)
{
	return !isxdigit((unsigned char)c) ? -1 : c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

int eb_ipmi_key(const char *text, unsigned char key[EB_IPMI_KEY], size_t *wrong)
{
	const char *c = text + (strncmp(text, "0x", 2) ? 0 : 2);
	int n = 0;

	while (n < EB_IPMI_KEY && digit(c[0]) >= 0 && digit(c[1]) >= 0) {
		key[n++] = (unsigned char)(digit(c[0]) << 4 | digit(c[1]));
		c += 2;
	}
	/* Half a byte is wrong at the digit that is missing. */
	if (n < EB_IPMI_KEY && digit(*c) >= 0)
		c++;
	else if (!*c && n)
		return n;
	*wrong = (size_t)(c - text) + 1;
	return -1;
}

static uint8_t privilege(const struct eb_ipmi_terms *terms)
{
	static const char *const names[] = { "callback", "user", "operator", "administrator" };
	uint8_t level = IPMI_PRIVILEGE_LEVEL_CALLBACK;

	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (!strcmp(terms->privlvl, names[i]))
			level = (uint8_t)(IPMI_PRIVILEGE_LEVEL_CALLBACK + i);
	return level;
}

static unsigned resend(unsigned session_ms)
{
	return session_ms > 2 * RESEND_MS ? RESEND_MS : session_ms / 2 + 1;
}

/* One attempt at IPMI 2.0.  The privilege is asked for when the session opens, as ipmitool does. */
static int open_2_0(struct eb_fence *fence, const struct eb_ipmi_terms *terms, ipmi_ctx_t ctx,
		    const char *host, long suite, unsigned session_ms)
{
	unsigned char key[EB_IPMI_KEY];
	size_t wrong;
	int length = terms->hexadecimal_kg ? eb_ipmi_key(terms->hexadecimal_kg, key, &wrong) : 0;

	eb_fence_debug(fence, "open a session with %s, IPMI 2.0, cipher suite %ld", host, suite);
	return net.ipmi_ctx_open_outofband_2_0(
		ctx, host, fence->std->username, fence->std->password, length > 0 ? key : NULL,
		(unsigned)length, privilege(terms), (uint8_t)suite, session_ms, resend(session_ms),
		IPMI_WORKAROUND_FLAGS_OUTOFBAND_2_0_OPEN_SESSION_PRIVILEGE, IPMI_FLAGS_DEFAULT);
}

/* Credentials that are refused are refused under every suite, and count against a lock. */
static bool wants_older(ipmi_ctx_t ctx)
{
	int error = net.ipmi_ctx_errnum(ctx);

	return error != IPMI_ERR_USERNAME_INVALID && error != IPMI_ERR_PASSWORD_INVALID &&
	       error != IPMI_ERR_K_G_INVALID && error != IPMI_ERR_PARAMETERS &&
	       error != IPMI_ERR_IPMI_2_0_UNAVAILABLE && error != IPMI_ERR_HOSTNAME_INVALID;
}

static int open_1_5(struct eb_fence *fence, const struct eb_ipmi_terms *terms, ipmi_ctx_t ctx,
		    const char *host, unsigned session_ms)
{
	const char *auth = terms->auth ? terms->auth : fence->std->password ? "md5" : "none";
	uint8_t type = !strcmp(auth, "md5")        ? IPMI_AUTHENTICATION_TYPE_MD5
		       : !strcmp(auth, "password") ? IPMI_AUTHENTICATION_TYPE_STRAIGHT_PASSWORD_KEY
						   : IPMI_AUTHENTICATION_TYPE_NONE;

	eb_fence_debug(fence, "open a session with %s, IPMI 1.5, authentication %s", host, auth);
	return net.ipmi_ctx_open_outofband(ctx, host, fence->std->username, fence->std->password,
					   type, privilege(terms), session_ms, resend(session_ms),
					   0, IPMI_FLAGS_DEFAULT);
}

static int open_any(struct eb_fence *fence, const struct eb_ipmi_terms *terms, ipmi_ctx_t ctx,
		    const char *host)
{
	unsigned left_ms = (unsigned)eb_clock_left(fence->deadline_ms);
	int r;

	if (!terms->lanplus)
		return open_1_5(fence, terms, ctx, host, left_ms);
	if (terms->cipher)
		return open_2_0(fence, terms, ctx, host, atol(terms->cipher), left_ms);
	r = open_2_0(fence, terms, ctx, host, 17,
		     left_ms > 2 * SHORT_TRY_MS ? SHORT_TRY_MS : left_ms / 2);
	if (r == 0 || !wants_older(ctx))
		return r;
	left_ms = (unsigned)eb_clock_left(fence->deadline_ms);
	return left_ms ? open_2_0(fence, terms, ctx, host, 3, left_ms) : r;
}

int eb_ipmi_open(struct eb_fence *fence, const struct eb_ipmi_terms *terms)
{
	char address[EB_FENCE_HOST], host[EB_FENCE_HOST + 16];
	ipmi_ctx_t ctx;
	int r = eb_fence_host(fence, address);

	if (r == 0)
		r = EB_LATE_LOAD(fence, net, FUNCTIONS, EB_SONAME_IPMI);
	if (r < 0)
		return r;
	snprintf(host, sizeof(host), strchr(address, ':') ? "[%s]:%ld" : "%s:%ld", address,
		 fence->std->ipport);
	ctx = net.ipmi_ctx_create();
	if (!ctx)
		return -ENOMEM;
	fence->session = ctx;
	watch(fence);
	if (open_any(fence, terms, ctx, host) < 0)
		r = failed(fence, ctx, "session");
	unwatch();
	if (r == 0 && terms->target) {
		uint8_t channel = IPMI_CHANNEL_NUMBER_PRIMARY_IPMB;
		uint8_t address_of_target = (uint8_t)strtoul(terms->target, NULL, 0);

		if (net.ipmi_ctx_set_target(ctx, &channel, &address_of_target) < 0)
			r = failed(fence, ctx, "target");
	}
	return r;
}

/* The controller has few sessions: it is told that this one ends, but not waited for. */
void eb_ipmi_close(struct eb_fence *fence)
{
	if (!fence->session)
		return;
	fence->deadline_ms = eb_clock_ms() + FAREWELL_MS;
	watch(fence);
	net.ipmi_ctx_close(fence->session);
	net.ipmi_ctx_destroy(fence->session);
	unwatch();
	fence->session = NULL;
}

int eb_ipmi_power(struct eb_fence *fence, enum eb_power *power)
{
	fiid_obj_t answer = net.fiid_obj_create(*net.tmpl_cmd_get_chassis_status_rs);
	uint64_t on = 0;
	int r = 0;

	if (!answer)
		return -ENOMEM;
	watch(fence);
	if (net.ipmi_cmd_get_chassis_status(fence->session, answer) < 0)
		r = failed(fence, fence->session, "power state");
	else if (net.FIID_OBJ_GET(answer, "current_power_state.power_is_on", &on) < 0)
		r = eb_fence_why(fence, -EPROTO, "power state of %s: nonsense", fence->std->ip);
	else
		*power = on ? EB_POWER_ON : EB_POWER_OFF;
	unwatch();
	net.fiid_obj_destroy(answer);
	return r;
}

int eb_ipmi_control(struct eb_fence *fence, uint8_t what)
{
	fiid_obj_t answer = net.fiid_obj_create(*net.tmpl_cmd_chassis_control_rs);
	int r = 0;

	if (!answer)
		return -ENOMEM;
	watch(fence);
	if (net.ipmi_cmd_chassis_control(fence->session, what, answer) < 0)
		r = failed(fence, fence->session, "power control");
	unwatch();
	net.fiid_obj_destroy(answer);
	return r;
}
