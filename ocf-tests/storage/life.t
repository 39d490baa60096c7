#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The life of a file system: every way to name it, each depth of monitor, and what is refused.
. "$(dirname "$0")/storage.sh"
make_device disk ext4 -L "a label"
dir=/run/data
fs=(device="$disk" directory="$dir" fstype=ext4)

exits "nothing is mounted" 7 recurring "${fs[@]}"
exits "stop of what is not mounted" 0 agent stop "${fs[@]}"
exits "start" 0 agent start "${fs[@]}"
is "mounts it, on a mount point that it makes" "$(mounted $dir)" 1
exits "monitor" 0 recurring "${fs[@]}"
is "and a healthy monitor says nothing" "$out$err" ""
exits "probe" 0 agent monitor "${fs[@]}"
exits "start again" 0 agent start "${fs[@]}"
is "mounts nothing more" "$(mounted $dir)" 1
exits "depth 10" 0 deeply 10 "${fs[@]}"
exits "depth 20" 0 deeply 20 "${fs[@]}"
is "leaves no file behind" "$(find $dir -type f)" ""
is "and says nothing" "$out$err" ""
exits "a depth that nobody knows is the next lower one" 0 deeply 15 "${fs[@]}"
exits "reload-agent" 0 agent reload-agent "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"
is "unmounts it" "$(mounted $dir)" 0
ok "and nobody holds the device" free "$disk"
exits "stop again" 0 agent stop "${fs[@]}"
exits "monitor says so" 7 recurring "${fs[@]}"
exits "depth 20 as well" 7 deeply 20 "${fs[@]}"

# lives NAME NAME=VALUE...: it can be started, watched and stopped.
lives() {
	local name=$1 depth
	shift
	exits "$name: start" 0 agent start directory=$dir "$@"
	for depth in 0 10 20; do
		exits "$name: depth $depth" 0 deeply $depth directory=$dir "$@"
	done
	is "$name: nothing is said" "$out$err" ""
	exits "$name: stop" 0 agent stop directory=$dir "$@"
	is "$name: is not mounted any more" "$(mounted $dir)" 0
	exits "$name: monitor" 7 recurring directory=$dir "$@"
}
uuid=$(blkid -s UUID -o value "$disk")
lives "-U" device="-U $uuid" fstype=ext4
lives "UUID=" device="UUID=$uuid" fstype=ext4
lives "--uuid" device="--uuid=$uuid" fstype=ext4
lives "-L" device="-La label" fstype=ext4
lives "LABEL=" device="LABEL=a label" fstype=ext4
lives "no type" device="$disk"
lives "type auto" device="$disk" fstype=auto
lives "a slash too many" device="$disk" fstype=ext4 directory=$dir//
lives "a dot too many" device="$disk" fstype=ext4 directory=$dir/.
lives "a way round" device="$disk" fstype=ext4 directory=/run/./images/../data/
lives "tmpfs" device=memory fstype=tmpfs
lives "tmpfs with a dot" device=memory fstype=tmpfs directory=$dir/.
lives "options" device="$disk" fstype=ext4 options=noatime,data=ordered
mkdir -p /run/source/below "/run/odd name"
lives "bind" device=/run/source fstype=none options=bind
lives "bind of a folder below" device=/run/source/below/ fstype=none options=bind
lives "loop" device=/run/images/disk fstype=ext4 options=loop
ln -s "$disk" /run/link-to-disk
lives "a link to the device" device=/run/link-to-disk fstype=ext4
ln -s $dir /run/link-to-data
lives "a link to the mount point" device="$disk" fstype=ext4 directory=/run/link-to-data
lives "a folder with a blank" device="$disk" fstype=ext4 directory="/run/odd name"
for type in xfs btrfs; do
	command -v mkfs.$type >/dev/null && grep -qw $type /proc/filesystems ||
		{ skip "$type" "needs mkfs.$type and a kernel with $type"; continue; }
	make_device $type $type
	lives "$type" device="${!type}" fstype=$type
	ok "$type: nobody holds the device" free "${!type}"
done

exits "read-only, as wanted" 0 agent start "${fs[@]}" options=ro
exits "is healthy" 0 recurring "${fs[@]}" options=ro
exits "read-only bind" 0 agent start device=$dir directory=/run/bound fstype=none options=bind,ro
exits "is healthy" 0 recurring device=$dir directory=/run/bound fstype=none options=bind,ro
nok "and read-only" touch /run/bound/x
exits "stop of the bind mount alone" 0 agent stop device=$dir directory=/run/bound fstype=none options=bind,ro
is "leaves its source" "$(mounted $dir)$(mounted /run/bound)" 10
exits "stop" 0 agent stop "${fs[@]}"

# What is refused, and where the fault is no reason to fence a node.
exits "no device" 6 agent start directory=$dir fstype=ext4
like "why" "$err" "ocf-exit-reason:parameter device is missing"
exits "stop without a device" 0 agent stop directory=$dir
exits "probe without a device" 7 agent monitor directory=$dir
exits "no directory" 6 agent start device="$disk"
exits "/" 6 agent start device="$disk" directory=/
exits "stop of /" 0 agent stop device="$disk" directory=/
exits "probe of /" 7 agent monitor device="$disk" directory=//
exits "/." 6 agent start device="$disk" directory=/.
exits "a way up from what the mount would hide" 6 agent start device="$disk" directory=$dir/below/..
like "why" "$err" "wants a path that does not end with \.\."
exits "blanks around" 6 agent start device=" $disk" directory=$dir
exits "stop with them" 0 agent stop device=" $disk" directory="$dir "
exits "no such device" 5 agent start device=/dev/no_such_device directory=$dir fstype=ext4
like "why" "$err" "cannot find the device /dev/no_such_device"
exits "no such UUID" 5 agent start device=UUID=12345678-0000 directory=$dir fstype=ext4
exits "no such type" 5 agent start device="$disk" directory=$dir fstype=nonsense
like "why" "$err" "does not know file systems of type nonsense"
exits "a bad option" 1 agent start "${fs[@]}" options=nonsense
like "why" "$err" "ocf-exit-reason:cannot mount $disk on $dir: $dir: wrong fs type, bad option"
exits "nothing is left of it" 7 recurring "${fs[@]}"
touch /run/a-file
exits "a mount point that cannot be made" 5 agent start device="$disk" directory=/run/a-file/below fstype=ext4
exits "a bad force_unmount" 6 agent start "${fs[@]}" force_unmount=perhaps
exits "stop does not mind" 0 agent stop "${fs[@]}" force_unmount=perhaps signal_delay=soon kill_signals=BANG
exits "the words of the newest stock agent" 0 agent validate-all "${fs[@]}" force_unmount=safe,nomove,xargs
# What that agent moves a mount to for its stop, left over from another day, makes it tell 7 of what is mounted.
mkdir -p "$(dirname $dir)/.$(basename $dir)"
exits "with move: start" 0 agent start "${fs[@]}" force_unmount=true,move
exits "with a folder left over it is seen" 0 recurring "${fs[@]}" force_unmount=true,move
exits "and stopped" 0 agent stop "${fs[@]}" force_unmount=true,move
exits "and gone" 7 recurring "${fs[@]}" force_unmount=true,move
exits "a signal that is none" 6 agent start "${fs[@]}" term_signals=BANG
mkdir -p $dir/below && mount -t tmpfs none $dir/below
exits "something is mounted below" 1 agent start "${fs[@]}"
like "why" "$err" "is mounted below $dir"
umount $dir/below

# Clones.
clone=(CRM_meta_clone=0 CRM_meta_clone_max=2)
exits "clones of ext4" 6 agent start "${fs[@]}" "${clone[@]}"
like "why" "$err" "would destroy each other's data"
exits "read-only ones, too: the journal is written" 6 agent start "${fs[@]}" "${clone[@]}" options=ro
exits "with force_clones" 0 agent start "${fs[@]}" "${clone[@]}" force_clones=true
like "there is a warning" "$err" "WARNING: .*force_clones"
exits "stop" 0 agent stop "${fs[@]}" "${clone[@]}"
exits "clones of tmpfs" 0 agent validate-all device=x directory=$dir fstype=tmpfs "${clone[@]}"
exits "clones of ocfs2" 0 agent validate-all device="$disk" directory=$dir fstype=ocfs2 "${clone[@]}"

exits "the last of ro and rw counts" 6 agent validate-all device="$disk" directory=$dir fstype=vfat options=ro,rw "${clone[@]}"
exits "which may be ro" 0 agent validate-all device="$disk" directory=$dir fstype=vfat options=rw,ro "${clone[@]}"

# A check before the mount: of a type that does not check itself.
old=
make_device old ext2
exits "ext2 is checked" 0 agent start device="$old" directory=$dir fstype=ext2
exits "stop" 0 agent stop device="$old" directory=$dir fstype=ext2
dd if=/dev/zero of="$old" bs=1024 count=64 seek=1 conv=notrunc status=none
exits "run_fsck=no has it not looked at" 1 agent start device="$old" directory=$dir fstype=ext2 run_fsck=no
like "but by the mount" "$err" "cannot mount"
exits "a broken one is not mounted" 1 agent start device="$old" directory=$dir fstype=ext2
like "why" "$err" "fsck of $old failed with exit code"
done_testing
