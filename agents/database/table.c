// SPDX-License-Identifier: GPL-2.0-or-later
/* The parameters and actions, under whatever name the agent is called. */
#include "agents/database/conf.h"

const struct eb_param eb_mysql_params[] = {
	{ "binary", EB_STRING(struct eb_mysql_conf, binary), .value = "mariadbd",
	  .brief = "The server's program",
	  .detail = "A name that is looked for in the system's folders, or an absolute path. The "
		    "wrapper mysqld_safe is not needed, since the cluster starts the server again; "
		    "where it is named, it is used." },
	{ "client_binary", EB_STRING(struct eb_mysql_conf, client_binary), .value = "mariadb",
	  .brief = "The client's program", .detail = "Taken and not used: the agent asks itself." },
	{ "config", EB_STRING(struct eb_mysql_conf, config), .value = "/etc/mysql/my.cnf",
	  .brief = "The server's option file" },
	{ "datadir", EB_STRING(struct eb_mysql_conf, datadir), .flags = EB_UNIQUE,
	  .value = "/var/lib/mysql", .brief = "The folder with the data" },
	{ "user", EB_STRING(struct eb_mysql_conf, user), .value = "mysql",
	  .brief = "The user that the server runs as" },
	{ "group", EB_STRING(struct eb_mysql_conf, group), .value = "mysql",
	  .brief = "The group of log and folders" },
	{ "log", EB_STRING(struct eb_mysql_conf, log), .value = "/var/log/mysql/error.log",
	  .brief = "The server's error log" },
	{ "pid", EB_STRING(struct eb_mysql_conf, pid), .value = "/run/mysqld/mysqld.pid",
	  .brief = "The server's pid file" },
	{ "socket", EB_STRING(struct eb_mysql_conf, socket), .value = "/run/mysqld/mysqld.sock",
	  .brief = "The server's socket" },
	{ "test_table", EB_STRING(struct eb_mysql_conf, test_table), .flags = EB_RELOADABLE,
	  .value = "mysql.user", .brief = "A table that a monitor of depth 10 reads",
	  .detail = "DATABASE.TABLE; it has to have a row." },
	{ "test_user", EB_STRING(struct eb_mysql_conf, test_user), .flags = EB_RELOADABLE,
	  .value = "root", .brief = "The account that asks the local server",
	  .detail = "Through the socket; one with unix_socket authentication needs no password. It "
		    "wants the privilege CONNECTION ADMIN, to get in when all connections are "
		    "taken." },
	{ "test_passwd", EB_STRING(struct eb_mysql_conf, test_passwd),
	  .flags = EB_RELOADABLE | EB_SECRET, .brief = "Its password",
	  .detail = "Better in credentials_file: the cluster's configuration is no secret." },
	{ "enable_creation", EB_BOOL(struct eb_mysql_conf, enable_creation), .value = "false",
	  .brief = "Make the database when there is none" },
	{ "additional_parameters", EB_STRING(struct eb_mysql_conf, additional),
	  .brief = "Further options of the server", .detail = "Parted by blanks." },
	{ "credentials_file", EB_STRING(struct eb_mysql_conf, credentials_file),
	  .flags = EB_RELOADABLE, .brief = "An option file with the account and its password",
	  .detail = "Its group [client] has user and password of who asks the local server, in "
		    "place of test_user. It has to be root's alone, mode 0600." },
	{ "connect_timeout", EB_TIME(struct eb_mysql_conf, connect_timeout_ms),
	  .flags = EB_RELOADABLE, .value = "2", .min = 1000, .max = 600000,
	  .brief = "How long the server may take to answer",
	  .detail = "A server that lets a connection or a question of the agent wait longer "
		    "counts as failed." },
	{ "write_probe", EB_BOOL(struct eb_mysql_conf, write_probe), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "A monitor of depth 20 writes",
	  .detail = "A row in a table of its own, escapebeat.probe, that is not replicated; on a "
		    "server that is not read-only." },
	{ 0 },
};

static enum eb_ocf reload(const struct eb_call *call)
{
	(void)call;
	return OCF_SUCCESS; /* every action reads its parameters anew */
}

const struct eb_action eb_mysql_actions[] = {
	{ "start", eb_mysql_start, .timeout = 120 },
	{ "stop", eb_mysql_stop, .timeout = 120 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 20 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 60, .depth = 10 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 120, .depth = 20 },
	{ "reload-agent", reload, .timeout = 20 },
	{ 0 },
};

const char eb_mysql_detail[] =
	"Starts, stops and watches one database server, such as one whose data folder lies on a "
	"device that the cluster moves.\n\n"
	"Which process the server is, is told by its data folder; a pid file alone is never "
	"believed. A start waits for recovery after a crash as long as it has time. A monitor asks "
	"the server itself, at every depth, and answers in time also when the server is stopped or "
	"stuck; a lock that somebody holds, or connections that are all taken, is no failure. "
	"Passwords appear on no command line.";
