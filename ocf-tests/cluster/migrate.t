#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A pair under the real Heartbeat becomes one under Pacemaker, while a client looks on: no address
# is away for 10 s, and none is ever on two nodes. Then all of it is taken back.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
. "$(dirname "$0")/migrate.sh"
need_lab
need nginx chrt pgrep dpkg-deb update-rc.d
[ -x "$build/heartbeat-compat/escapebeat" ] || skip_all "the converter is not built"
need_heartbeat

ok "Heartbeat serves, one address on each node" pair_up
before1=$(state n1) before2=$(state n2)
like "Heartbeat is on, the others are off" "$before1" '^heartbeat runs$'
ok "collect on both, plan on one" plan_pair
watch_client "${vip_of[@]}"
moves=$(handovers)
like "the kernels tell of addresses" "$moves" '[+]n1 10.77.1.1$'

exits "without a key the first node is asked for one" 3 on n1 apply --stage files pair.plan
like "- by name" "$err" 'no key pair.plan.key'
exits "stage files on n1" 0 on n1 apply --stage files --new-key pair.plan
take n1 n2 pair.plan.key
exits "stage files on n2" 0 on n2 apply --stage files pair.plan
is "nobody else reads the key" "$(lab exec n1 stat -c '%a %U' /etc/corosync/authkey)" "400 root"
exits "on another node it is refused" 5 on n1 apply --node n2 pair.plan
lab exec n2 sh -c 'cp -p /etc/ha.d/haresources /root && echo "#" >>/etc/ha.d/haresources'
exits "haresources has changed" 5 on n2 apply --stage cluster pair.plan
like "- and is named" "$err" 'n2: /etc/ha.d/haresources is not n2.tar:/etc/ha.d/haresources'
lab exec n2 cp -p /root/haresources /etc/ha.d/haresources
exits "stage cluster on n1" 0 on n1 apply --stage cluster pair.plan
exits "n2 is not in the cluster: n1 does not let go" 5 on n1 apply -y pair.plan
like "- and says why" "$err" 'n2 is not in the cluster yet'
like "- and repeats nothing" "$err" '2/3 cluster. n1: done before'
on n2 rollback -y pair.plan >/dev/null 2>&1
is "taken back on n2" "$(state n2)" "$before2"
# shellcheck disable=SC2016
lab exec n2 bash -c "$(declare -f seal)"'; cd /root && sed "s/\"cluster\" : \"[^\"]*\"/\"cluster\" : \"other\"/" pair.plan >other.plan &&
	seal other.plan && cp -p pair.plan.key other.plan.key'
exits "another plan on n2" 5 on n2 apply --stage cluster other.plan
like "- is noticed" "$err" 'n1 carries out another plan than other.plan'
exits "- and taken back" 0 on n2 rollback -y other.plan
exits "stage cluster on n2" 0 on n2 apply --stage cluster pair.plan
like "Pacemaker sees what Heartbeat does: a group" "$err" 'hb-group-ip-10.77.1.1 is seen on n1, all'
like "- and an address" "$err" 'hb-ip-10.77.1.2 is seen on n2'
like "it is in maintenance mode" "$(lab exec n1 crm_attribute -n maintenance-mode -q)" '^true$'
is "up to here no address was touched" "$(handovers)" "$moves"

exits "Heartbeat does not end without a yes" 3 on n1 apply pair.plan
exits "Heartbeat ends on n1" 0 on n1 apply -y pair.plan
like "- and its address goes to n2, by Heartbeat" "$err" 'waits until Heartbeat has ended on n2'
ok "- which serves both" owns n2 first
service n1 start heartbeat >/dev/null 2>&1
is_back() { lab exec n2 cl_status nodestatus n1 2>/dev/null | grep -q active; }
ok "somebody starts Heartbeat on n1 again" wait_for 30 is_back
exits "n2 does not let go then" 6 on n2 apply -y -w 5 pair.plan
like "- and says why" "$err" 'no node has started Heartbeat again: not in time'
ok "- but serves" owns n2 second
exits "it ends on n1 once more" 0 on n1 apply -y pair.plan
exits "Heartbeat ends on n2, Pacemaker takes over" 0 on n2 apply -y pair.plan
for node in n1 n2; do
	exits "verify on $node" 0 on "$node" verify pair.plan
	unlike "- nothing is wrong" "$out" WRONG
done
exits "applied again, nothing happens" 0 on n1 apply -y pair.plan
# A maintenance mode that was, and a mark that was set, would be differences.
on n1 show --as cib pair.plan >"$tap_dir/cib.xml"
configuration() { sed -n '/<configuration>/,/<\/configuration>/p' | grep -vE 'cib-bootstrap-options-(have-watchdog|dc-version|cluster-infrastructure|cluster-name)|<nodes>|<node |</nodes>|last-lrm-refresh' | sed 's/^ *//'; }
is "the CIB is the plan's" "$(lab exec n1 cibadmin -Q | configuration)" \
	"$(configuration <"$tap_dir/cib.xml")"
ok "each address is on its node" owns n1 first
ok "- the other one, too" owns n2 second
end_watch
like "the client asked all the time" "$(grep 'arp:.* end' "$tap_dir/probe.log")" 'asked=[0-9]{3,}'
for which in first second; do
	away=$(longest $which)
	diag "the $which address was away for $away ms"
	ok "the $which address moved" test "$away" -gt 0
	ok "- and was away for less than 10 s" test "$away" -lt 10000
done
is "no address was ever on two nodes" "$(owned_twice)" ""

# ---- and back: on both at the same time, since Pacemaker serves ------------------------------
exits "rollback waits for the other node" 6 on n1 rollback -y -w 3 pair.plan
like "- and says so" "$err" 'Pacemaker still runs on n2, so Heartbeat was not started'
on n2 rollback -y pair.plan >"$tap_dir/back2" 2>&1 &
back2=$!
exits "rollback on n1" 0 on n1 rollback -y pair.plan
ok "rollback on n2" wait "$back2"
is "n1 is as it was" "$(state n1)" "$before1"
is "n2 is as it was" "$(state n2)" "$before2"
ok "Heartbeat serves again: the first" wait_for 60 owns n1 first
ok "- and the second" wait_for 60 owns n2 second
is "no address was ever on two nodes, neither on the way back" "$(owned_twice)" ""
exits "there is nothing more to take back" 0 on n1 rollback -y pair.plan
like "- which is said" "$err" 'nothing was applied here'

# The judge itself: what it would say of an address on both.
lab exec n2 ip addr add "${vip_of[first]}/16" dev eth0
twice() { owned_twice | grep -q 'added on n2 while n1'; }
ok "an address on two nodes is seen" wait_for 10 twice
done_testing
