// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rows of mapping.def say what the translation does: each example is translated, and mark,
 * target and reason have to be those of its row. And there is a row for everything.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/load.h"
#include "heartbeat-compat/mapping.h"
#include "heartbeat-compat/script-table.h"
#include "heartbeat-compat/translate.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static char scratch[] = "/tmp/eb-mapping.XXXXXX";

static const struct {
	enum hb_file file;
	const char *path, *text;
} base[] = {
	{ HB_FILE_HA_CF, "web1/ha.cf", "node web1 web2\nucast eth0 10.0.0.2\n" },
	{ HB_FILE_HARESOURCES, "web1/haresources", "web1 10.0.0.9/24/eth0\n" },
	{ HB_FILE_AUTHKEYS, "web1/authkeys", "auth 1\n1 sha1 0123456789abcdef\n" },
	{ HB_FILES, "web1/baytech.cfg", "# the switch in the rack\n10.0.9.7 root secret\n" },
	{ HB_FILES, "web1/node.facts", "node web1\nunit nginx.service\nunit apache2.service\n" },
	{ HB_FILES, "web2/node.facts", "node web2\nunit nginx.service\nunit apache2.service\n" },
};

static void write_files(const struct eb_mapping *row)
{
	for (size_t i = 0; i < EB_COUNT(base); i++) {
		g_autofree char *path = g_build_filename(scratch, base[i].path, NULL);
		g_autofree char *text =
			base[i].file == row->file
				? g_strconcat(row->before, row->example, "\n", row->after, NULL)
				: g_strdup(base[i].text);

		assert_true(g_file_set_contents(path, text, -1, NULL));
		assert_return_code(g_chmod(path, 0600), 0);
	}
}

/* A row about a CIB says so in the lines that stand before it. */
static void write_cib(const struct eb_mapping *row)
{
	static const char form[] =
		"<cib><configuration><crm_config/><nodes/><resources><primitive id=\"%s\" class=\"ocf\" "
		"provider=\"heartbeat\" type=\"%s\"/></resources><constraints/></configuration></cib>\n";
	g_autofree char *path = g_build_filename(scratch, "web1", "cib.xml", NULL), *text = NULL;

	g_remove(path);
	if (strstr(row->before, "# the CIB has a pingd\n"))
		text = g_strdup_printf(form, "watcher", "pingd");
	else if (strstr(row->before, "# the CIB has an address\n"))
		text = g_strdup_printf(form, "address", "IPaddr2");
	if (text)
		assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void give_addresses(struct hb_cluster *cluster, const struct eb_mapping *row)
{
	static const char *const devices[] = { "eth0:10.0.0.", "eth1:10.0.1.", "eth2:fd00::" };
	int nodes = strstr(row->before, "web3") ? 3 : 2;

	for (int node = 1; node <= nodes; node++)
		for (size_t i = 0; i < EB_COUNT(devices); i++) {
			g_autofree char *text =
				g_strdup_printf("web%d=%s%d", node, devices[i], node);

			assert_int_equal(hb_node_address_add(cluster, text), 0);
		}
}

static void take_option(struct eb_choices *choices, struct eb_diag *diag, const char *name,
			const char *value)
{
	static struct eb_pair other = { "own", "other" };

	if (strcmp(name, "--accept") == 0)
		assert_int_equal(eb_diag_accept(diag, eb_code_parse(value)), 0);
	else if (strcmp(name, "--drbd") == 0 && strcmp(value, "simple") == 0)
		choices->drbd = EB_DRBD_SIMPLE;
	else if (strcmp(name, "--provider") == 0 && strcmp(value, "heartbeat") == 0)
		choices->stock = true;
	else if (strcmp(name, "--service") == 0 && strcmp(value, "own=other") == 0)
		g_ptr_array_add(choices->services, &other);
	else
		fail_msg("no option %s %s", name, value);
}

/* NAME VALUE, as often as needed. */
static void take_options(struct eb_choices *choices, struct eb_diag *diag, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (size_t i = 0; words[i] && words[i + 1]; i += 2)
		take_option(choices, diag, words[i], words[i + 1]);
	assert_int_equal(g_strv_length(words) % 2, 0);
}

/* The plan's row for the example: the line after those that stand before it. */
static const struct eb_fate *fate_of(const struct eb_plan *plan, const struct eb_mapping *row)
{
	g_autofree char *place = NULL;
	const struct eb_fate *fate;
	unsigned int line = 1;

	for (const char *at = row->before; *at; at++)
		line += *at == '\n';
	place = g_strdup_printf("%s/%s:%u", "web1", hb_file_name(row->file), line);
	eb_for_each (fate, plan->fates)
		if (fate->place && g_str_has_suffix(fate->place, place))
			return row->file == HB_FILE_HARESOURCES && fate->words->len
				       ? fate->words->pdata[0]
				       : fate;
	return NULL;
}

static bool same(const struct eb_mapping *row, const struct eb_fate *fate)
{
	if (fate && fate->mark == row->mark && g_strcmp0(fate->target, row->target) == 0 &&
	    g_strcmp0(fate->reason, row->reason) == 0)
		return true;
	print_message("# mapping.def: %s\n#   example %s\n", row->form, row->example);
	print_message("#   the row says     %s: %s (%s)\n", eb_mark_names[row->mark],
		      row->target ? row->target : "-", row->reason ? row->reason : "-");
	if (fate)
		print_message("#   the plan says    %s: %s (%s)\n", eb_mark_names[fate->mark],
			      fate->target ? fate->target : "-", fate->reason ? fate->reason : "-");
	return false;
}

static bool holds(const struct eb_mapping *row)
{
	g_autofree char *one = g_build_filename(scratch, "web1", NULL);
	g_autofree char *two = g_build_filename(scratch, "web2", NULL);
	char *const paths[] = { one, two };
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	struct eb_choices choices = { .services = g_ptr_array_new() };
	struct eb_plan *plan;
	bool so;

	write_files(row);
	write_cib(row);
	give_addresses(cluster, row);
	take_options(&choices, diag, row->option);
	hb_load(cluster, paths, EB_COUNT(paths), diag);
	assert_int_equal(eb_diag_count(diag, EB_ERROR), 0);
	plan = eb_translate(cluster, &choices, diag);
	so = same(row, fate_of(plan, row));
	eb_plan_free(plan);
	g_ptr_array_free(choices.services, TRUE);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	return so;
}

static void translates(void **state)
{
	unsigned int rows = 0, wrong = 0;

	for (const struct eb_mapping *row = eb_mappings; row->form; row++, rows++)
		wrong += !holds(row);
	assert_true(rows > 100);
	if (wrong)
		fail_msg("%u rows of mapping.def are not what the translation does", wrong);
}

static void every_directive(void **state)
{
	for (int id = 0; id < HB_DIRECTIVES; id++) {
		const char *name = hb_directive((enum hb_directive_id)id)->name;
		unsigned int rows = 0;

		for (const struct eb_mapping *row = eb_mappings; row->form; row++)
			if (eb_mapping_is_of(row, name)) {
				rows++;
				assert_true(g_str_has_prefix(row->example, name));
			}
		if (!rows)
			fail_msg("mapping.def has no row for %s", name);
	}
}

static void every_script(void **state)
{
	for (const struct eb_script *script = eb_scripts; script->name; script++) {
		bool found = false;

		for (const struct eb_mapping *row = eb_mappings; row->form; row++)
			found |= row->file == HB_FILE_HARESOURCES &&
				 g_str_has_prefix(row->example, "web1 ") &&
				 g_str_has_prefix(row->example + 5, script->name);
		if (!found)
			fail_msg("mapping.def has no row for the script %s", script->name);
	}
}

static int begin(void **state)
{
	g_autofree char *one = NULL, *two = NULL;

	if (!g_mkdtemp(scratch))
		return -1;
	one = g_build_filename(scratch, "web1", NULL);
	two = g_build_filename(scratch, "web2", NULL);
	return g_mkdir(one, 0700) || g_mkdir(two, 0700);
}

static int end(void **state)
{
	g_autofree char *one = g_build_filename(scratch, "web1", NULL);
	g_autofree char *two = g_build_filename(scratch, "web2", NULL);

	for (size_t i = 0; i < EB_COUNT(base); i++) {
		g_autofree char *path = g_build_filename(scratch, base[i].path, NULL);

		unlink(path);
	}
	return rmdir(one) || rmdir(two) || rmdir(scratch);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(translates),
		cmocka_unit_test(every_directive),
		cmocka_unit_test(every_script),
	};

	return EB_TAP_WITH(tests, begin, end);
}
