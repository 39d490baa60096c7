#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What only a former primary has is written to a file and undone, and it follows again with the same
# rows as the primary; what cannot be undone is refused and named, and a kill in the midst of it leaves
# nothing that a start does not know.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
[ -n "${EB_REJOIN:-}" ] || skip_all "half a minute: make check-mysql-rejoin"
need mariadb-binlog
for node in n1 n2; do member $node binlog-format=ROW; done
kept=/run/kept
more=(rejoin_policy=flashback semisync=off "errant_dir=$kept")
timeout_ms=60000
primary=CRM_meta_notify_promoted_uname=n2
sums() { sql "$1" 'CHECKSUM TABLE shop.t, shop.blobs, shop.child, shop.parent'; }
same() { [ "$(sums n1)" = "$(sums n2)" ]; }
# errs STATEMENTS: transactions that n1 alone has.
errs() {
	sql n1 "STOP SLAVE; SET GLOBAL read_only=0; USE shop; $1; SET GLOBAL read_only=1"
	rm -rf $kept /run/state-n1/*.rejoins
	act n1 stop
}
joined() {
	ok "$1: it follows" wait_for 30 follows n1
	sql n2 "REPLACE INTO shop.t VALUES (1, '$1')"
	ok "$1: both have the same" wait_for 30 same
	is "$1: nothing is left of it" "$(echo $db/n1/data/escapebeat*) $(sql n1 "SHOW TABLES FROM mysql LIKE 'escapebeat%'")" "$db/n1/data/escapebeat* "
}

for node in n1 n2; do act $node start; done
promote n2 "n1 n2"
ok "n1 follows" wait_for 30 follows n1
sql n2 "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(20)); CREATE TABLE shop.blobs (v LONGBLOB, d DATETIME(3), n DECIMAL(20,5));
	CREATE TABLE shop.parent (id INT PRIMARY KEY) ENGINE=InnoDB;
	CREATE TABLE shop.child (p INT, FOREIGN KEY (p) REFERENCES shop.parent (id) ON DELETE CASCADE) ENGINE=InnoDB;
	CREATE TABLE shop.old (id INT PRIMARY KEY) ENGINE=MyISAM;
	INSERT INTO shop.t VALUES (1, 'one'), (2, 'two'), (3, 'three'); INSERT INTO shop.blobs VALUES (NULL, NOW(3), 1.5);
	INSERT INTO shop.parent VALUES (1); INSERT INTO shop.child VALUES (1)"
ok "rows arrive" wait_for 30 same

# ---- rows in all three ways, over two files of the log
change="INSERT INTO t VALUES (10, 'a'), (11, 'b'); UPDATE t SET v='changed' WHERE id < 3; FLUSH BINARY LOGS;
	DELETE FROM t WHERE id = 3; INSERT INTO blobs VALUES (REPEAT(UUID(), 20000), NOW(3), -7.25);
	UPDATE blobs SET v='x'; BEGIN; INSERT INTO t VALUES (3, 'again'); DELETE FROM t WHERE id=10; COMMIT"
errs "$change"
exits "rows: start" 0 act n1 start $primary
like "rows: it tells how many, and where they are" "$err" "undoing 6 transactions, back to 0-2-[0-9]+; they are kept in $kept/data\.2.*\.sql"
joined rows
like "rows: the file has them" "$(cat $kept/*.sql)" "### +@2='changed'"
is "rows: and is root's alone" "$(stat -c %a $kept/*.sql)" 600
exits "rows: monitor" 0 act n1 monitor
is "rows: score" "$(score n1)" 900
is "its log knows whose transactions it has" "$(sql n1 'SELECT @@gtid_binlog_pos')" "$(sql n2 'SELECT @@gtid_binlog_pos')"

# ---- killed when rows are turned back, and when that is done
errs "$change"
exits "n1: runs" 0 act n1 start $primary rejoin_policy=refuse
(printf 'BEGIN; SELECT * FROM shop.blobs FOR UPDATE;\n'; sleep 60) | mariadb --no-defaults -S $db/n1/run/sock >/dev/null &
holder=$!
kills() {
	act n1 start $primary >/dev/null 2>&1 &
	pid=$!
	ok "killed: in the midst" wait_for 30 "$@"
	kill_inside $pid
	wait $pid 2>/dev/null
}
kills [ -e $db/n1/data/escapebeat-flashback ]
kill $holder
kill_server n1
exits "killed: the next start" 0 act n1 start $primary
joined killed
# As one leaves it that was killed behind its commit: the rows are back, the log is not.
position=$(sql n2 'SELECT @@gtid_binlog_pos')
state=$(sql n2 'SELECT @@gtid_binlog_state')
errs "INSERT INTO t VALUES (20, 'x')"
act n1 start $primary rejoin_policy=refuse 2>/dev/null
tokens=mysql.escapebeat_flashback
sql n1 "SET sql_log_bin=0; DELETE FROM shop.t WHERE id=20; CREATE TABLE $tokens (token VARCHAR(40) PRIMARY KEY) ENGINE=InnoDB; INSERT INTO $tokens VALUES ('1-1')"
act n1 stop
printf '1-1\n%s\n%s\n' "$position" "$state" >$db/n1/data/escapebeat-flashback
exits "killed behind its commit: the next start" 0 act n1 start $primary rejoin_policy=refuse
joined "killed behind its commit"
is "killed behind its commit: nothing is undone twice" "$(ls $kept 2>/dev/null)" ""

# ---- what cannot be undone
refuses() { # NAME STATEMENTS PATTERN [COMMAND TO MEND]
	errs "$2"
	exits "$1: start" 0 act n1 start $primary
	like "$1: refused, and why" "$err" "no flashback: $3; errant 0-1-[0-9.]+: "
	is "$1: nothing replicates" "$(sql n1 'SHOW ALL SLAVES STATUS' | grep -c Yes)" 0
	is "$1: never promoted" "$(score n1)" -1000000
	like "$1: state" "$(attr n1 db-state)" "^errant 0-1-"
	exits "$1: no monitor fails for it" 0 act n1 monitor
	is "$1: nothing is written" "$(ls $kept 2>/dev/null)" ""
}
again() { # a copy by hand, as a person does it
	act n1 stop
	exits "n1: is cloned" 0 act n1 start $primary rejoin_policy=clone errant_dir=$db/n1 \
		"clone_command=mariadb-backup --no-defaults --backup --stream=mbstream --user=root --socket=$db/n2/run/sock --target-dir=$tap_dir/target"
	joined "cloned"
}
refuses "a table that was made" "INSERT INTO t VALUES (30, 'x'); CREATE TABLE new (id INT); INSERT INTO t VALUES (31, 'x')" \
	"0-1-[0-9]+ is no change of rows: use .shop.; CREATE TABLE new .id INT."
again
refuses "a statement" "SET binlog_format=STATEMENT; INSERT INTO t VALUES (32, 'x')" "0-1-[0-9]+ is no change of rows: .*INSERT INTO t .*"
again
refuses "a table that has no transactions" "INSERT INTO old VALUES (1)" "shop.old is no table of InnoDB"
again
refuses "what a foreign key changed too" "DELETE FROM parent" "shop.parent has a foreign key that changes other rows with its own"
for node in n1 n2; do act $node stop; done
done_testing
