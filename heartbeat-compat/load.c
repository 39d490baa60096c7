// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operands to hosts. The order in which one host's files are read is fixed, whatever the order
 * of the operands: ha.cf decides whether haresources counts at all.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/authkeys.h"
#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/check.h"
#include "heartbeat-compat/extras.h"
#include "heartbeat-compat/facts.h"
#include "heartbeat-compat/ha-cf.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/load.h"

/* What an operand is: the files of one node. */
struct node_files {
	const char *label;
	const char *path[HB_FILES]; /* NULL: not given */
	const GPtrArray *bundle;    /* holds them; NULL: they are files */
};

static void (*const readers[HB_FILES])(struct hb_cluster *cluster, struct hb_host *host,
				       struct eb_source *source, struct eb_diag *diag) = {
	[HB_FILE_FACTS] = hb_facts_read,
	[HB_FILE_HA_CF] = hb_ha_cf_read,
	[HB_FILE_HARESOURCES] = hb_haresources_read,
	[HB_FILE_AUTHKEYS] = hb_authkeys_read,
};

static struct eb_source *read_stdin(struct hb_cluster *cluster, enum hb_file file,
				    struct eb_diag *diag)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	uint8_t buffer[65536];
	ssize_t got;

	while ((got = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0 &&
	       bytes->len <= EB_SOURCE_MAX)
		g_byte_array_append(bytes, buffer, (guint)got);
	return eb_source_text(cluster, "-", file, (const char *)bytes->data, bytes->len, diag);
}

static struct eb_source *read_source(struct hb_cluster *cluster, const struct node_files *files,
				     enum hb_file file, struct eb_diag *diag)
{
	const char *path = files->path[file];
	const struct eb_member *member;

	if (files->bundle) {
		member = eb_bundle_find(files->bundle, strstr(path, ":/") + 2);
		return eb_source_member(cluster, member, path, file, diag);
	}
	return strcmp(path, "-") == 0 ? read_stdin(cluster, file, diag)
				      : eb_source_read(cluster, path, path, file, diag);
}

/* With crm on Heartbeat does not look into haresources: its faults are none. */
static void read_unused(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
			struct eb_diag *diag)
{
	struct hb_config *config = host->config;
	const struct hb_record *crm = config->setting[HB_CRM].from;
	struct eb_diag *scratch = eb_diag_new();
	struct hb_record *record;

	hb_haresources_read(cluster, host, source, scratch);
	eb_diag_free(scratch);
	eb_for_each (record, config->records[HB_FILE_HARESOURCES])
		record->effect = HB_VOID;
	eb_message_note(eb_diag_add(diag, EB_MSG_CRM_IGNORES, eb_whole(source),
				    "haresources is not used while %s is on", crm->name.text),
			crm->name.span, "it is switched on here");
}

/* The lines of --override, as if they stood at the end of the file. */
static void read_overrides(struct hb_cluster *cluster, struct hb_host *host, struct eb_diag *diag)
{
	struct eb_source *own = host->config->source[HB_FILE_HA_CF], *given;
	g_autoptr(GString) text = g_string_new(NULL);
	const char *line;

	if (!own || !cluster->overrides->len)
		return;
	eb_for_each (line, cluster->overrides)
		g_string_append_printf(text, "%s\n", line);
	given = eb_source_text(cluster, "--override", HB_FILE_HA_CF, text->str, text->len, diag);
	if (!given)
		return;
	given->given = true;
	hb_ha_cf_read(cluster, host, given, diag);
	host->config->source[HB_FILE_HA_CF] = own;
}

/* Where the text of a file of the node's is: in the bundle; below the folder that holds a copy of
 * the node's files, or of its /etc/ha.d; here. NULL: nowhere. *from is the file that was read. */
static char *text_of(const struct node_files *files, const char *path, char **from)
{
	static const char own[] = "/etc/ha.d/";
	const char *rest = g_str_has_prefix(path, own) ? path + strlen(own) : NULL;
	const char *ha_cf = files->path[HB_FILE_HA_CF];
	const struct eb_member *member =
		files->bundle ? eb_bundle_find(files->bundle, path + 1) : NULL;
	g_autofree char *folder = g_path_get_dirname(ha_cf);
	g_autofree char *copied = rest ? g_build_filename(folder, rest, NULL)
				       : g_build_filename(files->label, path, NULL);
	char *text = NULL;

	if (files->bundle)
		return member ? g_strndup(member->text, member->size) : NULL;
	if (g_file_get_contents(copied, &text, NULL, NULL))
		*from = g_steal_pointer(&copied);
	else if (g_file_get_contents(path, &text, NULL, NULL))
		*from = g_strdup(path);
	return text;
}

/* stonith TYPE FILE: the device's parameters are the first line of the file that is no comment. */
static void read_devices(struct hb_cluster *cluster, const struct node_files *files,
			 struct hb_host *host)
{
	struct hb_stonith *device;

	eb_for_each (device, host->config->stoniths) {
		g_autofree char *text = NULL, *from = NULL;
		g_auto(GStrv) lines = NULL;

		if (device->settings || *device->parameters.text != '/')
			continue;
		text = text_of(files, device->parameters.text, &from);
		if (from)
			device->file = hb_string(cluster, from, strlen(from));
		lines = g_strsplit(text ? text : "", "\n", -1);
		for (size_t i = 0; lines[i] && !device->settings; i++) {
			const char *line = g_strstrip(lines[i]);

			if (*line && *line != '#')
				device->settings = hb_string(cluster, line, strlen(line));
		}
	}
}

static void read_host(struct hb_cluster *cluster, const struct node_files *files,
		      struct eb_diag *diag)
{
	static const enum hb_file order[] = { HB_FILE_FACTS, HB_FILE_HA_CF, HB_FILE_HARESOURCES,
					      HB_FILE_AUTHKEYS };
	struct hb_host *host = hb_host_add(cluster, files->label);

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		struct eb_source *source;

		if (!files->path[order[i]])
			continue;
		source = read_source(cluster, files, order[i], diag);
		if (!source)
			continue;
		if (order[i] == HB_FILE_HARESOURCES && host->config->setting[HB_CRM].value)
			read_unused(cluster, host, source, diag);
		else
			readers[order[i]](cluster, host, source, diag);
		if (order[i] == HB_FILE_HA_CF) {
			read_overrides(cluster, host, diag);
			read_devices(cluster, files, host);
		}
	}
}

/* A file that a folder lacks. With crm on nobody misses haresources. */
static void tell_missing(struct hb_cluster *cluster, const struct node_files *files,
			 struct eb_diag *diag)
{
	const struct hb_host *host = cluster->hosts->pdata[cluster->hosts->len - 1];

	for (int i = HB_FILE_HA_CF; i <= HB_FILE_AUTHKEYS; i++) {
		if (files->path[i] ||
		    (i == HB_FILE_HARESOURCES && host->config->setting[HB_CRM].value))
			continue;
		eb_diag_add(diag, EB_MSG_FILE_MISSING, (struct eb_span) { 0 },
			    "%s has no %s, judged by what is there", files->label,
			    hb_file_name((enum hb_file)i));
	}
}

static bool exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

/* The folder itself, or the place of ha.d in a copy of a node's files. */
static void read_folder(struct hb_cluster *cluster, const char *path, struct eb_diag *diag)
{
	static const char *const below[] = { "", "ha.d", "etc/ha.d" };
	struct node_files files = { .label = path };
	g_autofree char *facts = g_build_filename(path, hb_file_name(HB_FILE_FACTS), NULL);
	struct hb_host *host;
	bool any = false;

	for (size_t i = 0; i < G_N_ELEMENTS(below) && !any; i++) {
		for (int file = 0; file < HB_FILES; file++) {
			g_autofree char *name = g_build_filename(
				path, below[i], hb_file_name((enum hb_file)file), NULL);

			if (files.path[file] || !exists(name))
				continue;
			files.path[file] = hb_string(cluster, name, strlen(name));
			any = any || file != HB_FILE_FACTS;
		}
	}
	if (!any && !files.path[HB_FILE_FACTS]) {
		eb_diag_add(diag, EB_MSG_NO_CONFIGURATION, (struct eb_span) { 0 },
			    "%s holds neither ha.cf, haresources nor authkeys", path);
		return;
	}
	read_host(cluster, &files, diag);
	host = cluster->hosts->pdata[cluster->hosts->len - 1];
	if (!files.path[HB_FILE_FACTS])
		host->facts_missing = hb_string(cluster, facts, strlen(facts));
	hb_extras_of_folder(cluster, host, path, diag);
	tell_missing(cluster, &files, diag);
}

static void read_bundle(struct hb_cluster *cluster, const char *path, struct eb_diag *diag)
{
	struct node_files files = { .label = path };
	g_autoptr(GPtrArray) bundle = NULL;
	int failed = eb_bundle_read(path, &bundle);

	if (failed < 0) {
		eb_diag_add(diag, EB_MSG_UNREADABLE, (struct eb_span) { 0 },
			    "cannot read the bundle %s: %s", path,
			    failed == -EBADMSG ? "it is damaged" : g_strerror(-failed));
		return;
	}
	files.bundle = bundle;
	for (int file = 0; file < HB_FILES; file++) {
		g_autofree char *name = g_strconcat(file == HB_FILE_FACTS ? "" : "etc/ha.d/",
						    hb_file_name((enum hb_file)file), NULL);
		g_autofree char *whole = g_strconcat(path, ":/", name, NULL);

		if (eb_bundle_find(bundle, name))
			files.path[file] = hb_string(cluster, whole, strlen(whole));
	}
	read_host(cluster, &files, diag);
	hb_extras_of_bundle(cluster, cluster->hosts->pdata[cluster->hosts->len - 1], path, bundle,
			    diag);
	tell_missing(cluster, &files, diag);
}

/* Which file a path names: the last component contains the name. -1: none of them. */
static int file_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (strcmp(path, "-") == 0)
		return HB_FILE_HA_CF;
	for (int i = 0; i < HB_FILES; i++)
		if (strstr(slash ? slash + 1 : path, hb_file_name((enum hb_file)i)))
			return i;
	return -1;
}

static void flush(struct hb_cluster *cluster, struct node_files *files, struct eb_diag *diag)
{
	for (int i = 0; i < HB_FILES; i++) {
		if (!files->path[i])
			continue;
		read_host(cluster, files, diag);
		break;
	}
	*files = (struct node_files) { .label = "" };
}

/* A folder named like a node is that node's; of two nodes the other folder is the other one. */
static void guess_names(struct hb_cluster *cluster)
{
	const struct hb_node *node, *left;
	struct hb_host *host = eb_item(cluster->hosts, 0);

	if (host && cluster->self)
		host->uname = cluster->self;
	eb_for_each (host, cluster->hosts) {
		g_autofree char *base = g_path_get_basename(host->label);

		if (!host->uname && *host->label)
			eb_for_each (node, host->config->nodes)
				if (g_ascii_strcasecmp(node->name, base) == 0)
					host->uname = node->word.text;
	}
	if (cluster->hosts->len != 2)
		return;
	eb_for_each (host, cluster->hosts) {
		unsigned int unnamed = 0;

		if (host->uname || host->config->nodes->len != 2)
			continue;
		left = NULL;
		eb_for_each (node, host->config->nodes) {
			if (hb_host_find(cluster, node->name))
				continue;
			left = node;
			unnamed++;
		}
		if (unnamed == 1)
			host->uname = left->word.text;
	}
}

/* --node-address for a node that no node line names is a slip that would go unnoticed. */
static void check_addresses(const struct hb_cluster *cluster, struct eb_diag *diag)
{
	const struct hb_config *ha_cf = hb_lead(cluster, HB_FILE_HA_CF);
	const struct hb_node_address *given;
	const struct hb_node *node;

	eb_for_each (given, cluster->addresses) {
		bool known = !ha_cf->nodes->len;
		const char *oddity = hb_address_oddity(given->address.address, -1);

		eb_for_each (node, ha_cf->nodes)
			known = known || strcmp(node->name, given->node) == 0;
		if (!known)
			eb_diag_add(diag, EB_MSG_NODE_UNKNOWN, (struct eb_span) { 0 },
				    "--node-address: '%s' is not a node of ha.cf", given->node);
		if (oddity)
			eb_diag_add(diag, EB_MSG_ODD_ADDRESS, (struct eb_span) { 0 },
				    "--node-address %s=%s is %s", given->node,
				    given->address.address, oddity);
	}
}

void hb_load(struct hb_cluster *cluster, char *const *paths, size_t count, struct eb_diag *diag)
{
	struct node_files files = { .label = "" };

	for (size_t i = 0; i < count; i++) {
		int file = file_of(paths[i]);
		struct stat status;
		bool seen = stat(paths[i], &status) == 0;

		if (seen && S_ISDIR(status.st_mode)) {
			flush(cluster, &files, diag);
			read_folder(cluster, paths[i], diag);
			continue;
		}
		if (eb_bundle_is(paths[i])) {
			flush(cluster, &files, diag);
			read_bundle(cluster, paths[i], diag);
			continue;
		}
		if (!seen && strcmp(paths[i], "-") != 0) {
			eb_diag_add(diag, EB_MSG_UNREADABLE, (struct eb_span) { 0 },
				    "cannot read %s: %s", paths[i], g_strerror(errno));
			continue;
		}
		if (file < 0) {
			eb_diag_add(diag, EB_MSG_UNKNOWN_FILE, (struct eb_span) { 0 },
				    "cannot tell which file of Heartbeat %s is", paths[i]);
			continue;
		}
		if (files.path[file])
			flush(cluster, &files, diag);
		files.path[file] = paths[i];
	}
	flush(cluster, &files, diag);
	guess_names(cluster);
	check_addresses(cluster, diag);
	hb_check(cluster, diag);
}
