# SPDX-License-Identifier: GPL-2.0-or-later
# Nodes that go in order, and groups that leave a node on request: what the commands of Heartbeat
# (heartbeat -k, hb_standby, hb_takeover) stand for in a cluster that escapebeat made.
# shellcheck shell=bash disable=SC2154 # from lab and cluster.sh

# verb_stop NODE: the cluster ends there in order; the node stays on.
verb_stop() {
	local args=("$@") limit node
	limit_and_rest
	need_node "${args[0]:-}"
	node=${args[0]}
	in_node "$node" pacemakerd --shutdown >/dev/null && until_true "$limit" ended "$node" pacemakerd &&
		in_node "$node" corosync-cfgtool -H >/dev/null && until_true 20 ended "$node" corosync ||
		fail "the cluster does not end on $node" "$(log_file "$node" pacemaker)"
}
ended() { ! in_node "$1" ps -C "$2" -o pid= | grep -q .; }

# verb_leave NODE: every group is to leave the node, as hb_standby asks for; until verb_forget.
verb_leave() {
	local attribute attributes
	need_node "${1:-}"
	mapfile -t attributes < <(departures "$1")
	[ ${#attributes[@]} -gt 0 ] || fail "no group of this cluster can be asked to leave a node"
	for attribute in "${attributes[@]}"; do
		in_node "$1" attrd_updater --name "$attribute" --update 1 --node "$1" ||
			fail "cannot set $attribute on $1"
	done
	# Not before they stand in the CIB does the cluster act on them.
	for attribute in "${attributes[@]}"; do
		until_true 20 has_value "$1" "$attribute" set || fail "$attribute of $1 does not reach the CIB"
	done
}

# verb_forget NODE: groups may stay there again; what happened has happened.
verb_forget() {
	local attribute
	need_node "${1:-}"
	is_on "$1" || return 0
	while read -r attribute; do
		in_node "$1" attrd_updater --name "$attribute" --delete --node "$1" </dev/null
	done < <(departures "$1")
}

# departures NODE: the attributes that the cluster's rules look at, as NODE knows them.
departures() {
	in_node "$1" cibadmin --query --scope constraints </dev/null |
		grep -o 'attribute="hb-away-[^"]*"' | cut -d '"' -f 2 | sort -u
}

# value NODE NAME: of a node attribute, as the CIB has it by now; attrd holds values back.
value() {
	local node
	while read -r node; do
		is_on "$node" && in_node "$node" crm_attribute --quiet --lifetime reboot --node "$1" \
			--name "$2" --query 2>/dev/null </dev/null && return
	done < <(echo "$1"; cat "$in/cluster-nodes")
}

# has_value NODE NAME zero|set: zero when it is not there, too.
has_value() {
	local value
	value=$(value "$1" "$2")
	if [ "$3" = zero ]; then [ "${value:-0}" = 0 ]; else [ "${value:-0}" != 0 ]; fi
}

verb_wait-attribute() {
	local args=("$@") limit
	limit_and_rest
	[ ${#args[@]} = 3 ] || misuse "wait-attribute needs a node, a name, and zero or set"
	need_node "${args[0]}"
	until_true "$limit" has_value "${args[@]}" ||
		fail "${args[1]} of ${args[0]} is not ${args[2]} after $limit s"
}
