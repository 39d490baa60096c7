#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Defect 2 of the stock agent: it looks for the text "address/prefix", so a copy of the address
# with another prefix length is invisible to monitor, doubled by start and left by stop.
# stock fails: a probe sees the copy
# stock fails: start leaves one copy, with the wanted prefix
# stock fails: stop deletes whatever copy there is
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

ip address add 10.0.0.9/32 dev eth0
exits "a probe sees the copy" 0 agent monitor "$@"
exits "start" 0 agent start "$@"
is "start leaves one copy, with the wanted prefix" "$(copies 10.0.0.9)" "eth0 10.0.0.9/24"
ip address add 10.0.0.9/32 dev eth0
ip address add 10.0.0.9/16 dev eth0
exits "stop" 0 agent stop "$@"
is "stop deletes whatever copy there is" "$(copies 10.0.0.9)" ""
done_testing
