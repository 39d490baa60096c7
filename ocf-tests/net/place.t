#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Interface, prefix, broadcast and label: what the parameters say, and what is found for what
# they leave open.
. "$(dirname "$0")/net.sh"
two_hosts
ip link add eth1 type veth peer name eth2
ip link set eth1 up
ip link set eth2 up
ip address add 10.0.0.129/25 dev eth1
ip route add 10.1.0.0/16 via 10.0.0.2
ip route add default via 10.0.0.2
ip -6 route add 2001:db8:1::/48 via fe80::2 dev eth0

# placed NAME WANT PARAMETER...: the address is started, shown as "DEV ADDRESS/PREFIX", stopped.
placed() {
	local name=$1 want=$2
	shift 2
	exits "$name: start" 0 agent start arp_count=1 "$@"
	is "$name" "$(copies "${1#ip=}")" "$want"
	exits "$name: stop" 0 agent stop "$@"
}
shown() { ip -o address show to "$1"; }

placed "the network that contains it" "eth0 10.0.0.9/24" ip=10.0.0.9
placed "the most specific one" "eth1 10.0.0.200/25" ip=10.0.0.200
placed "a longer prefix than the network's" "eth0 10.0.0.9/32" ip=10.0.0.9 cidr_netmask=32
placed "the interface that was named" "eth0 10.0.0.200/24" ip=10.0.0.200 nic=eth0
placed "interface and prefix without a network" "eth1 172.16.0.1/16" ip=172.16.0.1 nic=eth1 \
	cidr_netmask=16
placed "a dotted mask" "eth0 10.0.0.9/24" ip=10.0.0.9 cidr_netmask=255.255.255.0
placed "the old name of the mask" "eth0 10.0.0.9/28" ip=10.0.0.9 netmask=28
placed "the loopback" "lo 127.0.0.3/8" ip=127.0.0.3
placed "IPv6" "eth0 2001:db8::9/64" ip=2001:db8::9 nodad=1
placed "a link-local address" "eth0 fe80::9/64" ip=fe80::9 nic=eth0 nodad=1

exits "IPv6 in capitals" 0 agent start ip=2001:DB8:0:0::9 nodad=true
is "is the same address" "$(copies 2001:db8::9)" "eth0 2001:db8::9/64"
exits "for monitor too" 0 recurring ip=2001:db8:0000::0009
exits "and for stop" 0 agent stop ip=2001:DB8::0:9

exits "a network behind a gateway is not ours" 1 agent start ip=10.1.0.9
like "says what to do" "$err" "no connected network contains 10.1.0.9: add a base address, or set"
exits "nor one of IPv6" 1 agent start ip=2001:db8:1::9
exits "nor is it by the default route" 1 agent start ip=192.0.2.1
exits "a shorter prefix than the network's" 1 agent start ip=10.0.0.9 cidr_netmask=16
exits "no network on the interface that was named" 1 agent start ip=10.9.0.9 nic=eth1

exits "start" 0 agent start ip=10.0.0.9
like "the broadcast address of the base" "$(shown 10.0.0.9)" "brd 10.0.0.255 "
agent stop ip=10.0.0.9 2>/dev/null
exits "start" 0 agent start ip=10.0.0.9 cidr_netmask=28 broadcast=+
like "broadcast +" "$(shown 10.0.0.9)" "brd 10.0.0.15 "
agent stop ip=10.0.0.9 2>/dev/null
exits "start" 0 agent start ip=10.0.0.9 broadcast=-
like "broadcast -" "$(shown 10.0.0.9)" "brd 10.0.0.0 "
agent stop ip=10.0.0.9 2>/dev/null
exits "start" 0 agent start ip=10.0.0.9 broadcast=10.0.0.127 iflabel=web
like "broadcast as given, and a label" "$(shown 10.0.0.9)" "brd 10.0.0.127 .* eth0:web\\\\"
agent stop ip=10.0.0.9 2>/dev/null
exits "start" 0 agent start ip=10.0.0.9 nic=eth0:old iflabel=new
like "the label in nic wins" "$(shown 10.0.0.9)" " eth0:old\\\\"
agent stop ip=10.0.0.9 nic=eth0:old 2>/dev/null
exits "start" 0 agent start ip=2001:db8::9 nodad=true preferred_lft=0 noprefixroute=true
like "deprecated, without a prefix route" "$(shown 2001:db8::9)" "deprecated.*noprefixroute"
exits "a deprecated address serves" 0 recurring ip=2001:db8::9
agent stop ip=2001:db8::9 2>/dev/null

for bad in ip=10.0.0.300 ip=0.0.0.0 "ip=10.0.0.9 cidr_netmask=33" "ip=10.0.0.9 cidr_netmask=0" \
	"ip=10.0.0.9 cidr_netmask=255.0.255.0" "ip=10.0.0.9 broadcast=wide" "ip=fe80::9" \
	"ip=10.0.0.9 nic=eth7" "ip=10.0.0.9 nic=eth0 iflabel=longer-than-15" \
	"ip=2001:db8::9 lvs_support=true" "ip=10.0.0.9 lvs_ipv6_addrlabel=true" \
	"ip=10.0.0.9 arp_sender=pigeon" "ip=10.0.0.9 send_arp_opts=-q" \
	"ip=10.0.0.9 preferred_lft=long"; do
	# shellcheck disable=SC2086
	exits "refused: $bad" 6 agent start $bad
	like "with one reason" "$(grep -c ocf-exit-reason: <<<"$err")" "^1$"
done
done_testing
