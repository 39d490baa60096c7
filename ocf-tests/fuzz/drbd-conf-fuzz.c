// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as drbd.conf of a pair that uses one of its resources. Without its secrets the file
 * says the same of all resources, as long as each secret is one that DRBD takes.
 */
#include <string.h>

#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "ocf-tests/fuzz/beside.h"
#include "ocf-tests/fuzz/fuzz.h"

static const char HA_CF[] = "node web1 web2\nbcast eth0\nauto_failback off\n";
static const char HARESOURCES[] = "web1 drbddisk::r0 Filesystem::/dev/drbd0::/srv::ext3\n";
static const char MEMBER[] = "etc/drbd.conf";

/* Words that are none of DRBD's may hold marks of its grammar, of which more is left out. */
static bool is_sound(const char *text)
{
	static const char name[] = "shared-secret";
	static const char signs[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._/-\" \t\n";

	for (; (text = strstr(text, name)); text += strlen(name))
		if (strspn(text, signs) < strcspn(text, ";"))
			return false;
	return true;
}

/* The resources with what a plan takes from them; g_free. A word that looks like a password is left
 * out wherever it stands. */
static char *resources_of(const char *text)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	struct hb_host *host = hb_host_add(cluster, "");
	struct eb_source *source =
		eb_source_text(cluster, MEMBER, HB_FILE_FACTS, text, strlen(text), diag);
	GString *said = g_string_new(NULL), *open = g_string_new(NULL);
	const struct hb_drbd *drbd;

	if (source)
		hb_drbd_read(cluster, host, source, diag);
	eb_for_each (drbd, host->drbds)
		g_string_append_printf(said, "%s %s %d\n", drbd->name,
				       drbd->fencing.text ? drbd->fencing.text : "-",
				       drbd->handler.text != NULL);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	eb_leave_out_arguments(open, said->str, said->len);
	g_string_free(said, TRUE);
	return g_string_free(open, FALSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *open = NULL, *with = NULL, *without = NULL;

	eb_beside(HA_CF, HARESOURCES, MEMBER, data, size);
	open = eb_beside_left_out(MEMBER, text);
	with = resources_of(text);
	without = resources_of(open);
	if (is_sound(text))
		g_assert_cmpstr(with, ==, without);
	return 0;
}
