// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_wti: WTI's network power switches (NPS, TPS, RSM, MPC, IPS, VMR) by telnet or
 * ssh.
 *
 * A plug is what the switch calls it (its number), a name, which several outlets may have (a machine
 * with two power supplies), or a group.  Its state is read from the switch's own tables, by their
 * headings: columns differ between models.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fence/wti/table.h"
#include "lib/ssh.h"

enum { MAX_PROMPTS = 16, STEPS = 6, PAGES = 20 };

static const char prompts[] = "RSM>|MPC>|IPS>|TPS>|NBB>|NPS>|VMR>";

static const struct eb_param params[] = {
	{ "known_hosts", EB_STRING(struct eb_fence_std, known_hosts),
	  .shown = "those of the user and the system", .brief = "File with the key of the switch" },
	{ 0 },
};

struct session {
	struct eb_talk talk;
	char *words; /* the prompts point into it */
	const char *prompts[MAX_PROMPTS + 1];
};

static int validate(struct eb_fence *fence)
{
	for (size_t i = 0; i < fence->n_plugs; i++)
		for (const char *c = fence->plugs[i]; *c; c++)
			if ((unsigned char)*c < ' ' || strchr(",|", *c))
				return eb_fence_why(fence, -EINVAL,
						    "option plug is '%s': wants a number or a name",
						    fence->plugs[i]);
	return 0;
}

static int split_prompts(struct eb_fence *fence, struct session *session)
{
	char *rest, *word;
	size_t n = 0;

	session->words = strdup(fence->std->command_prompt ?: prompts);
	if (!session->words)
		return -ENOMEM;
	for (word = strtok_r(session->words, "|", &rest); word && n < MAX_PROMPTS;
	     word = strtok_r(NULL, "|", &rest))
		session->prompts[n++] = word;
	if (!n)
		return eb_fence_why(fence, -EINVAL, "option command_prompt names no prompt");
	return 0;
}

/* Waits for one of the asks or for a prompt: the number of the ask, or n. */
static int expect(struct eb_fence *fence, struct session *session, const char *const *asks, int n)
{
	const char *texts[8 + MAX_PROMPTS + 1] = { NULL };
	int r;

	for (int i = 0; i < n; i++)
		texts[i] = asks[i];
	for (int i = 0; session->prompts[i]; i++)
		texts[n + i] = session->prompts[i];
	r = eb_talk_expect(fence, &session->talk, texts);
	return r > n ? n : r;
}

static int say(struct eb_fence *fence, struct session *session, const char *text)
{
	return eb_talk_say(fence, &session->talk, text, "\r\n");
}

/* Some ask for a name, some for a password alone, some for nothing. */
static int log_in(struct eb_fence *fence, struct session *session)
{
	static const char *const asks[] = {
		"password:",   "login:",  "login name:", "username:",
		"user name :", "invalid", "incorrect",   "access denied"
	};
	const struct eb_fence_std *std = fence->std;
	bool named = false, proved = false;

	for (int step = 0; step < STEPS; step++) {
		int r = expect(fence, session, asks, EB_COUNT(asks));
		bool again = (r == 0 && proved) || (r >= 1 && r <= 4 && named) || r >= 5;

		if (r < 0 || r == EB_COUNT(asks))
			return r < 0 ? r : 0;
		if (again)
			return eb_fence_why(fence, -EACCES, "%s refuses name or password", std->ip);
		if (r == 0 && !std->password)
			return eb_fence_why(fence, -EACCES, "%s asks for a password", std->ip);
		if (r > 0 && !std->username)
			return eb_fence_why(fence, -EACCES, "%s asks for a name", std->ip);
		*(r == 0 ? &proved : &named) = true;
		r = say(fence, session, r == 0 ? std->password : std->username);
		if (r < 0)
			return r;
	}
	return eb_fence_why(fence, -EPROTO, "%s goes on asking", std->ip);
}

static int open_switch(struct eb_fence *fence)
{
	struct session *session = calloc(1, sizeof(*session));
	int r;

	if (!session)
		return -ENOMEM;
	session->talk.fd = -1;
	fence->session = session;
	r = split_prompts(fence, session);
	if (r == 0)
		r = fence->std->ssh ? eb_ssh_talk(fence, &session->talk, fence->std->known_hosts)
				    : eb_talk_telnet(fence, &session->talk);
	return r == 0 ? log_in(fence, session) : r;
}

static void close_switch(struct eb_fence *fence)
{
	struct session *session = fence->session;

	if (!session)
		return;
	eb_talk_leave(fence, &session->talk, "/X", "\r\n");
	free(session->words);
	free(session);
	fence->session = NULL;
}

/* Says a command and collects what is answered, page after page, into text (to be freed). */
static int ask(struct eb_fence *fence, struct session *session, const char *command, char **text)
{
	static const char *const more[] = { "enter:" };
	char *all = strdup("");
	int r = say(fence, session, command);

	for (int page = 0; all && r == 0 && page < PAGES; page++) {
		char *longer = NULL;
		int which = expect(fence, session, more, EB_COUNT(more));

		if (which >= 0 && asprintf(&longer, "%s%s\n", all, session->talk.heard) < 0)
			longer = NULL;
		free(all);
		all = longer;
		r = which == 0 ? say(fence, session, "") : which;
		if (which != 0)
			break;
	}
	if (!all && r >= 0)
		r = -ENOMEM;
	if (r < 0)
		free(all);
	else
		*text = all;
	return r < 0 ? r : 0;
}

/* ---- what the tables say of one plug, and what has to be switched for it ------------------- */

struct search {
	const char *plug;
	int n, on, off;
	char names[2048]; /* numbers of the outlets, a line each; a group by its own name */
	bool full;        /* there are more than names can take */
	bool exact;       /* found by its number: a name that is the same is another outlet's */
};

/* Half a number would be the number of another outlet. */
static void add_name(struct search *search, const char *name)
{
	size_t used = strlen(search->names), room = sizeof(search->names) - used;

	if (snprintf(search->names + used, room, "%s%s", used ? "\n" : "", name) < (int)room)
		return;
	search->names[used] = '\0';
	search->full = true;
}

static void count(void *arg, const char *id, const char *name, bool group, enum eb_power power)
{
	struct search *search = arg;
	bool by_id = !group && !strcasecmp(id, search->plug);

	if (!by_id && (search->exact || strcasecmp(name, search->plug) != 0))
		return;
	if (by_id)
		*search = (struct search) { .plug = search->plug, .exact = true };
	search->n++;
	search->on += power == EB_POWER_ON;
	search->off += power == EB_POWER_OFF;
	if (!group || !search->names[0])
		add_name(search, group ? name : id);
}

static int find(struct eb_fence *fence, const char *plug, struct search *search)
{
	static const char *const commands[] = { "/S", "/SG" };

	for (size_t i = 0; i < EB_COUNT(commands); i++) {
		EB_CLEAN(eb_freep) char *text = NULL;
		int r = ask(fence, fence->session, commands[i], &text);

		if (r < 0)
			return r;
		*search = (struct search) { .plug = plug };
		eb_wti_each(text, search, count);
		if (search->n)
			return 0;
		eb_fence_renew(fence);
	}
	return eb_fence_why(fence, -ENODEV, "%s has no plug, name or group %s", fence->std->ip,
			    plug);
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	struct search search;
	int r = find(fence, plug, &search);

	if (r < 0)
		return r;
	*power = search.on ? EB_POWER_ON : search.off == search.n ? EB_POWER_OFF : EB_POWER_UNKNOWN;
	return 0;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	struct session *session = fence->session;
	char *rest, *name, command[128];
	struct search search;
	int r = find(fence, plug, &search);

	if (r == 0 && search.full)
		return eb_fence_why(fence, -E2BIG, "%s has too many outlets that are called %s",
				    fence->std->ip, plug);
	for (name = r == 0 ? strtok_r(search.names, "\n", &rest) : NULL; name && r >= 0;
	     name = strtok_r(NULL, "\n", &rest)) {
		static const char *const confirm[] = { "(y/n):" };

		snprintf(command, sizeof(command), "/%s %s,y", power == EB_POWER_ON ? "on" : "off",
			 name);
		eb_fence_renew(fence);
		r = say(fence, session, command);
		while (r == 0) {
			r = expect(fence, session, confirm, EB_COUNT(confirm));
			if (r != 0)
				break;
			r = say(fence, session, "Y");
		}
	}
	return r < 0 ? r : 0;
}

static void tell(void *arg, const char *id, const char *name, bool group, enum eb_power power)
{
	if (!group)
		eb_fence_plug(arg, id, name, power);
}

static int list(struct eb_fence *fence)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	int r = ask(fence, fence->session, "/S", &text);

	if (r == 0)
		eb_wti_each(text, fence, tell);
	return r;
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "23" },
	{ "login_timeout", "10" },
	{ "shell_timeout", "10" },
	{ "command_prompt", prompts },
	{ 0 },
};

static const struct eb_fence_agent wti = {
	.name = "wti",
	.brief = "Fences by WTI network power switches",
	.detail =
		"Logs in to the switch by telnet, which sends the password in the clear: it belongs "
		"into a network of its own; or, with ssh, by ssh, and the key of the switch has to be "
		"known already.  A plug is a number, a name, which several outlets may "
		"have, or a group; what has several outlets is off when all of them are.\n\n"
		"The switch takes one session at a time.  command_prompt is a text, or several "
		"parted by |.",
	.url = "https://www.wti.com",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG | EB_USES_TELNET | EB_USES_SSH,
	.flags = EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL,
	.params = params,
	.defaults = defaults,
	.validate = validate,
	.open = open_switch,
	.close = close_switch,
	.get = get,
	.set = set,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &wti, NULL };
