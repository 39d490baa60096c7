// SPDX-License-Identifier: GPL-2.0-or-later
/* A connection to a server, with the patience of a client that has something else to do. */
#ifndef EB_MYSQL_SESSION_H
#define EB_MYSQL_SESSION_H

#include <mysql.h>
#include <stddef.h>

/*
 * eb_session_open: to HOST[:PORT] or the path of a socket, with user and password from the group
 * [client] of the option file.  No answer within answer_s is error 2013.  Returns NULL when there
 * is no connection; why is then in text.
 */
MYSQL *eb_session_open(const char *where, const char *options, unsigned int answer_s, char *text,
		       size_t size);

#endif
