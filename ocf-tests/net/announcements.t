#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the neighbours get to hear, and from whom: the first announcement comes before start
# returns, the rest from a helper that holds none of the agent's pipes, is ended by stop, and is
# never mistaken for another process.
. "$(dirname "$0")/net.sh"
two_hosts
watch_frames || skip_all "cannot capture in the namespace"
mac=$(mac_of eth0)
state=/run/resource-agents/announce-10.0.0.9
set -- ip=10.0.0.9 cidr_netmask=24 nic=eth0
request="^arp request 10.0.0.9 $mac 10.0.0.9$"
reply="^arp reply 10.0.0.9 $mac 10.0.0.9$"

exits "start" 0 agent start "$@" arp_count=3 arp_interval=50
ok "a pair is out when start returns" wait_for 5 has_frames 1 "$reply"
ok "then the helper ends" wait_for 20 helper_gone
is "three requests" "$(count_frames "$request")" 3
is "three replies" "$(count_frames "$reply")" 3
like "it was asked before the address was taken" "$(head -n 2 "$frames")" \
	"^arp request 0.0.0.0 $mac 10.0.0.9$"
nok "no file is left" test -e "$state"
exits "monitor announces when told to" 0 recurring "$@" arp_count_refresh=1
ok "one pair more" wait_for 5 has_frames 4 "$reply"
exits "stop" 0 agent stop "$@"

: >"$frames"
exits "start" 0 agent start "$@" arp_count=1000 arp_interval=20
ok "the helper is at it" wait_for 10 has_frames 3 "$reply"
exits "stop" 0 agent stop "$@"
ok "the helper is gone" helper_gone
sleep 0.1
: >"$frames"
sleep 0.3
is "nothing is announced any more" "$(count_frames '^arp re[a-z]* 10.0.0.9')" 0

began=${EPOCHREALTIME/./}
text=$(agent start "$@" arp_count=1000 arp_interval=1000 2>&1)
nok "the caller's pipes close while the helper lives" helper_gone
is "nothing was said on them but the log line" "$(grep -vc INFO <<<"$text")" 0
ok "in no time" [ $((${EPOCHREALTIME/./} - began)) -lt 30000000 ]
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"

sleep 300 &
innocent=$!
echo "$innocent" >"$state"
echo "$innocent" >/run/resource-agents/send_arp-10.0.0.9
exits "stop with a stale file" 0 agent stop "$@"
ok "a process whose number it names lives" kill -0 $innocent
kill $innocent

for kind in -A -U; do
	: >"$frames"
	exits "start with $kind" 0 agent start "$@" arp_count=2 arp_interval=20 send_arp_opts=$kind
	wait_for 20 helper_gone
	is "$kind: requests and replies" "$(count_frames "$request") $(count_frames "$reply")" \
		"$([ $kind = -A ] && echo "0 2" || echo "2 0")"
	agent stop "$@" 2>/dev/null
done

: >"$frames"
exits "start of an IPv6 address" 0 agent start ip=2001:db8::9 nic=eth0 nodad=true arp_count=3 \
	arp_interval=20
wait_for 20 helper_gone
is "three advertisements" "$(count_frames "^advert 2001:db8::9 $mac$")" 3
exits "stop" 0 agent stop ip=2001:db8::9 nic=eth0

: >"$frames"
exits "start that announces in the foreground" 0 agent start "$@" arp_bg=false arp_count=3 \
	arp_interval=20
ok "leaves no helper" helper_gone
is "three pairs" "$(count_frames "$request") $(count_frames "$reply")" "3 3"
done_testing
