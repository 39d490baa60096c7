# SPDX-License-Identifier: GPL-2.0-or-later
# What escapebeat makes of the files, on the nodes of a lab.
# shellcheck shell=bash disable=SC2154 # from play.sh and differential.t

pacemaker_tree() {
	local agent here ocf=$work/tree/usr/lib/ocf/resource.d
	lay_files
	make_plan || return
	mkdir -p "$ocf/escapebeat" "$ocf/heartbeat"
	# Addresses, scripts and pings are real; what needs a device is recorded.
	while read -r agent; do
		here=$build/agents/${agent#*/}
		case $agent in
		escapebeat/IPaddr2 | escapebeat/hbscript | escapebeat/ping) cp "$here" "$ocf/$agent" ;;
		*) install "$top/ocf-tests/lab/recorder" "$ocf/$agent" ;;
		esac
	done < <(sed -n 's,.*class="ocf" provider="\([^"]*\)" type="\([^"]*\)".*,\1/\2,p' "$work/cib.xml" |
		sort -u)
	mapfile -t pingds < <(sed -n 's/.* name="name" value="\(pingd[^"]*\)".*/\1/p' "$work/cib.xml")
	sent='' members=0 cold=''
}

# make_plan: plan, corosync.conf and cib.xml; a decision that is left open counts for nothing
# here: it is the fence device, and the lab has one.
make_plan() {
	local i addresses=() sources=("$work/node0/etc/ha.d")
	for i in 1 2; do
		addresses+=(--node-address "${names[i - 1]}=eth0:10.77.0.$i,eth1:10.78.0.$i")
	done
	[ ${#folders[@]} = 1 ] || sources+=("$work/node1/etc/ha.d")
	# A device has one place, as its line has: the promotable clone is played by rehearse.
	"$escapebeat" plan -o "$work/plan" --drbd simple "${addresses[@]}" "${sources[@]}" >"$work/report" 2>&1
	case $? in
	0 | 2 | 3) ;;
	*) return 1 ;;
	esac
	"$escapebeat" show --as corosync "$work/plan" >"$work/corosync.conf" &&
		"$escapebeat" show --as cib "$work/plan" >"$work/cib.xml"
}

pacemaker_up() {
	lab up --owner $$ --no-wait --topology "$work/topology" --fence-lab --cib "$work/cib.xml" \
		--corosync-conf "$work/corosync.conf" --agents "$work/tree" "${node_files[@]}" \
		>>"$work/log" 2>&1 || return
	do_off "${names[@]}"
}

pacemaker_boot() {
	local node
	[ $# = "$(the_living | wc -l)" ] && cold=yes
	for node; do
		lab boot "$node" || return
	done
}

pacemaker_stop() { lab stop "$1"; }

# What hb_standby and hb_takeover will do: the node asks to be left by every group; that holds
# until the next change of membership, as Heartbeat's move did.
pacemaker_standby() {
	forget
	sent=$1
	lab leave "$1"
}

pacemaker_takeover() {
	local node
	for node in $(the_living); do
		[ "$node" = "$1" ] || pacemaker_standby "$node"
	done
}

forget() {
	[ -z "$sent" ] || ! is_alive "$sent" || lab forget "$sent"
	sent=
}

# pinged: of every living node it is known whether it reaches the ping nodes.
pinged() {
	local node name
	for node in $(the_living); do
		for name in "${pingds[@]}"; do
			lab wait-attribute "$node" "$name" "$([ "$node" = "$cut" ] && echo zero || echo set)" ||
				return
		done
	done
}

pacemaker_settled() {
	local node living
	mapfile -t living < <(the_living)
	lab wait-online "${living[@]}" || return
	for node in "${names[@]}"; do
		[ -n "$cold" ] || is_alive "$node" || lab wait-offline "$node" || return
	done
	# Alone from the start it has no quorum, and pings nothing.
	[ "$cold ${#living[@]}" = "yes 1" ] || pinged || return
	cold=
	[ "${#living[@]}" = "$members" ] || forget
	members=${#living[@]}
	at_rest || return
	# Where lines stay by themselves, the daemon takes its marks back when the move is done.
	[ -n "$sent" ] && stays || return 0
	forget
	at_rest
}

stays() { grep -qiE '^[[:space:]]*auto_failback[[:space:]]+(off|no|n|false|0)\b' "${folders[0]}/ha.cf"; }

# at_rest: idle, and where everything is does not change for two seconds.
at_rest() {
	local before after=none
	for _ in {1..30}; do
		lab wait-idle || return
		before=$after after=$(places)
		[ "$before" != "$after" ] || return 0
		sleep 2
	done
	return 1
}
