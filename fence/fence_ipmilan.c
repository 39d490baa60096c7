// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_ipmilan: machines with a management controller that speaks IPMI over LAN, 1.5 or
 * 2.0 (lanplus), by libfreeipmi.  One session serves a whole action.
 *
 * Which cipher suite a controller takes cannot be asked of all of them: asking one that does
 * not answer costs ipmitool ten seconds.  Without cipher, suite 17 is tried for a short while
 * and then 3, which every controller has to have (IPMI 2.0, table 22-20).
 */
#include <errno.h>
#include <freeipmi/freeipmi.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

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
	KEY_MAX = 20,        /* bytes of K_g */
};

struct conf {
	struct eb_fence_std std;
	const char *auth, *cipher, *privlvl, *hexadecimal_kg, *target;
	bool lanplus;
};

static const struct eb_param params[] = {
	{ "auth", EB_STRING(struct conf, auth), .choices = "md5|password|none", .letter = 'A',
	  .brief = "Authentication of IPMI 1.5" },
	{ "cipher", EB_STRING(struct conf, cipher), .letter = 'C', .shown = "17, then 3",
	  .brief = "Cipher suite of IPMI 2.0" },
	{ "hexadecimal_kg", EB_STRING(struct conf, hexadecimal_kg), .flags = EB_SECRET,
	  .brief = "Key of the controller for IPMI 2.0, in hexadecimal" },
	{ "lanplus", EB_BOOL(struct conf, lanplus), .value = "0", .flags = EB_NO_VALUE,
	  .letter = 'P', .brief = "Speak IPMI 2.0 (RMCP+), which encrypts" },
	{ "privlvl", EB_STRING(struct conf, privlvl), .value = "administrator", .letter = 'L',
	  .choices = "callback|user|operator|administrator",
	  .brief = "Privilege level to ask for" },
	{ "target", EB_STRING(struct conf, target),
	  .brief = "Slave address of a controller behind this one" },
	EB_WITHOUT_EFFECT("ipmitool_path"),
	EB_WITHOUT_EFFECT("ipmitool_timeout"),
	{ 0 },
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

/* Hexadecimal digits to bytes; their number, or -1. */
static int read_key(const char *text, unsigned char key[KEY_MAX])
{
	int n = 0;

	if (!strncmp(text, "0x", 2))
		text += 2;
	for (; text[0]; text += 2, n++) {
		unsigned byte;

		if (n == KEY_MAX || !text[1] || sscanf(text, "%2x", &byte) != 1)
			return -1;
		key[n] = (unsigned char)byte;
	}
	return n;
}

static uint8_t privilege(const struct conf *conf)
{
	static const char *const names[] = { "callback", "user", "operator", "administrator" };
	uint8_t level = IPMI_PRIVILEGE_LEVEL_CALLBACK;

	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (!strcmp(conf->privlvl, names[i]))
			level = (uint8_t)(IPMI_PRIVILEGE_LEVEL_CALLBACK + i);
	return level;
}

static unsigned resend(unsigned session_ms)
{
	return session_ms > 2 * RESEND_MS ? RESEND_MS : session_ms / 2 + 1;
}

/* One attempt at IPMI 2.0.  The privilege is asked for when the session opens, as ipmitool does. */
static int open_2_0(struct eb_fence *fence, ipmi_ctx_t ctx, const char *host, long suite,
		    unsigned session_ms)
{
	const struct conf *conf = fence->conf;
	unsigned char key[KEY_MAX];
	int length = conf->hexadecimal_kg ? read_key(conf->hexadecimal_kg, key) : 0;

	eb_fence_debug(fence, "open a session with %s, IPMI 2.0, cipher suite %ld", host, suite);
	return net.ipmi_ctx_open_outofband_2_0(
		ctx, host, conf->std.username, conf->std.password, length > 0 ? key : NULL,
		(unsigned)length, privilege(conf), (uint8_t)suite, session_ms, resend(session_ms),
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

static int open_1_5(struct eb_fence *fence, ipmi_ctx_t ctx, const char *host, unsigned session_ms)
{
	const struct conf *conf = fence->conf;
	const char *auth = conf->auth ? conf->auth : conf->std.password ? "md5" : "none";
	uint8_t type = !strcmp(auth, "md5")        ? IPMI_AUTHENTICATION_TYPE_MD5
		       : !strcmp(auth, "password") ? IPMI_AUTHENTICATION_TYPE_STRAIGHT_PASSWORD_KEY
						   : IPMI_AUTHENTICATION_TYPE_NONE;

	eb_fence_debug(fence, "open a session with %s, IPMI 1.5, authentication %s", host, auth);
	return net.ipmi_ctx_open_outofband(ctx, host, conf->std.username, conf->std.password, type,
					   privilege(conf), session_ms, resend(session_ms), 0,
					   IPMI_FLAGS_DEFAULT);
}

static int open_any(struct eb_fence *fence, ipmi_ctx_t ctx, const char *host)
{
	const struct conf *conf = fence->conf;
	unsigned left_ms = (unsigned)eb_clock_left(fence->deadline_ms);
	int r;

	if (!conf->lanplus)
		return open_1_5(fence, ctx, host, left_ms);
	if (conf->cipher)
		return open_2_0(fence, ctx, host, atol(conf->cipher), left_ms);
	r = open_2_0(fence, ctx, host, 17, left_ms > 2 * SHORT_TRY_MS ? SHORT_TRY_MS : left_ms / 2);
	if (r == 0 || !wants_older(ctx))
		return r;
	left_ms = (unsigned)eb_clock_left(fence->deadline_ms);
	return left_ms ? open_2_0(fence, ctx, host, 3, left_ms) : r;
}

static int open_session(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
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
	if (open_any(fence, ctx, host) < 0)
		r = failed(fence, ctx, "session");
	unwatch();
	if (r == 0 && conf->target) {
		uint8_t channel = IPMI_CHANNEL_NUMBER_PRIMARY_IPMB;
		uint8_t address_of_target = (uint8_t)strtoul(conf->target, NULL, 0);

		if (net.ipmi_ctx_set_target(ctx, &channel, &address_of_target) < 0)
			r = failed(fence, ctx, "target");
	}
	return r;
}

/* The controller has few sessions: it is told that this one ends, but not waited for. */
static void close_session(struct eb_fence *fence)
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

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
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

static int control(struct eb_fence *fence, uint8_t what)
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

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	return control(fence, power == EB_POWER_ON ? IPMI_CHASSIS_CONTROL_POWER_UP
						   : IPMI_CHASSIS_CONTROL_POWER_DOWN);
}

static int cycle(struct eb_fence *fence, const char *plug)
{
	return control(fence, IPMI_CHASSIS_CONTROL_POWER_CYCLE);
}

static int diag(struct eb_fence *fence, const char *plug)
{
	return control(fence, IPMI_CHASSIS_CONTROL_PULSE_DIAGNOSTIC_INTERRUPT);
}

static int validate(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	unsigned char key[KEY_MAX];
	char *end = NULL;

	if (conf->hexadecimal_kg && read_key(conf->hexadecimal_kg, key) < 0)
		return eb_fence_why(fence, -EINVAL,
				    "option hexadecimal_kg is wrong: wants up to %d bytes in "
				    "hexadecimal",
				    KEY_MAX);
	if (conf->cipher &&
	    (!conf->cipher[0] || strspn(conf->cipher, "0123456789") > 2 ||
	     conf->cipher[strspn(conf->cipher, "0123456789")] || atoi(conf->cipher) > 19))
		return eb_fence_why(fence, -EINVAL,
				    "option cipher is '%s': wants a whole number from 0 to 19",
				    conf->cipher);
	if (conf->target && (strtoul(conf->target, &end, 0) > 0xff || *end))
		return eb_fence_why(fence, -EINVAL,
				    "option target is '%s': wants a slave address such as 0x24",
				    conf->target);
	return 0;
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "623" },
	{ "power_wait", "2" },
	{ 0 },
};
static const struct eb_fence_default lanplus[] = { { "lanplus", "1" }, { 0 } };
static const struct eb_fence_default ilo3[] = {
	{ "lanplus", "1" },
	{ "power_wait", "4" },
	{ 0 },
};
static const struct eb_fence_alias aliases[] = {
	{ "ilo3", "Fences HP iLO3 by IPMI", ilo3 },
	{ "ilo4", "Fences HP iLO4 by IPMI", lanplus },
	{ "ilo5", "Fences HP iLO5 by IPMI", lanplus },
	{ "ipmilanplus", "Fences by IPMI 2.0", lanplus },
	{ "imm", "Fences the IBM Integrated Management Module by IPMI", NULL },
	{ "idrac", "Fences Dell iDRAC by IPMI", NULL },
	{ 0 },
};
static const struct eb_fence_action actions[] = { { "diag", diag, "Rebooted" }, { 0 } };

static const struct eb_fence_agent ipmilan = {
	.name = "ipmilan",
	.brief = "Fences machines by IPMI over LAN",
	.detail = "For machines whose management controller speaks IPMI over LAN.  lanplus speaks "
		  "version 2.0, which encrypts; most controllers of today want it.\n\n"
		  "The action diag sends a diagnostic interrupt, by which the machine may write a "
		  "crash dump; it proves nothing.",
	.url = "https://www.gnu.org/software/freeipmi/",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PORT_AS_IP | EB_USES_METHOD | EB_USES_SUDO,
	.flags = EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.aliases = aliases,
	.actions = actions,
	.validate = validate,
	.open = open_session,
	.close = close_session,
	.get = get,
	.set = set,
	.cycle = cycle,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &ipmilan, NULL };
