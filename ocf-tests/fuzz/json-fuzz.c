// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any text as JSON: what a reader takes lies within the text, and what it takes as a string can be
 * taken again when it is written as one.
 */
#include <string.h>

#include <json-glib/json-glib.h>

#include "heartbeat-compat/json-read.h"
#include "ocf-tests/fuzz/fuzz.h"

static bool is_within(const struct eb_json *json, const char *text)
{
	return json->at >= text && json->at <= text + strlen(text);
}

static void take_string(const char *text)
{
	struct eb_json json = { text };
	g_autoptr(GString) taken = g_string_new(NULL), again = g_string_new(NULL);
	g_autoptr(JsonNode) node = NULL;
	g_autofree char *written = NULL;
	bool whole = eb_json_string(&json, taken);

	g_assert_true(is_within(&json, text));
	if (!whole)
		return;
	g_assert_true(g_utf8_validate(taken->str, (gssize)taken->len, NULL));
	node = json_node_init_string(json_node_alloc(), taken->str);
	written = json_to_string(node, FALSE);
	json.at = written;
	g_assert_true(eb_json_string(&json, again) && eb_json_end(&json));
	g_assert_cmpstr(again->str, ==, taken->str);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	struct eb_json json = { text };
	int64_t number;
	bool truth;

	if (!g_utf8_validate(text, -1, NULL))
		return 0;
	if (eb_json_integer(&json, &number))
		g_assert_true(json.at > text && is_within(&json, text));
	json.at = text;
	if (eb_json_boolean(&json, &truth))
		g_assert_true(is_within(&json, text));
	take_string(text);
	json.at = text;
	while (!eb_json_end(&json) && eb_json_skip(&json))
		g_assert_true(is_within(&json, text));
	g_assert_true(is_within(&json, text));
	return 0;
}
