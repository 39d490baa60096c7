#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# heartbeat(8) and its init script, a session that was recorded from Heartbeat 3.0.6: stopped, running,
# without ha.cf, with a wrong one. To the letter, but for what heartbeat-cmdline.different gives a
# reason for.
# shellcheck disable=SC2154 # tap.sh has out, err and top
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net --uts -- "$@"
. "$(dirname "$0")/../tap.sh"
. "$top/ocf-tests/recordings.sh"
hostname hba
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"

installed # where the session had it
# What was done between the commands does not show: here, after so many of them.
session() {
	local n code=0
	n=$(($(cat "$tap_dir/session" 2>/dev/null) + 1))
	echo $n >"$tap_dir/session"
	case $n in
	6) escapebeatd 2>/dev/null ;;             # Heartbeat started by the -r before
	20) mv /etc/ha.d/ha.cf "$tap_dir/ha.cf" ;;
	22) { cat "$tap_dir/ha.cf"; echo bogus; } >/etc/ha.d/ha.cf ;;
	esac
	[ "$1" != cl_status ] || set -- "$bin/cl_status" "${@:2}"
	{ "$@"; code=$?; } > >(sed 's,(escapebeat [0-9.]*),(escapebeat VERSION),') 2>&1
	wait $!
	return $code
}
PATH=$sbin:$PATH
replay heartbeat-cmdline.txt session
done_testing
