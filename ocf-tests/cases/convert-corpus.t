#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Real configurations, if they lie beside the source tree: escapebeat check has to give each the
# verdict that its README states, and what becomes of an accepted one has to please all who will
# read it. NNN-ha.cf belongs to one node, NNN-ha.cf.node2 to another.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/judges.sh"

corpus=${EB_CORPUS:-$top/../shared/corpus}
escapebeat=$build/heartbeat-compat/escapebeat
[ -r "$corpus/README.md" ] || skip_all "no configurations in $corpus"
[ -x "$escapebeat" ] || skip_all "the converter is not built"

# lay_out NUMBER: its files as folders of nodes below $tap_dir; the folders in ${nodes[@]}.
lay_out() {
	local path name node
	nodes=()
	for path in "$corpus/$1"-*; do
		name=${path##*/"$1"-} node=node1
		[[ $name = *.node* ]] && node=node${name##*.node} name=${name%.node*}
		[ -d "$tap_dir/$1/$node" ] || nodes+=("$tap_dir/$1/$node")
		mkdir -p "$tap_dir/$1/$node"
		install -m 600 "$path" "$tap_dir/$1/$node/$name"
	done
}

# translate: NUMBER.xml and NUMBER.conf of ${nodes[@]}, with five addresses for each node. Where the
# files name fewer than two nodes, two are made up.
translate() {
	local base=$tap_dir/$1 options=() name i=0
	"$escapebeat" plan -o "$base.plan" "${nodes[@]}" >"$base.out" 2>&1
	"$escapebeat" show --as corosync "$base.plan" >"$base.conf" || return
	mapfile -t names < <(awk '$1 == "name:" { print $2 }' "$base.conf")
	[ ${#names[@]} -ge 2 ] || names+=(one other)
	for name in "${names[@]}"; do
		i=$((i + 1))
		options+=(--node-address "$name=$(printf "10.77.%d.$i," 0 1 2 3)10.77.4.$i")
	done
	"$escapebeat" plan -o "$base.plan" --accept HB-3701 "${options[@]}" "${nodes[@]}" \
		>"$base.out" 2>&1
	[ $? -ne 1 ] && "$escapebeat" show --as cib "$base.plan" >"$base.xml" &&
		"$escapebeat" show --as corosync "$base.plan" >"$base.conf"
}

while IFS='|' read -r _ number _ _ verdict _; do
	number=${number// /} got=0
	lay_out "$number"
	"$escapebeat" check "${nodes[@]}" >"$tap_dir/out" 2>&1 </dev/null || got=$?
	case "$verdict:$got" in
	*REFUSED*:1 | *accepted*:[023]) pass "$number is$verdict" ;;
	*) fail "$number is$verdict: exit $got" && diag "$(cat "$tap_dir/out")" ;;
	esac
	case $verdict in
	*accepted*)
		if ! translate "$number"; then
			fail "$number: a plan" && diag "$(cat "$tap_dir/$number.out")"
			continue
		fi
		judge_cib "$number" "$tap_dir/$number.xml"
		judge_corosync "$number" "$tap_dir/$number.conf"
		;;
	*REFUSED*) # says where
		like "$number: the refusal names a line" "$(cat "$tap_dir/out")" \
			'^[^ ].*:[0-9]+:[0-9]+: error: .* \[HB-1[0-9]{3}\]$' ;;
	esac
done < <(grep -E '^\| [0-9]{3} \|' "$corpus/README.md")
done_testing
