#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The outside judge ocf-tester on the agents of this folder.
. "$(dirname "$0")/net.sh"
need ocf-tester xmllint
two_hosts

# judge AGENT PARAMETER...
judge() {
	local name=$1 parameter options=()
	shift
	for parameter; do options+=(-o "$parameter"); done
	exits "$name $1" 0 ocf-tester -n vip "${options[@]}" "$build/agents/$name"
	like "$name: it says so" "$out" "passed all tests"
}
judge IPaddr2 ip=10.0.0.9
judge IPaddr2 ip=2001:db8::9
judge IPaddr ip=10.0.0.9
judge IPv6addr ipv6addr=2001:db8::9
judge Filesystem device=memory directory=/run/data fstype=tmpfs
judge SendArp ip=10.0.0.9 nic=eth0
if [ -x "$build/agents/mysql" ]; then
	. "$(dirname "$0")/mysql.sh"
	database judged
	parameters judged
	for name in mysql mariadb mysqld; do judge $name "${parameters[@]}"; done
	database member server-id=1 log-bin=binlog
	parameters member
	judge mysql mode=replica-set "${parameters[@]}"
	database master server-id=1 log-bin=binlog auto-increment-increment=2 auto-increment-offset=1
	parameters master
	judge mysql mode=master-master gtid_domain_id=server_id "${parameters[@]}"
fi
done_testing
