#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What an operator orders or edits while something else is going on: a reload counts for the line that
# waits already, a line that goes leaves nothing behind, what is in the way of an edit is named,
# and an order that will not be carried out says whose fault that is.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon.sh"

# both SCRIPT: on each node; reload: each reads its files again.
both() { for node in hba hbb; do on $node sh -c "$1"; done; }
reload() { both 'heartbeat -r >/dev/null'; }
mark() { on "$1" attrd_updater --query --name "$2" --node "$1" 2>/dev/null | grep -q 'value="1"'; }
no_mark() { ! mark "$@"; }
object() { on hba cibadmin --query --scope resources | grep -q "id=\"$1\""; }
no_object() { ! object "$1"; }
runs_here() { [ -n "$(on hba ip -o address show to 10.77.0.51)" ]; }

for node in hba hbb; do
	on $node sh -c 'sed -i "s/^auto_failback.*/auto_failback on/" /etc/ha.d/ha.cf'
	exits "$node: the daemon starts" 0 start_daemon $node
done
held "each node holds its own" local local

# ---- a line goes while it is away -----------------------------------------------------------------
exits "hba hands its own line over" 0 on hba timeout 60 $standby --wait local
ok "the mark says so" mark hba hb-away-group-ip-10.77.0.50
both 'sed -i "/0.50/d" /etc/ha.d/haresources'
reload
ok "the line is taken out of haresources" wait_for 20 no_object hb-group-ip-10.77.0.50
ok "no mark of it stays" wait_for 10 no_mark hba hb-away-group-ip-10.77.0.50
both 'echo "hba IPaddr::10.77.0.50/24/eth0 svc" >>/etc/ha.d/haresources'
reload
held "when it comes back it is at home" local local

# ---- something refers to what goes ------------------------------------------------------------------
look_up
on hba crm_resource --resource hb-ip-10.77.0.51 --ban --node hba >/dev/null 2>&1
both 'sed -i "/0.51/d" /etc/ha.d/haresources; echo "hbb IPaddr::10.77.0.54/24/eth0" >>/etc/ha.d/haresources'
reload
complains() { for node in hba hbb; do
	ha_log $node | grep -q "ERROR: cannot change the CIB: rsc_location cli-ban-hb-ip-10.77.0.51-on-hba refers to hb-ip-10.77.0.51, which is to go" && return
done; return 1; }
ok "the constraint in the way is named at once" wait_for 10 complains
on hba crm_resource --resource hb-ip-10.77.0.51 --clear >/dev/null 2>&1
ok "without it the edit arrives" wait_for 20 no_object hb-ip-10.77.0.51
both 'sed -i "s/0.54/0.51/" /etc/ha.d/haresources'
reload
ok "as does the next one" lab wait-resource hb-ip-10.77.0.51 hbb
both 'mount -t tmpfs -o size=64k none /tmp; cat /dev/zero >/tmp/full 2>/dev/null; echo "hba 10.77.0.55/24/eth0" >>/etc/ha.d/haresources'
look_up
reload
full() { ha_log hba | grep -q 'WARN: cannot change the CIB: /tmp/escapebeatd.*No space left on device'; }
ok "a full disk is called that" wait_for 60 full
both 'umount /tmp'
ok "and the edit arrives when there is room" lab wait-resource hb-ip-10.77.0.55 hba
both 'sed -i "/0.55/d" /etc/ha.d/haresources'
reload
ok "- and goes again" wait_for 20 no_object hb-ip-10.77.0.55

# ---- an order for who is at something else ---------------------------------------------------------
both 'sed -i "s/^stop)/stop) sleep 7;/" /etc/ha.d/resource.d/svc'
exits "hbb has all" 0 on hbb timeout 60 $takeover --wait all
on hbb timeout 60 $standby --wait foreign 2>/dev/null &
hands_over=$!
busy() { logged hbb 'info: give up foreign HA resources \(standby\)\.'; }
wait_for 10 busy
exits "hba wants all meanwhile" 1 on hba timeout 60 $takeover --wait all
like "who refuses is named" "$err$out" "the daemon of node hbb is handing over something else"
wait $hands_over
held "what was handed over has arrived" local local
both 'sed -i "s/sleep 7;//" /etc/ha.d/resource.d/svc'

# Both at once: one of them is there for it, and says what became of its own.
look_up
on hba timeout 60 $standby all >/dev/null 2>&1 &
on hbb timeout 60 $standby all >/dev/null 2>&1
wait $!
cancelled() { for node in hba hbb; do logged $node "WARN: Standby request cancelled: the other node hands over, too" && return; done; return 1; }
ok "both hand over at once: one of them says that it does not" wait_for 20 cancelled
on hba timeout 60 $takeover --wait local 2>/dev/null
on hbb timeout 60 $takeover --wait local 2>/dev/null
held "each takes its own back" local local

# ---- a death waits, and ha.cf is edited -------------------------------------------------------------
both 'echo "takeover_delay 15" >>/etc/ha.d/ha.cf; sed -i "s/^auto_failback.*/auto_failback off/" /etc/ha.d/ha.cf'
reload
both_kept() { mark hba hb-hold-ip-10.77.0.51 && mark hbb hb-hold-group-ip-10.77.0.50; }
ok "each is kept from what the other one serves" wait_for 30 both_kept
send() { on "$1" kill "-$2" "$(pid_of "$1" escapebeatd)"; }
send hbb STOP
sleep 4
exits "hbb's daemon stands still: hb_standby" 1 on hba timeout 60 $standby --wait local
like "says that it does, not that Pacemaker is at fault" "$err$out" "daemons? of (the other nodes say|node hbb says) nothing"
send hbb CONT
sleep 3
look_up
on hbb sh -c 'sed -i "/^takeover_delay/d" /etc/ha.d/ha.cf; heartbeat -r >/dev/null'
ok "hbb's ha.cf has no delay any more: both say so" wait_for 20 logged hba "ERROR: ha.cf differs from node hbb: 'takeover[^']*' here, .*"
sleep 5
ok "hba keeps what hbb serves all the same" mark hba hb-hold-ip-10.77.0.51
lab kill hbb
ok "hba waits" wait_for 20 logged hba "WARN: node hbb is dead: takeover of 'hbb IPaddr::10.77.0.51/24/eth0' in 15 s, or by hb_takeover"
on hba sh -c 'sed -i "s/^takeover_delay.*/takeover manual/" /etc/ha.d/ha.cf; heartbeat -r >/dev/null'
ok "takeover manual is said now" wait_for 10 logged hba "WARN: node hbb is dead: takeover of 'hbb IPaddr::10.77.0.51/24/eth0' waits for hb_takeover"
sleep 17
nok "- and nothing comes when the delay is over" runs_here
on hba sh -c 'sed -i "s/^takeover manual/takeover_delay 5/" /etc/ha.d/ha.cf; heartbeat -r >/dev/null'
ok "a delay that is over is over" wait_for 20 runs_here
done_watched hba # hbb is dead
