// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_redfish: machines whose management controller speaks Redfish (DMTF DSP0266), by HTTPS.
 *
 * Which machine is meant is found by following links from the service root; where there are
 * several, systems_uri has to say which: to take any of them would be to fence another one.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/http.h"

enum { PATH_SIZE = 512 };

struct conf {
	struct eb_fence_std std;
	const char *redfish_uri, *systems_uri;
};

static const struct eb_param params[] = {
	{ "redfish_uri", EB_STRING(struct conf, redfish_uri), .value = "/redfish/v1",
	  .alias = "redfish-uri", .brief = "Where the service begins" },
	{ "systems_uri", EB_STRING(struct conf, systems_uri), .alias = "systems-uri",
	  .brief = "The machine, when the service has several",
	  .detail = "For example /redfish/v1/Systems/System.Embedded.1." },
	{ 0 },
};

/* The machine's path and that of its reset action, once found; they stay for the process. */
static char machine[PATH_SIZE], reset[PATH_SIZE];

static void release(json_t *const *json)
{
	json_decref(*json);
}

/* What the controller says of a failure, if it says anything. */
static const char *complaint(const json_t *json)
{
	const json_t *error = json_object_get(json, "error");
	const json_t *info = json_object_get(error, "@Message.ExtendedInfo");
	const char *text = json_string_value(json_object_get(json_array_get(info, 0), "Message"));

	return text ? text : json_string_value(json_object_get(error, "message"));
}

/* Asks, and reads the answer as JSON: an object, to be released, in *json. */
static int ask(struct eb_fence *fence, const char *path, const char *body, json_t **json)
{
	struct eb_http_answer answer;
	int r = eb_http_ask(fence, path, body, &answer);
	const char *said;

	*json = NULL;
	if (r < 0)
		return r;
	*json = json_loads(answer.body, 0, NULL);
	free(answer.body);
	said = complaint(*json);
	if (answer.status / 100 != 2)
		return eb_fence_why(fence, answer.status == 404 ? -ENODEV : -EIO,
				    "%s of %s: status %ld%s%s", path, fence->std->ip, answer.status,
				    said ? ": " : "", said ? said : "");
	/* An order may be answered by nothing. */
	if (!body && !json_is_object(*json))
		return eb_fence_why(fence, -EPROTO, "%s of %s: the answer is no JSON object", path,
				    fence->std->ip);
	return 0;
}

static int take_path(struct eb_fence *fence, const json_t *link, const char *what, char *path)
{
	const char *text = json_string_value(link);

	if (!text || text[0] != '/' || strlen(text) >= PATH_SIZE)
		return eb_fence_why(fence, -EPROTO, "%s has no link to %s", fence->std->ip, what);
	snprintf(path, PATH_SIZE, "%s", text);
	return 0;
}

/*
 * Where the service begins.  By DSP0266 what is asked for by /redfish/v1 may as well be sent to
 * /redfish/v1/, which every service answers: a question less.
 */
static const char *root_of(const struct conf *conf)
{
	return strcmp(conf->redfish_uri, "/redfish/v1") ? conf->redfish_uri : "/redfish/v1/";
}

/* The machine of a service that has one. */
static int find_machine(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	EB_CLEAN(release) json_t *root = NULL;
	EB_CLEAN(release) json_t *systems = NULL;
	const json_t *members;
	char path[PATH_SIZE];
	int r;

	if (conf->systems_uri)
		snprintf(machine, sizeof(machine), "%s", conf->systems_uri);
	if (machine[0])
		return 0;
	r = ask(fence, root_of(conf), NULL, &root);
	if (r == 0)
		r = take_path(fence, json_object_get(json_object_get(root, "Systems"), "@odata.id"),
			      "its machines", path);
	eb_fence_renew(fence);
	if (r == 0)
		r = ask(fence, path, NULL, &systems);
	if (r < 0)
		return r;
	members = json_object_get(systems, "Members");
	if (json_array_size(members) != 1)
		return eb_fence_why(fence, -EINVAL,
				    "%s has %zu machines: option systems_uri has to say which",
				    fence->std->ip, json_array_size(members));
	eb_fence_renew(fence);
	return take_path(fence, json_object_get(json_array_get(members, 0), "@odata.id"),
			 "its machine", machine);
}

/*
 * PowerState: On, Off, PoweringOn, PoweringOff, Paused.  Only Off is off; what is about to be
 * off is still on.
 */
static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	static const char *const on[] = { "On", "PoweringOn", "PoweringOff", "Paused" };
	EB_CLEAN(release) json_t *system = NULL;
	const json_t *action;
	const char *state;
	int r = find_machine(fence);

	if (r == 0)
		r = ask(fence, machine, NULL, &system);
	if (r < 0)
		return r;
	action = json_object_get(json_object_get(system, "Actions"), "#ComputerSystem.Reset");
	state = json_string_value(json_object_get(action, "target"));
	if (state && state[0] == '/' && strlen(state) < sizeof(reset))
		snprintf(reset, sizeof(reset), "%s", state);
	state = json_string_value(json_object_get(system, "PowerState"));
	if (!state)
		return eb_fence_why(fence, -EPROTO, "%s of %s tells no PowerState", machine,
				    fence->std->ip);
	if (!strcasecmp(state, "Off"))
		*power = EB_POWER_OFF;
	for (size_t i = 0; i < EB_COUNT(on); i++)
		if (!strcasecmp(state, on[i]))
			*power = EB_POWER_ON;
	if (*power == EB_POWER_UNKNOWN)
		return eb_fence_why(fence, -EPROTO, "PowerState of %s is %s", fence->std->ip,
				    state);
	return 0;
}

static int order(struct eb_fence *fence, const char *type)
{
	EB_CLEAN(release) json_t *answer = NULL;
	enum eb_power power = EB_POWER_UNKNOWN;
	char body[64];
	int r = 0;

	if (!reset[0])
		r = get(fence, "", &power);
	if (r < 0)
		return r;
	if (!reset[0])
		return eb_fence_why(fence, -EOPNOTSUPP, "%s of %s has no reset action", machine,
				    fence->std->ip);
	eb_fence_renew(fence);
	snprintf(body, sizeof(body), "{\"ResetType\": \"%s\"}", type);
	return ask(fence, reset, body, &answer);
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	return order(fence, power == EB_POWER_ON ? "On" : "ForceOff");
}

static int diag(struct eb_fence *fence, const char *plug)
{
	return order(fence, "Nmi");
}

static int validate(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;

	if (conf->systems_uri &&
	    (conf->systems_uri[0] != '/' || strlen(conf->systems_uri) >= PATH_SIZE))
		return eb_fence_why(fence, -EINVAL,
				    "option systems_uri is '%s': wants a path that begins with /",
				    conf->systems_uri);
	return 0;
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "443" },
	{ "ssl", "1" },
	{ 0 },
};
static const struct eb_fence_action actions[] = { { "diag", diag, "Rebooted" }, { 0 } };

static const struct eb_fence_agent redfish = {
	.name = "redfish",
	.brief = "Fences machines by Redfish",
	.detail = "For machines whose management controller speaks Redfish.  Always by HTTPS; the "
		  "certificate is verified by those of the system, by ssl_ca, or not at all with "
		  "ssl_insecure.\n\nThe action diag sends a diagnostic interrupt, by which the "
		  "machine may write a crash dump; it proves nothing.",
	.url = "https://www.dmtf.org/standards/redfish",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_SSL | EB_USES_PORT_AS_IP,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.actions = actions,
	.validate = validate,
	.open = eb_http_open,
	.close = eb_http_close,
	.get = get,
	.set = set,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &redfish, NULL };
