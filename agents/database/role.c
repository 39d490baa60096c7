// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "agents/database/reign.h"
#include "agents/database/role.h"

static const char role_word[] = "role";

static const char *const words[] = {
	[EB_ROLE_UNKNOWN] = "",
	[EB_ROLE_PROMOTED] = "promoted",
	[EB_ROLE_LEAVING] = "leaving",
	[EB_ROLE_UNPROMOTED] = "unpromoted",
};

void eb_role_set(const struct eb_call *call, enum eb_role role)
{
	eb_remember(call, role_word, words[role]);
}

enum eb_role eb_role_of(const struct eb_call *call)
{
	char word[32];

	eb_remembered(call, role_word, word, sizeof(word));
	for (size_t i = EB_COUNT(words); i-- > EB_ROLE_PROMOTED;)
		if (!strcmp(word, words[i]))
			return (enum eb_role)i;
	return EB_ROLE_UNKNOWN;
}

/*
 * Pacemaker tells a recurring monitor what it expects.  It believes in a primary that its own probe
 * found, too: one that an administrator made while the cluster was in maintenance.
 */
static bool is_expected(void)
{
	const char *code = eb_meta("op_target_rc");

	return code && !strcmp(code, "8");
}

/* 0 or 1; -errno when the records cannot be read.  Who was demoted by order has said so there. */
static int is_recorded(const struct eb_call *call)
{
	struct eb_reign reign;
	int r = eb_reign_recall(call, &reign);

	return r < 0 ? r : !reign.ended && !strcmp(reign.primary, eb_cluster_self());
}

bool eb_role_is_given(const struct eb_call *call)
{
	enum eb_role role = eb_role_of(call);
	int recorded;

	if (!eb_in_cluster() || role == EB_ROLE_PROMOTED)
		return true;
	recorded = role == EB_ROLE_UNKNOWN && !is_expected() ? is_recorded(call) : 0;
	if (is_expected() || recorded > 0)
		eb_role_set(call, EB_ROLE_PROMOTED);
	/* Not to know is no reason to close what may be the primary. */
	return is_expected() || recorded != 0 || role == EB_ROLE_LEAVING;
}
