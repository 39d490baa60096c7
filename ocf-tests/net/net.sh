# shellcheck shell=bash disable=SC2034
# Sourced first by the cases of this folder.  Neither their addresses nor their processes can stay
# behind; the agent under test is IPaddr2, or what EB_AGENT says.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/../apart.sh"
apart --mount --net -- "$@"
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
need ip
judges IPaddr2 vip
mkdir /run/netns

# two_hosts: this namespace and "peer", joined by a cable: eth0 10.0.0.1/24 and
# 2001:db8::1/64 here, peth 10.0.0.2/24 there.
two_hosts() {
	ip link set lo up
	ip netns add peer
	ip link add eth0 type veth peer name peth netns peer
	ip -n peer link set lo up
	ip -n peer link set peth up
	ip -n peer address add 10.0.0.2/24 dev peth
	ip link set eth0 up
	ip address add 10.0.0.1/24 broadcast + dev eth0
	ip address add 2001:db8::1/64 dev eth0 nodad
}

# copies ADDRESS [DEV]: the copies of the address, as "DEV ADDRESS/PREFIX" lines.
copies() {
	ip -o address show ${2:+dev "$2"} | awk -v ip="$1" '
		{ split($4, part, "/") } part[1] == ip { print $2, $4 }'
}

mac_of() { ip "${@:2}" -o link show "$1" | sed -n 's/.*link\/ether \([0-9a-f:]*\).*/\1/p'; }

# watch_frames: what arrives at the peer goes to $frames from now on, a line a frame.
watch_frames() {
	frames=$tap_dir/frames
	[ -x "$build/ocf-tests/net/frames" ] || skip_all "ocf-tests/net/frames is not built"
	: >"$frames"
	# Appending: a case empties the file while it is written to.
	ip netns exec peer "$build/ocf-tests/net/frames" peth >>"$frames" &
	wait_for 10 grep -q ready "$frames"
}

# count_frames EXTENDED-REGEX
count_frames() { grep -cE "$1" "$frames"; }
has_frames() { [ "$(count_frames "$2")" -ge "$1" ]; }

# helper_gone: no background sender is left.
helper_gone() {
	local exe
	for exe in /proc/[0-9]*/exe; do
		[ "$exe" = "/proc/$$/exe" ] || [ "$(readlink "$exe")" != "$agent_path" ] || return 1
	done
}

# watch_addresses: every change of an address goes to $events from now on.
watch_addresses() {
	events=$tap_dir/events
	ip monitor address >"$events" &
	# It listens once it tells of a change that is made for it.
	told() { ip address replace 127.0.0.99/32 dev lo; [ -s "$events" ]; }
	wait_for 20 told
}
