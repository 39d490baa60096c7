# SPDX-License-Identifier: GPL-2.0-or-later
# What the lab says: progress, failures with the proper log, and waiting with a limit.
# shellcheck shell=bash

# fail TEXT [LOGFILE]: say what could not be done, show the end of the log, give up.
fail() {
	printf 'lab: %s\n' "$1" >&2
	[ -z "${2:-}" ] || show_end "$2"
	exit 1
}

misuse() {
	printf 'lab: %s; see lab --help\n' "$1" >&2
	exit 2
}

# show_end LOGFILE: its last lines, if there are any; of Pacemaker's, those above "info".
show_end() {
	[ -s "$1" ] || return 0
	printf -- '--- last lines of %s\n' "${1##*/}" >&2
	grep -v 'info: ' "$1" | tail -n 15 >&2
	printf -- '---\n' >&2
}

# step TEXT CMD...: progress of something that may take more than two seconds.
step() {
	local text=$1 start=${EPOCHREALTIME/./} status=0 us
	shift
	printf '%-40s' "$text ..." >&2
	"$@" || status=$?
	us=$((${EPOCHREALTIME/./} - start))
	if [ $status = 0 ]; then
		printf ' %d.%02d s\n' $((us / 1000000)) $((us / 10000 % 100)) >&2
	else
		printf ' failed\n' >&2
	fi
	return $status
}

# until_true SECONDS CMD...: poll until the command succeeds; fails when time is up.
until_true() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@"; do
		[ "${EPOCHREALTIME/./}" -lt "$end" ] || return 1
		sleep 0.05
	done
}
