# shellcheck shell=bash
# Sourced by the cases of a disk that two machines share: n1 serves its own over iSCSI by Linux's
# target (serve), both have it as /dev/sda (log_in).
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/vm.sh"

cat >"$tap_dir/share/functions" <<'END'
target=iqn.2001-01.lab:disk
serve() {
	modprobe -a target_core_mod target_core_iblock iscsi_target_mod || return
	mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
	mkdir -p /var/target/pr
	cd /sys/kernel/config/target || return
	mkdir -p core/iblock_0/disk && echo udev_path=/dev/vda >core/iblock_0/disk/control &&
		echo 1 >core/iblock_0/disk/enable || return
	mkdir -p iscsi/$target/tpgt_1/lun/lun_0 iscsi/$target/tpgt_1/np/10.9.0.1:3260 || return
	ln -s /sys/kernel/config/target/core/iblock_0/disk iscsi/$target/tpgt_1/lun/lun_0/port || return
	cd iscsi/$target/tpgt_1/attrib || return
	echo 0 >authentication; echo 1 >generate_node_acls; echo 1 >cache_dynamic_acls
	echo 0 >demo_mode_write_protect
	echo 1 >../enable
}
log_in() {
	modprobe -a iscsi_tcp sd_mod sg || return
	iscsistart -i iqn.2001-01.lab:$(hostname) -t $target -g 1 -a 10.9.0.1 -p 3260 || return
	for _ in $(seq 1 100); do [ ! -b /dev/sda ] || return 0; sleep 0.1; done
	return 1
}
END
on() { vm "$1" ". /run/share/functions; ${*:2}"; }
on_exits() { vm_exits "$1" "$2" "$3" ". /run/share/functions; ${*:4}"; }

# shared_boot: both machines, with the disk.
shared_boot() {
	vm_boot n1
	vm_boot n2
	{ vm_ready n1 && vm_ready n2; } || { fail "two machines boot"; done_testing; exit; }
	pass "two machines boot"
	on_exits "n1 shares a disk" 0 n1 serve
	local node
	for node in n1 n2; do on_exits "$node: has it" 0 $node log_in; done
}
