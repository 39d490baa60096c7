#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A member with a transaction whose number the primary has gone beyond: that alone does not tell that
# it is errant, but the primary refuses it.  The start succeeds, the monitor fails, the next start clones,
# and the copy's log knows all that the primary's does.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
need mariadb-backup mbstream
for node in n1 n2; do member $node; done
send="mariadb-backup --no-defaults --backup --stream=mbstream --user=root --socket=/run/db/n2/run/sock --target-dir=$tap_dir/t"
more=(rejoin_policy=clone semisync=off "clone_command=exec $send")
timeout_ms=60000
primary=CRM_meta_notify_promoted_uname=n2
for node in n1 n2; do act $node start; done
promote n2 "n1 n2"
ok "n1 follows" wait_for 30 follows n1
sql n2 "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(40))"
has_table() { [ "$(sql n1 "SHOW TABLES FROM shop")" = t ]; }
ok "n1 has it" wait_for 30 has_table
sql n1 "STOP SLAVE; SET GLOBAL read_only=0; INSERT INTO shop.t VALUES (100, 'errant'); SET GLOBAL read_only=1"
sql n2 "SET server_id=9; INSERT INTO shop.t VALUES (9, 'of a primary before')"
sql n2 "INSERT INTO shop.t VALUES (3, 'three')"
act n1 stop
exits "it starts" 0 act n1 start $primary
refused() { sql n1 'SHOW ALL SLAVES STATUS' | grep -q 1236; }
ok "refused by the primary" wait_for 30 refused
exits "monitor fails" 1 act n1 monitor
like "with one message" "$err" "next start lets this node rejoin by rejoin_policy=clone: .*1236"
act n1 stop
exits "it starts" 0 act n1 start $primary
ok "n1 follows" wait_for 30 follows n1
is "its log knows all" "$(sql n1 'SELECT @@gtid_binlog_state')" "$(sql n2 'SELECT @@gtid_binlog_state')"
for node in n1 n2; do act $node stop; done
done_testing
