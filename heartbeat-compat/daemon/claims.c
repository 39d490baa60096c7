// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/daemon/claims.h"

struct hb_claims {
	GHashTable *of; /* name of a peer -> GHashTable, a set of ids */
};

struct hb_claims *hb_claims_new(void)
{
	struct hb_claims *claims = g_new0(struct hb_claims, 1);

	claims->of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					   (GDestroyNotify)g_hash_table_unref);
	return claims;
}

void hb_claims_free(struct hb_claims *claims)
{
	g_hash_table_unref(claims->of);
	g_free(claims);
}

void hb_claims_heard(struct hb_claims *claims, const struct hb_peer *peer,
		     const struct hb_msg *status)
{
	GHashTable *ids;
	const char *id;

	if (!hb_msg_get(status, "claims"))
		return;
	ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned int i = 0; (id = hb_msg_nth(status, "run", i)); i++)
		g_hash_table_add(ids, g_strdup(id));
	g_hash_table_replace(claims->of, g_strdup(peer->name), ids);
}

void hb_claims_forget(struct hb_claims *claims, const struct hb_peer *peer)
{
	g_hash_table_remove(claims->of, peer->name);
}

bool hb_claims_spoke(const struct hb_claims *claims, const struct hb_peer *peer)
{
	return g_hash_table_contains(claims->of, peer->name);
}

const char *hb_claims_who(const struct hb_claims *claims, const struct hb_state *state,
			  const char *id)
{
	const struct hb_peer *peer;

	eb_for_each (peer, state->nodes) {
		GHashTable *ids = g_hash_table_lookup(claims->of, peer->name);

		if (peer != state->self && peer->member && ids && g_hash_table_contains(ids, id))
			return peer->name;
	}
	return NULL;
}
