// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cl_status asks the daemon: one verb, one answer, and nodes as it lists them.
 */
#ifndef EB_QUERY_H
#define EB_QUERY_H

#include <stdbool.h>

#include "heartbeat-compat/daemon/fields.h"

enum { HB_QUERY_FAILED = 13 }; /* cl_status: the answer cannot be had */

/* Asks: 0 and *answer, hb_msg_free(); -errno of hb_ask() or of the daemon's refusal. */
int hb_query_try(const struct hb_msg *request, struct hb_msg **answer);

/*
 * The answer to a verb of verbs.h with up to two fields (name NULL: none); hb_msg_free(). NULL: the
 * daemon knows no such node, link or parameter. When it does not say so either, nothing is known,
 * and the command ends here, with the reason and HB_QUERY_FAILED.
 */
struct hb_msg *hb_query(const char *verb, const char *name, const char *value, const char *name2,
			const char *value2);

/* A node of the list. */
struct hb_listed {
	char **parts; /* what the others point into */
	const char *name, *type, *status, *weight, *site;
};

/* The nth one, from 0, of the answer to "nodes"; false: there are not so many. */
bool hb_listed_read(struct hb_listed *node, const struct hb_msg *list, unsigned int nth);

/* Asks for the one of this name, in any case; false: the cluster has none. */
bool hb_listed_find(struct hb_listed *node, const char *name);

/* Gives back what reading or finding made. */
void hb_listed_clear(struct hb_listed *node);

#endif
