// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/database/credentials.h"
#include "lib/core.h"
#include "lib/file.h"

enum { LIMIT = 64 * 1024 };

static const struct {
	const char *key;
	size_t at;
} keys[] = {
	{ "user", offsetof(struct eb_account, user) },
	{ "password", offsetof(struct eb_account, password) },
	{ "ssl-ca", offsetof(struct eb_account, ssl_ca) },
	{ "ssl_ca", offsetof(struct eb_account, ssl_ca) },
	{ "ssl-cert", offsetof(struct eb_account, ssl_cert) },
	{ "ssl_cert", offsetof(struct eb_account, ssl_cert) },
	{ "ssl-key", offsetof(struct eb_account, ssl_key) },
	{ "ssl_key", offsetof(struct eb_account, ssl_key) },
};

static const char blanks[] = " \t\r";

/* Without the blanks at both ends; cuts the text. */
static char *trim(char *text)
{
	size_t n;

	text += strspn(text, blanks);
	for (n = strlen(text); n > 0 && strchr(blanks, text[n - 1]);)
		text[--n] = '\0';
	return text;
}

/* A value in quotes is what stands between them; a bare one ends before a comment. */
static char *value_of(char *text)
{
	char *end;

	text = trim(text);
	if (*text == '"' || *text == '\'') {
		end = strrchr(text + 1, *text);
		if (end && !end[1]) {
			*end = '\0';
			return text + 1;
		}
	}
	for (end = strchr(text, '#'); end; end = strchr(end + 1, '#'))
		if (end > text && strchr(blanks, end[-1])) {
			*end = '\0';
			break;
		}
	return trim(text);
}

static void take(struct eb_account *account, const char *key, const char *value)
{
	for (size_t i = 0; i < EB_COUNT(keys); i++)
		if (!strcmp(key, keys[i].key))
			*(const char **)((char *)account + keys[i].at) = value;
}

static struct eb_account *account_of(struct eb_credentials *credentials, const char *group)
{
	if (!strcmp(group, "client"))
		return &credentials->client;
	return strcmp(group, "replication") ? NULL : &credentials->replication;
}

int eb_credentials_parse(char *text, struct eb_credentials *credentials)
{
	struct eb_account *account = NULL;
	bool grouped = false;
	char *line, *end;

	credentials->line = 0;
	while ((line = strsep(&text, "\n"))) {
		credentials->line++;
		line = trim(line);
		if (*line == '\0' || *line == '#' || *line == ';' || *line == '!')
			continue;
		if (*line == '[') {
			end = strchr(line, ']');
			if (!end || end[1])
				return -EINVAL;
			*end = '\0';
			account = account_of(credentials, line + 1);
			grouped = true;
			continue;
		}
		if (!grouped)
			return -EINVAL;
		end = strchr(line, '=');
		if (end)
			*end++ = '\0';
		if (account && end)
			take(account, trim(line), value_of(end));
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
