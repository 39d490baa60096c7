// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_baytech: Bay Technical Associates' remote power controllers (RPC-3, RPC-5 and their kin) by
 * telnet, or on a serial line.
 *
 * The controller talks in menus; what it prompts with depends on model and unit, so the prompt of its
 * outlet control is learnt when it first comes.  States are read from STATUS.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fence/baytech/outlet.h"
#include "lib/talk.h"

enum { STEPS = 12, TRIES = 3, PROMPT = 64, OUTLETS = 64 };

struct conf {
	struct eb_fence_std std;
	const char *ttydev;
};

static const struct eb_param params[] = {
	{ "ttydev", EB_STRING(struct conf, ttydev),
	  .brief = "Serial line, for example /dev/ttyS0, instead of ip" },
	{ 0 },
};

struct session {
	struct eb_talk talk;
	char prompt[PROMPT]; /* of outlet control: "RPC-5>" */
};

static int validate(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;

	if (!conf->ttydev == !conf->std.ip)
		return eb_fence_why(fence, -EINVAL, "wants one of the options ip and ttydev");
	return 0;
}

static int say(struct eb_fence *fence, struct session *session, const char *text)
{
	return eb_talk_say(fence, &session->talk, text, "\r");
}

static bool ends(const char *line, const char *end)
{
	size_t a = strlen(line), b = strlen(end);

	return a >= b && !strcasecmp(line + a - b, end);
}

/*
 * From whatever it says first to the prompt of outlet control.  Each prompt ends with >, and the
 * words before it tell which one it is.
 */
static int log_in(struct eb_fence *fence, struct session *session)
{
	static const char *const texts[] = { ">", "invalid password", NULL };
	const struct eb_fence_std *std = fence->std;
	bool named = false, proved = false;

	for (int step = 0; step < STEPS; step++) {
		int r = eb_talk_expect(fence, &session->talk, texts);
		const char *line = eb_talk_line(&session->talk);
		const char *answer = NULL;

		if (r < 0)
			return r;
		if (r == 1 || (ends(line, "username>") && named) ||
		    (ends(line, "password>") && proved))
			return eb_fence_why(fence, -EACCES, "the device refuses name or password");
		if (ends(line, "username>")) {
			named = true;
			answer = std->username;
		} else if (ends(line, "password>")) {
			proved = true;
			answer = std->password;
		} else if (ends(line, "selection>")) {
			answer = "1"; /* Outlet Control, in the menu of every model */
		} else {
			snprintf(session->prompt, PROMPT, "%s", line);
			return 0;
		}
		if (!answer)
			return eb_fence_why(fence, -EACCES, "the device asks for %s", line);
		r = say(fence, session, answer);
		if (r < 0)
			return r;
	}
	return eb_fence_why(fence, -EPROTO, "the device goes on asking");
}

static int open_controller(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	struct session *session = calloc(1, sizeof(*session));
	int r;

	if (!session)
		return -ENOMEM;
	session->talk.fd = -1;
	fence->session = session;
	if (conf->ttydev) {
		/* Nobody greets on a serial line that is open already. */
		r = eb_talk_serial(fence, &session->talk, conf->ttydev, B9600);
		if (r == 0)
			r = say(fence, session, "");
	} else {
		r = eb_talk_telnet(fence, &session->talk);
	}
	return r == 0 ? log_in(fence, session) : r;
}

static void close_controller(struct eb_fence *fence)
{
	struct session *session = fence->session;

	if (!session)
		return;
	eb_talk_leave(fence, &session->talk, "LOGOUT", "\r");
	free(session);
	fence->session = NULL;
}

/*
 * Says a command, confirms it where the controller wants that, and waits for the prompt.  Back in
 * the menu, where a serial line is when the logout of the session before came after our greeting,
 * nothing is obeyed: it is left again, and the command repeated.
 */
static int ask(struct eb_fence *fence, const char *command)
{
	enum { PROMPT_CAME, SURE, MENU };
	struct session *session = fence->session;
	const char *const texts[] = { session->prompt, "(y/n)>", "selection>", NULL };
	const char *word = command;
	bool left = false; /* the menu: the command is still to be said */

	for (;;) {
		int r = say(fence, session, word);

		if (r == 0)
			r = eb_talk_expect(fence, &session->talk, texts);
		if (r < 0 || (r == PROMPT_CAME && !left))
			return r;
		word = r == SURE ? "Y" : r == MENU ? "1" : command;
		left = r == MENU;
	}
}

/* Calls each for the outlets that were heard of; how many there were. */
static int tell_each(struct session *session, void *arg,
		     void (*each)(void *arg, const struct eb_baytech_outlet *outlet))
{
	char *rest, *line;
	int n = 0;

	for (line = strtok_r(session->talk.heard, "\r\n", &rest); line;
	     line = strtok_r(NULL, "\r\n", &rest)) {
		struct eb_baytech_outlet outlet;

		if (!eb_baytech_read(line, &outlet))
			continue;
		n++;
		each(arg, &outlet);
	}
	return n;
}

/*
 * Asks for all outlets.  A prompt without any may have been a late one, of something before.  0, or
 * -errno and the reason.
 */
static int each_outlet(struct eb_fence *fence, void *arg,
		       void (*each)(void *arg, const struct eb_baytech_outlet *outlet))
{
	for (int tries = 0; tries < TRIES; tries++) {
		int r = ask(fence, "STATUS");

		if (r < 0 || tell_each(fence->session, arg, each) > 0)
			return r;
	}
	return eb_fence_why(fence, -EPROTO, "the device tells no outlets");
}

/* The outlets of a plug: one by its number, all of a name (a machine with two power supplies). */
struct search {
	const char *plug;
	int numbers[OUTLETS], n, on;
};

static void count(void *arg, const struct eb_baytech_outlet *outlet)
{
	struct search *search = arg;
	char *end;
	long number = strtol(search->plug, &end, 10);

	if (*end ? strcasecmp(search->plug, outlet->name) != 0 : number != outlet->number)
		return;
	if (search->n < OUTLETS)
		search->numbers[search->n++] = outlet->number;
	search->on += outlet->power == EB_POWER_ON;
}

static int find(struct eb_fence *fence, const char *plug, struct search *search)
{
	int r;

	*search = (struct search) { .plug = plug };
	r = each_outlet(fence, search, count);
	if (r < 0)
		return r;
	return search->n ? 0 : eb_fence_why(fence, -ENODEV, "the device has no outlet %s", plug);
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	struct search search;
	int r = find(fence, plug, &search);

	if (r == 0)
		*power = search.on ? EB_POWER_ON : EB_POWER_OFF;
	return r;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	struct search search;
	int r = find(fence, plug, &search);

	for (int i = 0; i < search.n && r == 0; i++) {
		char command[32];

		snprintf(command, sizeof(command), "%s %d", power == EB_POWER_ON ? "ON" : "OFF",
			 search.numbers[i]);
		eb_fence_renew(fence);
		r = ask(fence, command);
	}
	return r;
}

static void tell(void *arg, const struct eb_baytech_outlet *outlet)
{
	char id[16];

	snprintf(id, sizeof(id), "%d", outlet->number);
	eb_fence_plug(arg, id, outlet->name, outlet->power);
}

static int list(struct eb_fence *fence)
{
	return each_outlet(fence, fence, tell);
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "23" },
	{ "login_timeout", "10" },
	{ "shell_timeout", "10" },
	{ 0 },
};

static const struct eb_fence_agent baytech = {
	.name = "baytech",
	.brief = "Fences by Bay Technical Associates' remote power controllers",
	.detail =
		"For configurations of Heartbeat that have such a controller (RPC-3, RPC-5 and their "
		"kin): ip, username and password are the ipaddr, login and password of its STONITH "
		"plugin; a plug is an outlet's number, or a name, which several outlets may have: "
		"it is off when all of them are.  Telnet sends the password in the clear: the "
		"controller belongs into a network of its own, or on a serial line (ttydev).",
	.url = "https://www.baytech.net",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG,
	.flags = EB_IP_OPTIONAL | EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.validate = validate,
	.open = open_controller,
	.close = close_controller,
	.get = get,
	.set = set,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &baytech, NULL };
