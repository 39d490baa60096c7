#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The rest of what may happen around the daemon (daemon-faults.t has what is quick): clocks that are set,
# Pacemaker standing still, a node that comes back with old files. Nothing dies, nothing spins,
# the CIB is what it was, and all is right again soon.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon.sh"
[ -e "$build/ocf-tests/fake/clock-jump.so" ] || skip_all "needs the clock: run make check-programs"
lab exec hbb sh -c 'cat >/usr/lib/clock-jump.so; echo 0 >/run/clock-jump; chmod 644 /run/clock-jump' \
	<"$build/ocf-tests/fake/clock-jump.so"

start() {
	local clock=(env LD_PRELOAD=/usr/lib/clock-jump.so CLOCK_JUMP=/run/clock-jump)
	[ "$1" = hbb ] || clock=()
	on "$1" "${clock[@]}" escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert
}
start hba
start hbb
held "each node holds its own" local local

send() { on "$1" kill "-$2" "$(pid_of "$1" "$3")"; }
cpu_ms() { on "$1" awk '{ print int($1 / 1000000) }' "/proc/$(pid_of "$1" escapebeatd)/schedstat"; }
answers() { on "$1" timeout 2 cl_status hbstatus >/dev/null; }
sees() { [ "$(on "$1" cl_status nodestatus "$2")" = active ]; }
# cib: what the CIB says of resources, as a number.
cib() {
	{ on hba cibadmin --query --scope resources; on hba cibadmin --query --scope constraints; } | md5sum
}
# calm NODE TEXT: the daemon does not spin.
calm() {
	local before spent
	before=$(cpu_ms "$1")
	sleep 3
	spent=$(($(cpu_ms "$1") - before))
	ok "- $2 does not spin ($spent ms of CPU in 3 s)" [ $spent -lt 300 ]
}
# right_soon TEXT: all is right again within two keepalives; asking takes its time, too.
right() { answers hba && answers hbb && sees hba hbb && sees hbb hba && shares_are "local local"; }
right_soon() {
	local begin=${EPOCHREALTIME/./} asking end
	until right || [ $((${EPOCHREALTIME/./} - begin)) -gt 30000000 ]; do sleep 0.02; done
	end=${EPOCHREALTIME/./}
	right
	asking=$((${EPOCHREALTIME/./} - end))
	ok "$1: right after $(((end - begin) / 1000)) ms, of which asking takes $((asking / 1000))" \
		[ $((end - begin)) -le $((2 * 500000 + 2 * asking)) ]
}
before=$(cib)

# ---- two keepalives -------------------------------------------------------------------------------
for node in hba hbb; do
	send $node KILL escapebeatd
	start $node
	right_soon "$node's daemon was killed, and begins anew"
	send $node STOP escapebeatd
	sleep 4
	send $node CONT escapebeatd
	right_soon "- stood still for longer than deadtime, and goes on"
	send $node STOP corosync
	sleep 1
	send $node CONT corosync
	right_soon "- corosync stood still for a second"
done

# ---- ended in the middle of a handing over ---------------------------------------------------------
away() { on hba cibadmin --query --scope status | grep -q 'name="hb-away-[^"]*" value="1"'; }
send hbb STOP pacemaker-contr # so that the move does not end before
on hba $standby all 2>/dev/null
ok "hba hands over" wait_for 5 away
send hba KILL escapebeatd
ok "its daemon is killed: the mark stays" away
send hbb CONT pacemaker-contr
start hba
stays_away() { ! away; }
ok "- until it begins anew" wait_for 15 stays_away
ok "- and it takes its lines again" wait_for 30 on hba timeout 30 $takeover --wait local
on hbb timeout 30 $takeover --wait local
held "- as does hbb" local local

# ---- clocks that are set ----------------------------------------------------------------------------
month=$(on hbb date +%b)
for jump in 3600 -7200 5184000 -5184000 0; do
	look_up
	on hbb sh -c "echo $jump >/run/clock-jump"
	sleep 2
	ok "hbb's clock is wrong by $jump s: it hears hba" sees hbb hba
	ok "- and is heard" sees hba hbb
	nok "- as if nothing had happened" logged hba '(WARN|CRIT): .*'
	nok "- there neither" logged hbb '(WARN|CRIT): .*'
	exits "- lines move" 0 on hbb timeout 60 $standby --wait local
	exits "- and come home" 0 on hbb timeout 60 $takeover --wait local
	[ "$jump" != 5184000 ] || nok "- in another month, for its log" \
		sh -c "lab_last=\$1; [ \"\${lab_last%% *}\" = $month ]" sh "$(on hbb tail -n 1 /var/log/ha-log)"
done
calm hbb "a clock that was set"

# ---- Pacemaker stands still ---------------------------------------------------------------------------
for part in pacemaker-based pacemaker-attrd pacemaker-controld; do
	name=${part:0:15}
	send hba STOP "$name"
	ok "$part stands still: the daemon answers" answers hba
	ok "- and hears the other one" sees hba hbb
	calm hba "it"
	send hba CONT "$name"
	right_soon "- it goes on: all is as it was"
done
is "the CIB is as it was" "$(cib)" "$before"

# ---- old files come back --------------------------------------------------------------------------------
# Whose daemon was away does not bring back what it remembers, whoever is elected.
for away in hbb hba; do
	there=hba
	[ $away = hbb ] || there=hbb
	on $away heartbeat -k
	on $there sh -c 'echo "hbb 10.77.0.60/24/eth0" >>/etc/ha.d/haresources'
	on $there heartbeat -r >/dev/null
	ok "$away's daemon is away, a line is added on $there: it comes up" \
		lab wait-resource hb-ip-10.77.0.60 hbb
	look_up
	start_daemon $away
	differs="ERROR: haresources differs from node hb.: '.*' there; nothing is changed"
	ok "$away returns with the old files: it says so" wait_for 20 logged $away "$differs"
	ok "- and so does $there" wait_for 20 logged $there "$differs"
	sleep 6
	ok "- nothing is taken back" lab wait-resource hb-ip-10.77.0.60 hbb
	on $there sed -i '$d' /etc/ha.d/haresources
	on $there heartbeat -r >/dev/null
	gone() { ! on hba cibadmin --query --scope resources | grep -q 10.77.0.60; }
	ok "- both agree again: it goes" wait_for 30 gone
done

# ---- an edit that does not arrive -----------------------------------------------------------------------
look_up
on hba mount --bind /bin/false /usr/sbin/cibadmin
for node in hba hbb; do
	on $node sh -c 'echo "hbb 10.77.0.60/24/eth0" >>/etc/ha.d/haresources'
	on $node heartbeat -r >/dev/null
done
late='WARN: what all nodes agree on is not in the CIB after 60 s: node hba brings it there, .*'
ok "hba cannot change the CIB: hbb misses what all agree on" wait_for 90 logged hbb "$late"
ok "- hba says why" logged hba 'WARN: cannot change the CIB: .*'
on hba umount /usr/sbin/cibadmin
ok "- it can again: the line comes up" lab wait-resource hb-ip-10.77.0.60 hbb
is "- it was missed once" "$(ha_log hbb | grep -cE "$late")" 1
for node in hba hbb; do
	on $node sed -i '$d' /etc/ha.d/haresources
	on $node heartbeat -r >/dev/null
done
ok "- and goes again" wait_for 30 gone
is "the CIB is as it was" "$(cib)" "$before"
exits "- and valid" 0 on hba crm_verify --live-check
done_watched hba hbb
