// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/report.h"

enum { SOURCE_WIDTH = 34 };

/* What became of it, and in brackets why. */
static void put_result(GString *out, const struct eb_fate *fate)
{
	if (fate->target)
		g_string_append(out, fate->target);
	if (fate->reason)
		g_string_append_printf(out, fate->target ? " (%s)" : "%s", fate->reason);
	g_string_append_c(out, '\n');
}

static void put_fate(GString *out, const struct eb_fate *fate, const char *line)
{
	const struct eb_fate *word;
	int width = (int)strlen(fate->source);

	g_string_append_printf(out, "  %c %4s  %s", eb_mark_signs[fate->mark], line, fate->source);
	if (fate->words->len || width > SOURCE_WIDTH)
		g_string_append_printf(out, "\n%11s", "");
	else
		g_string_append_printf(out, "%*s  ", SOURCE_WIDTH - width, "");
	put_result(out, fate);
	eb_for_each (word, fate->words) {
		g_string_append_printf(out, "%11s%c %s: ", "", eb_mark_signs[word->mark],
				       word->source);
		put_result(out, word);
	}
}

static void put_fates(GString *out, const struct eb_plan *plan)
{
	for (guint from = 0, to; from < plan->fates->len; from = to) {
		const struct eb_fate *first = plan->fates->pdata[from];
		const char *line;

		to = eb_rows_end(plan, from);
		g_string_append_printf(out, "\n%.*s\n", (int)eb_place_file(first->place, &line),
				       first->place);
		for (guint i = from; i < to; i++) {
			const struct eb_fate *fate = plan->fates->pdata[i];

			eb_place_file(fate->place, &line);
			put_fate(out, fate, line);
		}
	}
}

/* What only the operator could say, or still can; the rest was said when the plan was made. */
static void put_decisions(GString *out, const struct eb_plan *plan)
{
	const struct eb_finding *finding;
	bool first = true;

	eb_for_each (finding, plan->findings) {
		if (!finding->accepted && !eb_finding_asks(finding))
			continue;
		g_string_append_printf(out, "%s%s%s%s: %s [%s]%s\n", first ? "\n" : "",
				       finding->place ? finding->place : "",
				       finding->place ? ": " : "", finding->severity, finding->text,
				       finding->code, finding->accepted ? " (accepted)" : "");
		first = false;
	}
}

static guint count_primitives(const GPtrArray *resources)
{
	const struct eb_resource *resource;
	guint count = 0;

	eb_for_each (resource, resources)
		count += resource->kind == EB_PRIMITIVE ? 1 : count_primitives(resource->members);
	return count;
}

struct eb_summary eb_plan_summary(const struct eb_plan *plan)
{
	struct eb_summary summary = { .primitives = count_primitives(plan->cib.resources) };
	const struct eb_finding *finding;
	const struct eb_fate *fate;

	eb_for_each (fate, plan->fates)
		summary.marks[fate->mark]++;
	eb_for_each (finding, plan->findings) {
		if (finding->accepted)
			continue;
		summary.open += eb_finding_asks(finding);
		summary.warnings += strcmp(finding->severity, "warning") == 0;
	}
	return summary;
}

bool eb_finding_asks(const struct eb_finding *finding)
{
	return strcmp(finding->severity, "decision") == 0 ||
	       strcmp(finding->severity, "missing") == 0;
}

size_t eb_place_file(const char *place, const char **line)
{
	const char *colon = strrchr(place, ':');

	*line = colon ? colon + 1 : "";
	return colon ? (size_t)(colon - place) : strlen(place);
}

guint eb_rows_end(const struct eb_plan *plan, guint from)
{
	const struct eb_fate *first = plan->fates->pdata[from];
	const char *line;
	size_t length = eb_place_file(first->place, &line);

	while (++from < plan->fates->len) {
		const struct eb_fate *row = plan->fates->pdata[from];

		if (eb_place_file(row->place, &line) != length ||
		    strncmp(row->place, first->place, length) != 0)
			break;
	}
	return from;
}

static void put_summary(GString *out, const struct eb_plan *plan)
{
	struct eb_summary summary = eb_plan_summary(plan);

	g_string_append_printf(out, "\nPlan: cluster %s, %u node%s, %u resource%s;", plan->cluster,
			       plan->cib.nodes->len, plan->cib.nodes->len == 1 ? "" : "s",
			       summary.primitives, summary.primitives == 1 ? "" : "s");
	for (size_t mark = 0; mark < EB_MARKS; mark++)
		g_string_append_printf(out, "%s %u %s", mark ? "," : "", summary.marks[mark],
				       eb_mark_names[mark]);
	g_string_append(out, ".\n");
}

char *eb_plan_report(const struct eb_plan *plan)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct eb_pair *option;

	for (size_t mark = 0; mark < EB_MARKS; mark++)
		g_string_append_printf(out, "%s%c %s", mark ? "   " : "  ", eb_mark_signs[mark],
				       eb_mark_names[mark]);
	g_string_append_c(out, '\n');
	put_fates(out, plan);
	if (plan->options->len)
		g_string_append(out, "\noptions\n");
	eb_for_each (option, plan->options)
		g_string_append_printf(out, "          --%s %s\n", option->name, option->value);
	eb_forecast_report(out, plan);
	put_decisions(out, plan);
	put_summary(out, plan);
	return eb_plan_fit(out->str);
}
