#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_scsi against a stand-in for shared disks (ocf-tests/fake/sg-disk.c; real ones: vm/scsi.t): two
# nodes, two disks, and what disks do wrong.
. "$(dirname "$0")/fencer.sh"
need losetup
preload=$build/ocf-tests/fake/sg-disk.so
[ -e "$preload" ] && [ -x "$build/fence/fence_scsi" ] || skip_all "needs ocf-tests/fake/sg-disk.so: run make check-programs"
export SG_FOLDER=$tap_dir/disks
mkdir "$SG_FOLDER" /run/n1 /run/n2
for n in 1 2; do
	truncate -s 1M "$tap_dir/disk$n"
	disk[n]=$(losetup --find --show "$tap_dir/disk$n" 2>/dev/null) || skip_all "needs loop devices"
	cleanup "losetup -d ${disk[n]}"
	minor[n]=$((0x$(stat -c %T "${disk[n]}")))
done
devices=${disk[1]},${disk[2]}
cat >"$tap_dir/cmap" <<'END'
#!/bin/sh
echo 'nodelist.node.0.name (str) = n1'
echo 'nodelist.node.1.name (str) = n2'
echo 'totem.cluster_name (str) = mycluster'
END
chmod +x "$tap_dir/cmap"

# on NODE NAME CODE LINE...: the agent on a node, which has a /run of its own.
on() {
	local node=$1 name="$1: $2" want=$3 got=0
	shift 3
	start=${EPOCHREALTIME/./}
	printf '%s\n' devices="$devices" corosync_cmap_path="$tap_dir/cmap" "$@" |
		SG_NEXUS=$node LD_PRELOAD=$preload timeout 60 unshare --mount sh -c \
			"mount --bind /run/$node /run && exec $build/fence/fence_scsi" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
# As the stock agent has them on a command line.
exits "flags and letters without effect" 0 "$build/fence/fence_scsi" -d "$devices" --readonly --suppress-errors -f /dev/null -k abc1 -o validate-all
is "are no words of a complaint" "$err" ""
# keys N, holder N: of a disk.
keys() { sed -n 's/^key \([^ ]*\) .*/\1/p' "$SG_FOLDER/${minor[$1]}" | sort | xargs; }
holder() { sed -n 's/^reserved //p' "$SG_FOLDER/${minor[$1]}"; }
# orders: what the disks were ordered since the last time, "ACTION TYPE LASTING" each.
orders() { sort -u "$SG_FOLDER/orders" | xargs; rm "$SG_FOLDER/orders"; }
k1=6c9d0000 k2=6c9d0001

on n1 "a disk without reservation keeps nobody out" 0 action=status plug=n2
on n1 "off before on" 1 action=off plug=n2
like "is told" "$err" "^cannot turn off plug n2: this node's own key is not in /run/cluster/fence_scsi.key"
on n1 "on" 0 action=on plug=n1
is "says so" "$out$err" "Success: Powered ON"
is "by registering and reserving for registrants" "$(orders)" "1 5 0 6 0 0"
is "registers its key on both, and reserves" "$(keys 1) $(holder 1) $(keys 2) $(holder 2)" "$k1 $k1 5 $k1 $k1 5"
on n1 "who has no key is off" 2 action=status plug=n2
on n2 "on, by nodename" 0 action=on nodename=n2
is "has its key beside the other" "$(keys 1), $(keys 2)" "$k1 $k2, $k1 $k2"
is "the reservation is one" "$(holder 1)" "$k1 5"
on n2 "on again" 0 action=enable plug=n2
is "changes nothing" "$(keys 1) $(holder 1)" "$k1 $k2 $k1 5"
on n1 "status" 0 action=status plug=n2
on n1 "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
on n1 "no node fences itself" 1 action=off plug=n1
like "is told" "$err" "no node fences itself"
rm "$SG_FOLDER/orders"
on n1 "off" 0 action=off plug=n2
is "ends what it has under way, too" "$(orders)" "5 5 0"
is "its key is gone" "$(keys 1), $(keys 2)" "$k1, $k1"
on n1 "off again" 0 action=disable plug=n2
is "nothing to do" "$out" "Success: Already OFF"
on n2 "aptpl" 0 action=on plug=n2 aptpl=1
is "is a registration that lasts" "$(orders)" "6 0 1"
on n1 "off" 0 action=off plug=n2
on n2 "who is out fences nobody" 1 action=off plug=n1
like "is told" "$err" "reserved, and this node is not registered"
is "and n1 is in" "$(keys 1)" $k1
on n2 "on" 0 action=on plug=n2
on n2 "off of the holder" 0 action=off plug=n1
is "takes the reservation over" "$(keys 1) $(holder 1)" "$k2 $k2 5"

# One disk of two.
on n1 "on" 0 action=on plug=n1
sed -i "/^key $k2/d" "$SG_FOLDER/${minor[1]}"
on n1 "a key on one disk of two is on" 0 action=status plug=n2
on n1 "until it is off" 0 action=off plug=n2
is "on both" "$(keys 1), $(keys 2)" "$k1, $k1"
on n1 "keys by hand" 0 action=status key=0x$k1
on n1 "a wrong key" 1 action=status key=0
on n1 "another key" 2 action=status key=abc
on n1 "by a hash of the name" 2 action=status plug=n1 key_value=hash
on n1 "a node that corosync does not know" 1 action=off plug=n7
like "is told" "$err" "corosync has no node n7"
on n1 "corosync does not run" 1 action=off plug=n2 corosync_cmap_path=/bin/false
like "is told" "$err" "cannot ask corosync"
on n1 "neither plug nor key" 1 action=off
on n1 "no disk" 1 action=status plug=n1 devices=/etc/passwd
like "is told" "$err" "/etc/passwd is no disk"
on n1 "reboot is none of its actions" 1 action=reboot plug=n2
# A multipath device: a tree of devices of its own has one by that name.
# shellcheck disable=SC2016 # the inner shell's
unshare --mount sh -c 'mount -t tmpfs none /dev && mknod /dev/dm-7 b 7 '"${minor[1]}"' && mknod /dev/null c 1 3 &&
	mkdir /dev/mapper && ln -s ../dm-7 /dev/mapper/mpatha && exec "$0"' "$build/fence/fence_scsi" \
	<<<$'action=off\nplug=n2\ndevices=/dev/mapper/mpatha\nkey=abc' >"$tap_dir/out" 2>"$tap_dir/err"
is "a multipath device is refused" "$? $(cat "$tap_dir/out" "$tap_dir/err")" \
	"1 cannot get the state of plug n2: /dev/mapper/mpatha is made of other devices: name its paths in devices"

# What disks do wrong.
fault() { echo "$*" >"$SG_FOLDER/fault"; }
fault attention 5
on n1 "five unit attentions" 0 action=status plug=n1
fault attention 90
on n1 "no end of them" 1 action=status plug=n1
for what in illegal busy short cut gone; do
	fault $what
	on n1 "$what" 1 action=off plug=n2
	is "no success" "$out" ""
	like "is told" "$err" "^cannot get the state of plug n2: /dev/loop[0-9]+: "
done
fault illegal
on n1 "no reservations" 1 action=monitor
like "are told" "$err" "has no persistent reservations"
fault hang
on n1 "a disk that hangs" 1 action=off plug=n2 shell_timeout=1
like "is told" "$err" "/dev/loop[0-9]+: blocked \(timed out\)"
ok "in time" test "$took" -lt 8000
rm "$SG_FOLDER/fault"
on n1 "and works again" 0 action=status plug=n1

# The same of NVMe, whose hosts have identifiers of eight or sixteen bytes.
for bytes in 8 16; do
	rm -f "$SG_FOLDER"/[0-9]* "$SG_FOLDER/orders" /run/n?/cluster/*
	export SG_NVME=$bytes
	on n1 "NVMe, $bytes bytes: on" 0 action=on plug=n1
	on n2 "on" 0 action=on plug=n2 aptpl=1
	is "both have their keys, and all who have one hold it" "$(keys 1), $(holder 2)" "$k1 $k2, $k1 5"
	is "the second one lasts" "$(orders)" "11.0 5 0 d.0 0 0 d.0 0 3"
	on n2 "on again" 0 action=on plug=n2
	on n1 "status" 0 action=status plug=n2
	on n1 "who has no key is off" 2 action=status key=abc
	on n2 "by another key" 0 action=on plug=n2 key_value=hash
	on n2 "and by the first again" 0 action=on plug=n2
	is "which are one" "$(keys 1), $(keys 2)" "$k1 $k2, $k1 $k2"
	rm "$SG_FOLDER/orders"
	on n1 "off" 0 action=off plug=n2
	is "ends what it has under way, too" "$(orders)" "11.2 5 0"
	is "its key is gone" "$(keys 1), $(keys 2)" "$k1, $k1"
	on n1 "off again" 0 action=off plug=n2
	is "nothing to do" "$out" "Success: Already OFF"
	on n2 "who is out fences nobody" 1 action=off plug=n1
	like "is told" "$err" "reserved, and this node is not registered"
	sed -i 's/ n1$/ n2/' "$SG_FOLDER"/[0-9]*
	on n2 "a node that calls itself as another" 1 action=on plug=n2
	like "is told" "$err" "host identifier .* under another key"
	is "and that one's key stays" "$(keys 1), $(keys 2)" "$k1, $k1"
	sed -i 's/ n2$/ n1/' "$SG_FOLDER"/[0-9]*
	on n2 "on" 0 action=on plug=n2
	for what in illegal busy short; do
		fault $what
		on n1 "$what" 1 action=off plug=n2 power_timeout=1
		is "no success" "$out" ""
	done
	fault hang
	on n1 "hangs" 1 action=off plug=n2 shell_timeout=1
	like "is told" "$err" "blocked \(timed out\)"
	rm "$SG_FOLDER/fault"
done
unset SG_NVME
rm -f "$SG_FOLDER"/[0-9]* /run/n?/cluster/*

# Under the fencer of n1: n2 is fenced as the cluster does it.
on n1 "on" 0 action=on plug=n1
on n2 "on" 0 action=on plug=n2
cp -r /run/n1/cluster /run/
export SG_NEXUS=n1 LD_PRELOAD=$preload
fencer
unset LD_PRELOAD
is_off() { [ "$(keys 1) $(keys 2)" = "$k1 $k1" ]; }
LACKS="reboot on" drives fence_scsi n2 is_off true devices="$devices" corosync_cmap_path="$tap_dir/cmap" \
	pcmk_host_list=n2
like "the fencer knows that it unfences, on the target itself" "$(stonith_admin -M -a fence_scsi)" 'name="on" .*on_target="1".*automatic="1"|name="on" .*automatic="1".*on_target="1"'
done_testing
