// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/commands/move.h"
#include "heartbeat-compat/commands/say.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "lib/clock.h"

/* With --wait a move may take its hour, which the daemon counts. */
enum { ASK_MS = 30000, FOLLOW_MS = 300, WAIT_MS = 3700000 };

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

/* As the command that it is: a move is for those whom apiauth names for it. */
static int say(const struct hb_move *move, const struct hb_msg *request, struct hb_msg **answer)
{
	return hb_ask(move->command, request, ASK_MS, answer);
}

/* The number of the move that has begun; 0 when it has not, which was told. */
static int64_t begin(const struct hb_move *move, const char *scope)
{
	struct hb_msg *request = hb_msg_new(move->verb), *answer = NULL;
	int64_t number = 0;
	int failed;

	hb_msg_add(request, "scope", "%s", strcmp(scope, "failback") == 0 ? move->failback : scope);
	failed = say(move, request, &answer);
	hb_msg_free(request);
	if (failed) {
		hb_say_no_signon(move->command, failed);
		if (failed == -ETIMEDOUT)
			hb_say_error(move->command, "whether anything moves is not known");
		return 0;
	}
	if (hb_say_refused(answer) == 0)
		number = hb_msg_number(answer, "move", 0);
	else
		hb_say_error(move->command, "%s", hb_say_text(answer));
	hb_msg_free(answer);
	return number;
}

/* Each line whose place has changed since the last answer. */
static void show(const struct hb_msg *answer, GHashTable *places)
{
	const char *value;

	for (unsigned int i = 0; (value = hb_msg_nth(answer, "line", i)); i++) {
		g_auto(GStrv) parts = g_strsplit(value, "\t", 2);

		if (g_strv_length(parts) != 2 ||
		    g_strcmp0(g_hash_table_lookup(places, parts[0]), parts[1]) == 0)
			continue;
		fprintf(stderr, "%s %s: %s%s\n", hb_log_time(), parts[0],
			strcmp(parts[1], "?") == 0 ? "on its way"
			: *parts[1]                ? "on "
						   : "stopped",
			strcmp(parts[1], "?") == 0 ? "" : parts[1]);
		g_hash_table_replace(places, g_strdup(parts[0]), g_strdup(parts[1]));
	}
}

/* How the move goes, until it is over; its end as an exit code. */
static int follow(const struct hb_move *move, int64_t number)
{
	g_autoptr(GHashTable) places =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct hb_msg *request = hb_msg_new("follow"), *answer = NULL;
	int64_t deadline_ms = eb_clock_ms() + WAIT_MS;
	bool moving, done = false;
	int failed;

	hb_msg_add(request, "move", "%" G_GINT64_FORMAT, number);
	do {
		eb_clock_sleep(FOLLOW_MS, deadline_ms);
		failed = say(move, request, &answer);
		if (failed) {
			hb_say_error(move->command, "nobody follows the move: %s",
				     failed == -ECONNREFUSED ? "the daemon has ended"
							     : hb_say_why(failed));
			break;
		}
		show(answer, places);
		moving = g_strcmp0(hb_msg_get(answer, "state"), "moving") == 0;
		done = g_strcmp0(hb_msg_get(answer, "state"), "done") == 0;
		if (!moving && !done)
			hb_say_error(move->command, "%s", hb_say_text(answer));
		hb_msg_free(answer);
	} while (moving);
	hb_msg_free(request);
	return !done;
}

int hb_move_main(const struct hb_move *move, int argc, char **argv)
{
	const char *scope = NULL;
	bool wait = false;
	int64_t number;

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
	number = begin(move, scope);
	if (!number)
		return 1;
	return wait ? follow(move, number) : 0;
}
