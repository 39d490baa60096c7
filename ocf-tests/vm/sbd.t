#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_sbd, and sbd with a watchdog of hardware (i6300esb) on the machine that is fenced: when off
# has succeeded the machine is dead, whether it obeyed or hung, and then by the watchdog alone.
. "$(dirname "$0")/vm.sh"
need sbd
[ -x "$build/fence/fence_sbd" ] || skip_all "needs fence/fence_sbd: run make"
truncate -s 16M "$tap_dir/shared"

# boot NODE: with the shared disk and the watchdog; what QEMU tells of it goes to $tap_dir/NODE.events.
boot() {
	local qmp
	rm -f "$tap_dir/$1".qmp.{in,out}
	mkfifo "$tap_dir/$1.qmp.in" "$tap_dir/$1.qmp.out"
	# shellcheck disable=SC2054
	vm_more=(-drive "file=$tap_dir/shared,format=raw,if=none,id=shared,cache=none,aio=threads,file.locking=off"
		-device virtio-blk-pci,drive=shared,share-rw=on,serial=shared
		-device i6300esb -action watchdog=reset -qmp "pipe:$tap_dir/$1.qmp")
	vm_boot "$1"
	exec {qmp}<>"$tap_dir/$1.qmp.in"
	echo '{"execute":"qmp_capabilities"}' >&"$qmp"
	cat "$tap_dir/$1.qmp.out" >"$tap_dir/$1.events" &
	vm_ready "$1"
}
# What both have of each other is the disk with that serial number.
cat >"$tap_dir/share/functions" <<'END'
disk=/dev/$(grep -lx shared /sys/block/vd?/serial | cut -d/ -f4)
watch_it() {
	setsid sbd -p /run/sbd.pid -d $disk -n n2 -w /dev/watchdog watch </dev/null >/run/sbd.log 2>&1 || return
	for _ in $(seq 100); do
		pgrep -f 'sbd: watcher: /dev/vd' >/dev/null && cat /sys/class/watchdog/watchdog0/identity && return
		sleep 0.1
	done
	cat /run/sbd.log
	return 1
}
END
on_exits() { vm_exits "$1" "$2" "$3" ". /run/share/functions; ${*:4}"; }
is_dead() { ! kill -0 "${vm_pid[$1]}" 2>/dev/null; }
watches() {
	on_exits "n2: sbd watches" 0 n2 watch_it
	like "n2: with the hardware's watchdog" "$out" "i6300ESB"
}
fences() { on_exits "$1" "$2" n1 "printf '%s\n' devices=\$disk plug=n2 action=$3 | $build/fence/fence_sbd"; }

{ boot n1 && boot n2; } || { fail "two machines boot"; done_testing; exit; }
pass "two machines boot"
on_exits "a disk of sbd, 5 s for the watchdog, 10 s for a message" 0 n1 'sbd -1 5 -4 10 -d $disk create && sbd -d $disk allocate n2'
fences "n2 is on" 0 status
watches

fences "off of a machine that obeys" 0 off
is "- says so" "$out" "Success: Powered OFF"
ok "- and it is dead by then" is_dead n2
like "- of itself" "$(cat "$tap_dir/n2.events")" '"SHUTDOWN"'
unlike "- not by the watchdog" "$(cat "$tap_dir/n2.events")" '"WATCHDOG"'
fences "it is off" 2 status
fences "on" 0 on

boot n2 || diag "n2 does not boot again"
watches
# shellcheck disable=SC2016
vm_exits "n2: sbd hangs" 0 n2 'kill -STOP "$(cat /run/sbd.pid)"'
fences "off of a machine that hangs" 0 off
is "- says so" "$out" "Success: Powered OFF"
ok "- and it is dead by then" is_dead n2
like "- by the watchdog" "$(cat "$tap_dir/n2.events")" '"WATCHDOG".*"reset"'
fences "on" 0 on

boot n2 || diag "n2 does not boot again"
watches
fences "reboot" 0 reboot
is "- says so" "$out" "Success: Rebooted"
ok "- and it was reset by then" is_dead n2
done_testing
