#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where every line of haresources is after every event: the real Heartbeat 3.0.6 beside what
# escapebeat makes of the same files.  README.md tells how, DIFFERENCES.md what may differ.
#
# EB_DIFFERENTIAL names configurations to play instead of all; EB_GOLDEN_UPDATE=1 renews their rows
# in RESULTS.md; EB_CORPUS is a folder of samples from the field (field.sh). With a folder
# EB_SERIES results stay there, and what is there is not played again.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/../cluster/lab.sh"
here=$top/ocf-tests/differential
for part in play heartbeat pacemaker field table; do
	. "$here/$part.sh"
done
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
need_lab
need apt-get dpkg-deb attrd_updater
package=$build/ocf-tests/differential/heartbeat
mkdir -p "${package%/*}"
"$here/heartbeat-package" "$package" >"$tap_dir/package" 2>&1 ||
	skip_all "needs Debian's package heartbeat: $(tail -n 1 "$tap_dir/package")"

jobs=3  # configurations at a time, two labs each
tries=3 # Heartbeat loses messages of its own; see README.md

# Samples from the field are played through these alone: there are many of them.
few='start crash-1 return-1 crash-2 return-2 standby-1 takeover-1 ping-lost-1 ping-back-1'

# events_of NAME: its rows of $events, which play.sh has.
# shellcheck disable=SC2154
events_of() {
	case $1 in
	field-*) awk -v few=" $few " 'index(few, " " $1 " ")' <<<"$events" ;;
	*) echo "$events" ;;
	esac
}

# files_of NAME
files_of() {
	case $1 in
	field-*) echo "$tap_dir/field/${1#field-}" ;;
	*) echo "$here/configurations/$1" ;;
	esac
}

# examine NAME: plays both sides; the results are in $tap_dir/NAME.  Heartbeat is played again
# when it got stuck, or did what is not accounted for.
examine() {
	local name=$1 dir=$tap_dir/$1 try other files rows
	files=$(files_of "$name") rows=$(events_of "$name")
	mkdir -p "$dir/pacemaker"
	events=$rows play pacemaker "$files" "$dir/pacemaker" &
	other=$!
	for ((try = 1; try <= tries; try++)); do
		rm -rf "$dir/heartbeat"
		mkdir -p "$dir/heartbeat"
		events=$rows play heartbeat "$files" "$dir/heartbeat"
		lab --lab "$dir/heartbeat/lab" down
		[ $try -gt 1 ] || { wait $other; lab --lab "$dir/pacemaker/lab" down; }
		compare "$(kind "$files")" "$dir" >"$dir/result"
		[ -e "$dir/heartbeat/stuck" ] || ! grep -q 'differs$' "$dir/result" || continue
		[ -e "$dir/heartbeat/stuck" ] || break
	done
	echo $((try < tries ? try : tries)) >"$dir/tries"
}

# The version that is played; a series is of one alone.
version=$(git -C "$top" describe --always --dirty --exclude='*' 2>/dev/null || echo unknown)
series=${EB_SERIES:-}
if [ -n "$series" ]; then
	mkdir -p "$series"
	[ -e "$series/version" ] || echo "$version" >"$series/version"
	[ "$(cat "$series/version")" = "$version" ] ||
		skip_all "$series is a series of $(cat "$series/version"), this is $version"
fi

# play_or_take NAME: played, or taken from the series.
play_or_take() {
	local name=$1 side
	if [ -n "$series" ] && [ -e "$series/$name/tries" ]; then
		cp -R "$series/$name" "$tap_dir/$name"
		return
	fi
	examine "$name"
	[ -n "$series" ] || return
	for side in heartbeat pacemaker; do
		mkdir -p "$series/$name/$side"
		[ ! -e "$tap_dir/$name/$side/stuck" ] ||
			cp "$tap_dir/$name/$side"/{stuck,log} "$series/$name/$side"
	done
	cp "$tap_dir/$name"/{result,tries} "$series/$name"
}

# judge NAME: the results of a configuration.
judge() {
	local dir=$tap_dir/$1 side event line theirs ours bad
	for side in heartbeat pacemaker; do
		[ ! -e "$dir/$side/stuck" ] || {
			fail "$1: $side is stuck in $(cat "$dir/$side/stuck")"
			diag "$(tail -n 20 "$dir/$side/log")"
		}
	done
	for event in $(cut -f 1 "$dir/result" | uniq); do
		bad=
		while read -r line theirs ours; do
			bad+="line $line: Heartbeat $theirs, escapebeat $ours; "
		done < <(awk -F '\t' -v event="$event" '$1 == event && $5 == "differs" {
			print $2, $3, $4 }' "$dir/result")
		is "$1: $event" "$bad" ""
	done
	[ "$(cat "$dir/tries")" = 1 ] || diag "$1: Heartbeat was played $(cat "$dir/tries") times"
}

read_differences <"$here/DIFFERENCES.md"
all=$(cd "$here/configurations" && echo *)
corpus=${EB_CORPUS:-$top/../shared/corpus}
for number in $(field_numbers "$corpus"); do
	lay_field "$corpus" "$number" "$tap_dir/field/$number"
	all+=" field-$number"
done
read -ra chosen <<<"${EB_DIFFERENTIAL:-$all}"
for name in "${chosen[@]}"; do
	cleanup "lab --lab $tap_dir/$name/heartbeat/lab down; lab --lab $tap_dir/$name/pacemaker/lab down"
done
running_jobs=0
for name in "${chosen[@]}"; do
	[ $running_jobs -lt $jobs ] || { wait -n; running_jobs=$((running_jobs - 1)); }
	play_or_take "$name" &
	running_jobs=$((running_jobs + 1))
done
wait
for name in "${chosen[@]}"; do
	judge "$name"
done
results_table "${chosen[@]}" >"$tap_dir/RESULTS.md"
[ -z "${EB_GOLDEN_UPDATE:-}" ] || cp "$tap_dir/RESULTS.md" "$here/RESULTS.md"
is "RESULTS.md tells what was seen" "$(diff -I '^Played with ' "$here/RESULTS.md" "$tap_dir/RESULTS.md")" ""
[ -n "${EB_DIFFERENTIAL:-}" ] || is "every listed difference is seen" "$(unseen_differences)" ""
done_testing
