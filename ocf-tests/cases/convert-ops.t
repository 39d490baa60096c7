#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The plan gives each resource the timeouts that its agent advises: the table against the
# metadata of the suite's own agents, and of others where they are installed.
. "$(dirname "$0")/convert.sh"
need xmllint

# advised FILE: "start 20s -" ... of the first start, stop and monitor in metadata.
advised() {
	local action
	for action in start stop monitor; do
		printf '%s %s %s\n' $action \
			"$(xmllint --xpath "string((//action[@name='$action'])[1]/@timeout)" - <"$1")" \
			"$(xmllint --xpath "string((//action[@name='$action'])[1]/@interval)" - <"$1")"
	done
}

# planned PROVIDER TYPE: the same of the first such primitive of the CIB.
planned() {
	local op="(//primitive[@provider='$1' and @type='$2'])[1]/operations/op" action
	for action in start stop monitor; do
		printf '%s %s %s\n' $action \
			"$(xmllint --xpath "string(${op}[@name='$action']/@timeout)" all.xml)" \
			"$([ $action != monitor ] || xmllint --xpath "string(${op}[@name='$action']/@interval)" all.xml)"
	done
}

# seconds: "20" and "20s" are the same.
seconds() { sed -E 's/\b([0-9]+)\b/\1s/g; s/  *$//'; }

printf 'keepalive 10\ndeadtime 40\nbcast eth0\nnode a b\nping 192.0.2.1\n%s\n' \
	'respawn root /usr/lib/heartbeat/ipfail' >ha.cf
echo 'a 192.0.2.2 script Filesystem::/dev/x::/mnt MailTo::a@b.example Xinetd::x Delay::1 apache' \
	'portblock::tcp::80::block IPsrcaddr::192.0.2.2 AudibleAlarm::a LVM::vg Raid1::c::d db2::i' \
	'ids WAS WinPopup ldirectord LinuxSCSI::0:0:1 ICP::1::/dev/x ServeRAID::1::1' \
	'SendArp::192.0.2.2/eth0' >haresources
exits "a line with one of each" 3 "$escapebeat" plan -o all.plan ha.cf haresources
"$escapebeat" show --as cib all.plan >all.xml
for agent in escapebeat/Filesystem escapebeat/IPaddr2 escapebeat/SendArp escapebeat/hbscript escapebeat/ping; do
	"$build/agents/${agent#*/}" meta-data >meta.xml
	is "$agent" "$(planned "${agent%/*}" "${agent#*/}" | seconds)" "$(advised meta.xml | seconds)"
done
"$escapebeat" plan --provider heartbeat -o all.plan ha.cf haresources >/dev/null 2>&1
"$escapebeat" show --as cib all.plan >all.xml
for agent in Filesystem MailTo Xinetd Delay apache portblock IPsrcaddr AudibleAlarm LVM-activate \
	mdraid db2 ids WAS WinPopup ldirectord LinuxSCSI ICP ServeRAID; do
	program=/usr/lib/ocf/resource.d/heartbeat/$agent
	if ! OCF_ROOT=/usr/lib/ocf "$program" meta-data >meta.xml 2>/dev/null; then
		skip "heartbeat/$agent" "not installed"
	else
		is "heartbeat/$agent" "$(planned heartbeat "$agent" | seconds)" \
			"$(advised meta.xml | seconds)"
	fi
done
done_testing
