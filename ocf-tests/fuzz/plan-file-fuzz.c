// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a stored plan. The digest in it is made right first: no mutation would come past it.
 */
#include <string.h>

#include "heartbeat-compat/plan-shape.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

/* Where a digest of the right length stands, as the seeds write it. */
static void seal(char *json)
{
	static const char name[] = "\"" EB_PLAN_SEAL "\":\"";
	char *at = strstr(json, name), *end;
	g_autofree char *digest = NULL;

	if (!at)
		return;
	at += strlen(name);
	end = strchr(at, '"');
	if (!end || end - at != EB_PLAN_SEAL_LENGTH)
		return;
	digest = eb_plan_seal(end + 1);
	memcpy(at, digest, EB_PLAN_SEAL_LENGTH);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *json = g_strndup((const char *)data, size);
	g_autofree char *why = NULL;
	struct eb_plan *plan;

	seal(json);
	plan = eb_plan_load(json, &why);
	if (plan)
		eb_judge_plan(plan);
	else
		g_assert(why && *why);
	eb_plan_free(plan);
	return 0;
}
