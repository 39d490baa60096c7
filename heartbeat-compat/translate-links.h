// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A link on its way, for those who make links. Nobody else includes this.
 */
#ifndef EB_TRANSLATE_LINKS_H
#define EB_TRANSLATE_LINKS_H

#include "heartbeat-compat/translation.h"

struct eb_link {
	const struct hb_medium *medium; /* the first one on the device */
	bool ipv6;
	bool named;           /* names stand for addresses that are not known */
	bool refused;         /* it is no link */
	GPtrArray *addresses; /* const char *, one per node; NULL: not known */
	bool *unknown;        /* of each node */
};

/* Has the node, by its number, this address on one of the links? */
bool eb_address_used(const GPtrArray *links, guint node, const char *address);

/* ": fd00::1 is IPv6, the link is IPv4", of an address that was given for this link; or "". */
const char *eb_given_misfit(struct eb_translation *t, const struct eb_link *link,
			    const struct hb_node *node);

/* Tells of each --node-address that no link has, or that goes before a ucast line. tried: all
 * links, also those that came to nothing. */
void eb_tell_given(struct eb_translation *t, const GPtrArray *tried);

#endif
