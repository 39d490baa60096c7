# shellcheck shell=bash disable=SC2034
# Sourced first by the cases of this folder.  Runs the case in mount and pid namespaces of its
# own, so that neither its mounts nor its processes can stay behind, and gives it the agent
# under test: EB_AGENT, a full path, or our own build of Filesystem.
# SPDX-License-Identifier: GPL-2.0-or-later
if [ "${EB_STORAGE_INSIDE:-}" != 1 ]; then
	[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
	unshare --mount true 2>/dev/null || { echo "1..0 # SKIP needs namespaces"; exit 0; }
	export EB_STORAGE_INSIDE=1
	exec unshare --mount --pid --ipc --fork --kill-child --mount-proc "$0" "$@"
fi
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
need losetup mkfs.ext4
unset HA_LOGFILE HA_LOGFACILITY HA_debug HA_DEBUGLOG HA_LOGD HA_use_logd
unset "${!OCF_RESKEY_@}" OCF_CHECK_LEVEL
mount -t tmpfs none /run
mkdir -p /run/resource-agents /run/images
export HA_RSCTMP=/run/resource-agents OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=fs
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
agent_path=${EB_AGENT:-$build/agents/Filesystem}
[ -x "$agent_path" ] || skip_all "no such agent: $agent_path"

# agent ACTION [NAME=VALUE...]: runs the agent under test with these parameters.
agent() {
	local action=$1
	shift
	OCF_RESOURCE_TYPE=${agent_path##*/} env "${@/#/OCF_RESKEY_}" "$agent_path" "$action"
}

# recurring [NAME=VALUE...]: a monitor as the cluster repeats it; a monitor without an
# interval is a probe.  deeply LEVEL [NAME=VALUE...]: with OCF_CHECK_LEVEL.
recurring() { agent monitor CRM_meta_interval=10000 CRM_meta_timeout=20000 "$@"; }
deeply() { OCF_CHECK_LEVEL=$1 recurring "${@:2}"; }

# make_device NAME TYPE [OPTION...]: a loop device with a file system, in $NAME.  It goes with
# the last of our processes: what is told here to the kernel holds when this shell is killed.
make_device() {
	local file=/run/images/$1 type=$2 size=32M device fd
	case $type in xfs) size=320M ;; btrfs) size=120M ;; esac
	truncate -s "$size" "$file"
	device=$(losetup --find --show "$file") || skip_all "needs loop devices"
	exec {fd}<"$device"
	losetup --detach "$device"
	case $type in
	ext*) "mkfs.$type" -q -F "${@:3}" "$device" ;;
	none) : ;;
	*) "mkfs.$type" -q -f "${@:3}" "$device" >/dev/null ;;
	esac || skip_all "cannot make a file system of type $type"
	printf -v "$1" %s "$device"
}

# mounted DIRECTORY: how many mounts there are on just this one, as the kernel lists them.
mounted() { awk -v point="$1" '$5 == point' /proc/self/mountinfo | wc -l; }
is_mounted() { [ "$(mounted "$1")" -gt 0 ]; }
# held DEVICE: somebody has it open exclusively, as a mount does in whatever namespace.
held() { ! python3 -c 'import os, sys; os.close(os.open(sys.argv[1], os.O_RDONLY | os.O_EXCL))' "$1" 2>/dev/null; }
free() { ! held "$1"; }
alive() { [ -e "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; }
gone() { ! alive "$1"; }
