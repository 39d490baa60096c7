#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The plan gives each resource the timeouts that its agent advises: the table against the
# metadata of the suite's own agents, and of others where they are installed.
. "$(dirname "$0")/convert.sh"
need xmllint

# What Pacemaker runs with a time: the monitors of roles are only those of promotable agents.
actions=(start stop monitor monitor/Promoted monitor/Unpromoted promote demote notify)

# times FILE ELEMENTS: "start 20s", "monitor 20s 10s" ... of the first such element for each action
# that is there.
times() {
	local action with all='' count timeout interval
	for action in "${actions[@]}"; do
		with="[@name='${action%/*}']"
		case $action in
		*/Promoted) with+="[@role='Promoted' or @role='Master']" ;;
		*/Unpromoted) with+="[@role='Unpromoted' or @role='Slave']" ;;
		*) with+="[not(@role)]" ;;
		esac
		all+=", '$action|', count($2$with), '|', ($2$with)[1]/@timeout, '|', ($2$with)[1]/@interval, '"$'\n'"'"
	done
	xmllint --xpath "concat(''$all)" "$1" | while IFS='|' read -r action count timeout interval; do
		[ "${count:-0}" != 0 ] || continue
		[[ $action = monitor* ]] || interval=
		printf '%s %s %s\n' "$action" "$timeout" "$interval"
	done
}

# advised FILE: the times of metadata. planned PROVIDER TYPE: those of such a primitive of the CIB.
advised() { times "$1" //action; }
planned() { times all.xml "(//primitive[@provider='$1' and @type='$2'])[1]/operations/op"; }

# seconds: "20" and "20s" are the same.
seconds() { sed -E 's/\b([0-9]+)\b/\1s/g; s/  *$//'; }

printf 'keepalive 10\ndeadtime 40\nbcast eth0\nnode a b\nping 192.0.2.1\n%s\n' \
	'respawn root /usr/lib/heartbeat/ipfail' >ha.cf
echo 'a 192.0.2.2 script Filesystem::/dev/x::/mnt MailTo::a@b.example Xinetd::x Delay::1 apache' \
	'portblock::tcp::80::block IPsrcaddr::192.0.2.2 AudibleAlarm::a LVM::vg Raid1::c::d db2::i' \
	'ids WAS WinPopup ldirectord LinuxSCSI::0:0:1 ICP::1::/dev/x ServeRAID::1::1' \
	'SendArp::192.0.2.2/eth0 drbddisk::r0' >haresources
exits "a line with one of each" 3 "$escapebeat" plan -o all.plan ha.cf haresources
"$escapebeat" show --as cib all.plan >all.xml
# own AGENT: the plan's times are those of the suite's agent.
own() {
	"$build/agents/$1" meta-data >meta.xml
	is "escapebeat/$1" "$(planned escapebeat "$1" | seconds)" "$(advised meta.xml | seconds)"
}
for agent in Filesystem IPaddr2 SendArp drbd hbscript ping; do own $agent; done
is "drbd: Pacemaker tells monitors apart by their intervals" \
	"$(planned escapebeat drbd | sed -n 's/^monitor.* //p' | sort -u | wc -l)" 2
"$escapebeat" plan --drbd simple -o all.plan ha.cf haresources >/dev/null 2>&1
"$escapebeat" show --as cib all.plan >all.xml
own drbddisk

"$escapebeat" plan --provider heartbeat -o all.plan ha.cf haresources >/dev/null 2>&1
"$escapebeat" show --as cib all.plan >all.xml
# stock AGENT: the same of an agent of other packages, where it is installed.
stock() {
	local program=/usr/lib/ocf/resource.d/$1
	if ! OCF_ROOT=/usr/lib/ocf "$program" meta-data >meta.xml 2>/dev/null; then
		skip "$1" "not installed"
	else
		is "$1" "$(planned "${1%/*}" "${1#*/}" | seconds)" "$(advised meta.xml | seconds)"
	fi
}
stock linbit/drbd
# As what a line had: db2 could be promotable, too.
actions=(start stop monitor)
for agent in Filesystem MailTo Xinetd Delay apache portblock IPsrcaddr AudibleAlarm LVM-activate \
	mdraid db2 ids WAS WinPopup ldirectord LinuxSCSI ICP ServeRAID; do
	stock heartbeat/$agent
done
done_testing
