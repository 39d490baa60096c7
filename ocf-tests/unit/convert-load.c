// SPDX-License-Identifier: GPL-2.0-or-later
/* Operands: folders, single files, what is missing, and which node a folder belongs to. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/load.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static const char ha_cf[] = "keepalive 2\ndeadtime 10\nauto_failback on\n"
			    "ucast eth1 10.0.0.2\nnode web1 web2\n";

static char scratch[] = "/tmp/eb-load.XXXXXX";
static GPtrArray *made; /* paths to remove, in this order from the end */
static struct hb_cluster *cluster;
static struct eb_diag *diag;

static void make_folder(const char *path)
{
	assert_return_code(g_mkdir(path, 0755), 0);
	g_ptr_array_add(made, g_strdup(path));
}

static void make_file(const char *path, const char *text)
{
	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_return_code(chmod(path, 0600), 0);
	g_ptr_array_add(made, g_strdup(path));
}

/* A node's folder with all three files. */
static void make_node(const char *folder, const char *peer)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys" };
	g_autofree char *settings = g_strdup_printf(
		"keepalive 2\ndeadtime 10\nauto_failback on\nucast eth1 %s\nnode web1 web2\n",
		peer);
	const char *const texts[] = { settings, "web1 10.0.0.9/24/eth0\n",
				      "auth 1\n1 sha1 secret\n" };

	make_folder(folder);
	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);

		make_file(path, texts[i]);
	}
}

static int begin(void **state)
{
	(void)state;
	made = g_ptr_array_new_with_free_func(g_free);
	cluster = hb_cluster_new();
	diag = eb_diag_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (guint i = made->len; i > 0; i--)
		g_remove(made->pdata[i - 1]);
	g_ptr_array_free(made, TRUE);
	hb_cluster_free(cluster);
	eb_diag_free(diag);
	return 0;
}

/* Loads up to two operands and says the verdict. */
static int load(const char *one, const char *two)
{
	char *paths[] = { g_strdup(one), g_strdup(two) };

	hb_load(cluster, paths, two ? 2 : 1, diag);
	g_free(paths[0]);
	g_free(paths[1]);
	return eb_diag_exit(diag, false);
}

static bool said(unsigned int code)
{
	const struct eb_message *message;

	eb_for_each (message, diag->messages)
		if (message->code->number == code)
			return true;
	return false;
}

static void one_folder(void **state)
{
	(void)state;
	make_node("web1", "10.0.0.2");
	assert_int_equal(load("web1", NULL), 0);
	assert_int_equal(cluster->hosts->len, 1);
	assert_string_equal(((struct hb_host *)cluster->hosts->pdata[0])->uname, "web1");
	assert_int_equal(hb_lead(cluster, HB_FILE_HARESOURCES)->groups->len, 1);
}

/* The second folder's name says nothing, but only one node is left. */
static void two_folders(void **state)
{
	(void)state;
	make_node("web1", "10.0.0.2");
	make_node("other", "10.0.0.1");
	assert_int_equal(load("web1", "other"), 0);
	assert_non_null(hb_host_find(cluster, "WEB2"));
	assert_string_equal(hb_node_address_find(cluster, "web1", "eth1", false)->address,
			    "10.0.0.1");
	assert_string_equal(hb_node_address_find(cluster, "web2", "eth1", false)->address,
			    "10.0.0.2");
}

static void folder_of_a_system(void **state)
{
	(void)state;
	make_folder("root");
	make_folder("root/etc");
	make_node("root/etc/ha.d", "10.0.0.2");
	assert_int_equal(load("root", NULL), 0);
}

static void files_missing(void **state)
{
	(void)state;
	make_folder("web1");
	make_file("web1/ha.cf", ha_cf);
	assert_int_equal(load("web1", NULL), 3);
	assert_int_equal(eb_diag_count(diag, EB_MISSING), 2);
}

static void nothing_there(void **state)
{
	(void)state;
	make_folder("empty");
	assert_int_equal(load("empty", NULL), 1);
	assert_true(said(EB_MSG_NO_CONFIGURATION));
	assert_int_equal(load("nonexistent/ha.cf", NULL), 1);
	assert_true(said(EB_MSG_UNREADABLE));
	make_file("what", "x");
	assert_int_equal(load("what", NULL), 1);
	assert_true(said(EB_MSG_UNKNOWN_FILE));
}

/* Files given alone belong together until a second one of a kind comes. */
static void single_files(void **state)
{
	(void)state;
	make_file("1-ha.cf", ha_cf);
	make_file("1-haresources", "web3 10.0.0.9\n");
	assert_int_equal(load("1-haresources", "1-ha.cf"), 1);
	assert_true(said(EB_MSG_NODE_UNKNOWN));
	assert_false(said(EB_MSG_FILE_MISSING));
	assert_int_equal(cluster->hosts->len, 1);
	assert_int_equal(load("1-ha.cf", "1-ha.cf"), 1);
	assert_int_equal(cluster->hosts->len, 3);
}

static void devices(void **state)
{
	(void)state;
	make_node("web1", "10.0.0.2");
	make_file("web1/node.facts", "node web1\naddress eth0 10.0.0.1/24\n");
	assert_int_equal(load("web1", NULL), 1);
	assert_true(said(EB_MSG_NO_DEVICE));
}

static void to_itself(void **state)
{
	(void)state;
	make_node("web1", "10.0.0.2");
	make_file("web1/node.facts", "node web1\naddress eth1 10.0.0.2/24\n");
	assert_int_equal(load("web1", NULL), 2);
	assert_true(said(EB_MSG_ONE_PATH));
}

/* The node has the resource's address while it serves; as its own it has it first. */
static void own_address(void **state)
{
	static const char *const own[] = { "10.0.0.3/24\naddress eth0 10.0.0.9/24\n",
					   "10.0.0.9/24\n",
					   "10.0.0.9/24\naddress eth0 10.0.0.3/24\n" };

	(void)state;
	make_node("web1", "10.0.0.2");
	for (size_t i = 0; i < EB_COUNT(own); i++) {
		g_autofree char *facts = g_strconcat(
			"node web1\naddress eth1 10.0.0.1/24\naddress eth0 ", own[i], NULL);

		make_file("web1/node.facts", facts);
		load("web1", NULL);
		assert_int_equal(said(EB_MSG_NODE_ADDRESS), i == 2);
	}
}

static int leave(void **state)
{
	(void)state;
	return chdir("/") || rmdir(scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_folder, begin, end),
		cmocka_unit_test_setup_teardown(two_folders, begin, end),
		cmocka_unit_test_setup_teardown(folder_of_a_system, begin, end),
		cmocka_unit_test_setup_teardown(files_missing, begin, end),
		cmocka_unit_test_setup_teardown(nothing_there, begin, end),
		cmocka_unit_test_setup_teardown(single_files, begin, end),
		cmocka_unit_test_setup_teardown(devices, begin, end),
		cmocka_unit_test_setup_teardown(to_itself, begin, end),
		cmocka_unit_test_setup_teardown(own_address, begin, end),
	};

	if (!mkdtemp(scratch) || chdir(scratch) < 0)
		return EXIT_FAILURE;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, leave);
}
