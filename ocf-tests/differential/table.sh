# SPDX-License-Identifier: GPL-2.0-or-later
# Comparing the two sides, and the table of it.
# shellcheck shell=bash disable=SC2154,SC2034 # from and for play.sh and differential.t

# read_differences <DIFFERENCES.md: rows "| ID | kinds | events | Heartbeat | here | why |", patterns
# of the shell, several parted by blanks.
read_differences() {
	local id kinds events theirs ours
	differences=()
	while IFS='|' read -r _ id kinds events theirs ours _; do
		[[ $id =~ ^\ *D[0-9]+\ *$ ]] && differences+=("$id|$kinds|$events|$theirs|$ours")
	done < <(tr -d '`')
}

# kind FILES: what decides about placement: on, off or legacy, with -ipfail behind it where both
# ipfail and something to ping are there.
kind() {
	local ha_cf=$1/ha.cf
	[ -e "$ha_cf" ] || for ha_cf in "$1"/*/ha.cf; do break; done
	awk '
		{ sub(/#.*/, "") }
		$1 == "auto_failback" { failback = tolower($2) }
		/^ping/ { ping = 1 }
		$1 == "respawn" && /ipfail/ { ipfail = 1 }
		END {
			kind = failback ~ /^(on|yes|y|true|1)$/ ? "on" :
				failback ~ /^(off|no|n|false|0)$/ ? "off" : "legacy"
			print kind (ping && ipfail ? "-ipfail" : "")
		}' "$ha_cf"
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

# account_for KIND EVENT THEIRS OURS: the listed difference, else "differs".
account_for() {
	local row id kinds events theirs ours
	for row in "${differences[@]}"; do
		IFS='|' read -r id kinds events theirs ours <<<"$row"
		fits "$1" "$kinds" && fits "$2" "$events" && fits "$3" "$theirs" && fits "$4" "$ours" &&
			echo "${id// /}" && return
	done
	echo differs
}

# compare KIND DIR: EVENT LINE THEIRS OURS VERDICT, a line each.
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

# results_table NAME...: RESULTS.md, with new rows for these; those of all others stay.
results_table() {
	local name columns rows=$tap_dir/rows
	mapfile -t columns < <(awk 'NF && $1 != "-" { print $1 }' <<<"$events")
	cat <<-END
	# Placement after each event

	Made by \`make check-differential\`: Heartbeat 3.0.6 and the cluster that escapebeat makes of
	the same files, played side by side through the same events (README.md). A row is a line of
	haresources; home is its node there. A cell is the node on which all of the line runs after
	the event: 1, 2, or - for nowhere. Where the two differ, Heartbeat's place comes first, and the
	number is that of the reason in DIFFERENCES.md.

	Played with $(versions).

	| configuration | kind | line | home |$(printf ' %s |' "${columns[@]}")
	|---|---|---|---|$(printf -- '---|%.0s' "${columns[@]}")
	END
	{
		grep -E '^\| [a-z0-9-]+ \| (on|off|legacy)' "$here/RESULTS.md" |
			grep -vE "^\\| ($(IFS='|' && echo "$*")) \\|"
		for name; do
			table_rows "$name" "${columns[@]}"
		done
	} | sort -t '|' -k 2,2 -k 4,4n | tee "$rows"
	printf '\n%s\n' "$(totals <"$rows")"
}

# versions: what RESULTS.md says was played, when some of its rows are renewed or all of them.
versions() {
	if [ -z "${EB_DIFFERENTIAL:-}" ]; then
		echo "version $version, all of it"
	else
		echo "several versions, the last one $version"
	fi
}

# table_rows NAME COLUMN...
table_rows() {
	local name=$1 home number=0 files line
	local -a names lines pings folders
	files=$(files_of "$name")
	shift
	read_files
	for line in "${lines[@]}"; do
		line=${line,,} number=$((number + 1)) home=2
		[ "${line%% *}" != "${names[0],,}" ] || home=1
		awk -F '\t' -v number=$number -v columns="$*" \
			-v head="| $name | $(kind "$files") | $number | $home |" '
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

# totals <ROWS
totals() {
	awk -F ' *[|] *' '
		!names[$2]++ { configurations++ }
		{
			for (i = 6; i < NF; i++) {
				if ($i == "")
					continue
				all++
				count[$i !~ /\// ? "same" : $i ~ /differs$/ ? "differs" : "listed"]++
			}
		}
		END {
			printf "%d configurations, %d placements: %d the same, %d different for a listed " \
				"reason, %d different otherwise.\n", configurations, all, count["same"],
				count["listed"], count["differs"]
		}'
}

# unseen_differences: a reason that accounts for nothing in the table any more.
unseen_differences() {
	local row
	for row in "${differences[@]}"; do
		row=${row%%|*} row=${row// /}
		grep -qE "^\|.* $row \|" "$tap_dir/RESULTS.md" || echo "$row"
	done
}
