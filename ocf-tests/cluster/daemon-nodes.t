#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The steps that hb_delnode and hb_addnode tell, one after the other, in a running cluster: a node goes
# and comes back, and nothing of the others is interrupted.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon-tree.sh"

service_script svc
cat >"$layer/etc/ha.d/ha.cf" <<'END'
logfile /var/log/ha-log
keepalive 500ms
deadtime 5
bcast eth1
auto_failback on
node n1 n2
node n3
END
printf '%s\n' 'n1 10.77.0.50/24/eth0 svc' 'n2 10.77.0.51/24/eth0' >"$layer/etc/ha.d/haresources"
printf '%s\n' 'auth 1' '1 crc' >"$layer/etc/ha.d/authkeys"
chmod 600 "$layer/etc/ha.d/authkeys"
cp "$bin/hb_node" "$layer/usr/share/heartbeat/hb_addnode"
cp "$bin/hb_node" "$layer/usr/share/heartbeat/hb_delnode"
lab_up --nodes 3 --fence-lab --agents "$layer"
for node in n1 n2 n3; do on $node escapebeatd -a none; done
ok "n1 has its own" lab wait-resource hb-svc n1
ok "n2, too" lab wait-resource hb-ip-10.77.0.51 n2

members() { [ "$(on n1 crm_node --list | awk '$3 == "member" { print $2 }' | sort | paste -sd' ')" = "$1" ]; }
known() { [ "$(on n1 cl_status listnodes | sort | paste -sd' ')" = "$1" ]; }
stop_cluster() {
	on "$1" heartbeat -k
	on "$1" kill "$(pid_of "$1" pacemakerd)"
	wait_for 60 pacemaker_gone "$1"
	on "$1" kill "$(pid_of "$1" corosync)"
}
pacemaker_gone() { [ -z "$(pid_of "$1" pacemakerd)" ]; }

# ---- one goes ---------------------------------------------------------------------------------------------
exits "hb_delnode" 1 on n1 /usr/share/heartbeat/hb_delnode n3
like "- nothing is changed" "$err" 'ERROR: nothing is changed, .* these steps .* n3:'
on n1 cat /etc/corosync/corosync.conf >"$tap_dir/three"
awk '$1 == "node" { inside = 1; block = "" }
	inside { block = block $0 "\n" }
	inside && $1 == "}" { inside = 0; if (block !~ /name: n3\n/) printf "%s", block; next }
	!inside { sub(/two_node: 0/, "two_node: 1"); print }' "$tap_dir/three" >"$tap_dir/two"
nok "- step 2 has a file without it" grep -q 'name: n3' "$tap_dir/two"
stop_cluster n3
ok "step 1: it leaves in order" wait_for 30 members "n1 n2"
for node in n1 n2; do
	on $node sed -i '/^node n3/d' /etc/ha.d/ha.cf
	on $node sh -c 'cat >/etc/corosync/corosync.conf' <"$tap_dir/two"
done
exits "step 3: corosync reads it" 0 on n1 corosync-cfgtool -R
exits "step 4: Pacemaker forgets the node" 0 on n1 crm_node --force --remove n3
for node in n1 n2; do exits "step 5: the daemon of $node reads ha.cf" 0 on $node heartbeat -r; done
votes() { on n1 corosync-quorumtool -s | sed -n 's/^Expected votes: *\|^Flags: *//p' | paste -sd' ' | tr -s ' ' | sed 's/ $//'; }
is "corosync knows two" "$(votes)" "2 2Node Quorate WaitForAll"
is "Pacemaker, too" "$(on n1 cibadmin --query --scope nodes | grep -c '<node ')" 2

# ---- it comes back ------------------------------------------------------------------------------------------
exits "hb_addnode" 1 on n1 /usr/share/heartbeat/hb_addnode n3
like "- nothing is changed" "$err" 'ERROR: nothing is changed, .* these steps .* n3:'
for node in n1 n2 n3; do
	[ $node = n3 ] || on $node sh -c 'echo "node n3" >>/etc/ha.d/ha.cf'
	on $node sh -c 'cat >/etc/corosync/corosync.conf' <"$tap_dir/three"
done
exits "steps 1 to 3: corosync reads the longer list" 0 on n1 corosync-cfgtool -R
lab exec n3 /usr/libexec/escapebeat-lab/node-start cluster >/dev/null 2>&1 &
ok "step 4: it starts" wait_for 60 members "n1 n2 n3"
on n3 escapebeatd -a none
for node in n1 n2; do exits "step 5: the daemon of $node reads ha.cf" 0 on $node heartbeat -r; done
is "corosync knows three" "$(votes)" "3 Quorate"
ok "all are known" wait_for 20 known "n1 n2 n3"
active() { [ "$(on n1 cl_status nodestatus n3)" = active ]; }
ok "- it is active" wait_for 20 active
is "nothing was interrupted: svc was started once" "$(on n1 cat /var/log/svc.started | wc -l)" 1
done_testing
