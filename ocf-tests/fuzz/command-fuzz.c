// SPDX-License-Identifier: GPL-2.0-or-later
/* Any strings, parted by NUL, as the command line of escapebeat. */
#include <string.h>

#include "heartbeat-compat/diag.h"
#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/load.h"
#include "ocf-tests/fuzz/fuzz.h"

/* What the options take, with each word as the value. */
static void take_values(char *const *words)
{
	struct hb_cluster *cluster = hb_cluster_new();

	for (size_t i = 0; words[i]; i++) {
		hb_node_address_add(cluster, words[i]);
		eb_code_parse(words[i]);
	}
	hb_cluster_free(cluster);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	const char *at = (const char *)data, *end = at + size;
	struct eb_invocation given = { 0 };
	g_autofree char *why = NULL;

	g_ptr_array_add(argv, g_strdup("escapebeat"));
	while (at < end) {
		size_t length = strnlen(at, (size_t)(end - at));

		g_ptr_array_add(argv, g_strndup(at, length));
		at += MIN(length + 1, (size_t)(end - at));
	}
	g_ptr_array_add(argv, NULL);
	if (eb_grammar_parse((char **)argv->pdata, &given, &why) < 0)
		g_assert(why && *why);
	take_values((char **)argv->pdata + 1);
	eb_invocation_clear(&given);
	return 0;
}
