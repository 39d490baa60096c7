// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/cib-patch.h"
#include "heartbeat-compat/daemon/config.h"
#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/daemon/policy.h"
#include "heartbeat-compat/daemon/scripts.h"
#include "heartbeat-compat/daemon/worker.h"
#include "heartbeat-compat/load.h"
#include "heartbeat-compat/options.h"
#include "heartbeat-compat/to-cib-merge.h"
#include "heartbeat-compat/to-cib.h"
#include "heartbeat-compat/tool.h"
#include "heartbeat-compat/translate.h"

enum { ASK_MS = 20000, EXIT_FAILED = 1, EXIT_LATER = 2 };

/* One reading of the folder. */
struct reading {
	struct hb_cluster *cluster;
	struct eb_diag *diag;
	struct eb_plan *applied; /* whose options count; NULL: there is none */
	char *why;               /* they cannot be had */
};

static void begin(struct reading *reading)
{
	*reading = (struct reading) { .cluster = hb_cluster_new(), .diag = eb_diag_new() };
}

static void read_folder(struct reading *reading, const char *folder, const char *self)
{
	char *const paths[] = { (char *)folder };

	reading->cluster->self = hb_string(reading->cluster, self, strlen(self));
	hb_load(reading->cluster, paths, EB_COUNT(paths), reading->diag);
}

static void forget(struct reading *reading)
{
	eb_plan_free(reading->applied);
	g_free(reading->why);
	eb_diag_free(reading->diag);
	hb_cluster_free(reading->cluster);
}

/*
 * authkeys is root's: the daemon judges it when it starts. Later it may not read it (privilege.h),
 * and does not need to, since corosync has a key of its own.
 */
static bool is_kept_secret(const struct eb_message *message)
{
	const struct eb_source *source = message->span.source;

	return message->code->number == EB_MSG_UNREADABLE && source &&
	       source->file == HB_FILE_AUTHKEYS && geteuid() != 0;
}

static bool is_fault(const struct eb_message *message)
{
	return message->code->severity == EB_ERROR && !message->accepted &&
	       !is_kept_secret(message);
}

static bool has_faults(const struct reading *reading)
{
	const struct eb_message *message;

	eb_for_each (message, reading->diag->messages)
		if (is_fault(message))
			return true;
	return false;
}

static char *error_text(const struct eb_message *message)
{
	g_autofree char *place = eb_span_text(message->span);

	return g_strdup_printf("%s: %s [HB-%u]", place, message->text, message->code->number);
}

/* A collection may lack it. A daemon without one would bring defaults to the cluster. */
static bool lacks_ha_cf(const char *folder, bool log)
{
	g_autofree char *path = g_build_filename(folder, hb_file_name(HB_FILE_HA_CF), NULL);

	if (access(path, F_OK) == 0)
		return false;
	if (log)
		hb_log(HB_LOG_ERROR, "Cannot open config file [%s]: %s", path, g_strerror(errno));
	return true;
}

struct hb_settings *hb_config_settings(const char *folder, const char *self, bool log)
{
	struct hb_settings *settings = NULL;
	const struct eb_message *message;
	struct reading reading;

	if (lacks_ha_cf(folder, log))
		return NULL;
	begin(&reading);
	read_folder(&reading, folder, self);
	if (!has_faults(&reading))
		settings = hb_settings_of(hb_lead(reading.cluster, HB_FILE_HA_CF), self);
	else if (log)
		eb_for_each (message, reading.diag->messages) {
			g_autofree char *text = error_text(message);

			if (is_fault(message))
				hb_log(HB_LOG_ERROR, "%s", text);
		}
	forget(&reading);
	return settings;
}

/* ---- translating ---------------------------------------------------------------------------- */

/* <alerts> of alert_mail and alert_script lines; NULL: there are none. */
static char *alerts_xml(const struct hb_config *config, const char *agent)
{
	g_autoptr(GString) scripts = g_string_new(NULL), mails = g_string_new(NULL);
	const struct hb_alert_to *alert;

	eb_for_each (alert, config->alerts) {
		g_autofree char *target = g_markup_escape_text(alert->target.text, -1);

		if (alert->mail)
			g_string_append_printf(mails,
					       "<recipient id=\"hb-alert-mail-%u\" value=\"%s\"/>",
					       alert_at + 1, target);
		else
			g_string_append_printf(scripts,
					       "<alert id=\"hb-alert-script-%u\" path=\"%s\"/>",
					       alert_at + 1, target);
	}
	if (mails->len && agent)
		g_string_append_printf(scripts,
				       "<alert id=\"hb-alert-mail\" path=\"%s\">%s</alert>", agent,
				       mails->str);
	return scripts->len ? g_strdup_printf("<alerts>%s</alerts>", scripts->str) : NULL;
}

/* The CIB without what differs from node to node, with alerts, and the digest of all that the nodes
 * have to agree on. */
static char *owned_xml(struct eb_plan *plan, const struct reading *reading,
		       const struct hb_config_job *job, char **digest)
{
	static const char end[] = "</configuration>";
	const struct hb_config *config = hb_lead(reading->cluster, HB_FILE_HA_CF);
	g_autofree char *alerts = alerts_xml(config, job->alert), *policy = NULL, *all = NULL;
	g_auto(GStrv) lines = hb_policy_lines(config);
	char *xml, *with, *at;

	g_ptr_array_set_size(plan->cib.nodes, 0);
	xml = eb_cib_xml(plan);
	at = strstr(xml, end);
	if (alerts && at) {
		with = g_strdup_printf("%.*s%s%s", (int)(at - xml), xml, alerts, at);
		g_free(xml);
		xml = with;
	}
	policy = g_strjoinv("\n", lines);
	all = g_strconcat(xml, policy, NULL);
	*digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
	return xml;
}

/* Options of the plan that was applied here come first, those of the daemon's command line behind
 * them. */
static void recall_options(struct reading *reading, const struct eb_shape *shape,
			   const struct hb_config_job *job)
{
	if (access(job->applied, F_OK) == 0)
		reading->applied = eb_plan_read(job->applied, &reading->why);
	if (reading->applied)
		reading->why = eb_options_of_plan(shape, reading->applied);
	for (guint i = 0; i < job->services->len; i++)
		g_ptr_array_add(shape->choices->services, job->services->pdata[i]);
}

static struct eb_plan *translate(struct reading *reading, const struct hb_config_job *job)
{
	struct eb_choices choices = { .services = g_ptr_array_new() };
	struct eb_shape shape = { .choices = &choices };
	struct eb_plan *plan = NULL;

	begin(reading);
	shape.cluster = reading->cluster;
	shape.diag = reading->diag;
	recall_options(reading, &shape, job);
	read_folder(reading, job->folder, job->self);
	if (!reading->why && !has_faults(reading))
		plan = eb_translate(reading->cluster, &choices, reading->diag);
	g_ptr_array_unref(choices.services);
	return plan;
}

static void add_errors(struct hb_msg *msg, const struct hb_config_job *job,
		       const struct reading *reading)
{
	const struct eb_message *message;

	if (reading->why)
		hb_msg_add(msg, "error", "%s: %s", job->applied, reading->why);
	eb_for_each (message, reading->diag->messages) {
		g_autofree char *text = error_text(message);

		if (is_fault(message))
			hb_msg_add(msg, "error", "%s", text);
	}
}

static const struct eb_location *location_of(const struct eb_plan *plan, const char *resource,
					     bool home)
{
	const struct eb_location *location;

	eb_for_each (location, plan->cib.locations)
		if (strcmp(location->resource, resource) == 0 &&
		    (home ? location->node != NULL
			  : g_strcmp0(location->operation, "not_defined") == 0))
			return location;
	return NULL;
}

/* A clone runs on every node (DRBD), so it does not tell where the line is. */
static bool is_clone(const struct eb_plan *plan, const char *id)
{
	const struct eb_resource *resource;

	eb_for_each (resource, plan->cib.resources)
		if (resource->kind == EB_CLONE && strcmp(resource->id, id) == 0)
			return true;
	return false;
}

/* A line is a group, or the one resource that it has. */
static const char *object_of(const struct eb_plan *plan, const struct eb_fate *fate)
{
	const struct eb_fate *word;

	if (fate->objects->len)
		return fate->objects->pdata[0];
	eb_for_each (word, fate->words)
		if (word->objects->len && !is_clone(plan, word->objects->pdata[0]))
			return word->objects->pdata[0];
	return NULL;
}

static void add_line(struct hb_msg *msg, const struct eb_plan *plan, const struct eb_fate *fate)
{
	const char *id = object_of(plan, fate);
	const struct eb_location *home = id ? location_of(plan, id, true) : NULL;
	const struct eb_location *away = id ? location_of(plan, id, false) : NULL;
	const struct eb_fate *word;

	if (!home || !away)
		return;
	hb_msg_add(msg, "line", "%s\t%s\t%s\t%s", id, home->node, away->attribute, fate->source);
	eb_for_each (word, fate->words)
		if (word->objects->len && !is_clone(plan, word->objects->pdata[0]))
			hb_msg_add(msg, "word", "%s\t%s", (char *)word->objects->pdata[0],
				   word->source);
}

static void add_addresses(struct hb_msg *msg, const GPtrArray *resources)
{
	const struct eb_resource *resource;

	eb_for_each (resource, resources) {
		const struct eb_pair *ip, *nic;

		if (resource->members)
			add_addresses(msg, resource->members);
		if (g_strcmp0(resource->type, "IPaddr2") != 0)
			continue;
		ip = eb_pair_find(resource->params, "ip");
		nic = eb_pair_find(resource->params, "nic");
		if (ip)
			hb_msg_add(msg, "address", "%s\t%s\t%s", resource->id, ip->value,
				   nic ? nic->value : "");
	}
}

int hb_config_translate(int out, void *arg)
{
	const struct hb_config_job *job = arg;
	struct hb_msg *msg = hb_msg_new("lines");
	g_autofree char *digest = NULL, *xml = NULL;
	const struct eb_fate *fate;
	struct reading reading;
	struct eb_plan *plan = translate(&reading, job);
	int code;

	if (plan) {
		xml = owned_xml(plan, &reading, job, &digest);
		hb_msg_add(msg, "digest", "%s", digest);
		eb_for_each (fate, plan->fates)
			if (fate->words->len)
				add_line(msg, plan, fate);
		add_addresses(msg, plan->cib.resources);
		hb_scripts_add(msg, plan->cib.resources);
		hb_policy_add(msg, hb_lead(reading.cluster, HB_FILE_HA_CF));
	} else {
		add_errors(msg, job, &reading);
	}
	code = plan ? 0 : EXIT_FAILED;
	eb_plan_free(plan);
	forget(&reading);
	return hb_worker_answer(out, msg, code);
}

/* ---- bringing ------------------------------------------------------------------------------- */

static int bring(struct hb_msg *msg, const struct hb_config_job *job, const struct reading *reading,
		 struct eb_plan *plan)
{
	g_autofree char *digest = NULL, *wanted = owned_xml(plan, reading, job, &digest),
			*current = NULL, *why = NULL;
	struct eb_merge *merge;
	const char *change;
	int code;

	if (job->agreed && strcmp(digest, job->agreed) != 0) {
		hb_msg_add(msg, "error", "%s was edited and not read again: heartbeat -r",
			   job->folder);
		return EXIT_LATER;
	}
	code = EB_TOOL(ASK_MS, &current, "cibadmin", "--query");
	merge = code == 0 ? eb_cib_merge(current, wanted, job->alert, job->restore) : NULL;
	if (!merge) {
		hb_msg_add(msg, "error", "cibadmin: %d, %s", code, eb_first_line(current));
		return EXIT_LATER;
	}
	eb_for_each (change, merge->changes)
		hb_msg_add(msg, "changed", "%s", change);
	eb_for_each (change, merge->drift)
		hb_msg_add(msg, "drift", "%s", change);
	if (merge->warning)
		hb_msg_add(msg, "warning", "%s", merge->warning);
	hb_msg_add(msg, "devices", "%u", merge->devices);
	hb_msg_add(msg, "digest", "%s", digest);
	eb_for_each (change, merge->blocked)
		hb_msg_add(msg, "blocked", "%s", change);
	if (merge->blocked->len) {
		code = EXIT_LATER;
	} else if (merge->xml) {
		code = hb_cib_patch(current, merge->xml, &why);
		if (code)
			hb_msg_add(msg, "error", "%s", why ? eb_first_line(why) : "cibadmin");
		code = code ? EXIT_LATER : 0;
	}
	eb_merge_free(merge);
	return code;
}

int hb_config_bring(int out, void *arg)
{
	const struct hb_config_job *job = arg;
	struct hb_msg *msg = hb_msg_new("brought");
	struct reading reading;
	struct eb_plan *plan = translate(&reading, job);
	int code = EXIT_FAILED;

	if (plan)
		code = bring(msg, job, &reading, plan);
	else
		add_errors(msg, job, &reading);
	eb_plan_free(plan);
	forget(&reading);
	return hb_worker_answer(out, msg, code);
}
