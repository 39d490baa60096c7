// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hb_takeover: takes resources from the other node. Heartbeat took `failback` for all; here it
 * is what the word says: what is at home here comes home.
 */
#include "heartbeat-compat/commands/move.h"

int main(int argc, char **argv)
{
	static const struct hb_move move = {
		.command = "hb_takeover",
		.verb = "takeover",
		.failback = "local",
	};

	return hb_move_main(&move, argc, argv);
}
