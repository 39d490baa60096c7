// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rules by which Heartbeat 3.0.6 takes or refuses a configuration, one row each: a good
 * configuration with lines taken out and added, and the verdict. Where Heartbeat refused because
 * of the machine (a device, a program, a user that was not there), the files alone are judged.
 *
 * A row also says which message there has to be and on which words of the file it points. The rows
 * stand in convert-rules-*.c, by what they are about.
 */
#ifndef EB_TESTS_RULES_H
#define EB_TESTS_RULES_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/load.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

#define NONE "-" /* no such file */

static const char *const base[] = {
	"logfile /var/log/ha-log",
	"logfacility none",
	"debugfile /var/log/ha-debug",
	"keepalive 1",
	"deadtime 10",
	"warntime 5",
	"initdead 20",
	"ucast eth1 10.77.1.12",
	"auto_failback on",
	"node hba hbb",
};

struct rule {
	const char *name;
	const char *minus;            /* directives of the base that are left out */
	const char *plus;             /* lines added */
	const char *resources, *keys; /* NULL: good ones; NONE: no file */
	mode_t mode;                  /* of authkeys, 0: 0600 */
	int exit;
	unsigned int code; /* 0: no message at all */
	const char *at;    /* the words that it points to, "" for a whole file */
};

static char folder[] = "/tmp/eb-rules.XXXXXX";

static void put(const char *name, const char *text, mode_t mode)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	FILE *file;

	unlink(path);
	if (strcmp(text, NONE) == 0)
		return;
	file = fopen(path, "w");
	assert_non_null(file);
	assert_return_code(fchmod(fileno(file), mode), 0);
	fputs(text, file);
	fputc('\n', file);
	assert_return_code(fclose(file), 0);
}

static void put_ha_cf(const struct rule *rule)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) minus = g_strsplit(rule->minus ? rule->minus : "", " ", 0);

	for (size_t i = 0; i < EB_COUNT(base); i++) {
		g_autofree char *name = g_strndup(base[i], strcspn(base[i], " "));

		if (!g_strv_contains((const char *const *)minus, name))
			g_string_append_printf(text, "%s\n", base[i]);
	}
	g_string_append(text, rule->plus ? rule->plus : "");
	put("ha.cf", text->str, 0644);
}

/* The words that a message points to. */
static char *words_at(struct eb_span span)
{
	if (!span.source || !span.line)
		return g_strdup("");
	return g_strndup(span.source->text + span.source->line[span.line - 1] + span.column - 1,
			 span.length);
}

static bool has_message(const struct eb_diag *diag, const struct rule *rule)
{
	for (guint i = 0; i < diag->messages->len; i++) {
		const struct eb_message *message = diag->messages->pdata[i];
		g_autofree char *at = words_at(message->span);

		if (message->code->number == rule->code && strcmp(at, rule->at) == 0)
			return true;
	}
	return false;
}

static void judge(void **state)
{
	const struct rule *rule = *state;
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	char *paths[] = { folder };
	bool found;
	int verdict;

	put("node.facts", "node hba", 0644);
	put_ha_cf(rule);
	put("haresources", rule->resources ? rule->resources : "hba 10.77.0.50/24/eth0", 0644);
	put("authkeys", rule->keys ? rule->keys : "auth 1\n1 sha1 secret",
	    rule->mode ? rule->mode : 0600);
	hb_load(cluster, paths, 1, diag);
	verdict = eb_diag_exit(diag, false);
	found = rule->code ? has_message(diag, rule) : diag->messages->len == 0;
	if (verdict != rule->exit || !found)
		eb_diag_print(diag, stderr, false);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	assert_int_equal(verdict, rule->exit);
	assert_true(found);
}

static int clean(void **state)
{
	(void)state;
	put("ha.cf", NONE, 0);
	put("haresources", NONE, 0);
	put("authkeys", NONE, 0);
	put("node.facts", NONE, 0);
	return rmdir(folder);
}

static int judge_all(const struct rule *rules, size_t n)
{
	struct CMUnitTest tests[n];

	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest) {
			.name = rules[i].name,
			.test_func = judge,
			.initial_state = (void *)(uintptr_t)&rules[i],
		};
	if (!mkdtemp(folder))
		return EXIT_FAILURE;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, clean);
}

#endif
