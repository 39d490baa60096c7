// SPDX-License-Identifier: GPL-2.0-or-later
#include <fnmatch.h>
#include <glob.h>
#include <string.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/facts.h"
#include "heartbeat-compat/lex.h"
#include "lib/option-file.h"

/* The values in a CIB may be passwords: messages show none of them. */
static void hide_values(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
			struct eb_diag *diag)
{
	static const char key[] = "value=";
	const char *at = source->text, *end;

	(void)host;
	(void)diag;
	source->mask = hb_alloc(cluster, (source->size + 1) * sizeof(bool));
	while ((at = strstr(at, key))) {
		at += strlen(key);
		end = *at == '"' || *at == '\'' ? strchr(at + 1, *at) : NULL;
		if (end)
			memset(source->mask + (at + 1 - source->text), true,
			       (size_t)(end - at - 1));
	}
}

/* Of an option file the values that are judged are shown; what comments say is nobody's business. */
static void hide_options(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
			 struct eb_diag *diag)
{
	(void)host;
	(void)diag;
	source->mask = hb_alloc(cluster, (source->size + 1) * sizeof(bool));
	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = eb_trim(eb_line(source, n));
		struct eb_option_line option = eb_option_line(line.begin, line.length);
		const char *end = option.value ? option.value + option.value_length
					       : option.name + option.name_length;

		if (option.kind == EB_OPTION_SET)
			memset(source->mask + (end - source->text), true,
			       (size_t)(line.begin + line.length - end));
	}
}

/* Where they are on a node, and in a folder of files side by side. */
static const struct place {
	const char *on_node, *aside;
	void (*read)(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		     struct eb_diag *diag);
	bool crm; /* only with crm on */
} places[] = {
	{ "etc/drbd.conf", "drbd.conf", hb_drbd_read },
	{ "etc/drbd.d/*.conf", "drbd.d/*.conf", hb_drbd_read },
	{ "etc/drbd.d/*.res", "drbd.d/*.res", hb_drbd_read },
	{ "etc/my.cnf", "my.cnf", hide_options },
	{ "etc/my.cnf.d/*.cnf", "my.cnf.d/*.cnf", hide_options },
	{ "etc/mysql/*.cnf", NULL, hide_options },
	{ "etc/mysql/*/*.cnf", NULL, hide_options },
	{ "facts/agents", NULL, hb_agents_read },
	{ "etc/ha.d/conf/OCF/*/*", "conf/OCF/*/*", NULL },
	{ "var/lib/heartbeat/crm/cib.xml", "cib.xml", hide_values, true },
	{ "var/lib/pacemaker/cib/cib.xml", NULL, hide_values, true },
};

static void take(struct hb_cluster *cluster, struct hb_host *host, const struct place *place,
		 struct eb_source *source, struct eb_diag *diag)
{
	if (!source)
		return;
	g_ptr_array_add(host->extras, source);
	if (place->read)
		place->read(cluster, host, source, diag);
}

static bool is_wanted(const struct hb_host *host, const struct place *place)
{
	return !place->crm || host->config->setting[HB_CRM].value;
}

/* On the machine itself Pacemaker's folder holds the CIB of the new cluster, not of the old one. */
static bool is_here(const char *root, const struct place *place)
{
	return strcmp(root, "/") == 0 && place->crm && !place->aside;
}

static void read_matches(struct hb_cluster *cluster, struct hb_host *host,
			 const struct place *place, const char *root, const char *pattern,
			 struct eb_diag *diag)
{
	g_autofree char *whole = pattern ? g_build_filename(root, pattern, NULL) : NULL;
	struct eb_diag *unheard;
	glob_t found;

	if (!whole || !is_wanted(host, place) || is_here(root, place))
		return;
	/* Heartbeat's opinion of lines and bytes is of its own files. */
	unheard = eb_diag_new();
	if (glob(whole, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			take(cluster, host, place,
			     eb_source_read(cluster, found.gl_pathv[i], found.gl_pathv[i],
					    HB_FILE_FACTS, unheard),
			     diag);
		globfree(&found);
	}
	eb_diag_free(unheard);
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
	struct eb_diag *unheard = eb_diag_new();
	const struct eb_member *member;

	for (size_t i = 0; i < EB_COUNT(places); i++)
		eb_for_each (member, bundle) {
			g_autofree char *name = g_strconcat(path, ":/", member->name, NULL);

			if (is_wanted(host, &places[i]) &&
			    fnmatch(places[i].on_node, member->name, FNM_PATHNAME) == 0)
				take(cluster, host, &places[i],
				     eb_source_member(cluster, member, name, HB_FILE_FACTS,
						      unheard),
				     diag);
		}
	eb_diag_free(unheard);
}

const struct eb_source *hb_extra_find(const struct hb_host *host, const char *ending)
{
	const struct eb_source *source;

	eb_for_each (source, host->extras)
		if (g_str_has_suffix(source->name, ending))
			return source;
	return NULL;
}
