// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/stand.h"

int64_t hb_stand_awake(struct hb_stand *stand, int64_t now_ms)
{
	int64_t stood_ms = stand->awake_ms ? now_ms - stand->awake_ms : 0;

	stand->awake_ms = now_ms;
	return stood_ms < HB_STAND_MS ? 0 : stood_ms;
}

void hb_stand_spoke(struct hb_stand *stand, int64_t sequence)
{
	stand->woken = sequence;
}

void hb_stand_heard(struct hb_stand *stand, int64_t sequence)
{
	if (sequence >= stand->woken)
		stand->woken = 0;
}

bool hb_stand_is_old(const struct hb_stand *stand)
{
	return stand->woken != 0;
}
