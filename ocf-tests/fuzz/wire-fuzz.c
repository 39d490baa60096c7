// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a message of another node: refused, or the same when it is sent on; and whoever
 * listens to such messages survives what is in it.
 */
#include <string.h>

#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/pair.h"

static void send_on(const struct hb_msg *msg)
{
	struct hb_msg *again = NULL;
	size_t size;
	g_autofree char *text = hb_msg_encode(msg, &size);

	g_assert_cmpint(hb_msg_decode(text, size, &again), ==, 0);
	g_assert_cmpuint(again->fields->len, ==, msg->fields->len);
	for (guint i = 0; i < msg->fields->len; i++) {
		const struct hb_field *one = &g_array_index(msg->fields, struct hb_field, i);
		const struct hb_field *other = &g_array_index(again->fields, struct hb_field, i);

		g_assert_cmpstr(one->name, ==, other->name);
		g_assert_cmpstr(one->value, ==, other->value);
	}
	hb_msg_free(again);
}

/* Of the other node, of our own and of one that nobody knows. */
static void hear(const struct hb_msg *msg)
{
	struct hb_state *state = eb_pair_state();
	static const uint32_t senders[] = { 2, 1, 77 };

	for (size_t i = 0; i < G_N_ELEMENTS(senders); i++)
		hb_state_status(state, senders[i], msg, 2000 + (int64_t)i);
	hb_state_tick(state, 90000);
	hb_state_lost(state);
	hb_state_free(state);
}

/* As the lines of haresources, and as a look at where they are. */
static void place(const struct hb_msg *msg)
{
	struct hb_lines *read = hb_lines_read(msg), *known = eb_pair_lines();
	enum hb_share share;

	hb_lines_place(known, msg);
	hb_lines_share(known, "web1", false, false, &share);
	if (read) {
		hb_lines_place(read, msg);
		hb_lines_share(read, "web1", true, true, &share);
	}
	hb_lines_free(read);
	hb_lines_free(known);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hb_msg *msg = NULL;
	int failed = hb_msg_decode(data, size, &msg);

	g_assert_true(failed == 0 || !msg);
	if (failed)
		return 0;
	send_on(msg);
	hear(msg);
	place(msg);
	hb_msg_free(msg);
	return 0;
}
