// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hb_standby and hb_takeover: the same command line, another verb.
 */
#ifndef EB_MOVE_H
#define EB_MOVE_H

#include <stdbool.h>

struct hb_move {
	const char *command;  /* its name in messages */
	const char *verb;     /* of the daemon */
	bool told;            /* says "Going standby" when it begins */
	const char *failback; /* the scope that this word stands for */
};

/* The whole command: parses, asks, returns the exit code. */
int hb_move_main(const struct hb_move *move, int argc, char **argv);

#endif
