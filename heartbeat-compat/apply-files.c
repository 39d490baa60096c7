// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The stage files. Each file is written as PATH.new; only when all of them are there and
 * corosync and crm_verify have nothing against them do they take the places of the old ones,
 * which stay beside them as PATH.before-escapebeat: the very files, so that going back restores
 * owner, mode, time and all. The CIB is a folder, see apply-cib.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/service.h"
#include "heartbeat-compat/to-corosync.h"
#include "heartbeat-compat/tool.h"
#include "lib/file.h"

#define COROSYNC_CONF "/etc/corosync/corosync.conf"
#define AUTHKEY       "/etc/corosync/authkey"
#define BEFORE        ".before-escapebeat"

enum { FILE_MAX = 64 << 20, TOOL_MS = 30000 };

struct target {
	const char *path;
	mode_t mode;
	const struct eb_file *file; /* of the plan; NULL: made here */
};

/* In the order in which they take their places; the last makes the others mean something. */
static const struct target base[] = {
	{ AUTHKEY, 0400, NULL },
	{ COROSYNC_CONF, 0644, NULL },
};

/* The plan's files for this node, then those. */
static GArray *targets_of(const struct eb_migration *m)
{
	GArray *targets = g_array_new(FALSE, FALSE, sizeof(struct target));
	const struct eb_file *file;

	eb_for_each (file, m->plan->files) {
		struct target target = { .path = file->path, .file = file };

		target.mode = (mode_t)g_ascii_strtoull(file->mode, NULL, 8);
		if (eb_file_is_for(file, m->self))
			g_array_append_val(targets, target);
	}
	g_array_append_vals(targets, base, EB_COUNT(base));
	return targets;
}

static char *path_with(const char *path, const char *end)
{
	return g_strconcat(path, end, NULL);
}

/* ---- writing ---------------------------------------------------------------------------------- */

int eb_write_new(const char *path, const char *text, size_t length, mode_t mode)
{
	EB_CLEAN(eb_closep) int fd = -1;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	while (fd >= 0 && length > 0) {
		ssize_t n = write(fd, text, length);

		if (n < 0)
			return -errno;
		text += n;
		length -= (size_t)n;
	}
	return fd < 0 || fchmod(fd, mode) < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* Those that a file needs and that are not there: they go with it. */
static int note_folders(struct eb_migration *m, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int failed;

	if (access(folder, F_OK) == 0)
		return 0;
	failed = note_folders(m, folder);
	return failed ? failed : eb_note(m, "made %s", folder);
}

static void remove_folders(const struct eb_migration *m)
{
	static const char made[] = "made ";

	for (guint i = m->journal.lines->len; i-- > 0;) {
		const char *line = m->journal.lines->pdata[i];

		/* What has files of somebody else's by now stays. */
		if (g_str_has_prefix(line, made))
			rmdir(line + strlen(made));
	}
}

static int write_one(struct eb_migration *m, const struct target *target, const char *text,
		     size_t length)
{
	g_autofree char *new = path_with(target->path, ".new");
	int failed = note_folders(m, target->path);

	if (failed)
		return failed;
	failed = eb_file_make_parent(new);
	if (failed == 0)
		failed = eb_write_new(new, text, length, target->mode);
	return failed < 0 ? eb_refuse(m, 1, "cannot write %s: %s", new, g_strerror(-failed)) : 0;
}

static int note_and_write(struct eb_migration *m, const struct target *target, const char *text,
			  size_t length)
{
	int failed = eb_note(m, "new %s", target->path);

	return failed ? failed : write_one(m, target, text, length);
}

/* Secrets go with the plan like the key; a plan without them has no such file. */
static int write_plans(struct eb_migration *m, const struct target *target)
{
	const char *missing = NULL;
	char *text = eb_file_text(m->plan, target->file, &missing);
	int failed;

	if (!text)
		return eb_refuse(
			m, 3, "no secret %s for %s: copy %s.secrets from where the plan was made",
			missing, target->path, m->plan_path);
	failed = note_and_write(m, target, text, strlen(text));
	explicit_bzero(text, strlen(text));
	g_free(text);
	return failed;
}

static int write_all(struct eb_migration *m, const GArray *targets)
{
	g_autofree char *corosync = eb_corosync_text(m->plan);
	EB_CLEAN(eb_freep) char *key = NULL;
	size_t key_length = 0, plans = targets->len - EB_COUNT(base);
	int failed = eb_key_find(m, &key, &key_length);
	const struct {
		const char *text;
		size_t length;
	} contents[EB_COUNT(base)] = {
		{ key, key_length },
		{ corosync, strlen(corosync) },
	};

	for (size_t i = 0; i < targets->len && !failed; i++) {
		const struct target *target = &g_array_index(targets, struct target, i);

		if (target->file)
			failed = write_plans(m, target);
		else
			failed = note_and_write(m, target, contents[i - plans].text,
						contents[i - plans].length);
	}
	if (key)
		explicit_bzero(key, key_length);
	return failed ? failed : eb_cib_write(m);
}

static void read_secrets(struct eb_migration *m)
{
	g_autofree char *path = path_with(m->plan_path, ".secrets");

	if (!m->plan->secrets->len)
		eb_secrets_read(m->plan, path);
}

/* Asks corosync of a text; its exit code, or -errno. */
static int try_corosync(const char *text, char **said)
{
	static const char conf[] = COROSYNC_CONF ".check";
	int status = eb_write_new(conf, text, strlen(text), 0600);

	if (status == 0)
		status = EB_TOOL(TOOL_MS, said, "corosync", "-t", "-c", conf);
	eb_file_remove(conf);
	return status;
}

/* corosync -t reads the key that corosync.conf names: the new one, for this once. What it dislikes
 * it writes where the logging section says: without that, to us. */
static int judge_corosync(struct eb_migration *m)
{
	g_autofree char *text = eb_corosync_text(m->plan), *inserted = NULL, *said = NULL;
	char *totem = strstr(text, "totem {\n"), *logging;
	int status;

	if (!totem)
		return eb_refuse(m, 1, "the plan's corosync.conf has no totem section");
	totem += strlen("totem {\n");
	inserted = g_strdup_printf("%.*s    keyfile: " AUTHKEY ".new\n%s", (int)(totem - text),
				   text, totem);
	status = try_corosync(inserted, &said);
	if (status == 0)
		return 0;
	logging = strstr(inserted, "\nlogging {");
	if (status > 0 && !*said && logging) {
		const char *end = strstr(logging, "\n}\n");

		g_free(said);
		memmove(logging, end ? end + 2 : "", strlen(end ? end + 2 : "") + 1);
		try_corosync(inserted, &said);
	}
	if (status < 0)
		return eb_refuse(m, 1, "cannot have corosync check its configuration: %s",
				 g_strerror(-status));
	return eb_refuse(m, 1, "corosync does not take its configuration (exit code %d): %s",
			 status, said);
}

static int judge(struct eb_migration *m)
{
	g_autofree char *crm = NULL;
	int status = judge_corosync(m);

	if (status)
		return status;
	status = EB_TOOL(TOOL_MS, &crm, "crm_verify", "-x", EB_CIB_NEW);
	if (status < 0)
		return eb_refuse(m, 1, "cannot run crm_verify: %s", g_strerror(-status));
	if (status)
		return eb_refuse(m, 1, "crm_verify does not take the CIB (exit code %d): %s",
				 status, crm);
	eb_tell(m, "corosync and crm_verify have nothing against the files");
	return 0;
}

/* ---- into their places, and back ---------------------------------------------------------------- */

static int install(struct eb_migration *m, const struct target *target)
{
	g_autofree char *new = path_with(target->path, ".new");
	g_autofree char *before = path_with(target->path, BEFORE);
	bool there = access(target->path, F_OK) == 0;
	g_autofree char *noted = g_strconcat("file ", target->path, NULL);
	int failed = 0;

	/* Noted before: what is there now may be ours already. */
	if (!eb_journal_get(&m->journal, noted)) {
		if (access(before, F_OK) == 0)
			return eb_refuse(m, EB_EXIT_STALE,
					 "%s is there already, of a migration that was not taken "
					 "back; move it away",
					 before);
		failed = eb_note(m, "%s %s", noted, there ? "kept" : "none");
	}
	if (failed)
		return failed;
	if (strcmp(eb_journal_get(&m->journal, noted), "kept") == 0 && there &&
	    link(target->path, before) < 0 && errno != EEXIST)
		return eb_refuse(m, 1, "cannot keep %s: %s", target->path, g_strerror(errno));
	if (rename(new, target->path) < 0)
		return eb_refuse(m, 1, "cannot replace %s: %s", target->path, g_strerror(errno));
	return 0;
}

static int restore(struct eb_migration *m, const struct target *target)
{
	g_autofree char *new = path_with(target->path, ".new");
	g_autofree char *before = path_with(target->path, BEFORE);
	g_autofree char *noted = g_strconcat("file ", target->path, NULL);
	const char *was = eb_journal_get(&m->journal, noted);

	if (eb_file_remove(new) < 0)
		return eb_refuse(m, 1, "cannot remove %s: %s", new, g_strerror(errno));
	/* Kept, but no copy: it had not been replaced, or is back already. Two names of one file
	 * stay two under rename(2). */
	if (was && strcmp(was, "kept") == 0 &&
	    ((rename(before, target->path) < 0 && errno != ENOENT) || eb_file_remove(before) < 0))
		return eb_refuse(m, 1, "cannot put %s back: %s", target->path, g_strerror(errno));
	if (was && strcmp(was, "none") == 0 && eb_file_remove(target->path) < 0)
		return eb_refuse(m, 1, "cannot remove %s: %s", target->path, g_strerror(errno));
	return 0;
}

/* systemd has to be told that its files are others. */
static int reload(struct eb_migration *m)
{
	g_autofree char *said = NULL;
	const struct eb_file *file;
	bool units = false;

	eb_for_each (file, m->plan->files)
		units |= g_str_has_prefix(file->path, "/etc/systemd/");
	if (units && eb_service_reload(&said) < 0)
		return eb_refuse(m, 1, "systemd does not read its files again: %s", said);
	return 0;
}

int eb_files_restore(struct eb_migration *m)
{
	g_autoptr(GArray) targets = targets_of(m);
	int failed = eb_file_remove(COROSYNC_CONF ".check") < 0;

	for (size_t i = targets->len; i-- > 0 && !failed;)
		failed = restore(m, &g_array_index(targets, struct target, i));
	if (!failed)
		failed = eb_cib_restore(m);
	if (!failed)
		remove_folders(m);
	if (!failed)
		failed = reload(m);
	if (!failed)
		eb_tell(m, "files are as they were");
	return failed;
}

static const char *plans_changed(struct eb_migration *m)
{
	const struct eb_file *file;

	read_secrets(m);
	eb_for_each (file, m->plan->files) {
		const char *missing;
		g_autofree char *wanted = eb_file_text(m->plan, file, &missing);
		EB_CLEAN(eb_freep) char *text = NULL;

		if (!eb_file_is_for(file, m->self))
			continue;
		if (eb_file_read(file->path, FILE_MAX, &text, NULL) < 0 ||
		    (wanted && strcmp(text, wanted) != 0))
			return file->path;
	}
	return NULL;
}

const char *eb_files_changed(struct eb_migration *m)
{
	g_autofree char *corosync = eb_corosync_text(m->plan);
	EB_CLEAN(eb_freep) char *text = NULL;
	struct stat status;

	if (eb_file_read(COROSYNC_CONF, FILE_MAX, &text, NULL) < 0 || strcmp(text, corosync) != 0)
		return COROSYNC_CONF;
	if (stat(AUTHKEY, &status) < 0 || (status.st_mode & 0377) || status.st_uid != 0)
		return AUTHKEY;
	return plans_changed(m);
}

/* ---- the stage -------------------------------------------------------------------------------- */

/* What packages started when they were installed: a cluster of one, without resources. */
static int quiet(struct eb_migration *m)
{
	int failed = eb_migrate_run(m, "pacemaker", false);

	if (!failed)
		failed = eb_migrate_run(m, "corosync", false);
	if (!failed)
		failed = eb_migrate_enable(m, "pacemaker", false);
	return failed ? failed : eb_migrate_enable(m, "corosync", false);
}

int eb_stage_files(struct eb_migration *m)
{
	g_autoptr(GArray) targets = targets_of(m);
	int failed = quiet(m);

	read_secrets(m);
	if (!failed)
		failed = write_all(m, targets);
	if (!failed)
		failed = judge(m);
	if (!failed)
		failed = eb_cib_install(m);
	for (size_t i = 0; i < targets->len && !failed; i++)
		failed = install(m, &g_array_index(targets, struct target, i));
	if (!failed)
		failed = reload(m);
	if (!failed)
		eb_tell(m, "key, CIB and corosync.conf are in their places");
	return failed;
}
