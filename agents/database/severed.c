// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/cluster.h"
#include "agents/database/severed.h"
#include "lib/sockdiag.h"

enum { REPLICAS = 16, END_S = 2 }; /* so long the server may take to end a connection */

struct fetcher {
	struct eb_addr host;
	uint16_t port;
	char name[264]; /* "10.0.0.2:48028", "n2.example:48028", as the server has it */
	bool named;     /* the host comes from the kernel */
	int found;      /* so many connections that can be it */
	bool replaced, severed;
	uint32_t mute_ms;
};

struct fetchers {
	uint16_t port; /* of the server */
	struct fetcher list[REPLICAS];
	size_t n;
};

/*
 * A server that resolves names tells those.  They are not asked for, since who answers may be as far
 * away as the replica: its port tells which connection of the kernel's it is.
 */
static struct fetcher *add(struct fetchers *fetchers, const char *name)
{
	struct fetcher *one = &fetchers->list[fetchers->n];
	const char *colon = strrchr(name, ':');
	char host[sizeof(one->name)];

	if (fetchers->n == REPLICAS || !colon || strlen(name) >= sizeof(host))
		return NULL;
	*one = (struct fetcher) { .port = (uint16_t)strtoul(colon + 1, NULL, 10) };
	snprintf(one->name, sizeof(one->name), "%s", name);
	snprintf(host, sizeof(host), "%.*s", (int)(colon - name), name);
	one->named = eb_addr_parse(host, &one->host) < 0;
	fetchers->n++;
	return one;
}

static void recall(const struct eb_call *call, struct fetchers *fetchers)
{
	const struct eb_mysql_conf *conf = call->conf;
	char text[REPLICAS * sizeof(fetchers->list[0].name)], *rest = text, *name;

	*fetchers = (struct fetchers) { .port = (uint16_t)conf->repl_port };
	eb_remembered(call, "replicas", text, sizeof(text));
	while ((name = strsep(&rest, " ")))
		add(fetchers, name);
}

static bool is_it(const struct fetchers *fetchers, const struct fetcher *one,
		  const struct eb_sock *sock)
{
	return sock->local_port == fetchers->port && sock->peer_port == one->port &&
	       (one->named || eb_addr_equal(&sock->peer, &one->host));
}

static bool find(const struct eb_sock *sock, void *context)
{
	struct fetchers *fetchers = context;

	for (size_t i = 0; i < fetchers->n; i++) {
		struct fetcher *one = &fetchers->list[i];

		if (!is_it(fetchers, one, sock))
			continue;
		one->found++;
		one->mute_ms = sock->mute_ms;
		if (one->named)
			one->host = sock->peer;
	}
	return false;
}

static bool is_severed(const struct eb_sock *sock, void *context)
{
	const struct fetchers *fetchers = context;

	/* Of two hosts with one port nobody knows whose it is. */
	for (size_t i = 0; i < fetchers->n; i++)
		if (fetchers->list[i].severed && fetchers->list[i].found == 1 &&
		    is_it(fetchers, &fetchers->list[i], sock))
			return true;
	return false;
}

static bool end(struct fetchers *fetchers)
{
	int r = eb_sock_end(is_severed, fetchers);

	if (r < 0)
		eb_log(EB_ERR, "cannot end a connection that was severed: %s", strerror(-r));
	return r > 0;
}

struct watch {
	struct fetchers before, now;
	bool any;
};

/* host, command, seconds */
static bool note(char *const *values, unsigned n, void *context)
{
	struct watch *watch = context;
	struct fetcher *one = NULL, *known = NULL;

	if (n < 3 || !values[0] || !values[1])
		return true;
	for (size_t i = 0; i < watch->before.n; i++)
		if (!strcmp(watch->before.list[i].name, values[0]))
			known = &watch->before.list[i];
	if (known || strcmp(values[1], "Killed") != 0)
		one = add(&watch->now, values[0]);
	if (one && !strcmp(values[1], "Killed") && atol(values[2] ?: "0") >= END_S) {
		one->severed = watch->any = true;
		eb_log(EB_WARN,
		       "the server waits in vain for the end of the replica's connection %s: it is "
		       "ended",
		       one->name);
	}
	return true;
}

void eb_severed_watch(const struct eb_call *call, struct eb_sql *sql)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct watch watch = { .now = { .port = (uint16_t)conf->repl_port } };
	char text[REPLICAS * sizeof(watch.now.list[0].name)] = "";
	size_t used = 0;

	recall(call, &watch.before);
	if (eb_sql_each(sql,
			"SELECT host, command, time FROM information_schema.processlist WHERE "
			"command LIKE 'Binlog Dump%' OR command = 'Killed' ORDER BY id",
			note, &watch) < 0)
		return;
	for (size_t i = 0; i < watch.now.n; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s", i ? " " : "",
					 watch.now.list[i].name);
	eb_remember(call, "replicas", text);
	if (watch.any && eb_sock_end(find, &watch.now) >= 0)
		end(&watch.now);
}

static bool compare(const struct eb_sock *sock, void *context)
{
	struct fetchers *fetchers = context;

	for (size_t i = 0; i < fetchers->n; i++) {
		struct fetcher *one = &fetchers->list[i];

		one->replaced |= sock->local_port == fetchers->port &&
				 sock->mute_ms < one->mute_ms &&
				 eb_addr_equal(&sock->peer, &one->host);
	}
	return false;
}

bool eb_severed_end(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct fetchers fetchers;
	bool any = false;

	recall(call, &fetchers);
	if (fetchers.n == 0 || eb_sock_end(find, &fetchers) < 0 ||
	    eb_sock_end(compare, &fetchers) < 0)
		return false;
	for (size_t i = 0; i < fetchers.n; i++) {
		struct fetcher *one = &fetchers.list[i];

		one->severed = one->found == 1 && one->replaced &&
			       one->mute_ms >= (uint32_t)conf->connect_timeout_ms;
		any |= one->severed;
		if (one->severed)
			eb_log(EB_WARN,
			       "the server answers nobody, and nothing has come by the replica's "
			       "connection %s for %u ms, beside which it is connected anew: that "
			       "one is ended",
			       one->name, one->mute_ms);
	}
	return any && end(&fetchers);
}
