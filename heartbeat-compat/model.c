// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The life of a struct hb_cluster, and the few questions that both readers and writers ask it.
 */
#include <string.h>

#include "heartbeat-compat/ha-cf.h"
#include "heartbeat-compat/model.h"

static const char *const file_names[HB_FILES] = {
	[HB_FILE_HA_CF] = "ha.cf",
	[HB_FILE_HARESOURCES] = "haresources",
	[HB_FILE_AUTHKEYS] = "authkeys",
	[HB_FILE_FACTS] = "node.facts",
};

const char *hb_file_name(enum hb_file file)
{
	return file_names[file];
}

const char *hb_method_name(enum hb_method method)
{
	static const char *const names[] = {
		[HB_CRC] = "crc", [HB_MD5] = "md5", [HB_SHA1] = "sha1"
	};

	return names[method];
}

void *hb_alloc(struct hb_cluster *cluster, size_t size)
{
	return eb_arena_alloc(cluster->arena, size);
}

const char *hb_string(struct hb_cluster *cluster, const char *text, size_t length)
{
	return eb_arena_piece(cluster->arena, text, length);
}

GPtrArray *hb_array(struct hb_cluster *cluster)
{
	return eb_arena_array(cluster->arena);
}

void hb_cluster_free(struct hb_cluster *cluster)
{
	if (cluster)
		eb_arena_free(cluster->arena);
}

static struct hb_config *config_new(struct hb_cluster *cluster)
{
	struct hb_config *config = hb_new(cluster, struct hb_config);

	for (size_t i = 0; i < HB_FILES; i++)
		config->records[i] = hb_array(cluster);
	config->nodes = hb_array(cluster);
	config->media = hb_array(cluster);
	config->pings = hb_array(cluster);
	config->respawns = hb_array(cluster);
	config->apiauths = hb_array(cluster);
	config->stoniths = hb_array(cluster);
	config->envs = hb_array(cluster);
	config->alerts = hb_array(cluster);
	config->groups = hb_array(cluster);
	config->keys = hb_array(cluster);
	hb_ha_cf_presets(config);
	return config;
}

struct hb_cluster *hb_cluster_new(void)
{
	struct eb_arena *arena = eb_arena_new();
	struct hb_cluster *cluster = eb_arena_make(arena, struct hb_cluster);

	cluster->arena = arena;
	cluster->hosts = hb_array(cluster);
	cluster->addresses = hb_array(cluster);
	cluster->overrides = hb_array(cluster);
	cluster->nothing = config_new(cluster);
	return cluster;
}

struct hb_host *hb_host_add(struct hb_cluster *cluster, const char *label)
{
	struct hb_host *host = hb_new(cluster, struct hb_host);

	host->label = hb_string(cluster, label, strlen(label));
	host->addresses = hb_array(cluster);
	host->drbds = hb_array(cluster);
	host->extras = hb_array(cluster);
	host->config = config_new(cluster);
	g_ptr_array_add(cluster->hosts, host);
	return host;
}

const struct hb_config *hb_lead(const struct hb_cluster *cluster, enum hb_file file)
{
	const struct hb_host *host;

	eb_for_each (host, cluster->hosts)
		if (host->config->source[file])
			return host->config;
	return cluster->nothing;
}

const struct hb_host *hb_host_find(const struct hb_cluster *cluster, const char *node)
{
	const struct hb_host *host;

	eb_for_each (host, cluster->hosts)
		if (host->uname && g_ascii_strcasecmp(host->uname, node) == 0)
			return host;
	return NULL;
}

const struct hb_respawn *hb_respawn_find(const struct hb_config *config, const char *client)
{
	const struct hb_respawn *respawn;

	eb_for_each (respawn, config->respawns)
		if (strcmp(respawn->client, client) == 0)
			return respawn;
	return NULL;
}
