#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replica set of two, action by action: who is promoted, what is applied before, what is refused,
# and how who comes back joins.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
others() { [ "$1" = n1 ] && echo n2 || echo n1; }

caught_up() { [ "$(sql n1 'SELECT @@gtid_slave_pos')" = "$(sql n2 'SELECT @@gtid_binlog_pos')" ]; }

# ---- both start, one is promoted
for node in n1 n2; do
	exits "$node: validate-all" 0 act $node validate-all
	exits "$node: start" 0 act $node start
	is "$node: is read-only" "$(sql $node 'SELECT @@read_only')" 1
	is "$node: may be promoted" "$(score $node)" 900
	exits "$node: monitor" 0 act $node monitor
done
exits "alone, without the other's position" 1 promote n1 n1
like "is told" "$err" "needs 2 positions \\(there never was a primary\\), has 1: n1 has none"
exits "promote" 0 promote n1 "n1 n2"
exits "n1: monitor" 8 act n1 monitor
exits "n2: monitor" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2
is "n1: writable" "$(sql n1 'SELECT @@read_only')" 0
is "n1: score" "$(score n1)" 1001
like "who is primary is written down" "$(record PRIMARY)" "^n1\|"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
act n1 monitor
is "commits wait for one replica" "$(record SEMISYNC_n1)" "ON|1|n2"
act n2 monitor
is "n2: may be read" "$(attr n2 readable)" 1
is "n2: score" "$(score n2)" 900
is "n2: state" "$(attr n2 db-state)" ""

# ---- somebody meddles
sql n2 'SET GLOBAL read_only=0'
exits "a replica that was made writable" 0 act n2 monitor
is "is closed again" "$(sql n2 'SELECT @@read_only')" 1
sql n2 'STOP SLAVE'
exits "a replica that was stopped" 0 act n2 monitor
is "is left so" "$(attr n2 db-state)" "replication was stopped by somebody"
is "and is not read" "$(attr n2 readable)" 0
is "nor promoted gladly" "$(score n2)" 10
exits "unless it is ours to manage" 0 act n2 monitor manage_slave=true
ok "then it is started" wait_for 10 follows n2
sql n2 'STOP SLAVE'
exits "stopped again" 0 act n2 monitor
sql n2 'START SLAVE'
ok "started by hand" wait_for 10 follows n2
exits "monitor" 0 act n2 monitor
is "is well again" "$(score n2)" 900
sql n1 'SET GLOBAL read_only=1'
exits "a primary that was made read-only has failed" 9 act n1 monitor
sql n1 'SET GLOBAL read_only=0'
exits "n1: monitor" 8 act n1 monitor

# ---- by order
exits "n1: demote" 0 act n1 demote
notify n2 post demote CRM_meta_notify_demote_uname=n1
exits "n2: promote" 0 promote n2 "n1 n2"
exits "n2: monitor" 8 act n2 monitor
ok "n1 follows" wait_for 10 follows n1
sql n2 'INSERT INTO shop.t VALUES (3)'
ok "rows arrive" wait_for 10 has_rows n1 1,2,3
exits "n1: monitor" 0 act n1 monitor

# ---- the primary's server dies with a backlog at the replica
sql n1 'STOP SLAVE SQL_THREAD; CHANGE MASTER TO MASTER_DELAY=0' >/dev/null
sql n1 "SET GLOBAL slave_parallel_threads=0" >/dev/null
sql n1 'START SLAVE SQL_THREAD' >/dev/null
ok "n1 follows" wait_for 10 follows n1
(echo 'LOCK TABLES shop.t WRITE;'; sleep 60) | mariadb --no-defaults -S $db/n1/run/sock &
holder=$!
sleep 0.5
for id in 4 5 6 7; do sql n2 "INSERT INTO shop.t VALUES ($id)"; done
act n2 monitor
kill_server n2
exits "n2: demote of what is dead" 0 act n2 demote
notify n2 pre promote CRM_meta_notify_promote_uname=n1 CRM_meta_notify_unpromoted_uname="n1 n2"
is "n2: whom nobody watches, and whose vote is wanted, tells of its end itself" \
	"$(cat $cluster/resource)" "--fail --resource db --node n2"
is "four rows are received, not applied" "$(sql n1 'SELECT @@gtid_slave_pos' | cut -d- -f3)" 3
timeout_ms=60000 begin=$SECONDS
exits "what is received cannot be applied in the time that is given: promote fails" 1 promote n1 n1 relay_drain_timeout=1
ok "at that time" test $((SECONDS - begin)) -le 25
timeout_ms=8000
exits "what is received cannot be applied in time: promote fails" 1 promote n1 n1
like "with the number" "$err" "not promoted: 4 received transactions \\(0-2-4..7\\) were not applied in time"
is "it is still read-only" "$(sql n1 'SELECT @@read_only')" 1
kill $holder
sql n1 "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE command='Sleep'" |
	while read -r statement; do sql n1 "$statement"; done
timeout_ms=20000
exits "then it is promoted" 0 promote n1 n1
is "with every row that was acknowledged" "$(rows n1)" 1,2,3,4,5,6,7
exits "n2: start" 0 act n2 start CRM_meta_notify_promoted_uname=n1
ok "n2 follows" wait_for 10 follows n2
sql n1 'INSERT INTO shop.t VALUES (8)'
ok "rows arrive" wait_for 10 has_rows n2 1,2,3,4,5,6,7,8

# ---- a primary that nobody hears: what it commits is not acknowledged, and cut off later
exits "n1: monitor" 8 act n1 monitor
cut_cable
timeout 3 mariadb --no-defaults -S $db/n1/run/sock -e 'INSERT INTO shop.t VALUES (100)' 2>/dev/null
is "a commit without a receipt is not acknowledged" $? 124
kill_server n1
exits "n2: promote" 0 promote n2 n2
is "n2: has what was acknowledged" "$(rows n2)" 1,2,3,4,5,6,7,8
mend_cable
sql n2 'INSERT INTO shop.t VALUES (9)' & # waits for a receipt
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
ok "n1 follows, without its tail" wait_for 20 follows n1
ok "n1: has what n2 has" wait_for 20 has_rows n1 1,2,3,4,5,6,7,8,9
like "the server cut it off" "$(cat $db/n1/error.log)" "Successfully truncated"
wait %% 2>/dev/null
ok "n1 has received all" wait_for 10 caught_up

# ---- a primary that acknowledged alone
sql n2 'SET GLOBAL rpl_semi_sync_master_enabled=0'
cut_cable
sql n2 'INSERT INTO shop.t VALUES (200)'
act n2 monitor
is "it says so" "$(record SEMISYNC_n2 | cut -d'|' -f 1)" OFF
kill_server n2
more=(semisync=require)
exits "n1: promote" 1 promote n1 n1
like "is refused" "$err" "acknowledged without a replica.*allow_data_loss=true"
more=()
exits "unless it was only preferred" 0 promote n1 n1
like "with a warning" "$err" "had [^:]*: (0-[0-9]-[0-9.]+ is lost, and )?whatever it acknowledged beyond that is lost"
mend_cable # not before: the kernel would still deliver what the dead server had sent
sql n1 'SET GLOBAL rpl_semi_sync_master_enabled=0; INSERT INTO shop.t VALUES (10)'
exits "n2: start" 0 act n2 start CRM_meta_notify_promoted_uname=n1
is "n2: does not follow" "$(sql n2 'SHOW ALL SLAVES STATUS')" ""
like "n2: its state names what only it has" "$(attr n2 db-state)" "^errant 0-2-[0-9]+: 1 transactions that the primary n1 does not have"
is "n2: is never promoted" "$(score n2)" -1000000
exits "n2: monitor" 0 act n2 monitor
is "n2: is never promoted" "$(score n2)" -1000000
is "n2: keeps it" "$(sql n2 'SELECT COUNT(*) FROM shop.t WHERE id=200')" 1

# ---- stop
for node in n1 n2; do
	exits "$node: stop" 0 act $node stop
	ok "$node: no server" no_server $node
	is "$node: no score" "$(score $node)" ""
done
is "no password is in a log" "$(grep -rl geheim $db/n?/error.log "$tap_dir" /run/state-n? 2>/dev/null)" ""
done_testing
