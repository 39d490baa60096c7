// SPDX-License-Identifier: GPL-2.0-or-later
/* hb_standby: hands this node's resources to the other one. */
#include "heartbeat-compat/commands/move.h"

int main(int argc, char **argv)
{
	static const struct hb_move move = {
		.command = "hb_standby",
		.verb = "standby",
		.told = true,
		.failback = "foreign",
	};

	return hb_move_main(&move, argc, argv);
}
