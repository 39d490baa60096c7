# SPDX-License-Identifier: GPL-2.0-or-later
# A MariaDB server small enough to boot in a blink: its settings, its accounts, its first data.
# shellcheck shell=bash disable=SC2154 # build and tap_dir come from tap.sh

# need_mariadb: skip this file where there is no server, or the judges are not built.
need_mariadb() {
	need mariadbd mariadb-install-db mariadb mariadb-admin
	[ -x "$build/ocf-tests/mysql/mysql-oracle" ] ||
		skip_all "needs the writer and the oracle: run make check-programs (libmariadb-dev)"
}

# settings ID DATADIR: an option file.  Everything is on disk before a commit is acknowledged:
# what is measured is what the agents lose, not what the server was told to.
settings() {
	cat <<-END
	[mysqld]
	user = mysql
	server_id = $1
	datadir = $2
	log_bin = binlog
	relay_log = relay
	log_slave_updates = ON
	binlog_format = ROW
	gtid_strict_mode = ON
	sync_binlog = 1
	innodb_flush_log_at_trx_commit = 1
	innodb_flush_method = fsync
	innodb_buffer_pool_size = 24M
	innodb_log_file_size = 8M
	innodb_data_file_path = ibdata1:8M:autoextend
	innodb_autoextend_increment = 4
	innodb_temp_data_file_path = ibtmp1:4M:autoextend
	innodb_buffer_pool_dump_at_shutdown = OFF
	innodb_buffer_pool_load_at_startup = OFF
	aria_pagecache_buffer_size = 4M
	key_buffer_size = 1M
	performance_schema = OFF
	skip_name_resolve
	bind_address = 0.0.0.0
	max_connections = 200
	slave_net_timeout = 4
	END
}

# The lab's accounts: root by the socket, and by a password for stock agents, which know no other
# way; the replicas'; the judges'.
repl_password=of-the-lab
accounts() {
	cat <<-END
	CREATE DATABASE loss;
	CREATE TABLE loss.written (run INT UNSIGNED NOT NULL, connection INT UNSIGNED NOT NULL,
	 number BIGINT UNSIGNED NOT NULL, server INT UNSIGNED NOT NULL, KEY (run, connection, number)) ENGINE=InnoDB;
	FLUSH PRIVILEGES;
	CREATE USER judge@'%' IDENTIFIED BY '$repl_password', judge@localhost IDENTIFIED BY '$repl_password';
	GRANT SELECT, INSERT, DELETE ON loss.* TO judge@'%', judge@localhost;
	CREATE USER repl@'%' IDENTIFIED BY '$repl_password', repl@localhost IDENTIFIED BY '$repl_password';
	GRANT REPLICATION SLAVE ON *.* TO repl@'%';
	GRANT ALL ON *.* TO repl@localhost;
	END
}

# install_data DIR: a data folder with accounts and the writer's table, all in the binary log: every
# server that starts from a copy has that history, as replicas have that were set up by hand.
install_data() {
	local server made client=(mariadb --no-defaults --socket="$1/sock")
	settings 1 "$1" >"$tap_dir/install.cnf"
	mariadb-install-db --defaults-file="$tap_dir/install.cnf" --skip-test-db --skip-log-bin \
		--auth-root-authentication-method=socket >"$tap_dir/install.log" 2>&1 || return
	mariadbd --defaults-file="$tap_dir/install.cnf" --skip-networking --socket="$1/sock" \
		--pid-file="$1/pid" >>"$tap_dir/install.log" 2>&1 &
	server=$!
	wait_for 30 "${client[@]}" -e "SELECT 1" >/dev/null 2>&1
	accounts | "${client[@]}" && "${client[@]}" -e "SET GLOBAL gtid_slave_pos = @@gtid_binlog_pos"
	made=$?
	kill "$server"
	wait "$server" && rm -f "$1/sock" "$1/pid" && return $made
}

# judge_options FILE: the option file with the judges' account.
judge_options() {
	printf '[client]\nuser = judge\npassword = %s\n' "$repl_password" >"$1"
	chmod 600 "$1"
}
