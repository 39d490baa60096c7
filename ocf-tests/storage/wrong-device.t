#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Another file system on the mount point is not ours: it is not healthy, and it is not unmounted.
# stock fails: the probe finds nothing of ours
# stock fails: the monitor fails
# stock fails: start does not take it for its own
# stock fails: stop leaves it where it is
. "$(dirname "$0")/storage.sh"
ours='' other=''
make_device ours ext4
make_device other ext4
mkdir -p /run/data
mount "$other" /run/data
fs=(device="$ours" fstype=ext4 directory=/run/data)

exits "the probe finds nothing of ours" 7 agent monitor "${fs[@]}"
exits "the monitor fails" 1 recurring "${fs[@]}"
like "why" "$err" "ocf-exit-reason:$other is mounted on /run/data, and not $ours"
exits "start does not take it for its own" 1 agent start "${fs[@]}"
like "why" "$err" "$other is mounted on /run/data already"
exits "stop has nothing to stop" 0 agent stop "${fs[@]}"
ok "stop leaves it where it is" is_mounted /run/data
like "and says so" "$err" "WARNING: $other is mounted on /run/data, and not $ours: it is left alone"

# Of a type whose source is shown in ways of its own the type has to be right.
mkdir -p /run/cluster
mount -t tmpfs stranger /run/cluster
far=(device=server:/volume fstype=glusterfs directory=/run/cluster)
exits "a tmpfs is no glusterfs" 1 recurring "${far[@]}"
exits "nor its start's" 1 agent start "${far[@]}"
exits "stop" 0 agent stop "${far[@]}"
ok "leaves it" is_mounted /run/cluster
umount /run/cluster

# On top of ours, it hides that ours is still there: then stop has failed.
umount /run/data
exits "start" 0 agent start "${fs[@]}"
mount "$other" /run/data
exits "covered by another one" 1 recurring "${fs[@]}"
exits "stop cannot reach ours" 1 agent stop CRM_meta_timeout=2000 "${fs[@]}"
like "and says what is on top" "$err" "ocf-exit-reason:cannot unmount $ours: $other is mounted over it on /run/data"
umount /run/data
exits "once it is uncovered" 0 agent stop "${fs[@]}"
is "all is gone" "$(mounted /run/data)" 0

# Something is mounted on a folder above: no path leads to ours, and it is there all the same.
mkdir -p /run/above/data
exits "start" 0 agent start device="$ours" fstype=ext4 directory=/run/above/data
mount -t tmpfs none /run/above
exits "what no path leads to serves nobody, and is here" 1 recurring device="$ours" fstype=ext4 directory=/run/above/data
exits "and is not stopped" 1 agent stop CRM_meta_timeout=3000 device="$ours" fstype=ext4 directory=/run/above/data
like "which is said" "$err" "cannot unmount /run/above/data: no path leads to it"
umount /run/above
exits "stop, once one does" 0 agent stop device="$ours" fstype=ext4 directory=/run/above/data

# A bind mount shows one folder of one file system: another folder of it is not ours, nor is another one's.
mkdir -p /run/source/one /run/source/two /run/stranger
mount -t tmpfs stranger /run/stranger
mount --bind /run/source/one /run/data
bound=(device=/run/source/two fstype=none options=bind directory=/run/data)
exits "another folder is bound there" 1 recurring "${bound[@]}"
exits "stop" 0 agent stop "${bound[@]}"
ok "leaves it" is_mounted /run/data
umount /run/data
mount -t tmpfs other /run/data
exits "the same folder of another file system" 1 recurring "${bound[@]}" device=/run/stranger
exits "stop" 0 agent stop "${bound[@]}" device=/run/stranger
ok "leaves it" is_mounted /run/data
umount /run/data

# While stop is about to unmount, the mount point is renamed (in another namespace, which is not kept from it), and
# its name becomes a link: what that leads to is not ours.
if command -v strace >/dev/null; then
	exits "start" 0 agent start "${fs[@]}"
	# The kernel holds the unmount up for two seconds.
	traced_stop() { env "${@/#/OCF_RESKEY_}" strace -f -qq -o /run/trace -e trace=umount2 -e inject=umount2:delay_enter=2000000 "$agent_path" stop; }
	touch /run/trace
	unshare --mount --propagation private bash -c 'umount /run/data; for ((i = 0; i < 200; i++)); do grep -q umount2 /run/trace && break; sleep 0.05; done; mv /run/data /run/moved && ln -s /run/stranger /run/data' &
	elsewhere=$!
	exits "stop, while the mount point becomes a link" 1 traced_stop "${fs[@]}"
	wait $elsewhere
	ok "leaves what that leads to" is_mounted /run/stranger
	rm /run/data
	exits "and is ours to stop where it is now" 0 agent stop "${fs[@]}"
	ok "so that the device is free" free "$ours"
else
	skip "the mount point becomes a link" "needs strace"
fi
umount /run/stranger

# Where mounts are shared, what is mounted on a bind's original comes up below the bind, too: stop takes it from there alone.
mkdir -p /run/original
mount -t tmpfs original /run/original
mount --make-shared /run/original
mkdir -p /run/original/sub
for how in bind rbind; do
	bound=(device=/run/original fstype=none options="$how" directory=/run/data)
	[ $how = bind ] || mount -t tmpfs another /run/original/sub
	exits "start of a $how mount" 0 agent start "${bound[@]}"
	[ $how = rbind ] || mount -t tmpfs another /run/original/sub
	mkdir -p /run/original/sub/deeper
	mount -t tmpfs deep /run/original/sub/deeper
	is "what is mounted on the original is on the mount, too" "$(mounted /run/data/sub/deeper)" 1
	exits "stop" 0 agent stop "${bound[@]}"
	is "takes all from there" "$(grep -c ' /run/data' /proc/self/mountinfo)" 0
	is "and nothing from the original" "$(mounted /run/original/sub)$(mounted /run/original/sub/deeper)" 11
	umount /run/original/sub/deeper /run/original/sub
done
umount /run/original

# Mounted by hand on another folder: another node must not mount it as well.
mkdir -p /run/rescue
mount "$ours" /run/rescue
exits "elsewhere on this node: the probe" 1 agent monitor "${fs[@]}"
like "says where" "$err" "ocf-exit-reason:$ours is mounted on /run/rescue, and not on /run/data"
exits "stop" 0 agent stop "${fs[@]}"
is "takes it from there" "$(mounted /run/rescue)" 0
exits "the probe" 7 agent monitor "${fs[@]}"

# By number, not by name: a snapshot with the same UUID has taken the name, or it has gone.
ln -s "$ours" /run/name
exits "start by a link" 0 agent start device=/run/name fstype=ext4 directory=/run/data
ln -sfn "$other" /run/name
exits "the link leads elsewhere now: what start wrote down counts" 0 recurring device=/run/name fstype=ext4 directory=/run/data
rm /run/name
exits "the link has gone: what start wrote down counts" 0 recurring device=/run/name fstype=ext4 directory=/run/data
if command -v strace >/dev/null; then
	traced() { env OCF_CHECK_LEVEL=10 OCF_RESKEY_CRM_meta_interval=10000 "${@/#/OCF_RESKEY_}" strace -f -qq -o /run/trace -e trace=openat "$agent_path" monitor; }
	exits "depth 10 without the name" 0 traced device=/run/name fstype=ext4 directory=/run/data
	ok "reads the device all the same" grep -q "\"$ours\", .*O_DIRECT" /run/trace
fi
exits "and stop knows it, too" 0 agent stop device=/run/name fstype=ext4 directory=/run/data
is "nothing is mounted" "$(mounted /run/data)" 0
ln -s "$ours" /run/name
exits "start" 0 agent start device=/run/name fstype=ext4 directory=/run/data
ln -sfn "$other" /run/name
mkdir -p /run/neighbour
mount "$other" /run/neighbour
exits "a start is for what the name leads to now" 1 agent start device=/run/name fstype=ext4 directory=/run/data
exits "stop is for what was started" 0 agent stop device=/run/name fstype=ext4 directory=/run/data
ok "whose device is free" free "$ours"
ok "and for nobody else's" is_mounted /run/neighbour
umount /run/neighbour
ln -sfn "$ours" /run/name
exits "start" 0 agent start device=/run/name fstype=ext4 directory=/run/data
(cd /run/data && exec sleep 1000) & user=$!
in_data() { [ "$(readlink /proc/$user/cwd)" = /run/data ]; }
wait_for 10 in_data
umount -l /run/data
rm /run/name
exits "lazily unmounted, and no name" 0 agent stop device=/run/name fstype=ext4 directory=/run/data CRM_meta_timeout=8000
ok "stop ends its user" gone $user
ok "the device is free" free "$ours"
mount "$ours" /run/data
exits "never started, and no such name: nobody knows" 1 recurring device=/run/name fstype=ext4 directory=/run/data
exits "so stop does not claim to have stopped it" 1 agent stop device=/run/name fstype=ext4 directory=/run/data
ok "nor touches it" is_mounted /run/data
done_testing
