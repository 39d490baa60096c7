// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Nodes whose daemon says nothing (any more), or that are gone: what became of the lines that
 * they served. For a silent member Pacemaker is asked, again and again, whether it has stopped
 * them; so it is for a node that took leave before it went, which may have ended in order or
 * have died. Who went without a word is dead.
 */
#ifndef EB_SILENCE_H
#define EB_SILENCE_H

#include "heartbeat-compat/daemon/claims.h"
#include "heartbeat-compat/daemon/compatd.h"
#include "heartbeat-compat/daemon/held.h"

struct hb_silence;

/* news: Pacemaker has answered. */
typedef void hb_silence_news(void *data);
struct hb_silence *hb_silence_new(struct hb_daemon *daemon, const struct hb_claims *claims,
				  hb_silence_news *news, void *data);
void hb_silence_free(struct hb_silence *silence);

/* A daemon fell silent just now. */
void hb_silence_begins(struct hb_silence *silence);

/* A member whose daemon says nothing: what it served it may be serving still. */
bool hb_silence_of(const struct hb_silence *silence, const struct hb_peer *peer);

/* Is the line kept for a node that cannot say itself what became of it? */
bool hb_silence_keeps(const struct hb_silence *silence, const struct hb_held *held);

enum hb_fate {
	HB_SERVES, /* for all that is known */
	HB_FREED,  /* it does not, and is not going to */
	HB_DIED,   /* with it, perhaps */
};

/* Of the node that the line is kept for, and that does not claim it. */
enum hb_fate hb_silence_fate(const struct hb_silence *silence, const struct hb_held *held,
			     const struct hb_line *line, int64_t now_ms);

/* Asks when it is time to; lines: id -> struct hb_held *. */
void hb_silence_tick(struct hb_silence *silence, GHashTable *lines, int64_t now_ms);

#endif
