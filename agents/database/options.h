// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The server's options: which a member of a replica set or a pair is started with, whatever its option file
 * says, and which in that file make replication lose something without a word.
 */
#ifndef EB_AGENTS_DATABASE_OPTIONS_H
#define EB_AGENTS_DATABASE_OPTIONS_H

#include "agents/database/conf.h"

enum { EB_OPTIONS_MAX = 24 };

struct eb_options {
	const char *argv[EB_OPTIONS_MAX + 1];
	char parallel[48], timeout[48], domain[48];
};

/* The options of a member, for eb_server_launch(); asks the program what it is.  0 or -errno. */
int eb_options_make(const struct eb_call *call, struct eb_options *options);

/*
 * What is wrong with these options, parted by blanks as `mysqld --print-defaults` tells them, in
 * words in buf; "" when nothing is.  Of a pair more is wanted.
 */
const char *eb_options_faults(const char *text, bool pair, char *buf, size_t size);

/* The same of what makes replicas differ, or hides it, alone: option-file.h has the list. */
const char *eb_options_dangers(const char *text, char *buf, size_t size);

/* Asks the program for what its option file says, and refuses what must not be. */
enum eb_ocf eb_options_check(const struct eb_call *call);

/* The same for a server of its own, which may have other replicas than the cluster's: warns of what is
 * dangerous alone.  OCF_SUCCESS, or when the program cannot be asked. */
enum eb_ocf eb_options_warn(const struct eb_call *call);

/* What another folder in datadir's place would not bring along: files that are to lie elsewhere. */
enum eb_ocf eb_options_inside(const struct eb_call *call);

/* Is the server's program one of MariaDB?  1, 0 or -errno. */
int eb_options_is_mariadb(const struct eb_call *call);

#endif
