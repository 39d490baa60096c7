# SPDX-License-Identifier: GPL-2.0-or-later
# up and down: the lab's folder and namespaces, the first boot of its nodes.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

# What a node of the lab is made of on the host.
needed=(ip nsenter nft corosync corosync-cfgtool pacemakerd cibadmin crm_mon crmadmin)

# start_lab OPTION...: verb up, the part on the host.
start_lab() {
	local owner
	owner=$(owner_of "$@") || exit 2
	check_host
	if lab_pid >/dev/null; then
		fail "a lab runs at $lab already; end it with: lab --lab $lab down"
	fi
	remove_stale "$lab"
	mkdir -m 700 "$lab" || fail "cannot create $lab"
	trap 'end_lab' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	EB_LAB_HELPERS=$helpers "$helpers/power" serve "$lab" "$owner" "$here/node-boot" ||
		fail "the power switch does not start" "$lab/power.log"
	# In the background and waited for: so a signal is heeded at once.
	inside up "$@" &
	wait $! || exit
	trap - EXIT INT TERM
}

# owner_of OPTION...: the process with which the lab shall end, 0 for none.
owner_of() {
	local owner=$PPID
	while [ $# -gt 0 ]; do
		case $1 in
		--keep) echo 0; return ;;
		--owner)
			[[ ${2:-} =~ ^[0-9]+$ ]] || misuse "--owner needs a pid"
			echo "$2"
			return
			;;
		esac
		shift
	done
	# sudo and its like end together with lab: look behind them.
	while [[ $(cat "/proc/$owner/comm" 2>/dev/null) =~ ^(sudo|su|doas|env|time)$ ]]; do
		owner=$(awk '$1 == "PPid:" { print $2 }' "/proc/$owner/status")
	done
	echo "$owner"
}

check_host() {
	local tool
	for tool in "${needed[@]}"; do
		command -v "$tool" >/dev/null || fail "needs the program $tool"
	done
	grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null ||
		fail "needs overlayfs in the kernel"
	[[ $lab =~ ^[A-Za-z0-9/._-]{2,80}$ ]] ||
		fail "$lab: expected a folder of at most 80 plain characters"
}

# remove_stale DIR: the folder of a lab whose switch is gone; anything else stays.
remove_stale() {
	[ -d "$1" ] || return 0
	rm -f "$1/lab.pid" "$1/power.log"
	rmdir "$1/inside" 2>/dev/null
	rmdir "$1" || fail "cannot remove $1"
}

# remove_cgroups PREFIX: those in which a systemd was, if any: the kernel keeps them when it ends,
# and busy while one of its processes is on its way out.
remove_cgroups() {
	# shellcheck disable=SC2016
	unshare --mount sh -c '
		mount -t cgroup2 none /mnt 2>/dev/null || exit 0
		for try in $(seq 100); do
			find /mnt -mindepth 1 -depth -type d -path "/mnt/$1*" -delete 2>/dev/null
			[ -n "$(find /mnt -maxdepth 1 -name "$1*")" ] || exit 0
			sleep 0.05
		done
		exit 1' sh "$1" || fail "control groups $1* are still in use"
}

# stale_cgroups: the prefix of those of each lab whose switch is gone, where nobody cleaned up.
stale_cgroups() {
	local group pid
	# shellcheck disable=SC2016
	for group in $(unshare --mount sh -c 'mount -t cgroup2 none /mnt && cd /mnt &&
		ls -d escapebeat-lab-*' 2>/dev/null); do
		pid=${group#escapebeat-lab-} pid=${pid%%-*}
		[ -e "/proc/$pid" ] || echo "escapebeat-lab-$pid-"
	done | sort -u
}

# end_lab [--all-stale]: verb down.
end_lab() {
	local pid other groups
	if [ "${1:-}" = --all-stale ]; then
		for other in "$(dirname "$lab")"/*/lab.pid; do
			lab=$(dirname "$other")
			[ ! -f "$other" ] || lab_pid >/dev/null || remove_stale "$lab"
		done
		for groups in $(stale_cgroups); do
			remove_cgroups "$groups"
		done
		return
	fi
	[ $# = 0 ] || misuse "down: unknown argument $1"
	groups=$(cgroups_of "$lab/lab.pid") || groups=
	if pid=$(lab_pid); then
		kill -TERM "$pid"
		until_true 10 gone || kill -KILL "$pid"
		until_true 10 gone || fail "process $pid, the lab's switch, does not die"
	fi
	[ -z "$groups" ] || remove_cgroups "$groups"
	remove_stale "$lab"
}

gone() { ! lab_pid >/dev/null; }

# verb_up OPTION...: verb up, the part inside: files first, then power.
verb_up() {
	parse_up "$@"
	mkdir -p "$in"/{layer/{etc,usr,var},nodes}
	[ -z "$no_cluster" ] || touch "$in/no-cluster"
	[ -z "$systemd" ] || touch "$in/systemd"
	if [ -n "$topology" ]; then
		read_topology "$topology"
	else
		default_topology "$nodes" >"$in/default-topology"
		read_topology "$in/default-topology"
	fi
	fill_layers
	lay_cables
	step "booting $(wc -l <"$in/cluster-nodes") nodes and the client" boot_all ||
		fail "not all nodes boot" "$lab/power.log"
	[ -n "$no_wait" ] || step "waiting for the cluster" verb_wait-online --timeout 120
}

# parse_up OPTION...: into variables; what a file option names must be readable.
parse_up() {
	nodes=2 topology='' corosync_conf='' authkey='' cib='' fence_lab='' token=1000 consensus=''
	trees=() node_files=() no_wait='' no_cluster='' systemd='' sched_rr=yes
	while [ $# -gt 0 ]; do
		case $1 in
		--keep) shift; continue ;;
		--fence-lab) fence_lab=1; shift; continue ;;
		--no-wait) no_wait=1; shift; continue ;;
		--no-sched-rr) sched_rr=no; shift; continue ;;
		--no-cluster) no_wait=1 no_cluster=1; shift; continue ;;
		--systemd) no_wait=1 no_cluster=1 systemd=1; shift; continue ;;
		esac
		[ $# -ge 2 ] || misuse "$1: unknown option of up, or its value is missing"
		case $1 in
		--owner) ;;
		--nodes) number "$@"; nodes=$2 ;;
		--token) number "$@"; token=$2 ;;
		--consensus) number "$@"; consensus=$2 ;;
		--topology) readable -f "$@"; topology=$2 ;;
		--corosync-conf) readable -f "$@"; corosync_conf=$2 ;;
		--authkey) readable -f "$@"; authkey=$2 ;;
		--cib) readable -f "$@"; cib=$2 ;;
		--agents) readable -d "$@"; trees+=("$2") ;;
		--node-files)
			[ $# -ge 3 ] || misuse "$1 needs a node and a folder"
			readable -d "$1 $2" "$3"
			node_files+=("$2" "$3")
			shift
			;;
		*) misuse "unknown option of up: $1" ;;
		esac
		shift 2
	done
	[ -n "$consensus" ] || consensus=$((token * 12 / 10))
}

number() { [[ $2 =~ ^[1-9][0-9]*$ ]] || misuse "$1 $2: expected a number"; }

# readable -f|-d OPTION PATH
readable() {
	if ! test "$1" "$3" || [ ! -r "$3" ]; then
		fail "$2 $3: cannot read it"
	fi
}

# boot_all: every node and the client at once.
boot_all() {
	local node pid pids=() failed=0
	while read -r node; do
		"$helpers/power" ask "$lab" boot "$node" >/dev/null &
		pids+=($!)
	done < <(cat "$in/cluster-nodes"; echo client)
	for pid in "${pids[@]}"; do
		wait "$pid" || failed=1
	done
	return $failed
}
