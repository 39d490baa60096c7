#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the cluster is told of a member arrives at last: a write that failed is repeated, and what
# the cluster has lost is told again; a member that is well is told of once a minute, not always.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
act n1 start 2>/dev/null
act n2 start 2>/dev/null
exits "promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 10 follows n2
monitors() { exits "n1: monitor" 8 act n1 monitor && exits "n2: monitor" 0 act n2 monitor; }
# busy, idle: no write succeeds, all do.  Every call is counted.
mkdir $cluster/real
mv $cluster/sbin/attrd_updater $cluster/sbin/crm_attribute $cluster/real
idle() {
	local program
	for program in attrd_updater crm_attribute; do
		printf '#!/bin/sh\necho "$0 $*" >>%s/calls\nexec %s/real/%s "$@"\n' $cluster $cluster $program >$cluster/sbin/$program
		chmod +x $cluster/sbin/$program
	done
}
busy() {
	local program
	for program in attrd_updater crm_attribute; do printf '#!/bin/sh\necho busy >&2\nexit 1\n' >$cluster/sbin/$program; done
}
minute_later() { find /run/state-n? -type f -exec touch -d '2 minutes ago' {} +; }
idle
monitors
is "n2: may be read" "$(attr n2 readable)" 1
rm -f $cluster/calls
monitors
is "all is well and was told: nothing is said" "$(cat $cluster/calls 2>/dev/null)" ""

# ---- the cluster takes no write
busy
sql n2 'STOP SLAVE'
monitors
like "is told" "$err" "cannot write attribute readable: busy"
is "n2: nobody knows yet" "$(attr n2 readable)" 1
monitors
idle
monitors
is "n2: is not read" "$(attr n2 readable)" 0
is "n2: its state" "$(attr n2 db-state)" "replication was stopped by somebody"
is "n2: its score" "$(score n2)" 10
busy
sql n2 'START SLAVE'
ok "n2 follows" wait_for 10 follows n2
monitors
is "n2: is not read" "$(attr n2 readable)" 0
idle
monitors
is "n2: may be read" "$(attr n2 readable)" 1
is "n2: its state is taken back" "$(attr n2 db-state)" ""

# ---- the cluster has lost them all
sql n2 'STOP SLAVE'
monitors
rm -r $cluster/attr $cluster/score
mkdir $cluster/attr $cluster/score
minute_later
monitors
is "n2: readable is told again" "$(attr n2 readable)" 0
is "n2: its state, too" "$(attr n2 db-state)" "replication was stopped by somebody"
is "n2: its score, too" "$(score n2)" 10
is "n1: readable is told again" "$(attr n1 readable)" 1
is "n1: its score, too" "$(score n1)" 1001

# ---- the end
for node in n1 n2; do
	exits "$node: stop" 0 act $node stop
	is "$node: nothing is left of it" "$(cat $cluster/attr/*/$node $cluster/score/$node 2>/dev/null)" ""
	is "$node: nor of what it told" "$(find /run/state-$node -name '*told*')" ""
done
done_testing
