// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as a stored plan. */
#include <string.h>

#include "heartbeat-compat/plan.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *json = g_strndup((const char *)data, size);
	g_autofree char *why = NULL;
	struct eb_plan *plan = eb_plan_load(json, &why);

	if (plan)
		eb_judge_plan(plan);
	else
		g_assert(why && *why);
	eb_plan_free(plan);
	return 0;
}
