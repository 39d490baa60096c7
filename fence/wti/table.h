// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tables in which WTI's switches tell the states of their outlets, read by their headings: columns
 * differ between models.
 */
#ifndef EB_WTI_TABLE_H
#define EB_WTI_TABLE_H

#include "lib/fence.h"

/* An outlet: its number, and its name, or the group that it is in. */
typedef void eb_wti_outlet(void *arg, const char *id, const char *name, bool group,
			   enum eb_power power);

/* Calls each for every outlet of a text, which is cut up. */
void eb_wti_each(char *text, void *arg, eb_wti_outlet *each);

#endif
