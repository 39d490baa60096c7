// SPDX-License-Identifier: GPL-2.0-or-later
#include "lib/ocf.h"
#include "lib/core.h"

static const struct {
	int code;
	const char *name;
} names[] = {
	{ OCF_SUCCESS, "ok" },
	{ OCF_ERR_GENERIC, "error" },
	{ OCF_ERR_ARGS, "invalid parameter" },
	{ OCF_ERR_UNIMPLEMENTED, "unimplemented feature" },
	{ OCF_ERR_PERM, "insufficient privileges" },
	{ OCF_ERR_INSTALLED, "not installed" },
	{ OCF_ERR_CONFIGURED, "not configured" },
	{ OCF_NOT_RUNNING, "not running" },
	{ OCF_RUNNING_PROMOTED, "promoted" },
	{ OCF_FAILED_PROMOTED, "promoted (failed)" },
	{ OCF_DEGRADED, "degraded" },
	{ OCF_DEGRADED_PROMOTED, "promoted (degraded)" },
};

const char *eb_ocf_name(int code)
{
	for (size_t i = 0; i < EB_COUNT(names); i++)
		if (names[i].code == code)
			return names[i].name;
	return "unknown";
}
