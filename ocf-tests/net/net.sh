# shellcheck shell=bash disable=SC2034
# Sourced first by the cases of this folder.  Runs the case in mount, network and pid
# namespaces of its own, so that neither its addresses nor its processes can stay behind,
# and gives it the agent under test: EB_AGENT, a full path, or our own build.
# SPDX-License-Identifier: GPL-2.0-or-later
if [ "${EB_NET_INSIDE:-}" != 1 ]; then
	[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
	unshare --mount --net true 2>/dev/null || { echo "1..0 # SKIP needs namespaces"; exit 0; }
	export EB_NET_INSIDE=1
	exec unshare --mount --net --pid --fork --kill-child --mount-proc "$0" "$@"
fi
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
need ip
unset HA_LOGFILE HA_LOGFACILITY HA_debug HA_DEBUGLOG HA_LOGD HA_use_logd
unset "${!OCF_RESKEY_@}" OCF_CHECK_LEVEL
mount -t tmpfs none /run
mkdir -p /run/resource-agents /run/netns
export HA_RSCTMP=/run/resource-agents OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=vip
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
agent_path=${EB_AGENT:-$build/agents/IPaddr2}
[ -x "$agent_path" ] || skip_all "no such agent: $agent_path"

# agent ACTION [NAME=VALUE...]: runs the agent under test with these parameters.
agent() {
	local action=$1
	shift
	OCF_RESOURCE_TYPE=${agent_path##*/} env "${@/#/OCF_RESKEY_}" "$agent_path" "$action"
}

# recurring [NAME=VALUE...]: a monitor as the cluster repeats it; a monitor without an
# interval is a probe.
recurring() { agent monitor CRM_meta_interval=10000 CRM_meta_timeout=20000 "$@"; }

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
