// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A database that a line of haresources starts, and whose option file makes its replica another
 * one: what people copied into my.cnf to keep replication running.
 */
#include <string.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/lex.h"
#include "lib/option-file.h"

/* mysql, mysqld, mysql-5.6, OCF::mysql::x, mariadb: what distributions and people called it. */
static bool is_database(const struct hb_resource *resource)
{
	static const char *const others[] = { "mysql-proxy", "mysqlproxy", "mysql-router" };
	const struct hb_word *type = eb_item(resource->args, 0);
	const char *script = resource->script;

	if (strcmp(script, "OCF") == 0 && type)
		script = type->text;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(script, others[i]) == 0)
			return false;
	return strstr(script, "mysql") || strstr(script, "mariadb");
}

static const struct hb_resource *find_database(const struct hb_config *config)
{
	const struct hb_group *group;
	const struct hb_resource *resource;

	eb_for_each (group, config->groups)
		eb_for_each (resource, group->members)
			if (is_database(resource))
				return resource;
	return NULL;
}

static void tell(const struct eb_source *source, struct eb_piece line,
		 const struct eb_option_line *option, const struct eb_danger *danger,
		 const struct hb_resource *database, struct eb_diag *diag)
{
	bool list = danger->one_name && option->value &&
		    memchr(option->value, ',', option->value_length);
	struct eb_message *message =
		eb_diag_add(diag, EB_MSG_DATABASE_OPTION, eb_span_of(source, line), "%s %s",
			    danger->name, danger->why);

	if (list)
		eb_message_hint(message,
				"MySQL takes '%.*s' for one name, so it is not even "
				"the list that was meant",
				(int)option->value_length, option->value);
	eb_message_note(message, database->word.span, "this starts the database");
}

static void check_file(const struct eb_source *source, const struct hb_resource *database,
		       struct eb_diag *diag)
{
	bool servers = false;

	for (unsigned int n = 1; n <= source->lines; n++) {
		struct eb_piece line = eb_trim(eb_line(source, n));
		struct eb_option_line option = eb_option_line(line.begin, line.length);
		const struct eb_danger *danger;

		if (option.kind == EB_OPTION_GROUP)
			servers = eb_option_is_servers(option.name, option.name_length);
		if (option.kind != EB_OPTION_SET || !servers)
			continue;
		danger = eb_danger_find(option.name, option.name_length, option.value,
					option.value_length);
		if (danger)
			tell(source, (struct eb_piece) { option.name, option.name_length }, &option,
			     danger, database, diag);
	}
}

/* Debian's my.cnf is a link to mariadb.cnf beside it. */
static bool is_again(const struct hb_host *host, const struct eb_source *source)
{
	const struct eb_source *before;

	eb_for_each (before, host->extras) {
		if (before == source)
			return false;
		if (before->size == source->size &&
		    memcmp(before->text, source->text, source->size) == 0)
			return true;
	}
	return false;
}

void hb_check_database(const struct hb_host *host, struct eb_diag *diag)
{
	const struct hb_resource *database = find_database(host->config);
	const struct eb_source *source;

	if (!database)
		return;
	eb_for_each (source, host->extras)
		if (g_str_has_suffix(source->name, ".cnf") && !is_again(host, source))
			check_file(source, database, diag);
}
