#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replica set under Pacemaker: a primary is promoted, clients write through the address, the
# primary's node dies, the replica takes over, the dead node comes back as a replica; no row that
# was acknowledged is lost, none is there twice, and both have the same tables.
# shellcheck disable=SC2034,SC2154 # shared with the parts
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/../cluster/lab.sh"
. "$(dirname "$0")/../cluster/failover.sh"
for part in server nodes faults rounds; do
	. "$(dirname "$0")/$part.sh"
done
need_lab
need_mariadb
need losetup mkfs.ext4 lsblk
agent=${MYSQL_AGENT:-ours} # or stock, to compare
[ "$agent" != ours ] || need_replica_set
journal=$tap_dir/journal

if db_up 2 "$agent" 2>"$tap_dir/up"; then pass "a primary is promoted"; else
	fail "a primary is promoted"
	diag "$(cat "$tap_dir/up")"
	round=0 seed=0 fault=none
	witness "no primary"
	diag "$(cat "$journal")"
	exit 1
fi
first=$(primary)
second=$(replicas)
ok "the other one replicates" wait_for 30 together
is "- and is read-only" "$(sql_at "$second" 'SELECT @@read_only')" 1

ok "clients are answered" start_writer 1
sleep 1
# The kernel may still deliver what the closed connection had to say: then nobody waits, and it is
# done again.
waited() {
	lab exec "$first" grep -qE 'wait for a receipt of .* will not send again' /var/log/pacemaker/pacemaker.log
}
for _ in 1 2 3 4 5; do
	fault_receipt_lost
	ok "receipts of the replica are lost: clients are answered again" \
		wait_for 20 answered_since $((${EPOCHREALTIME/./} / 1000))
	waited && break
	wait_for 30 together
done
ok "- the log says why they waited" waited
is "- nobody was demoted for it" "$(primary)" "$first"
wait_for 10 is_answered
fault_node_kill
moved() { [ "$(primary)" = "$second" ] && is_writable; }
ok "after the death of $first, $second is the primary" wait_for 60 moved
ok "the dead one is switched on" mend
ok "clients are answered again" wait_for 60 is_answered
end_writer
like "- and were before" "$(cat "$tap_dir/wrote")" 'acknowledged=[1-9][0-9]+'
ok "$first comes back as a replica" wait_for 60 together
is "- which is read-only" "$(sql_at "$first" 'SELECT @@read_only')" 1
is "- and the address stays" "$(primary)" "$second"
ok "the oracle finds nothing" judge 1
for word in lost doubled differing; do
	is "- $word" "$(verdict $word)" 0
done
diag "$judged"

# It would: a row that was acknowledged, deleted behind the writer's back.
sql_at "$second" "DELETE FROM loss.written ORDER BY number LIMIT 1"
nok "a row deleted by hand is a loss" judge 1
is "- of one row" "$(verdict lost)" 1

done_testing
