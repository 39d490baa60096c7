#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The interface is gone (a dead card, a driver).  In a cluster that rules out this node (5),
# not the resource everywhere (6), which is what the stock agent's start says.
# stock fails: start in a cluster rules out this node alone
# stock fails: the reason says so
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

exits "start" 0 agent start "$@"
ip link del eth0
exits "a recurring monitor fails" 1 recurring "$@"
exits "a probe finds nothing" 7 agent monitor "$@"
exits "stop has nothing to do" 0 agent stop "$@"
exits "start in a cluster rules out this node alone" 5 agent start "$@" CRM_meta_on_node=alpha
like "the reason says so" "$err" "ocf-exit-reason:cannot use interface eth0: No such device"
exits "start by hand: the parameter is wrong" 6 agent start "$@"
exits "validate-all: the parameter is wrong" 6 agent validate-all "$@"
exits "validate-all of the parameters alone" 0 env OCF_CHECK_LEVEL=0 "${@/#/OCF_RESKEY_}" \
	"$agent_path" validate-all

# An address that this resource never started is not its own, whatever its nic was called.
ip addr add 10.0.0.9/24 dev lo
exits "a probe does not take another interface's address for its own" 7 agent monitor "$@"
exits "stop" 0 agent stop "$@"
like "it is left alone" "$(copies 10.0.0.9)" "10.0.0.9"
ip addr del 10.0.0.9/24 dev lo

# Renamed, with the address on it: stop finds it all the same.
ip link add eth0 type veth peer name other
ip link set other up
ip link set eth0 up
exits "start" 0 agent start "$@"
ip link set eth0 down
ip link set eth0 name lan0
exits "a probe does not say that nothing runs here" 1 agent monitor "$@"
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 10.0.0.9)" ""
done_testing
