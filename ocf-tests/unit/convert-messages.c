// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an operator reads: for each folder of golden/messages the whole output, as it has to be in
 * its expected.txt. After a wanted change: EB_GOLDEN=write ocf-tests/unit/convert-messages.t.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/load.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static const struct sample {
	const char *name;
	const char *folders[3];
	int exit;
} samples[] = {
	{ "faults", { "faults" }, 1 },
	{ "differ", { "differ/a", "differ/b" }, 1 },
	{ "traps", { "traps" }, 1 },
};

static char *golden; /* the folder in the source tree */
static char scratch[] = "/tmp/eb-messages.XXXXXX";

static char *read_text(const char *path)
{
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

/* Copies the files of a node; the keys become private, as git cannot keep them. */
static void copy(const char *folder)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys" };

	assert_return_code(g_mkdir_with_parents(folder, 0755), 0);
	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *from = g_build_filename(golden, folder, names[i], NULL);
		g_autofree char *to = g_build_filename(folder, names[i], NULL);
		g_autofree char *text = read_text(from);

		assert_non_null(text);
		assert_true(g_file_set_contents(to, text, -1, NULL));
		assert_return_code(chmod(to, 0600), 0);
	}
}

static char *judge(const struct sample *sample, int *verdict)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	char *paths[EB_COUNT(sample->folders)];
	size_t count = 0, size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	for (; count < EB_COUNT(paths) && sample->folders[count]; count++) {
		copy(sample->folders[count]);
		paths[count] = g_strdup(sample->folders[count]);
	}
	hb_load(cluster, paths, count, diag);
	eb_diag_print(diag, out, false);
	fclose(out);
	*verdict = eb_diag_exit(diag, false);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	while (count)
		g_free(paths[--count]);
	return text;
}

static void compare(void **state)
{
	const struct sample *sample = *state;
	g_autofree char *path = g_build_filename(golden, sample->name, "expected.txt", NULL);
	g_autofree char *expected = read_text(path);
	int verdict;
	char *got = judge(sample, &verdict);

	if (g_strcmp0(getenv("EB_GOLDEN"), "write") == 0)
		assert_true(g_file_set_contents(path, got, -1, NULL));
	else
		assert_string_equal(got, expected ? expected : "");
	assert_null(strstr(got, "hunter"));
	assert_int_equal(verdict, sample->exit);
	free(got);
}

/* The scratch folder holds what copy() made: files below at most two levels. */
static int clean(void **state)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys", "" };

	(void)state;
	for (size_t i = 0; i < EB_COUNT(samples); i++)
		for (size_t j = 0; samples[i].folders[j]; j++)
			for (size_t k = 0; k < EB_COUNT(names); k++) {
				g_autofree char *path =
					g_build_filename(samples[i].folders[j], names[k], NULL);

				g_remove(path);
			}
	g_remove("differ");
	return chdir("/") || rmdir(scratch);
}

int main(void)
{
	struct CMUnitTest tests[EB_COUNT(samples)];
	const char *top = getenv("top_srcdir");
	int failed;

	if (!top) {
		puts("1..0 # SKIP top_srcdir is not set: run me by ocf-tests/run-tests");
		return EXIT_SUCCESS;
	}
	golden = g_build_filename(top, "ocf-tests/golden/messages", NULL);
	for (size_t i = 0; i < EB_COUNT(samples); i++)
		tests[i] = (struct CMUnitTest) {
			.name = samples[i].name,
			.test_func = compare,
			.initial_state = (void *)(uintptr_t)&samples[i],
		};
	if (!mkdtemp(scratch) || chdir(scratch) < 0)
		return EXIT_FAILURE;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests(tests, NULL, clean);
	g_free(golden);
	return failed;
}
