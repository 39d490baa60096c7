#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# With require_mmp a file system is not mounted here while another node has it: here the other node is
# a second device of the same blocks, which the kernel does not know to be the same.
. "$(dirname "$0")/storage.sh"
need tune2fs dumpe2fs
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data require_mmp=true CRM_meta_timeout=60000)

exits "without the feature nothing would tell" 5 agent start "${fs[@]}"
like "says so, and what to do" "$err" "ocf-exit-reason:$disk has no multi-mount protection \\(tune2fs -O mmp\\)"
is "is not mounted" "$(mounted /run/data)" 0
exits "nobody asked for it: start" 0 agent start "${fs[@]}" require_mmp=false
exits "stop" 0 agent stop "${fs[@]}" require_mmp=false

tune2fs -O mmp "$disk" >/dev/null 2>&1 || { skip "multi-mount protection" "tune2fs cannot add it"; done_testing; exit; }
uuid=$(dumpe2fs -h "$disk" 2>/dev/null | sed -n 's/^Filesystem UUID: *//p')
exits "with it: start" 0 agent start "${fs[@]}"
exits "monitor" 0 recurring "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"
exits "by its UUID: start" 0 agent start "${fs[@]}" device="UUID=$uuid"
exits "- stop" 0 agent stop "${fs[@]}" device="UUID=$uuid"

# The other node: a kernel that signs the file system every few seconds.
other=$(losetup --find --show /run/images/disk)
cleanup "umount /run/other 2>/dev/null; losetup --detach $other"
mkdir -p /run/other
mount -t ext4 "$other" /run/other || skip_all "cannot mount a second device of the same file"
echo precious >/run/other/file
exits "the other node has it: start" 1 agent start "${fs[@]}"
like "fails with the node's name" "$err" "ocf-exit-reason:cannot mount $disk on /run/data: .*; mounted by node $(uname -n)"
exits "monitor" 7 recurring "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"
is "the other node does not mind" "$(cat /run/other/file)" precious
umount /run/other
exits "it has left: start" 0 agent start "${fs[@]}"
is "with all that it wrote" "$(cat /run/data/file)" precious
exits "stop" 0 agent stop "${fs[@]}"
e2fsck -fn "$disk" >/run/fsck 2>&1
is "the file system is sound" "$?" 0

# Without the protection the same is data loss, which nobody refuses.
tune2fs -O ^mmp "$disk" >/dev/null
mount -t ext4 "$other" /run/other
exits "without it both would be mounted" 0 agent start "${fs[@]}" require_mmp=false
exits "stop" 0 agent stop "${fs[@]}" require_mmp=false
done_testing
