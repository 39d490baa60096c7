#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_scsi on two machines that share a disk over iSCSI (the target is Linux's own, on n1): a node
# that is fenced does not write any more, from the moment that off succeeds, while it goes on running.
. "$(dirname "$0")/iscsi.sh"
[ -x "$build/fence/fence_scsi" ] || skip_all "needs fence/fence_scsi: run make"

cat >>"$tap_dir/share/functions" <<END
agent() { printf '%s\n' devices=/dev/sda "\$@" | $build/fence/fence_scsi; }
stock() { /usr/sbin/fence_scsi -d /dev/sda "\$@"; }
# can_write BLOCK WORD; said_on BLOCK: what is there.
can_write() { printf '%-512s' "\$2" | dd of=/dev/sda bs=512 seek=\$1 oflag=direct conv=notrunc status=none; }
said_on() { dd if=/dev/sda bs=512 skip=\$1 count=1 iflag=direct status=none | tr -d ' '; }
# Writes numbers until it fails, and says which was the last that it was told to be written.
write_on() {
	local n=0
	while can_write 8 \$((n + 1)); do n=\$((n + 1)); echo \$n >/run/share/written; done
	echo \$n >/run/share/ended
}
END
cat >"$tap_dir/share/cmap" <<'END'
#!/bin/sh
echo 'nodelist.node.0.name (str) = n1'
echo 'nodelist.node.1.name (str) = n2'
echo 'totem.cluster_name (str) = mycluster'
END
chmod +x "$tap_dir/share/cmap"

shared_boot

on_exits "nobody keeps n2 out: it is on" 0 n1 agent action=status key=2
on_exits "off before on: this node has no key" 1 n1 agent action=off key=2
like "- is told" "$out" "own key is not in"
on_exits "a wrong key" 1 n1 agent action=status key=0
on_exits "a file that is no disk" 1 n1 "printf '%s\n' devices=/etc/passwd action=status key=1 | $build/fence/fence_scsi"
like "- is told" "$out" "/etc/passwd is no disk"

# The keys are made as the stock agent makes them: 6c9d of md5(mycluster), and 0000, 0001.
on_exits "n1: on" 0 n1 agent action=on plug=n1 corosync_cmap_path=/run/share/cmap
is "- says so" "$out" "Success: Powered ON"
on_exits "n2: on" 0 n2 agent action=on plug=n2 corosync_cmap_path=/run/share/cmap
on n1 sg_persist -n -i -k -d /dev/sda
is "the disk has both keys, as sg_persist sees it" "$(said | grep -oE '^ +0x[0-9a-f]+' | sort | xargs)" "0x6c9d0000 0x6c9d0001"
on n1 sg_persist -n -i -r -d /dev/sda
like "and a reservation for all registrants" "$(said)" "Write Exclusive, registrants only"
on_exits "by a hash of the name" 2 n1 agent action=status plug=n2 key_value=hash corosync_cmap_path=/run/share/cmap
for node in n1 n2; do
	on_exits "$node: is on" 0 n1 agent action=status plug=$node corosync_cmap_path=/run/share/cmap
	on_exits "$node: writes" 0 $node can_write 1 $node
	on_exits "$node: monitor" 0 $node agent action=monitor
	is "- says nothing" "$out" ""
done
on_exits "on again" 0 n2 agent action=on key=6c9d0001
on_exits "no node fences itself" 1 n1 agent action=off key=6c9d0000
on_exits "the stock agent agrees: n2 is on" 0 n1 stock -o status -k 6c9d0001

# The point of it: no write of the fenced node lands after off has succeeded.
on n2 '(write_on >/dev/null 2>&1 &) ; for _ in $(seq 1 100); do [ ! -e /run/share/written ] || break; sleep 0.05; done'
on_exits "n1: off of n2, which writes" 0 n1 'agent action=off key=6c9d0001 && said_on 8 >/run/share/then'
wait_for 30 test -s "$tap_dir/share/ended"
sleep 1
on n1 'said_on 8 >/run/share/now'
is "not a write after it" "$(cat "$tap_dir/share/now")" "$(cat "$tap_dir/share/then")"
ok "and none before it was lost" test "$(cat "$tap_dir/share/written")" -le "$(cat "$tap_dir/share/now")"
ok "it had written until then" test "$(cat "$tap_dir/share/written")" -gt 0
on_exits "n2: does not write" 1 n2 can_write 1 n2
on_exits "n2: reads" 0 n2 said_on 1
on_exits "n1: writes" 0 n1 can_write 1 n1
on_exits "n2: is off" 2 n1 agent action=status key=6c9d0001
on_exits "the stock agent agrees" 2 n1 stock -o status -k 6c9d0001
on_exits "off again" 0 n1 agent action=off key=6c9d0001
is "- is nothing to do" "$out" "Success: Already OFF"
on_exits "who is out fences nobody" 1 n2 agent action=off key=6c9d0000
like "- is told" "$out" "reserved, and this node is not registered"
on_exits "n1: still writes" 0 n1 can_write 1 n1
on_exits "n2: on" 0 n2 agent action=on key=6c9d0001
on_exits "n2: writes again" 0 n2 can_write 1 n2
on_exits "reboot is none of its actions" 1 n1 agent action=reboot key=6c9d0001

# The holder of the reservation dies, and the reservation stays.
on_exits "n2: off of n1, which holds the reservation" 0 n2 agent action=off key=6c9d0000
on_exits "n1: does not write" 1 n1 can_write 1 n1
on n2 sg_persist -n -i -r -d /dev/sda
like "the reservation stays" "$(said)" "Write Exclusive, registrants only"

# A disk that does not answer: nobody waits for it, and it is not off.
on_exits "the network goes, and the disk with it" 0 n2 ip link set eth0 down
on_exits "a disk that hangs" 1 n2 "timeout 20 bash -c '. /run/share/functions; agent action=off key=6c9d0000 shell_timeout=2'"
like "- is told" "$out" "/dev/sda: blocked \(timed out\)"
done_testing
