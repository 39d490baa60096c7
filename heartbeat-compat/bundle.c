// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/bundle.h"
#include "lib/file.h"

enum { BLOCK = 512, BUNDLE_MAX = 256 << 20, BUNDLE_MODE = 0600 };

/* One block before each member; numbers are octal text. pax(1), "ustar Interchange Format". */
struct header {
	char name[100];
	char mode[8], uid[8], gid[8];
	char size[12], mtime[12];
	char checksum[8];
	char type;
	char linkname[100];
	char magic[6], version[2];
	char uname[32], gname[32];
	char devmajor[8], devminor[8];
	char prefix[155];
	char pad[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a header is a block");

static void free_member(gpointer data)
{
	struct eb_member *member = data;

	g_free(member->name);
	g_free(member->text);
	g_free(member);
}

GPtrArray *eb_bundle_new(void)
{
	return g_ptr_array_new_with_free_func(free_member);
}

void eb_bundle_add(GPtrArray *bundle, const char *name, mode_t mode, const char *text, size_t size)
{
	struct eb_member *member = g_new0(struct eb_member, 1);

	member->name = g_strdup(name);
	member->mode = mode & 07777;
	member->text = g_malloc(size + 1);
	memcpy(member->text, text, size);
	member->text[size] = '\0';
	member->size = size;
	g_ptr_array_add(bundle, member);
}

const struct eb_member *eb_bundle_find(const GPtrArray *bundle, const char *name)
{
	const struct eb_member *member;

	eb_for_each (member, bundle)
		if (strcmp(member->name, name) == 0)
			return member;
	return NULL;
}

/* The sum of the header's bytes, its own field taken as blanks. */
static unsigned int checksum(const struct header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	size_t from = offsetof(struct header, checksum);
	unsigned int sum = 0;

	for (size_t i = 0; i < sizeof(*header); i++)
		sum += i >= from && i < from + sizeof(header->checksum) ? ' ' : bytes[i];
	return sum;
}

static unsigned long octal(const char *field, size_t length)
{
	g_autofree char *text = g_strndup(field, length);

	return strtoul(text, NULL, 8);
}

/* ---- reading ---------------------------------------------------------------------------------- */

static bool is_header(const struct header *header)
{
	return memcmp(header->magic, "ustar", 5) == 0 &&
	       octal(header->checksum, sizeof(header->checksum)) == checksum(header);
}

bool eb_bundle_is(const char *path)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct header header;
	struct stat status;

	return fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       read(fd, &header, sizeof(header)) == (ssize_t)sizeof(header) && is_header(&header);
}

/* The name without the node's folder; NULL for the folder itself. */
static char *member_name(const struct header *header)
{
	g_autofree char *prefix = g_strndup(header->prefix, sizeof(header->prefix));
	g_autofree char *name = g_strndup(header->name, sizeof(header->name));
	g_autofree char *whole = *prefix ? g_strconcat(prefix, "/", name, NULL) : g_strdup(name);
	const char *rest = g_str_has_prefix(whole, "./") ? whole + 2 : whole;
	const char *slash = strchr(rest, '/');

	return slash && slash[1] ? g_strdup(slash + 1) : NULL;
}

static int parse(const char *text, size_t length, GPtrArray *bundle)
{
	size_t at = 0;

	while (at + BLOCK <= length) {
		const struct header *header = (const void *)(text + at);
		g_autofree char *name = NULL;
		size_t size;

		if (!*header->name)
			return 0; /* the empty block behind the last member */
		if (!is_header(header))
			return -EBADMSG;
		size = octal(header->size, sizeof(header->size));
		at += BLOCK;
		if (size > length - at)
			return -EBADMSG;
		name = header->type == '0' || !header->type ? member_name(header) : NULL;
		if (name)
			eb_bundle_add(bundle, name,
				      (mode_t)octal(header->mode, sizeof(header->mode)), text + at,
				      size);
		at += (size + BLOCK - 1) / BLOCK * BLOCK;
	}
	return -EBADMSG;
}

int eb_bundle_read(const char *path, GPtrArray **bundle)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	size_t length = 0;
	int failed = eb_file_read(path, BUNDLE_MAX, &text, &length);

	if (failed < 0)
		return failed;
	*bundle = eb_bundle_new();
	failed = parse(text, length, *bundle);
	if (failed < 0)
		g_clear_pointer(bundle, g_ptr_array_unref);
	return failed;
}

/* BUNDLE:/MEMBER. */
static int read_member(const char *name, char **text, size_t *length)
{
	const char *colon = strstr(name, ":/");
	g_autofree char *path = colon ? g_strndup(name, (gsize)(colon - name)) : NULL;
	g_autoptr(GPtrArray) bundle = NULL;
	const struct eb_member *member;
	int failed = path ? eb_bundle_read(path, &bundle) : -ENOENT;

	if (failed < 0)
		return failed;
	member = eb_bundle_find(bundle, colon + 2);
	if (!member)
		return -ENOENT;
	*text = g_memdup2(member->text, member->size + 1);
	*length = member->size;
	return 0;
}

int eb_bundle_read_input(const char *name, char **text, size_t *length)
{
	EB_CLEAN(eb_freep) char *bytes = NULL;
	size_t size = 0;
	int failed = eb_file_read(name, BUNDLE_MAX, &bytes, &size);

	if (failed == -ENOENT || failed == -ENOTDIR)
		failed = read_member(name, text, &size);
	else if (failed == 0)
		*text = g_memdup2(bytes, size + 1);
	if (failed == 0 && length)
		*length = size;
	return failed;
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* A name of more than 100 bytes is cut at a slash, at most 155 bytes before it. */
static int put_name(struct header *header, const char *name)
{
	size_t length = strlen(name);
	const char *slash = name;

	if (length <= sizeof(header->name)) {
		memcpy(header->name, name, length);
		return 0;
	}
	while ((slash = strchr(slash + 1, '/')))
		if (length - (size_t)(slash - name) - 1 <= sizeof(header->name) &&
		    (size_t)(slash - name) <= sizeof(header->prefix)) {
			memcpy(header->prefix, name, (size_t)(slash - name));
			memcpy(header->name, slash + 1, strlen(slash + 1));
			return 0;
		}
	return -ENAMETOOLONG;
}

static int append(GByteArray *out, const struct eb_member *member, const char *node)
{
	static const char zeros[BLOCK];
	g_autofree char *name = g_strconcat(node, "/", member->name, NULL);
	struct header header = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	int failed = put_name(&header, name);

	if (failed < 0)
		return failed;
	snprintf(header.mode, sizeof(header.mode), "%07o", (unsigned int)member->mode);
	memcpy(header.uid, "0000000", sizeof(header.uid));
	memcpy(header.gid, "0000000", sizeof(header.gid));
	snprintf(header.size, sizeof(header.size), "%011zo", member->size);
	memcpy(header.mtime, "00000000000", sizeof(header.mtime));
	snprintf(header.checksum, sizeof(header.checksum), "%06o", checksum(&header));
	header.checksum[7] = ' ';
	g_byte_array_append(out, (const guint8 *)&header, sizeof(header));
	g_byte_array_append(out, (const guint8 *)member->text, (guint)member->size);
	g_byte_array_append(out, (const guint8 *)zeros, (guint)(-member->size % BLOCK));
	return 0;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct eb_member *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

int eb_bundle_write(const GPtrArray *bundle, const char *node, const char *path)
{
	static const guint8 end[2 * BLOCK];
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	const struct eb_member *member;
	int failed = 0;

	eb_for_each (member, bundle)
		g_ptr_array_add(sorted, (gpointer)member);
	g_ptr_array_sort(sorted, by_name);
	for (guint i = 0; i < sorted->len && failed == 0; i++)
		failed = append(out, sorted->pdata[i], node);
	if (failed < 0)
		return failed;
	g_byte_array_append(out, end, sizeof(end));
	return eb_file_replace(path, out->data, out->len, BUNDLE_MODE);
}
