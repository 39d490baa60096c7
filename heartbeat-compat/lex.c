// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a file whole and cutting it up. Everything here is linear in the size of the text:
 * the line starts are found once, a span knows its line by bisection.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/secret.h"
#include "lib/core.h"

static const char bom[] = "\xef\xbb\xbf";

struct eb_span eb_whole(const struct eb_source *source)
{
	return (struct eb_span) { .source = source };
}

/* The place of a byte. */
static struct eb_span span_at(const struct eb_source *source, size_t offset, size_t length)
{
	unsigned int low = 0, high = source->lines;

	while (high - low > 1) {
		unsigned int middle = low + (high - low) / 2;

		if (source->line[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct eb_span) {
		.source = source,
		.line = low + 1,
		.column = (unsigned int)(offset - source->line[low]) + 1,
		.length = (unsigned int)length,
	};
}

struct eb_span eb_span_of(const struct eb_source *source, struct eb_piece piece)
{
	return span_at(source, (size_t)(piece.begin - source->text), piece.length);
}

/* Where the lines begin; one more entry than lines, the end of the text. */
static void index_lines(struct hb_cluster *cluster, struct eb_source *source)
{
	const char *end = source->text + source->size;
	unsigned int lines = 0;
	size_t at = 0;

	for (const char *p = source->text; p < end; p++)
		lines += *p == '\n' || p + 1 == end;
	source->line = hb_alloc(cluster, (lines + 2) * sizeof(*source->line));
	for (unsigned int n = 0; n < lines; n++) {
		const char *stop = memchr(source->text + at, '\n', source->size - at);

		source->line[n] = at;
		at = stop ? (size_t)(stop - source->text) + 1 : source->size;
	}
	source->line[lines] = source->size;
	source->line[lines + 1] = source->size;
	source->lines = lines;
}

/* The first NUL; false: there are so many that nothing else is worth a word. */
static bool judge_nuls(const struct eb_source *source, struct eb_diag *diag)
{
	enum { TEXT = 8 }; /* one of so many bytes: no text any more */
	const char *end = source->text + source->size, *first = NULL;
	size_t count = 0;

	for (const char *p = source->text; (p = memchr(p, '\0', (size_t)(end - p))); p++) {
		first = first ? first : p;
		count++;
	}
	if (!count)
		return true;
	eb_diag_add(diag, EB_MSG_BINARY, span_at(source, (size_t)(first - source->text), 1),
		    "the file is not text: a NUL byte is here (%zu in all)", count);
	return count <= source->size / TEXT;
}

/* The first byte that is not UTF-8, NULL if there is none; NULs are told about already. */
static const char *find_bad(const struct eb_source *source)
{
	const char *end = source->text + source->size, *bad = source->text;

	while (!g_utf8_validate(bad, end - bad, &bad))
		if (*bad++)
			return bad - 1;
	return NULL;
}

static void judge_bytes(const struct eb_source *source, struct eb_diag *diag)
{
	const char *bad = source->secret ? NULL : find_bad(source);
	struct eb_span span;

	if (strncmp(source->text, bom, 3) == 0)
		eb_diag_add(diag, EB_MSG_BOM, span_at(source, 0, 3),
			    "the file begins with a UTF-8 byte order mark, Heartbeat refuses it");
	if (bad) {
		span = span_at(source, (size_t)(bad - source->text), 1);
		eb_diag_add(diag, EB_MSG_BAD_UTF8, span, "byte \\x%02x is not UTF-8",
			    (unsigned char)*bad);
	}
	for (unsigned int n = 1; n <= source->lines; n++) {
		size_t length = source->line[n] - source->line[n - 1];

		if (length <= HB_LINE_MAX)
			continue;
		eb_diag_add(diag, EB_MSG_LONG_LINE, span_at(source, source->line[n - 1], 1),
			    "line of %zu bytes, Heartbeat reads %d and takes the rest for a line",
			    length, HB_LINE_MAX);
	}
}

/* Carriage returns before line ends, and alone. */
static void judge_returns(const struct eb_source *source, struct eb_diag *diag)
{
	const char *end = source->text + source->size, *p = source->text;
	const char *dos = NULL, *lone = NULL;

	while ((p = memchr(p, '\r', (size_t)(end - p)))) {
		if (p + 1 == end || p[1] == '\n')
			dos = dos ? dos : p;
		else
			lone = lone ? lone : p;
		p++;
	}
	if (dos && source->file == HB_FILE_HARESOURCES)
		eb_diag_add(diag, EB_MSG_CRLF, span_at(source, (size_t)(dos - source->text), 1),
			    "DOS line ends become part of the last word of each line");
	else if (dos)
		eb_diag_add(diag, EB_MSG_DOS_LINES, eb_whole(source),
			    "DOS line ends, Heartbeat ignores them here");
	if (lone)
		eb_diag_add(diag, EB_MSG_LONE_CR, span_at(source, (size_t)(lone - source->text), 1),
			    "carriage return inside a line, Heartbeat ignores what follows it");
}

static struct eb_source *source_new(struct hb_cluster *cluster, const char *name, enum hb_file file)
{
	struct eb_source *source = hb_new(cluster, struct eb_source);

	source->name = (char *)hb_string(cluster, name, strlen(name));
	source->file = file;
	source->secret = file == HB_FILE_AUTHKEYS;
	source->line = hb_alloc(cluster, 2 * sizeof(*source->line));
	source->text = (char *)"";
	return source;
}

struct eb_source *eb_source_text(struct hb_cluster *cluster, const char *name, enum hb_file file,
				 const char *text, size_t size, struct eb_diag *diag)
{
	struct eb_source *source = source_new(cluster, name, file);

	if (size > EB_SOURCE_MAX) {
		eb_diag_add(diag, EB_MSG_TOO_BIG, eb_whole(source), "bigger than %d MiB",
			    EB_SOURCE_MAX >> 20);
		return NULL;
	}
	source->text = hb_alloc(cluster, size + 1);
	if (size)
		memcpy(source->text, text, size);
	source->size = size;
	index_lines(cluster, source);
	if (!judge_nuls(source, diag))
		return NULL;
	eb_source_mask(cluster, source, diag);
	judge_bytes(source, diag);
	judge_returns(source, diag);
	return source;
}

/* Heartbeat refuses keys that group or others may read. The verdict does not depend on who asks. */
static void judge_mode(const struct eb_source *source, mode_t mode, struct eb_diag *diag)
{
	if (source->file == HB_FILE_AUTHKEYS && (mode & (S_IRWXG | S_IRWXO)))
		eb_diag_add(diag, EB_MSG_KEY_PERMISSIONS, eb_whole(source),
			    "%s by others (mode %04o), Heartbeat wants 0600",
			    mode & (S_IRGRP | S_IROTH) ? "readable" : "writable or executable",
			    (unsigned int)mode & 07777);
}

struct eb_source *eb_source_member(struct hb_cluster *cluster, const struct eb_member *member,
				   const char *name, enum hb_file file, struct eb_diag *diag)
{
	judge_mode(source_new(cluster, name, file), member->mode, diag);
	return eb_source_text(cluster, name, file, member->text, member->size, diag);
}

struct eb_source *eb_source_read(struct hb_cluster *cluster, const char *path, const char *name,
				 enum hb_file file, struct eb_diag *diag)
{
	struct eb_source *source = source_new(cluster, name, file);
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	uint8_t buffer[65536];
	struct stat status;
	ssize_t got;

	if (fd < 0 || fstat(fd, &status) < 0) {
		eb_diag_add(diag, EB_MSG_UNREADABLE, eb_whole(source), "cannot open: %s",
			    g_strerror(errno));
		return NULL;
	}
	if (!S_ISREG(status.st_mode)) {
		eb_diag_add(diag, EB_MSG_NOT_A_FILE, eb_whole(source), "not a regular file%s",
			    S_ISDIR(status.st_mode) ? " but a folder" : "");
		return NULL;
	}
	judge_mode(source, status.st_mode, diag);
	while ((got = read(fd, buffer, sizeof(buffer))) > 0 && bytes->len <= EB_SOURCE_MAX)
		g_byte_array_append(bytes, buffer, (guint)got);
	if (got < 0) {
		eb_diag_add(diag, EB_MSG_UNREADABLE, eb_whole(source), "cannot read: %s",
			    g_strerror(errno));
		return NULL;
	}
	return eb_source_text(cluster, name, file, (const char *)bytes->data, bytes->len, diag);
}

struct eb_piece eb_line(const struct eb_source *source, unsigned int n)
{
	struct eb_piece line = {
		.begin = source->text + source->line[n - 1],
		.length = source->line[n] - source->line[n - 1],
	};

	if (n == 1 && strncmp(line.begin, bom, 3) == 0) {
		line.begin += 3;
		line.length -= 3;
	}
	if (line.length && line.begin[line.length - 1] == '\n')
		line.length--;
	line.length = strnlen(line.begin, MIN(line.length, HB_LINE_MAX));
	return line;
}

struct eb_piece eb_trim(struct eb_piece piece)
{
	while (piece.length && strchr(HB_BLANKS, *piece.begin)) {
		piece.begin++;
		piece.length--;
	}
	while (piece.length && strchr(HB_BLANKS, piece.begin[piece.length - 1]))
		piece.length--;
	return piece;
}

struct eb_piece eb_next(struct eb_piece *piece, const char *separators)
{
	struct eb_piece word;

	while (piece->length && strchr(separators, *piece->begin)) {
		piece->begin++;
		piece->length--;
	}
	word = (struct eb_piece) { .begin = piece->begin };
	while (piece->length && !strchr(separators, *piece->begin)) {
		piece->begin++;
		piece->length--;
		word.length++;
	}
	return word;
}

struct hb_word hb_word_of(struct hb_cluster *cluster, const struct eb_source *source,
			  struct eb_piece piece)
{
	return (struct hb_word) {
		.text = hb_string(cluster, piece.begin, piece.length),
		.span = eb_span_of(source, piece),
	};
}

GPtrArray *hb_words_of(struct hb_cluster *cluster, const struct eb_source *source,
		       struct eb_piece piece, const char *separators)
{
	GPtrArray *words = hb_array(cluster);
	struct eb_piece next;

	while ((next = eb_next(&piece, separators)).length) {
		struct hb_word *word = hb_new(cluster, struct hb_word);

		*word = hb_word_of(cluster, source, next);
		g_ptr_array_add(words, word);
	}
	return words;
}

bool hb_is_script_name(const char *name)
{
	return *name && *name != '-' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       !name[strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._@+-")];
}
