// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/report.h"

enum { SOURCE_WIDTH = 34 };

/* "web1/ha.cf:14" is the file and the number of the line. */
static void split_place(const char *place, size_t *file, const char **line)
{
	const char *colon = strrchr(place, ':');

	*file = colon ? (size_t)(colon - place) : strlen(place);
	*line = colon ? colon + 1 : "";
}

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
	const struct eb_fate *fate;
	const char *file = NULL;
	size_t file_length = 0;

	eb_for_each (fate, plan->fates) {
		const char *line;
		size_t length;

		split_place(fate->place, &length, &line);
		if (!file || length != file_length || strncmp(file, fate->place, length) != 0) {
			file = fate->place;
			file_length = length;
			g_string_append_printf(out, "\n%.*s\n", (int)length, file);
		}
		put_fate(out, fate, line);
	}
}

/* What only the operator could say, or still can; the rest was said when the plan was made. */
static void put_decisions(GString *out, const struct eb_plan *plan)
{
	const struct eb_finding *finding;
	bool first = true;

	eb_for_each (finding, plan->findings) {
		if (!finding->accepted && strcmp(finding->severity, "decision") != 0 &&
		    strcmp(finding->severity, "missing") != 0)
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

static void put_summary(GString *out, const struct eb_plan *plan)
{
	const struct eb_fate *fate;
	guint counts[EB_MARKS] = { 0 };

	eb_for_each (fate, plan->fates)
		counts[fate->mark]++;
	g_string_append_printf(out, "\nPlan: cluster %s, %u node%s, %u resource%s;", plan->cluster,
			       plan->cib.nodes->len, plan->cib.nodes->len == 1 ? "" : "s",
			       count_primitives(plan->cib.resources),
			       count_primitives(plan->cib.resources) == 1 ? "" : "s");
	for (size_t mark = 0; mark < EB_MARKS; mark++)
		g_string_append_printf(out, "%s %u %s", mark ? "," : "", counts[mark],
				       eb_mark_names[mark]);
	g_string_append(out, ".\n");
}

char *eb_plan_report(const struct eb_plan *plan)
{
	GString *out = g_string_new(NULL);
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
	put_decisions(out, plan);
	put_summary(out, plan);
	return g_string_free(out, FALSE);
}
