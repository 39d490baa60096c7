#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Stop is over when nobody holds the device any more, and not when it has left one mount table.
# stock fails: a mount of another namespace is gone, too
# stock fails: files of a lazy unmount hold nothing any more
# stock fails: without killing, stop fails while a file is open
. "$(dirname "$0")/storage.sh"
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data)

# busy PID: the process is a sleep already, with its folder or its output on the mount.
busy() { [ "$(cat "/proc/$1/comm")" = sleep ] && [[ "$(readlink "/proc/$1/cwd") $(readlink "/proc/$1/fd/1")" == */run/data* ]]; }

# A container that was started meanwhile: it has mounts of its own, and uses none of them.
exits "start" 0 agent start "${fs[@]}"
unshare --mount --propagation private sleep 1000 &
container=$!
in_container() { ! [ /proc/$container/ns/mnt -ef /proc/self/ns/mnt ] && [ "$(readlink /proc/$container/exe)" = "$(readlink -f "$(command -v sleep)")" ]; }
wait_for 10 in_container
exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
ok "a mount of another namespace is gone, too" free "$disk"
ok "the container goes on, since it used nothing of it" alive $container
kill $container

# One that works on it is ended, like every other user.
exits "start" 0 agent start "${fs[@]}"
unshare --mount --propagation private sh -c 'cd /run/data && exec sleep 1000' &
container=$!
wait_for 10 in_container
exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
ok "frees the device" free "$disk"
ok "at the price of its user" gone $container

# Somebody unmounted it lazily: no table shows it, and the file is still being written.
for what in 'exec sleep 1000 >>/run/data/file' 'cd /run/data && exec sleep 1000'; do
	exits "start" 0 agent start "${fs[@]}"
	sh -c "$what" &
	user=$!
	wait_for 10 busy "$user"
	umount -l /run/data
	exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
	ok "files of a lazy unmount hold nothing any more" free "$disk"
	ok "its user has gone" gone $user
done

exits "start" 0 agent start "${fs[@]}"
sleep 1000 >>/run/data/file &
user=$!
wait_for 10 busy "$user"
umount -l /run/data
exits "without killing, stop fails while a file is open" 1 agent stop CRM_meta_timeout=2000 "${fs[@]}" force_unmount=false
like "and tells who it is" "$err" "ocf-exit-reason:$disk is still held: by .*files of a lazily unmounted mount, open in pid $user \\(sleep\\)"
ok "the user is left in peace" alive $user
kill $user
exits "afterwards stop succeeds" 0 agent stop "${fs[@]}" force_unmount=false

[ -z "${EB_AGENT:-}" ] || { 
# A file behind a loop device: its number is known from the start.
exits "start of a file" 0 agent start device=/run/images/disk fstype=ext4 directory=/run/data options=loop
loop=$(awk '$5 == "/run/data" { print $(NF - 1) }' /proc/self/mountinfo)
(cd /run/data && exec sleep 1000) & user=$!
wait_for 10 busy $user
umount -l /run/data
exits "stop" 0 agent stop CRM_meta_timeout=8000 device=/run/images/disk fstype=ext4 directory=/run/data options=loop
ok "ends who works on the files of its lazy unmount" gone $user
let_go() { ! losetup "$loop" >/dev/null 2>&1; }
ok "the loop device is free" wait_for 10 let_go

# An overlay keeps the file system of its layers.
exits "start" 0 agent start "${fs[@]}"
mkdir -p /run/data/upper /run/data/work /run/lower /run/merged
if mount -t overlay overlay -o lowerdir=/run/lower,upperdir=/run/data/upper,workdir=/run/data/work /run/merged; then
	exits "an overlay with layers on it" 1 agent stop CRM_meta_timeout=8000 "${fs[@]}"
	like "is named" "$err" "ocf-exit-reason:$disk is still held: by the overlay on /run/merged, whose layers are on it"
	umount /run/merged
fi
exits "without it" 0 agent stop "${fs[@]}"

# A mount that was moved by hand, of a type that has no device to look for.
mkdir -p /run/moved
mount --make-rprivate /
exits "start of a tmpfs" 0 agent start device=none fstype=tmpfs directory=/run/data
mount --move /run/data /run/moved
exits "stop follows it" 0 agent stop device=none fstype=tmpfs directory=/run/data
is "it has gone" "$(mounted /run/moved)" 0
done_testing; exit; } # what follows is ours alone

# Other mount points of the device go, too.
mkdir -p /run/second /run/second/below
exits "start" 0 agent start "${fs[@]}"
mount --bind /run/data /run/second
exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
is "unmounts all of them" "$(mounted /run/second)$(mounted /run/data)" 00
mount "$disk" /run/second
exits "a device that is only mounted elsewhere is not at rest" 1 recurring "${fs[@]}"
exits "stop" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
is "unmounts it there" "$(mounted /run/second)" 0
ok "and the device is free" free "$disk"

# What lies below goes first.
exits "start" 0 agent start "${fs[@]}"
mkdir -p /run/data/a/b
mount -t tmpfs none /run/data/a
mkdir /run/data/a/b
mount -t tmpfs none /run/data/a/b
exits "stop with mounts below" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
is "unmounts them all" "$(grep -c /run/data /proc/self/mountinfo)" 0

# The kernel's own users cannot be ended: stop says at once who it is.
exits "start" 0 agent start "${fs[@]}"
truncate -s 4M /run/data/image
loop=$(losetup --find --show /run/data/image)
cleanup "losetup -d $loop 2>/dev/null"
exits "a loop device of a file on it" 1 agent stop CRM_meta_timeout=60000 "${fs[@]}"
like "is named" "$err" "used by $loop, whose file is /run/data/image"
losetup -d "$loop"
exits "without it" 0 agent stop "${fs[@]}"
dd if=/dev/zero of=/run/images/swapped bs=64k count=1 status=none
mkswap -q /run/images/swapped 2>/dev/null
exits "start" 0 agent start "${fs[@]}"
dd if=/dev/zero of=/run/data/swap bs=64k count=16 status=none
chmod 600 /run/data/swap
mkswap -q /run/data/swap
if swapon /run/data/swap 2>/dev/null; then
	cleanup "swapoff /run/data/swap 2>/dev/null"
	exits "a swap file on it" 1 agent stop CRM_meta_timeout=60000 "${fs[@]}"
	like "is named" "$err" "used by the swap file /run/data/swap"
	swapoff /run/data/swap
else
	skip "a swap file" "swapon does not work here"
fi
exits "without it" 0 agent stop "${fs[@]}"

# Another subvolume's mount is another resource's.
if command -v mkfs.btrfs >/dev/null && grep -qw btrfs /proc/filesystems; then
	many=
	make_device many btrfs
	mount "$many" /run/second
	btrfs -q subvolume create /run/second/one
	btrfs -q subvolume create /run/second/two
	umount /run/second
	one=(device="$many" fstype=btrfs directory=/run/one options=subvol=one)
	two=(device="$many" fstype=btrfs directory=/run/two options=subvol=two)
	exits "a subvolume" 0 agent start "${one[@]}"
	exits "another one" 0 agent start "${two[@]}"
	exits "stop of the one" 0 agent stop "${one[@]}"
	is "leaves the other" "$(mounted /run/one)$(mounted /run/two)" 01
	exits "monitor of the other" 0 recurring "${two[@]}"
	exits "stop of the other" 0 agent stop "${two[@]}"
	ok "frees the device" free "$many"
else
	skip "subvolumes" "needs btrfs-progs, and a kernel with btrfs"
fi
done_testing
