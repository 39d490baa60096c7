// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A DRBD resource as a promotable clone: DRBD's own state is the only record of what runs, and
 * the promotion score says how good its data are.
 */
#ifndef EB_AGENTS_REPLICA_CLONE_H
#define EB_AGENTS_REPLICA_CLONE_H

#include "lib/agent.h"
#include "lib/drbd.h"

struct eb_drbd_conf {
	const char *resource, *drbdconf;
	const char *scores;
	bool stop_outdates, ignore_missing_notify;
	long wfc_timeout_ms;
	const char *remove_score;
	bool fail_early, unfence;
	const char *unfence_args;
	const char *module_ge, *module_lt;
	bool connect_late;
};

enum { EB_SCORE_KEEP = -1, EB_SCORE_NONE = 0 };

/*
 * The score that this state deserves, of the four that adjust_master_score gives; EB_SCORE_NONE:
 * must not be promoted; EB_SCORE_KEEP: what was said before, for it is about to change.
 */
long eb_drbd_score(const struct eb_drbd *state, const long scores[4]);

/* "0 10 1000 10000": four numbers that do not fall.  0 or -EINVAL. */
int eb_drbd_scores(const char *text, long scores[4]);

/* Writes the score when it has changed, or always; no action fails for it. */
void eb_drbd_tell_score(const struct eb_call *call, const struct eb_drbd *state, bool always);
void eb_drbd_forget_score(const struct eb_call *call);

/* The path of drbd.conf to give to drbdadm; NULL: its own. */
const char *eb_drbd_conf_path(const struct eb_call *call);

enum eb_ocf eb_drbd_start(const struct eb_call *call);
enum eb_ocf eb_drbd_stop(const struct eb_call *call);
enum eb_ocf eb_drbd_monitor(const struct eb_call *call);
enum eb_ocf eb_drbd_promote(const struct eb_call *call);
enum eb_ocf eb_drbd_demote(const struct eb_call *call);
enum eb_ocf eb_drbd_notify(const struct eb_call *call);
enum eb_ocf eb_drbd_reload(const struct eb_call *call);
enum eb_ocf eb_drbd_validate(const struct eb_call *call);
enum eb_ocf eb_drbd_validate_host(const struct eb_call *call);

#endif
