#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_sbd on loop devices that Debian's sbd has made, and reads.
# shellcheck disable=SC2154 # disk sets a, b and c
. "$(dirname "$0")/fencer.sh"
need sbd losetup
lost_write=$build/ocf-tests/fake/lost-write.so
[ -e /dev/loop-control ] || skip_all "needs loop devices"

# disk NAME [MSGWAIT]: a new device, $NAME is its path; msgwait is 2 s, node1 and node2 have slots.
disk() {
	local loop
	truncate -s 4M "$tap_dir/$1.img"
	loop=$(losetup -f --show "$tap_dir/$1.img") || skip_all "no loop device to be had"
	cleanup "losetup -d $loop 2>/dev/null"
	sbd -1 1 -4 "${2:-2}" -d "$loop" create >/dev/null 2>&1 || skip_all "sbd cannot initialize $loop"
	sbd -d "$loop" allocate node1 >/dev/null 2>&1
	sbd -d "$loop" allocate node2 >/dev/null 2>&1
	printf -v "$1" %s "$loop"
}
message() { sbd -d "$1" list | awk -v node="${2:-node1}" '$2 == node { print $3 }'; }
# fence NAME CODE LINE...
fence() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' "$@" | timeout 60 "$sbin/fence_sbd" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

disk a
disk b 3
disk c
fence "status" 0 action=status devices="$a" plug=node1
is "says so" "$out$err" "Status: ON"
fence "list" 0 action=list devices="$a"
is "has both nodes" "$out" $'node1,node1\nnode2,node2'
fence "monitor" 0 action=monitor devices="$a"
is "says nothing" "$out$err" ""
fence "reboot" 0 action=reboot devices="$a" plug=node1
is "is a message that sbd understands" "$(message "$a")" reset
ok "that has had msgwait to be obeyed" test "$took" -ge 2000
is "and the other node has none" "$(message "$a" node2)" clear
fence "it is off as long as the message stands" 2 action=status devices="$a" plug=node1
fence "on" 0 action=on devices="$a" plug=node1
is "clears it" "$(message "$a")" clear
fence "off" 0 action=off devices="$a" plug=NODE1
is "is a message" "$(message "$a")" off
fence "off again" 0 action=off devices="$a" plug=node1
is "is ordered again: that a message stands proves nothing" "$out" "Success: Powered OFF"
ok "and has msgwait again" test "$took" -ge 2000
fence "list-status" 0 action=list-status devices="$a"
is "says which" "$out" $'node1,node1,OFF\nnode2,node2,ON'
sbd -d "$a" message node1 clear >/dev/null 2>&1
fence "method=onoff" 0 action=reboot devices="$a" plug=node1 method=onoff
is "ends with a clear slot" "$(message "$a")" clear
fence "crashdump" 0 action=reboot devices="$a" plug=node1 crashdump=1
is "is a message" "$(message "$a")" crashdump
sbd -d "$a" message node1 test >/dev/null 2>&1
fence "a test is no order" 0 action=status devices="$a" plug=node1
sbd -d "$a" message node1 exit >/dev/null 2>&1
fence "a daemon that ends leaves its machine on" 0 action=status devices="$a" plug=node1
# The message of slot 0 is the first byte of the third sector.
printf '\x63' | dd of="$a" bs=1 seek=1024 conv=notrunc,fsync 2>/dev/null
fence "a message that nobody knows" 1 action=status devices="$a" plug=node1
is "says neither on nor off" "$out" ""
sbd -d "$a" message node1 clear >/dev/null 2>&1
SBD_DEVICE="$a;$b" fence "SBD_DEVICE" 0 action=status plug=node1

# What cannot be proved fails.
if [ -e "$lost_write" ]; then
	LD_PRELOAD=$lost_write fence "a disk that loses what is written" 1 action=off devices="$a" plug=node1
	is "no success" "$out" ""
	ok "is told without waiting for msgwait" test "$took" -lt 2000
	is "and no message stands" "$(message "$a")" clear
else
	skip "a disk that loses what is written" "needs ocf-tests/fake/lost-write.so"
fi
fence "a node whose name only begins so" 1 action=off devices="$a" plug=node
like "is another one" "$err" "node node has no slot on the disks"
fence "a node without a slot" 1 action=off devices="$a" plug=node7
like "is told" "$err" "node node7 has no slot on the disks"
fence "no devices" 1 action=off plug=node1
like "is told" "$err" "option devices is missing"
fence "a device that is none" 1 action=off devices=/dev/null plug=node1
like "is told" "$err" "Block device required"
fence "a device that is not there" 1 action=off devices=/dev/nowhere plug=node1
like "is told" "$err" "/dev/nowhere: No such file"
truncate -s 4M "$tap_dir/empty.img"
empty=$(losetup -f --show "$tap_dir/empty.img")
cleanup "losetup -d $empty 2>/dev/null"
fence "a device that is not sbd's" 1 action=off devices="$empty" plug=node1
like "is told" "$err" "$empty: not initialized for sbd"
dd if="$a" of="$empty" bs=1M count=1 conv=notrunc,fsync 2>/dev/null
printf X | dd of="$empty" bs=1 conv=notrunc,fsync 2>/dev/null
fence "a device whose first letter is another one" 1 action=status devices="$empty" plug=node1
like "is not sbd's" "$err" "$empty: not initialized for sbd"
dd if=/dev/zero of="$empty" bs=1M count=1 conv=notrunc,fsync 2>/dev/null
read_only=$(losetup -r -f --show "$tap_dir/a.img")
cleanup "losetup -d $read_only 2>/dev/null"
sbd -d "$a" message node1 clear >/dev/null 2>&1
fence "a device that cannot be written" 1 action=off devices="$read_only" plug=node1
ok "is told without waiting for msgwait" test "$took" -lt 2000
is "and says no success" "$out" ""

# More than half of the disks.
fence "three disks" 0 action=off devices="$a,$b,$c" plug=node1
is "all of them have the message" "$(message "$a")$(message "$b")$(message "$c")" offoffoff
ok "the longest msgwait of them counts" test "$took" -ge 3000
fence "on" 0 action=on devices="$a,$b,$c" plug=node1
fence "two of three" 0 action=off devices="$a,$b,$empty" plug=node1
fence "on" 0 action=on devices="$a,$b,$empty" plug=node1
fence "monitor with two of three" 0 action=monitor devices="$a,$b,$empty"
like "tells of the third" "$err" "^1 of 3 disks cannot be read: $empty: not initialized for sbd$"
fence "one of two is not enough" 1 action=off devices="$a,$empty" plug=node1
like "is told" "$err" "1 of 2 disks"
sbd -d "$a" message node1 clear >/dev/null 2>&1
ln -s "$a" "$tap_dir/a-by-id"
fence "nor when it is named twice" 1 action=off devices="$a,$tap_dir/a-by-id,$empty" plug=node1
like "it has one vote" "$err" "1 of 2 disks"
sbd -d "$a" message node1 clear >/dev/null 2>&1
fence "one of three is not enough" 1 action=off devices="$a,$empty,$read_only" plug=node1
sbd -d "$a" message node1 clear >/dev/null 2>&1
sbd -d "$b" message node1 off >/dev/null 2>&1
fence "disks that disagree" 1 action=status devices="$a,$b" plug=node1
like "are told" "$err" "the disks disagree about node node1"
sbd -d "$b" message node1 clear >/dev/null 2>&1

# A disk that blocks: its backing file lies on a frozen file system.
if command -v mkfs.ext4 >/dev/null && command -v fsfreeze >/dev/null; then
	truncate -s 40M "$tap_dir/fs.img"
	mkfs.ext4 -q "$tap_dir/fs.img"
	mkdir "$tap_dir/fs"
	mount -o loop "$tap_dir/fs.img" "$tap_dir/fs"
	cp "$tap_dir/c.img" "$tap_dir/fs/d.img"
	frozen=$(losetup -f --show "$tap_dir/fs/d.img")
	cleanup "umount $tap_dir/fs 2>/dev/null; losetup -d $frozen 2>/dev/null"
	cleanup "fsfreeze -u $tap_dir/fs 2>/dev/null; losetup -d $frozen 2>/dev/null"
	fsfreeze -f "$tap_dir/fs"
	fence "a disk that blocks does not hold the others" 0 action=off devices="$a,$b,$frozen" plug=node1
	ok "in time" test "$took" -lt 8000
	fence "on" 0 action=on devices="$a,$b,$frozen" plug=node1
	fence "a disk that blocks, alone" 1 action=off devices="$frozen" plug=node1 shell_timeout=1
	like "is told" "$err" "blocked \(timed out\)"
	ok "in time" test "$took" -lt 6000
	fsfreeze -u "$tap_dir/fs"
	sbd -d "$frozen" message node1 clear >/dev/null 2>&1
else
	skip "a disk that blocks" "needs mkfs.ext4 and fsfreeze"
fi

fencer
is_off() { [[ $(message "$a") =~ ^(off|reset)$ ]]; }
is_on() { [ "$(message "$a")" = clear ]; }
# Here no daemon obeys a reset, so the message stays.
LACKS="reboot" drives fence_sbd node1 is_off is_on devices="$a"
stonith_admin -R s -a fence_sbd -o devices="$a,$b,$c" >/dev/null
exits "reboot by the fencer" 0 stonith_admin -B node2 -t 30
is "is a message" "$(message "$b" node2)" reset
done_testing
