#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replica set of two real MySQL 5.6: promoted, taken over with what was received, and a replica that
# has what its primary lacks, of which the server itself takes no notice.
. "$(dirname "$0")/../net/net.sh"
. "$(dirname "$0")/../net/mysql.sh"
. "$(dirname "$0")/../net/mysql-set.sh"
. "$(dirname "$0")/mysql-5.6.sh"
need_mysql56
export LD_LIBRARY_PATH=$mysql56
server() { pgrep -f "^$mysql56/mysqld .*--datadir=$db/$1/data( |$)" | head -1; }

# member56 NODE: a database with that name, and its accounts.
member56() {
	mkdir -p "$db/$1/tmp"
	cp -a "$mysql56/data/mysql" "$db/$1/data"
	rm -f "$db/$1/data/auto.cnf" # else both had the same server_uuid
	printf '%s\n' '[mysqld]' basedir="$mysql56" lc-messages-dir="$mysql56/share" tmpdir="$db/$1/tmp" \
		server-id="${1#n}" log-bin=binlog relay-log=relay port=3306 bind-address=0.0.0.0 binlog-format=ROW \
		innodb-buffer-pool-size=16M innodb-fast-shutdown=2 performance-schema=0 skip-name-resolve >"$db/$1/my.cnf"
	chown -R mysql:mysql "$db/$1"
	"$mysql56/mysqld" --no-defaults --bootstrap --user=mysql --basedir="$mysql56" --datadir="$db/$1/data" \
		--lc-messages-dir="$mysql56/share" --tmpdir="$db/$1/tmp" >"$tap_dir/bootstrap" 2>&1 <<-'END' ||
		FLUSH PRIVILEGES;
		DELETE FROM mysql.user WHERE user = '';
		CREATE DATABASE shop;
		GRANT REPLICATION SLAVE ON *.* TO repl@'%' IDENTIFIED BY 'geheim';
	END
		diag "$(tail -5 "$tap_dir/bootstrap")"
}
for node in n1 n2; do member56 $node; done
printf '[client]\nuser=root\n[replication]\nuser=repl\npassword=geheim\n' >$db/accounts
chmod 600 $db/accounts
# That build has no plugins of semi-synchronous replication.
more=(binary="$mysql56/mysqld" semisync=off slave_parallel_threads=0)
status() { sql "$1" 'SHOW SLAVE STATUS\G'; }
follows() { sql "$1" 'SHOW SLAVE STATUS' | grep -q 'Yes	Yes'; }

for node in n1 n2; do
	exits "$node: validate-all" 0 act $node validate-all
	exits "$node: start" 0 act $node start
	is "$node: is read-only" "$(sql $node 'SELECT @@read_only')" 1
	exits "$node: monitor" 0 act $node monitor
done
exits "promote" 0 promote n1 "n1 n2"
exits "n1: monitor" 8 act n1 monitor
ok "n2 follows" wait_for 20 follows n2
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 20 has_rows n2 1,2
exits "n2: monitor" 0 act n2 monitor
is "n2: is well" "$(score n2) $(attr n2 readable)" "900 1"

# ---- the primary dies with a backlog at the replica
(echo 'LOCK TABLES shop.t WRITE;'; sleep 60) | mariadb --no-defaults -S $db/n2/run/sock &
holder=$!
sleep 0.5
for id in 3 4 5; do sql n1 "INSERT INTO shop.t VALUES ($id)"; done
received() { sql n2 'SHOW SLAVE STATUS' | grep -q "$(sql n1 'SELECT @@server_uuid'):1-$(sql n1 'SELECT @@GLOBAL.gtid_executed' | sed 's/.*-//')"; }
ok "received" wait_for 20 received
kill_server n1
more+=(relay_drain_timeout=2)
exits "promote while nothing can be applied" 1 promote n2 n2
like "is told" "$err" "not promoted: 3 received transactions .* were not applied in time"
kill $holder
sql n2 "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE command='Sleep'" |
	while read -r statement; do sql n2 "$statement"; done
exits "promote when it can" 0 promote n2 n2
ok "all are there" has_rows n2 1,2,3,4,5
exits "n2: monitor" 8 act n2 monitor

# ---- who comes back follows
exits "n1: stop" 0 act n1 stop
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
ok "n1 follows" wait_for 20 follows n1
sql n2 'INSERT INTO shop.t VALUES (6)'
ok "rows arrive" wait_for 20 has_rows n1 1,2,3,4,5,6

# ---- the trap of MySQL
sql n1 'SET GLOBAL read_only=0; INSERT INTO shop.t VALUES (99); SET GLOBAL read_only=1'
exits "n1: stop, with a row of its own" 0 act n1 stop
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
like "its state names the transaction" "$(attr n1 db-state)" "^errant $(sql n1 'SELECT @@server_uuid'):[0-9]+: 1 transactions that the primary n2 does not have"
is "it is not promoted" "$(score n1)" -1000000
is "nor does it follow" "$(status n1 | grep -c 'Running: Yes')" 0
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
