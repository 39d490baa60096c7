// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What commands may ask of the daemon: one row for each verb, in the table of verbs.c.
 *
 *	request                        answer
 *	hbstatus                       version, managed
 *	nodes                          node: NAME, TYPE, STATUS, WEIGHT, SITE, parted by tabs
 *	links      node=               link: NAME, STATUS
 *	client     node= name=         status (online or offline)
 *	rscstatus                      share
 *	parameter  name=               value
 *	standby    scope= [wait=1]     text, when it is over
 *	takeover   scope= [wait=1]
 *	reload
 *	alert      kind= ...           what Pacemaker tells its alert agents
 *
 * Each answer has t=ok, or t=error with text= and, unless it tells how a move ended, code= (a
 * positive errno).
 */
#ifndef EB_VERBS_H
#define EB_VERBS_H

#include "heartbeat-compat/daemon/ipc.h"

/* The clients, besides root's, whose work this verb is, ended by NULL; NULL: it only looks. */
const char *const *hb_verb_clients(const char *name);

/* Answers a request now or later. The message is the caller's. */
void hb_verb(struct hb_daemon *daemon, const struct hb_msg *request, struct hb_answer *answer);

#endif
