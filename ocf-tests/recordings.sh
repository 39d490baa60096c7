# SPDX-License-Identifier: GPL-2.0-or-later
# Sessions at a terminal that were recorded from Heartbeat 3.0.6 (golden/heartbeat), played again
# with our commands: "$ [on hba] COMMAND", what it printed, "[rc=CODE]".
# shellcheck shell=bash disable=SC2154 # top and tap_dir come from tap.sh
recordings=$top/ocf-tests/golden/heartbeat

# blocks FILE: each command of a recording as COMMAND, CODE and output, parted by tabs; in the
# output line ends are \n, and times and pids are gone. A reason ("# ") follows as a fourth field.
blocks() {
	awk '
		/^\$ / {
			command = substr($0, 3)
			sub(/^\[on hba\] /, "", command)
			text = why = ""
			next
		}
		command == "" { next }
		/^\[rc=[0-9]+\]$/ {
			gsub(/\t/, "\\t", text)
			print command "\t" substr($0, 5, length($0) - 5) "\t" text "\t" why
			command = ""
			next
		}
		/^# / { why = substr($0, 3); next }
		{
			gsub(/[A-Z][a-z][a-z] [0-9][0-9] [0-9:]+ [^ ]+ [a-z_]+: \[[0-9]+\]: /, "")
			sub(/[A-Z][a-z][a-z] [0-9][0-9] [0-9:]+ Going/, "TIME Going")
			gsub(/pid [0-9]+/, "pid N")
			text = text $0 "\\n"
		}' "$1"
}

# replay FILE RUN...: each command of the recording, run by RUN, prints and exits as recorded; or as
# FILE.different has it, which gives a reason for each: for all times that it was given, or for one
# of them ("$ [2] COMMAND").
replay() {
	local file=$recordings/$1 command code text why row key
	local -A code_of=() text_of=() why_of=() used=() times=()
	shift
	if [ -e "${file%.txt}.different" ]; then
		while IFS=$'\t' read -r command code text why; do
			code_of[$command]=$code text_of[$command]=$text why_of[$command]=$why
		done < <(blocks "${file%.txt}.different")
	fi
	while IFS=$'\t' read -r command code text why <&3; do
		row="[rc=$code] $text"
		times[$command]=$((${times[$command]:-0} + 1))
		key="[${times[$command]}] $command"
		[ -n "${code_of[$key]:-}" ] || key=$command
		if [ -n "${code_of[$key]:-}" ]; then
			used[$key]=1
			if [ -z "${why_of[$key]}" ] ||
				[ "$row" = "[rc=${code_of[$key]}] ${text_of[$key]}" ]; then
				fail "$key: a difference needs a reason, and to be one"
				continue
			fi
			row="[rc=${code_of[$key]}] ${text_of[$key]}"
		fi
		is "as recorded: $command" "$(played "$command" "$@")" "$row"
	done 3< <(blocks "$file")
	for command in "${!code_of[@]}"; do
		[ -n "${used[$command]:-}" ] || fail "$command: a difference from nothing recorded"
	done
}

# played COMMAND RUN...: what it does now, in the shape of a block.
played() {
	local words said code
	read -ra words <<<"$1"
	said=$("${@:2}" "${words[@]}" 2>&1 </dev/null; echo "[rc=$?]")
	code=${said##*\[rc=}
	printf '$ x\n%s' "$said" >"$tap_dir/played"
	IFS=$'\t' read -r _ code said _ < <(blocks "$tap_dir/played")
	echo "[rc=$code] $said"
}
