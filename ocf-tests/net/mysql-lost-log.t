#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A primary died with a commit under way, and its binary log went with its file system: the server does
# not start, since nobody knows whether that commit was one.  The start says what is to be done.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
more=(semisync=require initial_master=n1)
exits "start" 0 act n1 start
exits "promote" 0 promote n1 n1
sql n1 "SET sql_log_bin=0; CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB"
sql n1 'INSERT INTO shop.t VALUES (1)' >/dev/null &
waits() { sql n1 'SHOW PROCESSLIST' | grep -q 'semi-sync ACK'; }
ok "a commit waits for a receipt" wait_for 20 waits
kill_server n1
rm -f $db/n1/data/binlog.0* $db/n1/data/binlog.state
: >$db/n1/data/binlog.index
exits "start" 1 act n1 start
like "says why" "$err" "Found 1 prepared transactions"
like "and what to do" "$err" "copy the data of another node here; .*--tc-heuristic-recover=COMMIT"
ok "nothing runs" no_server n1

# Which is right: with that it comes back, and has what it had.
mariadbd --defaults-file=$db/n1/my.cnf --datadir=$db/n1/data --user=mysql --socket=$db/by-hand \
	--tc-heuristic-recover=COMMIT >/dev/null 2>&1
exits "start after that" 0 act n1 start
is "the commit is kept" "$(sql n1 'SELECT id FROM shop.t')" 1
exits "stop" 0 act n1 stop
done_testing
