// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/mount.h"

/* A table that changes faster than it can be read is taken as it is after so many times. */
enum { READS = 8, MAX_LINKS = 40 };

/* The whole file; the kernel gives a page at a time. */
static int read_all(int fd, char **text, size_t *room, size_t *used)
{
	*used = 0;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	for (;;) {
		ssize_t n;

		if (*room - *used < 8192) {
			char *more = realloc(*text, 2 * *room + 65536);

			if (!more)
				return -ENOMEM;
			*text = more;
			*room = 2 * *room + 65536;
		}
		n = read(fd, *text + *used, *room - *used - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		*used += (size_t)n;
		if (n == 0)
			break;
	}
	(*text)[*used] = '\0';
	return 0;
}

/* Has the table changed since this was last asked, or since the file was opened? */
static bool has_changed(int fd)
{
	struct pollfd table = { .fd = fd, .events = POLLPRI };

	return poll(&table, 1, 0) > 0 && table.revents & (POLLPRI | POLLERR);
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* "\040" and the like, in place. */
static char *decode(char *text)
{
	char *from = strchr(text, '\\'), *to = from;

	if (!from)
		return text;
	while (*from) {
		if (from[0] == '\\' && is_octal(from[1]) && is_octal(from[2]) &&
		    is_octal(from[3])) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 |
				       (from[3] - '0'));
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return text;
}

/* Cuts the next word off; NULL when there is none. */
static char *word(char **rest)
{
	char *start = *rest, *end;

	if (!start || !*start)
		return NULL;
	end = strchrnul(start, ' ');
	*rest = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

static unsigned number(const char **text)
{
	unsigned value = 0;

	while (**text >= '0' && **text <= '9')
		value = value * 10 + (unsigned)(*(*text)++ - '0');
	return value;
}

/* 36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw,errors=continue */
static bool parse(char *line, struct eb_mount *mount)
{
	const char *head = line;
	char *rest, *optional;
	unsigned major;

	mount->id = (int)number(&head);
	if (*head++ != ' ')
		return false;
	mount->parent = (int)number(&head);
	if (*head++ != ' ')
		return false;
	major = number(&head);
	if (*head++ != ':')
		return false;
	mount->dev = makedev(major, number(&head));
	if (*head++ != ' ')
		return false;
	rest = line + (head - line);
	mount->root = word(&rest);
	mount->point = word(&rest);
	mount->options = word(&rest);
	do
		optional = word(&rest);
	while (optional && strcmp(optional, "-"));
	mount->type = word(&rest);
	mount->source = word(&rest);
	mount->super = word(&rest);
	if (!mount->super) /* a source may be empty: two blanks, and then one word less */
		mount->super = "";
	if (!mount->root || !mount->point || !mount->options || !mount->type || !mount->source)
		return false;
	decode((char *)mount->root);
	decode((char *)mount->point);
	decode((char *)mount->source);
	return true;
}

static int parse_all(struct eb_mounts *mounts, size_t length)
{
	size_t room = 0;
	char *line = mounts->text, *end = line + length, *stop;

	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (!stop)
			stop = end;
		*stop = '\0';
		if (mounts->n == room) {
			struct eb_mount *more;

			room = room ? 2 * room : length / 64 + 16;
			more = realloc(mounts->list, room * sizeof(*more));
			if (!more)
				return -ENOMEM;
			mounts->list = more;
		}
		if (*line && !parse(line, &mounts->list[mounts->n++]))
			return -EPROTO;
	}
	return 0;
}

int eb_mounts_parse(struct eb_mounts *mounts, char *text, size_t length)
{
	int r;

	*mounts = (struct eb_mounts) { NULL, 0, text };
	r = parse_all(mounts, length);
	if (r < 0)
		eb_mounts_free(mounts);
	return r;
}

int eb_mounts_read(struct eb_mounts *mounts, pid_t pid)
{
	EB_CLEAN(eb_closep) int fd = -1;
	char path[64] = "/proc/self/mountinfo";
	EB_CLEAN(eb_freep) char *text = NULL;
	size_t room = 0, used = 0;
	int r;

	*mounts = (struct eb_mounts) { NULL, 0, NULL };
	if (pid)
		snprintf(path, sizeof(path), "/proc/%d/mountinfo", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (int i = 0; i < READS; i++) {
		r = read_all(fd, &text, &room, &used);
		if (r < 0 || !has_changed(fd))
			break;
	}
	return r < 0 ? r : eb_mounts_parse(mounts, EB_TAKE(text), used);
}

void eb_mounts_free(struct eb_mounts *mounts)
{
	free(mounts->list);
	free(mounts->text);
	*mounts = (struct eb_mounts) { NULL, 0, NULL };
}

static const struct eb_mount *on_top_of(const struct eb_mounts *mounts,
					const struct eb_mount *below)
{
	for (size_t i = mounts->n; i-- > 0;) {
		const struct eb_mount *m = &mounts->list[i];

		if (m->parent == below->id && m->id != below->id && !strcmp(m->point, below->point))
			return m;
	}
	return NULL;
}

static const struct eb_mount *by_id(const struct eb_mounts *mounts, int id)
{
	for (size_t i = 0; i < mounts->n; i++)
		if (mounts->list[i].id == id)
			return &mounts->list[i];
	return NULL;
}

/* Has something been mounted on a folder above it meanwhile, so that no path leads there? */
static bool is_covered(const struct eb_mounts *mounts, const struct eb_mount *mount)
{
	for (size_t steps = mounts->n; mount && steps > 0; steps--) {
		for (size_t i = 0; i < mounts->n; i++) {
			const struct eb_mount *m = &mounts->list[i];

			if (m->parent == mount->parent && m->id != mount->id &&
			    m->id != m->parent && eb_path_below(mount->point, m->point))
				return true;
		}
		mount = mount->parent == mount->id ? NULL : by_id(mounts, mount->parent);
	}
	return false;
}

const struct eb_mount *eb_mounts_at(const struct eb_mounts *mounts, const char *path)
{
	const struct eb_mount *found = NULL, *top;
	size_t steps = mounts->n;

	for (size_t i = mounts->n; i-- > 0 && !found;)
		if (!strcmp(mounts->list[i].point, path) && !is_covered(mounts, &mounts->list[i]))
			found = &mounts->list[i];
	while (found && steps-- > 0 && (top = on_top_of(mounts, found)) != NULL)
		found = top;
	return found;
}

bool eb_path_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (n == 1 && folder[0] == '/')
		return path[0] == '/' && path[1];
	return !strncmp(path, folder, n) && path[n] == '/';
}

const struct eb_mount *eb_mounts_over(const struct eb_mounts *mounts, const char *path)
{
	const struct eb_mount *best = NULL;

	for (size_t i = 0; i < mounts->n; i++) {
		const struct eb_mount *m = &mounts->list[i];

		if ((!strcmp(m->point, path) || eb_path_below(path, m->point)) &&
		    (!best || strlen(m->point) >= strlen(best->point)) && !is_covered(mounts, m))
			best = m;
	}
	return best ? eb_mounts_at(mounts, best->point) : NULL;
}

/* One step of a link: what buf's last name leads to goes to buf.  1, or 0 when it is no link. */
static int follow(char buf[PATH_MAX])
{
	char target[PATH_MAX], joined[PATH_MAX];
	ssize_t n = readlink(buf, target, sizeof(target) - 1);
	int used;

	if (n < 0)
		return 0;
	target[n] = '\0';
	if (target[0] == '/')
		used = snprintf(joined, sizeof(joined), "%s", target);
	else
		used = snprintf(joined, sizeof(joined), "%.*s/%s", (int)(strrchr(buf, '/') - buf),
				buf, target);
	if (used < 0 || used >= PATH_MAX)
		return -ENAMETOOLONG;
	return eb_path_clean(joined, buf) ?: 1;
}

/* Resolves the folder that path lies in, not its last name; what is not there stays as it is. */
static void resolve_parent(char path[PATH_MAX])
{
	EB_CLEAN(eb_freep) char *folder = NULL;
	char joined[PATH_MAX], *slash = strrchr(path, '/');

	if (slash == path)
		return;
	*slash = '\0';
	folder = realpath(path, NULL);
	*slash = '/';
	if (folder && snprintf(joined, sizeof(joined), "%s%s", strcmp(folder, "/") ? folder : "",
			       slash) < PATH_MAX)
		memcpy(path, joined, sizeof(joined));
}

int eb_mount_point(const struct eb_mounts *mounts, const char *path, char buf[PATH_MAX])
{
	int r = eb_path_clean(path, buf);

	for (int i = 0; r == 0 && i < MAX_LINKS; i++) {
		if (eb_mounts_at(mounts, buf))
			return 0;
		resolve_parent(buf);
		if (eb_mounts_at(mounts, buf))
			return 0;
		r = follow(buf);
		if (r <= 0)
			return r;
		r = 0;
	}
	return r < 0 ? r : -ELOOP;
}

bool eb_mount_option(const char *options, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = options; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (!strncmp(at, name, n) && (!at[n] || at[n] == ',' || at[n] == '='))
			return true;
	return false;
}

bool eb_mount_is_ro(const char *options)
{
	bool ro = false;

	for (const char *at = options; at && *at; at += at[0] == ',') {
		size_t n = strcspn(at, ",");

		if (n == 2 && (!strncmp(at, "ro", n) || !strncmp(at, "rw", n)))
			ro = at[1] == 'o';
		at += n;
	}
	return ro;
}

int eb_path_clean(const char *path, char buf[PATH_MAX])
{
	size_t n = 0;

	if (path[0] != '/')
		return -EINVAL;
	while (*(path += strspn(path, "/"))) {
		size_t length = strcspn(path, "/");

		if (n + 1 + length >= PATH_MAX)
			return -ENAMETOOLONG;
		if (length != 1 || path[0] != '.') {
			buf[n++] = '/';
			memcpy(buf + n, path, length);
			n += length;
		}
		path += length;
	}
	if (n == 0)
		buf[n++] = '/';
	buf[n] = '\0';
	return 0;
}
