#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who runs what after a start, a crash, a return and a lost router: Pacemaker's scheduler on the
# generated CIB has to say what Heartbeat did. The expectations are the table measured on the
# real Heartbeat 3.0.6 with two nodes.
. "$(dirname "$0")/convert.sh"
need crm_simulate crm_attribute

# event NAME OPTION...: one step of the scheduler; the new state stays in now.xml.
event() {
	[ "$1" != - ] && diag "$1"
	crm_simulate -x now.xml -q true -S -O next.xml "${@:2}" >simulate.out 2>&1 || cat simulate.out
	mv next.xml now.xml
}
# where ID: the node that the resource runs on.
where() {
	crm_resource --resource "$1" --locate 2>/dev/null | sed -n 's/.* is running on: \([^ ]*\).*/\1/p'
}
export CIB_file=$PWD/now.xml
# placed NAME FIRST SECOND: on which nodes the two lines are.
placed() { is "$1" "$(where "$first") $(where "$second")" "$2 $3"; }
# reaches NODE COUNT: as the ping agent would say it, COUNT hosts times the multiplier.
reaches() {
	local times
	times=$(sed -n 's/.* name="multiplier" value="\([0-9]*\)".*/\1/p' now.xml)
	crm_attribute -t status -N "$1" -n pingd -v $(($2 * ${times:-1000})) >/dev/null 2>&1
}

first=hb-ip-10.0.0.1 second=hb-last
# make FAILBACK [LINE...]: two lines at home on a and on b; the second one has eight members.
make() {
	printf '%s\n' 'keepalive 2' 'node a b' 'bcast eth0' "auto_failback $1" "${@:2}" >ha.cf
	printf '%s\n' 'a 10.0.0.1' 'b 10.0.0.2 one two three four five six last' >haresources
	"$escapebeat" plan -a HB-3701 -o made.plan ha.cf haresources >/dev/null 2>&1
	"$escapebeat" show --as cib made.plan >now.xml
}

for failback in on legacy; do
	make $failback
	event - -u a -u b
	placed "$failback: both start, each line at home" a b
	event - -d a
	placed "$failback: a dies, b has all" b b
	event - -u a
	placed "$failback: a returns, its line goes home" a b
	event - -d b
	placed "$failback: b dies, a has all" a a
	event - -u b
	placed "$failback: b returns, its line goes home" a b
done

make off
event - -u a -u b
placed "off: both start, each line at home" a b
event - -d a
placed "off: a dies, b has all" b b
event - -u a
placed "off: a returns, b keeps all" b b
event - -d b
placed "off: b dies, a has all, also what was at home on b" a a
event - -u b
placed "off: b returns, a keeps all" a a

for failback in on off; do
	make $failback 'ping 192.0.2.1' 'respawn hacluster /usr/lib/heartbeat/ipfail'
	event - -u a -u b
	reaches a 1
	reaches b 1
	event -
	placed "ping, $failback: both reach it, each line at home" a b
	reaches b 0
	event -
	placed "ping, $failback: b loses it, even eight members that like to stay move" a a
	reaches a 0
	event -
	if [ $failback = on ]; then
		placed "ping, on: nobody reaches it, all run at home" a b
	else
		placed "ping, off: nobody reaches it, nothing moves" a a
	fi
	reaches a 1
	reaches b 1
	event -
	if [ $failback = on ]; then
		placed "ping, on: both reach it again, each line at home" a b
	else
		placed "ping, off: both reach it again, a keeps all" a a
	fi
done

# away NODE [OPTION...]: hb_standby on that node, for both lines; -D: forgotten again.
away() {
	local line
	for line in "$first" "hb-group-ip-10.0.0.2"; do
		crm_attribute -t status -N "$1" -n "hb-away-${line#hb-}" "${@:2}" >/dev/null 2>&1
	done
}
for failback in on off; do
	make $failback
	event - -u a -u b
	away a -v 1
	event -
	placed "$failback: sent away from a, all run on b" b b
	event -
	placed "$failback: - and stay there" b b
	event - -d b
	placed "$failback: b dies, a has all: being sent away is no ban" a a
	away a -D
	event - -u b
	if [ $failback = on ]; then
		placed "on: b returns, its line goes home" a b
	else
		placed "off: b returns, a keeps all" a a
	fi
done
make off 'ping 192.0.2.1' 'respawn hacluster /usr/lib/heartbeat/ipfail'
event - -u a -u b
reaches a 0
reaches b 1
away b -v 1
event -
placed "a lost ping node outweighs being sent away" b b

make on 'ping 192.0.2.1'
event - -u a -u b
reaches a 1
reaches b 0
event -
placed "a ping node without ipfail has no effect" a b

# A line with DRBD: the promotion follows the line, whatever DRBD's own scores say.
# drbd NODE SCORE: as DRBD's agent would say it.
drbd() {
	local clone
	for clone in r0 r1; do
		crm_attribute -t status -N "$1" -n "master-hb-drbd-$clone" -v "$2" >/dev/null 2>&1
	done
}
promoted() {
	crm_resource --resource "$1" --locate 2>/dev/null |
		sed -n -E 's/.* is running on: ([^ ]*) (Promoted|Master).*/\1/p'
}
# with_drbd NAME FIRST SECOND: where the two lines are, and where theirs is promoted.
with_drbd() {
	placed "$@"
	is "$1: so is DRBD" "$(promoted hb-drbd-r0-clone) $(promoted hb-drbd-r1-clone)" "$2 $3"
}
first=hb-last second=hb-ip-10.0.0.2
for failback in on off; do
	make $failback 'ping 192.0.2.1' 'respawn hacluster /usr/lib/heartbeat/ipfail'
	printf '%s\n' 'a drbddisk::r0 Filesystem::/dev/drbd0::/srv one two three four five 10.0.0.1 last' \
		'b drbddisk::r1 10.0.0.2' >haresources
	"$escapebeat" plan -a HB-3701 -o made.plan ha.cf haresources >/dev/null 2>&1
	"$escapebeat" show --as cib made.plan >now.xml
	event - -u a -u b
	for node in a b; do
		drbd $node 10000
		reaches $node 1
	done
	event -
	event -
	with_drbd "DRBD, $failback: both start, each line at home" a b
	event - -d a
	event -
	with_drbd "DRBD, $failback: a dies, b has all" b b
	event - -u a
	reaches a 1
	drbd a 10
	event -
	with_drbd "DRBD, $failback: a returns, not in sync yet: b keeps all" b b
	drbd a 10000
	event -
	event -
	if [ $failback = on ]; then
		with_drbd "DRBD, on: a is in sync, its line goes home" a b
	else
		with_drbd "DRBD, off: a is in sync, b keeps all" b b
	fi
	reaches b 0
	event -
	event -
	with_drbd "DRBD, $failback: b loses the ping node, all move" a a
	reaches a 0
	event -
	reaches b 1
	reaches a 1
	event -
	event -
	if [ $failback = on ]; then
		with_drbd "DRBD, on: both reach it again, each line at home" a b
	else
		with_drbd "DRBD, off: both reach it again, a keeps all" a a
	fi
	for line in group-ip-10.0.0.1 ip-10.0.0.2; do
		crm_attribute -t status -N a -n hb-away-$line -v 1 >/dev/null 2>&1
	done
	event -
	event -
	with_drbd "DRBD, $failback: sent away from a, all run on b" b b
	event - -d b
	event -
	with_drbd "DRBD, $failback: b dies, a has all: being sent away is no ban" a a
done
done_testing
