// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/commands/move.h"
#include "heartbeat-compat/commands/say.h"
#include "heartbeat-compat/daemon/ha-log.h"

/* With --wait a move may take its hour. */
enum { ASK_MS = 30000, WAIT_MS = 3700000 };

static int usage(FILE *out, const char *name)
{
	fprintf(out, "usage:\n%s [all|foreign|local|failback]\n", name);
	return 1;
}

static bool is_scope(const char *word)
{
	static const char *const words[] = { "all", "foreign", "local", "failback", NULL };

	return g_strv_contains(words, word);
}

static int ask(const struct hb_move *move, const char *scope, bool wait)
{
	struct hb_msg *request = hb_msg_new(move->verb), *answer = NULL;
	int failed, code = 0;

	hb_msg_add(request, "scope", "%s", strcmp(scope, "failback") == 0 ? move->failback : scope);
	if (wait)
		hb_msg_add(request, "wait", "1");
	failed = hb_say_ask(request, wait ? WAIT_MS : ASK_MS, &answer);
	hb_msg_free(request);
	if (failed < 0) {
		hb_say_no_signon(move->command);
		return 1;
	}
	if (strcmp(hb_msg_get(answer, "t"), "ok") != 0) {
		hb_say_error(move->command, "%s", hb_msg_get(answer, "text"));
		code = 1;
	}
	hb_msg_free(answer);
	return code;
}

int hb_move_main(const struct hb_move *move, int argc, char **argv)
{
	const char *scope = NULL;
	bool wait = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0)
			return usage(stdout, argv[0]);
		if (strcmp(argv[i], "--wait") == 0) {
			wait = true;
		} else if (scope) {
			fprintf(stderr, "%s: too many arguments\n", argv[0]);
			return usage(stderr, argv[0]);
		} else {
			scope = argv[i];
		}
	}
	if (!scope)
		scope = "all";
	if (!is_scope(scope)) {
		fprintf(stderr, "%s: wrong resources(%s).\n", argv[0], scope);
		return usage(stderr, argv[0]);
	}
	if (move->told)
		fprintf(stderr, "%s Going standby [%s].\n", hb_log_time(), scope);
	return ask(move, scope, wait);
}
