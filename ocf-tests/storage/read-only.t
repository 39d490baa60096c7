#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system that has become read-only serves nobody: monitor notices at depth 0.
# stock fails: remounted read-only
# stock fails: remounted read-only: depth 10
# stock fails: after an error of the file system
. "$(dirname "$0")/storage.sh"
make_device disk ext4 -e remount-ro
fs=(device="$disk" fstype=ext4 directory=/run/data)

exits "start" 0 agent start "${fs[@]}"
mount -o remount,ro /run/data
exits "remounted read-only" 1 recurring "${fs[@]}"
like "why" "$err" "ocf-exit-reason:$disk on /run/data is read-only, and options do not say ro"
exits "remounted read-only: depth 10" 1 deeply 10 "${fs[@]}"
exits "remounted read-only: depth 20" 1 deeply 20 "${fs[@]}"
exits "the probe does not take it for well, either" 1 agent monitor "${fs[@]}"
mount -o remount,rw /run/data
exits "and back" 0 recurring "${fs[@]}"
mount --bind /run/data /run/data
mount -o remount,bind,ro /run/data
exits "the mount alone is read-only" 1 recurring "${fs[@]}"
umount /run/data
mkdir -p /run/second
mount --bind /run/data /run/second
mount -o remount,ro /run/second
ok "the file system is, though this mount says rw" grep -qE ' /run/data rw.* ro(,|$)' /proc/self/mountinfo
exits "which serves nobody either" 1 recurring "${fs[@]}"
exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"

exits "start with ro,rw" 0 agent start "${fs[@]}" options=ro,rw
exits "which asks for writing" 0 deeply 20 "${fs[@]}" options=ro,rw
mount -o remount,ro /run/data
exits "and misses it" 1 recurring "${fs[@]}" options=ro,rw
exits "unlike rw,ro" 0 recurring "${fs[@]}" options=rw,ro
exits "stop" 0 agent stop "${fs[@]}" options=ro,rw

trigger=/sys/fs/ext4/${disk##*/}/trigger_fs_error
exits "start" 0 agent start "${fs[@]}"
if [ -w "$trigger" ]; then
	echo "an error made by a test" >"$trigger"
	exits "after an error of the file system" 1 recurring "${fs[@]}"
	like "why" "$err" "is (read-only|emergency_ro), and options"
else
	skip "after an error of the file system" "needs $trigger"
fi
exits "stop" 0 agent stop "${fs[@]}"
ok "works all the same" free "$disk"

# What cannot be written to is not a failure for being so.
if command -v mksquashfs >/dev/null && grep -qw squashfs /proc/filesystems; then
	mksquashfs /run/images /run/image.squash -quiet >/dev/null
	squash=(device=/run/image.squash fstype=squashfs directory=/run/squash options=loop)
	exits "squashfs" 0 agent start "${squash[@]}"
	exits "is read-only by nature" 0 recurring "${squash[@]}"
	exits "stop" 0 agent stop "${squash[@]}"
else
	skip "squashfs" "needs squashfs-tools"
fi
done_testing
