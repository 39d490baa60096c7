// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why a line does not move: whether Pacemaker has anything left to do, and if not, what in its
 * own picture keeps the line where it is.
 */
#ifndef EB_WHY_H
#define EB_WHY_H

#include <stdbool.h>

#include <glib.h>

/* What is asked. */
struct hb_why {
	const GPtrArray *ids; /* const char *: resources of the line */
	const char *node;     /* where it is to go, or, with away, not to be */
	bool away;
};

/*
 * A worker, arg: struct hb_why. Answers with a message: `idle` is 1 when Pacemaker has nothing
 * left to do, and then `why` says in words what it is that keeps the line.
 */
int hb_why_find(int out, void *arg);

/* The reason in a picture of crm_mon's (XML); g_free. */
char *hb_why_of(const struct hb_why *why, const char *xml);

#endif
