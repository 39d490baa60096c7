// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bridge: a plugin of cluster-glue (stonith2) through which the old stonith command, and with it
 * fence_legacy, sees and drives every fence agent of this suite, under the agent's own name.
 *
 * cluster-glue finds a plugin by the name of its file and one symbol made of that name.  So this is
 * one file with a symbol for each agent, and a link for each agent to it.  An order is carried out
 * by the agent itself, a process as under Pacemaker: nothing of a device is known here.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stonith/stonith_plugin.h>

#include "fence/stonith/device.h"

struct device {
	StonithPlugin plugin;
	bool asked;
	struct eb_stonith of;
};

static const PILPluginImports *host;
static StonithImports *imports;

#define LOG(...) PILCallLog(host->log, __VA_ARGS__)

static struct stonith_ops ops;

static StonithPlugin *create(const char *subtype)
{
	struct device *device = calloc(1, sizeof(*device));

	if (!device)
		return NULL;
	device->plugin.s_ops = &ops;
	return &device->plugin;
}

static void destroy(StonithPlugin *plugin)
{
	struct device *device = (struct device *)plugin;

	if (!device)
		return;
	eb_stonith_forget(&device->of);
	free(device);
}

/*
 * The reason goes to the log, as that of every plugin, and to standard error: the stonith command
 * keeps the log from the terminal, and fence_legacy from the fencer.
 */
static const char *tell(struct device *device, int r)
{
	const char *why = device->of.why[0] ? device->of.why : strerror(-r);

	LOG(PIL_CRIT, "%s: %s", device->of.agent, why);
	fprintf(stderr, "%s: %s\n", device->of.agent, why);
	return why;
}

/* Its type is known once it has been made: then the agent says what it is.  NULL: it does not. */
static struct device *known(StonithPlugin *plugin)
{
	struct device *device = (struct device *)plugin;
	int r;

	if (device->asked)
		return device->of.parameters ? device : NULL;
	device->asked = true;
	r = eb_stonith_ask(&device->of, plugin->s.stype);
	if (r == 0)
		return device;
	tell(device, r);
	return NULL;
}

static const char *get_info(StonithPlugin *plugin, int type)
{
	struct device *device = known(plugin);

	if (!device)
		return NULL;
	switch (type) {
	case ST_CONF_XML: return device->of.parameters;
	case ST_DEVICEID:
	case ST_DEVICENAME: return device->of.agent;
	case ST_DEVICEDESCR: return device->of.description;
	default: return NULL;
	}
}

static const char *const *get_confignames(StonithPlugin *plugin)
{
	static const char *const none[] = { NULL };
	struct device *device = known(plugin);

	return device ? device->of.names : none;
}

/* The code of cluster-glue for a failure. */
static int failed(struct device *device, int r, int otherwise)
{
	const char *why = tell(device, r);

	if (r == -ENODEV)
		return S_BADHOST;
	if (r == -ENOENT || r == -ENOMEM)
		return S_OOPS;
	if (strcasestr(why, "timed out"))
		return S_TIMEOUT;
	if (strcasestr(why, "unrecognised action") || strcasestr(why, "unsupported action"))
		return S_INVAL;
	return otherwise;
}

static int set_config(StonithPlugin *plugin, StonithNVpair *list)
{
	struct device *device = known(plugin);
	int r = 0;

	if (!device)
		return S_OOPS;
	if (plugin->isconfigured)
		return S_OOPS;
	for (; list && list->s_name && r == 0; list++)
		if (list->s_value && *list->s_value)
			r = eb_stonith_set(&device->of, list->s_name, list->s_value);
	if (r == 0)
		r = eb_stonith_complete(&device->of);
	if (r < 0)
		return failed(device, r, S_BADCONFIG);
	plugin->isconfigured = TRUE;
	return S_OK;
}

static int get_status(StonithPlugin *plugin)
{
	struct device *device = known(plugin);
	int r;

	if (!device || !plugin->isconfigured)
		return S_OOPS;
	r = eb_stonith_act(&device->of, "monitor", NULL);
	return r < 0 ? failed(device, r, S_ACCESS) : S_OK;
}

static int req_reset(StonithPlugin *plugin, int request, const char *node)
{
	struct device *device = known(plugin);
	const char *action = request == ST_GENERIC_RESET ? "reboot"
			     : request == ST_POWERON     ? "on"
			     : request == ST_POWEROFF    ? "off"
							 : NULL;
	int r;

	if (!device || !plugin->isconfigured)
		return S_OOPS;
	if (!action || !node || !*node)
		return S_INVAL;
	r = eb_stonith_act(&device->of, action, node);
	return r < 0 ? failed(device, r, S_RESETFAIL) : S_OK;
}

static char **get_hostlist(StonithPlugin *plugin)
{
	struct device *device = known(plugin);
	int r;

	if (!device || !plugin->isconfigured)
		return NULL;
	r = eb_stonith_list(&device->of);
	if (r == 0)
		return imports->CopyHostList((const char *const *)device->of.hosts.names);
	failed(device, r, S_OOPS);
	return NULL;
}

static struct stonith_ops ops = {
	.new = create,
	.destroy = destroy,
	.get_info = get_info,
	.get_confignames = get_confignames,
	.set_config = set_config,
	.get_status = get_status,
	.req_reset = req_reset,
	.get_hostlist = get_hostlist,
};

/* ---- what the plugin system wants to know ------------------------------------------------ */

static int debug_level;
static const char *version(void)
{
	return PACKAGE_VERSION;
}
static int get_debug(void)
{
	return debug_level;
}
static void set_debug(int level)
{
	debug_level = level;
}
static const char *license(void)
{
	return LICENSE_GPL;
}
static const char *license_url(void)
{
	return URL_GPL;
}

static PILPluginOps about = {
	version, get_debug, set_debug, license, license_url, NULL,
};

static PIL_rc stop(PILInterface *interface, void *data)
{
	return PIL_OK;
}

static PIL_rc begin(PILPlugin *us, const PILPluginImports *from, const char *name)
{
	static PILInterface *interface;
	void *given = NULL;
	PIL_rc r;

	host = from;
	from->register_plugin(us, &about);
	r = from->register_interface(us, STONITH_TYPE_S, name, &ops, stop, &interface, &given,
				     NULL);
	imports = given;
	return r;
}

/* The symbol by which an agent is found.  names.h has a line for each agent of this build. */
#define EB_STONITH(name)                                                                           \
	__attribute__((visibility("default")))                                                     \
	PIL_rc stonith2_LTX_##name##_pil_plugin_init(PILPlugin *us, const PILPluginImports *from); \
	PIL_rc stonith2_LTX_##name##_pil_plugin_init(PILPlugin *us, const PILPluginImports *from)  \
	{                                                                                          \
		return begin(us, from, #name);                                                     \
	}
#include "fence/stonith/names.h"
