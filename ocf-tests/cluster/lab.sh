# SPDX-License-Identifier: GPL-2.0-or-later
# What cluster tests share: a lab of their own that ends with them, and what it leaves behind.
# shellcheck shell=bash disable=SC2154 # top, build and tap_dir come from tap.sh
export EB_LAB=$tap_dir/lab EB_LAB_HELPERS=$build/ocf-tests/lab

# need_lab: skip this file where a lab cannot be.
need_lab() {
	need_root
	need ip nsenter nft corosync pacemakerd crm_mon
	[ -x "$EB_LAB_HELPERS/node-run" ] || skip_all "needs the lab's programs: run make"
	grep -qw overlay /proc/filesystems || skip_all "needs overlayfs"
	unshare --mount --net --pid --fork nft add table bridge probe 2>/dev/null ||
		skip_all "needs namespaces and nftables for bridges"
	cleanup 'lab down'
}

lab() { "$top/ocf-tests/lab/lab" "$@"; }

# lab_up OPTION...: quietly, unless it fails; what follows makes no sense then.
lab_up() {
	lab up --owner $$ "$@" 2>"$tap_dir/up" && return
	diag "$(cat "$tap_dir/up")"
	fail "the lab comes up"
	exit 1
}

# descendants PID: of a process, itself included, one a line.
descendants() {
	local child
	echo "$1"
	while read -r child; do
		descendants "$child"
	done < <(ps -o pid= --ppid "$1")
}

# start_of PID: its start time, nothing for the dead and for zombies.
start_of() {
	local stat
	stat=$(cat "/proc/$1/stat" 2>/dev/null)
	awk '$1 != "Z" { print $20 }' <<<"${stat##*) }"
}

# traces DIR: everything by which a running lab could be found again: "PID START" of its
# processes, and their namespaces.
traces() {
	local switch pid
	read -r switch _ <"$1/lab.pid"
	for pid in $(descendants "$switch"); do
		echo "$pid $(start_of "$pid")"
		readlink "/proc/$pid"/ns/{mnt,net,pid,ipc,uts}
	done | sort -u | grep -vxFf <(readlink /proc/self/ns/{mnt,net,pid,ipc,uts})
}

# is_over PID START: what was killed from outside may still be on its way out.
is_over() { [ "$(start_of "$1")" != "$2" ]; }

# no_traces DIR TRACES: nothing of what was there is left, on the host neither; prints what is.
no_traces() {
	local line pid start
	while read -r line; do
		read -r pid start <<<"$line"
		if [ -z "$start" ]; then
			find /proc/[0-9]*/ns -lname "$line" 2>/dev/null
		elif ! wait_for 5 is_over "$pid" "$start"; then
			echo "process $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
		fi
	done <<<"$2"
	grep -F "$1" /proc/self/mountinfo
	ip -o link | grep -E ': (p[0-9]+-|br-(lan|beat))'
	[ ! -e "$1" ] || ls -la "$1"
}

# log_ms NODE PATTERN: time of the last line of pacemaker.log that matches, ms since 1970.
log_ms() {
	local stamp
	stamp=$(lab exec "$1" grep -E "$2" /var/log/pacemaker/pacemaker.log | tail -n 1 | cut -c 1-19)
	[ -n "$stamp" ] && date -d "$stamp" +%s%3N
}

# power_ms PATTERN [SKIP]: time of the first such event in the power log, behind SKIP lines;
# fails when there is none.
power_ms() {
	awk -v pattern="$1" -v skip="${2:-0}" '
		NR > skip && $0 ~ pattern { print $1; found = 1; exit }
		END { exit !found }' "$EB_LAB/power.log"
}
