# SPDX-License-Identifier: GPL-2.0-or-later
# Processes by pid and start time: a pid alone may mean another process by now.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

# process_start PID: its start time in clock ticks since boot; fails for the dead.
process_start() {
	local stat
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	# The name, in parentheses, may contain anything: count from behind it.  A zombie is dead.
	read -ra stat <<<"${stat##*) }"
	[ "${stat[0]}" != Z ] && echo "${stat[19]}"
}

# lab_pid: pid of the running lab's switch; fails when there is none.
lab_pid() { recorded_pid "$lab/lab.pid"; }

# recorded_pid FILE: the pid in it, if that process still lives.
recorded_pid() {
	local pid start
	read -r pid start 2>/dev/null <"$1" && [ "$(process_start "$pid")" = "$start" ] &&
		echo "$pid"
}

# cgroups_of FILE: with what the names begin of the control groups of a lab whose pid is in FILE.
cgroups_of() {
	local pid
	read -r pid _ 2>/dev/null <"$1" && echo "escapebeat-lab-$pid-"
}
