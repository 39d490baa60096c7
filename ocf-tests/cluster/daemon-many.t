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

	[ "$size" != 3 ] || three_hand_over

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
	nothing_found "${alive[@]}"
	lab down
done
done_testing
