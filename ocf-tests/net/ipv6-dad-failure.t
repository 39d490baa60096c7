#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# IPv6 duplicate address detection fails: start removes the address and says who is to blame;
# an address that the kernel has found to be a duplicate is no healthy one.  The stock agent
# only says that run_send_ua failed, and its monitor says 0.
# stock fails: the reason tells what happened
# stock fails: monitor of an address that failed detection
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=2001:db8::9 cidr_netmask=64 nic=eth0

exits "start of an address that nobody has" 0 agent start "$@"
unlike "it is not tentative when start returns" "$(ip -6 -o address show to 2001:db8::9)" tentative
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 2001:db8::9)" ""

ip -n peer address add 2001:db8::9/64 dev peth nodad
exits "start fails" 1 agent start "$@"
like "the reason tells what happened" "$err" "ocf-exit-reason:2001:db8::9 is in use by another host"
is "the address was removed" "$(copies 2001:db8::9)" ""

failed() { ip -6 -o address show to 2001:db8::9 | grep -q dadfailed; }
ip address add 2001:db8::9/64 dev eth0
wait_for 30 failed
exits "monitor of an address that failed detection" 1 recurring "$@"
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(copies 2001:db8::9)" ""
exits "nodad does not look" 0 agent start "$@" nodad=true
exits "stop" 0 agent stop "$@"
done_testing
