// SPDX-License-Identifier: GPL-2.0-or-later
/* The parameters and actions, under whatever name the agent is called. */
#include "agents/database/promotion.h"

#define EB_CLONE_COMMAND                                                                           \
	"exec ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=10 \"$PRIMARY\" "   \
	"mariadb-backup --backup --stream=mbstream --user=root --target-dir=/tmp"

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
	  .detail =
		  "Its group [client] has user and password of who asks the local server, in "
		  "place of test_user, and ssl-ca, ssl-cert and ssl-key when that account wants TLS: "
		  "then nothing else is spoken, and the server's certificate has to be of that "
		  "authority. [replication] is the same for replicas. It has to be root's alone, "
		  "mode 0600." },
	{ "connect_timeout", EB_TIME(struct eb_mysql_conf, connect_timeout_ms),
	  .flags = EB_RELOADABLE, .value = "2", .min = 1000, .max = 600000,
	  .brief = "How long the server may take to answer",
	  .detail = "A server that lets a connection or a question of the agent wait longer "
		    "counts as failed." },
	{ "write_probe", EB_BOOL(struct eb_mysql_conf, write_probe), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "A monitor of depth 20 writes",
	  .detail = "A row in a table of its own, escapebeat.probe, that is not replicated; on a "
		    "server that is not read-only." },
	{ "mode", EB_STRING(struct eb_mysql_conf, mode), .value = "auto",
	  .choices = "auto|standalone|replica-set|master-master",
	  .brief = "What the server is part of",
	  .detail =
		  "auto: a replica set when the resource is a promotable clone, else one server.  "
		  "master-master: a pair, of which both are written to." },
	{ "gtid_domain_id", EB_STRING(struct eb_mysql_conf, domain),
	  .brief = "The domain of this server's own transactions (MariaDB)",
	  .detail = "A number, or server_id for that of the option file, which differs between the "
		    "nodes anyway. Of a pair each wants its own. Without it the option file "
		    "decides." },
	{ "replication_user", EB_STRING(struct eb_mysql_conf, repl_user), .flags = EB_RELOADABLE,
	  .value = "root", .brief = "The account by which replicas connect",
	  .detail = "It wants the privilege REPLICATION SLAVE alone, and has to be the same on all "
		    "nodes." },
	{ "replication_passwd", EB_STRING(struct eb_mysql_conf, repl_passwd),
	  .flags = EB_RELOADABLE | EB_SECRET, .brief = "Its password",
	  .detail = "Better in the group [replication] of credentials_file." },
	{ "replication_port", EB_INT(struct eb_mysql_conf, repl_port), .flags = EB_RELOADABLE,
	  .value = "3306", .min = 1, .max = 65535, .brief = "The port of all servers" },
	{ "replication_require_ssl", EB_BOOL(struct eb_mysql_conf, repl_tls),
	  .flags = EB_RELOADABLE, .value = "false", .brief = "Replicate by TLS alone",
	  .detail =
		  "The agent, too, asks other servers by TLS alone. A server's certificate has to be "
		  "of the authority in replication_master_ssl_ca, and for the name or address by which it "
		  "is reached; else it is not followed. So that nobody else can replicate without TLS, "
		  "give the account REQUIRE SSL. A change takes effect with the next monitor." },
	{ "replication_master_ssl_ca", EB_STRING(struct eb_mysql_conf, repl_ca),
	  .flags = EB_RELOADABLE, .brief = "Certificate of the authority, a file",
	  .detail =
		  "The server reads it, too, and so it has to be able to. Another file takes effect "
		  "with the next monitor." },
	{ "replication_master_ssl_cert", EB_STRING(struct eb_mysql_conf, repl_cert),
	  .flags = EB_RELOADABLE, .brief = "Certificate of the replica, a file" },
	{ "replication_master_ssl_key", EB_STRING(struct eb_mysql_conf, repl_key),
	  .flags = EB_RELOADABLE, .brief = "Key of the replica, a file" },
	{ "max_slave_lag", EB_INT(struct eb_mysql_conf, max_lag_s), .flags = EB_RELOADABLE,
	  .value = "3600", .min = 0, .brief = "Seconds that a replica may be behind",
	  .detail = "One that is more behind is no longer readable, and hardly promoted." },
	{ "evict_outdated_slaves", EB_BOOL(struct eb_mysql_conf, evict), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "A replica that is more behind has failed" },
	{ "reader_attribute", EB_STRING(struct eb_mysql_conf, reader_attribute), .flags = EB_UNIQUE,
	  .value = "readable", .brief = "Attribute of nodes that can be read from",
	  .detail = "1 where the data are not older than max_slave_lag, else 0." },
	{ "node_list", EB_STRING(struct eb_mysql_conf, node_list), .brief = "The nodes",
	  .detail = "Taken and not used: notify=true tells them." },
	{ "initial_master", EB_STRING(struct eb_mysql_conf, initial_primary),
	  .brief = "The node that is promoted when there never was a primary" },
	{ "semisync", EB_STRING(struct eb_mysql_conf, semisync), .value = "prefer",
	  .choices = "off|prefer|require", .brief = "Do commits wait for a replica's receipt?",
	  .detail = "require: for ever, so that nothing acknowledged is lost with the primary, and "
		    "nothing is written without a replica.  prefer: for semisync_timeout, then the "
		    "primary acknowledges alone until a replica is back." },
	{ "semisync_timeout", EB_TIME(struct eb_mysql_conf, semisync_timeout_ms), .value = "10",
	  .min = 10, .max = 86400000, .brief = "How long they wait, for prefer",
	  .detail = "Longer than the cluster takes to fence a node." },
	{ "relay_drain_timeout", EB_TIME(struct eb_mysql_conf, drain_ms), .flags = EB_RELOADABLE,
	  .value = "0", .max = 86400000, .brief = "How long promote may apply what was received",
	  .detail = "0: two thirds of the time that promote has." },
	{ "on_drain_timeout", EB_STRING(struct eb_mysql_conf, on_drain_timeout),
	  .flags = EB_RELOADABLE, .value = "fail", .choices = "fail|promote",
	  .brief = "What happens then",
	  .detail = "fail: promote fails, applying goes on, and the next try has less to do.  "
		    "promote: what is not applied is lost." },
	{ "relay_rescue", EB_BOOL(struct eb_mysql_conf, relay_rescue), .flags = EB_RELOADABLE,
	  .value = "true", .brief = "Apply what only the relay log has",
	  .detail = "After the death of all servers MariaDB itself would throw it away.  false: "
		    "promote fails then, and names it." },
	{ "rejoin_policy", EB_STRING(struct eb_mysql_conf, rejoin_policy), .value = "truncate",
	  .choices = "refuse|truncate|flashback|clone",
	  .brief = "A member that has what the primary lacks, or cannot follow it",
	  .detail =
		  "truncate: what nobody acknowledged is cut off its log when it starts "
		  "(MariaDB 10.6.19, 10.11.9 and later), unless it acknowledged "
		  "alone before, or may have (semisync=prefer) and no other was promoted since; "
		  "whatever else only it "
		  "has is kept, it does not replicate, and its state names the transactions.  "
		  "refuse: nothing is cut off.  "
		  "flashback (MariaDB): the same as truncate, and a start undoes the transactions that "
		  "the primary lacks, if all of them are changes of rows in tables of InnoDB with a "
		  "full binlog_row_image; they are written to errant_dir before. Anything else, as a "
		  "change of a table itself, is refused and named.  "
		  "clone (MariaDB): the same as truncate, and a member that still cannot follow the "
		  "primary gets its data anew, by clone_command." },
	{ "errant_dir", EB_STRING(struct eb_mysql_conf, errant_dir), .flags = EB_RELOADABLE,
	  .brief = "Where replaced data and undone transactions are kept",
	  .detail =
		  "Until a person removes them. The default is the folder that datadir lies in; for "
		  "rejoin_policy=clone it has to be on the same file system." },
	{ "clone_command", EB_STRING(struct eb_mysql_conf, clone_command), .flags = EB_RELOADABLE,
	  .value = EB_CLONE_COMMAND, .brief = "What sends a copy of the primary",
	  .detail =
		  "For rejoin_policy=clone: run by the shell on the node that joins, with PRIMARY "
		  "(the address of the primary's server), PRIMARY_NODE and PRIMARY_PORT in its "
		  "environment; its output has to be what mariadb-backup --stream=mbstream says. By "
		  "default root logs in there by ssh with a key, and at the server by its socket, so "
		  "that no password is needed. Where there is one, it stands in an option file at the "
		  "primary: exec ssh -o BatchMode=yes $PRIMARY mariadb-backup "
		  "--defaults-extra-file=/root/backup.cnf --backup --stream=mbstream "
		  "--target-dir=/tmp" },
	{ "election_min_nodes", EB_INT(struct eb_mysql_conf, election_min), .flags = EB_RELOADABLE,
	  .value = "0", .min = 0, .max = 16, .brief = "How many positions an election needs",
	  .detail = "0: those of the replicas that may have what the last primary acknowledged, as "
		    "it wrote down; its own when it is there itself, and theirs too when its "
		    "server has cut off the end of its log after a crash; all when there never "
		    "was one." },
	{ "allow_data_loss", EB_BOOL(struct eb_mysql_conf, allow_loss), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Promote although acknowledged transactions may be lost",
	  .detail = "To be set by a person who has looked, and taken back afterwards." },
	{ "slave_net_timeout", EB_TIME(struct eb_mysql_conf, net_timeout_ms), .value = "10",
	  .min = 1000, .max = 3600000, .brief = "When a silent primary counts as lost" },
	{ "slave_parallel_threads", EB_INT(struct eb_mysql_conf, parallel), .value = "4", .min = 0,
	  .max = 1024, .brief = "How many threads apply",
	  .detail = "A replica that keeps up has nothing to apply when it is promoted." },
	{ "manage_slave", EB_BOOL(struct eb_mysql_conf, manage_replication), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Start replication again that somebody stopped",
	  .detail = "Not that which stopped by an error of its own: that is for a person." },
	{ "kill_user_sessions", EB_BOOL(struct eb_mysql_conf, kill_sessions),
	  .flags = EB_RELOADABLE, .value = "true", .brief = "Demote ends the sessions of users",
	  .detail = "So that they connect to the new primary." },
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
	{ "promote", eb_mysql_promote, .timeout = 120 },
	/* It has seen itself that the server is read-only, or dead. */
	{ "demote", eb_mysql_demote, .timeout = 120, .flags = EB_UNCONFIRMED },
	{ "notify", eb_mysql_notify, .timeout = 90 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 20 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 10, .role = "Promoted" },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 30, .role = "Unpromoted" },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 60, .depth = 10 },
	{ "monitor", eb_mysql_monitor, .timeout = 30, .interval = 120, .depth = 20 },
	{ "reload-agent", reload, .timeout = 20 },
	{ 0 },
};

const char eb_mysql_detail[] =
	"Starts, stops and watches a database server: one alone, such as one whose data folder lies "
	"on a device that the cluster moves, or, as a promotable clone with notify=true, each of a "
	"set of servers that replicate by GTID.\n\n"
	"Which process the server is, is told by its data folder; a pid file alone is never "
	"believed. A start waits for recovery after a crash as long as it has time. A monitor asks "
	"the server itself, at every depth, and answers in time also when the server is stopped or "
	"stuck; a lock that somebody holds, or connections that are all taken, is no failure. "
	"Passwords appear on no command line.\n\n"
	"Tried with MariaDB 10.11, as which 10.5 to 11 are treated, and with MySQL 5.6. MySQL 5.7, 8.0, "
	"8.4 and 9 are asked in the words of their manuals, which a player of the protocol checks; no "
	"server of these has been tried. From 8.0.26 on semi-synchronous replication is by the plugins "
	"semisync_source and semisync_replica, or those of the old names.\n\n"
	"In a set, promote first applies all that was received, and fails when that does not succeed "
	"in time; of several nodes the one that has received most is promoted. The score tells how "
	"far a replica is behind. A server that has transactions which the primary lacks is neither "
	"promoted nor overwritten: its attribute RESOURCE-state names them. All nodes need an option "
	"file with log-bin and a server-id of their own, and the account of replication. A node whose "
	"name is not the address of its server has it as its attribute RESOURCE_mysql_master_IP.\n\n"
	"With rejoin_policy=clone such a server, one whose position the primary has purged (error 1236), or "
	"whose rows clash with the primary's (1062, 1032, 1950), and a new node whose datadir is empty, get "
	"their data from the primary: within start, whose timeout has to be long enough for all of it. Its "
	"log tells how far it is. A monitor that finds the need fails with one message, and the cluster's "
	"restart does it. Only a server that takes writes is copied; where none can be asked, or a "
	"clone was tried three times within an hour, the server comes up as with truncate, and is not "
	"promoted. A clone that fails makes start fail and leaves datadir as it was: the cluster goes no "
	"further on that node, by start-failure-is-fatal, until somebody runs crm_resource --cleanup, or "
	"failure-timeout passes. What was replaced is kept in errant_dir, as DATADIR.DATE, with the reason "
	"in its file escapebeat-kept; nothing removes it but a person. datadir has to be a folder that can "
	"be renamed, no file system of its own, and all logs have to lie in it; beside it there has to be "
	"room for a second one. MySQL's clone plugin is not used: there, and with a pair, these "
	"policies are refused or without effect.\n\n"
	"With mode=master-master it is a plain clone of two (clone-max=2), and both are written to. "
	"Each wants its own server-id, its own gtid_domain_id, auto-increment-increment=2, and "
	"auto-increment-offset 1 or 2; a start where these do not fit those of the peer fails. The peer "
	"is whoever else runs the clone. Nothing is ever skipped: where a change of the peer's cannot be "
	"applied, replication stands, and RESOURCE-state says why. RESOURCE-writable is 1 where all is "
	"applied that the peer has, or had when it ended, and is at most max_slave_lag old; after a "
	"start it is 0 until then. A broken connection alone changes nothing, since nobody can "
	"tell then. An address for writers that obeys it, in the words of crmsh:\n\n"
	"clone c_db p_db meta clone-max=2\n\n"
	"colocation vip_with_db inf: p_vip c_db\n\n"
	"order vip_ends_first Mandatory: p_vip:stop c_db:stop symmetrical=false\n\n"
	"location vip_where p_vip rule -inf: not_defined RESOURCE-writable or RESOURCE-writable ne 1\n\n"
	"where RESOURCE is p_db: when the service dies, or is too far behind, the address goes to the "
	"other node, and with a resource-stickiness it stays there. An order by which it starts behind "
	"the clone would make it wait for the repair of the dead one. When both stand with a conflict, "
	"no node has it until a person has resolved that, or stops one of them: who is alone may be "
	"written to. With 'rule 1000: RESOURCE-writable eq 1' in its place it would stay.";
