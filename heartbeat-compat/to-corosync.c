// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/to-corosync.h"

static void write_section(GString *out, const struct eb_section *section, int depth)
{
	const struct eb_pair *setting;
	const struct eb_section *inner;

	g_string_append_printf(out, "%*s%s {\n", 4 * depth, "", section->name);
	eb_for_each (setting, section->settings)
		g_string_append_printf(out, "%*s%s: %s\n", 4 * (depth + 1), "", setting->name,
				       setting->value);
	eb_for_each (inner, section->sections)
		write_section(out, inner, depth + 1);
	g_string_append_printf(out, "%*s}\n", 4 * depth, "");
}

char *eb_corosync_text(const struct eb_plan *plan)
{
	GString *out =
		g_string_new("# From Heartbeat's ha.cf, by escapebeat; the same on every node.\n");
	const struct eb_section *section;

	eb_for_each (section, plan->corosync) {
		g_string_append_c(out, '\n');
		write_section(out, section, 0);
	}
	return g_string_free(out, FALSE);
}
