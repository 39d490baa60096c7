// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines of haresources, where they are, and what a node holds: the words of rscstatus.
 */
#include "heartbeat-compat/daemon/lines.h"
#include "ocf-tests/unit/tap.h"

/* Two lines, at home on a and on b; the first one has two words. */
static struct hb_lines *two_lines(void)
{
	struct hb_msg *msg = hb_msg_new("lines");
	struct hb_lines *lines;

	hb_msg_add(msg, "digest", "abc");
	hb_msg_add(msg, "line", "hb-group-x\ta\thb-away-x\ta 10.0.0.1 svc");
	hb_msg_add(msg, "word", "hb-ip-x\t10.0.0.1");
	hb_msg_add(msg, "word", "hb-svc\tsvc");
	hb_msg_add(msg, "line", "hb-ip-y\tb\thb-away-y\tb 10.0.0.2");
	hb_msg_add(msg, "word", "hb-ip-y\t10.0.0.2");
	hb_msg_add(msg, "line", "no tabs: not taken");
	lines = hb_lines_read(msg);
	hb_msg_free(msg);
	return lines;
}

static void reading(void **state)
{
	struct hb_lines *lines = two_lines();
	const struct hb_line_word *word;
	struct hb_msg *other = hb_msg_new("view");

	assert_int_equal(lines->list->len, 2);
	assert_string_equal(hb_lines_find(lines, "hb-svc", &word)->id, "hb-group-x");
	assert_string_equal(word->word, "svc");
	assert_null(hb_lines_find(lines, "hb-sv", &word));
	assert_null(hb_lines_read(other));
	hb_msg_free(other);
	hb_lines_free(lines);
}

static void scopes(void **state)
{
	struct hb_lines *lines = two_lines();
	const struct hb_line *first = lines->list->pdata[0];

	assert_int_equal(hb_scope_of("failback"), HB_SCOPE_FOREIGN);
	assert_int_equal(hb_scope_of("all"), HB_SCOPE_ALL);
	assert_int_equal(hb_scope_of("ALL"), HB_SCOPES);
	assert_true(hb_line_in(first, HB_SCOPE_LOCAL, "A"));
	assert_false(hb_line_in(first, HB_SCOPE_FOREIGN, "a"));
	assert_true(hb_line_in(first, HB_SCOPE_FOREIGN, "b"));
	assert_true(hb_line_in(first, HB_SCOPE_ALL, "b"));
	hb_lines_free(lines);
}

/* Where ip-x, svc and ip-y are (NULL: nowhere), and what a and b then hold. */
static const struct {
	const char *x, *svc, *y;
	bool settled;
	enum hb_share a, b;
} rows[] = {
	{ "a", "a", "b", true, HB_SHARE_LOCAL, HB_SHARE_LOCAL },
	{ "b", "b", "b", true, HB_SHARE_NONE, HB_SHARE_ALL },
	{ "a", "a", "a", true, HB_SHARE_ALL, HB_SHARE_NONE },
	{ "b", "b", "a", true, HB_SHARE_FOREIGN, HB_SHARE_FOREIGN },
	{ "a", NULL, "b", false, HB_SHARE_NONE, HB_SHARE_LOCAL }, /* half a line */
	{ "a", "b", "b", false, HB_SHARE_NONE, HB_SHARE_LOCAL },  /* in two places */
	{ NULL, NULL, "b", false, HB_SHARE_NONE, HB_SHARE_LOCAL },
	{ NULL, NULL, NULL, false, HB_SHARE_NONE, HB_SHARE_NONE },
};

static void add_place(struct hb_msg *view, const char *resource, const char *node)
{
	if (node)
		hb_msg_add(view, "place", "%s\t\t%s", resource, node);
}

static void shares(void **state)
{
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_lines *lines = two_lines();
		struct hb_msg *view = hb_msg_new("view");
		enum hb_share share;

		assert_false(hb_lines_share(lines, "a", false, false, &share)); /* not looked yet */
		assert_false(hb_lines_stopped(lines, "a"));
		add_place(view, "hb-ip-x", rows[i].x);
		add_place(view, "hb-svc", rows[i].svc);
		add_place(view, "hb-ip-y", rows[i].y);
		hb_lines_place(lines, view);
		assert_int_equal(hb_lines_share(lines, "a", false, false, &share), rows[i].settled);
		assert_int_equal(share, rows[i].a);
		assert_int_equal(hb_lines_share(lines, "b", false, false, &share), rows[i].settled);
		assert_int_equal(share, rows[i].b);
		assert_int_equal(hb_lines_stopped(lines, "a"),
				 g_strcmp0(rows[i].x, "a") != 0 && g_strcmp0(rows[i].y, "a") != 0);
		hb_msg_free(view);
		hb_lines_free(lines);
	}
}

/* One line at home on a: b's own share is empty, and so is a's foreign one. */
static void empty_shares(void **state)
{
	struct hb_msg *msg = hb_msg_new("lines"), *view = hb_msg_new("view");
	enum hb_share share;
	struct hb_lines *lines;

	hb_msg_add(msg, "digest", "abc");
	hb_msg_add(msg, "line", "hb-ip-x\ta\thb-away-x\ta 10.0.0.1");
	hb_msg_add(msg, "word", "hb-ip-x\t10.0.0.1");
	lines = hb_lines_read(msg);
	add_place(view, "hb-ip-x", "a");
	hb_lines_place(lines, view);
	hb_lines_share(lines, "a", false, false, &share);
	assert_int_equal(share, HB_SHARE_LOCAL);
	hb_lines_share(lines, "a", false, true, &share); /* b is dead */
	assert_int_equal(share, HB_SHARE_ALL);
	hb_lines_share(lines, "b", false, false, &share);
	assert_int_equal(share, HB_SHARE_LOCAL);
	hb_lines_share(lines, "b", true, false, &share); /* b handed over */
	assert_int_equal(share, HB_SHARE_NONE);
	hb_msg_free(msg);
	hb_msg_free(view);
	hb_lines_free(lines);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading),
		cmocka_unit_test(scopes),
		cmocka_unit_test(shares),
		cmocka_unit_test(empty_shares),
	};

	return EB_TAP(tests);
}
