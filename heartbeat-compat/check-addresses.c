// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose is an address? Those of the nodes stay where they are, those of haresources move, and ping
 * nodes are outside: one that is two of these defeats both.
 */
#include <arpa/inet.h>
#include <string.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/lex.h"

/* Where a node's own address, or its name, is said. */
struct own {
	struct eb_span span; /* without source: on the command line or in the node's facts */
	const char *what;    /* of the message: "an address of a node" */
	const char *device;  /* facts: where it is, alone or as the first of several; else NULL */
	bool alone;
};

/* As text that is the same for every way to write it; g_free it. */
static char *canonical(const char *text)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	char shown[INET6_ADDRSTRLEN];

	for (size_t i = 0; i < 2; i++) {
		int family = i ? AF_INET6 : AF_INET;

		if (inet_pton(family, text, bytes) == 1)
			return g_strdup(inet_ntop(family, bytes, shown, sizeof(shown)));
	}
	return g_ascii_strdown(text, -1);
}

static const struct own *own_of(GHashTable *table, const char *text)
{
	g_autofree char *key = canonical(text);

	return g_hash_table_lookup(table, key);
}

/* The first one stays, unless it is the less certain one. */
static void learn(GHashTable *table, const char *text, struct own own)
{
	g_autofree char *key = canonical(text);
	const struct own *known = g_hash_table_lookup(table, key);

	if (!known || (known->alone && !own.alone))
		g_hash_table_replace(table, g_steal_pointer(&key), g_memdup2(&own, sizeof(own)));
}

/*
 * A node that serves while its facts are collected has the addresses of its resources, too: behind
 * its own on a device, or alone on one. Only the first address of a device is taken for its own.
 */
static void learn_facts(GHashTable *table, const struct hb_host *host)
{
	const struct hb_fact_address *address, *other;

	eb_for_each (address, host->addresses) {
		struct own own = { .what = "an address of a node", .device = address->device };
		const struct hb_fact_address *first = NULL;
		unsigned int count = 0;

		eb_for_each (other, host->addresses) {
			if (other->ipv6 != address->ipv6 ||
			    g_strcmp0(other->device, address->device) != 0)
				continue;
			first = first ? first : other;
			count++;
		}
		own.alone = count == 1;
		if (first == address)
			learn(table, address->address, own);
	}
}

static GHashTable *addresses_of(const struct hb_cluster *cluster)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const struct hb_node_address *given;
	const struct hb_medium *medium;
	const struct hb_host *host;

	eb_for_each (given, cluster->addresses)
		learn(table, given->address.address,
		      (struct own) { .what = "an address of a node" });
	eb_for_each (host, cluster->hosts)
		eb_for_each (medium, host->config->media)
			if ((medium->kind == HB_MEDIUM_UCAST || medium->kind == HB_MEDIUM_UCAST6) &&
			    medium->address.text)
				learn(table, medium->address.text,
				      (struct own) { medium->address.span,
						     "an address of a node" });
	eb_for_each (host, cluster->hosts)
		learn_facts(table, host);
	return table;
}

/* ---- resources ---------------------------------------------------------------------------------- */

static void check_resource(GHashTable *own_addresses, const struct hb_resource *resource,
			   struct eb_diag *diag)
{
	const struct own *own = own_of(own_addresses, resource->addr->ip.text);
	struct eb_message *message;

	/* On a device that holds nothing else it may be the resource itself. */
	if (!own || (own->alone && g_strcmp0(resource->addr->nic.text, own->device) == 0))
		return;
	message = eb_diag_add(diag, EB_MSG_NODE_ADDRESS, resource->addr->ip.span,
			      "address %s is %s already", resource->addr->ip.text, own->what);
	if (own->span.source)
		eb_message_note(message, own->span, "Heartbeat sends to it here");
}

static void check_resources(const struct hb_config *config, GHashTable *own_addresses,
			    GHashTable *moving, struct eb_diag *diag)
{
	const struct hb_group *group;
	const struct hb_resource *resource;

	eb_for_each (group, config->groups)
		eb_for_each (resource, group->members) {
			if (!resource->addr || strcmp(resource->script, "IPsrcaddr") == 0)
				continue;
			check_resource(own_addresses, resource, diag);
			learn(moving, resource->addr->ip.text,
			      (struct own) { resource->addr->ip.span });
		}
}

/* ---- ping nodes --------------------------------------------------------------------------------- */

static void check_ping(const struct hb_word *host, const char *called, GHashTable *own_addresses,
		       GHashTable *names, GHashTable *moving, struct eb_diag *diag)
{
	const struct own *resource = own_of(moving, host->text);
	const struct own *node = own_of(names, host->text);
	const struct own *own = node ? node : own_of(own_addresses, host->text);
	struct eb_message *message;

	if (resource) {
		message = eb_diag_add(diag, EB_MSG_PING_SELF, host->span,
				      "%s %s is an address of the cluster", called, host->text);
		eb_message_note(message, resource->span, "it is a resource here");
	} else if (own) {
		message = eb_diag_add(diag, EB_MSG_PING_SELF, host->span, "%s %s is %s", called,
				      host->text, own->what);
		if (own->span.source)
			eb_message_note(message, own->span,
					node ? "it is named here" : "Heartbeat sends to it here");
	}
}

static void check_pings(const struct hb_config *config, GHashTable *own_addresses,
			GHashTable *moving, struct eb_diag *diag)
{
	g_autoptr(GHashTable) names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const struct hb_ping *ping;
	const struct hb_node *node;
	const struct hb_word *host;

	eb_for_each (node, config->nodes)
		learn(names, node->name, (struct own) { node->word.span, "a node of the cluster" });
	eb_for_each (ping, config->pings)
		eb_for_each (host, ping->hosts)
			check_ping(host, ping->group ? "member of a ping group" : "ping node",
				   own_addresses, names, moving, diag);
}

void hb_check_addresses(const struct hb_cluster *cluster, struct eb_diag *diag)
{
	g_autoptr(GHashTable) own_addresses = addresses_of(cluster);
	g_autoptr(GHashTable) moving =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const struct hb_host *host;

	eb_for_each (host, cluster->hosts)
		if (!hb_lead(cluster, HB_FILE_HA_CF)->setting[HB_CRM].value)
			check_resources(host->config, own_addresses, moving, diag);
	eb_for_each (host, cluster->hosts)
		check_pings(host->config, own_addresses, moving, diag);
}
