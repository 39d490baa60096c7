#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Defect 3 of the stock agent: the kernel deletes the other addresses of a subnet together with
# its first one (promote_secondaries is off by default), and stop lets it happen.
# stock fails: the other addresses stay
. "$(dirname "$0")/net.sh"
two_hosts
ip address flush dev eth0
sysctl -q net.ipv4.conf.eth0.promote_secondaries=0 net.ipv4.conf.all.promote_secondaries=0
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

exits "start" 0 agent start "$@"
ip address add 10.0.0.20/24 dev eth0
ip address add 10.0.0.21/24 broadcast 10.0.0.255 dev eth0 label eth0:web
watch_addresses
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 10.0.0.9)" ""
ok "its going was told" wait_for 20 grep -q "Deleted .*10.0.0.9/" "$events"
is "no other went, not for a moment" "$(grep -c "Deleted .*10.0.0.2" "$events")" 0
is "the other addresses stay" "$(copies 10.0.0.20) $(copies 10.0.0.21)" \
	"eth0 10.0.0.20/24 eth0 10.0.0.21/24"
like "with label and broadcast" "$(ip -o -4 address show dev eth0)" \
	"10.0.0.21/24 brd 10.0.0.255 .*eth0:web"
like "and their route" "$(ip route list 10.0.0.0/24)" "dev eth0"

# Where /proc/sys cannot be written (containers) they are added again.
ip address flush dev eth0
sysctl -q net.ipv4.conf.eth0.promote_secondaries=0
mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys
nok "read-only /proc/sys" sysctl -q net.ipv4.conf.eth0.promote_secondaries=1
exits "start" 0 agent start "$@"
ip address add 10.0.0.20/24 dev eth0
ip address add 10.0.0.21/24 broadcast 10.0.0.255 dev eth0 label eth0:web
exits "stop" 0 agent stop "$@"
is "read-only /proc/sys: the other addresses stay" "$(copies 10.0.0.20) $(copies 10.0.0.21)" \
	"eth0 10.0.0.20/24 eth0 10.0.0.21/24"
like "read-only /proc/sys: with label and broadcast" "$(ip -o -4 address show dev eth0)" \
	"10.0.0.21/24 brd 10.0.0.255 .*eth0:web"
done_testing
