#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two databases of which both are written to, and one address, under Pacemaker: the service dies,
# the node dies, one is behind: the address goes where all is there that is known of, and at the end
# every table is the same on both.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
. "$(dirname "$0")/mysql.sh"
[ -n "${EB_PAIR:-}" ] || skip_all "a minute: make check-mysql-pair"
need_lab
need_database

database_files "n1 n2" auto-increment-increment=2
for n in 1 2; do echo auto-increment-offset=$n >>"$tap_dir/n$n/etc/db.cnf"; done
agents_tree "$tap_dir/agents"
pair_cib max_slave_lag=2 slave_net_timeout=4 >"$tap_dir/cib.xml"
lab_up --token 1000 --agents "$tap_dir/agents" --cib "$tap_dir/cib.xml" --fence-lab \
	--node-files n1 "$tap_dir/n1" --node-files n2 "$tap_dir/n2"

# holder: the node that has the address.
holder() {
	local node
	for node in n1 n2; do
		lab exec $node ip -o address show dev eth0 2>/dev/null | grep -qF " $pair_address/" && echo $node
	done
}
has_address() { [ "$(holder)" = "$1" ]; }
somebody_has_it() { [[ $(holder) == n[12] ]]; }
is_well() { [ "$(attribute "$1" db-writable)$(attribute "$1" db-state)" = 1 ] && follows "$1"; }
both_well() { is_well n1 && is_well n2; }
# through_address STATEMENT: as a client does it.
through_address() {
	lab client timeout 5 mariadb --no-defaults -h $pair_address -u app -papp -BN -e "$1" 2>/dev/null
}
answers() { [ "$(through_address 'SELECT @@server_id')" = "${1#n}" ]; }
# Rows on both nodes, all the time.
fill() {
	touch /run/fill
	while [ -e /run/fill ]; do
		sleep 0.1
		timeout 5 mariadb --no-defaults -S /run/db/sock -e \
			'INSERT INTO shop.a (origin) VALUES (@@server_id); INSERT INTO shop.b (origin) VALUES (@@server_id)'
	done >/dev/null 2>&1
}
start_filling() { lab exec "$1" bash -c "$(declare -f fill); fill" >/dev/null 2>&1 & }
checksums() { sql "$1" 'CHECKSUM TABLE shop.a, shop.b'; }
same() { [ "$(checksums n1)" = "$(checksums n2)" ] && [[ $(checksums n1) != *NULL* ]]; }

ok "both are well" wait_for 60 both_well || diag "$(lab exec n1 crm_mon -1A)"
ok "somebody has the address" wait_for 30 somebody_has_it
first=$(holder) second=$(other_node "$(holder)")
sql n1 'CREATE DATABASE shop; CREATE TABLE shop.a (id INT AUTO_INCREMENT PRIMARY KEY, origin INT);
	CREATE TABLE shop.b (id INT AUTO_INCREMENT PRIMARY KEY, origin INT)'
ok "a client is answered by $first" wait_for 20 answers "$first"
for node in n1 n2; do start_filling $node; done

# ---- the service dies
lab exec "$first" sh -c 'kill -KILL "$(cat /run/db/pid)"'
ok "the service on $first is killed: the address goes to $second" wait_for 30 has_address "$second"
ok "a client is answered there" wait_for 10 answers "$second"
ok "$first is repaired, and replicates" wait_for 60 both_well
is "the address stays" "$(holder)" "$second"

# ---- the node dies
lab kill "$second"
ok "$second is killed: the address goes to $first" wait_for 60 has_address "$first"
ok "a client is answered there" wait_for 10 answers "$first"
ok "$second comes back" lab boot "$second"
ok "is a member again" lab wait-online --timeout 90
ok "and replicates" wait_for 90 both_well
start_filling "$second"

# ---- one is behind
is "the address is on $first" "$(holder)" "$first"
sql "$first" 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=20; START SLAVE'
ok "$first is behind by more than max_slave_lag: the address goes to $second" wait_for 60 has_address "$second"
like "it says so" "$(attribute "$first" db-state)" "^more than max_slave_lag .2 s. behind the peer"
sql "$first" 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=0; START SLAVE'
ok "it catches up" wait_for 60 both_well

# ---- all is there
for node in n1 n2; do lab exec $node rm /run/fill; done
ok "every table is the same on both" wait_for 30 same
for table in a b; do
	like "rows of both are in shop.$table" \
		"$(sql n1 "SELECT COUNT(*) > 50 AND COUNT(DISTINCT origin) = 2 FROM shop.$table")" 1
done
diag "$(sql n1 'SELECT origin, COUNT(*) FROM shop.a GROUP BY origin' | tr '\n' ';')"
done_testing
