// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "agents/database/flashback.h"
#include "agents/database/folder.h"
#include "agents/database/place.h"
#include "agents/database/rejoin.h"
#include "agents/database/tail.h"
#include "lib/file.h"
#include "lib/log.h"
#include "lib/run.h"

/* Not replicated, and gone behind it. */
#define TOKENS "mysql.escapebeat_flashback"

static const char mark[] = "escapebeat-flashback";

/* One of mariadb-binlog's runs over files of the log. */
struct reader {
	const char *argv[EB_TAIL_FILES + 8];
	char start[64], folder[PATH_MAX];
	size_t n;
};

static void reader_begin(struct reader *reader, const char *folder, unsigned long long at,
			 const char *option)
{
	*reader = (struct reader) { .argv = { "mariadb-binlog", "--no-defaults", option }, .n = 3 };
	snprintf(reader->folder, sizeof(reader->folder), "%s", folder);
	snprintf(reader->start, sizeof(reader->start), "--start-position=%llu", at);
	if (at)
		reader->argv[reader->n++] = reader->start;
}

static int reader_run(const struct eb_call *call, struct reader *reader, int out, char *why,
		      size_t size)
{
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = reader->argv,
			      .folder = reader->folder,
			      .deadline_ms = call->deadline_ms,
			      .out_fd = out };
	int error = memfd_create("err", MFD_CLOEXEC), r;
	char text[200];
	ssize_t n;

	run.err_fd = error;
	r = eb_run(&run);
	n = pread(error, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	close(error);
	if (r == 0 && run.status == 0)
		return 0;
	snprintf(why, size, "mariadb-binlog cannot read the log: %s", r < 0 ? strerror(-r) : text);
	return r < 0 ? r : -EIO;
}

/* Everything that is undone, as statements that a person can read and run again. */
static int archive(const struct eb_call *call, const struct eb_tail *tail, const char *folder,
		   char path[PATH_MAX], char *why, size_t size)
{
	EB_CLEAN(eb_closep) int fd = -1;
	struct eb_place place;
	struct reader reader;
	int r = 0;

	eb_place_of(call->conf, &place);
	if (!eb_folder_exists(place.keep))
		r = eb_file_make_folder(place.keep);
	eb_place_name(place.keep, strrchr(place.data, '/') + 1, ".sql", path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (r < 0 || fd < 0) {
		r = r ?: -errno;
		snprintf(why, size, "cannot make %s: %s", path, strerror(-r));
		return r;
	}
	reader_begin(&reader, folder, tail->at, "--verbose");
	for (size_t i = 0; i < tail->n_files; i++)
		reader.argv[reader.n++] = tail->files[i];
	r = reader_run(call, &reader, fd, why, size);
	if (r == 0 && (fsync(fd) < 0 || eb_folder_sync(place.keep) < 0)) {
		r = -errno;
		snprintf(why, size, "cannot write %s: %s", path, strerror(-r));
	}
	if (r < 0)
		unlink(path);
	return r;
}

static bool ask(struct eb_sql *sql, const char *statement)
{
	long n = 1;

	return eb_sql_number(sql, statement, 0, &n) == 0 && n == 0;
}

/*
 * Only a table of InnoDB goes back together with the others; and what a foreign key changed with a row
 * is not in the log.
 */
static void check_tables(struct eb_sql *sql, struct eb_tail *tail)
{
	for (size_t i = 0; i < tail->n_tables && !tail->why[0]; i++) {
		char quoted[600], statement[2048];

		eb_sql_quote(sql, tail->tables[i], quoted, sizeof(quoted));
		snprintf(statement, sizeof(statement),
			 "SELECT COUNT(*) != 1 FROM information_schema.tables WHERE "
			 "CONCAT(table_schema, '.', table_name) = %s AND engine = 'InnoDB'",
			 quoted);
		if (!ask(sql, statement)) {
			snprintf(tail->why, sizeof(tail->why), "%.200s is no table of InnoDB",
				 tail->tables[i]);
			continue;
		}
		snprintf(statement, sizeof(statement),
			 "SELECT COUNT(*) FROM information_schema.referential_constraints WHERE "
			 "CONCAT(unique_constraint_schema, '.', referenced_table_name) = %s AND "
			 "(delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT') OR "
			 "update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))",
			 quoted);
		if (!ask(sql, statement))
			snprintf(tail->why, sizeof(tail->why),
				 "%.200s has a foreign key that changes other rows with its own",
				 tail->tables[i]);
	}
}

/* Of what mariadb-binlog writes, the changes; each ends with its own line. */
static int apply(struct eb_sql *sql, FILE *in)
{
	EB_CLEAN(eb_freep) char *line = NULL;
	char *statement = NULL;
	size_t room = 0, size = 0;
	FILE *out = NULL;
	int r = 0;

	while (r == 0 && getline(&line, &room, in) >= 0) {
		char *end = strstr(line, "/*!*/;");

		if (!out && !strncmp(line, "BINLOG '", 8))
			out = open_memstream(&statement, &size);
		if (!out)
			continue;
		if (end)
			*end = '\0';
		fputs(line, out);
		if (!end)
			continue;
		r = fclose(out) == 0 ? eb_sql_send(sql, statement) : -ENOMEM;
		out = NULL;
		eb_freep(&statement);
		statement = NULL;
	}
	if (out) {
		fclose(out);
		free(statement);
		r = r ?: -EPROTO;
	}
	return r;
}

/* The last file first, each from its end to its beginning, as the program writes it. */
static int turn_back(const struct eb_call *call, struct eb_sql *sql, const struct eb_tail *tail,
		     const char *folder, char *why, size_t size)
{
	int r = 0;

	for (size_t i = tail->n_files; r == 0 && i-- > 0;) {
		int fd = memfd_create("back", MFD_CLOEXEC);
		struct reader reader;
		FILE *in;

		reader_begin(&reader, folder, i == 0 ? tail->at : 0, "--flashback");
		reader.argv[reader.n++] = tail->files[i];
		r = reader_run(call, &reader, fd, why, size);
		lseek(fd, 0, SEEK_SET);
		in = fdopen(fd, "r");
		if (r == 0)
			r = in ? apply(sql, in) : -errno;
		if (in)
			fclose(in);
	}
	return r;
}

static const char *mark_of(const struct eb_call *call, char path[PATH_MAX])
{
	struct eb_place place;

	eb_place_of(call->conf, &place);
	snprintf(path, PATH_MAX, "%.4000s/%s", place.data, mark);
	return path;
}

/* TOKEN, position and history, one a line: what is to be done when the transaction is there. */
static int write_mark(const struct eb_call *call, const char *token, const char *position,
		      const char *state)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];
	int n = asprintf(&text, "%s\n%s\n%s\n", token, position, state);

	return n < 0 ? -ENOMEM : eb_file_replace(mark_of(call, path), text, (size_t)n, 0600);
}

int eb_flashback_resume(const struct eb_call *call, struct eb_local *local)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	const char *token, *position, *state;
	char path[PATH_MAX], *rest, statement[256];
	struct eb_sql *sql = &local->sql;
	long done = 0;
	int r = eb_file_read(mark_of(call, path), 1 << 20, &text, NULL);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	rest = text;
	token = strsep(&rest, "\n") ?: "";
	position = strsep(&rest, "\n") ?: "";
	state = strsep(&rest, "\n") ?: "";
	/* Sharing its lock waits for a transaction that is just coming to its end. */
	snprintf(statement, sizeof(statement),
		 "SELECT COUNT(*) FROM " TOKENS " WHERE token = '%.40s' LOCK IN SHARE MODE", token);
	r = eb_sql_run(sql, "SET SESSION sql_log_bin=0");
	if (r == 0)
		r = eb_sql_number(sql, statement, 0, &done);
	if (r == 0 && done)
		r = eb_rejoin_set(sql, state, position);
	if (r == 0)
		r = eb_file_remove(path);
	if (r == 0)
		r = eb_sql_run(sql, "DROP TABLE IF EXISTS " TOKENS);
	if (r == 0)
		eb_log(EB_INFO,
		       done ? "the errant transactions are undone; the server is at %s"
			    : "a flashback to %s had not come to its end",
		       position);
	return r;
}

static int run(const struct eb_call *call, struct eb_sql *sql, const struct eb_tail *tail,
	       const char *folder, const char *position, const char *state, char *why, size_t size)
{
	static const char *const before[] = {
		"SET SESSION sql_log_bin=0",
		"CREATE TABLE IF NOT EXISTS " TOKENS
		" (token VARCHAR(40) PRIMARY KEY) ENGINE=InnoDB",
	};
	char token[41];
	int r = 0;

	snprintf(token, sizeof(token), "%ld-%d", (long)time(NULL), (int)getpid());
	for (size_t i = 0; r == 0 && i < EB_COUNT(before); i++)
		r = eb_sql_run(sql, "%s", before[i]);
	if (r == 0)
		r = write_mark(call, token, position, state);
	if (r == 0)
		r = eb_sql_run(sql, "START TRANSACTION");
	if (r == 0)
		r = eb_sql_run(sql, "INSERT INTO " TOKENS " VALUES ('%s')", token);
	if (r == 0)
		r = turn_back(call, sql, tail, folder, why, size);
	return r == 0 ? eb_sql_run(sql, "COMMIT") : r;
}

/* Nothing was changed: so nothing is to be resumed.  Whoever cannot tell leaves that to the next start. */
static void undo(const struct eb_call *call, struct eb_sql *sql, char *why, size_t size)
{
	char path[PATH_MAX];

	if (!*why)
		snprintf(why, size, "%s (%u)", sql->why, sql->number);
	if (eb_sql_run(sql, "ROLLBACK") == 0 && eb_file_remove(mark_of(call, path)) == 0)
		eb_sql_run(sql, "DROP TABLE IF EXISTS " TOKENS);
}

static bool take_text(char *const *values, unsigned n, void *context)
{
	char **text = context;

	*text = n && values[0] ? strdup(values[0]) : NULL;
	return false;
}

static char *text_of(struct eb_sql *sql, const char *statement)
{
	char *text = NULL;

	return eb_sql_each(sql, statement, take_text, &text) < 0 ? NULL : text;
}

static char *position_before(struct eb_sql *sql, const struct eb_tail *tail)
{
	char quoted[1100], statement[1200];

	snprintf(statement, sizeof(statement), "SELECT BINLOG_GTID_POS(%s, %llu)",
		 eb_sql_quote(sql, tail->files[0], quoted, sizeof(quoted)), tail->at);
	return text_of(sql, statement);
}

int eb_flashback(const struct eb_call *call, struct eb_local *local, const struct eb_view *own,
		 const struct eb_gtids *errant, char *why, size_t size)
{
	EB_CLEAN(eb_tail_free) struct eb_tail tail = { .errant = errant };
	struct eb_sql *sql = &local->sql;
	EB_CLEAN(eb_freep) char *base = text_of(sql, "SELECT @@log_bin_basename");
	EB_CLEAN(eb_freep) char *image = text_of(sql, "SELECT @@GLOBAL.binlog_row_image");
	EB_CLEAN(eb_freep) char *position = NULL;
	EB_CLEAN(eb_freep) char *state = NULL;
	char path[PATH_MAX], *slash = base ? strrchr(base, '/') : NULL;
	int r;

	if (!slash || !image || strcmp(image, "FULL") != 0) {
		snprintf(why, size, "binlog_row_image is not FULL");
		return 1;
	}
	*slash = '\0';
	r = eb_tail_look(sql, &tail);
	if (r < 0)
		return r;
	check_tables(sql, &tail);
	position = tail.n_files ? position_before(sql, &tail) : NULL;
	state = position ? eb_rejoin_state(eb_view_setting(own, "gtid_binlog_state"), position)
			 : NULL;
	if (!tail.why[0] && tail.transactions != eb_gtids_count(errant))
		snprintf(tail.why, sizeof(tail.why), "the log has %lu of %llu", tail.transactions,
			 (unsigned long long)eb_gtids_count(errant));
	if (!state || !*position)
		snprintf(tail.why, sizeof(tail.why), "nothing before them is in the log");
	if (tail.why[0]) {
		snprintf(why, size, "%s", tail.why);
		return 1;
	}
	r = archive(call, &tail, base, path, why, size);
	if (r < 0)
		return r;
	eb_log(EB_WARN,
	       "undoing %lu transactions, back to %s; they are kept in %s until somebody "
	       "removes it",
	       tail.transactions, position, path);
	r = run(call, sql, &tail, base, position, state, why, size);
	if (r == 0)
		return eb_flashback_resume(call, local);
	undo(call, sql, why, size);
	return r;
}
