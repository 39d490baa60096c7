#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Moved by order, while notifications get lost: who was to follow the new primary follows it all the
# same.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
around() { echo CRM_meta_notify_promote_uname="$1" CRM_meta_notify_unpromoted_uname="n1 n2"; }

for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
act n1 monitor

# ---- what stopped receiving for an election is not heard of again
exits "n1: demote" 0 act n1 demote
for node in n2 n1; do
	# shellcheck disable=SC2046
	notify $node pre promote $(around n1)
done
unlike "n2: receives nothing more" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
exits "n2: monitor, while nobody is primary" 0 act n2 monitor
unlike "n2: receives nothing more" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
# shellcheck disable=SC2046
exits "n1: promote" 0 act n1 promote $(around n1)
exits "n2: monitor, without a notification" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2
sql n2 'STOP SLAVE IO_THREAD'
exits "n2: what a person stopped" 0 act n2 monitor
unlike "n2: is left so" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
sql n2 'START SLAVE IO_THREAD'
# shellcheck disable=SC2046
notify n2 pre promote $(around n1)
sql n2 'STOP SLAVE SQL_THREAD'
exits "n2: what a person stopped besides" 0 act n2 monitor
unlike "n2: is left so, too" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	(Yes|No)|No	Yes'
exits "n2: monitor" 0 act n2 monitor manage_slave=true
ok "n2 follows" wait_for 10 follows n2
done_testing
