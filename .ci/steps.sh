# shellcheck shell=bash
# Steps that a person watches: numbered titles, a sign of life while one takes long, its time at
# the end, and the log's tail when it fails.  Also the one place that says how a run ends: what
# `cleanup` was given is done last, whatever ends the run.
# SPDX-License-Identifier: GPL-2.0-or-later
step_n=0
step_of=
step_tail=${CI:+300} # lines of the log that a failure shows
step_log=$(mktemp "${TMPDIR:-/tmp}/escapebeat-log.XXXXXX") || exit 1
step_job=
step_patient=
step_cleanups=()

# cleanup COMMAND...: done when the run ends; the last one given is done first.
cleanup() {
	local command
	printf -v command '%q ' "$@"
	step_cleanups+=("$command")
}

end_of_run() {
	local status=$? i

	trap '' INT TERM HUP
	[ -z "$step_job" ] || end_job
	for ((i = ${#step_cleanups[@]} - 1; i >= 0; i--)); do eval "${step_cleanups[i]}"; done
	rm -f "$step_log"
	exit $status
}
trap end_of_run EXIT
trap 'echo; echo "interrupted: cleaning up"; exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# A job is a process group of its own: ^C does not reach it, and all of it can be ended.
end_job() {
	if [ -n "$step_patient" ]; then
		echo "waiting for what must not be cut off in its middle"
	else
		kill -TERM -- "-$step_job" 2>/dev/null
	fi
	wait "$step_job" 2>/dev/null
	step_job=
}

# The clock of this file: tenths of seconds.
now_ds() { echo $((${EPOCHREALTIME/./} / 100000)); }
seconds() { printf '%d.%d s' $(($1 / 10)) $(($1 % 10)); }

# steps N: how many there will be.
steps() { step_of=$1; }

# step TITLE...
step() {
	step_n=$((step_n + 1))
	printf '\n[%s%s] %s\n' "$step_n" "${step_of:+/$step_of}" "$*"
}

say() { printf '      %s\n' "$*"; }

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# One line of life: it overwrites itself on a terminal and comes rarely elsewhere.
tick() {
	local what=$1 took=$2 last

	last=$(tail -n1 "$step_log" | tr -d '\r' | tr -c '[:print:]' ' ')
	if [ -t 1 ]; then
		printf '\r      %s, %s: %-.50s\e[K' "$what" "$(seconds "$took")" "$last"
	elif ((took >= step_next)); then
		say "$what, $(seconds "$took"): ${last:0:60}"
		step_next=$((step_next + 100))
	fi
}

# watched WHAT COMMAND...: runs the command without a terminal, its output in a log; says how
# long it took, or shows the end of the log and fails with the command's status.
watched() {
	local what=$1 start status=0
	shift
	step_next=50
	start=$(now_ds)
	set -m
	"$@" >"$step_log" 2>&1 </dev/null &
	step_job=$!
	set +m
	while kill -0 "$step_job" 2>/dev/null; do
		tick "$what" $(($(now_ds) - start))
		sleep 0.2
	done
	wait "$step_job" || status=$?
	step_job=
	[ ! -t 1 ] || printf '\r\e[K'
	if [ "$status" = 0 ]; then
		say "$what: $(seconds $(($(now_ds) - start)))"
		return
	fi
	say "$what failed (exit $status) after $(seconds $(($(now_ds) - start))); the end of its output:"
	tail -n "${step_tail:-40}" "$step_log" | sed 's/^/      | /'
	return "$status"
}
