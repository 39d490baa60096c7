#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The last primary is gone, and may have acknowledged what nobody else has: whoever is promoted
# instead says so before it can be written to, and is refused when it is known to lack something
# that was acknowledged before.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
# gone: n1, for n2 and the cluster, which keeps nothing in mind of a node that has left.
gone() {
	cut_cable
	rm -rf $tap_dir/lasting && cp -a $cluster/lasting $tap_dir/lasting
	rm -f $cluster/attr/*/n1
}
# again: n1 was never gone, and n2 never promoted.
again() {
	exits "n2: stop" 0 act n2 stop
	rm -rf $cluster/lasting && cp -a $tap_dir/lasting $cluster/lasting
	mend_cable
	exits "n2: start" 0 act n2 start CRM_meta_notify_promoted_uname=n1
	ok "n2: has all rows" wait_for 10 has_rows n2 "$(rows n1)"
}
last="WARNING: the last primary n1"
replicas() { act n1 monitor 2>/dev/null; [ "$(record SEMISYNC_n1 | cut -d'|' -f 2)" = "$1" ]; }

# ---- nobody waits for receipts
more=(semisync=off)
for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
exits "n1: monitor" 8 act n1 monitor
like "n2 keeps in mind how far n1 came" "$(attr n2 db-reached)" "^[0-9]+\\|0-1-2$"
cut_cable
sql n1 'INSERT INTO shop.t VALUES (3); INSERT INTO shop.t VALUES (4)'
exits "n1: monitor" 8 act n1 monitor
like "at every monitor" "$(attr n2 db-reached)" "\\|0-1-4$"
sql n1 'INSERT INTO shop.t VALUES (5)'
gone
exits "n2: promote" 0 promote n2 n2
like "is warned" "$err" "$last cannot be asked, and semisync is off: it is last known to have had 0-1-1\\.\\.4, and here is 0-1-1\\.\\.2: 0-1-3\\.\\.4 is lost, and whatever it acknowledged beyond that is lost"
like "before it is promoted" "${err##*$'\n'}" "INFO: promoted$"

# ---- receipts are only preferred
more=(semisync=prefer)
again
sql n1 'SET GLOBAL rpl_semi_sync_master_timeout=100, GLOBAL rpl_semi_sync_master_enabled=1'
ok "n2 sends receipts" wait_for 10 replicas 1
rm -f $cluster/attr/db-reached/*
gone
sql n1 'INSERT INTO shop.t VALUES (6)'
exits "n2: promote" 0 promote n2 n2
like "is warned" "$err" "$last cannot be asked, and may have lost its replicas after its last monitor: it is last known to have had nothing that was told, and here is 0-1-1\\.\\.5: whatever"
again
exits "n1: monitor" 8 act n1 monitor
exits "n2: stop" 0 act n2 stop
ok "n1: has no replica" wait_for 10 replicas 0
sql n1 'INSERT INTO shop.t VALUES (7)'
gone
exits "n2: start" 0 act n2 start
exits "n2: promote" 0 promote n2 n2
like "is warned" "$err" "$last cannot be asked, and had no replica at its last monitor: it is last known to have had 0-1-1\\.\\.6, and here is 0-1-1\\.\\.6: whatever"
again
exits "n1: demote" 0 act n1 demote
exits "n1: promote" 0 promote n1 "n1 n2"
unlike "who was asked is not warned of" "$err" "WARNING"
exits "n2: stop" 0 act n2 stop

# ---- what it began with had been acknowledged
more=(semisync=off)
sql n1 'SET GLOBAL rpl_semi_sync_master_enabled=0; INSERT INTO shop.t VALUES (8); INSERT INTO shop.t VALUES (9)'
exits "n1: promote, anew" 0 promote n1 n1
gone
exits "n2: start" 0 act n2 start
exits "n2: promote" 1 promote n2 n2
like "is refused, and told what is missing" "$err" "not promoted: the last primary n1 began with 0-1-8\\.\\.9, which nobody here has: needs the position of n1; allow_data_loss=true"
is "n2: is read-only" "$(sql n2 'SELECT @@read_only')" 1
more+=(allow_data_loss=true)
exits "n2: promote, since a person says so" 0 promote n2 n2
like "with a warning" "$err" "$last began with 0-1-8\\.\\.9, which nobody here has: it is lost"
done_testing
