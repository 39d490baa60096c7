#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Both servers are killed, the primary is gone for good, and what it acknowledged is in the other
# one's relay log alone: it is promoted with all of it, or not at all.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
more=(semisync=require)
for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
# A replica that is killed loses what InnoDB has not written out, which it does once a second.
sql n2 'FLUSH LOCAL ENGINE LOGS'

# What arrives now is received and acknowledged, not applied.
(echo 'LOCK TABLES shop.t WRITE;'; sleep 60) | mariadb --no-defaults -S $db/n2/run/sock &
holder=$!
sleep 0.5
for id in 3 4 5 6 7 8 9 10; do is "row $id is acknowledged" "$(sql n1 "INSERT INTO shop.t VALUES ($id)")" ""; done
is "and a change of the table" "$(sql n1 'ALTER TABLE shop.t ADD COLUMN name CHAR(5)')" ""
is "and two rows at once" "$(sql n1 'INSERT INTO shop.t VALUES (11, 1); BEGIN; INSERT INTO shop.t VALUES (12, 2), (13, 3); COMMIT')" ""
kill_server n1
kill_server n2
kill $holder

exits "n2: start" 0 act n2 start
is "n2: has not applied them" "$(rows n2)" 1,2
is "n2: why it does not replicate" "$(attr n2 db-state)" "waits for a primary since the server was started"
is "n2: may be promoted" "$(score n2)" 500
exits "n2: monitor" 0 act n2 monitor
is "n2: and so it stays" "$(attr n2 db-state)" "waits for a primary since the server was started"
more+=(relay_rescue=false)
exits "n2: promote, when that is forbidden" 1 promote n2 n2
like "names them" "$err" "not promoted: 11 received transactions \\(0-1-[0-9]+\\.\\.[0-9]+\\) are not applied"
is "n2: is still read-only" "$(sql n2 'SELECT @@read_only')" 1
more=(semisync=require)
exits "n2: promote" 0 promote n2 n2
like "tells that it was so" "$err" "only the relay log has 11 transactions"
is "n2: has every row that was acknowledged" "$(rows n2)" 1,2,3,4,5,6,7,8,9,10,11,12,13
is "n2: writes go on behind them" "$(sql n2 'SELECT @@gtid_binlog_pos = @@gtid_current_pos')" 1

# ---- and whoever was primary comes back
sql n2 'INSERT INTO shop.t VALUES (14, 4)' & # waits for a receipt
waits() { act n2 monitor 2>/dev/null; [ "$(attr n2 db-state)" = "commits wait for a replica's receipt, and no replica is connected" ]; }
ok "n2: its state tells what clients wait for" wait_for 10 waits
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
ok "n1 follows" wait_for 20 follows n1
ok "n1: has what n2 has" wait_for 20 has_rows n1 1,2,3,4,5,6,7,8,9,10,11,12,13,14
is "both have the same data" "$(sql n1 'CHECKSUM TABLE shop.t')" "$(sql n2 'CHECKSUM TABLE shop.t')"

# ---- a replica that was written to while it was no replica: refused, and it stays so
sql n1 'STOP SLAVE; SET SESSION sql_log_bin=1; INSERT INTO shop.t VALUES (99, 9)'
exits "n1: stop" 0 act n1 stop
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
for monitor in first second; do
	exits "n1: the $monitor monitor" 0 act n1 monitor
	like "n1: its state names what only it has" "$(attr n1 db-state)" "^errant 0-1-[0-9]+: 1 transactions that the primary n2"
	is "n1: is never promoted" "$(score n1)" -1000000
done
nok "n1: does not follow" follows n1
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
