// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Accounts in a file that root alone can read, so that no password is in the cluster's
 * configuration: [client] is who asks the local server, [replication] who replicas are at
 * their primary.  The form is that of the server's own option files.
 */
#ifndef EB_AGENTS_DATABASE_CREDENTIALS_H
#define EB_AGENTS_DATABASE_CREDENTIALS_H

#include <stdbool.h>

struct eb_account {
	const char *user, *password; /* NULL: not given */
	const char *ssl_ca, *ssl_cert, *ssl_key;
};

struct eb_credentials {
	struct eb_account client, replication;
	char *text; /* what the accounts point into */
	int line;   /* where the text was refused, from 1 */
};

/*
 * Reads the accounts out of text, which is changed and has to live as long as they.  Options
 * and groups of others are passed over.  0; -EINVAL with line where it is no option file.
 */
int eb_credentials_parse(char *text, struct eb_credentials *credentials);

/*
 * Reads the file.  0; -EPERM when it is not root's (or ours) or others can read or write it;
 * -EINVAL as above; -errno.  Free in any case with eb_credentials_free().
 */
int eb_credentials_load(const char *path, struct eb_credentials *credentials);
void eb_credentials_free(struct eb_credentials *credentials);

#endif
