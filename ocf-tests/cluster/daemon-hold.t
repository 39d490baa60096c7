#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# takeover manual holds whatever becomes of the daemons: one that took leave, stands still or begins
# anew frees nothing, and the death of its node waits for a word. What frees a line without a
# word is that Pacemaker has stopped it, which is the orderly stop of a node.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon.sh"

for node in hba hbb; do
	on $node sh -c 'echo "takeover manual" >>/etc/ha.d/ha.cf'
	exits "$node: the daemon starts" 0 start_daemon $node
done
held "each node holds its own" local local
kept() { on "$1" attrd_updater --query --name "hb-hold-$2" --node "$1" 2>/dev/null | grep -q 'value="1"'; }
own=group-ip-10.77.0.50 others=ip-10.77.0.51
both_kept() { kept hba $others && kept hbb $own; }
ok "each is kept from what the other one serves" wait_for 20 both_kept
runs_here() { [ -n "$(on hba ip -o address show to 10.77.0.51)" ]; }
waits="WARN: node hbb is dead: takeover of 'hbb IPaddr::10.77.0.51/24/eth0' waits for hb_takeover"
# by_hand TEXT: hbb is dead, and nothing comes here but by a word; then all is as it was.
by_hand() {
	ok "$1: hba waits for a word" wait_for 30 logged hba "$waits"
	sleep 3
	nok "- the address is not here" runs_here
	ok "- the line is kept" kept hba $others
	exits "- hb_takeover is the word" 0 on hba timeout 30 $takeover --wait all
	ok "- the address is here" runs_here
	lab boot hbb 2>/dev/null
	start_daemon hbb
	held "- hbb returns to nothing" all none
	on hba timeout 30 $standby --wait foreign 2>/dev/null
	held "- each holds its own again" local local
	ok "- and each is kept" wait_for 20 both_kept
	look_up
}

# ---- the daemon takes leave, and the node dies ----------------------------------------------------
look_up
exits "heartbeat -k on hbb: its Pacemaker goes on" 0 on hbb heartbeat -k
ok "hba was told" wait_for 10 logged hba "info: Received shutdown notice from 'hbb'."
sleep 5
ok "the line is kept from hba all the same" kept hba $others
nok "- and stays where it is" runs_here
lab kill hbb
by_hand "hbb dies a while after its daemon took leave"

# ---- it is killed ----------------------------------------------------------------------------------
on hbb kill -9 "$(pid_of hbb escapebeatd)"
sleep 3
ok "the daemon is killed: the line is kept" kept hba $others
lab kill hbb
by_hand "hbb dies a while after its daemon was killed"

# ---- it stands still, and the other daemon begins anew ----------------------------------------------
on hbb kill -STOP "$(pid_of hbb escapebeatd)"
for _ in 1 2; do
	on hba kill -9 "$(pid_of hba escapebeatd)"
	start_daemon hba
	sleep 6
	ok "hbb's daemon stands still, hba's begins anew: the line is kept" kept hba $others
	# Neither knows what was before then but from Pacemaker.
	on hba rm -f /run/escapebeat/held
done
look_up
lab kill hbb
by_hand "hbb dies"

# ---- an orderly stop --------------------------------------------------------------------------------
# Once the node that coordinates, once the other one.
for turn in 1 2; do
	on hbb heartbeat -k
	lab stop hbb
	ok "an orderly stop moves without a word ($turn)" lab wait-resource hb-ip-10.77.0.51 hba
	nok "- nothing waits" logged hba "$waits"
	sleep 3
	nok "- nor later" logged hba "$waits"
	lab kill hbb
	lab boot hbb
	start_daemon hbb
	held "- hbb returns to nothing" all none
	on hba timeout 30 $standby --wait foreign 2>/dev/null
	held "- each holds its own again" local local
	ok "- and each is kept" wait_for 20 both_kept
	look_up
done
# A minute after the daemon took leave, Pacemaker's end is still noticed.
on hbb heartbeat -k
ok "heartbeat -k, and much later Pacemaker ends: the line is kept till then" kept hba $others
sleep 65
ok "- still" kept hba $others
lab stop hbb
ok "- and comes without a word" lab wait-resource hb-ip-10.77.0.51 hba
nok "- nothing waits" logged hba "$waits"
done_watched hba hbb
