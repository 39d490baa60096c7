// SPDX-License-Identifier: GPL-2.0-or-later
/* What a MySQL or MariaDB resource is told by its parameters; those of the stock agents first. */
#ifndef EB_AGENTS_DATABASE_CONF_H
#define EB_AGENTS_DATABASE_CONF_H

#include "lib/agent.h"

struct eb_mysql_conf {
	const char *binary, *client_binary, *config, *datadir, *user, *group;
	const char *log, *pid, *socket;
	const char *test_table, *test_user, *test_passwd;
	bool enable_creation;
	const char *additional;

	const char *credentials_file;
	long connect_timeout_ms;
	bool write_probe;

	/* A replica set. */
	const char *mode, *semisync, *on_drain_timeout, *rejoin_policy;
	const char *repl_user, *repl_passwd, *repl_ca, *repl_cert, *repl_key;
	long repl_port;
	bool repl_tls;
	long max_lag_s;
	bool evict;
	const char *reader_attribute, *node_list, *initial_primary;
	long semisync_timeout_ms, drain_ms, net_timeout_ms;
	long election_min, parallel;
	const char *errant_dir, *clone_command;
	bool allow_loss, kill_sessions, relay_rescue, manage_replication;

	/* A pair. */
	const char *domain;
};

extern const struct eb_param eb_mysql_params[];
extern const struct eb_action eb_mysql_actions[];
extern const char eb_mysql_detail[];

/* The resource's name without the number of its instance, in buf. */
const char *eb_mysql_resource(const struct eb_call *call, char *buf, size_t size);

/* Is this a member of a replica set, and no server of its own? */
bool eb_mysql_is_member(const struct eb_call *call);

/* Is it one of two that both are written to?  And is it either of both: does it replicate? */
bool eb_mysql_is_pair(const struct eb_call *call);
bool eb_mysql_replicates(const struct eb_call *call);

enum eb_ocf eb_mysql_start(const struct eb_call *call);
enum eb_ocf eb_mysql_stop(const struct eb_call *call);
enum eb_ocf eb_mysql_monitor(const struct eb_call *call);
enum eb_ocf eb_mysql_validate(const struct eb_call *call);
enum eb_ocf eb_mysql_validate_host(const struct eb_call *call);

#endif
