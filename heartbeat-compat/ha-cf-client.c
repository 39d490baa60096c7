// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The programs around Heartbeat: those it starts, those it admits to its interface, and the
 * devices with which it resets nodes. Users and programs are not looked up here.
 */
#include <string.h>

#include "heartbeat-compat/ha-cf-row.h"
#include "heartbeat-compat/stonith-table.h"
#include "lib/core.h"

void hb_take_env(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	const char *equals = strchr(word->text, '=');
	struct hb_env *env;

	if (!equals) {
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_ENV_NO_VALUE, word->span,
					    "'%s' has no value, it is left out", word->text),
				"expected NAME=VALUE, without blank and comma");
		return;
	}
	if (equals == word->text) {
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_ENV, word->span,
					  "'%s' is no setting of a variable", word->text),
				"expected NAME=VALUE");
		return;
	}
	env = hb_new(reader->cluster, struct hb_env);
	env->name = hb_string(reader->cluster, word->text, (size_t)(equals - word->text));
	env->value = equals + 1;
	env->record = record;
	g_ptr_array_add(reader->config->envs, env);
}

/* A program by its full path, an address by its @ or as a user of this machine. */
void hb_take_alert(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	bool mail = record->directive->id == HB_ALERT_MAIL;
	struct hb_alert_to *alert;

	if (mail ? strspn(word->text, "-/<>") : *word->text != '/') {
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_ALERT, word->span,
					  mail ? "'%s' is no address" : "'%s' is no full path",
					  word->text),
				"expected %s %s", record->name.text, record->directive->form);
		return;
	}
	alert = hb_new(reader->cluster, struct hb_alert_to);
	*alert = (struct hb_alert_to) { mail, *word, record };
	g_ptr_array_add(reader->config->alerts, alert);
}

/* The rest of a record's text from word n on; "" if there is none. */
static const char *rest_from(struct ha_cf *reader, const struct hb_record *record, unsigned int n)
{
	const struct hb_word *word, *last;
	const struct eb_source *source = reader->source;
	size_t begin, end;

	if (n >= record->words->len)
		return "";
	word = record->words->pdata[n];
	last = record->words->pdata[record->words->len - 1];
	begin = source->line[word->span.line - 1] + word->span.column - 1;
	end = source->line[last->span.line - 1] + last->span.column - 1 + last->span.length;
	return hb_string(reader->cluster, source->text + begin, end - begin);
}

void hb_read_respawn(struct ha_cf *reader, struct hb_record *record)
{
	const struct hb_word *user = eb_item(record->words, 0),
			     *command = eb_item(record->words, 1);
	struct hb_respawn *respawn;

	if (!command) {
		eb_message_hint(
			hb_refuse(reader, record, EB_MSG_BAD_RESPAWN,
				  user ? user->span : record->name.span,
				  user ? "%s without program" : "%s without user and program",
				  record->name.text),
			"expected %s %s", record->name.text, record->directive->form);
		return;
	}
	if (*command->text != '/') {
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_RESPAWN, command->span,
					  "'%s' is no full path", command->text),
				"expected %s %s", record->name.text, record->directive->form);
		return;
	}
	respawn = hb_new(reader->cluster, struct hb_respawn);
	respawn->failfast = record->directive->id == HB_FAILFAST;
	respawn->user = *user;
	respawn->command = *command;
	respawn->client = strrchr(command->text, '/') + 1;
	respawn->args = rest_from(reader, record, 2);
	respawn->record = record;
	g_ptr_array_add(reader->config->respawns, respawn);
}

static struct eb_message *refuse_apiauth(struct ha_cf *reader, struct hb_record *record,
					 struct eb_span span, const char *what)
{
	struct eb_message *message =
		hb_refuse(reader, record, EB_MSG_BAD_APIAUTH, span, "%s", what);

	eb_message_hint(message, "expected apiauth %s", record->directive->form);
	return message;
}

/* Is word n of the kind, uid= or gid=, of one before it? */
static bool is_second(const struct hb_record *record, unsigned int n)
{
	const struct hb_word *word = record->words->pdata[n], *other;

	for (unsigned int i = 1; i < n; i++) {
		other = record->words->pdata[i];
		if (strncmp(other->text, word->text, 4) == 0)
			return true;
	}
	return false;
}

/* uid=a,b or gid=c: the names into a list that is still empty. False: refused. */
static bool read_ids(struct ha_cf *reader, struct hb_record *record, struct hb_apiauth *auth,
		     const struct hb_word *word)
{
	GPtrArray *ids = auth->uids;
	struct eb_piece list = { .begin = word->text + 4, .length = strlen(word->text) }, name;

	if (strncmp(word->text, "gid=", 4) == 0)
		ids = auth->gids;
	else if (strncmp(word->text, "uid=", 4) != 0) {
		refuse_apiauth(reader, record, word->span, "neither uid= nor gid=");
		return false;
	}
	list.length -= 4;
	if (*list.begin == ',' && list.length > 1) {
		refuse_apiauth(reader, record, word->span, "the first name of the list is empty");
		return false;
	}
	while ((name = eb_next(&list, ",")).length)
		g_ptr_array_add(ids, (char *)hb_string(reader->cluster, name.begin, name.length));
	if (ids->len)
		return true;
	if (word->text[4]) {
		refuse_apiauth(reader, record, word->span, "a list without names");
		return false;
	}
	eb_diag_add(reader->diag, EB_MSG_NOBODY, word->span, "the list is empty");
	return true;
}

void hb_read_apiauth(struct ha_cf *reader, struct hb_record *record)
{
	const struct hb_word *client = eb_item(record->words, 0);
	struct hb_apiauth *auth = hb_new(reader->cluster, struct hb_apiauth);
	const struct hb_apiauth *other;

	if (!client) {
		refuse_apiauth(reader, record, record->name.span, "apiauth without client");
		return;
	}
	auth->client = *client;
	auth->uids = hb_array(reader->cluster);
	auth->gids = hb_array(reader->cluster);
	auth->record = record;
	for (unsigned int i = 1; i < record->words->len; i++) {
		const struct hb_word *word = record->words->pdata[i];

		if (is_second(record, i)) {
			refuse_apiauth(reader, record, word->span,
				       "a second list of the same kind");
			return;
		}
		if (!read_ids(reader, record, auth, word))
			return;
	}
	if (record->words->len < 2) {
		refuse_apiauth(reader, record, client->span, "apiauth without uid= and gid=");
		return;
	}
	other = g_hash_table_lookup(reader->clients, client->text);
	if (other) {
		struct eb_message *message =
			hb_refuse(reader, record, EB_MSG_BAD_APIAUTH, client->span,
				  "a second apiauth line for %s", client->text);

		eb_message_note(message, other->client.span, "the first one is here");
		return;
	}
	g_hash_table_insert(reader->clients, (gpointer)auth->client.text, auth);
	g_ptr_array_add(reader->config->apiauths, auth);
}

static const char *similar(const char *type)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (const struct hb_plugin *plugin = hb_plugins; plugin->type; plugin++)
		g_ptr_array_add(names, (char *)plugin->type);
	g_ptr_array_add(names, NULL);
	return eb_did_you_mean(type, (const char *const *)names->pdata);
}

/*
 * An unknown or incomplete device keeps Heartbeat from starting, on the host that the line is for.
 * It is only a warning for another host, and for an external/ plugin that is not known: that is a
 * script, which a site may have added.
 */
static void check_plugin(struct ha_cf *reader, struct hb_record *record, const struct hb_word *type,
			 unsigned int given, bool applies)
{
	const struct hb_plugin *plugin = hb_plugin_find(type->text);
	g_autofree char *text = NULL;
	struct eb_message *message;
	const char *near;

	if (plugin && given >= hb_plugin_params(plugin))
		return;
	if (plugin)
		text = g_strdup_printf("%s needs %u parameters, %u are given", type->text,
				       hb_plugin_params(plugin), given);
	else
		text = g_strdup_printf("no stonith plugin '%s' is known", type->text);
	if (applies && (plugin || !g_str_has_prefix(type->text, "external/")))
		message = hb_refuse(reader, record, EB_MSG_BAD_STONITH, type->span, "%s", text);
	else
		message = eb_diag_add(reader->diag, EB_MSG_UNKNOWN_PLUGIN, type->span, "%s", text);
	if (plugin)
		eb_message_open(message, text);
	near = plugin ? NULL : similar(type->text);
	if (near)
		eb_message_did_you_mean(message, near);
}

static void read_device(struct ha_cf *reader, struct hb_record *record, const struct hb_word *host,
			const struct hb_word *type)
{
	struct hb_stonith *stonith = hb_new(reader->cluster, struct hb_stonith);
	unsigned int first = host ? 2 : 1;
	bool applies = !host || strcmp(host->text, "*") == 0 ||
		       (reader->uname && g_ascii_strcasecmp(host->text, reader->uname) == 0);

	if (host)
		stonith->host = *host;
	stonith->type = *type;
	stonith->parameters.text = rest_from(reader, record, first);
	stonith->parameters.span = record->value.span;
	stonith->settings = host ? stonith->parameters.text : NULL;
	stonith->record = record;
	g_ptr_array_add(reader->config->stoniths, stonith);
	check_plugin(reader, record, type, host ? record->words->len - first : G_MAXUINT, applies);
}

void hb_read_stonith(struct ha_cf *reader, struct hb_record *record)
{
	bool hosted = record->directive->id == HB_STONITH_HOST;
	const struct hb_word *first = eb_item(record->words, 0),
			     *second = eb_item(record->words, 1);
	struct eb_span end = first ? first->span : record->name.span;

	if (first && second)
		read_device(reader, record, hosted ? first : NULL, hosted ? second : first);
	else
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_STONITH, end, "%s without %s",
					  record->name.text,
					  hosted  ? first ? "type" : "host"
					  : first ? "file"
						  : "type"),
				"expected %s %s", record->name.text, record->directive->form);
}
