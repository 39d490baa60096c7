#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A monitor reads the kernel's table: it needs no program, and costs one process.
# stock fails: monitor without fuser and modprobe
# stock fails: stop without them
. "$(dirname "$0")/storage.sh"
need strace
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data)
exits "start" 0 agent start "${fs[@]}"

# Over each program lies a file that nobody can run.
touch /run/nothing
for program in modprobe fuser fsck blockdev findmnt blkid findfs; do
	path=$(command -v "$program") || continue
	mount --bind /run/nothing "$(readlink -f "$path")"
done
exits "monitor without fuser and modprobe" 0 recurring "${fs[@]}"
sleep 1000 >>/run/data/file &
exits "stop without them" 0 agent stop CRM_meta_timeout=8000 "${fs[@]}"
is "unmounts it" "$(mounted /run/data)" 0
exits "monitor" 7 recurring "${fs[@]}"
exits "start without them" 0 agent start "${fs[@]}"

# processes ACTION...: how many the action takes.
processes() { strace -f -qq -e trace=execve,fork,vfork,clone,clone3 -o /run/trace env "${fs[@]/#/OCF_RESKEY_}" OCF_RESKEY_CRM_meta_interval=10000 "$agent_path" "$1"; cut -d' ' -f1 /run/trace | sort -u | wc -l; }
is "monitor is one process" "$(processes monitor)" 1
is "and touches no file of the mount" "$(strace -f -qq -e trace=%file -o /run/trace env "${fs[@]/#/OCF_RESKEY_}" "$agent_path" monitor; grep -c '"/run/data' /run/trace)" 0
done_testing
