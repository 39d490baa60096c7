// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main() of every agent: one argument, the action; the rest is ignored, as the OCF
 * says.
 */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/agent.h"

/* An agent may be started with closed descriptors; a socket must never become stderr. */
static void fill_standard_fds(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", O_RDWR);
}

int main(int argc, char **argv)
{
	const char *action = argc > 1 ? argv[1] : "";
	static const struct {
		const char *name;
		void (*print)(const struct eb_agent *agent);
	} texts[] = {
		{ "meta-data", eb_agent_metadata },
		{ "man", eb_agent_man },
	};
	int code;

	fill_standard_fds();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* ignored by our caller, waitpid(2) would find nobody */
	for (size_t i = 0; i < EB_COUNT(texts); i++) {
		if (strcmp(action, texts[i].name))
			continue;
		texts[i].print(&eb_agent);
		return fflush(stdout) || ferror(stdout) ? OCF_ERR_GENERIC : OCF_SUCCESS;
	}
	if (!strcmp(action, "usage") || !strcmp(action, "help") || !strcmp(action, "--help") ||
	    !strcmp(action, "-h")) {
		eb_agent_usage(&eb_agent, argv[0]);
		return OCF_SUCCESS;
	}
	code = eb_agent_run(&eb_agent, action);
	fflush(stdout);
	return code;
}
