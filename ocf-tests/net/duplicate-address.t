#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another host has the address: start must not take it as well.  The stock agent does.
# stock fails: start refuses an address that another host has
# stock fails: the reason names the other host
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0
other=$(mac_of peth -n peer)

ip -n peer address add 10.0.0.9/24 dev peth
exits "start refuses an address that another host has" 1 agent start "$@"
like "the reason names the other host" "$err" "ocf-exit-reason:10.0.0.9 is in use by $other on eth0"
is "the address was not taken" "$(copies 10.0.0.9)" ""
exits "stop" 0 agent stop "$@"

# An owner that is on its way out answers once more; that is no reason to refuse.
(sleep 0.4 && ip -n peer address del 10.0.0.9/24 dev peth) &
exits "start waits for an owner that goes" 0 agent start "$@"
wait $!
exits "monitor" 0 recurring "$@"
exits "monitor at level 10 asks the network" 0 env OCF_CHECK_LEVEL=10 \
	OCF_RESKEY_CRM_meta_interval=10000 "${@/#/OCF_RESKEY_}" "$agent_path" monitor
wait_for 20 helper_gone
ip -n peer address add 10.0.0.9/24 dev peth
exits "and finds who came later" 1 env OCF_CHECK_LEVEL=10 \
	OCF_RESKEY_CRM_meta_interval=10000 "${@/#/OCF_RESKEY_}" "$agent_path" monitor
like "by name" "$err" "also claimed by $other"
exits "stop" 0 agent stop "$@"
exits "arp_probe_wait=0 does not ask" 0 agent start "$@" arp_probe_wait=0
exits "stop" 0 agent stop "$@"
done_testing
