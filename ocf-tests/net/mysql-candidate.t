#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The primary's server died, was started again, and lacks what its replica has received: it is no
# primary any more, so the replica is not measured by it, and it loses the election.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2 innodb-flush-log-at-timeout=100 # a commit's end stays in memory
more=(semisync=require)
refused() { sql "$1" 'SHOW ALL SLAVES STATUS' | grep -q 'fatal error 1236'; }

for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2

# What the server forgets is made by a copy of its data, a row older.
exits "n1: demote" 0 act n1 demote
exits "n1: stop" 0 act n1 stop
cp -a $db/n1/data $db/n1/older
exits "n1: start" 0 act n1 start
exits "n1: promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 20 follows n2
is "another row is acknowledged" "$(sql n1 'INSERT INTO shop.t VALUES (3)')" ""
exits "n1: monitor" 8 act n1 monitor
exits "n2: monitor" 0 act n2 monitor
kill_server n1
exits "n1: demote of what is dead" 0 act n1 demote
like "is told" "$err" "demoted: no server runs"
rm -r $db/n1/data
mv $db/n1/older $db/n1/data
exits "n1: start" 0 act n1 start
is "n1: lacks the row" "$(rows n1)" 1,2

ok "n2: the former primary refuses it" wait_for 30 refused n2
for monitor in first second; do
	exits "n2: the $monitor monitor" 0 act n2 monitor
	unlike "n2: is not errant" "$(attr n2 db-state)" errant
	is "n2: may be promoted" "$(score n2)" 500
	like "n2: tells why it waits" "$(attr n2 db-state)" "^no primary; the last one, 10.0.0.1, ended with error 1236"
done
exits "n1: promote" 1 promote n1 "n1 n2"
like "loses the election" "$err" "not promoted: n2 has received more"
is "n2: has the better score" "$(score n2)" 1000
exits "n2: promote" 0 promote n2 "n1 n2"
is "n2: with every row that was acknowledged" "$(rows n2)" 1,2,3
ok "n1 follows" wait_for 20 follows n1
ok "n1: has what n2 has" wait_for 20 has_rows n1 1,2,3

# ---- dead is what has no process; of one that is frozen nobody knows
pid=$(server n2)
kill -STOP "$pid"
timeout_ms=60000 begin=$SECONDS
exits "n2: demote of a frozen server" 1 act n2 demote
ok "is soon given up" test $((SECONDS - begin)) -le 15
begin=$SECONDS
exits "n2: notify of a frozen server" 0 notify n2 post demote CRM_meta_notify_demote_uname=n2
ok "is soon given up" test $((SECONDS - begin)) -le 15
kill -CONT "$pid"

# ---- a server that was killed cuts off even what was acknowledged: its replica has it
exits "n2: monitor" 8 act n2 monitor
# At once, or the commit is on the disk after all, as it was once on a loaded machine.
sql n2 'SET GLOBAL innodb_flush_log_at_timeout=60'
pid=$(server n2)
said=$(sql n2 'INSERT INTO shop.t VALUES (4)')
kill -KILL "$pid"
is "another row is acknowledged" "$said" ""
wait_for 10 no_server n2
exits "n2: start" 0 act n2 start
like "n2: the server cut it off" "$(cat $db/n2/error.log)" "Successfully truncated"
is "n2: lacks the row" "$(rows n2)" 1,2,3
is "that is written down" "$(record SEMISYNC_n2)" "CUT|1|n1"
exits "n2: promote, when nobody else is there" 1 promote n2 n2
like "it cannot know enough" "$err" "needs the position of n1 besides that of the last primary n2 \\(it has cut off the end of its log"
exits "n1: promote" 0 promote n1 "n1 n2"
is "n1: with every row that was acknowledged" "$(rows n1)" 1,2,3,4
ok "n2: has what n1 has" wait_for 20 has_rows n2 1,2,3,4
exits "n2: stop" 0 act n2 stop
kill -STOP "$(server n1)"
begin=$SECONDS
exits "n1: stop of a frozen server" 0 act n1 stop
ok "waits for it no longer than another member should" test $((SECONDS - begin)) -le 30
ok "it is gone" no_server n1
done_testing
