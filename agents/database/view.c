// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "agents/database/view.h"

/* A server answers with those of these that it has: one question for every version. */
static const char settings_statement[] =
	"SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'server_id', 'server_uuid', "
	"'log_bin', 'log_slave_updates', 'log_replica_updates', 'gtid_mode', 'gtid_strict_mode', "
	"'gtid_domain_id', 'gtid_binlog_pos', 'gtid_binlog_state', 'gtid_slave_pos', "
	"'gtid_executed', 'slave_skip_errors', 'replica_skip_errors', 'relay_log_purge', "
	"'auto_increment_increment', 'auto_increment_offset', "
	"'rpl_semi_sync_master_enabled', 'rpl_semi_sync_source_enabled')";

/* MySQL 8.0 gave the columns new names, MariaDB kept the old ones. */
static const char *text_of(const struct eb_record *record, const char *a, const char *b)
{
	return eb_record_get(record, a) ?: eb_record_get(record, b) ?: "";
}

static long number_of(const struct eb_record *record, const char *a, const char *b, long otherwise)
{
	long value = eb_record_number(record, a, otherwise);

	return value == otherwise && b ? eb_record_number(record, b, otherwise) : value;
}

void eb_replica_read(const struct eb_record *record, struct eb_replica *replica)
{
	const char *receiving = text_of(record, "Slave_IO_Running", "Replica_IO_Running");
	const char *applying = text_of(record, "Slave_SQL_Running", "Replica_SQL_Running");
	const char *tls = text_of(record, "Master_SSL_Allowed", "Source_SSL_Allowed");

	*replica = (struct eb_replica) {
		.host = text_of(record, "Master_Host", "Source_Host"),
		.port = number_of(record, "Master_Port", "Source_Port", 0),
		.applying = !strcasecmp(applying, "Yes"),
		.tls = !strcasecmp(tls, "Yes"),
		.ca = text_of(record, "Master_SSL_CA_File", "Source_SSL_CA_File"),
		.receive_errno = number_of(record, "Last_IO_Errno", NULL, 0),
		.apply_errno = number_of(record, "Last_SQL_Errno", NULL, 0),
		.receive_error = text_of(record, "Last_IO_Error", ""),
		.apply_error = text_of(record, "Last_SQL_Error", ""),
		.lag_s = number_of(record, "Seconds_Behind_Master", "Seconds_Behind_Source", -1),
		.received = text_of(record, "Gtid_IO_Pos", "Retrieved_Gtid_Set"),
	};
	if (!strcasecmp(receiving, "Yes"))
		replica->receiving = EB_RECEIVING_YES;
	else if (!strcasecmp(receiving, "Connecting") || !strcasecmp(receiving, "Preparing"))
		replica->receiving = EB_RECEIVING_CONNECTING;
	replica->configured = replica->host[0] != '\0';
}

const char *eb_view_setting(const struct eb_view *view, const char *name)
{
	return eb_record_get(&view->settings, name) ?: "";
}

/* Adds what a text tells to a set. */
static int join(enum eb_gtid_form form, const char *text, struct eb_gtids *gtids)
{
	struct eb_gtids more;
	int r = eb_gtids_parse(form, text, &more);

	if (r == 0)
		r = eb_gtids_join(gtids, &more);
	eb_gtids_free(&more);
	return r;
}

/*
 * With log_slave_updates MariaDB's binary log has all that was applied; gtid_slave_pos goes beyond
 * it only where a copy of the data was set up with a position and an empty log.
 */
static int take_positions(struct eb_view *view)
{
	static const char *const names[] = { "gtid_slave_pos", "gtid_binlog_pos", "gtid_executed" };
	enum eb_gtid_form form = view->dialect->form;
	int r = 0;

	for (size_t i = 0; r == 0 && i < EB_COUNT(names); i++)
		r = join(form, eb_view_setting(view, names[i]), &view->applied);
	if (r == 0)
		r = eb_gtids_join(&view->received, &view->applied);
	if (r == 0)
		r = join(form, view->replica.received, &view->received);
	return r == -EINVAL ? -EPROTO : r;
}

static int take_settings(struct eb_sql *sql, struct eb_view *view)
{
	int r = eb_sql_pairs(sql, settings_statement, &view->settings);

	if (r < 0)
		return r;
	eb_replica_read(&view->status, &view->replica);
	if (*eb_view_setting(view, "rpl_semi_sync_master_enabled") &&
	    !*eb_view_setting(view, "rpl_semi_sync_source_enabled"))
		view->dialect = eb_dialect_with_old_plugins(view->dialect);
	view->read_only = eb_record_is_on(&view->settings, "read_only");
	view->server_id = eb_record_number(&view->settings, "server_id", 0);
	r = take_positions(view);
	if (r < 0)
		snprintf(sql->why, sizeof(sql->why), "its position is not understood");
	return r;
}

/*
 * The error quotes the statement, with the data and passwords of others: that is nothing for a log and
 * the cluster's status.  The server's own log has it.
 */
static void hide_statement(struct eb_record *record)
{
	char *error = (char *)eb_record_get(record, "Last_SQL_Error");
	char *statement = error ? strstr(error, " Query: '") : NULL;

	if (statement)
		*statement = '\0';
}

int eb_view_take(struct eb_sql *sql, struct eb_view *view)
{
	int r;

	*view = (struct eb_view) { .dialect = eb_dialect_of(eb_sql_version(sql)) };
	/* Received first: what is applied meanwhile then counts as both, and not as neither. */
	r = eb_sql_record(sql, view->dialect->replica_status, &view->status);
	hide_statement(&view->status);
	return r < 0 ? r : take_settings(sql, view);
}

int eb_view_take_positions(struct eb_sql *sql, struct eb_view *view)
{
	*view = (struct eb_view) { .dialect = eb_dialect_of(eb_sql_version(sql)) };
	return take_settings(sql, view);
}

void eb_view_free(struct eb_view *view)
{
	eb_record_free(&view->settings);
	eb_record_free(&view->status);
	eb_gtids_free(&view->applied);
	eb_gtids_free(&view->received);
}

int eb_view_history(const struct eb_view *view, struct eb_gtids *history)
{
	if (!view->dialect->mariadb) {
		*history = (struct eb_gtids) { 0 };
		return eb_gtids_join(history, &view->applied);
	}
	return eb_gtids_parse(EB_GTID_ORIGINS, eb_view_setting(view, "gtid_binlog_state"), history);
}
