// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/policy.h"

static char *line(const struct hb_config *config, enum hb_directive_id id)
{
	const char *name = hb_directive(id)->name;
	int64_t value = config->setting[id].value;

	if (id == HB_TAKEOVER)
		return g_strdup_printf("%s %s", name,
				       value == HB_TAKEOVER_MANUAL ? "manual" : "automatic");
	return value ? g_strdup_printf("%s %" G_GINT64_FORMAT "ms", name, value)
		     : g_strdup_printf("no %s", name);
}

char **hb_policy_lines(const struct hb_config *config)
{
	static const enum hb_directive_id ids[] = { HB_TAKEOVER, HB_TAKEOVER_DELAY,
						    HB_ADDRESS_CHECK };
	char **lines = g_new0(char *, EB_COUNT(ids) + 1);

	for (size_t i = 0; i < EB_COUNT(ids); i++)
		lines[i] = line(config, ids[i]);
	return lines;
}

void hb_policy_add(struct hb_msg *msg, const struct hb_config *config)
{
	g_auto(GStrv) lines = hb_policy_lines(config);

	for (char **one = lines; *one; one++)
		hb_msg_add(msg, "policy", "%s", *one);
}
