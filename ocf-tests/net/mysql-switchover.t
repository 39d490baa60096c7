#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Moved by order, while notifications get lost: nobody is promoted without what the old primary had
# when it was demoted, and who was to follow the new one follows it all the same.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
around=(CRM_meta_notify_promote_uname=n1 CRM_meta_notify_unpromoted_uname="n1 n2")

for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
act n1 monitor

# ---- what stopped receiving for an election is not heard of again
exits "n1: demote" 0 act n1 demote
like "its last word" "$(record PRIMARY)" "^n1\\|[^|]*\\|[0-9]+\\|0-1-2\\|[.]$"
for node in n2 n1; do
	notify $node pre promote "${around[@]}"
done
unlike "n2: receives nothing more" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
exits "n2: monitor, while nobody is primary" 0 act n2 monitor
unlike "n2: receives nothing more" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
exits "n1: promote" 0 act n1 promote "${around[@]}"
like "its last word is taken back" "$(record PRIMARY)" "^n1\\|0-1-2\\|[0-9]+$"
exits "n2: monitor, without a notification" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2
notify n2 pre promote "${around[@]}"
server=$(server n1)
kill -STOP "$server"
(sleep 5; kill -CONT "$server") &
notify n2 post promote "${around[@]}" 2>"$tap_dir/post-n2"
like "n2: a primary that does not answer at once" "$(cat "$tap_dir/post-n2")" "cannot compare with the primary"
ok "is followed, without a monitor" wait_for 10 follows n2
sql n2 'STOP SLAVE IO_THREAD'
exits "n2: what a person stopped" 0 act n2 monitor
unlike "n2: is left so" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
sql n2 'START SLAVE IO_THREAD'
notify n2 pre promote "${around[@]}"
sql n2 'STOP SLAVE SQL_THREAD'
exits "n2: what a person stopped besides" 0 act n2 monitor
unlike "n2: is left so, too" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	(Yes|No)|No	Yes'
exits "n2: monitor" 0 act n2 monitor manage_slave=true
ok "n2 follows" wait_for 10 follows n2

# ---- nobody looks for a primary that the cluster has ended: clients would wait for that, too
heals() { act n2 monitor 2>/dev/null; follows n2; }
cut_cable
notify n2 pre promote CRM_meta_notify_active_uname="n1 n2"
exits "n2: monitor" 0 act n2 monitor
like "n2: looks for one that may be there" "$err" "cannot compare with the primary"
for gone in CRM_meta_notify_stop_uname=n1 CRM_meta_notify_active_uname=n2; do
	mend_cable
	exits "n1: promote" 0 act n1 promote "${around[@]}"
	ok "n2 follows, since it was promoted" wait_for 20 heals
	cut_cable
	notify n2 pre promote CRM_meta_notify_active_uname="n1 n2" $gone
	exits "n2: monitor" 0 act n2 monitor
	unlike "$gone: n2: looks for nobody" "$err" "cannot compare"
done
mend_cable
exits "n2: monitor" 0 act n2 monitor
unlike "n2: does not follow it again" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
exits "n1: promote" 0 act n1 promote "${around[@]}"
ok "n2 follows, since it was promoted, without a notification" wait_for 20 heals
exits "n2: stop" 0 act n2 stop
cut_cable
exits "n2: start, and the cluster knows of nobody else" 0 act n2 start CRM_meta_notify_active_uname=" "
unlike "n2: looks for nobody" "$err" "cannot compare"
mend_cable
ok "n2 follows" wait_for 20 heals

# ---- a tail that has not arrived
exits "n1: monitor" 8 act n1 monitor
more=(semisync_timeout=100)
cut_cable
sql n1 'SET GLOBAL rpl_semi_sync_master_timeout=100; INSERT INTO shop.t VALUES (3); INSERT INTO shop.t VALUES (4)'
exits "n1: demote" 0 act n1 demote
like "its last word" "$(record PRIMARY)" "\\|0-1-4\\|[.]$"
exits "n1: stop" 0 act n1 stop
exits "n2: promote" 1 promote n2 n2
like "is cancelled" "$err" "not promoted: n1 has received more \\(n2 has 0-1-1..2; n1 was demoted with 0-1-1..4\\)"
is "n2: is read-only" "$(sql n2 'SELECT @@read_only')" 1
exits "n2: demote of what was not promoted" 0 act n2 demote
like "is no last word" "$(record PRIMARY)" "\\|0-1-4\\|[.]$"
is "n1: has the better score" "$(score n1) $(score n2)" "1000 900"
mend_cable # not before: the kernel would still deliver what the server had sent
exits "n1: start" 0 act n1 start
exits "n1: promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 10 follows n2
ok "n2: has all rows" wait_for 10 has_rows n2 1,2,3,4

# ---- a tail that has
exits "n1: demote" 0 act n1 demote
exits "n1: stop" 0 act n1 stop
exits "n2: promote" 0 promote n2 n2
is "n2: has all rows" "$(rows n2)" 1,2,3,4

# ---- a person who knows that it will not come
cut_cable
sql n2 'SET GLOBAL rpl_semi_sync_master_timeout=100; INSERT INTO shop.t VALUES (5)'
exits "n2: demote" 0 act n2 demote
exits "n2: stop" 0 act n2 stop
exits "n1: start" 0 act n1 start
exits "n1: promote" 1 promote n1 n1
exits "n1: promote, since a person says so" 0 act n1 promote allow_data_loss=true \
	CRM_meta_notify_promote_uname=n1 CRM_meta_notify_unpromoted_uname=n1
like "with a warning" "$err" "n2 was demoted with what is missing here, and is not there: it is lost"
done_testing
