// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The whole way: ha.cf, haresources, authkeys and facts of one node, parted by lines "%%", to
 * everything that show can print of the plan; twice, and to the same place.
 */
#include <string.h>

#include "heartbeat-compat/authkeys.h"
#include "heartbeat-compat/check.h"
#include "heartbeat-compat/facts.h"
#include "heartbeat-compat/ha-cf.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/journey.h"

/* The parts of the input; facts are read first, as load.c does. */
static const struct {
	enum hb_file file;
	eb_reader read;
	int part;
} parts[] = {
	{ HB_FILE_FACTS, hb_facts_read, 3 },
	{ HB_FILE_HA_CF, hb_ha_cf_read, 0 },
	{ HB_FILE_HARESOURCES, hb_haresources_read, 1 },
	{ HB_FILE_AUTHKEYS, hb_authkeys_read, 2 },
};

/* The n-th part of a text; false: there is none. */
static bool find_part(const char *data, size_t size, int n, const char **part, size_t *length)
{
	static const char mark[] = "\n%%\n";
	const char *end = data + size, *next;

	for (;; n--) {
		next = memmem(data, (size_t)(end - data), mark, sizeof(mark) - 1);
		if (n == 0)
			break;
		if (!next)
			return false;
		data = next + sizeof(mark) - 1;
	}
	*part = data;
	*length = (size_t)((next ? next + 1 : end) - data);
	return true;
}

/* One address for each node that has none in the facts. */
static void give_addresses(struct hb_cluster *cluster)
{
	const struct hb_node *node;

	eb_for_each (node, hb_lead(cluster, HB_FILE_HA_CF)->nodes) {
		g_autofree char *text = g_strdup_printf("%s=10.0.%u.%u", node->name, node_at / 250,
							1 + node_at % 250);

		hb_node_address_add(cluster, text);
	}
}

static struct hb_cluster *read_all(const char *data, size_t size, struct eb_diag *diag)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct hb_host *host = hb_host_add(cluster, "");

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		struct eb_source *source = NULL;
		const char *part;
		size_t length;

		if (find_part(data, size, parts[i].part, &part, &length))
			source = eb_source_text(cluster, hb_file_name(parts[i].file), parts[i].file,
						part, length, diag);
		if (source)
			parts[i].read(cluster, host, source, diag);
	}
	give_addresses(cluster);
	hb_check(cluster, diag);
	return cluster;
}

/* The stored plan, as a string; NULL when there are errors and none is made. */
static char *go(const char *data, size_t size, bool judge)
{
	struct eb_diag *diag = eb_diag_new();
	struct hb_cluster *cluster = read_all(data, size, diag);
	char *stored = eb_journey(cluster, diag, (unsigned int)size, judge);

	eb_diag_free(diag);
	hb_cluster_free(cluster);
	return stored;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *once = go((const char *)data, size, true);
	g_autofree char *twice = once ? go((const char *)data, size, false) : NULL;

	g_assert_true(g_strcmp0(once, twice) == 0);
	return 0;
}
