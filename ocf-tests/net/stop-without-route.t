#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Defect 1 of the stock agent: with only ip set, stop looks for the interface in the routing
# table; when the link is down the route is gone, and stop answers 0 while the address stays.
# As soon as the link returns, two nodes have it.
# stock fails: nothing is left of the address
. "$(dirname "$0")/net.sh"
two_hosts

exits "start" 0 agent start ip=10.0.0.9
is "the address is there" "$(copies 10.0.0.9)" "eth0 10.0.0.9/24"
ip link set eth0 down
is "the route is gone" "$(ip route list 10.0.0.0/24)" ""
exits "a recurring monitor does not call it healthy" 1 recurring ip=10.0.0.9
exits "stop" 0 agent stop ip=10.0.0.9
is "nothing is left of the address" "$(copies 10.0.0.9)" ""
exits "a probe agrees" 7 agent monitor ip=10.0.0.9
done_testing
