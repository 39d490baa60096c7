// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Facts of nodes, and the one question that the files cannot answer alone: which address does
 * this node have on this device?
 */
#include <errno.h>
#include <string.h>

#include "heartbeat-compat/facts.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"

/* Takes ADDRESS[/PREFIX]; false when it is none. */
static bool parse_address(struct hb_cluster *cluster, const char *text,
			  struct hb_fact_address *fact)
{
	size_t length = strcspn(text, "/");
	enum hb_host_form form;
	const char *rest = "";

	fact->address = hb_string(cluster, text, length);
	form = hb_host_form(fact->address);
	fact->ipv6 = form == HB_HOST_IPV6;
	fact->prefix = -1;
	if (text[length] == '/')
		fact->prefix = (int)CLAMP(hb_parse_number(text + length + 1, &rest), -1, 129);
	return !*rest && fact->prefix <= (fact->ipv6 ? 128 : 32) &&
	       (form == HB_HOST_IPV4 || form == HB_HOST_IPV6);
}

static void add_fact(struct hb_cluster *cluster, struct hb_host *host,
		     const struct eb_source *source, struct eb_piece line, struct eb_diag *diag)
{
	GPtrArray *words = hb_words_of(cluster, source, line, HB_BLANKS);
	const struct hb_word *what = words->pdata[0], *name = eb_item(words, 1);
	const struct hb_word *value = eb_item(words, 2);
	struct hb_fact_address *address;
	GPtrArray **list = NULL;

	if (name && strcmp(what->text, "node") == 0 && !value) {
		host->uname = name->text;
		return;
	}
	if (value && strcmp(what->text, "address") == 0) {
		address = hb_new(cluster, struct hb_fact_address);
		address->device = name->text;
		if (!hb_is_device(name->text)) {
			eb_message_hint(eb_diag_add(diag, EB_MSG_FACTS, name->span,
						    "'%s' cannot be the name of a network device",
						    name->text),
					"expected address DEVICE ADDRESS[/PREFIX], DEVICE of 15 "
					"characters at most");
			return;
		}
		if (parse_address(cluster, value->text, address)) {
			g_ptr_array_add(host->addresses, address);
			return;
		}
	}
	if (strcmp(what->text, "unit") == 0)
		list = &host->units;
	if (strcmp(what->text, "script") == 0)
		list = &host->scripts;
	if (!list || !name || value) {
		eb_diag_add(diag, EB_MSG_FACTS, what->span,
			    "neither node, address, unit nor script with their values");
		return;
	}
	if (!*list)
		*list = hb_array(cluster);
	g_ptr_array_add(*list, (char *)name->text);
}

void hb_facts_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		   struct eb_diag *diag)
{
	host->config->source[HB_FILE_FACTS] = source;
	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = eb_line(source, n);
		const char *hash = memchr(line.begin, '#', line.length);

		if (hash)
			line.length = (size_t)(hash - line.begin);
		line = eb_trim(line);
		if (line.length)
			add_fact(cluster, host, source, line, diag);
	}
}

void hb_agents_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		    struct eb_diag *diag)
{
	enum { DIGEST = 64 };

	(void)diag;
	if (!host->agents)
		host->agents = hb_array(cluster);
	for (unsigned int n = 1; n <= source->lines; n++) {
		GPtrArray *words =
			hb_words_of(cluster, source, eb_line(source, n), HB_BLANKS "\r\n");
		const struct hb_word *spec = eb_item(words, 0), *digest = eb_item(words, 1);
		struct hb_agent *agent;

		if (!spec || !strchr(spec->text, ':'))
			continue;
		agent = hb_new(cluster, struct hb_agent);
		agent->spec = spec->text;
		if (digest && strlen(digest->text) == DIGEST)
			agent->digest = digest->text;
		g_ptr_array_add(host->agents, agent);
	}
}

int hb_node_address_add(struct hb_cluster *cluster, const char *text)
{
	struct hb_node_address *known = hb_new(cluster, struct hb_node_address);
	const char *equals = strchr(text, '='), *address, *colon;
	g_autofree char *lower = NULL;

	if (!equals || equals == text)
		return -EINVAL;
	lower = g_ascii_strdown(text, equals - text);
	known->node = hb_string(cluster, lower, strlen(lower));
	address = equals + 1;
	if (!parse_address(cluster, address, &known->address)) {
		colon = strchr(address, ':');
		if (!colon || colon == address ||
		    !parse_address(cluster, colon + 1, &known->address))
			return -EINVAL;
		known->address.device = hb_string(cluster, address, (size_t)(colon - address));
		if (!hb_is_device(known->address.device))
			return -ENAMETOOLONG;
	}
	if (hb_address_trouble(known->address.address))
		return -EADDRNOTAVAIL;
	g_ptr_array_add(cluster->addresses, known);
	return 0;
}

static bool fits(const struct hb_fact_address *address, const char *device, bool ipv6)
{
	return address->ipv6 == ipv6 &&
	       (!device || !address->device || strcmp(address->device, device) == 0);
}

/* In a cluster of two, the peer's address is what the ucast line of a node's own file names. */
static const struct hb_medium *peer_medium(const struct hb_host *owner, const char *device,
					   bool ipv6)
{
	const struct hb_medium *medium, *found = NULL;

	eb_for_each (medium, owner->config->media) {
		if (medium->kind != (ipv6 ? HB_MEDIUM_UCAST6 : HB_MEDIUM_UCAST) ||
		    (device && strcmp(medium->device.text, device) != 0) ||
		    hb_host_form(medium->address.text) == HB_HOST_NAME ||
		    hb_peer_trouble(medium->address.text))
			continue;
		if (found && strcmp(found->address.text, medium->address.text) != 0)
			return NULL; /* both nodes are listed: which one is the peer? */
		found = medium;
	}
	return found;
}

const struct hb_medium *hb_node_ucast(const struct hb_cluster *cluster, const char *node,
				      const char *device, bool ipv6)
{
	const struct hb_medium *medium;
	const struct hb_host *host;

	if (hb_lead(cluster, HB_FILE_HA_CF)->nodes->len != 2)
		return NULL;
	eb_for_each (host, cluster->hosts) {
		if (!host->uname || g_ascii_strcasecmp(host->uname, node) == 0)
			continue;
		medium = peer_medium(host, device, ipv6);
		if (medium)
			return medium;
	}
	return NULL;
}

const struct hb_fact_address *hb_node_address_find(struct hb_cluster *cluster, const char *node,
						   const char *device, bool ipv6)
{
	const struct hb_host *host = hb_host_find(cluster, node);
	const struct hb_node_address *known;
	const struct hb_fact_address *address;
	const struct hb_medium *ucast;
	struct hb_fact_address *named;

	eb_for_each (known, cluster->addresses)
		if (g_ascii_strcasecmp(known->node, node) == 0 &&
		    fits(&known->address, device, ipv6))
			return &known->address;
	if (host)
		eb_for_each (address, host->addresses)
			if (fits(address, device, ipv6))
				return address;
	ucast = hb_node_ucast(cluster, node, device, ipv6);
	if (!ucast)
		return NULL;
	named = hb_new(cluster, struct hb_fact_address);
	named->device = ucast->device.text;
	named->address = ucast->address.text;
	named->prefix = -1;
	named->ipv6 = ipv6;
	return named;
}
