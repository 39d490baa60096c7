// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The CIB of the stage files. Pacemaker keeps older versions beside cib.xml, and starts from the
 * last one when cib.xml is gone: so the folder as a whole takes the place of the old one, and goes
 * as a whole, and no Pacemaker ever begins with half of either. It is written in maintenance mode.
 */
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/to-cib.h"
#include "lib/file.h"

#define BEFORE EB_CIB_FOLDER ".before-escapebeat"
#define NEW    EB_CIB_FOLDER ".new"
#define NOTED  "folder " EB_CIB_FOLDER

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

/* A folder of files: Pacemaker makes no others there. One that is not there counts as removed. */
static int remove_folder(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int failed = 0;

	if (!folder)
		return errno == ENOENT ? 0 : -errno;
	while (!failed && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    unlinkat(dirfd(folder), entry->d_name, 0) < 0)
			failed = -errno;
	closedir(folder);
	return failed < 0 || rmdir(path) == 0 ? failed : -errno;
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

bool eb_cib_is_ours(const struct eb_migration *m)
{
	return eb_journal_get(&m->journal, NOTED) != NULL;
}

int eb_cib_write(struct eb_migration *m)
{
	g_autofree char *text = waiting_cib(m);
	const struct passwd *owner = getpwnam("hacluster");
	int failed = eb_note(m, "new " EB_CIB_FOLDER);

	if (failed)
		return failed;
	if (!owner)
		return eb_refuse(m, EB_EXIT_STALE,
				 "no user hacluster here: is Pacemaker installed?");
	failed = remove_folder(NEW);
	if (failed == 0)
		failed = eb_file_make_folder(NEW);
	if (failed == 0)
		failed = eb_write_new(EB_CIB_NEW, text, strlen(text), CIB_MODE);
	if (failed == 0 &&
	    (chmod(NEW, FOLDER_MODE) < 0 || chown(NEW, owner->pw_uid, owner->pw_gid) < 0 ||
	     chown(EB_CIB_NEW, owner->pw_uid, owner->pw_gid) < 0))
		failed = -errno;
	return failed < 0 ? eb_refuse(m, 1, "cannot write %s: %s", EB_CIB_NEW, g_strerror(-failed))
			  : 0;
}

int eb_cib_install(struct eb_migration *m)
{
	bool kept;
	int failed = 0;

	/* Noted before: what is there now may be ours already. */
	if (!eb_cib_is_ours(m)) {
		if (is_there(BEFORE))
			return eb_refuse(m, EB_EXIT_STALE,
					 "%s is there already, of a migration that was not taken "
					 "back; move it away",
					 BEFORE);
		failed = eb_note(m, NOTED " %s", is_there(EB_CIB_FOLDER) ? "kept" : "none");
	}
	if (failed)
		return failed;
	kept = strcmp(eb_journal_get(&m->journal, NOTED), "kept") == 0;
	if (kept && !is_there(BEFORE) && rename(EB_CIB_FOLDER, BEFORE) < 0)
		failed = -errno;
	if (failed == 0)
		failed = remove_folder(EB_CIB_FOLDER);
	if (failed == 0 && rename(NEW, EB_CIB_FOLDER) < 0)
		failed = -errno;
	return failed < 0 ? eb_refuse(m, 1, "cannot replace %s: %s", EB_CIB_FOLDER,
				      g_strerror(-failed))
			  : 0;
}

int eb_cib_restore(struct eb_migration *m)
{
	const char *was = eb_journal_get(&m->journal, NOTED);
	bool kept = was && strcmp(was, "kept") == 0;
	int failed = remove_folder(NEW);

	/* Kept, but no copy: it had not been replaced, or is back already. */
	if (failed == 0 && was && (!kept || is_there(BEFORE)))
		failed = remove_folder(EB_CIB_FOLDER);
	if (failed == 0 && kept && rename(BEFORE, EB_CIB_FOLDER) < 0 && errno != ENOENT)
		failed = -errno;
	return failed < 0 ? eb_refuse(m, 1, "cannot put %s back: %s", EB_CIB_FOLDER,
				      g_strerror(-failed))
			  : 0;
}
