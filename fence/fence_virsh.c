// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_virsh: virtual machines of libvirt, by the program virsh on their host, over ssh.
 *
 * Only "shut off" is off.  A machine that is paused, dying or crashed still has a process on its
 * host, with its disks open.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ssh.h"

enum { WORD = 512, LINE = 1024 };

struct conf {
	struct eb_fence_std std;
	const char *known_hosts;
};

static const struct eb_param params[] = {
	{ "known_hosts", EB_STRING(struct conf, known_hosts),
	  .shown = "those of the user and the system", .brief = "File with the key of the host" },
	{ 0 },
};

static int open_host(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;

	return eb_ssh_open(fence, conf->known_hosts);
}

/* Runs "virsh VERB [MACHINE]".  Its own complaint is a failure, in its words. */
static int virsh(struct eb_fence *fence, const char *verb, const char *machine, char **output)
{
	char command[LINE], word[WORD] = "", *complaint;
	int status, r;

	*output = NULL;
	if (machine && !eb_ssh_quote(machine, word, sizeof(word)))
		return eb_fence_why(fence, -EINVAL, "the name of the machine is too long");
	snprintf(command, sizeof(command), "%sLC_ALL=C virsh %s %s%s",
		 fence->std->use_sudo ? "sudo -n env " : "", verb, machine ? "-- " : "", word);
	r = eb_ssh_run(fence, command, &status, output);
	if (r < 0 || status == 0)
		return r;
	complaint = strstr(*output, "error:");
	if (complaint)
		complaint[strcspn(complaint, "\r\n")] = '\0';
	r = complaint && strstr(complaint, "failed to get domain") ? -ENODEV : -EIO;
	eb_fence_why(fence, r, "virsh on %s exits with %d: %s", fence->std->ip, status,
		     complaint ? complaint : "no word of why");
	free(*output);
	*output = NULL;
	return r;
}

static void trim(char *text)
{
	size_t len = strlen(text);

	while (len && strchr(" \t\r\n", text[len - 1]))
		text[--len] = '\0';
}

static enum eb_power power_of(const char *state)
{
	static const char *const on[] = { "running",     "idle",    "paused",
					  "in shutdown", "crashed", "dying",
					  "pmsuspended", "blocked", "no state" };

	if (!strcmp(state, "shut off"))
		return EB_POWER_OFF;
	for (size_t i = 0; i < EB_COUNT(on); i++)
		if (!strcmp(state, on[i]))
			return EB_POWER_ON;
	return EB_POWER_UNKNOWN;
}

/*
 * What an answer says: the lines that are a state say the same one.  Others are what the host's
 * login scripts tell everybody.
 */
static enum eb_power read_state(const char *answer)
{
	EB_CLEAN(eb_freep) char *lines = strdup(answer);
	enum eb_power power = EB_POWER_UNKNOWN;
	char *rest, *line;

	for (line = lines ? strtok_r(lines, "\r\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\r\n", &rest)) {
		enum eb_power said;

		trim(line);
		said = power_of(line);
		if (said == EB_POWER_UNKNOWN)
			continue;
		if (power != EB_POWER_UNKNOWN && said != power)
			return EB_POWER_UNKNOWN;
		power = said;
	}
	return power;
}

/*
 * virsh says the same of a machine that is not there and of a daemon that has just died.  Missing is
 * what a daemon that answers does not list: -ENODEV then, else another failure.
 */
static int confirm_missing(struct eb_fence *fence, const char *machine)
{
	EB_CLEAN(eb_freep) char *names = NULL;
	char *rest, *name;
	int r;

	eb_fence_renew(fence);
	r = virsh(fence, "list --all --name", NULL, &names);
	for (name = r < 0 ? NULL : strtok_r(names, "\r\n", &rest); name;
	     name = strtok_r(NULL, "\r\n", &rest))
		if (!strcmp(name, machine))
			return eb_fence_why(fence, -EIO,
					    "virsh on %s lists %s, but fails to get it",
					    fence->std->ip, machine);
	return r < 0 ? r : -ENODEV;
}

static int get(struct eb_fence *fence, const char *machine, enum eb_power *power)
{
	EB_CLEAN(eb_freep) char *state = NULL;
	int r = virsh(fence, "domstate", machine, &state);

	if (r == -ENODEV && fence->std->missing_as_off)
		r = confirm_missing(fence, machine);
	if (r < 0)
		return r;
	trim(state);
	*power = read_state(state);
	if (*power == EB_POWER_UNKNOWN)
		return eb_fence_why(fence, -EPROTO, "virsh on %s says: %.100s", fence->std->ip,
				    state);
	return 0;
}

static int set(struct eb_fence *fence, const char *machine, enum eb_power power)
{
	EB_CLEAN(eb_freep) char *said = NULL;

	return virsh(fence, power == EB_POWER_ON ? "start" : "destroy", machine, &said);
}

/*
 * The table of "virsh list --all": its columns begin where their headings do, for a name may
 * have blanks.
 */
static int list(struct eb_fence *fence)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	size_t name_at = 0, state_at = 0;
	char *rest, *line;
	int r = virsh(fence, "list --all", NULL, &text);

	if (r < 0)
		return r;
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		const char *name = strstr(line, "Name"), *state = strstr(line, "State");

		trim(line);
		if (!state_at && name && state && name < state) {
			name_at = (size_t)(name - line);
			state_at = (size_t)(state - line);
		} else if (state_at && strlen(line) > state_at && line[strspn(line, "-")]) {
			char column[WORD];

			snprintf(column, sizeof(column), "%.*s", (int)(state_at - name_at),
				 line + name_at);
			trim(column);
			eb_fence_plug(fence, column, NULL, power_of(line + state_at));
		}
	}
	return state_at ? 0
			: eb_fence_why(fence, -EPROTO, "virsh on %s prints no table of machines",
				       fence->std->ip);
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "22" },
	{ "ssh", "1" },
	{ 0 },
};

static const struct eb_fence_agent virsh_agent = {
	.name = "virsh",
	.brief = "Fences virtual machines of libvirt by virsh over ssh",
	.detail =
		"Logs in to the host of the virtual machines by ssh, with a key or a password, and "
		"runs virsh there.  The key of the host has to be known already.",
	.url = "https://libvirt.org",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG | EB_USES_SSH | EB_USES_TELNET |
		EB_USES_SUDO | EB_USES_MISSING_AS_OFF,
	.flags = EB_SECRET_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.open = open_host,
	.close = eb_ssh_close,
	.get = get,
	.set = set,
	.list = list,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &virsh_agent, NULL };
