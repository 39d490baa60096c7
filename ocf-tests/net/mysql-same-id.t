#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A member with the primary's server_id does not follow it, says why, and is never promoted: what both
# would write nobody could tell apart.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
number() { sed -i "s/^server-id=.*/server-id=$2/" "$db/$1/my.cnf"; }
why="server_id is 1, as the primary n1: every node wants its own server_id; this is n2"

number n2 1
for node in n1 n2; do exits "$node: start without a primary" 0 act $node start; done
exits "promote" 0 promote n1 "n1 n2"
for _ in 1 2; do
	exits "n2: monitor" 0 act n2 monitor
	is "n2: is none to promote" "$(score n2)" -1000000
	is "n2: says why" "$(attr n2 db-state)" "$why"
	is "n2: is not read from" "$(attr n2 readable)" 0
done
cut_cable
exits "n2: monitor without the primary" 0 act n2 monitor
is "n2: remains so" "$(score n2) $(attr n2 db-state)" "-1000000 $why"
mend_cable
exits "n2: stop" 0 act n2 stop
act n2 start CRM_meta_notify_promoted_uname=n1 2>$tap_dir/said
is "n2: start with a primary fails for this node alone" $? 5
like "n2: names both" "$(cat $tap_dir/said)" "$why"
exits "n2: stop" 0 act n2 stop

# The file is of one node, so the others are not to stop for it.
number n2 0
exits "n2: start without a number" 5 act n2 start CRM_meta_notify_promoted_uname=n1
ok "starts none" no_server n2
sed -i s/^log-bin=/skip-log-bin=/ $db/n2/my.cnf
exits "n2: start without a log" 5 act n2 start CRM_meta_notify_promoted_uname=n1
sed -i s/^skip-log-bin=/log-bin=/ $db/n2/my.cnf

number n2 2
exits "n2: start with its own" 0 act n2 start CRM_meta_notify_promoted_uname=n1
wait_for 10 follows n2
exits "n2: monitor" 0 act n2 monitor
is "n2: is well" "$(score n2) $(attr n2 readable)" "900 1"

# A number that somebody changes while it runs is told by the server.
sql n2 'STOP SLAVE; SET GLOBAL server_id=1; START SLAVE' >/dev/null
sleep 0.5
exits "n2: monitor" 0 act n2 monitor
is "n2: has another number no more" "$(score n2) $(attr n2 db-state)" "-1000000 $why"
sql n2 'SET GLOBAL server_id=2' >/dev/null
exits "n2: monitor" 0 act n2 monitor
wait_for 10 follows n2
exits "n2: monitor" 0 act n2 monitor
is "n2: is well again" "$(score n2) $(attr n2 db-state)" "900 "
for node in n1 n2; do exits "stop" 0 act $node stop; done
done_testing
