#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_heuristics_ping between two hosts that are namespaces, and under the fencer.
. "$(dirname "$0")/fencer.sh"
need python3
two_hosts

# ping NAME CODE LINE...
ping() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' "$@" | timeout 60 "$sbin/fence_heuristics_ping" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
quick="ping_interval=0.05 ping_timeout=0.3"

ping "a target that answers" 0 action=off ping_targets=10.0.0.2 $quick
is "nothing but success is said" "$out$err" "Success: Powered OFF"
ping "reboot" 0 action=reboot ping_targets=10.0.0.2 $quick
ping "two targets and their kinds" 0 action=off ping_targets=inet:10.0.0.2,inet6:::1 $quick
ping "the wrong kind" 1 action=off ping_targets=inet6:10.0.0.2 $quick
ping "a target that does not answer" 1 action=off ping_targets=10.0.0.9 $quick
like "is told" "$err" "^cannot turn off the machine: too few answers from 10.0.0.9 \(0\)$"
ok "as soon as it is certain" test "$took" -lt 3000
ping "nor is reboot let through" 1 action=reboot ping_targets=10.0.0.9 $quick
ping "one of two does not answer" 1 action=off ping_targets=10.0.0.2,10.0.0.9 $quick
ping "but may" 0 action=off ping_targets=10.0.0.2,10.0.0.9 ping_maxfail=1 $quick
{ sleep 1.2; ip link set eth0 down; } &
ping "a target that goes away before it has answered often enough" 1 action=off ping_targets=10.0.0.2 \
	ping_interval=0.5 ping_timeout=0.4
wait $!
like "is told, with its answers" "$err" "too few answers from 10.0.0.2 \([1-7]\)$"
ip link set eth0 up
ping "a target that is back" 0 action=off ping_targets=10.0.0.2 ping_count=40 ping_good_count=3 $quick
ping "a name that does not exist" 1 action=off ping_targets=nobody.invalid $quick
ping "no targets" 1 action=off
like "is told" "$err" "option ping_targets is missing"
ping "more answers than questions" 1 action=off ping_targets=10.0.0.2 ping_count=3
ping "on is no decision" 0 action=on ping_targets=10.0.0.9
ping "monitor asks nobody" 0 action=monitor ping_targets=10.0.0.9
ping "status there is none" 1 action=status ping_targets=10.0.0.2

# Answers that are none.  The target's kernel is silent, and a liar stands in for it.
ip netns exec peer sysctl -qw net.ipv4.icmp_echo_ignore_all=1
echo honest >"$tap_dir/mode"
ip netns exec peer "$top/ocf-tests/net/forged-echo.py" "$tap_dir/mode" &
cleanup "kill $!"
answers() { "$sbin/fence_heuristics_ping" -o off --ping-targets=10.0.0.2 --ping-count=1 --ping-good-count=1 >/dev/null 2>&1; }
ok "the liar can answer as a host does" wait_for 10 answers
for lie in source cookie type host short stale; do
	echo $lie >"$tap_dir/mode"
	ping "an answer that is none: $lie" 1 action=off ping_targets=10.0.0.2 $quick
	like "$lie is not counted" "$err" "too few answers from 10.0.0.2 \(0\)$"
done
ip netns exec peer sysctl -qw net.ipv4.icmp_echo_ignore_all=0

fencer
drives fence_heuristics_ping node1 true true ping_targets=10.0.0.2 pcmk_host_list=node1 \
	ping_interval=0.1 ping_timeout=1
ip link set eth0 down
fails_in_fencer fence_heuristics_ping node1 "too few answers from 10.0.0.2" ping_targets=10.0.0.2 \
	pcmk_host_list=node1 ping_interval=0.1 ping_timeout=0.3
done_testing
