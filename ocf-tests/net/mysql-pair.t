#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A pair of which both servers are written to: what it refuses, that all rows arrive, where may be
# written when one dies and comes back, and that a conflict stops it and nothing is skipped.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
. "$(dirname "$0")/mysql-pair.sh"

# ---- what cannot be a pair
exits "a promotable clone" 6 act n1 validate-all CRM_meta_promoted_max=1
like "is refused" "$err" "mode is master-master, but the resource is promotable"
exits "three of them" 6 act n1 validate-all CRM_meta_clone_max=3
like "are refused" "$err" "clone-max is 3: wants a clone with clone-max=2"
exits "a domain that is none" 6 act n1 validate-all gtid_domain_id=one
like "is refused" "$err" "gtid_domain_id is 'one': wants a number"
exits "keys that would collide" 5 act n1 start additional_parameters=--auto-increment-increment=1
like "are refused" "$err" "auto-increment-increment is not 2"
exits "what the seeds of trouble say" 5 act n1 start "additional_parameters=--slave-skip-errors=all --binlog-do-db=shop"
like "is refused" "$err" "binlog-do-db leaves changes out of the binary log; slave-skip-errors hides"
ok "and nothing was started" no_server n1

# ---- the first one, and a second that does not fit
exits "n1: start" 0 act n1 start
is "n1: alone, it may be written to" "$(both n1) $(state n1)" "1 1 no peer runs"
is "n1: is writable" "$(sql n1 'SELECT @@read_only, @@gtid_domain_id')" "0	1"
sql n1 "$create"
refused() {
	exits "n2: $1" 5 act n2 start "${@:3}"
	like "is refused" "$err" "$2"
	is "n2: was never writable" "$(sql n2 'SELECT @@read_only')" 1
	exits "n2: stop" 0 act n2 stop
	is "n2: its attributes are gone" "$(attr n2 db-writable)$(attr n2 readable)$(attr n2 db-state)" ""
}
refused "one domain" "n2: gtid_domain_id is 1, on its peer n1 it is 1: wants a number of its own" gtid_domain_id=1
refused "one server_id" "n2: server_id is 1, on its peer n1 it is 1: wants" additional_parameters=--server-id=1
refused "one offset" "n2: auto_increment_offset is 1, on its peer n1 it is 1: wants 1 on one" \
	additional_parameters=--auto-increment-offset=1
refused "another increment" "n2: auto_increment_increment is 4, on its peer n1 it is 2: wants the same" \
	additional_parameters=--auto-increment-increment=4
exits "n1 goes on" 0 act n1 monitor
is "n1: as it was" "$(both n1)" "1 1"

# ---- both
exits "n2: start" 0 act n2 start
ok "n2: may be written to, with all that n1 has" wait_for 10 is_writable n2
is "n2: at once" "$(count n2) $(attr n2 readable) $(state n2)" "1 1 "
ok "n1 follows n2" wait_for 10 is_writable n1
ok "n1: replicates" wait_for 10 follows n1
exits "n1: monitor" 0 act n1 monitor
is "n1: all is well" "$(both n1)$(state n1)" "1 1"
write 1 &
write 2 &
wait
ok "80 of 80 rows are on n1" wait_for 10 has_count n1 81
ok "80 of 80 rows are on n2" wait_for 10 has_count n2 81
ok "in both the same" same_data
sql n1 'FLUSH LOGS'
sql n1 'FLUSH LOGS; PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY' # of n2's rows nothing is left there

# ---- one dies, and comes back
delay n2 8 # longer than a start on a slow machine
ok "n2: replicates, with a delay" wait_for 10 follows n2
sql n1 'INSERT INTO shop.t (origin) VALUES (11)' # received by n2, not applied
sleep 0.3
kill_server n2
exits "n2: monitor" 7 act n2 monitor
is "n2: gives up what is written to before the cluster hears of it" "$(both n2) $(state n2)" "0 0 failed"
exits "n1: monitor" 0 act n1 monitor
is "n1: stays writable" "$(writable n1)" 1
exits "n2: stop" 0 act n2 stop
exits "n1: monitor" 0 act n1 monitor
is "n1: writable and readable" "$(both n1) $(state n1)" "1 1 no peer runs"
write 1
exits "n2: start" 0 act n2 start slave_parallel_threads=0
is "n2: is writable only when it has caught up" "$(both n2)" "0 0"
like "n2: and says so" "$(state n2)" "^catches up with the peer 10.0.0.1"
ok "n2: caught up" wait_for 40 is_writable n2
is "n2: with all rows" "$(count n2)" 122
delay n2 0
ok "n1: sees it" wait_for 10 follows n1
exits "n1: monitor" 0 act n1 monitor
is "n1: all is well" "$(both n1)$(state n1)" "1 1"

# ---- the same key on both
for node in n1 n2; do sql $node 'STOP SLAVE'; done
sql n1 "INSERT INTO shop.t VALUES (1001, 1)"
sql n2 "INSERT INTO shop.t VALUES (1001, 2)"
for node in n1 n2; do sql $node 'START SLAVE'; done
for node in n1 n2; do
	ok "$node: a conflict stops it" wait_for 20 says $node "replication stopped by error 1062: .*Duplicate"
	is "$node: is not used" "$(both $node)" "0 0"
	is "$node: nothing was overwritten" "$(sql $node 'SELECT origin FROM shop.t WHERE id = 1001')" "${node#n}"
done
sql n1 "INSERT INTO shop.t VALUES (1003, 1)"
exits "n2: monitor" 0 act n2 monitor
is "n2: nothing was skipped" "$(sql n2 'SELECT COUNT(*) FROM shop.t WHERE id=1003') $(writable n2)" "0 0"
sql n1 'SET SESSION sql_log_bin=0; DELETE FROM shop.t WHERE id=1001; START SLAVE'
sql n2 'SET SESSION sql_log_bin=0; DELETE FROM shop.t WHERE id=1001; START SLAVE'
ok "n2: resolved by a person" wait_for 20 is_writable n2
ok "n1: resolved by a person" wait_for 20 is_writable n1
is "n2: the rest has come" "$(sql n2 'SELECT COUNT(*) FROM shop.t WHERE id=1003')" 1
# Each has the other's row now: the one that replicated last.  A person chose badly; not the agent.
sql n1 'SET SESSION sql_log_bin=0; REPLACE INTO shop.t VALUES (1001, 2)'
sql n2 'SET SESSION sql_log_bin=0; REPLACE INTO shop.t VALUES (1001, 2)'
ok "both have the same" same_data

# ---- stop
for node in n1 n2; do
	exits "$node: stop" 0 act $node stop
	ok "$node: no server" no_server $node
	is "$node: no attribute" "$(attr $node db-writable)$(attr $node readable)$(attr $node db-state)" ""
done
is "no password is in a log" "$(grep -rl geheim $db/n?/error.log "$tap_dir" /run/state-n? 2>/dev/null)" ""
done_testing
