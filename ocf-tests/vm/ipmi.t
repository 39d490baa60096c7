#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_ipmilan switches a machine off and on: a guest of QEMU, whose management controller is openipmi's
# ipmi_sim. When off has succeeded the machine is gone, when on has, it boots.
. "$(dirname "$0")/vm.sh"
need ipmi_sim nsenter
[ -x "$build/fence/fence_ipmilan" ] || skip_all "needs fence/fence_ipmilan: run make"

# The machine as the controller starts it; it is told of resets and of being switched off.
# shellcheck disable=SC2054
vm_more=(-chardev socket,id=bmc,host=127.0.0.1,port=9002,reconnect=1
	-device ipmi-bmc-extern,chardev=bmc,id=bmc0 -device isa-ipmi-kcs,bmc=bmc0)
vm_words n1
machine=$tap_dir/machine
mkdir "$tap_dir/sim"
{
	echo '#!/bin/bash'
	echo "echo \$\$ >$machine.pid"
	echo "exec $(printf '%q ' "${vm_qemu[@]}" | sed 's/ -no-reboot / /') </dev/null >$tap_dir/n1.qemu 2>&1"
} >"$machine"
chmod +x "$machine"
auths="none md2 md5 straight"
{
	printf '%s\n' 'name "sim"' 'set_working_mc 0x20' '  startlan 1' '    addr 127.0.0.1 9623' '    priv_limit admin'
	for level in callback user operator admin; do echo "    allowed_auths_$level $auths"; done
	printf '%s\n' '    guid a123456789abcdefa123456789abcdef' '  endlan' \
		'  serial 15 127.0.0.1 9002 codec VM' "  startcmd \"$machine\"" '  startnow false' \
		'  poweroff_wait 1' '  kill_wait 2' "  user 2 true \"admin\" \"geheim\" admin 10 $auths"
} >"$tap_dir/sim/lan.conf"
printf '%s\n' 'mc_setbmc 0x20' 'mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr' \
	'sel_enable 0x20 1000 0x0a' 'mc_enable 0x20' >"$tap_dir/sim/emu"
unshare --net bash -c "ip link set lo up && exec ipmi_sim -n -c '$tap_dir/sim/lan.conf' -f '$tap_dir/sim/emu' -s '$tap_dir/sim'" \
	</dev/null >"$tap_dir/sim/out" 2>&1 &
controller=$!
cleanup 'kill "$controller" 2>/dev/null; ! read -r pid <"$machine.pid" || kill -KILL "$pid" 2>/dev/null'
listens() { grep -qi ":2597 " "/proc/$controller/net/udp"; }
wait_for 10 listens || skip_all "ipmi_sim does not start here: $(tail -2 "$tap_dir/sim/out")"

# fences NAME CODE ACTION [LINE...]
fences() {
	local got=0
	printf '%s\n' ip=127.0.0.1 ipport=9623 username=admin password=geheim lanplus=1 cipher=3 action="$3" "${@:4}" |
		nsenter -t "$controller" -n timeout 90 "$build/fence/fence_ipmilan" >"$tap_dir/out" 2>&1 || got=$?
	out=$(cat "$tap_dir/out")
	is "$1" "$got" "$2"
	[ "$got" = "$2" ] || diag "$out"
}
runs() { [ -s "$machine.pid" ] && kill -0 "$(cat "$machine.pid")" 2>/dev/null; }
# boots NAME: it comes up, and is another one than before.
boots() {
	ok "$1" vm_ready n1
	vm n1 cat /proc/sys/kernel/random/boot_id
	unlike "- another life" "$(said)" "${life:-none}"
	life=$(said)
}

fences "off before anything" 2 status
ok "- and nothing runs" eval '! runs'
fences "on" 0 on
is "- says so" "$out" "Success: Powered ON"
boots "the machine boots"
fences "status" 0 status
fences "off" 0 off
is "- says so" "$out" "Success: Powered OFF"
ok "- and nothing runs by then" eval '! runs'
fences "status" 2 status
fences "on" 0 on
boots "the machine boots"
fences "reboot" 0 reboot
is "- says so" "$out" "Success: Rebooted"
boots "the machine boots"
fences "reboot by the controller's own cycle" 0 reboot method=cycle
boots "the machine boots"
fences "off" 0 off
ok "- and nothing runs by then" eval '! runs'
done_testing
