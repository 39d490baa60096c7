#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another host takes the address just after we did: the sender of the announcements hears it,
# and the next monitor fails.  Its own interfaces, also a second one in the same network,
# are no other host.
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0 arp_count=200 arp_interval=100
state=/run/resource-agents/announce-10.0.0.9

exits "start" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
ip -n peer address add 10.0.0.9/24 dev peth
wait_for 20 test -s "$state"
exits "monitor fails" 1 recurring "$@"
like "and names the other host" "$err" "10.0.0.9 on eth0 is also claimed by $(mac_of peth -n peer)"
ok "the sender gave up" wait_for 20 helper_gone
exits "stop" 0 agent stop "$@"
nok "no trace of it is left" test -e "$state"
ip -n peer address del 10.0.0.9/24 dev peth
exits "start again" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"

# A second interface of this host in the same network answers the probes, too.
ip -n peer link add br0 type bridge
ip -n peer link set peth master br0
ip -n peer link set br0 up
ip link add eth1 type veth peer name peth1 netns peer
ip -n peer link set peth1 master br0
ip -n peer link set peth1 up
ip link set eth1 up
exits "start beside a second interface" 0 agent start "$@"
nok "its answers are our own" wait_for 1 test -s "$state"
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"
done_testing
