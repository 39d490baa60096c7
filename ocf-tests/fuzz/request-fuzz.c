// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a request to the daemon: refused, or answered once, with a message that the other
 * end can read. Pacemaker is not there: what asks for it ends at its door.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/respawn.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/verbs.h"
#include "heartbeat-compat/daemon/view.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/pair.h"

/* ---- the door -------------------------------------------------------------------------------------- */

struct hb_answer {
	unsigned int sent;
};

/* Whether the lines are known, without which nobody looks where they are. */
static bool translated;

void hb_answer_send(struct hb_answer *answer, struct hb_msg *msg)
{
	struct hb_msg *read = NULL;
	size_t size;
	g_autofree char *text = hb_msg_encode(msg, &size);

	g_assert_cmpint(hb_msg_decode(text, size, &read), ==, 0);
	g_assert_true(strcmp(hb_msg_get(read, "t"), "ok") == 0 ||
		      (hb_msg_get(read, "text") && hb_msg_number(read, "code", 1) > 0));
	answer->sent++;
	hb_msg_free(read);
	hb_msg_free(msg);
}

/* The scope says how it begins: well, or refused. */
void hb_standby_begin(struct hb_standby *standby, enum hb_phase phase, enum hb_scope scope,
		      const char *to, hb_standby_begun *begun, void *data)
{
	g_assert_cmpuint(scope, <, HB_SCOPES);
	begun(data, scope == HB_SCOPE_FOREIGN ? -EBUSY : 0);
}

unsigned int hb_standby_number(const struct hb_standby *standby)
{
	return 1;
}

void hb_standby_tell(const struct hb_standby *standby, unsigned int number, struct hb_msg *msg)
{
	hb_msg_add(msg, "state", number == 1 ? "moving" : "failed");
}

void hb_view_ask(struct hb_view *view, hb_placed *placed, void *data)
{
	placed(data, !translated);
}

bool hb_standby_away(const struct hb_standby *standby)
{
	return false;
}

void hb_standby_look(struct hb_standby *standby)
{
}

void hb_owner_look(struct hb_owner *owner)
{
}

bool hb_respawns_runs(const struct hb_respawns *respawns, const char *name)
{
	return false;
}

void hb_hold_acted(struct hb_hold *hold, const char *line, int rc)
{
}

int hb_daemon_reload(struct hb_daemon *daemon)
{
	return -EINVAL;
}

/* ---- the request ----------------------------------------------------------------------------------- */

static void ask(struct hb_daemon *daemon, const struct hb_msg *request)
{
	struct hb_answer answer = { 0 };

	translated = daemon->lines != NULL;
	hb_verb(daemon, request, &answer);
	g_assert_cmpuint(answer.sent, ==, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hb_daemon daemon = {
		.settings = (struct hb_settings *)eb_pair_settings(),
	};
	struct hb_msg *request = NULL;

	if (hb_msg_decode(data, size, &request) < 0)
		return 0;
	daemon.state = eb_pair_state();
	ask(&daemon, request);
	daemon.lines = eb_pair_lines();
	ask(&daemon, request);
	hb_lines_free(daemon.lines);
	hb_state_free(daemon.state);
	hb_msg_free(request);
	return 0;
}
