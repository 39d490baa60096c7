# SPDX-License-Identifier: GPL-2.0-or-later
# The events, and what they are played on: one configuration on one side, "heartbeat" or
# "pacemaker", each in a lab of its own.  A side has these functions, NODE being a name:
#	SIDE_tree               the files it wants in the nodes, below $work/tree
#	SIDE_up                 the lab boots nodes that are off for the cluster manager
#	SIDE_boot NODE...       power, and the cluster manager starts
#	SIDE_stop NODE          the cluster manager ends in order, then power off
#	SIDE_standby NODE       hb_standby all on the node
#	SIDE_takeover NODE      hb_takeover all on the node
#	SIDE_settled            wait until all that lives knows what happened, and has acted on it
# and may use what is below.
# shellcheck shell=bash disable=SC2034,SC2154 # for the sides, and from differential.t

# EVENT ACTION NODE...: what is done to the first and the second node.  They follow each other
# without a restart between them, so each begins where the last one ended.  Events "-" only
# prepare the next one.  Those of the ping node are for files that have one.
events='
start        boot     1 2
crash-1      crash    1
return-1     boot     1
crash-2      crash    2
return-2     boot     2
standby-1    standby  1
takeover-1   takeover 1
standby-1b   standby  1
crash-2b     crash    2
return-2b    boot     2
stop-1       stop     1
start-1      boot     1
ping-lost-1  cut      1
ping-back-1  heal     1
-            off      1 2
alone-1      boot     1
join-2       boot     2
'

# read_files: names, home nodes and words of the configuration $files, which is a folder with
# the files of both nodes, or has a folder for each.
read_files() {
	local line
	folders=("$files")
	[ -e "$files/ha.cf" ] || folders=("$files"/*)
	mapfile -t names < <(sed -n 's/#.*//; s/^node[[:blank:]]*//p' "${folders[0]}/ha.cf" | xargs -n 1)
	mapfile -t pings < <(awk '$1 == "ping" || $1 == "ping_group" { print $2 }' "${folders[0]}/ha.cf")
	lines=()
	while read -r line; do
		lines+=("$line")
	done < <(sed -z 's/\\\n/ /g' "${folders[0]}/haresources" | sed 's/#.*//' | xargs -L 1)
}

# key WORD: how the recorder calls it.
key() {
	case $1 in
	IPaddr::* | IPaddr2::*) set -- "${1#*::}" && echo "ip:${1%%/*}" ;;
	[0-9]*.[0-9]*.[0-9]*.[0-9]*) echo "ip:${1%%/*}" ;;
	*) echo "$1" ;;
	esac
}

# running NODE: what runs there, one key a line; nothing of a node without power.
running() {
	lab exec "$1" sh -c 'ls /run/recorder 2>/dev/null; ip -o -4 address' 2>/dev/null </dev/null |
		sed 's,|,/,g; s,^[0-9]*: .* inet \([0-9.]*\)/.*,ip:\1,'
}

# place LINE: on which nodes it is, 1 or 2; 1? when only a part of it is on node 1, - for none.
place() {
	local words word node number=0 all some result=
	read -ra words <<<"$1"
	for node in "${names[@]}"; do
		number=$((number + 1)) all=yes some=
		for word in "${words[@]:1}"; do
			if grep -qxF "$(key "$word")" <<<"${now[$node]}"; then some=yes; else all=; fi
		done
		[ -z "$some" ] || result+=${result:+ }$number${all:-?}
	done
	result=${result//yes/}
	echo "${result:--}"
}

# places: where every line is, in the order of the file.
places() {
	local node line
	local -A now
	for node in "${names[@]}"; do
		now[$node]=$(running "$node")
	done
	for line in "${lines[@]}"; do
		place "$line"
	done
}

# complete: no line is down, as far as one of them can tell.
complete() { ! places | grep -qvE '^[12]( [12])?$'; }

is_alive() { [ -n "${alive[$1]:-}" ]; }
the_living() {
	local node
	for node in "${names[@]}"; do
		! is_alive "$node" || echo "$node"
	done
}

# Actions that are the same on both sides.
do_boot() {
	local node
	for node; do alive[$node]=yes; done
	"${side}_boot" "$@"
}
do_crash() { alive[$1]='' && lab kill "$1"; }
do_stop() { "${side}_stop" "$1" && do_crash "$1"; }
do_off() { do_crash "$1" && do_crash "$2"; }
do_standby() { "${side}_standby" "$1"; }
do_takeover() { "${side}_takeover" "$1"; }
do_cut() { cut=$1 && lab cut "$1" client; }
do_heal() { cut='' && lab heal; }

# play SIDE FILES WORK: writes WORK/places, EVENT LINE PLACE a line; fails where the side gets
# stuck, and WORK/stuck says in what.
play() {
	local side=$1 files=$2 work=$3 event action targets target nodes cut='' number
	local -a names lines pings folders
	local -A alive=()
	export EB_LAB=$work/lab
	read_files
	mkdir -p "$work/tree/etc/ha.d/resource.d"
	topology >"$work/topology"
	"${side}_tree" && "${side}_up" || return
	while read -r event action targets; do
		[ -n "$event" ] || continue
		[ ${#pings[@]} -gt 0 ] || [[ $event != ping-* ]] || continue
		nodes=()
		for target in $targets; do
			nodes+=("${names[target - 1]}")
		done
		echo "${EPOCHREALTIME/./} ---- $event" >>"$work/log"
		"do_$action" "${nodes[@]}" >>"$work/log" 2>&1 || { stuck "$event" "$action"; return 1; }
		[ "$event" != - ] || continue
		"${side}_settled" >>"$work/log" 2>&1 || { stuck "$event" settle; return 1; }
		number=0
		places | while read -r place; do
			number=$((number + 1))
			printf '%s\t%s\t%s\n' "$event" $number "$place"
		done | tee -a "$work/log" >>"$work/places"
	done <<<"$events"
}

# stuck EVENT WHAT: says in what, and keeps the nodes' logs.
stuck() {
	local node
	echo "$1: $2" >"$work/stuck"
	for node in "${names[@]}"; do
		lab log "$node" ha-log >"$work/ha-log.$node" 2>/dev/null
		lab log "$node" pacemaker >"$work/pacemaker.$node" 2>/dev/null
	done
}

# topology: two nodes on a service network and a heartbeat network, as the files suppose.
topology() {
	local i
	for i in 1 2; do
		echo "node ${names[i - 1]} eth0=lan:10.77.0.$i/16 eth1=beat:10.78.0.$i/24"
	done
	echo "client eth0=lan:10.77.0.250/16"
	echo "links beat lan"
}

# lay_files ROOT: ha.d of both nodes, and a recorder for every script that haresources names.
lay_files() {
	local line word words i
	for line in "${lines[@]}"; do
		read -ra words <<<"$line"
		for word in IPaddr "${words[@]:1}"; do
			word=${word%%::*}
			[[ $word =~ ^[0-9.]+(/|$) ]] ||
				install "$top/ocf-tests/lab/recorder" "$work/tree/etc/ha.d/resource.d/$word"
		done
	done
	node_files=()
	for i in 0 1; do
		mkdir -p "$work/node$i/etc/ha.d"
		cp "${folders[i]:-${folders[0]}}"/{ha.cf,haresources,authkeys} "$work/node$i/etc/ha.d"
		chmod 600 "$work/node$i/etc/ha.d/authkeys"
		node_files+=(--node-files "${names[i]}" "$work/node$i")
	done
}

# await SECONDS CMD...: until the command succeeds; each look costs a few processes.
await() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.3
	done
}

# still SECONDS LIMIT LOG...: until the logs of all nodes have not grown for so long.
still() {
	local seconds=$1 limit=$2 pid
	shift 2
	read -r pid _ <"$EB_LAB/lab.pid"
	# shellcheck disable=SC2016 # for the shell in the lab
	nsenter --target "$pid" --mount bash -c '
		dir=$1 seconds=$2 limit=$3 since=$SECONDS began=$SECONDS
		shift 3
		while [ $((SECONDS - since)) -lt "$seconds" ]; do
			[ $((SECONDS - began)) -lt "$limit" ] || exit 1
			sleep 0.2
			size=$(cd "$dir" && for log; do cat */upper/var/log/"$log"; done 2>/dev/null | wc -c)
			[ "$size" = "${last:-}" ] || since=$SECONDS
			last=$size
		done' still "$EB_LAB/inside/nodes" "$seconds" "$limit" "$@"
}
