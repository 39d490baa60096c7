# shellcheck shell=bash
# Sourced by the cases of this folder: two guests of QEMU with Debian's kernel and this host's
# root, read-only, and a disk each; nothing of theirs stays.  vm_boot NODE, vm NODE COMMAND...,
# vm_kill NODE (the power cut).  With vm_suite=SUITE the kernel is that of a later release.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
need_root # 9p serves files that root alone may read
need qemu-system-x86_64 busybox cpio depmod drbdadm
vm_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
vm_cache=${EB_VM_CACHE:-$build/vm}${vm_suite:+-$vm_suite}
"$vm_folder/prepare" "$vm_cache" ${vm_suite:+"$vm_suite"} >"$tap_dir/prepare" 2>&1 ||
	skip_all "cannot get Debian's kernel: $(tail -1 "$tap_dir/prepare")"
declare -A vm_pid=() vm_in=() vm_out=() vm_address=([n1]=10.9.0.1 [n2]=10.9.0.2)
mkdir -p "$tap_dir/share"
vm_code=0
vm_more=() # further words for QEMU

# vm_words NODE: the machine, as QEMU is told of it, in the array vm_qemu; and its ear and mouth.
vm_words() {
	local node=$1 other=n2 mac=01 in out
	[ "$node" = n1 ] || { other=n1 mac=02; }
	rm -f "$tap_dir/$node".{in,out}
	mkfifo "$tap_dir/$node.in" "$tap_dir/$node.out"
	[ -e "$tap_dir/$node.img" ] || truncate -s 64M "$tap_dir/$node.img"
	rm -f "$tap_dir/$node.net"
	# shellcheck disable=SC2054 # QEMU's commas
	vm_qemu=(qemu-system-x86_64 -machine q35 -accel tcg,tb-size=256 -cpu max -m 384 -smp 1 -nodefaults -no-user-config \
		-display none -no-reboot -serial "file:$tap_dir/$node.console" \
		-kernel "$vm_cache/vmlinuz" -initrd "$vm_cache/initrd" \
		-append "console=ttyS0 quiet panic=-1 no_timer_check net.ifnames=0 eb.init=$vm_folder/guest-init eb.name=$node eb.address=${vm_address[$node]}" \
		-virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
		-virtfs "local,path=$vm_cache/extra,mount_tag=extra,security_model=none,readonly=on" \
		-virtfs "local,path=$tap_dir/share,mount_tag=share,security_model=none" \
		-drive "file=$tap_dir/$node.img,format=raw,if=virtio" \
		-netdev "dgram,id=net0,local.type=unix,local.path=$tap_dir/$node.net,remote.type=unix,remote.path=$tap_dir/$other.net" \
		-device "virtio-net-pci,netdev=net0,mac=52:54:00:00:00:$mac" \
		-device virtio-serial-pci -chardev "pipe,id=c0,path=$tap_dir/$node" \
		-device virtserialport,chardev=c0,name=commands "${vm_more[@]}")
	exec {in}<>"$tap_dir/$node.in" {out}<>"$tap_dir/$node.out"
	vm_in[$node]=$in vm_out[$node]=$out
}

# vm_boot NODE: starts the guest; vm_ready NODE waits until it takes commands.
vm_boot() {
	vm_words "$1"
	"${vm_qemu[@]}" </dev/null >"$tap_dir/$1.qemu" 2>&1 &
	vm_pid[$1]=$!
}

vm_ready() {
	local line=
	read -r -t 240 -u "${vm_out[$1]}" line
	[ "$line" = ready ] || { diag "$1 does not boot: $(tail -n 5 "$tap_dir/$1.qemu" "$tap_dir/$1.console" 2>&1)"; return 1; }
}

# vm NODE COMMAND: runs it there; its output, and its exit code in vm_code (0..255, 999: no answer).
vm() {
	local line=
	base64 -w0 <<<"${*:2}" >&"${vm_in[$1]}"
	echo >&"${vm_in[$1]}"
	vm_code=999
	read -r -t "${vm_patience:-120}" -u "${vm_out[$1]}" line || return 1
	vm_code=${line##* }
	base64 -d <<<"${line% *}" >"$tap_dir/said"
	return "$vm_code"
}
said() { cat "$tap_dir/said"; }

# vm_exits NAME CODE NODE COMMAND: as exits, in the guest; what it said is in $out.
vm_exits() {
	vm "$3" "${@:4}"
	out=$(said)
	if [ "$vm_code" = "$2" ]; then pass "$1"; else
		fail "$1"; diag "exit $vm_code on $3, want $2: ${*:4}"; diag "$out"; fi
}

vm_kill() {
	kill -KILL "${vm_pid[$1]}" 2>/dev/null
	wait "${vm_pid[$1]}" 2>/dev/null
	eval "exec ${vm_in[$1]}>&- ${vm_out[$1]}>&-"
}
vm_end() { local node; for node in "${!vm_pid[@]}"; do kill -KILL "${vm_pid[$node]}" 2>/dev/null; done; wait 2>/dev/null; }
cleanup vm_end
