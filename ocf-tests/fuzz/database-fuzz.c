// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a database server may say of its position, as lines: the kind, and
 *   sets, domains, origins  two positions: each can be read again as it is written, and the algebra
 *                           of the two is that of sets
 *   events                  those of a relay log, TYPE TAB INFO: whole transactions, those that are
 *                           missing begin within the log
 *   status                  a replica's, NAME TAB VALUE
 */
#include <string.h>

#include "agents/database/relay.h"
#include "agents/database/view.h"
#include "lib/core.h"
#include "ocf-tests/fuzz/fuzz.h"

/* A text of the set is the set. */
static void write_again(enum eb_gtid_form form, const struct eb_gtids *gtids)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids again = { 0 };
	EB_CLEAN(eb_freep) char *text = NULL;
	char told[64];

	g_assert_true(strlen(eb_gtids_tell(gtids, told, sizeof(told))) < sizeof(told));
	if (form == EB_GTID_ORIGINS)
		return;
	text = eb_gtids_text(form, gtids);
	g_assert_nonnull(text);
	g_assert_cmpint(eb_gtids_parse(form, text, &again), ==, 0);
	g_assert_true(eb_gtids_has(&again, gtids) && eb_gtids_has(gtids, &again));
}

static void compare(const struct eb_gtids *a, const struct eb_gtids *b)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids all = { 0 }, rest = { 0 };
	enum eb_gtid_order order = eb_gtids_compare(a, b);

	g_assert_cmpint(eb_gtids_join(&all, a), ==, 0);
	g_assert_cmpint(eb_gtids_join(&all, b), ==, 0);
	g_assert_cmpuint(eb_gtids_count(&all), >=, eb_gtids_count(a));
	g_assert_cmpint(eb_gtids_without(a, b, &rest), ==, 0);
	if (order == EB_GTID_EQUAL || order == EB_GTID_LESS)
		g_assert_cmpuint(rest.n, ==, 0);
	g_assert_cmpuint(eb_gtids_count(&rest), <=, eb_gtids_count(a));
}

static void positions(enum eb_gtid_form form, char **lines)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids a = { 0 }, b = { 0 };

	if (!lines[0] || eb_gtids_parse(form, lines[0], &a) < 0)
		return;
	write_again(form, &a);
	if (eb_gtids_parse(form, lines[1], &b) < 0)
		return;
	compare(&a, &b);
	compare(&b, &a);
}

static void events(char **lines)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids applied = { 0 };
	EB_CLEAN(eb_relay_free)
	struct eb_relay relay = { .applied = &applied, .reading = "relay.000001" };
	unsigned long long at = 4;

	if (!lines[0] || eb_gtids_parse(EB_GTID_DOMAINS, lines[0], &applied) < 0)
		return;
	for (lines++; *lines; lines++, at++) {
		char *info = strchr(*lines, '\t');

		if (info)
			*info++ = '\0';
		g_assert_cmpint(eb_relay_event(&relay, at, *lines, info ? info : ""), ==, 0);
	}
	g_assert_cmpuint(relay.at, <, at);
	if (!relay.at)
		g_assert_true(eb_gtids_has(&applied, &relay.received));
	write_again(EB_GTID_DOMAINS, &relay.received);
}

static void status(char **lines)
{
	EB_CLEAN(eb_record_free) struct eb_record record = { 0 };
	struct eb_replica replica;

	for (; *lines; lines++) {
		char *value = strchr(*lines, '\t');

		if (value)
			*value++ = '\0';
		g_assert_cmpint(eb_record_add(&record, *lines, value), ==, 0);
	}
	eb_replica_read(&record, &replica);
	g_assert_true(replica.host && replica.receive_error && replica.apply_error &&
		      replica.received);
	g_assert_true(replica.configured == (replica.host[0] != '\0'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *kind = lines[0] ? lines[0] : "";

	if (!strcmp(kind, "sets"))
		positions(EB_GTID_SETS, lines + 1);
	else if (!strcmp(kind, "domains"))
		positions(EB_GTID_DOMAINS, lines + 1);
	else if (!strcmp(kind, "origins"))
		positions(EB_GTID_ORIGINS, lines + 1);
	else if (!strcmp(kind, "events"))
		events(lines + 1);
	else if (!strcmp(kind, "status"))
		status(lines + 1);
	return 0;
}
