// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What became of each --node-address: one that no link has, or that goes before a line of ha.cf,
 * is told, since the operator took the trouble to give it.
 */
#include <string.h>

#include "heartbeat-compat/translate-links.h"
#include "lib/addr.h"

bool eb_address_used(const GPtrArray *links, guint node, const char *address)
{
	const struct eb_link *link;

	eb_for_each (link, links)
		if (node < link->addresses->len &&
		    g_strcmp0(link->addresses->pdata[node], address) == 0)
			return true;
	return false;
}

static const char *family_of(bool ipv6)
{
	return ipv6 ? "IPv6" : "IPv4";
}

static bool is_for(const struct hb_node_address *given, const struct eb_link *link)
{
	const char *device = link->medium->device.text;

	return !given->address.device || !device || strcmp(given->address.device, device) == 0;
}

const char *eb_given_misfit(struct eb_translation *t, const struct eb_link *link,
			    const struct hb_node *node)
{
	const struct hb_node_address *given;

	eb_for_each (given, t->cluster->addresses)
		if (strcmp(given->node, node->name) == 0 && is_for(given, link) &&
		    given->address.ipv6 != link->ipv6)
			return EB_TEXT(t, ": %s is %s, the link is %s", given->address.address,
				       family_of(!link->ipv6), family_of(link->ipv6));
	return "";
}

/* Why no link has an address that was given; NULL: that is said elsewhere. */
static const char *why_unused(struct eb_translation *t, const GPtrArray *tried,
			      const struct hb_node_address *given, guint node)
{
	bool device = false, family = false;
	const struct hb_medium *medium;
	const struct eb_link *link;

	eb_for_each (link, tried) {
		if (!is_for(given, link))
			continue;
		device = true;
		family |= link->ipv6 == given->address.ipv6;
		if (link->unknown[node] && link->ipv6 != given->address.ipv6)
			return NULL;
	}
	/* A line that is no link says so itself. */
	if (!device && given->address.device)
		eb_for_each (medium, t->ha_cf->media)
			if (strcmp(medium->device.text, given->address.device) == 0)
				return NULL;
	if (!device)
		return given->address.device ? EB_TEXT(t, "no link is on %s", given->address.device)
					     : "there is no link";
	return family ? "there are more addresses than links"
		      : EB_TEXT(t, "no link is %s", family_of(given->address.ipv6));
}

static void tell_unused(struct eb_translation *t, const GPtrArray *tried)
{
	const struct hb_node_address *given;
	const struct hb_node *node;

	eb_for_each (given, t->cluster->addresses)
		eb_for_each (node, t->nodes) {
			const char *why;

			if (strcmp(given->node, node->name) != 0 ||
			    eb_address_used(tried, node_at, given->address.address))
				continue;
			why = why_unused(t, tried, given, node_at);
			if (why)
				eb_diag_add(t->diag, EB_MSG_GIVEN_ADDRESS, (struct eb_span) { 0 },
					    "--node-address %s=%s is not used: %s", given->node,
					    given->address.address, why);
		}
}

static bool is_same(const char *one, const char *two)
{
	struct eb_addr a, b;

	return eb_addr_parse(one, &a) == 0 && eb_addr_parse(two, &b) == 0 && eb_addr_equal(&a, &b);
}

/* An address that was given goes before the one that the other node sends to. */
static void tell_replaced(struct eb_translation *t, const struct eb_link *link, guint at)
{
	const struct hb_node *node = t->nodes->pdata[at];
	const char *address = link->addresses->pdata[at];
	const struct hb_medium *ucast =
		hb_node_ucast(t->cluster, node->name, link->medium->device.text, link->ipv6);
	const struct hb_node_address *given;

	if (!ucast || link->unknown[at] || is_same(ucast->address.text, address))
		return;
	eb_for_each (given, t->cluster->addresses)
		if (strcmp(given->node, node->name) == 0 &&
		    strcmp(given->address.address, address) == 0) {
			eb_diag_add(t->diag, EB_MSG_GIVEN_ADDRESS, ucast->address.span,
				    "--node-address %s=%s is used, and not %s of the ucast line",
				    given->node, address, ucast->address.text);
			return;
		}
}

void eb_tell_given(struct eb_translation *t, const GPtrArray *tried)
{
	const struct eb_link *link;

	tell_unused(t, tried);
	eb_for_each (link, tried)
		for (guint node = 0; node < t->nodes->len; node++)
			tell_replaced(t, link, node);
}
