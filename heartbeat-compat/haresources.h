// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * haresources: which resources run together, and which node they prefer.
 */
#ifndef EB_HARESOURCES_H
#define EB_HARESOURCES_H

#include "heartbeat-compat/model.h"

/* Reads a source into the config of a host; faults to diag. */
void hb_haresources_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
			 struct eb_diag *diag);

/* 24, 255.255.255.0 or 0xffffff00 -> 24; -1: no mask. */
int hb_prefix_of(const char *text, bool ipv6);

/* Why no device can have an address ("a multicast address"); NULL: one can, or it is none. */
const char *hb_address_trouble(const char *text);

/* What keeps others from using an address that a device can have; prefix -1: not known. NULL:
 * nothing. */
const char *hb_address_oddity(const char *text, int prefix);

/* Why a node cannot have an address that others reach ("a loopback address, which no other machine
 * reaches"); NULL: it can, or the text is none. */
const char *hb_peer_trouble(const char *text);

/*
 * The argument of IPaddr as its script takes it apart: ip[/mask[/nic[:label]][/broadcast]].
 * Unusual forms are warned about; NULL, with a message in diag, when the first field is no
 * address or the mask no mask. The result belongs to the cluster.
 */
struct hb_address *hb_address_parse(struct hb_cluster *cluster, const struct hb_word *word,
				    struct eb_diag *diag);

#endif
