// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/doubles.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/tell.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/arp.h"
#include "lib/clock.h"
#include "lib/ifaddr.h"

enum { ADDRESSES_MAX = 256, ROUNDS = 2, ROUND_MS = 300, WORK_MS = 30000 };

struct hb_doubles {
	struct hb_daemon *daemon;
	bool asking;
	int64_t next_ms;
	GHashTable *told; /* a set of addresses that were complained of */
};

struct hb_doubles *hb_doubles_new(struct hb_daemon *daemon)
{
	struct hb_doubles *doubles = g_new0(struct hb_doubles, 1);

	doubles->daemon = daemon;
	doubles->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return doubles;
}

void hb_doubles_free(struct hb_doubles *doubles)
{
	if (!doubles)
		return;
	g_hash_table_unref(doubles->told);
	g_free(doubles);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* An address that this node has, and who else says so. */
struct asked {
	const char *ip;
	struct eb_link link;
	struct eb_arp arp;
	bool found;
	struct eb_hwaddr who;
};

/* Makes an entry when the node has the address. */
static bool prepare(struct eb_nl *nl, const char *ip, struct asked *asked)
{
	EB_CLEAN(eb_ifaddrs_free) struct eb_ifaddrs here = { 0 };
	struct eb_addr addr;

	*asked = (struct asked) { .ip = ip, .arp = EB_ARP_CLOSED };
	return eb_addr_parse(ip, &addr) == 0 && addr.family == AF_INET &&
	       eb_ifaddr_list(nl, AF_INET, 0, &addr, &here) == 0 && here.n &&
	       eb_link_get(nl, NULL, here.at[0].index, &asked->link) == 0 &&
	       eb_link_has_neighbours(&asked->link) &&
	       eb_arp_open(&asked->arp, &asked->link, &addr) == 0;
}

/* All are asked together. Who waits for the first answer finds the others' there already. */
static void ask(struct eb_nl *nl, struct asked *asked, size_t n)
{
	for (int round = 0; round < ROUNDS; round++) {
		int64_t until_ms = eb_clock_ms() + ROUND_MS;

		for (size_t i = 0; i < n; i++)
			eb_arp_probe(&asked[i].arp);
		for (size_t i = 0; i < n; i++)
			while (!asked[i].found &&
			       eb_arp_listen(&asked[i].arp, until_ms, &asked[i].who) > 0)
				asked[i].found = eb_link_is_ours(nl, &asked[i].who) != 1;
	}
}

/* Writes a field `double` for each: IP, interface and hardware address parted by tabs. */
static int find(int out, void *arg)
{
	const struct hb_lines *lines = arg;
	EB_CLEAN(eb_nl_close) struct eb_nl nl = EB_NL_CLOSED;
	const struct hb_line_address *address;
	struct hb_msg *msg = hb_msg_new("doubles");
	g_autofree struct asked *asked = g_new0(struct asked, ADDRESSES_MAX);
	size_t n = 0;

	if (eb_nl_open(&nl, NETLINK_ROUTE) < 0)
		return 1;
	eb_for_each (address, lines->addresses)
		if (n < ADDRESSES_MAX && prepare(&nl, address->ip, &asked[n]))
			n++;
	ask(&nl, asked, n);
	for (size_t i = 0; i < n; i++)
		if (asked[i].found)
			hb_msg_add(msg, "double", "%s\t%s\t%s", asked[i].ip, asked[i].link.name,
				   eb_hwaddr_text(&asked[i].who));
	return hb_worker_answer(out, msg, 0);
}

/* ---- telling -------------------------------------------------------------------------------- */

static void say(struct hb_doubles *doubles, const char *ip, const char *nic, const char *who)
{
	g_autofree char *text =
		g_strdup_printf("address %s is on two hosts: here on %s, and at %s", ip, nic, who);

	hb_log(HB_LOG_CRIT, "%s", text);
	hb_tell(doubles->daemon, "address", doubles->daemon->state->self->name, NULL, text);
}

/* What is over is said, too. */
static void say_over(struct hb_doubles *doubles, GHashTable *now)
{
	GHashTableIter walk;
	const char *ip;

	g_hash_table_iter_init(&walk, doubles->told);
	while (g_hash_table_iter_next(&walk, (gpointer *)&ip, NULL))
		if (!g_hash_table_contains(now, ip))
			hb_log(HB_LOG_INFO, "address %s is on two hosts no more", ip);
}

static void found(void *data, int status, const char *output, size_t length)
{
	struct hb_doubles *doubles = data;
	struct hb_msg *msg = NULL;
	GHashTable *now;
	const char *value;

	doubles->asking = false;
	if (status != 0 || hb_msg_decode(output, length, &msg) < 0)
		return;
	now = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned int i = 0; (value = hb_msg_nth(msg, "double", i)); i++) {
		g_auto(GStrv) parts = g_strsplit(value, "\t", 3);

		if (g_strv_length(parts) != 3)
			continue;
		g_hash_table_add(now, g_strdup(parts[0]));
		if (!g_hash_table_contains(doubles->told, parts[0]))
			say(doubles, parts[0], parts[1], parts[2]);
	}
	say_over(doubles, now);
	g_hash_table_unref(doubles->told);
	doubles->told = now;
	hb_msg_free(msg);
}

void hb_doubles_tick(struct hb_doubles *doubles, int64_t now_ms)
{
	const struct hb_daemon *daemon = doubles->daemon;

	if (doubles->asking || !daemon->settings->address_check_ms || !daemon->lines ||
	    !daemon->lines->addresses->len || now_ms < doubles->next_ms)
		return;
	doubles->next_ms = now_ms + daemon->settings->address_check_ms;
	doubles->asking = hb_worker_call(find, daemon->lines, WORK_MS, found, doubles) == 0;
}
