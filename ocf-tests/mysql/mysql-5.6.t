#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The judges on a real MySQL 5.6 pair that replicates by GTID.  A row that only the replica has is
# the trap: the server sees no error there, so the oracle has to.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/server.sh"
. "$(dirname "$0")/mysql-5.6.sh"
need_root
need_mariadb
need_mysql56
[ -n "${EB_OWN_NET:-}" ] || { EB_OWN_NET=1 unshare --net "$0"; exit; }
ip link set lo up

# serve NAME PORT: a server of its own, at NAME/sock and on the loopback.
serve() {
	local dir=$tap_dir/$1 pid
	cp -a "$mysql56/data/mysql" "$dir"
	rm -f "$dir/auto.cnf" # else both had the same server_uuid
	LD_LIBRARY_PATH=$mysql56 "$mysql56/mysqld" --no-defaults --basedir="$mysql56" \
		--lc-messages-dir="$mysql56/share" --datadir="$dir" --socket="$dir/sock" --port="$2" \
		--pid-file="$dir/pid" --user=mysql --server-id="$2" --log-bin=binlog \
		--log-slave-updates --gtid-mode=ON --enforce-gtid-consistency --binlog-format=ROW \
		--innodb-buffer-pool-size=16M --performance-schema=OFF --tmpdir="$dir" \
		>"$tap_dir/$1.log" 2>&1 &
	pid=$!
	cleanup "kill -KILL $pid 2>/dev/null; wait $pid 2>/dev/null"
	wait_for 60 sql "$1" "SELECT 1" >/dev/null 2>&1 || { diag "$(tail "$tap_dir/$1.log")"; return 1; }
}
sql() { mariadb --no-defaults --batch --skip-column-names --user=root --socket="$tap_dir/$1/sock" -e "$2"; }
executed() { sql "$1" "SELECT @@GLOBAL.gtid_executed"; }
together() { [ "$(executed a)" = "$(executed b)" ]; }
oracle() {
	"$build/ocf-tests/mysql/mysql-oracle" --acks "$tap_dir/acks" --options "$tap_dir/judge.cnf" \
		--run 1 a=127.0.0.1:3311 b=127.0.0.1:3312
}

ok "one server runs" serve a 3311
ok "and another" serve b 3312
like "it is a real MySQL" "$(sql a "SELECT @@version_comment")" '^MySQL Community Server'
# Accounts are each server's own: what is logged is the writer's table alone.
judge_options "$tap_dir/judge.cnf"
for server in a b; do
	sql $server "SET sql_log_bin = 0; DELETE FROM mysql.user WHERE user = ''; FLUSH PRIVILEGES;
		GRANT ALL ON *.* TO judge@'127.0.0.1' IDENTIFIED BY '$repl_password';
		GRANT REPLICATION SLAVE ON *.* TO repl@'127.0.0.1' IDENTIFIED BY '$repl_password'"
done
sql b "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=3311, MASTER_USER='repl',
	MASTER_PASSWORD='$repl_password', MASTER_AUTO_POSITION=1; START SLAVE" 2>/dev/null
sql a "$(accounts | sed '/;/q;d')"
sql a "$(accounts | sed -n '/CREATE TABLE/,/;/p')"

"$build/ocf-tests/mysql/mysql-writer" --server 127.0.0.1:3311 --options "$tap_dir/judge.cnf" \
	--acks "$tap_dir/acks" --run 1 --pace 2 >"$tap_dir/wrote" &
writer=$!
cleanup "kill $writer 2>/dev/null"
sleep 1
kill $writer
wait $writer
like "the writer was acknowledged" "$(cat "$tap_dir/wrote")" '^acknowledged=[1-9][0-9]+ unsure=0$'
ok "the replica follows by GTID" wait_for 30 together
exits "the oracle reads both, and nothing is lost" 0 oracle

sql b "INSERT INTO loss.written VALUES (9, 9, 9, 9)"
sql a "INSERT INTO loss.written VALUES (1, 9, 1, 1)"
arrived() { [ -n "$(sql b "SELECT 1 FROM loss.written WHERE run = 1 AND connection = 9")" ]; }
ok "with a row of its own the replica goes on" wait_for 30 arrived
is "- and the server sees no error" "$(mariadb --no-defaults --user=root --socket="$tap_dir/b/sock" \
	-e 'SHOW SLAVE STATUS\G' | grep -cE '_(IO|SQL)_Running: Yes$')" 2
exits "the oracle does" 1 oracle
like "- by the table" "$out" '^differs: loss.written [0-9]+ on a, loss.written [0-9]+ on b$'

done_testing
