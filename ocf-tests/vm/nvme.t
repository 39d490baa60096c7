#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_scsi on two machines that share a namespace of NVMe over TCP (the target is Linux's own, on n1,
# which has reservations since 6.13: hence a later release's kernel): a node that is fenced does not
# write any more, from the moment that off succeeds, while it goes on running.
vm_suite=trixie-backports
. "$(dirname "$0")/vm.sh"
[ -x "$build/fence/fence_scsi" ] || skip_all "needs fence/fence_scsi: run make"

cat >"$tap_dir/share/functions" <<END
disk=/dev/nvme0n1
serve() {
	modprobe -a nvmet nvmet_tcp || return
	mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
	cd /sys/kernel/config/nvmet || return
	mkdir -p subsystems/lab/namespaces/1 ports/1 || return
	echo 1 >subsystems/lab/attr_allow_any_host
	echo /dev/vda >subsystems/lab/namespaces/1/device_path
	echo 1 >subsystems/lab/namespaces/1/resv_enable || return
	echo 1 >subsystems/lab/namespaces/1/enable || return
	echo ipv4 >ports/1/addr_adrfam; echo tcp >ports/1/addr_trtype
	echo 10.9.0.1 >ports/1/addr_traddr; echo 4420 >ports/1/addr_trsvcid
	ln -s /sys/kernel/config/nvmet/subsystems/lab ports/1/subsystems/lab
}
# log_in HOST: as whom.
log_in() {
	modprobe -a nvme_tcp || return
	echo "transport=tcp,traddr=10.9.0.1,trsvcid=4420,nqn=lab,hostnqn=nqn.2014-08.lab:\$1,hostid=00000000-0000-4000-8000-00000000000\${1#n}" \
		>/dev/nvme-fabrics || return
	for _ in \$(seq 1 100); do [ ! -b \$disk ] || return 0; sleep 0.1; done
	return 1
}
log_out() { echo 1 >/sys/class/nvme/nvme0/delete_controller; }
agent() { printf '%s\n' devices=\$disk "\$@" | $build/fence/fence_scsi; }
# can_write BLOCK WORD; said_on BLOCK: what is there.
can_write() { printf '%-512s' "\$2" | dd of=\$disk bs=512 seek=\$1 oflag=direct conv=notrunc status=none; }
said_on() { dd if=\$disk bs=512 skip=\$1 count=1 iflag=direct status=none | tr -d ' '; }
# Writes numbers until it fails, and says which was the last that it was told to be written.
write_on() {
	local n=0
	while can_write 8 \$((n + 1)); do n=\$((n + 1)); echo \$n >/run/share/written; done
	echo \$n >/run/share/ended
}
END
on() { vm "$1" ". /run/share/functions; ${*:2}"; }
on_exits() { vm_exits "$1" "$2" "$3" ". /run/share/functions; ${*:4}"; }

vm_boot n1
vm_boot n2
{ vm_ready n1 && vm_ready n2; } || { fail "two machines boot"; done_testing; exit; }
pass "two machines boot"
on_exits "n1 shares a namespace" 0 n1 serve
for node in n1 n2; do on_exits "$node: has it" 0 $node log_in $node; done

on_exits "nobody keeps n2 out: it is on" 0 n1 agent action=status key=2
on_exits "off before on: this node has no key" 1 n1 agent action=off key=2
like "- is told" "$out" "own key is not in"
for n in 1 2; do
	on_exits "n$n: on" 0 n$n agent action=on key=abc$n
	is "- says so" "$out" "Success: Powered ON"
done
for n in 1 2; do
	on_exits "n$n: is on" 0 n1 agent action=status key=abc$n
	on_exits "n$n: writes" 0 n$n can_write 1 n$n
	on_exits "n$n: monitor" 0 n$n agent action=monitor
	is "- says nothing" "$out" ""
done
on_exits "who is not registered is off" 2 n1 agent action=status key=abc3
on_exits "on again" 0 n2 agent action=on key=abc2
on_exits "another key of its own" 0 n2 agent action=on key=abc4
on_exits "- and its first one again" 0 n2 agent action=on key=abc2
on_exits "no node fences itself" 1 n1 agent action=off key=abc1

# The point of it: no write of the fenced node lands after off has succeeded.
on n2 '(write_on >/dev/null 2>&1 &) ; for _ in $(seq 1 100); do [ ! -e /run/share/written ] || break; sleep 0.05; done'
on_exits "n1: off of n2, which writes" 0 n1 'agent action=off key=abc2 && said_on 8 >/run/share/then'
wait_for 30 test -s "$tap_dir/share/ended"
sleep 1
on n1 'said_on 8 >/run/share/now'
is "not a write after it" "$(cat "$tap_dir/share/now")" "$(cat "$tap_dir/share/then")"
ok "and none before it was lost" test "$(cat "$tap_dir/share/written")" -le "$(cat "$tap_dir/share/now")"
ok "it had written until then" test "$(cat "$tap_dir/share/written")" -gt 0
on_exits "n2: does not write" 1 n2 can_write 1 n2
on_exits "n2: reads" 0 n2 said_on 1
on_exits "n1: writes" 0 n1 can_write 1 n1
on_exits "n2: is off" 2 n1 agent action=status key=abc2
on_exits "off again" 0 n1 agent action=off key=abc2
is "- is nothing to do" "$out" "Success: Already OFF"
on_exits "who is out fences nobody" 1 n2 agent action=off key=abc1
like "- is told" "$out" "reserved, and this node is not registered"
on_exits "n1: still writes" 0 n1 can_write 1 n1

# A node that calls itself as another does must not take that one's key away.
on_exits "n2: logs in as n1" 0 n2 "log_out; sleep 1; log_in n1"
on_exits "- and does not get in" 1 n2 agent action=on key=abc2
like "- is told" "$out" "host identifier .* under another key"
on_exits "- n1 keeps its key" 0 n1 agent action=status key=abc1
on_exits "n2: is itself again" 0 n2 "log_out; sleep 1; log_in n2"
on_exits "n2: on" 0 n2 agent action=on key=abc2
on_exits "n2: writes again" 0 n2 can_write 1 n2

# The first holder of the reservation dies, and the reservation stays.
on_exits "n2: off of n1" 0 n2 agent action=off key=abc1
on_exits "n1: does not write" 1 n1 can_write 1 n1
on_exits "n2: writes" 0 n2 can_write 1 n2
on_exits "n1: is off" 2 n2 agent action=status key=abc1

# A disk that does not answer: nobody waits for it, and it is not off.
on_exits "n1: on" 0 n1 agent action=on key=abc1
on_exits "the network goes, and the disk with it" 0 n2 ip link set eth0 down
on_exits "a disk that hangs" 1 n2 "timeout 20 bash -c '. /run/share/functions; agent action=off key=abc1 shell_timeout=2'"
like "- is told" "$out" "blocked \(timed out\)"
done_testing
