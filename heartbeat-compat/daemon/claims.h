// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What other nodes' daemons said last of which lines their nodes serve (hold.h). A node whose
 * daemon has not spoken since it came, since the daemon left, or since our own start has said
 * nothing, which is another thing than nothing served.
 */
#ifndef EB_CLAIMS_H
#define EB_CLAIMS_H

#include "heartbeat-compat/daemon/state.h"

struct hb_claims;

struct hb_claims *hb_claims_new(void);
void hb_claims_free(struct hb_claims *claims);

/* A status: `claims` (how many; without it the daemon does not know yet) and `run`, one each. */
void hb_claims_heard(struct hb_claims *claims, const struct hb_peer *peer,
		     const struct hb_msg *status);

/* Its daemon says nothing any more. */
void hb_claims_forget(struct hb_claims *claims, const struct hb_peer *peer);

/* Has it said anything? */
bool hb_claims_spoke(const struct hb_claims *claims, const struct hb_peer *peer);

/* Who of the members but self says that it serves the line; NULL: nobody. */
const char *hb_claims_who(const struct hb_claims *claims, const struct hb_state *state,
			  const char *id);

#endif
