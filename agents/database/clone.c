// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/database/clone.h"
#include "agents/database/folder.h"
#include "agents/database/place.h"
#include "agents/database/stream.h"
#include "lib/clock.h"
#include "lib/file.h"

enum { RESERVE = 32 * 1024 * 1024 };

/* What the two families of names of mariadb-backup call its files, 10 and 11. */
static const char *const prefixes[] = { "xtrabackup", "mariadb_backup" };

static char *read_of(const struct eb_place *place, const char *what)
{
	char path[PATH_MAX + 64], *text = NULL;

	for (size_t i = 0; i < EB_COUNT(prefixes) && !text; i++) {
		snprintf(path, sizeof(path), "%s/%s_%s", place->fresh, prefixes[i], what);
		if (eb_file_read(path, 1 << 20, &text, NULL) < 0)
			text = NULL;
	}
	return text;
}

/* FILE TAB BYTE TAB POSITION */
static char *position_of(const struct eb_place *place)
{
	EB_CLEAN(eb_freep) char *text = read_of(place, "binlog_info");
	const char *tab = text ? strchr(text, '\t') : NULL;

	tab = tab ? strchr(tab + 1, '\t') : NULL;
	return tab ? strndup(tab + 1, strcspn(tab + 1, "\n")) : NULL;
}

/* A stream that ends between two files ends well: what is sent last has to be there. */
static bool is_whole(const struct eb_place *place)
{
	EB_CLEAN(eb_freep) char *checkpoints = read_of(place, "checkpoints");
	EB_CLEAN(eb_freep) char *info = read_of(place, "info");

	return info && checkpoints && strstr(checkpoints, "backup_type = full");
}

static enum eb_ocf fail_stream(const struct eb_stream *stream, int r)
{
	switch (r) {
	case -ENOSPC:
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s stopped after %" PRIu64 " MiB: %s has %" PRIu64
			       " MiB left, %d MiB have to stay free",
			       stream->what, stream->bytes >> 20, stream->folder,
			       stream->room >> 20, RESERVE >> 20);
	case -ETIMEDOUT:
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s did not end within the time for start: %" PRIu64
			       " KiB were received; give start a longer timeout",
			       stream->what, stream->bytes >> 10);
	default:
		return eb_fail(OCF_ERR_GENERIC, 0, "%s failed after %" PRIu64 " KiB: %s",
			       stream->what, stream->bytes >> 10, stream->words);
	}
}

static enum eb_ocf transfer(const struct eb_call *call, const struct eb_place *place,
			    const struct eb_clone *clone)
{
	const struct eb_mysql_conf *conf = call->conf;
	const char *const source[] = { "/bin/sh", "-c", conf->clone_command, NULL };
	const char *const sink[] = { "mbstream", "-x", "-C", place->fresh, NULL };
	char what[512], port[24];
	struct eb_stream stream = { .what = what,
				    .source = source,
				    .sink = sink,
				    .folder = place->fresh,
				    .reserve = RESERVE,
				    .deadline_ms = call->deadline_ms };
	int r;

	snprintf(what, sizeof(what), "receiving the data of the primary %s", clone->node);
	snprintf(port, sizeof(port), "%ld", conf->repl_port);
	setenv("PRIMARY", clone->host, 1);
	setenv("PRIMARY_NODE", clone->node, 1);
	setenv("PRIMARY_PORT", port, 1);
	/* It has no need of what the cluster told us alone. */
	unsetenv("OCF_RESKEY_test_passwd");
	unsetenv("OCF_RESKEY_replication_passwd");
	eb_log(EB_INFO, "%s by clone_command into %s", what, place->fresh);
	r = eb_stream_run(&stream);
	if (r < 0)
		return fail_stream(&stream, r);
	if (!is_whole(place))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s ended after %" PRIu64
			       " KiB with half a copy: clone_command has to send a whole one of "
			       "mariadb-backup --backup --stream=mbstream",
			       what, stream.bytes >> 10);
	return OCF_SUCCESS;
}

static enum eb_ocf prepare(const struct eb_call *call, const struct eb_place *place)
{
	char target[PATH_MAX + 32];
	const char *const argv[] = { "mariadb-backup", "--prepare", target, NULL };
	struct eb_stream stream = { .what = "preparing the copy",
				    .source = argv,
				    .folder = place->fresh,
				    .reserve = RESERVE,
				    .deadline_ms = call->deadline_ms };
	int r;

	snprintf(target, sizeof(target), "--target-dir=%s", place->fresh);
	r = eb_stream_run(&stream);
	return r < 0 ? fail_stream(&stream, r) : OCF_SUCCESS;
}

/* Its owner and mode are those that datadir has, or would be given. */
static int give(const struct eb_mysql_conf *conf, const struct eb_place *place)
{
	const struct passwd *user = getpwnam(conf->user);
	const struct group *group = getgrnam(conf->group);
	struct stat st = { .st_mode = 0750 };
	int r;

	if (!user || !group)
		return -ENOENT;
	if (stat(place->data, &st) < 0 && errno != ENOENT)
		return -errno;
	r = eb_folder_give(place->fresh, user->pw_uid, group->gr_gid);
	if (r == 0 && chmod(place->fresh, st.st_mode & 07777) < 0)
		r = -errno;
	return r == 0 ? eb_folder_sync_all(place->fresh) : r;
}

static enum eb_ocf check_room(const struct eb_place *place)
{
	uint64_t needs, room;
	int r = eb_folder_size(place->data, &needs);

	if (r == 0)
		r = eb_folder_room(place->parent, &room);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot tell how much room %s has",
			       place->parent);
	if (room < needs + RESERVE)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "no room for a copy of the primary's data: %s has %" PRIu64
			       " MiB free, datadir without its logs takes %" PRIu64
			       " MiB and is kept, %d MiB have to stay free",
			       place->parent, room >> 20, needs >> 20, RESERVE >> 20);
	return OCF_SUCCESS;
}

static enum eb_ocf make(const struct eb_call *call, const struct eb_place *place,
			struct eb_clone *clone)
{
	enum eb_ocf code = transfer(call, place, clone);
	int r;

	if (code == OCF_SUCCESS)
		code = prepare(call, place);
	if (code != OCF_SUCCESS)
		return code;
	clone->position = position_of(place);
	if (!clone->position || !*clone->position)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "the copy of %s does not tell its position: wants log_bin there, "
			       "and an account with BINLOG MONITOR",
			       clone->node);
	r = give(call->conf, place);
	if (r == 0)
		r = eb_place_mark(place, EB_COPY_READY, clone->position, clone->history);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot finish the copy in %s", place->fresh);
	return OCF_SUCCESS;
}

enum eb_ocf eb_clone_receive(const struct eb_call *call, struct eb_clone *clone)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_place place;
	char obstacle[512];
	enum eb_ocf code;
	int r;

	eb_place_of(conf, &place);
	if (*eb_clone_obstacle(conf, obstacle, sizeof(obstacle)))
		return eb_fail(OCF_ERR_INSTALLED, 0, "cannot clone: %s", obstacle);
	r = eb_clone_settle(conf);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot clear %s", place.fresh);
	code = check_room(&place);
	if (code != OCF_SUCCESS)
		return code;
	r = mkdir(place.fresh, 0700) < 0 ? -errno : 0;
	if (r == 0)
		r = eb_place_mark(&place, EB_COPY_BEGUN, "", "");
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot make %s", place.fresh);
	code = make(call, &place, clone);
	/* Without time the next start removes it. */
	if (code != OCF_SUCCESS && eb_clock_left(call->deadline_ms) > 0)
		eb_clone_drop(conf);
	return code;
}

void eb_clone_drop(const struct eb_mysql_conf *conf)
{
	struct eb_place place;

	eb_place_of(conf, &place);
	eb_place_drop(&place);
}

enum eb_ocf eb_clone_swap(const struct eb_call *call, const struct eb_clone *clone)
{
	const struct eb_mysql_conf *conf = call->conf;
	char note[1024], kept[PATH_MAX] = "";
	struct eb_place place;
	int r;

	eb_place_of(conf, &place);
	snprintf(note, sizeof(note), "replaced by a copy of the primary %s at %s, since: %s\n",
		 clone->node, clone->position, clone->why);
	r = eb_place_swap(&place, note, kept);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot put the copy into the place of %s",
			       place.data);
	eb_log(EB_WARN, "%s is a copy of the primary %s at %s now%s%s%s", place.data, clone->node,
	       clone->position, *kept ? "; what was there is kept in " : "", kept,
	       *kept ? " until somebody removes it" : "");
	return OCF_SUCCESS;
}

bool eb_clone_is_empty(const struct eb_mysql_conf *conf)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/mysql", conf->datadir);
	return access(path, F_OK) < 0 && errno == ENOENT;
}

const char *eb_clone_obstacle(const struct eb_mysql_conf *conf, char *buf, size_t size)
{
	struct stat data, parent, keep;
	struct eb_place place;

	*buf = '\0';
	eb_place_of(conf, &place);
	if (stat(place.parent, &parent) < 0)
		snprintf(buf, size, "%s: %s", place.parent, strerror(errno));
	else if (stat(place.data, &data) == 0 && data.st_dev != parent.st_dev)
		snprintf(buf, size,
			 "datadir %s is a file system of its own: wants a folder in one, that can "
			 "be renamed",
			 place.data);
	else if (stat(place.keep, &keep) == 0 && keep.st_dev != parent.st_dev)
		snprintf(buf, size, "errant_dir %s is not on the file system of datadir %s",
			 place.keep, place.data);
	return buf;
}

int eb_clone_settle(const struct eb_mysql_conf *conf)
{
	struct eb_place place;

	eb_place_of(conf, &place);
	return eb_place_settle(&place);
}

int eb_clone_is_new(const struct eb_mysql_conf *conf, char **position, char **history)
{
	struct eb_place place;

	eb_place_of(conf, &place);
	return eb_place_read(&place, position, history);
}

int eb_clone_adopted(const struct eb_mysql_conf *conf)
{
	struct eb_place place;

	eb_place_of(conf, &place);
	return eb_place_unmark(&place);
}
