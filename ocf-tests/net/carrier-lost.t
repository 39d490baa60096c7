#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Defect 4 of the stock agent: the cable is out or the interface is down, and monitor says 0.
# stock fails: monitor without carrier fails
# stock fails: monitor of an interface that is down fails
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

exits "start" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
ip -n peer link set peth down
exits "monitor without carrier fails" 1 recurring "$@"
like "and says why" "$err" "ocf-exit-reason:10.0.0.9 on eth0 cannot be reached: it has no carrier"
exits "a probe tells that something is up here" 1 agent monitor "$@"
exits "check_link_status=false" 0 recurring "$@" check_link_status=false
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 10.0.0.9)" ""
ip -n peer link set peth up
exits "start again" 0 agent start "$@"
ip link set eth0 down
exits "monitor of an interface that is down fails" 1 recurring "$@"
like "and says why" "$err" "it is down"
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 10.0.0.9)" ""
done_testing
