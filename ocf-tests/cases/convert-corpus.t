#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Real configurations, if they lie beside the source tree: escapebeat check has to give each the
# verdict that its README states. NNN-ha.cf belongs to one node, NNN-ha.cf.node2 to another.
. "$(dirname "$0")/../tap.sh"

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

while IFS='|' read -r _ number _ _ verdict _; do
	number=${number// /} got=0
	lay_out "$number"
	"$escapebeat" check "${nodes[@]}" >"$tap_dir/out" 2>&1 </dev/null || got=$?
	case "$verdict:$got" in
	*REFUSED*:1 | *accepted*:[023]) pass "$number is$verdict" ;;
	*) fail "$number is$verdict: exit $got" && diag "$(cat "$tap_dir/out")" ;;
	esac
	# A refusal says where.
	case $verdict in
	*REFUSED*) like "$number: the refusal names a line" "$(cat "$tap_dir/out")" \
		'^[^ ].*:[0-9]+:[0-9]+: error: .* \[HB-1[0-9]{3}\]$' ;;
	esac
done < <(grep -E '^\| [0-9]{3} \|' "$corpus/README.md")
done_testing
