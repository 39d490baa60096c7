#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replicated database on two nodes: promoted once, moved by order, by a server's death and by a
# node's, and nothing that was acknowledged is lost; who comes back follows by itself.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
. "$(dirname "$0")/mysql.sh"
need_lab
need_database
need xmllint

in_log() { lab exec "$1" grep -qE "$2" /var/log/pacemaker/pacemaker.log; }
can_write() { local node; node=$(primary) && [ -n "$node" ] && [ "$(sql "$node" 'SELECT @@read_only')" = 0 ]; }

database_files "n1 n2"
agents_tree "$tap_dir/agents"
database_cib semisync=prefer >"$tap_dir/cib.xml"
lab_up --token 1000 --agents "$tap_dir/agents" --cib "$tap_dir/cib.xml" --fence-lab \
	--node-files n1 "$tap_dir/n1" --node-files n2 "$tap_dir/n2"

if ! wait_for 60 has_primary; then
	fail "somebody is promoted"
	diag "$(lab exec n1 crm_mon -1A)"
	exit 1
fi
pass "somebody is promoted"
first=$(primary) second=$(other_node "$(primary)")
ok "the other one follows" wait_for 30 follows "$second"
is "it is read-only" "$(sql "$second" 'SELECT @@read_only')" 1
sql "$first" 'CREATE DATABASE shop; CREATE TABLE shop.t (id INT PRIMARY KEY)'
sql "$first" 'INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows "$second" 1,2
is "commits wait for receipts" "$(sql "$first" "SHOW STATUS LIKE 'Rpl_semi_sync_master_status'" | cut -f 2)" ON
is "the replica may be read" "$(attribute "$second" readable)" 1

# ---- the server dies
lab exec "$first" sh -c 'kill -KILL "$(cat /run/db/pid)"'
ok "the server is killed, which is noticed" wait_for 30 in_log "$first" "Result of monitor operation for db on $first: not running"
ok "somebody is promoted" wait_for 60 can_write
lab wait-idle --timeout 60
first=$(primary) second=$(other_node "$(primary)")
is "with all rows" "$(rows "$first")" 1,2
sql "$first" 'INSERT INTO shop.t VALUES (3)'
ok "the other one follows" wait_for 60 follows "$second"
ok "and has all rows" wait_for 10 has_rows "$second" 1,2,3

# ---- by order
second=$first first=$(other_node "$first")
lab exec "$first" cibadmin --create --scope constraints --xml-text \
	"<rsc_location id='here' rsc='db-clone' role='Master' node='$first' score='INFINITY'/>"
ok "moved by order" wait_for 60 is_primary "$first"
lab wait-idle --timeout 60
lab exec "$first" cibadmin --delete --scope constraints --xml-text "<rsc_location id='here'/>"
ok "the other one follows" wait_for 60 follows "$second"
sql "$first" 'INSERT INTO shop.t VALUES (4)'
ok "and has all rows" wait_for 10 has_rows "$second" 1,2,3,4

# ---- the node dies; how far it came without receipts is kept under the other's name
sql "$first" 'SET GLOBAL rpl_semi_sync_master_enabled=0'
reached=$(sql "$first" 'SELECT @@gtid_binlog_pos')
keeps_in_mind() { [[ $(attribute "$second" db-reached) == *"|$reached" ]]; }
ok "$second keeps in mind how far $first came" wait_for 30 keeps_in_mind
lab kill "$first"
ok "the node is killed: the other one is promoted" wait_for 90 is_primary "$second"
like "which outlived the node" "$(lab log -a "$second" | grep 'last primary')" \
	"the last primary $first .*: it is last known to have had 0-[^:]*\\.\\.${reached##*-}, and here is"
is "with all rows" "$(rows "$second")" 1,2,3,4
sql "$second" 'INSERT INTO shop.t VALUES (5)'
ok "$first comes back" lab boot "$first"
ok "and is a member again" lab wait-online --timeout 90
ok "it follows" wait_for 90 follows "$first"
ok "and has all rows" wait_for 10 has_rows "$first" 1,2,3,4,5
is "both have the same data" "$(sql "$first" 'CHECKSUM TABLE shop.t')" "$(sql "$second" 'CHECKSUM TABLE shop.t')"

is "no password in the CIB or a log" \
	"$(lab exec "$first" grep -rl geheim /var/lib/pacemaker/cib /var/log/pacemaker /var/log/cluster 2>/dev/null)" ""
done_testing
