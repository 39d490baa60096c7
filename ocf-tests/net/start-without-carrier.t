#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A node whose cable is out must not take the address: start fails, so that the cluster
# takes another node.  The stock agent takes it.  (An interface that is merely switched off is
# switched on, as by the stock agent.)
# stock fails: start without carrier fails
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0

ip -n peer link set peth down
exits "start without carrier fails" 1 agent start "$@"
like "and says why" "$err" "ocf-exit-reason:cannot serve 10.0.0.9 on eth0: it has no carrier"
is "the address is not there" "$(copies 10.0.0.9)" ""
exits "check_link_status=false" 0 agent start "$@" check_link_status=false
exits "stop" 0 agent stop "$@"
ip link set eth0 down
exits "the interface is down and its carrier does not come: start fails" 1 \
	agent start "$@" CRM_meta_timeout=2000
ip link set eth0 down
ip -n peer link set peth up
exits "an interface that is down is set up" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
done_testing
