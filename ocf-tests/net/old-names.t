#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# IPaddr, IPv6addr and SendArp: the names that older configurations use.
. "$(dirname "$0")/net.sh"
two_hosts
rmdir /run/resource-agents
watch_frames || skip_all "cannot capture in the namespace"
mac=$(mac_of eth0)

agent_path=$build/agents/IPaddr
for hook in start stop; do
	printf '#!/bin/sh\necho %s >>%s\nexit 3\n' $hook "$tap_dir/hooks" >"$tap_dir/$hook"
	chmod +x "$tap_dir/$hook"
done
set -- ip=10.0.0.9 cidr_netmask=255.255.255.0 ARP_INTERVAL_MS=20 ARP_REPEAT=2 \
	local_start_script="$tap_dir/start" local_stop_script="$tap_dir/stop"
exits "IPaddr start" 0 agent start "$@"
is "IPaddr: the address is there" "$(copies 10.0.0.9)" "eth0 10.0.0.9/24"
exits "IPaddr monitor" 0 recurring "$@"
ok "IPaddr: the helper ends" wait_for 20 helper_gone
is "IPaddr: two announcements" "$(count_frames "^arp reply 10.0.0.9 $mac 10.0.0.9$")" 2
exits "IPaddr status" 0 agent status "$@"
is "IPaddr status says" "$out" running
exits "IPaddr stop" 0 agent stop "$@"
is "IPaddr: both hooks ran" "$(xargs <"$tap_dir/hooks")" "start stop"
is "IPaddr: the address is gone" "$(copies 10.0.0.9)" ""
exits "IPaddr is for IPv4" 6 agent start ip=2001:db8::9

agent_path=$build/agents/IPv6addr
exits "IPv6addr start" 0 agent start ipv6addr=2001:db8::9/64
is "IPv6addr: the address is there" "$(copies 2001:db8::9)" "eth0 2001:db8::9/64"
exits "IPv6addr monitor" 0 recurring ipv6addr=2001:db8::9
exits "IPv6addr stop" 0 agent stop ipv6addr=2001:db8::9/64
is "IPv6addr: the address is gone" "$(copies 2001:db8::9)" ""
exits "IPv6addr: a prefix that is not the network's" 1 agent start ipv6addr=2001:db8::9/80
exits "IPv6addr: IPv4" 6 agent start ipv6addr=10.0.0.9
exits "IPv6addr: stop of what is no address" 0 agent stop ipv6addr=nowhere

agent_path=$build/agents/SendArp
: >"$frames"
set -- ip=10.0.0.77 nic=eth0
exits "SendArp probe" 7 agent monitor "$@"
exits "SendArp start" 0 agent start "$@" background=false
is "SendArp: five announcements" "$(count_frames "^arp reply 10.0.0.77 $mac 10.0.0.77$")" 5
exits "SendArp monitor" 0 recurring "$@"
exits "SendArp start again" 0 agent start "$@"
exits "SendArp stop" 0 agent stop "$@"
exits "SendArp probe" 7 agent monitor "$@"
mkdir "$tap_dir/ha.d"
printf 'ARP_INTERVAL_MS=10\nARP_REPEAT=2\n' >"$tap_dir/ha.d/arp_config"
printf '# here more\nARP_REPEAT=1000\n' >"$tap_dir/ha.d/arp_config:eth0"
export HA_CONFDIR=$tap_dir/ha.d
: >"$frames"
exits "SendArp start in the background" 0 agent start "$@"
ok "SendArp: arp_config counts" wait_for 20 has_frames 10 "^arp reply 10.0.0.77"
exits "SendArp stop ends it" 0 agent stop "$@"
ok "SendArp: the helper is gone" helper_gone
exits "SendArp: no such interface" 1 agent start ip=10.0.0.77 nic=eth9
exits "SendArp: no such address" 1 agent start ip=nowhere nic=eth0
exits "SendArp: nic is missing" 6 agent start ip=10.0.0.77
done_testing
