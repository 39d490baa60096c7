#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A primary whose commits waited for nobody, dead and started again: the server would cut off the end
# of its log, with what was acknowledged.  It may do that only when another primary contradicts it.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
for node in n1 n2; do
	member $node innodb-flush-log-at-timeout=100 # a commit's end stays in memory
done
was_cut() { grep -c "Successfully truncated" "$db/$1/error.log"; }

more=(semisync=prefer)
for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
exits "n1: monitor" 8 act n1 monitor
is "n2 sent receipts when it was looked at last" "$(record SEMISYNC_n1)" "ON|1|n2"

# ---- it loses its replica and acknowledges alone, unseen
exits "n2: stop" 0 act n2 stop
sql n1 'SET GLOBAL rpl_semi_sync_master_timeout=100'
is "a row is acknowledged" "$(sql n1 'INSERT INTO shop.t VALUES (3)')" ""
kill_server n1
for node in n1 n2; do exits "$node: start" 0 act $node start; done
is "n1: has what was acknowledged" "$(rows n1)" 1,2,3
exits "n2: promote" 1 promote n2 "n1 n2"
like "is told who has more" "$err" "not promoted: n1 has received more"
exits "n1: promote" 0 promote n1 "n1 n2"
ok "n2: has what n1 has" wait_for 20 has_rows n2 1,2,3

# ---- and another is promoted before it comes back
exits "n1: monitor" 8 act n1 monitor
sql n1 'SET GLOBAL rpl_semi_sync_master_timeout=100'
cut_cable
first=$(sql n1 'INSERT INTO shop.t VALUES (4); SELECT @@gtid_binlog_pos')
kill_server n1
exits "n2: promote" 0 promote n2 n2
like "is warned" "$err" "the last primary n1 cannot be asked"
mend_cable
sql n2 'SET GLOBAL rpl_semi_sync_master_timeout=100; INSERT INTO shop.t VALUES (5)'
exits "n1: start" 0 act n1 start CRM_meta_notify_promoted_uname=n2
like "it is told what was cut off" "$err" "WARNING: the server has cut off the end of its log, from $first on: n2 was promoted without it, and it may have been acknowledged"
ok "n1: has what n2 has" wait_for 20 has_rows n1 1,2,3,5

# ---- somebody switched the receipts off
more=(semisync=require)
exits "n1: stop" 0 act n1 stop
sql n2 'SET GLOBAL rpl_semi_sync_master_enabled=0'
is "a row is acknowledged" "$(sql n2 'INSERT INTO shop.t VALUES (6)')" ""
exits "n2: monitor" 8 act n2 monitor
is "it says so" "$(record SEMISYNC_n2 | cut -d'|' -f 1)" OFF
kill_server n2
exits "n2: start, in place" 0 act n2 start
is "n2: has what was acknowledged" "$(rows n2)" 1,2,3,5,6
is "nothing else was ever cut off" "$(was_cut n1) $(was_cut n2)" "1 0"
done_testing
