// SPDX-License-Identifier: GPL-2.0-or-later
#include <errmsg.h>
#include <errno.h>
#include <mysql.h>
#include <nss.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/sql.h"
#include "lib/clock.h"

enum { STATEMENT = 16 * 1024 };

/* What errors mean to us; codes of the server from 1000, of the client library from 2000. */
static const struct {
	unsigned number;
	int code;
} meanings[] = {
	{ 1040, -EUSERS },       /* too many connections */
	{ 1203, -EUSERS },       /* of this account */
	{ 1044, -EACCES },       /* denied on a database */
	{ 1045, -EACCES },       /* wrong password */
	{ 1698, -EACCES },       /* unix_socket, and another user's process */
	{ 1142, -EACCES },       /* denied on a table */
	{ 1227, -EACCES },       /* a privilege is missing */
	{ 1820, -EACCES },       /* the password has to be changed first */
	{ 1205, -EBUSY },        /* lock wait timeout */
	{ 2002, -ECONNREFUSED }, /* no socket, or nobody behind it */
	{ 2003, -ECONNREFUSED }, /* the same by TCP */
	{ 2005, -ECONNREFUSED }, /* no such host */
	{ 2006, -ETIMEDOUT },    /* it went away */
	{ 2013, -ETIMEDOUT },    /* no answer in time, or it died */
};

static int meaning(unsigned number)
{
	for (size_t i = 0; i < EB_COUNT(meanings); i++)
		if (meanings[i].number == number)
			return meanings[i].code;
	return -EIO;
}

static int fault(struct eb_sql *sql)
{
	sql->number = mysql_errno(sql->handle);
	snprintf(sql->why, sizeof(sql->why), "%s", mysql_error(sql->handle));
	return meaning(sql->number);
}

static int forget(struct eb_sql *sql)
{
	snprintf(sql->why, sizeof(sql->why), "out of memory");
	return -ENOMEM;
}

/* Whole seconds, which is what the library counts in: at least one, at most what is left. */
static unsigned seconds(const struct eb_sql_login *login)
{
	int left_ms = eb_clock_left(login->deadline_ms);
	long ms = login->patience_ms < left_ms ? login->patience_ms : left_ms;

	return ms < 1000 ? 1 : (unsigned)(ms / 1000);
}

/*
 * The library verifies the authority whenever it is given one.  Who owns a socket, its folder tells; its
 * server's certificate is for the name by which others reach it.
 */
static void set_tls(MYSQL *handle, const struct eb_sql_login *login)
{
	const struct eb_account *account = &login->account;
	my_bool yes = 1;

	if (!login->tls)
		return;
	mysql_ssl_set(handle, account->ssl_key, account->ssl_cert, account->ssl_ca, NULL, NULL);
	mysql_optionsv(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
	if (!login->socket || !account->ssl_ca)
		mysql_optionsv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
}

/* The library's words for a refusal do not say what was wanted. */
static void explain_tls(struct eb_sql *sql, const struct eb_sql_login *login)
{
	const char *host = login->host ?: "the socket", *ca = login->account.ssl_ca;
	char words[sizeof(sql->why)];

	if (!login->tls || sql->number != CR_SSL_CONNECTION_ERROR)
		return;
	snprintf(words, sizeof(words), "%s", sql->why);
	if (strstr(words, "Validation of SSL server certificate failed"))
		snprintf(sql->why, sizeof(sql->why),
			 "TLS is refused: the server's certificate is not for %s", host);
	else if (strstr(words, "SSL is required"))
		snprintf(sql->why, sizeof(sql->why),
			 "TLS is wanted, and the server does not offer it");
	else if (strstr(words, "self-signed") || strstr(words, "self signed") ||
		 strstr(words, "local issuer") || strstr(words, "verify failed"))
		snprintf(sql->why, sizeof(sql->why),
			 "TLS is refused: the server's certificate is not of the authority in %s",
			 ca ?: "the system's folder");
	else
		snprintf(sql->why, sizeof(sql->why), "TLS is refused: %.400s", words);
}

/*
 * What the library does once, without what costs a monitor more than its question does: it looks up
 * the port of "mysql", which nobody asks for here, and for that the C library searches a hundred places
 * for a module (db, of services in nsswitch.conf) that few have; and OpenSSL reads its configuration,
 * which is about TLS.
 */
static void begin(const struct eb_sql_login *login)
{
	static const char key[] = "OPENSSL_CONF";
	static bool begun;
	bool spare = login->plain && !getenv(key);

	if (begun)
		return;
	begun = true;
	__nss_configure_lookup("services", "files");
	if (spare)
		setenv(key, "/dev/null", 1);
	mysql_server_init(0, NULL, NULL);
	if (spare)
		unsetenv(key); /* a server that is started has its own */
}

int eb_sql_open(struct eb_sql *sql, const struct eb_sql_login *login)
{
	const struct eb_account *account = &login->account;
	unsigned limit = seconds(login);
	char init[128];
	MYSQL *handle;
	int r;

	begin(login);
	*sql = (struct eb_sql) { .handle = mysql_init(NULL) };
	handle = sql->handle;
	if (!handle)
		return forget(sql);
	mysql_optionsv(handle, MYSQL_OPT_CONNECT_TIMEOUT, &limit);
	mysql_optionsv(handle, MYSQL_OPT_READ_TIMEOUT, &limit);
	mysql_optionsv(handle, MYSQL_OPT_WRITE_TIMEOUT, &limit);
	/* Before ours: the server then ends the wait, and not the broken connection. */
	snprintf(init, sizeof(init), "SET SESSION lock_wait_timeout=%u", limit > 1 ? limit - 1 : 1);
	mysql_optionsv(handle, MYSQL_INIT_COMMAND, init);
	set_tls(handle, login);
	if (mysql_real_connect(handle, login->socket ? NULL : login->host, account->user,
			       account->password ?: "", NULL, login->socket ? 0 : login->port,
			       login->socket, 0))
		return 0;
	r = fault(sql);
	explain_tls(sql, login);
	return r;
}

void eb_sql_close(struct eb_sql *sql)
{
	if (sql->handle)
		mysql_close(sql->handle);
	sql->handle = NULL;
}

static int ask(struct eb_sql *sql, const char *statement, MYSQL_RES **result)
{
	MYSQL *handle = sql->handle;

	*result = NULL;
	if (mysql_real_query(handle, statement, (unsigned long)strlen(statement)))
		return fault(sql);
	*result = mysql_store_result(handle);
	return !*result && mysql_field_count(handle) > 0 ? fault(sql) : 0;
}

int eb_sql_send(struct eb_sql *sql, const char *statement)
{
	MYSQL_RES *result;
	int r = ask(sql, statement, &result);

	mysql_free_result(result);
	return r;
}

int eb_sql_run(struct eb_sql *sql, const char *fmt, ...)
{
	char text[STATEMENT];
	va_list args;
	int r;

	va_start(args, fmt);
	r = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (r < 0 || (size_t)r >= sizeof(text)) {
		snprintf(sql->why, sizeof(sql->why), "the statement is too long");
		return -EMSGSIZE;
	}
	return eb_sql_send(sql, text);
}

/* MySQL puts no password into a log, and has no slow log for one session: it has no such variable. */
bool eb_sql_hush(struct eb_sql *sql)
{
	static const struct {
		const char *set, *log;
	} rows[] = {
		{ "SET SESSION sql_log_off=1", "SELECT @@GLOBAL.general_log" },
		{ "SET SESSION slow_query_log=0", "SELECT @@GLOBAL.slow_query_log" },
	};
	bool quiet = true;
	long on;

	for (size_t i = 0; i < EB_COUNT(rows); i++)
		if (eb_sql_run(sql, "%s", rows[i].set) < 0 &&
		    strstr(eb_sql_version(sql), "MariaDB"))
			quiet &= eb_sql_number(sql, rows[i].log, 1, &on) == 0 && !on;
	return quiet;
}

static int first_row(MYSQL_RES *result, struct eb_record *record)
{
	MYSQL_ROW row = mysql_fetch_row(result);
	const MYSQL_FIELD *fields = mysql_fetch_fields(result);
	int r = 0;

	for (unsigned i = 0; row && r == 0 && i < mysql_num_fields(result); i++)
		r = eb_record_add(record, fields[i].name, row[i]);
	return r;
}

int eb_sql_record(struct eb_sql *sql, const char *statement, struct eb_record *record)
{
	MYSQL_RES *result;
	int r = ask(sql, statement, &result);

	if (r == 0 && result && first_row(result, record) < 0)
		r = forget(sql);
	mysql_free_result(result);
	return r;
}

int eb_sql_each(struct eb_sql *sql, const char *statement,
		bool (*row)(char *const *values, unsigned n, void *context), void *context)
{
	MYSQL_RES *result;
	MYSQL_ROW values;
	int r = ask(sql, statement, &result);

	while (r == 0 && result && (values = mysql_fetch_row(result)))
		if (!row(values, mysql_num_fields(result), context))
			break;
	mysql_free_result(result);
	return r;
}

static bool add_pair(char *const *values, unsigned n, void *context)
{
	return n < 2 || !values[0] || eb_record_add(context, values[0], values[1]) == 0;
}

int eb_sql_pairs(struct eb_sql *sql, const char *statement, struct eb_record *record)
{
	return eb_sql_each(sql, statement, add_pair, record);
}

int eb_sql_number(struct eb_sql *sql, const char *statement, long otherwise, long *value)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	int r = ask(sql, statement, &result);

	*value = otherwise;
	row = r == 0 && result ? mysql_fetch_row(result) : NULL;
	if (row && row[0])
		*value = strtol(row[0], NULL, 10);
	mysql_free_result(result);
	return r;
}

const char *eb_sql_version(const struct eb_sql *sql)
{
	return mysql_get_server_info(sql->handle);
}

const char *eb_sql_quote(struct eb_sql *sql, const char *text, char *buf, size_t size)
{
	size_t n = strlen(text), room = (size - 3) / 2;
	unsigned long length;

	length = mysql_real_escape_string(sql->handle, buf + 1, text,
					  (unsigned long)(n < room ? n : room));
	buf[0] = '\'';
	buf[length + 1] = '\'';
	buf[length + 2] = '\0';
	return buf;
}
