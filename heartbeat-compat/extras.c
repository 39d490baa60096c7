// SPDX-License-Identifier: GPL-2.0-or-later
#include <fnmatch.h>
#include <glob.h>
#include <string.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/lex.h"

/* Where they are on a node, and in a folder of files side by side. */
static const struct place {
	const char *on_node, *aside;
	void (*read)(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source);
} places[] = {
	{ "etc/drbd.conf", "drbd.conf", hb_drbd_read },
	{ "etc/drbd.d/*.conf", "drbd.d/*.conf", hb_drbd_read },
	{ "etc/drbd.d/*.res", "drbd.d/*.res", hb_drbd_read },
	{ "etc/ha.d/conf/OCF/*/*", "conf/OCF/*/*", NULL },
};

static void take(struct hb_cluster *cluster, struct hb_host *host, const struct place *place,
		 struct eb_source *source)
{
	if (!source)
		return;
	g_ptr_array_add(host->extras, source);
	if (place->read)
		place->read(cluster, host, source);
}

static void read_matches(struct hb_cluster *cluster, struct hb_host *host,
			 const struct place *place, const char *root, const char *pattern,
			 struct eb_diag *diag)
{
	g_autofree char *whole = g_build_filename(root, pattern, NULL);
	glob_t found;

	if (glob(whole, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		take(cluster, host, place,
		     eb_source_read(cluster, found.gl_pathv[i], found.gl_pathv[i], HB_FILE_FACTS,
				    diag));
	globfree(&found);
}

/* NODE/etc/ha.d -> NODE; NULL for another folder. The last component of "." is not known. */
static char *root_of(const char *folder)
{
	g_autofree char *whole = g_canonicalize_filename(folder, NULL);

	return g_str_has_suffix(whole, "/etc/ha.d")
		       ? g_strndup(whole, MAX(strlen(whole) - strlen("/etc/ha.d"), 1))
		       : NULL;
}

void hb_extras_of_folder(struct hb_cluster *cluster, struct hb_host *host, const char *folder,
			 struct eb_diag *diag)
{
	g_autofree char *root = root_of(folder);

	for (size_t i = 0; i < EB_COUNT(places); i++) {
		read_matches(cluster, host, &places[i], folder, places[i].aside, diag);
		read_matches(cluster, host, &places[i], root ? root : folder, places[i].on_node,
			     diag);
	}
}

void hb_extras_of_bundle(struct hb_cluster *cluster, struct hb_host *host, const char *path,
			 const GPtrArray *bundle, struct eb_diag *diag)
{
	const struct eb_member *member;

	for (size_t i = 0; i < EB_COUNT(places); i++)
		eb_for_each (member, bundle) {
			g_autofree char *name = g_strconcat(path, ":/", member->name, NULL);

			if (fnmatch(places[i].on_node, member->name, FNM_PATHNAME) == 0)
				take(cluster, host, &places[i],
				     eb_source_member(cluster, member, name, HB_FILE_FACTS, diag));
		}
}

const struct eb_source *hb_extra_find(const struct hb_host *host, const char *ending)
{
	const struct eb_source *source;

	eb_for_each (source, host->extras)
		if (g_str_has_suffix(source->name, ending))
			return source;
	return NULL;
}
