#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Addresses that no host can own are refused with a reason and never put on an interface;
# the stock agent takes most of them.
. "$(dirname "$0")/net.sh"
two_hosts

# refused IP REASON [PARAMETER...]
refused() {
	local ip=$1 reason=$2
	shift 2
	exits "start of $ip is refused" 6 agent start ip="$ip" nic=eth0 "$@"
	like "and says why" "$err" "ocf-exit-reason:.*$reason"
	exits "stop of $ip does not fail" 0 agent stop ip="$ip" nic=eth0 "$@"
	is "$ip is not there" "$(copies "$ip" eth0)" ""
}
refused 224.0.0.5 "a multicast address" cidr_netmask=24
refused 255.255.255.255 "the broadcast address" cidr_netmask=24
refused 0.0.0.0 "wants an" cidr_netmask=24
refused 10.0.0.0 "address of network" cidr_netmask=24
refused 10.0.0.255 "broadcast address" cidr_netmask=24
refused 127.0.0.9 "an address of the loopback, not of eth0" cidr_netmask=8
refused ::1 "an address of the loopback, not of eth0" cidr_netmask=128
refused ff02::9 "a multicast address" cidr_netmask=64
refused ::ffff:10.0.0.9 "an IPv4 address written as IPv6" cidr_netmask=64
exits "the first address of a net of two is a host's" 0 agent start ip=10.0.9.0 nic=eth0 cidr_netmask=31
exits "stop" 0 agent stop ip=10.0.9.0 nic=eth0 cidr_netmask=31

exits "a mac that is none" 6 agent start ip=10.0.0.9 mac=zz
like "says what it wants" "$err" "mac wants six bytes"
exits "a hash that is none" 6 agent start ip=10.0.0.9 clusterip_hash=foo
ip link set eth0 down
exits "an interface that is down, without a mask" 1 agent start ip=10.0.0.9 nic=eth0
like "says that it is down" "$err" "while eth0 is down"
done_testing
