#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# escapebeatd on two nodes: it brings an empty cluster to /etc/ha.d, answers the old commands as
# recorded from Heartbeat 3.0.6, hands over and takes as Heartbeat did, and lives through the
# deaths of nodes and of itself.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/daemon.sh"
. "$top/ocf-tests/recordings.sh"

exits "before it runs: stopped" 3 on hba heartbeat -s
for node in hba hbb; do
	exits "$node: the daemon starts" 0 start_daemon "$node"
done
exits "it answers from the start, where Heartbeat was silent until initdead" 0 on hba cl_status hbstatus
is "- in its words" "$out" "Heartbeat is running on this machine."
exits "a second one does not" 1 start_daemon hba
like "- it says why" "$err" 'it runs already'
ok "the first line is at home" lab wait-resource hb-svc hba
ok "the second one, too" lab wait-resource hb-ip-10.77.0.51 hbb
held "each node holds its own" local local
told "hba saw the other one come" hba "info: Link hbb:eth1 up.
info: Status update for node hbb: status active"
exits "the CIB is valid" 0 on hba crm_verify --live-check

# ---- cl_status as recorded --------------------------------------------------------------------
ping_lives() { [ "$(on hba cl_status nodestatus 10.77.0.1)" = ping ]; }
ok "the ping node answers" wait_for 15 ping_lives
# ours COMMAND...: in the node, without the number of our version.
ours() {
	local said code
	said=$(on hba "$@" 2>&1; echo "rc=$?")
	code=${said##*rc=}
	sed 's/(escapebeat [0-9.]*)/(escapebeat VERSION)/' <<<"${said%rc=*}" | head -c -1
	return "$code"
}
replay cl_status-running.txt ours
replay cl_status-hbparameter.txt ours
exits "heartbeat -s: running" 0 on hba heartbeat -s
like "- as recorded" "$out" '^heartbeat OK \[pid [0-9]+ et al\] is running on hba \[hba\]\.\.\.$'

# ---- who it is -------------------------------------------------------------------------------
# proc NODE FIELD: of the daemon's /proc/PID/status.
proc() { on "$1" sed -n "s/^$2:[[:space:]]*//p" "/proc/$(pid_of "$1" escapebeatd)/status" | tr '\t' ' '; }
uid=$(id -u hacluster) gid=$(getent group haclient | cut -d: -f3)
is "it runs as hacluster" "$(proc hba Uid)" "$uid $uid $uid $uid"
is "- in its group" "$(proc hba Gid)" "$gid $gid $gid $gid"
is "- and no other" "$(proc hba Groups | tr -d ' ')" "$gid"
is "of root's rights it has the one that asks ping nodes" "$(proc hba CapPrm) $(proc hba CapEff)" \
	"0000000000002000 0000000000002000"
is "- and none to hand on" "$(proc hba CapInh) $(proc hba CapAmb)" "0000000000000000 0000000000000000"
logged_right='info: running as hacluster with cap_net_raw'
ok "- as it says" logged hba "$logged_right"
alone() { [ "$(on hba pgrep --exact --count escapebeatd)" = 1 ]; }
ok "one process, once the children that tell Pacemaker have ended" wait_for 10 alone
is "- without threads" "$(proc hba Threads)" 1
is "its folder is closed to the world" "$(on hba stat -c '%U:%G %a' /run/escapebeat)" "hacluster:haclient 750"
is "- and its log is no more open than Heartbeat's" "$(on hba stat -c '%U %a' /var/log/ha-log)" "hacluster 640"

# ---- who may ask ------------------------------------------------------------------------------
nobody() { on hba setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
look_up
exits "anybody may use cl_status, which is setgid haclient" 0 nobody cl_status hbstatus
on hba sh -c "cp $standby /tmp/hb_standby; chmod 755 /tmp/hb_standby"
exits "a stranger may not hand over" 1 nobody /tmp/hb_standby
for _ in 1 2 3; do nobody /tmp/hb_standby 2>/dev/null; done
is "- said once in the log" "$(ha_log hba | grep -c 'apiauth does not admit this user')" 1

# ---- handing over: the sequence that was recorded with auto_failback off ------------------------
look_up
exits "hb_standby --wait on hba" 0 on hba $standby --wait
like "- announces itself" "$err" '^[A-Z][a-z]{2} [0-9]{2} [0-9:]{8} Going standby \[all\]\.$'
held "hbb has all" none all
told "- the giving node says so" hba "info: hba wants to go standby [all]
info: standby: hbb can take our all resources
info: give up all HA resources (standby).
info: all HA resource release completed (standby).
info: Local standby process completed [all].
info: remote resource transition completed.
info: Other node completed standby takeover of all resources."
told "- and the other one" hbb "info: hba wants to go standby [all]
info: standby: acquire [all] resources from hba"
releasing='ResourceManager\(default\)\[[0-9]+\]:    info: '
like "- the words are there, last one first" "$(on hba grep ResourceManager /var/log/ha-log |
	sed -E "s/.*$releasing//" | tail -n 3 | paste -sd';')" \
	'^Releasing resource group: hba IPaddr::10.77.0.50/24/eth0 svc;Running svc stop;Running IPaddr::10.77.0.50/24/eth0 stop$'
on hba $takeover local
held "hb_takeover local on hba" local local
on hbb $standby local 2>/dev/null
held "hb_standby local on hbb" all none
on hba $standby foreign 2>/dev/null
held "hb_standby foreign on hba" local local
on hbb $takeover --wait all
held "hb_takeover all on hbb" none all
on hba $takeover --wait failback
held "hb_takeover failback: what is at home here comes home" local local
no_marks() { ! on hba cibadmin --query --scope status | grep -q 'name="hb-away-'; }
ok "no mark of a handing over is left" wait_for 15 no_marks

# ---- one after the other, without waiting --------------------------------------------------------
# Lines that are away already, lines that come back before they have gone: no mark stays.
for turn in 1 2 3; do
	on hba $standby foreign 2>/dev/null
	on hbb $takeover all
	on hba $takeover local
	held "handed there and back, the last word counts ($turn)" local local
	ok "- and no mark is left" wait_for 15 no_marks
done

# ---- a move that cannot be ------------------------------------------------------------------------
on hba crm_attribute --type nodes --node hbb --name standby --update on
ok "hbb is no place for resources" lab wait-resource hb-ip-10.77.0.51 hba
look_up
exits "hb_standby --wait gives up when Pacemaker has nothing left to do" 1 \
	on hba timeout 60 $standby --wait local
like "- and says why" "$err" "'hba IPaddr::10.77.0.50/24/eth0 svc' does not move: node hbb is in standby for Pacemaker"
like "- in the log, too" "$(ha_log hba)" "ERROR: Standby request cancelled: .* node hbb is in standby"
ok "no mark is left that would move it later" wait_for 15 no_marks
on hba crm_attribute --type nodes --node hbb --name standby --delete
on hba timeout 60 $standby --wait foreign 2>"$tap_dir/said"
like "- --wait shows what moves" "$(cat "$tap_dir/said")" \
	'[0-9:]{8} hbb IPaddr::10.77.0.51/24/eth0: (on its way|stopped|on hbb)'
held "each is at home again" local local

# ---- the released node takes over when the other one dies ---------------------------------------
on hba $standby --wait all 2>/dev/null
held "hbb has all again" none all
look_up
ok "hbb dies" lab kill hbb
hba_has_all() { [ "$(on hba cl_status rscstatus)" = all ]; }
ok "hba takes all" wait_for 40 hba_has_all
told "- and says why" hba "WARN: node hbb: is dead
info: Resources being acquired from hbb."
exits "hbb is dead for cl_status" 1 on hba cl_status nodestatus hbb
is "- in a word" "$out" dead
exits "nobody to hand over to" 1 on hba $standby --wait
like "- it says so at once" "$err" 'no other node is there to take the resources'
ok "hbb returns" lab boot hbb
exits "- and its daemon" 0 start_daemon hbb
held "auto_failback off: hba keeps all" all none

# ---- editing haresources ------------------------------------------------------------------------
on hba $standby --wait foreign 2>/dev/null
held "each at home" local local
starts() { on hba grep -c start /var/log/svc; }
before=$(starts)
edit() { on "$1" sh -c 'echo "hbb 10.77.0.52/24/eth0" >>/etc/ha.d/haresources'; on "$1" heartbeat -r >/dev/null; }
look_up
edit hba
differs="ERROR: haresources differs from node hb.: '.*' there; nothing is changed"
ok "files differ: one node says so" wait_for 20 logged hba "$differs"
ok "- the other one too" wait_for 20 logged hbb "$differs"
like "- with the line" "$(ha_log hba)" "'hbb 10.77.0.52/24/eth0' here, 'no such line' there"
nok "- nothing is changed" on hba crm_resource --resource hb-ip-10.77.0.52 --locate
edit hbb
ok "the same on both: the address comes up" lab wait-resource hb-ip-10.77.0.52 hbb
for node in hba hbb; do
	on $node sed -i '$d' /etc/ha.d/haresources
	on $node heartbeat -r >/dev/null
done
gone() { ! on hba cibadmin --query --scope resources | grep -q 10.77.0.52; }
ok "a line that is taken out disappears" wait_for 30 gone
is "what was not touched was not interrupted" "$(starts)" "$before"
on hba sh -c 'echo frobnicate >>/etc/ha.d/ha.cf'
look_up
exits "a reload with a fault is refused" 1 on hba heartbeat -r
exits "- by escapebeat reload, too" 1 on hba escapebeat reload
like "- which shows the line" "$err" "ha.cf:11:1: error: unknown directive 'frobnicate'"
ok "- with its place" wait_for 5 logged hba "ERROR: .*ha.cf:11: unknown directive 'frobnicate' .HB-1101."
on hba sed -i '$d' /etc/ha.d/ha.cf
look_up
exits "escapebeat reload" 0 on hba escapebeat reload
like "- says whom it told" "$out" '^Signalling heartbeat pid [0-9]+ to reread config files$'
ok "- and he did" wait_for 5 logged hba 'info: /etc/ha.d is read again'

# ---- somebody edits an object of ours -----------------------------------------------------------
look_up
on hba crm_resource --resource hb-ip-10.77.0.51 --set-parameter nic --parameter-value eth1 >/dev/null 2>&1
for node in hba hbb; do on $node heartbeat -r >/dev/null; done
drift='WARN: the CIB was edited by hand: not restored; .*: changed hb-ip-10.77.0.51'
drifted() { logged hba "$drift" || logged hbb "$drift"; }
ok "an edit by hand is reported" wait_for 20 drifted
like "- and left alone" "$(on hba crm_resource --resource hb-ip-10.77.0.51 --get-parameter nic)" eth1
# hba decides: the one with the smallest number.
on hba heartbeat -k
exits "a daemon that restores" 0 on hba escapebeatd -r -a /usr/libexec/escapebeat/escapebeat-alert
nic() { on hba crm_resource --resource hb-ip-10.77.0.51 --get-parameter nic 2>/dev/null; }
nic_is() { [ "$(nic)" = "$1" ]; }
ok "- puts it right" wait_for 20 nic_is eth0
ok "- and says so" wait_for 10 logged hba "${drift/not restored;/restored}"
on hba crm_resource --resource hb-svc --meta --set-parameter target-role --parameter-value Stopped >/dev/null 2>&1
on hba crm_resource --resource hb-ip-10.77.0.51 --set-parameter nic --parameter-value eth1 >/dev/null 2>&1
on hba heartbeat -r >/dev/null
ok "- each time" wait_for 20 nic_is eth0
is "- but what was stopped by hand stays so" \
	"$(on hba crm_resource --resource hb-svc --meta --get-parameter target-role 2>/dev/null)" Stopped
on hba crm_resource --resource hb-svc --meta --delete-parameter target-role >/dev/null 2>&1
held "- and all is as it was" local local

# ---- the daemon itself dies -----------------------------------------------------------------------
on hbb sh -c 'kill -9 $(cat /proc/[0-9]*/stat | awk "\$2 == \"(escapebeatd)\" { print \$1 }")'
silent() { [ "$(on hba cl_status nodestatus hbb)" = up ]; }
ok "a killed daemon is no dead node" wait_for 10 silent
exits "it starts again" 0 start_daemon hbb
held "all is as it was" local local
look_up
exits "heartbeat -k on hbb" 0 on hbb heartbeat -k
told "hba is told" hba "info: Received shutdown notice from 'hbb'."
exits "- and it is stopped" 3 on hbb heartbeat -s
exits "- so there is nothing to reload" 5 on hbb escapebeat reload
# Right after its start it may not have joined the others yet: they are told all the same.
for turn in 1 2 3 4 5 6; do
	look_up
	on hbb sh -c 'escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert && heartbeat -k'
	told "a daemon that has just begun takes leave, too ($turn)" hba \
		"info: Received shutdown notice from 'hbb'."
done
start_daemon hbb

# ---- corosync goes away and comes back ---------------------------------------------------------
rss=$(proc hba VmRSS)
small "less than 12 MB resident ($rss)" "${rss%% *}"
done_watched hba hbb
