#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The network loses a replica's connection without a word, as a firewall that was started anew does,
# and the replica connects again: MariaDB waits for the old one before it serves the new one, and
# whoever commits waits with it, or whoever connects.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
need nft ss
member n1
member n2
more=(semisync=require)
for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1)'
ok "rows arrive" wait_for 10 has_rows n2 1
exits "n1: monitor" 8 act n1 monitor

rule() { ip netns exec peer nft "$1"; }
rule 'add table ip lost; add chain ip lost out { type filter hook output priority 0; }'
ports() { ip netns exec peer ss -tnH state established '( dport = :3306 )' | awk '{ sub(/.*:/, "", $3); print $3 }' | paste -sd,; }
answers() { timeout 2 mariadb --no-defaults -S $db/n1/run/sock -BN -e 'SELECT 1' >/dev/null 2>&1; }

# connect_anew [BETWEEN...]: nothing that n2 says gets through, then comes BETWEEN; n2 gives its
# connection up and connects again, and only the old one stays lost.
connect_anew() {
	local lost
	lost=$(ports)
	rule 'add rule ip lost out tcp dport 3306 drop'
	"$@"
	sql n2 'STOP SLAVE IO_THREAD' # which would end the old one at n1 if it could reach it
	rule "flush chain ip lost out; add rule ip lost out tcp sport { $lost } tcp dport 3306 drop"
	sql n2 'START SLAVE IO_THREAD'
}

write() { sql n1 "INSERT INTO shop.t VALUES ($1)" >"$tap_dir/wrote-$1" & }
killed() { timeout 2 mariadb --no-defaults -S $db/n1/run/sock -BN -e "SELECT command FROM information_schema.processlist" 2>&1; }
# Either nobody is answered, or the old connection does not end: a race within the server.
stuck() { like "the server is stuck with the old connection" "$(killed || echo nobody)" "Killed|nobody"; }

name=10.0.0.2
# freed: the monitor ends the old one.
freed() {
	sleep 2.2 # so long the server has for it itself
	exits "n1: monitor" 8 act n1 monitor
	like "tells what it did" "$err" "connection $name:[0-9]+.*(it is|that one is) ended"
	ok "the server answers" answers
	ok "n2 follows" wait_for 10 follows n2
}

# ---- receipts are lost with it
write_two() { write 2; sleep 0.3; }
connect_anew write_two
sleep 0.5
stuck
freed
monitors() { act n1 monitor 2>/dev/null; [ -s "$tap_dir/wrote-2" ]; }
ok "the session that waits is told" wait_for 30 monitors
sql n1 'INSERT INTO shop.t VALUES (3)'
ok "rows arrive, this one too" wait_for 10 has_rows n2 1,2,3
exits "n1: monitor" 8 act n1 monitor
is "which has nothing more to tell" "$err" ""

# ---- nobody writes while it happens, to a server that tells the names of hosts
echo '10.0.0.2 n2.example' >"$tap_dir/hosts"
mount --bind "$tap_dir/hosts" /etc/hosts
name=n2.example
sql n1 'FLUSH HOSTS'
sql n2 'STOP SLAVE IO_THREAD; START SLAVE IO_THREAD'
exits "n1: monitor" 8 act n1 monitor
connect_anew
sleep 0.5
stuck
write 4
freed
ok "what was written meanwhile arrives" wait_for 10 has_rows n2 1,2,3,4
exits "n1: monitor" 8 act n1 monitor
is "which has nothing more to tell" "$err" ""
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
