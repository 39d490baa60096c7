// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Marks: whatever is wished when, Pacemaker has the last wish in the end. The child that writes
 * is the test's own: it works when the test says so, and fails when it is told to.
 */
#include <errno.h>
#include <string.h>

#include <glib.h>

#include "heartbeat-compat/daemon/marks.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/tool.h"
#include "ocf-tests/unit/tap.h"

static struct {
	hb_work *work;
	void *arg;
	hb_work_done *done;
	void *data;
} child;

static GString *wrote; /* "+NAME " or "-NAME " */
static int told, last, refuse;

int hb_worker_call(hb_work *work, void *arg, int timeout_ms, hb_work_done *done, void *data)
{
	if (refuse)
		return -refuse;
	assert_null(child.work); /* one at a time */
	child.work = work;
	child.arg = arg;
	child.done = done;
	child.data = data;
	return 0;
}

int eb_tool(const char *const *argv, int64_t wait_ms, char **output)
{
	assert_string_equal(argv[0], "attrd_updater");
	assert_string_equal(argv[1], "--name");
	g_string_append_printf(wrote, "%c%s ", strcmp(argv[3], "--update") == 0 ? '+' : '-',
			       argv[2]);
	return 0;
}

static void heard(void *data, int status)
{
	told++;
	last = status;
}

/* The child works on the wishes that it was born with. */
static void works(void)
{
	assert_non_null(child.work);
	assert_int_equal(child.work(-1, child.arg), 0);
}

static void ends(int status)
{
	hb_work_done *done = child.done;

	child.work = NULL;
	done(child.data, status, "", 0);
}

static struct hb_marks *begin(void)
{
	memset(&child, 0, sizeof(child));
	wrote = g_string_new(NULL);
	told = refuse = 0;
	last = -1;
	return hb_marks_new("hba", heard, NULL);
}

static void end(struct hb_marks *marks, const char *text)
{
	assert_string_equal(wrote->str, text);
	g_string_free(wrote, TRUE);
	hb_marks_free(marks);
}

static void written_once(void **state)
{
	struct hb_marks *marks = begin();

	assert_false(hb_marks_write(marks)); /* nothing was wished */
	hb_marks_want(marks, "a", true);
	assert_true(hb_marks_write(marks));
	works();
	ends(0);
	assert_int_equal(told, 1);
	assert_int_equal(last, 0);
	hb_marks_want(marks, "a", true);
	assert_false(hb_marks_write(marks)); /* Pacemaker has it */
	hb_marks_doubt(marks);
	assert_true(hb_marks_write(marks)); /* or has it not? */
	works();
	ends(0);
	end(marks, "+a +a ");
}

static void unknown_is_cleared(void **state)
{
	struct hb_marks *marks = begin();

	hb_marks_want(marks, "a", false); /* of an earlier life, perhaps */
	assert_true(hb_marks_write(marks));
	works();
	ends(0);
	end(marks, "-a ");
}

/* The wish changes while the old one is being written. */
static void last_wish(void **state)
{
	struct hb_marks *marks = begin();

	hb_marks_want(marks, "a", true);
	hb_marks_write(marks);
	works();
	hb_marks_want(marks, "a", false);
	assert_true(hb_marks_write(marks)); /* later */
	ends(0);
	assert_int_equal(told, 0); /* not all is written */
	works();
	ends(0);
	assert_int_equal(told, 1);
	end(marks, "+a -a ");
}

/* And changes back: what the child does is not to be relied upon. */
static void there_and_back(void **state)
{
	struct hb_marks *marks = begin();

	hb_marks_want(marks, "a", true);
	hb_marks_write(marks);
	hb_marks_want(marks, "a", false);
	hb_marks_want(marks, "a", true);
	works();
	ends(0);
	works();
	ends(0);
	assert_false(hb_marks_write(marks));
	end(marks, "+a +a ");
}

static void failure(void **state)
{
	struct hb_marks *marks = begin();

	hb_marks_want(marks, "a", true);
	hb_marks_write(marks);
	ends(1);
	assert_int_equal(told, 1);
	assert_int_equal(last, 1);
	hb_marks_tick(marks, 0); /* not yet */
	assert_null(child.work);
	hb_marks_want(marks, "a", false);
	hb_marks_tick(marks, G_MAXINT64);
	works();
	ends(0);
	assert_int_equal(told, 2);
	assert_int_equal(last, 0);
	hb_marks_tick(marks, G_MAXINT64);
	assert_null(child.work);
	end(marks, "-a ");
}

static void no_child(void **state)
{
	struct hb_marks *marks = begin();

	refuse = EAGAIN;
	hb_marks_want(marks, "a", true);
	assert_true(hb_marks_write(marks));
	assert_int_equal(last, -EAGAIN);
	refuse = 0;
	hb_marks_tick(marks, G_MAXINT64);
	works();
	ends(0);
	assert_int_equal(last, 0);
	end(marks, "+a ");
}

/* Pacemaker was restarted, or somebody meddled. */
static void seen(void **state)
{
	struct hb_marks *marks = begin();
	GHashTable *there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	hb_marks_want(marks, "a", true);
	hb_marks_write(marks);
	works();
	ends(0);
	g_hash_table_add(there, g_strdup("a"));
	g_hash_table_add(there, g_strdup("of-somebody-else"));
	hb_marks_seen(marks, there);
	assert_false(hb_marks_write(marks));
	g_hash_table_remove(there, "a");
	hb_marks_seen(marks, there);
	assert_true(hb_marks_write(marks));
	works();
	ends(0);
	hb_marks_want(marks, "a", false);
	hb_marks_write(marks);
	works();
	ends(0);
	g_hash_table_add(there, g_strdup("a"));
	hb_marks_seen(marks, there);
	assert_true(hb_marks_write(marks));
	works();
	ends(0);
	g_hash_table_unref(there);
	end(marks, "+a +a -a -a ");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_once), cmocka_unit_test(unknown_is_cleared),
		cmocka_unit_test(last_wish),    cmocka_unit_test(there_and_back),
		cmocka_unit_test(failure),      cmocka_unit_test(no_child),
		cmocka_unit_test(seen),
	};

	return EB_TAP(tests);
}
