#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Monitor asks the kernel for its own mount alone (Linux 6.12 and later), and yet sees all that the
# whole table would tell: what lies on top, what covers a folder above, what was moved there.
. "$(dirname "$0")/storage.sh"
make_device disk ext4
fs=(device="$disk" directory=/run/a/data fstype=ext4)
mkdir -p /run/a /run/older
mount -t tmpfs older /run/older # a mount that is older than ours, to be moved about
number() { sed -n 's/^[0-9]*:[0-9]* //p' /run/resource-agents/Filesystem-fs.state; }

exits "start" 0 agent start "${fs[@]}"
[ "$(number)" != 0 ] || skip_all "needs Linux 6.12: mounts with numbers of their own"
exits "monitor" 0 recurring "${fs[@]}"
is "says nothing" "$err" ""
# Without /proc there is no table to be read.
mount -t tmpfs none /proc
exits "monitor does not need the table" 0 recurring "${fs[@]}"
exits "nor does a probe" 0 agent monitor "${fs[@]}"
exits "nor depth 20" 0 deeply 20 "${fs[@]}"
exits "but the mount: where that is not, it asks for the table" 1 recurring "${fs[@]}" directory=/run/a
like "and says so" "$err" "cannot read the mount table"
umount /proc

# What lies on top, younger or older, is a foreign thing.
mount -t tmpfs younger /run/a/data
exits "another one on top" 1 recurring "${fs[@]}"
like "by name" "$err" "younger is mounted on /run/a/data"
umount /run/a/data
exits "without it" 0 recurring "${fs[@]}"
mount --move /run/older /run/a/data
exits "an older one, moved there" 1 recurring "${fs[@]}"
like "by name" "$err" "older is mounted on /run/a/data"
mount --move /run/a/data /run/older
exits "and away" 0 recurring "${fs[@]}"
mkdir /run/a/data/below
mount -t tmpfs below /run/a/data/below
exits "one in a folder of it is none of its business" 0 recurring "${fs[@]}"
umount /run/a/data/below

# What covers a folder above leaves no path to it.
mount --move /run/older /run/a
exits "a folder above is covered" 1 recurring "${fs[@]}"
mount --move /run/a /run/older
exits "and open again" 0 recurring "${fs[@]}"

# A name that has become another one's, by a link or by renaming.
mv /run/a /run/b
mkdir -p /run/a/data
exits "the folder was renamed" 1 recurring "${fs[@]}"
rm -r /run/a
ln -s b /run/a
exits "a link leads to it" 0 recurring "${fs[@]}"
rm /run/a
mv /run/b /run/a
exits "as it was" 0 recurring "${fs[@]}"

# The same device elsewhere, and again here, has another number.
mkdir /run/elsewhere
mount --move /run/a/data /run/elsewhere
exits "moved away" 1 recurring "${fs[@]}"
umount /run/elsewhere
mount "$disk" /run/a/data
exits "mounted anew by hand" 0 recurring "${fs[@]}"
before=$(number)
exits "start takes note of it" 0 agent start "${fs[@]}"
ok "by a number that is new" test "$(number)" != "$before"
mount -o remount,ro /run/a/data
exits "read-only" 1 recurring "${fs[@]}"
like "says so" "$err" "on /run/a/data is read-only"
mount -o remount,rw,bind /run/a/data
exits "this mount of it is not, but the file system" 1 recurring "${fs[@]}"
mount -o remount,rw /run/a/data
exits "writable" 0 recurring "${fs[@]}"
mount -o remount,ro,bind /run/a/data
exits "this mount of it alone" 1 recurring "${fs[@]}"
mount -o remount,rw,bind /run/a/data
exits "lazily unmounted" 0 umount --lazy /run/a/data
exits "is not mounted" 7 recurring "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"

# In another mount namespace the number means nothing.
exits "start again" 0 agent start "${fs[@]}"
export "${fs[@]/#/OCF_RESKEY_}" OCF_RESKEY_CRM_meta_interval=10000
exits "a namespace of its own" 0 unshare --mount bash -c 'umount /run/a/data; "$0" monitor; [ $? = 7 ]' "$agent_path"
unset "${!OCF_RESKEY_@}"
exits "stop again" 0 agent stop "${fs[@]}"
done_testing
