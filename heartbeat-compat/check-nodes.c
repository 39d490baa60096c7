// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The nodes' files against each other. Heartbeat never compares them itself: two nodes with
 * different files start happily, and fight.
 */
#include <string.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/secret.h"
#include "lib/core.h"

/* A host that has a file of a kind, from index `from` on. */
static const struct hb_host *next_with(const struct hb_cluster *cluster, enum hb_file file,
				       unsigned int *from)
{
	while (*from < cluster->hosts->len) {
		const struct hb_host *host = cluster->hosts->pdata[(*from)++];

		if (host->config->source[file])
			return host;
	}
	return NULL;
}

static bool same_record(const struct hb_record *a, const struct hb_record *b)
{
	return a && b && g_ascii_strcasecmp(a->name.text, b->name.text) == 0 &&
	       strcmp(a->value.text, b->value.text) == 0;
}

/* The first line in which two haresources differ: comments and blanks do not count. */
static void compare_resources(const struct hb_config *one, const struct hb_config *two,
			      struct eb_diag *diag)
{
	const GPtrArray *a = one->records[HB_FILE_HARESOURCES];
	const GPtrArray *b = two->records[HB_FILE_HARESOURCES];
	const struct eb_source *here = two->source[HB_FILE_HARESOURCES];
	const struct eb_source *there = one->source[HB_FILE_HARESOURCES];
	struct eb_message *message;

	for (guint i = 0; i < MAX(a->len, b->len); i++) {
		const struct hb_record *mine = eb_item(b, i), *other = eb_item(a, i);

		if (same_record(mine, other))
			continue;
		message = eb_diag_add(diag, EB_MSG_FILES_DIFFER,
				      mine ? mine->name.span : (struct eb_span) { here },
				      "differs from %s; Heartbeat needs the same haresources on "
				      "every node",
				      there->name);
		if (other) {
			g_autofree char *value = hb_word_shown(&other->value);

			eb_message_note(message, other->name.span, "there it is '%s %s'",
					other->name.text, value);
		} else {
			eb_message_note(message, (struct eb_span) { there },
					"there the line is missing");
		}
		return;
	}
}

/* The key that one node signs with, as the other knows it. */
static const struct hb_key *key_of(const struct hb_config *config, int number)
{
	const struct hb_key *key, *found = NULL;

	eb_for_each (key, config->keys)
		if (key->number == number)
			found = key;
	return found;
}

/* A bundle without keys leaves it open. */
static bool may_be_same(const struct hb_key *one, const struct hb_key *two)
{
	return g_strcmp0(one->secret, EB_LEFT_OUT) == 0 ||
	       g_strcmp0(two->secret, EB_LEFT_OUT) == 0 || g_strcmp0(one->secret, two->secret) == 0;
}

static void compare_keys(const struct hb_config *one, const struct hb_config *two,
			 struct eb_diag *diag)
{
	const struct hb_config *side[] = { one, two };

	for (size_t i = 0; i < EB_COUNT(side); i++) {
		const struct hb_key *sent = side[i]->key, *known;
		struct eb_message *message;

		if (!sent)
			return;
		known = key_of(side[1 - i], sent->number);
		if (known && known->method == sent->method && may_be_same(known, sent))
			continue;
		message = eb_diag_add(
			diag, EB_MSG_KEYS_DIFFER,
			two->key ? two->key->record->name.span : sent->record->name.span,
			"the nodes sign with different keys and never see each other");
		eb_message_note(message,
				one->key ? one->key->record->name.span : sent->record->name.span,
				"the other key is here");
		return;
	}
}

/* Settings that both nodes have to agree on. */
static const enum hb_directive_id shared[] = {
	HB_KEEPALIVE, HB_DEADTIME, HB_WARNTIME,      HB_INITDEAD, HB_DEADPING, HB_CRM,
	HB_AUTOJOIN,  HB_CLUSTER,  HB_AUTO_FAILBACK, HB_UDPPORT,  HB_TAKEOVER, HB_TAKEOVER_DELAY,
};

static struct eb_span place(const struct hb_config *config, enum hb_directive_id id)
{
	const struct hb_record *from = config->setting[id].from;

	return from ? from->value.span
		    : (struct eb_span) { .source = config->source[HB_FILE_HA_CF] };
}

static void compare_settings(const struct hb_config *one, const struct hb_config *two,
			     struct eb_diag *diag)
{
	struct eb_message *message;

	for (size_t i = 0; i < EB_COUNT(shared); i++) {
		enum hb_directive_id id = shared[i];

		if (!one->setting[id].from && !two->setting[id].from)
			continue; /* derived values follow from others */
		if (one->setting[id].value == two->setting[id].value &&
		    (id != HB_CLUSTER ||
		     g_strcmp0(one->setting[id].text, two->setting[id].text) == 0))
			continue;
		message = eb_diag_add(diag, EB_MSG_SETTINGS_DIFFER, place(two, id),
				      "%s differs between the nodes", hb_directive(id)->name);
		eb_message_note(message, place(one, id), "the other value is here");
	}
}

static bool names_node(const struct hb_config *config, const char *name)
{
	const struct hb_node *node;

	eb_for_each (node, config->nodes)
		if (strcmp(node->name, name) == 0)
			return true;
	return false;
}

/* Each file has to name every node. */
static void compare_nodes(const struct hb_config *one, const struct hb_config *two,
			  struct eb_diag *diag)
{
	const struct hb_config *side[] = { one, two };
	const struct hb_node *node;

	for (size_t i = 0; i < EB_COUNT(side); i++)
		eb_for_each (node, side[i]->nodes)
			if (!names_node(side[1 - i], node->name))
				eb_diag_add(diag, EB_MSG_SETTINGS_DIFFER, node->word.span,
					    "node %s is not named in %s", node->word.text,
					    side[1 - i]->source[HB_FILE_HA_CF]->name);
}

/* The one address that a file sends to on a device; NULL when there is none, or several. */
static const struct hb_medium *only_peer(const struct hb_config *config, const char *device)
{
	const struct hb_medium *medium, *found = NULL;

	eb_for_each (medium, config->media) {
		if (medium->kind != HB_MEDIUM_UCAST || strcmp(medium->device.text, device) != 0)
			continue;
		if (found)
			return NULL;
		found = medium;
	}
	return found;
}

static void compare_peers(const struct hb_config *one, const struct hb_config *two,
			  struct eb_diag *diag)
{
	const struct hb_medium *medium;

	eb_for_each (medium, two->media) {
		const struct hb_medium *peer;

		if (medium != only_peer(two, medium->device.text))
			continue;
		peer = only_peer(one, medium->device.text);
		if (peer && strcmp(peer->address.text, medium->address.text) == 0)
			eb_message_note(eb_diag_add(diag, EB_MSG_SAME_PEER, medium->address.span,
						    "both nodes send to %s: one of them to itself",
						    medium->address.text),
					peer->address.span, "the other node's line is here");
	}
}

/* The n-th path of a kind. */
static const struct hb_medium *nth(const struct hb_config *config, enum hb_medium_kind kind,
				   unsigned int n)
{
	const struct hb_medium *medium;

	eb_for_each (medium, config->media)
		if (medium->kind == kind && n-- == 0)
			return medium;
	return NULL;
}

/* Paths correspond by kind and order; a name that is one slip away is likely a slip. */
static void compare_devices(const struct hb_config *one, const struct hb_config *two,
			    struct eb_diag *diag)
{
	unsigned int at[HB_MEDIUM_SERIAL + 1] = { 0 };
	const struct hb_medium *medium;

	eb_for_each (medium, two->media) {
		const struct hb_medium *other = nth(one, medium->kind, at[medium->kind]++);
		const char *known[] = { other ? other->device.text : NULL, NULL };
		struct eb_message *message;

		if (!other || strcmp(other->device.text, medium->device.text) == 0)
			continue;
		message = eb_diag_add(diag, EB_MSG_DEVICES_DIFFER, medium->device.span,
				      "%s on '%s', on the other node it is '%s'",
				      medium->record->name.text, medium->device.text,
				      other->device.text);
		eb_message_note(message, other->device.span, "the other node's line is here");
		if (eb_did_you_mean(medium->device.text, known))
			eb_message_hint(message, "did you mean '%s'?", other->device.text);
	}
}

static void compare_ha_cf(const struct hb_config *one, const struct hb_config *two,
			  struct eb_diag *diag)
{
	compare_nodes(one, two, diag);
	compare_settings(one, two, diag);
	compare_peers(one, two, diag);
	compare_devices(one, two, diag);
}

void hb_check_nodes(const struct hb_cluster *cluster, struct eb_diag *diag)
{
	static const struct {
		enum hb_file file;
		void (*compare)(const struct hb_config *one, const struct hb_config *two,
				struct eb_diag *diag);
	} parts[] = {
		{ HB_FILE_HA_CF, compare_ha_cf },
		{ HB_FILE_HARESOURCES, compare_resources },
		{ HB_FILE_AUTHKEYS, compare_keys },
	};
	bool crm = hb_lead(cluster, HB_FILE_HA_CF)->setting[HB_CRM].value;

	for (size_t i = 0; i < EB_COUNT(parts); i++) {
		unsigned int at = 0;
		const struct hb_host *first = next_with(cluster, parts[i].file, &at), *other;

		if (!first || (crm && parts[i].file == HB_FILE_HARESOURCES))
			continue;
		while ((other = next_with(cluster, parts[i].file, &at)))
			parts[i].compare(first->config, other->config, diag);
	}
}
