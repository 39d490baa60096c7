#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Three nodes, which Heartbeat accepted and served twice, and sixteen: each line is in one place,
# at home while its home is there, and the death of one node concerns its own line alone.
# EB_NODES names the sizes (default: 3 16).
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon-tree.sh"

vip() { echo "10.77.1.${1#n}"; }
# owners N: the nodes that have the address of node nN, on one line.
owners() {
	local node
	for node in "${alive[@]}"; do
		[ -z "$(on "$node" ip -o address show to "$(vip "$1")" 2>/dev/null)" ] || echo "$node"
	done | paste -sd' '
}
is_at() { [ "$(owners "$1")" = "$2" ]; }
all_home() {
	local node
	for node in "${alive[@]}"; do is_at "$node" "$node" || return; done
}
all_hold() {
	local node
	for node in "${alive[@]}"; do [ "$(on "$node" cl_status rscstatus)" = local ] || return; done
}
# all_at NODE: all lines are there.
all_at() {
	local node
	for node in "${alive[@]}"; do is_at "$node" "$1" || return; done
}
# elsewhere N: somewhere, once, and not at home.
elsewhere() { [[ "$(owners "$1")" =~ ^n[0-9]+$ ]] && [ "$(owners "$1")" != "$1" ]; }
sees() { [ "$(on "$1" cl_status nodestatus "$2")" = "$3" ]; }
see_all() {
	local node
	for node in "${alive[@]}"; do sees n1 "$node" active || return; done
}
rss() { on "$1" sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(pid_of "$1" escapebeatd)/status"; }
cpu_ms() { on "$1" awk '{ print int($1 / 1000000) }' "/proc/$(pid_of "$1" escapebeatd)/schedstat"; }

configure() {
	local node
	cat >"$layer/etc/ha.d/ha.cf" <<-END
	logfile /var/log/ha-log
	keepalive 1
	deadtime 10
	bcast eth1
	auto_failback on
	node ${alive[*]}
	END
	for node in "${alive[@]}"; do echo "$node $(vip "$node")/16/eth0"; done >"$layer/etc/ha.d/haresources"
	printf '%s\n' 'auth 1' '1 crc' >"$layer/etc/ha.d/authkeys"
	chmod 600 "$layer/etc/ha.d/authkeys"
}

# Moves among three: with two, who takes and who gives is one pair.
three_hand_over() {
	local node
	# Each of the others hears that each of the others hands over, too.
	exits "hb_takeover --wait all on n1" 0 on n1 timeout 100 $takeover --wait all
	ok "- all is there, once" all_at n1
	exits "hb_takeover --wait local on n2" 0 on n2 timeout 100 $takeover --wait local
	ok "- its own line is there, once" is_at n2 n2
	ok "- and no other has moved" is_at n3 n1
	exits "hb_takeover --wait foreign on n3" 0 on n3 timeout 100 $takeover --wait foreign
	ok "- what is not its own is there" is_at n2 n3
	ok "- its own is where it was" is_at n3 n1
	exits "hb_takeover --wait on n2" 0 on n2 timeout 100 $takeover --wait all
	ok "- all is there, from both" all_at n2
	for node in "${alive[@]}"; do on "$node" timeout 100 $takeover --wait local 2>/dev/null; done
	ok "each takes its own: all is at home" all_home
	# Two that are emptied, one after the other: the third one has all.
	exits "hb_standby --wait on n1" 0 on n1 timeout 100 $standby --wait all
	exits "hb_standby --wait on n2" 0 on n2 timeout 100 $standby --wait all
	ok "- all is on n3" all_at n3
	exits "hb_standby --wait on n3, the last one" 0 on n3 timeout 100 $standby --wait all
	nok "- it is empty" is_at n3 n3
	for node in "${alive[@]}"; do on "$node" timeout 100 $takeover --wait local 2>/dev/null; done
	ok "all is at home again" all_home
}

told_by() { daemon_log "$1" | grep -qE -- "$2"; }
ups_of() { daemon_log n1 | grep -c "Status update for node $1: status up$"; }
holds() { [ "$(on "$1" cl_status rscstatus)" = "$2" ]; }
# Where a daemon is not there Pacemaker is: what the others give could go there.
three_without_a_daemon() {
	exits "the daemon of n3 ends" 0 on n3 timeout 60 heartbeat -k
	exits "hb_takeover on n1 does not begin then" 1 on n1 timeout 60 $takeover --wait foreign
	like "- it says why" "$err" 'the daemon of a node says nothing, and the resources could go there'
	ok "- the log says which" told_by n1 'the daemon of node n3 says nothing, and what the others give could go there'
	sleep 3
	ok "- nothing has moved" all_home
	on n3 escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert
	ok "its daemon is there again" wait_for 30 sees n1 n3 active
	exits "- and hb_takeover works" 0 on n1 timeout 100 $takeover --wait foreign
	for node in n2 n3; do on "$node" timeout 100 $takeover --wait local 2>/dev/null; done
	ok "- and back" all_home
}
# Two of three die: no quorum is left, which Heartbeat did not know.
three_lose_two() {
	local node ups
	ups=$(ups_of n2)
	for node in n3 n2; do lab kill $node; done
	ok "two die: n1 has no quorum, and holds nothing" wait_for 60 holds n1 none
	ok "- its log says so" told_by n1 'WARN: no quorum: too few nodes are there'
	nok "- and not that it takes over" told_by n1 'Resources being acquired from n2'
	is "- nor that who died is up" "$(ups_of n2)" "$ups"
	nok "- nor that n1 was late" told_by n1 "Late heartbeat: Node n1:"
	exits "- hb_takeover says so, too" 1 on n1 timeout 20 $takeover --wait all
	like "- in words" "$err" 'the cluster has no quorum, and no other node is there'
	lab boot n2
	ok "one returns: there is a quorum" wait_for 60 told_by n1 'info: there is a quorum'
	ok "- and its line is served" wait_for 60 is_at n1 n1
	alive=(n1)
}

for size in ${EB_NODES:-3 16}; do
	mapfile -t alive < <(seq -f n%g "$size")
	configure
	# What deadtime 10 becomes.
	lab_up --nodes "$size" --token 4545 --consensus 5455 --fence-lab --agents "$layer"
	for node in "${alive[@]}"; do
		on "$node" escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert || fail "$node: the daemon starts"
	done
	ok "$size nodes: each line is at home, once" wait_for 120 all_home
	ok "- each node says so" wait_for 60 all_hold
	ok "- and hears all others" wait_for 30 see_all
	is "- and lists them, last one first" "$(on n1 cl_status listnodes | paste -sd' ')" \
		"$(printf '%s\n' "${alive[@]}" | tac | paste -sd' ')"
	most=0
	for node in "${alive[@]}"; do kb=$(rss "$node"); [ "${kb:-99999}" -le $most ] || most=$kb; done
	small "- at less than 12 MB resident each (at most $most kB)" "$most"
	before=$(cpu_ms n1)
	sleep 20
	diag "$size nodes: $(($(cpu_ms n1) - before)) ms of CPU in 20 s on n1"

	exits "hb_standby --wait on n2" 0 on n2 timeout 100 $standby --wait local
	ok "- its line is elsewhere, once" elsewhere n2
	exits "hb_takeover --wait on n2" 0 on n2 timeout 100 $takeover --wait local
	ok "- it is back" is_at n2 n2

	[ "$size" != 3 ] || { three_hand_over; three_without_a_daemon; }

	last=n$size
	lab kill "$last"
	alive=("${alive[@]:0:size-1}")
	ok "$last dies: its line is elsewhere, once" wait_for 120 elsewhere "$last"
	ok "- and all others are where they were" all_home
	ok "- n1 knows it" wait_for 20 sees n1 "$last" dead
	lab boot "$last"
	alive+=("$last")
	lab wait-online
	on "$last" escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert
	ok "it returns, and its line comes home" wait_for 120 all_home
	[ "$size" != 3 ] || three_lose_two
	nothing_found "${alive[@]}"
	lab down
done
done_testing
