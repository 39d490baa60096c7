#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two hundred addresses in one subnet, and instances that run at the same time.
. "$(dirname "$0")/net.sh"
two_hosts
sysctl -q net.ipv4.conf.eth0.promote_secondaries=0 net.ipv4.conf.all.promote_secondaries=0
ip address del 10.0.0.1/24 dev eth0
count() { ip -o -4 address show dev eth0 | wc -l; }
# each ACTION: on all of them, one after another; prints the failures.
each() {
	local i
	for ((i = 20; i < 220; i++)); do
		agent "$1" ip=10.0.0.$i nic=eth0 cidr_netmask=24 arp_count=2 \
			"${@:2}" >/dev/null 2>"$tap_dir/err" || { echo $i; cat "$tap_dir/err"; }
	done
}
# all ACTION FROM TO: at once; prints the failures.
all() {
	local i
	for ((i = $2; i < $3; i++)); do
		OCF_RESOURCE_INSTANCE=vip$i agent "$1" ip=10.0.0.$i nic=eth0 cidr_netmask=24 \
			>"$tap_dir/out.$i" 2>&1 || { echo $i; cat "$tap_dir/out.$i"; } &
	done
	wait
}

is "200 starts" "$(each start)" ""
is "200 addresses" "$(count)" 200
is "200 monitors" "$(each monitor CRM_meta_interval=10000)" ""
ok "the helpers are gone" wait_for 60 helper_gone
is "no file of theirs is left" \
	"$(find /run/resource-agents -type f ! -name "interface-*")" ""
is "stop of the primary and 49 more at once" "$(all stop 20 70)" ""
is "leaves all others" "$(count)" 150
is "50 starts at once" "$(all start 20 70)" ""
is "200 addresses" "$(count)" 200
is "200 monitors" "$(each monitor CRM_meta_interval=10000)" ""
is "200 stops" "$(each stop)" ""
is "no address" "$(count)" 0
is "and no file" "$(ls /run/resource-agents)" ""
done_testing
