// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/translate.h"

/*
 * Roles got their present names with 2.1, fencing properties with 3.0.2, which still reads the old
 * ones: a 3.0.0 that is told fencing-enabled would ignore it. The grammar of 3.9 is what 2.1.5 has;
 * 3.0 brought 4.0. Promotable clones are older than their roles' names, since 2.0.
 */
static const struct eb_target targets[] = {
	{ "pacemaker-2.1", "pacemaker-3.9", "Promoted", "Unpromoted", "stonith" },
	{ "pacemaker-2.0", "pacemaker-3.1", "Master", "Slave", "stonith" },
	{ "pacemaker-3.0", "pacemaker-4.0", "Promoted", "Unpromoted", "stonith" },
	{ "pacemaker-3.0.2", "pacemaker-4.0", "Promoted", "Unpromoted", "fencing" },
};

const struct eb_target *eb_target_find(const char *name)
{
	for (size_t i = 0; name && i < EB_COUNT(targets); i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	return &targets[0];
}
