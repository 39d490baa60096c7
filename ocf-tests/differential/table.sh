# SPDX-License-Identifier: GPL-2.0-or-later
# Comparing the two sides, and the table of it.
# shellcheck shell=bash disable=SC2154,SC2034 # from and for play.sh and differential.t

# read_differences <DIFFERENCES.md: rows "| ID | configurations | events | Heartbeat | here | why |",
# patterns of the shell, several parted by blanks.
read_differences() {
	local id names events theirs ours
	differences=()
	while IFS='|' read -r _ id names events theirs ours _; do
		[[ $id =~ ^\ *D[0-9]+\ *$ ]] && differences+=("$id|$names|$events|$theirs|$ours")
	done < <(tr -d '`')
}

# fits TEXT PATTERNS
fits() {
	local pattern patterns
	read -ra patterns <<<"$2"
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053 # a pattern
		[[ $1 == $pattern ]] && return
	done
	return 1
}

# account_for NAME EVENT THEIRS OURS: the listed difference, else "differs".
account_for() {
	local row id names events theirs ours
	for row in "${differences[@]}"; do
		IFS='|' read -r id names events theirs ours <<<"$row"
		fits "$1" "$names" && fits "$2" "$events" && fits "$3" "$theirs" && fits "$4" "$ours" &&
			echo "${id// /}" && return
	done
	echo differs
}

# compare NAME DIR: EVENT LINE THEIRS OURS VERDICT, a line each.
compare() {
	local event line theirs ours verdict
	while IFS=$'\t' read -r event line theirs ours; do
		verdict=same
		[ "$theirs" = "$ours" ] || verdict=$(account_for "$1" "$event" "$theirs" "$ours")
		printf '%s\t%s\t%s\t%s\t%s\n' "$event" "$line" "$theirs" "$ours" "$verdict"
	done < <(awk -F '\t' -v OFS='\t' '
		NR == FNR { theirs[$1, $2] = $3; next }
		{ print $1, $2, (($1, $2) in theirs) ? theirs[$1, $2] : "?", $3 }
		' "$2/heartbeat/places" "$2/pacemaker/places")
}

# results_table NAME...: RESULTS.md
results_table() {
	local name columns
	mapfile -t columns < <(awk 'NF && $1 != "-" { print $1 }' <<<"$events")
	cat <<-END
	# Placement after each event

	Made by \`make check-differential\`: Heartbeat 3.0.6 and the cluster that escapebeat makes of
	the same files, played side by side through the same events (README.md). A row is a line of
	haresources; home is its node there. A cell is the node on which all of the line runs after
	the event: 1, 2, or - for nowhere. Where the two differ, Heartbeat's place comes first, and the
	number is that of the reason in DIFFERENCES.md.

	| configuration | line | home |$(printf ' %s |' "${columns[@]}")
	|---|---|---|$(printf -- '---|%.0s' "${columns[@]}")
	END
	for name; do
		table_rows "$name" "${columns[@]}"
	done
	printf '\n%s\n' "$(totals "$@")"
}

# table_rows NAME COLUMN...
table_rows() {
	local name=$1 home number=0
	local -a names lines pings folders
	shift
	files=$here/configurations/$name
	read_files
	for line in "${lines[@]}"; do
		number=$((number + 1)) home=2
		[ "${line%% *}" != "${names[0],,}" ] || home=1
		awk -F '\t' -v number=$number -v columns="$*" -v head="| $name | $number | $home |" '
			$2 == number {
				cell[$1] = $5 == "same" ? $3 : $3 " / " $4 " " $5
			}
			END {
				printf "%s", head
				n = split(columns, column, " ")
				for (i = 1; i <= n; i++)
					printf " %s |", cell[column[i]]
				print ""
			}' "$tap_dir/$name/result"
	done
}

all_results() {
	local name
	for name; do cat "$tap_dir/$name/result"; done
}

totals() {
	all_results "$@" | awk -F '\t' -v configurations=$# '
		{ all++; count[$5 == "same" ? "same" : $5 == "differs" ? "differs" : "listed"]++ }
		END {
			printf "%d configurations, %d placements: %d the same, %d different for a listed " \
				"reason, %d different otherwise.\n", configurations, all, count["same"],
				count["listed"], count["differs"]
		}'
}

# unseen_differences NAME...: a reason that accounts for nothing any more.
unseen_differences() {
	local row
	for row in "${differences[@]}"; do
		row=${row%%|*}
		all_results "$@" | cut -f 5 | grep -qx "${row// /}" || echo "${row// /}"
	done
}
