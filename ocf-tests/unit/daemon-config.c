// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemon translates /etc/ha.d with the options of the plan that was applied on its node.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/config.h"
#include "heartbeat-compat/daemon/fields.h"
#include "ocf-tests/unit/tap.h"

static const char PLAIN[] = "node web1 web2\nbcast eth0\nauto_failback on\n";
static char folder[] = "/tmp/eb-daemon-config.XXXXXX";
static char *applied;

static char *write_file(const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_int_equal(g_chmod(path, 0600), 0);
	return path;
}

static int set_up(void **state)
{
	assert_non_null(g_mkdtemp(folder));
	g_free(write_file("ha.cf", PLAIN));
	g_free(write_file("haresources", "web1 10.0.0.9/24/eth0 httpd\n"));
	g_free(write_file("authkeys", "auth 1\n1 sha1 0123456789abcdef\n"));
	applied = g_build_filename(folder, "plan", NULL);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = { "ha.cf", "haresources", "authkeys", "plan", "out" };

	for (size_t i = 0; i < EB_COUNT(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);

		unlink(path);
	}
	rmdir(folder);
	g_free(applied);
	return 0;
}

/* What a worker answers, and its exit code. */
static struct hb_msg *answer(int (*work)(int out, void *arg), struct hb_config_job *job, int *code)
{
	g_autofree char *path = g_build_filename(folder, "out", NULL), *text = NULL;
	FILE *out = fopen(path, "w");
	struct hb_msg *msg = NULL;
	size_t size;

	assert_non_null(out);
	*code = work(fileno(out), job);
	fclose(out);
	assert_true(g_file_get_contents(path, &text, &size, NULL));
	assert_int_equal(hb_msg_decode(text, size, &msg), 0);
	return msg;
}

/* The translator's; service: of the daemon's command line, or NULL. */
static struct hb_msg *translated(struct eb_pair *service, int *code)
{
	struct hb_config_job job = {
		.folder = folder,
		.self = "web1",
		.applied = applied,
		.services = g_ptr_array_new(),
	};
	struct hb_msg *msg;

	if (service)
		g_ptr_array_add(job.services, service);
	msg = answer(hb_config_translate, &job, code);
	g_ptr_array_unref(job.services);
	return msg;
}

/* The digest of what the resources become; g_free. */
static char *digest(struct eb_pair *service)
{
	int code;
	struct hb_msg *msg = translated(service, &code);
	char *copy = g_strdup(hb_msg_get(msg, "digest"));

	assert_int_equal(code, 0);
	assert_non_null(copy);
	hb_msg_free(msg);
	return copy;
}

/* A plan that was made with these options: pairs of name and value. */
static void apply(const char *const *options)
{
	struct eb_plan *plan = eb_plan_new();
	g_autofree char *text = NULL;

	plan->cluster = "pair";
	plan->cib.grammar = "pacemaker-3.9";
	for (; *options; options += 2)
		eb_pair_add(plan, plan->options, options[0], options[1]);
	text = eb_plan_store(plan);
	g_free(write_file("plan", text));
	eb_plan_free(plan);
}

static void the_options_of_the_plan_count(void **state)
{
	static const char *const service[] = { "service", "httpd=apache2", "node-address",
					       "web1=10.0.0.1", NULL };
	static const char *const provider[] = { "service", "httpd=apache2", "provider", "heartbeat",
						NULL };
	struct eb_pair given = { "httpd", "apache2" };
	g_autofree char *plain = digest(NULL), *by_hand = digest(&given), *by_plan = NULL,
			*both = NULL, *stock = NULL;

	assert_string_not_equal(plain, by_hand);
	apply(service);
	by_plan = digest(NULL);
	assert_string_equal(by_plan, by_hand);
	both = digest(&given);
	assert_string_equal(both, by_hand);
	apply(provider);
	stock = digest(NULL);
	assert_string_not_equal(stock, by_hand);
	assert_string_not_equal(stock, plain);
}

/* To go on without its options would bring other resources than were applied. */
static void a_damaged_plan_is_an_error(void **state)
{
	struct hb_msg *msg;
	int code;

	g_free(write_file("plan", "{ nonsense"));
	msg = translated(NULL, &code);
	assert_int_equal(code, 1);
	assert_non_null(strstr(hb_msg_get(msg, "error"), applied));
	hb_msg_free(msg);
}

/* DRBD runs on both nodes: where its line is, the other words tell. */
static void a_clone_is_no_word(void **state)
{
	static const char *const none[] = { NULL };
	struct hb_msg *msg;
	int code;

	apply(none);
	g_free(write_file("haresources", "web1 drbddisk::r0 10.0.0.9/24/eth0\n"));
	msg = translated(NULL, &code);
	assert_int_equal(code, 0);
	assert_string_equal(hb_msg_get(msg, "word"), "hb-ip-10.0.0.9\t10.0.0.9/24/eth0");
	assert_null(hb_msg_nth(msg, "word", 1));
	assert_non_null(strstr(hb_msg_get(msg, "line"), "drbddisk::r0"));
	hb_msg_free(msg);
}

/* What no object of the CIB tells is agreed on, too, however it was written. */
static void what_daemons_do_by_themselves(void **state)
{
	static const char *const none[] = { NULL };
	static const struct {
		const char *lines, *policy;
		bool same;
	} rows[] = {
		{ "takeover automatic\n", "takeover automatic|no takeover_delay|no address_check",
		  true },
		{ "takeover manual\n", "takeover manual|no takeover_delay|no address_check",
		  false },
		{ "address_check 30\n",
		  "takeover automatic|no takeover_delay|address_check 30000ms", false },
		{ "takeover_delay 5\n", "takeover automatic|takeover_delay 5000ms|no address_check",
		  false },
		{ "takeover_delay 5000ms\n",
		  "takeover automatic|takeover_delay 5000ms|no address_check", false },
	};
	g_autofree char *plain = NULL, *last = NULL;

	apply(none);
	g_free(write_file("haresources", "web1 10.0.0.9/24/eth0\n"));
	plain = digest(NULL);
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		g_autofree char *text = g_strconcat(PLAIN, rows[i].lines, NULL), *now = NULL;
		g_autoptr(GString) policy = g_string_new(NULL);
		const char *line;
		struct hb_msg *msg;
		int code;

		g_free(write_file("ha.cf", text));
		now = digest(NULL);
		assert_int_equal(strcmp(now, plain) == 0, rows[i].same);
		msg = translated(NULL, &code);
		for (unsigned int k = 0; (line = hb_msg_nth(msg, "policy", k)); k++)
			g_string_append_printf(policy, "%s%s", k ? "|" : "", line);
		assert_string_equal(policy->str, rows[i].policy);
		hb_msg_free(msg);
		if (i == EB_COUNT(rows) - 1)
			assert_string_equal(now, last);
		g_free(last);
		last = g_steal_pointer(&now);
	}
	g_free(write_file("ha.cf", PLAIN));
}

/* As ResourceManager looked for scripts. Agents of the suite and of the system are none. */
static void scripts_that_are_not_there(void **state)
{
	struct hb_msg *msg;
	int code;

	g_free(write_file("haresources", "web1 10.0.0.9/24/eth0 eb-no-such::a\n"));
	msg = translated(NULL, &code);
	assert_int_equal(code, 0);
	assert_string_equal(hb_msg_get(msg, "missing"), "hb-eb-no-such-a\teb-no-such");
	assert_null(hb_msg_nth(msg, "missing", 1));
	hb_msg_free(msg);
	g_free(write_file("haresources", "web1 10.0.0.9/24/eth0 httpd\n"));
}

/* Edited since: others have not seen it. */
static void what_is_not_agreed_on_is_not_brought(void **state)
{
	struct hb_config_job job = {
		.folder = folder,
		.self = "web1",
		.applied = applied,
		.services = g_ptr_array_new(),
		.agreed = "another",
	};
	int code;
	struct hb_msg *msg = answer(hb_config_bring, &job, &code);

	assert_int_equal(code, 2);
	assert_non_null(strstr(hb_msg_get(msg, "error"), "was edited and not read again"));
	hb_msg_free(msg);
	g_ptr_array_unref(job.services);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_options_of_the_plan_count),
		cmocka_unit_test(a_damaged_plan_is_an_error),
		cmocka_unit_test(a_clone_is_no_word),
		cmocka_unit_test(what_daemons_do_by_themselves),
		cmocka_unit_test(scripts_that_are_not_there),
		cmocka_unit_test(what_is_not_agreed_on_is_not_brought),
	};

	return EB_TAP_WITH(tests, set_up, tear_down);
}
