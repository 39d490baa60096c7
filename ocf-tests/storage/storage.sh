# shellcheck shell=bash disable=SC2034
# Sourced first by the cases of this folder.  Neither their mounts nor their processes can stay
# behind; the agent under test is Filesystem, or what EB_AGENT says.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/../apart.sh"
apart --mount --ipc -- "$@"
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
need losetup mkfs.ext4
judges Filesystem fs
mkdir /run/images

# deeply LEVEL [NAME=VALUE...]: a recurring monitor with OCF_CHECK_LEVEL.
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
