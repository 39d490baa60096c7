# SPDX-License-Identifier: GPL-2.0-or-later
# Nodes and the cluster they form: commands in a node, what the cluster says, waiting for it.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

node_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# find_door NODE: $door is the command that runs another one there, with a clean environment;
# fails when the node is off.
find_door() {
	local pid
	pid=$(recorded_pid "$in/nodes/$1/pid") || return 125
	door=(nsenter --target "$pid" --all -- /usr/bin/env -i PATH="$node_path" HOME=/root LC_ALL=C
		TERM="${TERM:-dumb}")
}

# in_node NODE CMD...
in_node() {
	local door
	find_door "$1" && "${door[@]}" "${@:2}"
}

# is_on NODE
is_on() { recorded_pid "$in/nodes/$1/pid" >/dev/null; }

verb_exec() {
	local door
	need_node "${1:-}"
	[ $# -gt 1 ] || misuse "a command is missing"
	find_door "$1" || fail "$1 is off; switch it on with: lab boot $1"
	exec "${door[@]}" "${@:2}"
}

verb_client() { verb_exec client "$@"; }
verb_enter() { verb_exec "${1:-}" env PS1="[lab ${1:-}] \w# " bash --norc -i; }

verb_names() { cat "$in/cluster-nodes"; }

verb_log() {
	local tail=(tail -n 50) node what
	case ${1:-} in
	-f) tail+=(-f); shift ;;
	-a) tail=(cat); shift ;;
	esac
	node=${1:-} what=${2:-pacemaker}
	if [ "$node" = power ]; then
		"${tail[@]}" "$lab/power.log"
		return
	fi
	need_node "$node"
	is_log "$node" "$what" || fail "no log $what of $node"
	"${tail[@]}" "$(log_file "$node" "$what")"
}

# log_file NODE WHAT: where it is, also when the node is off.
log_file() {
	local dir=$in/nodes/$1
	case $2 in
	boot) echo "$dir/boot.log" ;;
	pacemaker | corosync) echo "$dir/upper/var/log/$2/$2.log" ;;
	*) echo "$dir/upper/var/log/$2" ;;
	esac
}

is_log() { [ -f "$(log_file "$@")" ]; }

# verb_cpu NODE: user and system time in ms of the node's processes and of all they waited for.
verb_cpu() {
	need_node "${1:-}"
	is_on "$1" || fail "$1 is off"
	# The fields are counted from behind the name, which may contain anything.
	# shellcheck disable=SC2016
	in_node "$1" sh -c 'cat /proc/[0-9]*/stat 2>/dev/null' | awk -v tick="$(getconf CLK_TCK)" '
		{
			sub(/.*\) /, "")
			sum += $12 + $13 + $14 + $15
		}
		END { printf "%d\n", sum * 1000 / tick }'
}

# cluster_xml: the cluster's view as XML, from the first node that has one.
cluster_xml() {
	local node
	while read -r node; do
		in_node "$node" crm_mon --one-shot --inactive --output-as=xml 2>/dev/null </dev/null &&
			return
	done <"$in/cluster-nodes"
	return 1
}

verb_status() {
	local node state
	while read -r node; do
		state=off
		! is_on "$node" || state=on
		printf '%-16s %s\n' "$node" "$state"
		awk -v node="$node" '$2 == node && $3 != "-" {
			printf "    %-12s %-12s %s\n", $3, $4, $5 }' "$in/topology"
	done < <(cat "$in/cluster-nodes"; echo client)
	nft list set bridge lab cuts | tr -d '\n\t"' | sed -n 's/.*elements = {\([^}]*\)}.*/cuts:\1\n/p'
	while read -r node; do
		is_on "$node" && in_node "$node" crm_mon --one-shot --inactive </dev/null && return
	done <"$in/cluster-nodes"
}

# limit_and_rest: "--timeout SECONDS" at the front of $args goes to $limit.
limit_and_rest() {
	limit=60
	if [ "${args[0]:-}" = --timeout ]; then
		number --timeout "${args[1]:-}"
		limit=${args[1]}
		args=("${args[@]:2}")
	fi
}

verb_wait-online() {
	local args=("$@") limit node
	limit_and_rest
	[ ${#args[@]} -gt 0 ] || mapfile -t args <"$in/cluster-nodes"
	for node in "${args[@]}"; do
		need_node "$node"
	done
	until_true "$limit" are_online "${args[@]}" && return
	for node in "${args[@]}"; do
		is_online "$node" || show_logs "$node"
	done
	fail "${args[*]}: not all online with a DC within $limit s"
}

# show_logs NODE: the ends of those that tell why a node does not join.
show_logs() {
	echo "$1:" >&2
	show_end "$(log_file "$1" boot)"
	show_end "$(log_file "$1" corosync)"
	show_end "$(log_file "$1" pacemaker)"
}

are_online() {
	local node xml
	xml=$(cluster_xml) && grep -q '<current_dc present="true"' <<<"$xml" || return 1
	for node; do
		is_online "$node" "$xml" || return 1
	done
}

# is_online NODE [XML]
is_online() {
	local xml=${2:-}
	[ -n "$xml" ] || xml=$(cluster_xml) || return 1
	grep -qE "<node name=\"$1\" [^>]*online=\"true\"[^>]* pending=\"false\"" <<<"$xml"
}

verb_wait-offline() {
	local args=("$@") limit
	limit_and_rest
	need_node "${args[0]:-}"
	until_true "$limit" is_offline "${args[0]}" ||
		fail "${args[0]} still counts after $limit s" "$lab/power.log"
}

# is_offline NODE: cleanly so, which for a node that crashed means that it was fenced.
is_offline() {
	local xml
	xml=$(cluster_xml) &&
		grep -qE "<node name=\"$1\" [^>]*online=\"false\"[^>]* unclean=\"false\"" <<<"$xml"
}

verb_wait-split() {
	local args=("$@") limit
	limit_and_rest
	need_node "${args[0]:-}"
	until_true "$limit" are_apart "${args[0]}" && return
	show_logs "${args[0]}"
	fail "${args[0]} and the others do not give each other up within $limit s"
}

# are_apart NODE: neither side counts on the other, and both have nothing left to do.
are_apart() {
	local others node
	mapfile -t others < <(grep -vxF "$1" "$in/cluster-nodes")
	sees_offline "$1" "${others[@]}" && is_side_idle "$1" || return 1
	for node in "${others[@]}"; do
		is_on "$node" || continue
		sees_offline "$node" "$1" && is_side_idle "$node"
		return
	done
}

# sees_offline NODE OTHER...: so says NODE of each of the others.
sees_offline() {
	local other xml
	xml=$(in_node "$1" crm_mon --one-shot --inactive --output-as=xml 2>/dev/null </dev/null) || return 1
	for other in "${@:2}"; do
		grep -qE "<node name=\"$other\" [^>]*online=\"false\"" <<<"$xml" || return 1
	done
}

# is_side_idle NODE: the DC of the nodes that it is with waits for events.
is_side_idle() {
	local dc
	dc=$(in_node "$1" crm_mon --one-shot --output-as=xml 2>/dev/null </dev/null |
		sed -n 's/.*<current_dc present="true".* name="\([^"]*\)".*/\1/p')
	[ -n "$dc" ] && is_dc_idle "$dc"
}

verb_wait-idle() {
	local args=("$@") limit
	limit_and_rest
	until_true "$limit" is_idle && return
	show_logs "$(dc_name)"
	fail "the cluster is not idle after $limit s"
}

# dc_name: the DC, as the first node that can tell says.
dc_name() {
	cluster_xml | sed -n 's/.*<current_dc present="true".* name="\([^"]*\)".*/\1/p'
}

is_idle() {
	local dc
	dc=$(dc_name)
	[ -n "$dc" ] && is_dc_idle "$dc"
}

# is_dc_idle DC: it waits for events, thrice in a row: between two transitions it does so briefly.
is_dc_idle() {
	# shellcheck disable=SC2016
	in_node "$1" sh -c '
		for i in 1 2 3; do
			crmadmin --quiet --status "$1" 2>&1 | grep -q S_IDLE || exit 1
			sleep 0.1
		done' sh "$1" </dev/null
}

# active_on RSC: the nodes on which it is active, one a line; fails when nobody can tell.
active_on() {
	local xml
	xml=$(cluster_xml) || return 1
	# Groups and clones contain the resource element; its node elements follow within it.
	awk -v rsc="$1" '
		$1 == "<resource" { mine = index($0, "id=\"" rsc "\"") && !index($0, "active=\"false\"") }
		$1 == "</resource>" { mine = 0 }
		mine && $1 == "<node" {
			sub(/.* name="/, "")
			sub(/".*/, "")
			print
		}' <<<"$xml"
}

is_active_on() { active_on "$1" | grep -qxF "$2"; }
is_stopped() { local nodes; nodes=$(active_on "$1") && [ -z "$nodes" ]; }

verb_wait-resource() {
	local args=("$@") limit
	limit_and_rest
	[ ${#args[@]} = 2 ] || misuse "wait-resource needs a resource and a node"
	need_node "${args[1]}"
	until_true "$limit" is_active_on "${args[@]}" && return
	fail "${args[0]} is not active on ${args[1]} after $limit s" \
		"$(log_file "${args[1]}" pacemaker)"
}

verb_wait-stopped() {
	local args=("$@") limit
	limit_and_rest
	[ ${#args[@]} = 1 ] || misuse "wait-stopped needs a resource"
	until_true "$limit" is_stopped "${args[0]}" ||
		fail "${args[0]} is still active on $(active_on "${args[0]}" | tr '\n' ' ')"
}

verb_wait-dead() {
	local args=("$@") limit
	limit_and_rest
	need_node "${args[0]:-}"
	until_true "$limit" is_dead "${args[0]}" ||
		fail "${args[0]} still runs after $limit s" "$lab/power.log"
}

is_dead() { ! is_on "$1"; }
