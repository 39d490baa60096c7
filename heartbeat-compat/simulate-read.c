// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What crm_simulate says at its end, read and judged.
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/simulate.h"

static const char END[] = "Revised Cluster Status:";

/* A node's name, between blanks or at the end of the text. */
static hb_nodes nodes_named(const struct eb_plan *plan, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " []", -1);
	const struct eb_pair *node;
	hb_nodes nodes = 0;

	eb_for_each (node, plan->cib.nodes)
		if (g_strv_contains((const char *const *)words, node->value))
			nodes |= HB_NODE(node_at);
	return nodes;
}

static bool begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

/* "  * hb-ip	(ocf:escapebeat:IPaddr2):	 Started web1", behind the id. */
static hb_nodes nodes_of_state(const struct eb_plan *plan, const char *rest)
{
	static const char started[] = "Started";
	const char *state = strstr(rest, "):");

	if (!state)
		return 0;
	state += 2 + strspn(state + 2, " \t");
	return begins(state, started) ? nodes_named(plan, state + strlen(started)) : 0;
}

/* The line of a resource, behind its id; NULL when there is none. */
static const char *state_line(char **lines, const char *title, const char *id, size_t *at)
{
	g_autofree char *begin = g_strdup_printf("* %s%s", title, id);

	for (size_t i = 0; lines[i]; i++) {
		const char *line = lines[i] + strspn(lines[i], " ");

		if (begins(line, begin) && strchr(" \t:", line[strlen(begin)])) {
			*at = i;
			return line + strlen(begin);
		}
	}
	return NULL;
}

static int nodes_of(char **lines, const struct eb_plan *plan, const struct eb_resource *resource,
		    hb_nodes *nodes)
{
	const struct eb_resource *member;
	const char *rest;
	size_t at = 0;

	if (resource->kind == EB_PRIMITIVE) {
		rest = state_line(lines, "", resource->id, &at);
		*nodes = rest ? nodes_of_state(plan, rest) : 0;
		return rest ? 0 : -EINVAL;
	}
	if (resource->kind == EB_CLONE) {
		*nodes = 0;
		rest = state_line(lines, "Clone Set: ", resource->id, &at);
		for (size_t i = at + 1; rest && lines[i]; i++) {
			const char *line = lines[i] + strspn(lines[i], " *");

			if (begins(line, "Promoted:") || begins(line, "Masters:"))
				*nodes |= nodes_named(plan, strchr(line, ':') + 1);
			else if (!begins(line, "Unpromoted:") && !begins(line, "Slaves:") &&
				 !begins(line, "Stopped:"))
				break;
		}
		return rest ? 0 : -EINVAL;
	}
	*nodes = ~(hb_nodes)0;
	eb_for_each (member, resource->members) {
		hb_nodes some;

		if (nodes_of(lines, plan, member, &some) < 0)
			return -EINVAL;
		*nodes &= some;
	}
	return 0;
}

int eb_simulated_nodes(const char *text, const struct eb_plan *plan,
		       const struct eb_resource *resource, hb_nodes *nodes)
{
	const char *end = strstr(text, END);
	g_auto(GStrv) lines = end ? g_strsplit(end, "\n", -1) : NULL;

	return lines ? nodes_of(lines, plan, resource, nodes) : -EINVAL;
}

char *eb_simulated_wrong(const struct eb_forecast *forecast, const struct eb_trial *trial,
			 unsigned int line, hb_nodes nodes)
{
	hb_nodes theirs = trial->theirs->where[line], ours = trial->ours->where[line];
	bool single = nodes && !(nodes & (nodes - 1));
	bool expected = nodes ? single && nodes & ours : !ours;
	g_autofree char *seen = NULL, *wanted = NULL, *were = NULL;

	if (expected && (nodes == theirs ||
			 hb_difference_find(&forecast->theirs, &trial->event, theirs, nodes)))
		return NULL;
	seen = eb_forecast_nodes(forecast->plan, nodes, false);
	wanted = eb_forecast_nodes(forecast->plan, ours, true);
	were = eb_forecast_nodes(forecast->plan, theirs, false);
	return g_strdup_printf("%s: Pacemaker's scheduler runs it %s%s, expected %s%s; Heartbeat "
			       "ran it %s%s",
			       trial->text, nodes ? "on " : "", seen, ours ? "on " : "", wanted,
			       theirs ? "on " : "", were);
}
