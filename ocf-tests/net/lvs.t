#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LVS direct routing: the copy on the loopback gives way and comes back; the IPv6 address
# gets a label.
. "$(dirname "$0")/net.sh"
two_hosts
ip address add 10.0.0.9/32 dev lo
set -- ip=10.0.0.9 lvs_support=true

exits "a copy on the loopback is not the resource" 7 agent monitor "$@"
exits "start" 0 agent start "$@"
is "it has given way" "$(copies 10.0.0.9)" "eth0 10.0.0.9/24"
exits "start again" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"
is "it is back" "$(copies 10.0.0.9)" "lo 10.0.0.9/32"
exits "stop again" 0 agent stop "$@"
is "it stays" "$(copies 10.0.0.9)" "lo 10.0.0.9/32"
is "nothing is remembered any more" "$(ls /run/resource-agents)" ""
exits "without lvs_support" 0 agent start ip=10.0.0.9
is "it stays where it is" "$(copies 10.0.0.9 | sort | xargs)" "eth0 10.0.0.9/24 lo 10.0.0.9/32"
exits "stop" 0 agent stop ip=10.0.0.9
is "also then" "$(copies 10.0.0.9)" "lo 10.0.0.9/32"

set -- ip=2001:db8::9 nodad=true lvs_ipv6_addrlabel=true lvs_ipv6_addrlabel_value=77
exits "IPv6: start" 0 agent start "$@"
like "a label" "$(ip addrlabel list)" "prefix 2001:db8::9/128 label 77"
exits "IPv6: stop" 0 agent stop "$@"
unlike "no label" "$(ip addrlabel list)" "2001:db8::9"
done_testing
