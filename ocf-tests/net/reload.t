#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# reload-agent: a changed tuning value takes effect without the address going away.
. "$(dirname "$0")/net.sh"
two_hosts
watch_addresses
set -- ip=10.0.0.9 nic=eth0

exits "start" 0 agent start "$@"
exits "reload-agent" 0 agent reload-agent "$@" arp_count_refresh=2 check_link_status=false
ip -n peer link set peth down
exits "monitor goes by the new value" 0 recurring "$@" check_link_status=false
is "the address stayed" "$(copies 10.0.0.9)" "eth0 10.0.0.9/24"
is "all the time" "$(grep -c Deleted "$events")" 0
like "the metadata names what can be reloaded" "$(agent meta-data)" 'name="arp_count"[^>]*reloadable="1"'
unlike "and not what cannot" "$(agent meta-data)" 'name="ip"[^>]*reloadable="1"'
exits "stop" 0 agent stop "$@"
done_testing
