// SPDX-License-Identifier: GPL-2.0-or-later
#include <json-glib/json-glib.h>

#include "heartbeat-compat/findings.h"

enum { SCHEMA = 1 };

/* From worst to least; decisions and missing files ask for an answer. */
static const struct {
	enum eb_severity severity;
	const char *one, *many;
} severities[] = {
	{ EB_ERROR, "error", "errors" },
	{ EB_DECISION, "decision", "decisions" },
	{ EB_MISSING, "file missing", "files missing" },
	{ EB_WARNING, "warning", "warnings" },
	{ EB_NOTE, "note", "notes" },
};

/* The worst message names the code that the reader is told how to look up. */
static const struct eb_message *worst(const struct eb_diag *diag)
{
	const struct eb_message *message, *found = NULL;

	eb_for_each (message, diag->messages)
		if (!message->accepted &&
		    (!found || message->code->severity > found->code->severity))
			found = message;
	return found;
}

static guint count_files(const struct hb_cluster *cluster)
{
	const struct hb_host *host;
	guint files = 0;

	eb_for_each (host, cluster->hosts)
		for (size_t file = 0; file <= HB_FILE_AUTHKEYS; file++)
			files += host->config->source[file] != NULL;
	return files;
}

static guint count_resources(const struct hb_cluster *cluster)
{
	const struct hb_config *config = hb_lead(cluster, HB_FILE_HARESOURCES);
	const struct hb_group *group;
	guint resources = 0;

	eb_for_each (group, config->groups)
		resources += group->members->len;
	return resources;
}

/* "1 error, 2 warnings"; how many kinds. */
static guint put_counts(FILE *out, const struct eb_diag *diag)
{
	guint shown = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(severities); i++) {
		guint count = eb_diag_count(diag, severities[i].severity);

		if (count)
			fprintf(out, "%s%u %s", shown++ ? ", " : "", count,
				count == 1 ? severities[i].one : severities[i].many);
	}
	return shown;
}

void eb_findings_summary(FILE *out, const struct hb_cluster *cluster, const struct eb_diag *diag,
			 const struct eb_diag *more)
{
	const struct hb_config *ha_cf = hb_lead(cluster, HB_FILE_HA_CF);
	const struct eb_message *message = worst(diag);
	const struct hb_node *node;
	guint files = count_files(cluster), shown;

	fputs("nodes", out);
	eb_for_each (node, ha_cf->nodes)
		fprintf(out, "%s %s", node_at ? "," : "", node->word.text);
	if (!ha_cf->nodes->len)
		fputs(" not known", out);
	fprintf(out, "   files %u   directives %u   resources %u\n", files,
		ha_cf->records[HB_FILE_HA_CF]->len, count_resources(cluster));
	shown = put_counts(out, diag);
	fputs(shown ? "; nothing was changed" : "no fault found", out);
	if (message)
		fprintf(out, ". 'escapebeat explain HB-%u' tells more", message->code->number);
	fputs("\n", out);
	if (!more->messages->len)
		return;
	fputs("plan will say besides: ", out);
	fputs(put_counts(out, more) ? "\n" : "what is accepted\n", out);
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void add_text(JsonObject *object, const char *name, const char *text)
{
	g_autofree char *valid = NULL;

	if (!text)
		return;
	valid = g_utf8_make_valid(text, -1);
	json_object_set_string_member(object, name, valid);
}

static void add_place(JsonObject *object, struct eb_span span)
{
	if (!span.source)
		return;
	add_text(object, "file", span.source->name);
	if (!span.line)
		return;
	json_object_set_int_member(object, "line", span.line);
	json_object_set_int_member(object, "column", eb_span_column(span));
}

static JsonArray *json_notes(const struct eb_message *message)
{
	JsonArray *notes = json_array_new();
	const struct eb_place *place;

	eb_for_each (place, message->notes) {
		JsonObject *note = json_object_new();

		add_place(note, place->span);
		add_text(note, "text", place->text);
		json_array_add_object_element(notes, note);
	}
	return notes;
}

static JsonObject *json_finding(const struct eb_message *message)
{
	JsonObject *finding = json_object_new();
	g_autofree char *code = g_strdup_printf("HB-%u", message->code->number);

	add_text(finding, "code", code);
	add_text(finding, "severity", eb_severity_name(message->code->severity));
	add_place(finding, message->span);
	add_text(finding, "text", message->text);
	add_text(finding, "hint", message->hint);
	if (message->accepted)
		json_object_set_boolean_member(finding, "accepted", TRUE);
	if (message->notes)
		json_object_set_array_member(finding, "notes", json_notes(message));
	return finding;
}

static JsonArray *json_findings(const struct eb_diag *diag)
{
	JsonArray *findings = json_array_new();
	const struct eb_message *message;

	eb_for_each (message, diag->messages)
		json_array_add_object_element(findings, json_finding(message));
	return findings;
}

void eb_findings_json(FILE *out, const struct hb_cluster *cluster, const struct eb_diag *diag,
		      const struct eb_diag *more, int exit_code)
{
	g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
	JsonObject *document = json_object_new();
	JsonArray *nodes = json_array_new();
	const struct hb_node *node;
	g_autofree char *text = NULL;

	eb_for_each (node, hb_lead(cluster, HB_FILE_HA_CF)->nodes)
		json_array_add_string_element(nodes, node->word.text);
	json_object_set_int_member(document, "escapebeat-check", SCHEMA);
	json_object_set_int_member(document, "exit", exit_code);
	json_object_set_array_member(document, "nodes", nodes);
	json_object_set_array_member(document, "findings", json_findings(diag));
	json_object_set_array_member(document, "plan", json_findings(more));
	json_node_take_object(root, document);
	text = json_to_string(root, TRUE);
	fprintf(out, "%s\n", text);
}
