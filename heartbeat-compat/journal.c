// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/journal.h"
#include "lib/file.h"

enum { JOURNAL_MAX = 1 << 20 };

int eb_journal_read(struct eb_journal *journal, const char *path)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	int failed = eb_file_read(path, JOURNAL_MAX, &text, NULL);
	char *line, *end;

	*journal = (struct eb_journal) {
		.path = g_strdup(path),
		.fd = -1,
		.lines = g_ptr_array_new_with_free_func(g_free),
	};
	if (failed < 0)
		return failed == -ENOENT ? 0 : failed;
	for (line = text; (end = strchr(line, '\n')); line = end + 1)
		g_ptr_array_add(journal->lines, g_strndup(line, (gsize)(end - line)));
	return 0;
}

/* A new name is on the disk once its folder is. */
static int sync_parent(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	EB_CLEAN(eb_closep) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* What a killed command began to write is cut off. */
static int open_to_write(struct eb_journal *journal)
{
	off_t length = 0;
	const char *line;
	int failed = eb_file_make_parent(journal->path);

	if (failed < 0)
		return failed;
	eb_for_each (line, journal->lines)
		length += (off_t)strlen(line) + 1;
	journal->fd = open(journal->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (journal->fd < 0 || ftruncate(journal->fd, length) < 0)
		return -errno;
	return sync_parent(journal->path);
}

int eb_journal_note(struct eb_journal *journal, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;
	int failed;

	va_start(args, format);
	line = g_strdup_vprintf(format, args);
	va_end(args);
	if (eb_journal_has(journal, line))
		return 0;
	if (journal->fd < 0 && (failed = open_to_write(journal)) < 0)
		return failed;
	if (dprintf(journal->fd, "%s\n", line) < 0 || fsync(journal->fd) < 0)
		return -errno;
	g_ptr_array_add(journal->lines, g_steal_pointer(&line));
	return 0;
}

bool eb_journal_has(const struct eb_journal *journal, const char *line)
{
	return g_ptr_array_find_with_equal_func(journal->lines, line, g_str_equal, NULL);
}

const char *eb_journal_get(const struct eb_journal *journal, const char *words)
{
	size_t length = strlen(words);
	const char *line;

	eb_for_each (line, journal->lines)
		if (strncmp(line, words, length) == 0 && line[length] == ' ')
			return line + length + 1;
	return NULL;
}

int eb_journal_end(struct eb_journal *journal)
{
	g_autofree char *undone = g_strconcat(journal->path, ".undone", NULL);

	return rename(journal->path, undone) == 0 || errno == ENOENT ? 0 : -errno;
}

int eb_journal_drop(struct eb_journal *journal)
{
	if (unlink(journal->path) < 0 && errno != ENOENT)
		return -errno;
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
	g_ptr_array_set_size(journal->lines, 0);
	return sync_parent(journal->path);
}

void eb_journal_close(struct eb_journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	g_ptr_array_unref(journal->lines);
	g_free(journal->path);
}
