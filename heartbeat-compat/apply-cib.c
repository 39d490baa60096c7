// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CIB of the stage files, written in maintenance mode. Pacemaker keeps older versions beside
 * cib.xml, and starts from the last one when cib.xml is gone: so all files of its folder make way
 * for the new one, and all of its come back. The folder itself stays, since it can be the root of
 * a file system, or lie in the lower layer of an overlay: neither can be renamed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/to-cib.h"
#include "lib/file.h"

/* Folders below it, which Pacemaker does not look at. */
#define OURS   ".escapebeat-"
#define BEFORE EB_CIB_FOLDER "/" OURS "before"
#define BACK   EB_CIB_FOLDER "/" OURS "back" /* what BEFORE is called on the way back */
#define NEW    EB_CIB_FOLDER "/" OURS "new"
#define NOTED  "folder " EB_CIB_FOLDER
#define MOVED  "moved " EB_CIB_FOLDER

enum { FOLDER_MODE = 0750, CIB_MODE = 0600 };

/* The plan's CIB with maintenance-mode on, whatever the plan says of it. */
static char *waiting_cib(struct eb_migration *m)
{
	GPtrArray *properties = m->plan->cib.properties;
	struct eb_pair *property, *own = NULL;
	const char *value;
	char *text;

	eb_for_each (property, properties)
		if (strcmp(property->name, "maintenance-mode") == 0)
			own = property;
	if (!own) {
		eb_pair_add(m->plan, properties, "maintenance-mode", "true");
		text = eb_cib_xml(m->plan);
		g_ptr_array_set_size(properties, (gint)properties->len - 1);
		return text;
	}
	value = own->value;
	own->value = "true";
	text = eb_cib_xml(m->plan);
	own->value = value;
	return text;
}

/* Has each file of a folder moved into another one, NULL: removed. Pacemaker makes no folders there.
 * One that is not there has none. 0 or -errno. */
static int clear(const char *path, const char *to)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int failed = 0;

	if (!folder)
		return errno == ENOENT ? 0 : -errno;
	while (!failed && (entry = readdir(folder))) {
		const char *name = entry->d_name;
		g_autofree char *place = to ? g_build_filename(to, name, NULL) : NULL;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    g_str_has_prefix(name, OURS))
			continue;
		if (place ? renameat(dirfd(folder), name, AT_FDCWD, place) < 0
			  : unlinkat(dirfd(folder), name, 0) < 0)
			failed = -errno;
	}
	closedir(folder);
	return failed;
}

static int remove_folder(const char *path)
{
	int failed = clear(path, NULL);

	return failed < 0 || rmdir(path) == 0 || errno == ENOENT ? failed : -errno;
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

bool eb_cib_is_ours(const struct eb_migration *m)
{
	return eb_journal_get(&m->journal, NOTED) != NULL;
}

/* 0, or the exit code after a message. */
static int told(const struct eb_migration *m, int failed, const char *what)
{
	return failed < 0 ? eb_refuse(m, 1, "cannot %s %s: %s", what, EB_CIB_FOLDER,
				      g_strerror(-failed))
			  : 0;
}

/* How it was, once: later it is ours. */
static int note_before(struct eb_migration *m)
{
	if (eb_cib_is_ours(m))
		return 0;
	if (is_there(BEFORE))
		return eb_refuse(m, EB_EXIT_STALE,
				 BEFORE
				 " is there already, of a migration that was not taken back; "
				 "move it away");
	return eb_note(m, NOTED " %s", is_there(EB_CIB_FOLDER) ? "kept" : "none");
}

static int make_folder(const struct eb_migration *m, const struct passwd *owner)
{
	int failed = eb_file_make_folder(EB_CIB_FOLDER);

	if (failed < 0 || strcmp(eb_journal_get(&m->journal, NOTED), "none") != 0)
		return failed;
	return chmod(EB_CIB_FOLDER, FOLDER_MODE) < 0 ||
			       chown(EB_CIB_FOLDER, owner->pw_uid, owner->pw_gid) < 0
		       ? -errno
		       : 0;
}

int eb_cib_write(struct eb_migration *m)
{
	g_autofree char *text = waiting_cib(m);
	const struct passwd *owner = getpwnam("hacluster");
	int failed;

	if (!owner)
		return eb_refuse(m, EB_EXIT_STALE,
				 "no user hacluster here: is Pacemaker installed?");
	failed = note_before(m);
	if (failed)
		return failed;
	failed = make_folder(m, owner);
	if (failed == 0)
		failed = remove_folder(NEW);
	if (failed == 0)
		failed = eb_file_make_folder(NEW);
	if (failed == 0)
		failed = eb_write_new(EB_CIB_NEW, text, strlen(text), CIB_MODE);
	if (failed == 0 && chown(EB_CIB_NEW, owner->pw_uid, owner->pw_gid) < 0)
		failed = -errno;
	return told(m, failed, "write the CIB into");
}

int eb_cib_install(struct eb_migration *m)
{
	int failed = 0;

	if (!eb_journal_has(&m->journal, MOVED)) {
		failed = eb_file_make_folder(BEFORE);
		if (failed == 0)
			failed = clear(EB_CIB_FOLDER, BEFORE);
		if (failed < 0)
			return told(m, failed, "make room in");
		failed = eb_note(m, MOVED);
	}
	if (failed)
		return failed;
	failed = clear(EB_CIB_FOLDER, NULL);
	if (failed == 0)
		failed = clear(NEW, EB_CIB_FOLDER);
	if (failed == 0 && rmdir(NEW) < 0)
		failed = -errno;
	return told(m, failed, "put the CIB into");
}

/* Whatever ends it, it can be begun again: only while BEFORE is there is what lies in the folder
 * ours. */
int eb_cib_restore(struct eb_migration *m)
{
	const char *was = eb_journal_get(&m->journal, NOTED);
	int failed = remove_folder(NEW);

	if (failed < 0 || !was)
		return told(m, failed, "put back");
	if (is_there(BEFORE)) {
		if (eb_journal_has(&m->journal, MOVED))
			failed = clear(EB_CIB_FOLDER, NULL);
		if (failed == 0 && rename(BEFORE, BACK) < 0)
			failed = -errno;
	}
	if (failed == 0)
		failed = clear(BACK, EB_CIB_FOLDER);
	if (failed == 0)
		failed = remove_folder(BACK);
	if (failed == 0 && strcmp(was, "none") == 0)
		failed = remove_folder(EB_CIB_FOLDER);
	return told(m, failed, "put back");
}
