// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Something that is worth a word when it lasts: files are edited one after the other, and for that
 * while nodes disagree; a daemon is silent for a moment.
 */
#ifndef EB_DISPUTE_H
#define EB_DISPUTE_H

#include <stdbool.h>
#include <stdint.h>

/* Begins with zeroes. */
struct hb_dispute {
	char *what; /* NULL: there is none. For g_free at the end */
	int64_t since_ms;
	bool said;
};

/* It is so now (what: another one begins anew). True once, when it has lasted for patience_ms. */
bool hb_dispute_lasts(struct hb_dispute *dispute, const char *what, int64_t now_ms,
		      int64_t patience_ms);

/* It is over: true when it had been said. */
bool hb_dispute_ends(struct hb_dispute *dispute);

#endif
