#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A member that somebody meddles with: made writable without being the primary, or written to as a
# replica.  Two primaries are what a cluster is there to prevent.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
act n1 start 2>/dev/null
act n2 start 2>/dev/null
exits "promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 10 follows n2
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
read_only() { sql "$1" 'SELECT @@read_only'; }
free_server() { sql "$1" 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only=0'; }

# ---- a replica is written to, by somebody who may
connections() { sql n1 "SHOW GLOBAL STATUS LIKE 'Connections'" | cut -f 2; }
errant() { # TRANSACTION MONITOR
	exits "n2: the $2 monitor" 0 act n2 monitor
	like "n2: its state names what only it has" "$(attr n2 db-state)" "^errant $1: 1 transactions that the primary"
	is "n2: it is not promoted" "$(score n2)" -1000000
	is "n2: nor read" "$(attr n2 readable)" 0
}
exits "n2: monitor" 0 act n2 monitor
before=$(connections)
exits "n2: monitor" 0 act n2 monitor
is "a replica that is well does not ask its primary" "$(($(connections) - before))" 1
sql n2 'INSERT INTO shop.t VALUES (77)'
errant 0-2-3 first
errant 0-2-3 second
sql n1 'SET SESSION server_id=2, gtid_seq_no=3; INSERT INTO shop.t VALUES (77)'
exits "the primary gets it, too" 0 act n2 monitor
is "n2: may be promoted" "$(score n2)" 900
is "n2: state" "$(attr n2 db-state)" ""

# ---- one that follows nobody is made writable
exits "n2: monitor" 0 act n2 monitor
free_server n2
exits "a probe tells what it is" 8 act n2 monitor CRM_meta_interval=0
is "and changes nothing" "$(read_only n2)" 0
exits "one that follows nobody and was made writable is no primary" 0 act n2 monitor
like "is told" "$err" "not the node that the cluster promoted: it is set again; written here meanwhile: nothing"
is "it is read-only" "$(read_only n2)" 1
ok "and follows again" wait_for 10 follows n2
exits "n2: monitor" 0 act n2 monitor
is "it may be read" "$(attr n2 readable)" 1
free_server n2
sql n2 'INSERT INTO shop.t VALUES (50)'
exits "...and was written to" 0 act n2 monitor
like "is told with what was written" "$err" "written here meanwhile: 1 transactions \\(0-2-4\\)"
is "it is read-only" "$(read_only n2)" 1
like "its state names what only it has" "$(attr n2 db-state)" "^errant 0-2-4: 1 transactions"
is "it is not promoted" "$(score n2)" -1000000
is "nor read" "$(attr n2 readable)" 0
exits "n1: monitor" 8 act n1 monitor
free_server n2
exits "one that is refused is made writable" 0 act n2 monitor
is "it is read-only" "$(read_only n2)" 1
sql n2 "CREATE USER weak@localhost IDENTIFIED BY 'x'; GRANT SELECT, SLAVE MONITOR, BINLOG MONITOR ON *.* TO weak@localhost" >/dev/null
printf '[client]\nuser=weak\npassword=x\n[replication]\nuser=repl\npassword=geheim\n' >$db/weak
chmod 600 $db/weak
sql n2 'SET GLOBAL read_only=0'
exits "it cannot be closed: it has failed" 1 act n2 monitor credentials_file=$db/weak
like "is told" "$err" "cannot make the replica read-only again"
exits "n2: monitor" 0 act n2 monitor

# ---- who is the primary, the cluster knows
sed -i d /run/state-n1/*.role
exits "the primary, its word lost: the records name it" 8 act n1 monitor
is "it is writable" "$(read_only n1)" 0
sed -i d /run/state-n1/*.role
echo "n2|0-1-4|1" >$cluster/lasting/db_PRIMARY
exits "the records name another one" 0 act n1 monitor
is "it is read-only" "$(read_only n1)" 1
sql n1 'SET GLOBAL read_only=0'
exits "made primary by hand, and the cluster has taken it for that" 8 act n1 monitor CRM_meta_op_target_rc=8
is "it is writable" "$(read_only n1)" 0
echo "n1|0-1-4|1" >$cluster/lasting/db_PRIMARY
# a demote was killed before its work was done
echo leaving >"$(echo /run/state-n1/*.role)"
exits "the primary is still one" 8 act n1 monitor
is "it is writable" "$(read_only n1)" 0
exits "n1: demote" 0 act n1 demote
sql n1 'SET GLOBAL read_only=0'
exits "who was demoted and is made writable is none" 0 act n1 monitor
is "it is read-only" "$(read_only n1)" 1
sed -i d /run/state-n1/*.role
sql n1 'SET GLOBAL read_only=0'
exits "its word lost: the records say that it was demoted" 0 act n1 monitor
is "it is read-only" "$(read_only n1)" 1
more=(mode=standalone CRM_meta_promoted_max=0)
sql n1 'SET GLOBAL read_only=0'
exits "a server of its own is nobody's member" 0 act n1 monitor
is "it is writable" "$(read_only n1)" 0
more=()
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
