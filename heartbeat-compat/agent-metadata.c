// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/agent-metadata.h"
#include "heartbeat-compat/tool.h"
#include "heartbeat-compat/xml-tree.h"

enum { ASK_MS = 10000 };

static const char *folder(const char *variable, const char *preset)
{
	const char *value = getenv(variable);

	return value && *value ? value : preset;
}

const char *eb_agent_root(void)
{
	return folder("EB_OCF_ROOT", "/usr/lib/ocf");
}

char *eb_agent_spec(const struct eb_resource *resource)
{
	if (g_strcmp0(resource->class, "ocf") == 0 && resource->provider && resource->type)
		return g_strdup_printf("ocf:%s:%s", resource->provider, resource->type);
	if (g_strcmp0(resource->class, "stonith") == 0 && resource->type)
		return g_strdup_printf("stonith:%s", resource->type);
	return NULL;
}

/* A name from a configuration that is about to be run must not lead out of the agents' folder. */
static bool is_name(const char *text)
{
	return *text && *text != '.' && !strchr(text, '/');
}

/* NULL: no such agent. */
static const char *find(struct eb_arena *arena, const struct eb_resource *resource, bool fence)
{
	struct stat status;
	const char *path;

	if (!is_name(resource->type) || (!fence && !is_name(resource->provider)) ||
	    (fence && !g_str_has_prefix(resource->type, "fence_")))
		return NULL;
	path = fence ? eb_arena_format(arena, "%s/%s", folder("EB_FENCE_DIR", "/usr/sbin"),
				       resource->type)
		     : eb_arena_format(arena, "%s/resource.d/%s/%s", eb_agent_root(),
				       resource->provider, resource->type);
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0
		       ? path
		       : NULL;
}

static bool is_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void add_param(struct eb_arena *arena, struct eb_agent *agent,
		      const struct eb_element *element)
{
	const struct eb_element *content = eb_xml_child(element, "content");
	const char *preset = content ? eb_xml_get(content, "default") : NULL;
	struct eb_agent_param *param = eb_arena_make(arena, struct eb_agent_param);

	param->name = eb_xml_get(element, "name");
	param->obsoletes = eb_xml_get(element, "obsoletes");
	param->required = is_true(eb_xml_get(element, "required")) && (!preset || !*preset) &&
			  !is_true(eb_xml_get(element, "deprecated"));
	if (param->name)
		g_ptr_array_add(agent->params, param);
}

/* What an agent says beside its metadata, to standard error, may stand before and behind it. */
static void read_params(struct eb_arena *arena, struct eb_agent *agent, const char *text)
{
	static const char end_tag[] = "</resource-agent>";
	const char *begin = strstr(text, "<resource-agent"), *end = strstr(text, end_tag);
	const struct eb_element *root, *parameters, *element;
	struct eb_xml_fault fault = { 0 };

	if (!begin || !end || end < begin)
		return;
	root = eb_xml_parse(arena, begin, (size_t)(end - begin) + strlen(end_tag), &fault);
	g_free(fault.why);
	if (!root)
		return;
	agent->params = eb_arena_array(arena);
	parameters = eb_xml_child(root, "parameters");
	if (parameters)
		eb_for_each (element, parameters->children)
			if (strcmp(element->name, "parameter") == 0)
				add_param(arena, agent, element);
}

struct eb_agent *eb_agent_ask(struct eb_arena *arena, const struct eb_resource *resource)
{
	g_autofree char *spec = eb_agent_spec(resource), *text = NULL, *digest = NULL;
	bool fence = g_strcmp0(resource->class, "stonith") == 0;
	struct eb_agent *agent;
	int code;

	if (!spec)
		return NULL;
	agent = eb_arena_make(arena, struct eb_agent);
	agent->spec = eb_arena_string(arena, spec);
	agent->fence = fence;
	agent->path = find(arena, resource, fence);
	if (!agent->path)
		return agent;
	code = fence ? EB_TOOL(ASK_MS, &text, agent->path, "-o", "metadata")
		     : EB_TOOL(ASK_MS, &text, agent->path, "meta-data");
	if (code != 0)
		return agent;
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	agent->digest = eb_arena_string(arena, digest);
	read_params(arena, agent, text);
	return agent;
}
