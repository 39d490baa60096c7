// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/authkeys.h"
#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/check.h"
#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/ha-cf.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"
#include "ocf-tests/fuzz/beside.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/journey.h"

static void read_sound(struct hb_cluster *cluster, struct hb_host *host, enum hb_file file,
		       eb_reader read, const char *text, struct eb_diag *diag)
{
	read(cluster, host,
	     eb_source_text(cluster, hb_file_name(file), file, text, strlen(text), diag), diag);
}

/* The stored plan; NULL when there are errors and none is made. */
static char *go(const char *ha_cf, const char *haresources, const GPtrArray *bundle, bool judge)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	struct hb_host *host = hb_host_add(cluster, "");
	char *stored;

	read_sound(cluster, host, HB_FILE_HA_CF, hb_ha_cf_read, ha_cf, diag);
	read_sound(cluster, host, HB_FILE_HARESOURCES, hb_haresources_read, haresources, diag);
	read_sound(cluster, host, HB_FILE_AUTHKEYS, hb_authkeys_read, "auth 1\n1 sha1 x\n", diag);
	hb_node_address_add(cluster, "web1=10.0.0.1");
	hb_node_address_add(cluster, "web2=10.0.0.2");
	hb_extras_of_bundle(cluster, host, "bundle", bundle, diag);
	hb_check(cluster, diag);
	stored = eb_journey(cluster, diag, 0, judge);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	return stored;
}

void eb_beside(const char *ha_cf, const char *haresources, const char *member, const uint8_t *data,
	       size_t size)
{
	g_autoptr(GPtrArray) bundle = eb_bundle_new();
	g_autofree char *once = NULL, *twice = NULL;

	eb_bundle_add(bundle, member, 0600, (const char *)data, size);
	once = go(ha_cf, haresources, bundle, true);
	twice = go(ha_cf, haresources, bundle, false);
	g_assert_true(g_strcmp0(once, twice) == 0);
}

char *eb_beside_left_out(const char *member, const char *text)
{
	char *once = eb_leave_out(member, text);
	g_autofree char *twice = eb_leave_out(member, once);

	g_assert_true(strcmp(once, twice) == 0);
	return once;
}
