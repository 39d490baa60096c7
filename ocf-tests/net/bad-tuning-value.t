#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Defect 5 of the stock agent: any invalid parameter, be it the number of announcements,
# makes stop fail with 6, and a failed stop gets the node fenced.
# stock fails: stop with a bad arp_count
# stock fails: the address is gone
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

exits "start" 0 agent start "$@"
exits "start refuses a bad value" 6 agent start "$@" arp_count=x
like "and names it" "$err" "ocf-exit-reason:parameter arp_count is 'x': wants a whole number"
exits "stop with a bad arp_count" 0 agent stop "$@" arp_count=x
is "the address is gone" "$(copies 10.0.0.9)" ""
for bad in arp_interval=soon preferred_lft=never arp_sender=pigeon lvs_support=perhaps \
	broadcast=wide lvs_ipv6_addrlabel=true send_arp_opts=-x clone_max=many; do
	agent start "$@" >/dev/null 2>&1
	exits "stop with $bad" 0 agent stop "$@" "$bad"
	is "$bad: the address is gone" "$(copies 10.0.0.9)" ""
done
exits "what is no address cannot be running" 0 agent stop ip=10.0.0.900
exits "nor without one" 0 agent stop
done_testing
