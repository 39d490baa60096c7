#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# send_arp and send_ua, as scripts of the old cluster call them.
. "$(dirname "$0")/net.sh"
two_hosts
watch_frames || skip_all "cannot capture in the namespace"
send_arp=$build/agents/send_arp send_ua=$build/agents/send_ua mac=$(mac_of eth0)

exits "send_arp" 0 "$send_arp" -i 20 -r 3 -p "$tap_dir/pid" eth0 10.0.0.9 auto not_used not_used
is "requests and replies take turns" "$(grep -o 'arp re[a-z]* 10.0.0.9 .*' "$frames" |
	awk '{ print $2 }' | xargs)" "request reply request reply request reply"
is "with the interface's own address" "$(count_frames "$mac 10.0.0.9$")" 6
nok "the pid file is gone" test -e "$tap_dir/pid"
exits "send_arp with a MAC" 0 "$send_arp" -i 20 -r 1 eth0 10.0.0.9 020102030405 x x
is "announces that one" "$(count_frames "02:01:02:03:04:05 10.0.0.9$")" 2
exits "one pair is the default" 0 "$send_arp" eth0 10.0.0.8 auto x x
is "one pair" "$(count_frames "10.0.0.8$")" 2

"$send_arp" -i 60000 -r 9 -p "$tap_dir/pid" eth0 10.0.0.9 auto x x &
ok "while it runs, its number is in the pid file" wait_for 10 test -s "$tap_dir/pid"
is "its own" "$(cat "$tap_dir/pid")" $!
kill $!
wait $!
nok "SIGTERM takes the file along" test -e "$tap_dir/pid"

exits "no arguments" 1 "$send_arp"
exits "too few" 1 "$send_arp" eth0 10.0.0.9 auto
exits "no such interface" 1 "$send_arp" -i 10 -r 1 eth9 10.0.0.9 auto x x
like "says so" "$err" "cannot announce 10.0.0.9 on eth9: No such device"
exits "no such address" 1 "$send_arp" -i 10 -r 1 eth0 10.0.0.900 auto x x
exits "no such MAC" 1 "$send_arp" -i 10 -r 1 eth0 10.0.0.9 short x x
exits "no such interval" 1 "$send_arp" -i soon eth0 10.0.0.9 auto x x
ip link set eth0 down
exits "interface down" 1 "$send_arp" -i 10 -r 1 eth0 10.0.0.9 auto x x
ip link set eth0 up
ip address add 2001:db8::9/64 dev eth0 nodad

exits "send_ua" 0 "$send_ua" -i 20 -c 3 2001:db8::9 64 eth0
is "three advertisements" "$(count_frames "^advert 2001:db8::9 $mac$")" 3
exits "of an address that is not there" 1 "$send_ua" -i 20 -c 1 2001:db8::77 64 eth0
exits "no arguments" 2 "$send_ua"
exits "no IPv6 address" 2 "$send_ua" 10.0.0.9 64 eth0
exits "no such count" 2 "$send_ua" -c 0 2001:db8::9 64 eth0
done_testing
