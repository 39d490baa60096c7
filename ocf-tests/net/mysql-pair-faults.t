#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A pair, and what a cable, a delay, a person, the death of both and an old copy of the data do to it:
# where may be written is never where something is missing that is known of.
. "$(dirname "$0")/net.sh"
[ -n "${EB_PAIR:-}" ] || skip_all "half a minute: make check-mysql-pair"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
. "$(dirname "$0")/mysql-pair.sh"

for node in n1 n2; do exits "$node: start" 0 act $node start; done
well
sql n1 "$create"

# ---- the cable
cut_cable
ok "n1: notices" wait_for 10 io_is n1 Connecting
ok "n2: notices" wait_for 10 io_is n2 Connecting
for node in n1 n2; do act $node monitor; act $node monitor; done 2>/dev/null
is "n1: who has the address keeps it, readers are warned" "$(both n1)" "1 0"
is "n2: the same" "$(both n2)" "1 0"
like "and why" "$(state n1)" "no connection to the peer 10.0.0.2"
act n2 stop 2>/dev/null
act n2 start 2>/dev/null
exits "n2: started without knowing what the peer did" 0 act n2 monitor
is "n2: is not written to" "$(both n2) $(sql n2 'SELECT @@read_only')" "0 0 1"
like "n2: and why" "$(state n2)" "cannot ask the peer 10.0.0.1"
mend_cable
ok "n2: is well again" wait_for 15 is_writable n2
is "n2: and writable" "$(sql n2 'SELECT @@read_only') $(both n2)" "0 1 1"
ok "n1: replicates" wait_for 15 follows n1
ok "n1: is well again" wait_for 10 is_writable n1

# ---- behind
more+=(max_slave_lag=1)
delay n2 5
sql n1 'INSERT INTO shop.t (origin) VALUES (20)'
ok "n2: behind by more than max_slave_lag" wait_for 20 says n2 'more than max_slave_lag .1 s. behind the peer 10.0.0.1'
is "n2: is not used" "$(both n2)" "0 0"
exits "n1: monitor" 0 act n1 monitor
is "n1: is" "$(both n1)" "1 1"
delay n2 0
more+=(max_slave_lag=3600)
ok "n2: caught up" wait_for 20 is_writable n2

# ---- somebody
sql n2 'STOP SLAVE'
ok "stopped by somebody" says n2 "^replication was stopped by somebody"
is "is left so" "$(io n2) $(both n2)" "No 0 0"
exits "but with manage_slave" 0 act n2 monitor manage_slave=true
ok "it is started" wait_for 10 follows n2
ok "n2: is well" wait_for 10 is_writable n2
sql n2 'SET GLOBAL read_only=1'
sql n2 'STOP SLAVE'
exits "closed by somebody" 0 act n2 monitor manage_slave=true
exits "n2: monitor" 0 act n2 monitor
is "is left so" "$(sql n2 'SELECT @@read_only') $(writable n2)" "1 0"
sql n2 'SET GLOBAL read_only=0'
ok "n2: opened again" wait_for 10 is_writable n2

# ---- both die, and what only the relay log of one has
timeout 20 mariadb --no-defaults -S $db/n2/run/sock -e 'LOCK TABLES shop.t READ; SELECT SLEEP(15)' >/dev/null 2>&1 &
sleep 0.3
before=$(count n2)
sql n1 'INSERT INTO shop.t (origin) VALUES (25)'
sleep 0.3
is "n2: has not applied it" "$(count n2)" "$before"
for node in n1 n2; do
	kill_server $node
	act $node stop 2>/dev/null
done
exits "n2: start, alone" 0 act n2 start
ok "n2: may be written to" wait_for 10 is_writable n2
is "n2: with that row" "$(count n2) $(state n2)" "$((before + 1)) no peer runs"
exits "n1: start" 0 act n1 start
for node in n1 n2; do ok "$node: is well" wait_for 20 is_writable $node; done
ok "n2: replicates" wait_for 10 follows n2
is "n2: applies with several threads again" "$(sql n2 'SELECT @@slave_parallel_threads')" 4
ok "both have the same" same_data

# ---- a row that a person took away here is changed there
sql n1 'INSERT INTO shop.t VALUES (5001, 1)'
gone() { [ "$(sql n2 'SELECT COUNT(*) FROM shop.t WHERE id=5001')" = "$1" ]; }
ok "n2: has the row" wait_for 10 gone 1
sql n2 'SET SESSION sql_log_bin=0; DELETE FROM shop.t WHERE id=5001'
sql n1 'SET SESSION binlog_format=ROW; UPDATE shop.t SET origin=2 WHERE id=5001'
ok "n2: what cannot be applied stops it" wait_for 20 says n2 "replication stopped by error 1032: "
is "n2: is not used" "$(both n2)" "0 0"
exits "n1: monitor" 0 act n1 monitor
is "n1: is" "$(both n1)" "1 1"
sql n2 'SET SESSION sql_log_bin=0; INSERT INTO shop.t VALUES (5001, 1); START SLAVE'
ok "n2: resolved by a person" wait_for 20 is_writable n2
ok "both have the same" same_data

# ---- both wrote a transaction of one number: somebody wrote in the domain of the peer
cut_cable
sql n1 'INSERT INTO shop.t VALUES (6001, 1)'
sql n2 'SET SESSION gtid_domain_id=1; INSERT INTO shop.t VALUES (6002, 2)'
mend_cable
ok "n2: stands, and says why" wait_for 20 says n2 "error 1950: |^errant: 1-2-[0-9]+ of n2 is 1-1-[0-9]+ on its peer n1"
is "n2: is not used" "$(both n2)" "0 0"
is "n2: nothing was skipped" "$(sql n2 'SELECT COUNT(*) FROM shop.t WHERE id=6001')" 0
# As the state of a server that has diverged wants it: the data of one are copied to the other.
for node in n1 n2; do act $node stop 2>/dev/null; done
rm -r $db/n2/data
cp -a $db/n1/data $db/n2/data
for node in n1 n2; do act $node start 2>/dev/null; done
for node in n1 n2; do ok "$node: is well" wait_for 20 is_writable $node; done
ok "both have the same" same_data

# ---- one that was set back: an old copy of its data
act n2 stop 2>/dev/null
cp -a $db/n2/data $db/n2/old
act n2 start 2>/dev/null
ok "n2: is well" wait_for 20 is_writable n2
sql n2 'INSERT INTO shop.t (origin) VALUES (30), (31)'
sql n2 'INSERT INTO shop.t (origin) VALUES (32)'
last=$(sql n2 'SELECT @@gtid_binlog_pos' | grep -oE '2-2-[0-9]+')
caught_up() { [[ ,$(sql n1 'SELECT @@gtid_slave_pos'), == *",$last,"* ]]; }
ok "n1: has it" wait_for 10 caught_up
act n2 stop 2>/dev/null
rm -r $db/n2/data
mv $db/n2/old $db/n2/data
exits "n2: start with an old copy" 0 act n2 start
exits "n2: monitor" 0 act n2 monitor
like "n2: names what it lacks" "$(state n2)" "^errant 2-2-$((${last##*-} - 1))..${last##*-}: written by n2, which lacks it now"
is "n2: is not used" "$(both n2) $(sql n2 'SELECT @@read_only')" "0 0 1"
exits "n1: monitor" 0 act n1 monitor
is "n1: is" "$(both n1)" "1 1"

done_testing
