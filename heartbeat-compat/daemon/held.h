// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A line of haresources as a node sees it that may have to wait before it takes over (hold.h):
 * who serves it, and since when it waits. Both survive the daemon, not the node: neither do
 * attributes.
 */
#ifndef EB_HELD_H
#define EB_HELD_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#define HB_HELD "/run/escapebeat/held"

struct hb_held {
	const char *id;   /* the key of the table */
	bool judged;      /* whether the line is to be kept from this node is known */
	bool own, failed; /* this node serves it; it failed here */
	char *from;       /* who serves or served it elsewhere; NULL: nobody that counts */
	int64_t since_ms; /* when that was known last; 0: before our start */
	int64_t died_ms;  /* since when it waits; 0: it does not */
	int64_t until_ms; /* until when, as was told; INT64_MAX: until somebody says so */
	bool released;    /* somebody said so */
};

/* id -> struct hb_held *, with those that the file tells of; g_hash_table_unref. */
GHashTable *hb_held_recall(void);

/* The one of this id, which is made when there is none. */
struct hb_held *hb_held_of(GHashTable *lines, const char *id);

/* Those that somebody serves into the file, which goes when there are none. */
void hb_held_keep(GHashTable *lines);

#endif
