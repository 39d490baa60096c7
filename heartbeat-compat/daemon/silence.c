// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/silence.h"
#include "heartbeat-compat/daemon/stopped.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"

enum {
	ASK_MS = 30000,
	OFTEN_MS = 1500,
	FRESH_MS = 60000, /* so long after a daemon fell silent Pacemaker is asked often */
	LATER_MS = 10000, /* and then so often */
	BELIEF_MS =
		10000, /* a node that Pacemaker does not miss for so long did not end in order */
};

struct hb_silence {
	struct hb_daemon *daemon;
	const struct hb_claims *claims;
	hb_silence_news *news;
	void *data;
	struct hb_msg
		*stopped; /* the last answer (stopped.h), asked for at stopped_ms; NULL: none */
	int64_t stopped_ms;
	int64_t asking_ms;    /* since when a child asks; 0: none does */
	int64_t asked_ms;     /* 0: ask at once */
	int64_t since_ms;     /* a daemon fell silent then */
	uint32_t controllers; /* of silent nodes, as a sum: another one when a Pacemaker ended */
};

struct hb_silence *hb_silence_new(struct hb_daemon *daemon, const struct hb_claims *claims,
				  hb_silence_news *news, void *data)
{
	struct hb_silence *silence = g_new0(struct hb_silence, 1);

	*silence = (struct hb_silence) {
		.daemon = daemon, .claims = claims, .news = news, .data = data
	};
	return silence;
}

void hb_silence_free(struct hb_silence *silence)
{
	hb_msg_free(silence->stopped);
	g_free(silence);
}

void hb_silence_begins(struct hb_silence *silence)
{
	silence->since_ms = eb_clock_ms();
	silence->asked_ms = 0;
}

/* ---- whom it concerns ----------------------------------------------------------------------- */

bool hb_silence_of(const struct hb_silence *silence, const struct hb_peer *peer)
{
	return peer != silence->daemon->state->self && !peer->ping && peer->member &&
	       !hb_claims_spoke(silence->claims, peer);
}

static const struct hb_peer *peer_of(const struct hb_silence *silence, const struct hb_held *held)
{
	return held->from ? hb_state_find(silence->daemon->state, held->from) : NULL;
}

bool hb_silence_keeps(const struct hb_silence *silence, const struct hb_held *held)
{
	const struct hb_peer *peer = peer_of(silence, held);

	if (!peer || !silence->daemon->state->connected)
		return false;
	return hb_silence_of(silence, peer) || (!peer->member && peer->leaving && !held->died_ms);
}

enum hb_fate hb_silence_fate(const struct hb_silence *silence, const struct hb_held *held,
			     const struct hb_line *line, int64_t now_ms)
{
	const struct hb_peer *peer = peer_of(silence, held);
	bool stopped;

	if (!peer || (peer->member && !hb_silence_of(silence, peer)))
		return HB_FREED;
	/* An answer to a question from before it was seen there tells nothing. */
	stopped = silence->stopped && silence->stopped_ms > held->since_ms &&
		  hb_stopped_line(silence->stopped, line, peer->name);
	if (peer->member)
		return stopped && silence->stopped_ms >= peer->member_ms ? HB_FREED : HB_SERVES;
	if (!peer->leaving)
		return HB_DIED;
	if (silence->stopped && silence->stopped_ms >= peer->lost_ms &&
	    hb_stopped_off(silence->stopped, peer->name))
		return stopped ? HB_FREED : HB_DIED;
	return now_ms - peer->lost_ms < BELIEF_MS ? HB_SERVES : HB_DIED;
}

/* ---- asking --------------------------------------------------------------------------------- */

static void answered(void *data, int status, const char *output, size_t length)
{
	struct hb_silence *silence = data;
	struct hb_msg *msg = NULL;
	int64_t begun_ms = silence->asking_ms;

	silence->asking_ms = 0;
	if (status != 0 || hb_msg_decode(output, length, &msg) != 0)
		return;
	hb_msg_free(silence->stopped);
	silence->stopped = msg;
	silence->stopped_ms = begun_ms;
	silence->news(silence->data);
}

/* A silent node's Pacemaker has ended: what it stopped is to be seen at once. */
static void watch(struct hb_silence *silence)
{
	const struct hb_peer *peer;
	uint32_t sum = 0;

	eb_for_each (peer, silence->daemon->state->nodes)
		if (hb_silence_of(silence, peer))
			sum += hb_member_controller(silence->daemon->member, peer->id);
	if (sum != silence->controllers)
		silence->asked_ms = 0;
	silence->controllers = sum;
}

static bool has_question(const struct hb_silence *silence, GHashTable *lines)
{
	const struct hb_held *held;
	GHashTableIter walk;

	g_hash_table_iter_init(&walk, lines);
	while (g_hash_table_iter_next(&walk, NULL, (gpointer *)&held))
		if (hb_silence_keeps(silence, held))
			return true;
	return false;
}

void hb_silence_tick(struct hb_silence *silence, GHashTable *lines, int64_t now_ms)
{
	int64_t every_ms = now_ms - silence->since_ms < FRESH_MS ? OFTEN_MS : LATER_MS;

	watch(silence);
	if (silence->asking_ms || (silence->asked_ms && now_ms - silence->asked_ms < every_ms) ||
	    !has_question(silence, lines))
		return;
	silence->asked_ms = now_ms;
	if (hb_worker_call(hb_stopped_find, NULL, ASK_MS, answered, silence) == 0)
		silence->asking_ms = now_ms;
}
