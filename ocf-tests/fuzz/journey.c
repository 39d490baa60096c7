// SPDX-License-Identifier: GPL-2.0-or-later
#include "ocf-tests/fuzz/journey.h"
#include "heartbeat-compat/report.h"
#include "heartbeat-compat/translate.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/judge.h"

/* Each line has its row, or the file has one for those that are as in another one. */
static void judge_rows(const struct hb_cluster *cluster, const struct eb_plan *plan)
{
	g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
	const struct hb_host *host;
	const struct hb_record *record;
	const struct eb_fate *fate;

	eb_for_each (fate, plan->fates)
		g_hash_table_add(places, (gpointer)fate->place);
	eb_for_each (host, cluster->hosts)
		for (size_t file = 0; file < HB_FILES; file++)
			eb_for_each (record, host->config->records[file]) {
				g_autofree char *place = eb_span_text(record->name.span);
				g_autofree char *whole =
					g_strdup_printf("%s:", record->name.span.source->name);

				if (!g_hash_table_contains(places, place) &&
				    !g_hash_table_contains(places, whole))
					eb_fuzz_fail("no row for %s", place);
			}
}

char *eb_journey(struct hb_cluster *cluster, struct eb_diag *diag, unsigned int choice, bool judge)
{
	static const char *const targets[] = { NULL, "pacemaker-2.0", "pacemaker-3.0.2" };
	struct eb_choices choices = {
		.stock = choice & 1,
		.drbd = (choice >> 1) % 2,
		.target = targets[choice % G_N_ELEMENTS(targets)],
		.services = g_ptr_array_new(),
	};
	struct eb_plan *plan = NULL;
	g_autofree char *report = NULL;
	char *stored = NULL;

	if (!eb_diag_count(diag, EB_ERROR))
		plan = eb_translate(cluster, &choices, diag);
	eb_fuzz_diag(diag);
	if (plan && !eb_diag_count(diag, EB_ERROR)) {
		judge_rows(cluster, plan);
		report = eb_plan_report(plan);
		eb_judge_text(report);
		stored = eb_plan_store(plan);
		if (judge)
			eb_judge_plan(plan);
	}
	eb_plan_free(plan);
	g_ptr_array_free(choices.services, TRUE);
	return stored;
}
