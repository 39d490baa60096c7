// SPDX-License-Identifier: GPL-2.0-or-later
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/bundle.h"
#include "lib/file.h"

enum {
	BUNDLE_MAX = 256 << 20, /* bytes of all members: a small file can unpack to any size */
	MEMBERS_MAX = 1 << 16,
	READ_SIZE = 1 << 16,
	END_SIZE = 512, /* at least: the empty blocks that end a tar */
	BUNDLE_MODE = 0600,
};

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

/* ---- reading ---------------------------------------------------------------------------------- */

/* archive_read_free() returns a value. */
static void end_read(struct archive **archive)
{
	archive_read_free(*archive);
}

/* A tar, as it is or compressed. NULL when path is no regular file that could be one; no other format
 * and no program is tried: the fewer readers a file from elsewhere meets, the better. */
static struct archive *open_archive(int fd)
{
	struct archive *archive = archive_read_new();
	struct stat status;

	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_format_tar(archive);
	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    archive_read_open_fd(archive, fd, READ_SIZE) == ARCHIVE_OK)
		return archive;
	archive_read_free(archive);
	return NULL;
}

static int open_file(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

bool eb_bundle_is(const char *path)
{
	EB_CLEAN(eb_closep) int fd = open_file(path);
	EB_CLEAN(end_read) struct archive *archive = open_archive(fd);
	struct archive_entry *entry;

	return archive && archive_read_next_header(archive, &entry) == ARCHIVE_OK;
}

/* The name without the node's folder; NULL for the folder itself. */
static const char *member_name(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry), *slash;

	if (!name || archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
		return NULL;
	if (g_str_has_prefix(name, "./"))
		name += 2;
	slash = strchr(name, '/');
	return slash && slash[1] ? slash + 1 : NULL;
}

/* Adds a member's bytes to what is read so far. */
static int read_bytes(struct archive *archive, GString *text, size_t *total)
{
	char buffer[READ_SIZE];
	ssize_t got;

	while ((got = archive_read_data(archive, buffer, sizeof(buffer))) > 0) {
		*total += (size_t)got;
		if (*total > BUNDLE_MAX)
			return -EFBIG;
		g_string_append_len(text, buffer, got);
	}
	return got < 0 ? -EBADMSG : 0;
}

static int read_members(struct archive *archive, GPtrArray *bundle)
{
	struct archive_entry *entry;
	size_t total = 0;
	la_int64_t at = 0;
	int status, failed;

	while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
	       status == ARCHIVE_WARN) {
		g_autoptr(GString) text = g_string_new(NULL);
		const char *name = member_name(entry);

		if (bundle->len >= MEMBERS_MAX)
			return -EFBIG;
		failed = read_bytes(archive, text, &total);
		if (failed < 0)
			return failed;
		if (name)
			eb_bundle_add(bundle, name, archive_entry_perm(entry), text->str,
				      text->len);
		at = archive_filter_bytes(archive, 0);
	}
	/* To libarchive a tar that was cut between two members is whole. */
	if (status != ARCHIVE_EOF || archive_filter_bytes(archive, 0) - at < END_SIZE)
		return -EBADMSG;
	return 0;
}

int eb_bundle_read(const char *path, GPtrArray **bundle)
{
	EB_CLEAN(eb_closep) int fd = open_file(path);
	EB_CLEAN(end_read) struct archive *archive = NULL;
	int failed;

	if (fd < 0)
		return -errno;
	archive = open_archive(fd);
	*bundle = eb_bundle_new();
	failed = archive ? read_members(archive, *bundle) : -EBADMSG;
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

static la_ssize_t keep_bytes(struct archive *archive, void *data, const void *bytes, size_t length)
{
	(void)archive;
	g_byte_array_append(data, bytes, (guint)length);
	return (la_ssize_t)length;
}

static void free_entry(struct archive_entry **entry)
{
	archive_entry_free(*entry);
}

/* Neither times nor owners: the same facts give the same bytes. */
static int write_member(struct archive *archive, const struct eb_member *member, const char *node)
{
	EB_CLEAN(free_entry) struct archive_entry *entry = archive_entry_new();
	g_autofree char *name = g_strconcat(node, "/", member->name, NULL);

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, member->mode);
	archive_entry_set_size(entry, (la_int64_t)member->size);
	archive_entry_set_mtime(entry, 0, 0);
	if (archive_write_header(archive, entry) < ARCHIVE_WARN ||
	    archive_write_data(archive, member->text, member->size) != (la_ssize_t)member->size)
		return -archive_errno(archive);
	return 0;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct eb_member *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

int eb_bundle_write(const GPtrArray *bundle, const char *node, const char *path)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	struct archive *archive = archive_write_new();
	const struct eb_member *member;
	int failed = 0;

	eb_for_each (member, bundle)
		g_ptr_array_add(sorted, (gpointer)member);
	g_ptr_array_sort(sorted, by_name);
	archive_write_set_format_pax_restricted(archive);
	if (archive_write_open(archive, out, NULL, keep_bytes, NULL) != ARCHIVE_OK)
		failed = -archive_errno(archive);
	for (guint i = 0; i < sorted->len && failed == 0; i++)
		failed = write_member(archive, sorted->pdata[i], node);
	if (archive_write_free(archive) != ARCHIVE_OK && failed == 0)
		failed = -EIO;
	return failed < 0 ? failed : eb_file_replace(path, out->data, out->len, BUNDLE_MODE);
}
