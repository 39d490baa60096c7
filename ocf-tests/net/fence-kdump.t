#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_kdump hears the stock fence_kdump_send, from a host that is a namespace.
. "$(dirname "$0")/fencer.sh"
send=/usr/libexec/fence-agents/fence_kdump_send
[ -x "$send" ] || skip_all "needs fence-agents (fence_kdump_send)"
two_hosts
ip -n peer address add 2001:db8::2/64 dev peth nodad

# hear NAME CODE LINE...: while the peer sends, if $words says to whom.
hear() {
	local name=$1 want=$2 got=0 sender=
	shift 2
	start=${EPOCHREALTIME/./}
	if [ -n "${words:-}" ]; then
		# shellcheck disable=SC2086
		ip netns exec peer "$send" -i 1 -c 20 $words >/dev/null 2>&1 &
		sender=$!
	fi
	printf '%s\n' "$@" | timeout 60 "$sbin/fence_kdump" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	[ -z "$sender" ] || { kill "$sender"; wait "$sender"; } 2>/dev/null
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

words="-f ipv4 10.0.0.1" hear "a node that writes its dump" 0 action=off nodename=10.0.0.2 timeout=10
is "nothing but success is said" "$out$err" "Success: Powered OFF"
ok "at its first word" test "$took" -lt 5000
words="-f ipv6 2001:db8::1" hear "by IPv6" 0 action=off nodename=2001:db8::2 timeout=10
words="-f ipv4 10.0.0.1" hear "with family" 0 action=off nodename=10.0.0.2 timeout=10 family=IPv4
words="-f ipv4 -p 7411 10.0.0.1" hear "another port" 0 action=off nodename=10.0.0.2 timeout=10 ipport=7411
words="-f ipv4 10.0.0.1" hear "one of two addresses" 0 action=off nodename=10.0.0.7,10.0.0.2 timeout=10
words="-f ipv4 10.0.0.1" hear "somebody else's word" 1 action=off nodename=10.0.0.7 timeout=2
words='' hear "silence" 1 action=off nodename=10.0.0.2 timeout=1
like "is told" "$err" "^cannot turn off the machine: no message from 10.0.0.2 within 1 s$"
ok "in time" test "$took" -lt 4000
# Eight bytes that are no message, one byte, another version, and four bytes more than a message.
for _ in 1 2 3 4 5 6 7; do
	sleep 0.1
	for text in nonsense x '\x40\x2a\x30\x1b\x02\0\0\0' '\x40\x2a\x30\x1b\x01\0\0\0more'; do
		# shellcheck disable=SC2059
		printf "$text" >/dev/udp/127.0.0.1/7410
	done
done 2>/dev/null &
hear "nonsense" 1 action=off nodename=127.0.0.1 timeout=1
wait $!
{ sleep 0.3; printf '\x40\x2a\x30\x1b\x01\0\0\0' >/dev/udp/127.0.0.1/7410; } &
hear "and what a message is" 0 action=off nodename=127.0.0.1 timeout=10
wait $!
{ sleep 0.3; printf '\x1b\x30\x2a\x40\0\0\0\x01' >/dev/udp/127.0.0.1/7410; } &
hear "from a processor of the other kind" 0 action=off nodename=127.0.0.1 timeout=10
wait $!
hear "no node" 1 action=off timeout=1
like "is told" "$err" "option nodename is missing"
hear "an unknown node" 1 action=off nodename=nobody.invalid
like "is told" "$err" "cannot look nobody.invalid up"
hear "reboot there is none" 1 action=reboot nodename=10.0.0.2
hear "on there is none" 1 action=on nodename=10.0.0.2
hear "monitor" 0 action=monitor

fencer
echo "10.0.0.2 node2" >"$tap_dir/hosts"
mount --bind "$tap_dir/hosts" /etc/hosts
ip netns exec peer "$send" -f ipv4 -i 1 -c 60 10.0.0.1 >/dev/null 2>&1 &
cleanup "kill $! 2>/dev/null"
LACKS="reboot on" drives fence_kdump node2 true true pcmk_host_list=node2 timeout=20
exits "the fencer makes off of reboot" 0 silently stonith_admin -R k -a fence_kdump -o pcmk_host_list=node2
exits "and succeeds" 0 stonith_admin -B node2 -t 30
done_testing
