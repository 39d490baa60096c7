// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From heartbeat paths to knet links: one link per device, since two paths on one device never
 * were two paths. corosync wants an address of every node on every link; most ha.cf files
 * name none.
 */
#include <string.h>

#include "heartbeat-compat/translate-links.h"

enum { LINKS_MAX = 8, HEARTBEAT_PORT = 694, COROSYNC_PORT = 5405 };

static bool is_ipv6(const struct hb_medium *medium)
{
	return medium->kind == HB_MEDIUM_UCAST6 || medium->kind == HB_MEDIUM_MCAST6;
}

/* Addresses given without a device belong to the links in their order; where they end, ucast lines
 * name the rest. */
static const char *find_address(struct eb_translation *t, const GPtrArray *links, guint at,
				const struct hb_medium *medium)
{
	const struct hb_node *node = t->nodes->pdata[at];
	const struct hb_fact_address *found =
		hb_node_address_find(t->cluster, node->name, medium->device.text, is_ipv6(medium));
	const struct hb_node_address *given;
	const struct hb_medium *ucast;

	if (found && !eb_address_used(links, at, found->address))
		return found->address;
	eb_for_each (given, t->cluster->addresses)
		if (!given->address.device && strcmp(given->node, node->name) == 0 &&
		    given->address.ipv6 == is_ipv6(medium) &&
		    !eb_address_used(links, at, given->address.address))
			return given->address.address;
	ucast = hb_node_ucast(t->cluster, node->name, medium->device.text, is_ipv6(medium));
	return ucast && !eb_address_used(links, at, ucast->address.text) ? ucast->address.text
									 : NULL;
}

/* Two nodes with one address: a ucast line copied to the other node unchanged. */
static bool addresses_differ(struct eb_translation *t, const struct eb_link *link)
{
	for (guint i = 0; i < link->addresses->len; i++)
		for (guint j = 0; j < i; j++)
			if (g_strcmp0(link->addresses->pdata[i], link->addresses->pdata[j]) == 0) {
				const struct hb_node *one = t->nodes->pdata[j];
				const struct hb_node *two = t->nodes->pdata[i];

				eb_diag_add(t->diag, EB_MSG_SAME_ADDRESS, link->medium->device.span,
					    "%s and %s have the same address %s on %s", one->name,
					    two->name, (const char *)link->addresses->pdata[i],
					    link->medium->device.text ? link->medium->device.text
								      : "a link");
				return false;
			}
	return true;
}

/* False: without an address of each node this cannot be a link. The first one has to be. What is
 * missing is asked for in the end. */
static bool complete(struct eb_translation *t, struct eb_link *link, bool first)
{
	const struct hb_node *node;
	bool all = true;

	link->unknown = eb_arena_alloc(t->plan->arena, MAX(t->nodes->len, 1) * sizeof(bool));
	eb_for_each (node, t->nodes) {
		link->unknown[node_at] = !link->addresses->pdata[node_at];
		all &= !link->unknown[node_at];
		/* corosync can look the name up, when it has to. */
		if (first && link->unknown[node_at])
			link->addresses->pdata[node_at] = (char *)eb_node_name(t, node);
	}
	link->named = !all;
	return all ? addresses_differ(t, link) : first;
}

/* One question for each node, about all devices. */
static void ask(struct eb_translation *t, const GPtrArray *tried, guint node)
{
	const char *name = eb_node_name(t, t->nodes->pdata[node]);
	g_autoptr(GString) devices = g_string_new(NULL), answer = g_string_new(name);
	const struct eb_link *link, *first = NULL;
	guint count = 0;

	eb_for_each (link, tried) {
		const char *device = link->medium->device.text;

		if (!link->unknown[node])
			continue;
		first = first ? first : link;
		g_string_append_printf(devices, "%s%s", count ? ", " : "", device ? device : "");
		g_string_append_printf(answer, "%s%s%sADDRESS", count ? "," : "=",
				       device ? device : "", device ? ":" : "");
		count++;
	}
	if (!count)
		return;
	eb_message_hint(eb_diag_add(t->diag, EB_MSG_ADDRESS_UNKNOWN, first->medium->device.span,
				    "the address%s of %s%s%s %s not known%s", count > 1 ? "es" : "",
				    name, devices->len ? " on " : "", devices->str,
				    count > 1 ? "are" : "is",
				    eb_given_misfit(t, first, t->nodes->pdata[node])),
			"--node-address %s", eb_shell_word(t, answer->str));
}

static const char *describe(struct eb_translation *t, const struct eb_link *link, guint number)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *address;

	g_string_printf(text, "corosync.conf link %u:", number);
	eb_for_each (address, link->addresses)
		g_string_append_printf(text, " %s", address);
	return eb_arena_string(t->plan->arena, text->str);
}

static const char *why(const struct eb_link *link)
{
	static const char *const reasons[] = {
		[HB_MEDIUM_BCAST] = "unicast instead of broadcast",
		[HB_MEDIUM_UCAST] = NULL,
		[HB_MEDIUM_MCAST] =
			"unicast instead of multicast; group, ttl and loop do not apply",
		[HB_MEDIUM_UCAST6] = NULL,
		[HB_MEDIUM_MCAST6] = "unicast instead of multicast; group, hops and loop do not "
				     "apply",
	};

	return link->named ? "a name stands for each address that is not known"
			   : reasons[link->medium->kind];
}

static const struct eb_link *link_on(const GPtrArray *tried, const struct hb_medium *medium)
{
	const struct eb_link *link;

	eb_for_each (link, tried)
		if (strcmp(link->medium->device.text, medium->device.text) == 0 &&
		    link->ipv6 == is_ipv6(medium))
			return link;
	return NULL;
}

static const char NO_ADDRESSES[] = "no link: the addresses of the nodes are not known";

/* tried: all links, also those that came to nothing. */
static void add_link(struct eb_translation *t, GPtrArray *links, GPtrArray *tried,
		     const struct hb_medium *medium)
{
	struct eb_link *link = eb_arena_make(t->plan->arena, struct eb_link);

	link->medium = medium;
	link->ipv6 = is_ipv6(medium);
	link->addresses = eb_arena_array(t->plan->arena);
	g_ptr_array_add(tried, link);
	for (guint i = 0; i < t->nodes->len; i++)
		g_ptr_array_add(link->addresses, (char *)find_address(t, links, i, medium));
	link->refused = !complete(t, link, links->len == 0);
	if (link->refused) {
		eb_became(t, medium->record, EB_REFUSED, NULL, NO_ADDRESSES);
		return;
	}
	g_ptr_array_add(links, link);
	eb_made(t,
		eb_became(t, medium->record, why(link) ? EB_NEAR : EB_EXACT,
			  describe(t, link, links->len - 1), why(link)),
		EB_TEXT(t, "link %u", links->len - 1));
}

/* Nobody is asked for the addresses of a link that cannot be. A line that is refused as a whole is told
 * of in the end; of one with other devices before it, it would be the question for theirs. */
static void refuse_link(struct eb_translation *t, const struct hb_medium *medium)
{
	const struct hb_word *first = eb_item(medium->record->words, 0);

	if (first->span.column != medium->device.span.column)
		eb_message_hint(
			eb_diag_add(t->diag, EB_MSG_REFUSED, medium->device.span,
				    "%s is not in the result: corosync has at most %d links",
				    medium->device.text, LINKS_MAX),
			"leave out the paths that share a switch");
	eb_became(t, medium->record, EB_REFUSED, NULL, "corosync has at most 8 links");
}

static void add_medium(struct eb_translation *t, GPtrArray *links, GPtrArray *tried,
		       const struct hb_medium *medium)
{
	const struct eb_link *other = link_on(tried, medium);

	if (medium->kind == HB_MEDIUM_SERIAL)
		eb_became(t, medium->record, EB_DROPPED, NULL, "corosync has no serial links");
	else if (other && other->refused)
		eb_became(t, medium->record, EB_REFUSED, NULL, NO_ADDRESSES);
	else if (other)
		eb_became(t, medium->record, EB_EXACT, NULL,
			  EB_TEXT(t, "one link on %s, see line %u", medium->device.text,
				  other->medium->record->name.span.line));
	else if (tried->len == LINKS_MAX)
		refuse_link(t, medium);
	else
		add_link(t, links, tried, medium);
}

static bool is_given(const struct eb_translation *t, const struct hb_node *node)
{
	const struct hb_node_address *given;

	eb_for_each (given, t->cluster->addresses)
		if (strcmp(given->node, node->name) == 0)
			return true;
	return false;
}

/* Without a network path in ha.cf: one link for each address that a node was given. */
static void add_given(struct eb_translation *t, GPtrArray *links, GPtrArray *tried)
{
	static const struct hb_medium media[] = {
		{ .kind = HB_MEDIUM_UCAST6, .port = HEARTBEAT_PORT },
		{ .kind = HB_MEDIUM_UCAST, .port = HEARTBEAT_PORT },
	};
	const struct hb_node_address *given, *other;
	bool ipv4 = !t->cluster->addresses->len;
	guint most = 1;

	eb_for_each (given, t->cluster->addresses) {
		guint count = 0;

		ipv4 |= !given->address.ipv6;
		eb_for_each (other, t->cluster->addresses)
			count += strcmp(other->node, given->node) == 0;
		most = MAX(most, count);
	}
	while (t->nodes->len && links->len < MIN(most, LINKS_MAX)) {
		guint before = links->len;

		add_link(t, links, tried, &media[ipv4]);
		if (links->len == before)
			break;
	}
}

/* What no address was given for cannot be asked for later: there is no link to ask about. */
static void tell_serial(struct eb_translation *t)
{
	const struct hb_medium *serial = eb_item(t->ha_cf->media, 0);
	g_autoptr(GString) answer = g_string_new(NULL);
	const struct hb_node *node;

	eb_for_each (node, t->nodes)
		if (!is_given(t, node))
			g_string_append_printf(
				answer, "--node-address %s ",
				eb_shell_word(t, EB_TEXT(t, "%s=ADDRESS", eb_node_name(t, node))));
	eb_message_hint(
		eb_diag_add(t->diag, EB_MSG_SERIAL_ONLY, serial->device.span,
			    "serial lines are the only path between the nodes, and corosync "
			    "has none"),
		"%sor --override bcast=DEVICE", answer->str);
}

/* The file names serial lines alone: true, and where the nodes are has to be given. */
static bool is_serial_only(const struct eb_translation *t)
{
	const struct hb_medium *medium;

	eb_for_each (medium, t->ha_cf->media)
		if (medium->kind != HB_MEDIUM_SERIAL)
			return false;
	return t->ha_cf->media->len > 0;
}

static void link_without_path(struct eb_translation *t, GPtrArray *links, GPtrArray *tried)
{
	const struct hb_node *node;
	bool all = true;

	eb_for_each (node, t->nodes)
		all &= is_given(t, node);
	if (!t->ha_cf->source[HB_FILE_HA_CF] || (all && is_serial_only(t)))
		add_given(t, links, tried);
	else if (is_serial_only(t))
		tell_serial(t);
}

/* Heartbeat's own port would collide with a Heartbeat that still runs. */
static void set_port(struct eb_translation *t, struct eb_section *interface,
		     const struct eb_link *link, guint number)
{
	const struct hb_record *udpport = t->ha_cf->setting[HB_UDPPORT].from;
	int port = link->medium->port;

	/* A link of addresses given has no line that the port was for. */
	if (!link->medium->record)
		return;
	if (port == HEARTBEAT_PORT) {
		eb_became(t, udpport, EB_NEAR, EB_TEXT(t, "corosync.conf port %d", COROSYNC_PORT),
			  "corosync's own port, so that both can run side by side");
		return;
	}
	port += (int)number <= G_MAXUINT16 - port ? (int)number : -(int)number;
	eb_pair_addf(t->plan, interface->settings, "mcastport", "%d", port);
	eb_became(t, udpport, EB_EXACT, EB_TEXT(t, "corosync.conf mcastport %d", port), NULL);
}

/* corosync admits the nodes of its list, no others. */
static void set_autojoin(struct eb_translation *t)
{
	const struct hb_setting *autojoin = &t->ha_cf->setting[HB_AUTOJOIN];

	eb_became(t, autojoin->from, autojoin->value == HB_AUTOJOIN_NONE ? EB_EXACT : EB_REFUSED,
		  "corosync.conf nodelist", "no other node can join");
	if (!t->ha_cf->nodes->len && t->nodes->len < 2)
		eb_message_hint(eb_diag_add(t->diag, EB_MSG_NODES_UNKNOWN, (struct eb_span) { 0 },
					    "the names of the nodes are not known"),
				"--node-address NAME=ADDRESS for each of them");
}

static void write_nodes(struct eb_translation *t, const GPtrArray *links,
			struct eb_section *nodelist)
{
	const struct hb_node *node;
	const struct eb_link *link;

	eb_for_each (node, t->nodes) {
		struct eb_section *section = eb_section_add(t->plan, nodelist->sections, "node");
		const char *name = eb_node_name(t, node);

		eb_pair_addf(t->plan, section->settings, "nodeid", "%u", node_at + 1);
		eb_pair_add(t->plan, section->settings, "name", name);
		eb_for_each (link, links)
			eb_pair_add(t->plan, section->settings, EB_TEXT(t, "ring%u_addr", link_at),
				    link->addresses->pdata[node_at]);
		eb_pair_add(t->plan, t->plan->cib.nodes, EB_TEXT(t, "%u", node_at + 1), name);
		eb_made(t,
			eb_became(t, node->record, EB_EXACT,
				  EB_TEXT(t, "corosync.conf nodeid %u %s", node_at + 1, name),
				  NULL),
			EB_TEXT(t, "node %s", name));
	}
}

void eb_translate_links(struct eb_translation *t, struct eb_section *totem,
			struct eb_section *nodelist)
{
	g_autoptr(GPtrArray) links = g_ptr_array_new(), tried = g_ptr_array_new();
	const struct hb_medium *medium;
	const struct eb_link *link;

	eb_for_each (medium, t->ha_cf->media)
		add_medium(t, links, tried, medium);
	link_without_path(t, links, tried);
	for (guint node = 0; node < t->nodes->len; node++)
		ask(t, tried, node);
	eb_tell_given(t, tried);
	eb_for_each (link, links) {
		struct eb_section *interface =
			eb_section_add(t->plan, totem->sections, "interface");

		eb_pair_addf(t->plan, interface->settings, "linknumber", "%u", link_at);
		set_port(t, interface, link, link_at);
	}
	write_nodes(t, links, nodelist);
	t->links = links->len;
	set_autojoin(t);
}
