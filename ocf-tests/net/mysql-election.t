#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Three servers, whose commits wait for one receipt.  Who gave it may be needed when the primary is
# dead; others in the same number are not enough.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
third_host
more=(semisync=require)
for node in n1 n2 n3; do member $node; done
holders() { record "SEMISYNC_$1" | cut -d'|' -f3 | tr ' ' '\n' | sort | xargs; }
# dies NODE: and what it told of itself is forgotten with it.
dies() { kill_server "$1"; rm -f $cluster/attr/*/"$1"; }

for node in n1 n2 n3; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2 n3"
is "who is there may be asked for its receipt" "$(holders n1)" "n2 n3"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
for node in n2 n3; do ok "$node: rows arrive" wait_for 10 has_rows $node 1,2; done
exits "n1: monitor" 8 act n1 monitor
is "both are asked" "$(record SEMISYNC_n1 | cut -d'|' -f1-2) $(holders n1)" "ON|2 n2 n3"

# ---- the one acknowledges, the other comes back
exits "n2: stop" 0 act n2 stop
notify n1 post stop CRM_meta_notify_stop_uname=n2
is "n3 has all that n2 may have" "$(record SEMISYNC_n1)" "ON|1|n3"
for id in 3 4 5; do is "row $id is acknowledged" "$(sql n1 "INSERT INTO shop.t VALUES ($id)")" ""; done
dies n1
dies n3
exits "n2: start" 0 act n2 start
exits "n2: promote" 1 promote n2 n2
like "is told whose position is missing" "$err" "not promoted: needs the position of n1 or n3 \\(the last primary, and they may have"
is "n2: is read-only" "$(sql n2 'SELECT @@read_only')" 1
exits "n3: start" 0 act n3 start
exits "n3: promote" 0 promote n3 "n2 n3"
is "n3: has what was acknowledged" "$(rows n3)" 1,2,3,4,5
ok "n2: has it, too" wait_for 10 has_rows n2 1,2,3,4,5

# ---- who joins says so before it acknowledges
exits "n3: monitor" 8 act n3 monitor
is "n2 acknowledges" "$(record SEMISYNC_n3)" "ON|1|n2"
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n3
ok "n1 follows" wait_for 20 follows n1
is "n1 has joined" "$(record JOINED)" "n3|n1"
dies n3
dies n1
exits "n2: promote" 1 promote n2 n2
like "is told whose position is missing" "$err" "needs the position of n3 or n1 "
exits "n1: start" 0 act n1 start
exits "n2: promote" 0 promote n2 "n1 n2"
ok "n1 follows" wait_for 20 follows n1
exits "n2: monitor" 8 act n2 monitor

# ---- what a primary began with was acknowledged before
exits "n1: stop" 0 act n1 stop
clone_max=2
sql n2 'SET GLOBAL rpl_semi_sync_master_enabled=0; INSERT INTO shop.t VALUES (6)'
exits "n2: demote" 0 act n2 demote
exits "n2: promote" 0 promote n2 n2
is "nobody has joined it" "$(record SEMISYNC_n2)" "ON|0|"
dies n2
exits "n1: start" 0 act n1 start
exits "n1: promote" 1 promote n1 n1
like "is told what is missing" "$err" "the last primary n2 began with 0-[12]-6, which nobody here has: needs the position of n2"
done_testing
