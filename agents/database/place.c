// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agents/database/folder.h"
#include "agents/database/place.h"
#include "lib/file.h"
#include "lib/log.h"

static const char mark[] = "escapebeat-clone", note_name[] = "escapebeat-kept";
static const char begun[] = "begun", ready[] = "ready";

void eb_place_of(const struct eb_mysql_conf *conf, struct eb_place *place)
{
	char real[PATH_MAX];
	size_t n;

	*place = (struct eb_place) { "" };
	snprintf(place->data, PATH_MAX, "%s", realpath(conf->datadir, real) ? real : conf->datadir);
	for (n = strlen(place->data); n > 1 && place->data[n - 1] == '/'; n--)
		place->data[n - 1] = '\0';
	snprintf(place->parent, PATH_MAX, "%.*s",
		 (int)(strrchr(place->data, '/') - place->data ?: 1), place->data);
	snprintf(place->fresh, PATH_MAX, "%.*s.%s", PATH_MAX - 64, place->data, mark);
	snprintf(place->keep, PATH_MAX, "%s", conf->errant_dir ?: place->parent);
}

static const char *mark_of(const char *folder, char buf[PATH_MAX])
{
	snprintf(buf, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, mark);
	return buf;
}

int eb_place_mark(const struct eb_place *place, enum eb_copy copy, const char *position,
		  const char *history)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];
	int n = asprintf(&text, "%s\n%s\n%s\n", copy == EB_COPY_READY ? ready : begun, position,
			 history);

	return n < 0 ? -ENOMEM
		     : eb_file_replace(mark_of(place->fresh, path), text, (size_t)n, 0600);
}

enum eb_copy eb_place_state(const char *folder)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];
	int r = eb_file_read(mark_of(folder, path), 1 << 20, &text, NULL);

	if (r < 0)
		return r == -ENOENT ? EB_COPY_NONE : EB_COPY_BEGUN;
	return !strncmp(text, ready, sizeof(ready) - 1) ? EB_COPY_READY : EB_COPY_BEGUN;
}

int eb_place_read(const struct eb_place *place, char **position, char **history)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX], *rest;
	int r = eb_file_read(mark_of(place->data, path), 1 << 20, &text, NULL);

	*position = *history = NULL;
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	rest = text;
	strsep(&rest, "\n");
	*position = strdup(strsep(&rest, "\n") ?: "");
	*history = strdup(strsep(&rest, "\n") ?: "");
	return *position && *history ? 1 : -ENOMEM;
}

int eb_place_unmark(const struct eb_place *place)
{
	char path[PATH_MAX];
	int r = eb_file_remove(mark_of(place->data, path));

	return r < 0 ? r : eb_folder_sync(place->data);
}

void eb_place_name(const char *folder, const char *name, const char *end, char *buf)
{
	char date[32];
	time_t now = time(NULL);
	struct tm tm;

	strftime(date, sizeof(date), "%Y%m%d-%H%M%S", localtime_r(&now, &tm));
	for (int i = 0; i == 0 || access(buf, F_OK) == 0; i++) {
		snprintf(buf, PATH_MAX, "%.3000s/%.900s.%s", folder, name, date);
		if (i)
			snprintf(buf + strlen(buf), 16, "-%d", i);
		strncat(buf, end, 16);
	}
}

/* Moves a folder to where it is kept; one with nothing in it is removed. */
static int keep(const struct eb_place *place, const char *folder, const char *note, char *kept)
{
	char path[PATH_MAX];
	int r = 0;

	*kept = '\0';
	if (eb_folder_is_empty(folder))
		return rmdir(folder) < 0 && errno != ENOENT ? -errno : 0;
	if (!eb_folder_exists(place->keep))
		r = eb_file_make_folder(place->keep);
	if (r < 0)
		return r;
	snprintf(path, sizeof(path), "%.*s/%s", PATH_MAX - 64, folder, note_name);
	r = eb_file_replace(path, note, strlen(note), 0600);
	eb_place_name(place->keep, strrchr(place->data, '/') + 1, "", path);
	if (r == 0 && rename(folder, path) < 0)
		r = -errno;
	if (r == 0)
		r = eb_folder_sync(place->keep);
	if (r == 0)
		r = eb_folder_sync(place->parent);
	if (r == 0)
		snprintf(kept, PATH_MAX, "%s", path);
	return r;
}

static int put(const char *from, const char *to, const char *parent)
{
	return rename(from, to) < 0 ? -errno : eb_folder_sync(parent);
}

/* Where the file system cannot exchange two names, datadir is missing for a moment. */
static int swap_in_steps(const struct eb_place *place, const char *note, char *kept)
{
	int r = keep(place, place->data, note, kept), back;

	if (r < 0)
		return r;
	r = put(place->fresh, place->data, place->parent);
	if (r < 0 && *kept) {
		back = rename(kept, place->data);
		*kept = '\0';
		return back < 0 ? -errno : r;
	}
	return r;
}

int eb_place_swap(const struct eb_place *place, const char *note, char *kept)
{
	int r;

	*kept = '\0';
	if (!eb_folder_exists(place->data))
		return put(place->fresh, place->data, place->parent);
	/* What is replaced is no copy any more, but data: a kill must not make it one. */
	r = eb_place_unmark(place);
	if (r < 0)
		return r;
	if (renameat2(AT_FDCWD, place->fresh, AT_FDCWD, place->data, RENAME_EXCHANGE) < 0)
		return errno == EINVAL || errno == ENOSYS ? swap_in_steps(place, note, kept)
							  : -errno;
	r = eb_folder_sync(place->parent);
	return r < 0 ? r : keep(place, place->fresh, note, kept);
}

/* A kill while it is removed must not leave a part that looks like data: so its name goes first. */
int eb_place_drop(const struct eb_place *place)
{
	char waste[PATH_MAX];
	int r;

	snprintf(waste, sizeof(waste), "%.*s.escapebeat-waste", PATH_MAX - 64, place->data);
	r = eb_folder_remove(waste);
	if (r == 0 && eb_place_state(place->fresh) != EB_COPY_NONE)
		r = put(place->fresh, waste, place->parent);
	return r == 0 ? eb_folder_remove(waste) : r;
}

int eb_place_settle(const struct eb_place *place)
{
	static const char note[] = "replaced by a copy of the primary\n";
	enum eb_copy copy = eb_place_state(place->fresh);
	char kept[PATH_MAX];
	int r;

	if (!eb_folder_exists(place->fresh))
		return eb_place_drop(place);
	if (copy == EB_COPY_READY && !eb_folder_exists(place->data))
		return put(place->fresh, place->data, place->parent);
	if (copy != EB_COPY_NONE) {
		eb_log(EB_INFO, "removing the unfinished copy in %s", place->fresh);
		return eb_place_drop(place);
	}
	r = keep(place, place->fresh, note, kept);
	if (r == 0 && *kept)
		eb_log(EB_WARN, "what was replaced by a copy of the primary is kept in %s", kept);
	return r;
}
