#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Filesystem with require_reservation on a disk that two machines share over iSCSI: whom fence_scsi has
# fenced does not mount it, and says why; without the parameter the kernel would let it.
. "$(dirname "$0")/iscsi.sh"
[ -x "$build/fence/fence_scsi" ] && [ -x "$build/agents/Filesystem" ] || skip_all "needs fence/fence_scsi and agents/Filesystem: run make"

cat >>"$tap_dir/share/functions" <<END
fence() { printf '%s\n' devices=/dev/sda "\$@" | $build/fence/fence_scsi; }
agent() {
	local action=\$1
	shift
	export OCF_ROOT=/usr/lib/ocf HA_RSCTMP=/run/resource-agents OCF_RESOURCE_INSTANCE=shared OCF_RESKEY_CRM_meta_interval=10000
	export OCF_RESKEY_CRM_meta_timeout=20000 OCF_RESKEY_device=/dev/sda OCF_RESKEY_directory=/run/data OCF_RESKEY_fstype=ext4
	env OCF_RESKEY_require_reservation=true "\${@/#/OCF_RESKEY_}" $build/agents/Filesystem \$action
}
END
shared_boot
on n1 mkfs.ext4 -q /dev/sda
on_exits "nobody has reserved it" 1 n1 agent start
like "- is told" "$out" "/dev/sda is not reserved"
for node in n1 n2; do on_exits "$node: on" 0 $node fence action=on key=${node#n}; done
on_exits "n1: start" 0 n1 agent start
on_exits "n1: monitor" 0 n1 agent monitor
on_exits "n1: stop" 0 n1 agent stop
on_exits "n2: start" 0 n2 agent start
on_exits "n2: stop" 0 n2 agent stop

on_exits "n1: off of n2" 0 n1 fence action=off key=2
on_exits "n1: start" 0 n1 agent start
on_exits "n2: does not mount what n1 has" 1 n2 agent start
like "- is told" "$out" "/dev/sda is reserved for other nodes, and this one is not registered"
on_exits "n2: nothing is mounted" 7 n2 agent monitor
on_exits "n2: the kernel would have mounted it for reading" 0 n2 "mount -o ro,noload /dev/sda /mnt && umount /mnt"
on_exits "n1: still writes" 0 n1 "echo word >/run/data/word && sync -f /run/data/word"
on_exits "n1: stop" 0 n1 agent stop
on_exits "n2: on" 0 n2 fence action=on key=2
on_exits "n2: start" 0 n2 agent start
on_exits "n2: has what n1 wrote" 0 n2 grep -qx word /run/data/word
on_exits "n2: stop" 0 n2 agent stop
done_testing
