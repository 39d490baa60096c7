// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A crashed peer sends no reset.  Keepalive asks after a second, and the node that has taken the
 * address over answers with one: so a client learns of a failover when there is one, not before.
 */
#include "ocf-tests/mysql/session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void keep_alive(int fd)
{
	static const int one = 1;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &one, sizeof(one));
}

MYSQL *eb_session_open(const char *where, const char *options, unsigned int answer_s, char *text,
		       size_t size)
{
	static const unsigned int connect_s = 1;
	MYSQL *mysql = mysql_init(NULL);
	char host[128];
	unsigned int port = 3306;
	const char *colon = strchr(where, ':');

	if (!mysql)
		return NULL;
	snprintf(host, sizeof(host), "%.*s", (int)strcspn(where, ":"), where);
	if (colon)
		port = (unsigned int)strtoul(colon + 1, NULL, 10);
	mysql_optionsv(mysql, MYSQL_READ_DEFAULT_FILE, options);
	mysql_optionsv(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	mysql_optionsv(mysql, MYSQL_OPT_READ_TIMEOUT, &answer_s);
	mysql_optionsv(mysql, MYSQL_OPT_WRITE_TIMEOUT, &answer_s);
	if (!mysql_real_connect(mysql, where[0] == '/' ? NULL : host, NULL, NULL, NULL, port,
				where[0] == '/' ? where : NULL, 0)) {
		snprintf(text, size, "%s", mysql_error(mysql));
		mysql_close(mysql);
		return NULL;
	}
	if (where[0] != '/')
		keep_alive(mysql_get_socket(mysql));
	return mysql;
}
