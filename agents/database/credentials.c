// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/database/credentials.h"
#include "lib/core.h"
#include "lib/file.h"
#include "lib/option-file.h"

enum { LIMIT = 64 * 1024 };

static const struct {
	const char *key;
	size_t at;
} keys[] = {
	{ "user", offsetof(struct eb_account, user) },
	{ "password", offsetof(struct eb_account, password) },
	{ "ssl-ca", offsetof(struct eb_account, ssl_ca) },
	{ "ssl-cert", offsetof(struct eb_account, ssl_cert) },
	{ "ssl-key", offsetof(struct eb_account, ssl_key) },
};

static void take(struct eb_account *account, const char *key, const char *value)
{
	for (size_t i = 0; i < EB_COUNT(keys); i++)
		if (eb_option_is(key, strlen(key), keys[i].key))
			*(const char **)((char *)account + keys[i].at) = value;
}

static struct eb_account *account_of(struct eb_credentials *credentials, const char *group)
{
	if (!strcmp(group, "client"))
		return &credentials->client;
	return strcmp(group, "replication") ? NULL : &credentials->replication;
}

/* A part of the text as a string of its own: what stands behind it is no longer wanted. */
static char *cut(char *text, const char *part, size_t length)
{
	char *begin = text + (part - text);

	begin[length] = '\0';
	return begin;
}

/* As every client reads a value; before another letter, and at the end, a backslash is one. */
static const char *unescape(char *text)
{
	static const char letters[] = "btnrs\\\"'", meant[] = "\b\t\n\r \\\"'";
	char *to = text;

	for (const char *from = text; *from; from++) {
		const char *letter = *from == '\\' && from[1] ? strchr(letters, from[1]) : NULL;

		*to++ = letter ? meant[letter - letters] : *from;
		from += letter != NULL;
	}
	*to = '\0';
	return text;
}

int eb_credentials_parse(char *text, struct eb_credentials *credentials)
{
	struct eb_account *account = NULL;
	bool grouped = false;
	char *line;

	credentials->line = 0;
	while ((line = strsep(&text, "\n"))) {
		const struct eb_option_line option = eb_option_line(line, strlen(line));

		credentials->line++;
		if (option.kind == EB_OPTION_ODD || (option.kind == EB_OPTION_SET && !grouped))
			return -EINVAL;
		if (option.kind == EB_OPTION_GROUP) {
			account =
				account_of(credentials, cut(line, option.name, option.name_length));
			grouped = true;
		}
		if (option.kind == EB_OPTION_SET && account && option.value)
			take(account, cut(line, option.name, option.name_length),
			     unescape(cut(line, option.value, option.value_length)));
	}
	return 0;
}

/* A file that others can read is no place for a password, one that they can write no authority. */
static int check(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return -errno;
	if (st.st_mode & (S_IRWXG | S_IRWXO) || (st.st_uid != 0 && st.st_uid != geteuid()))
		return -EPERM;
	return 0;
}

int eb_credentials_load(const char *path, struct eb_credentials *credentials)
{
	int r = check(path);

	*credentials = (struct eb_credentials) { 0 };
	if (r == 0)
		r = eb_file_read(path, LIMIT, &credentials->text, NULL);
	return r < 0 ? r : eb_credentials_parse(credentials->text, credentials);
}

void eb_credentials_free(struct eb_credentials *credentials)
{
	if (credentials->text)
		explicit_bzero(credentials->text, strlen(credentials->text));
	free(credentials->text);
	*credentials = (struct eb_credentials) { 0 };
}
