// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which hosts of a list can be reached: names resolved together, then all asked by
 * ICMP echo together.
 */
#ifndef EB_REACH_H
#define EB_REACH_H

#include "lib/echo.h"
#include "lib/resolve.h"

struct eb_reach {
	struct eb_resolve *names;
	struct eb_echo *echoes; /* echoes[i] belongs to names[i] */
	size_t n, alive;
	char *words; /* what the names point to */
};

/*
 * Takes a list of names and addresses parted by blanks.  0; -E2BIG when there are more than
 * EB_ECHO_HOSTS; -ENOMEM.  Free with eb_reach_free() in any case.
 */
int eb_reach_init(struct eb_reach *reach, const char *list);

/*
 * Asks all hosts and counts in reach->alive those that answer.  Names have resolve_ms to
 * get their addresses; one that gets none has not answered.  0 or the error of eb_echo().
 */
int eb_reach_ask(struct eb_reach *reach, int resolve_ms, const struct eb_echo_how *how);

/* Why host i did not answer, for people: "no answer", "Network is unreachable", ... */
const char *eb_reach_why(const struct eb_reach *reach, size_t i);

/* "10.0.0.1 (no answer), gw2 (...)": the hosts that did not answer, in buf; returns buf. */
const char *eb_reach_list_dead(const struct eb_reach *reach, char *buf, size_t size);

void eb_reach_free(struct eb_reach *reach);

#endif
