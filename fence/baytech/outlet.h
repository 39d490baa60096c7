// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How a controller of BayTech tells of an outlet, in the lines of STATUS.
 */
#ifndef EB_BAYTECH_OUTLET_H
#define EB_BAYTECH_OUTLET_H

#include "lib/fence.h"

enum { EB_BAYTECH_NAME = 40 };

struct eb_baytech_outlet {
	int number;
	char name[EB_BAYTECH_NAME];
	enum eb_power power;
};

/*
 * "     1       web server       1       On", "1)...web server    : Off": a number, a name, maybe
 * the number again, a state.  The line is cut up.  False: it is another line.
 */
bool eb_baytech_read(char *line, struct eb_baytech_outlet *outlet);

#endif
