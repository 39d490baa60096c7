# shellcheck shell=bash
# Sourced by the cases of DRBD: two machines with DRBD 8.4, a resource r0 between them, stand-ins
# for what a cluster would answer, and a way to call an agent.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/vm.sh"
[ -x "$build/agents/drbd" ] || skip_all "needs agents/drbd: run make"
[ -x "$build/ocf-tests/vm/drbd-look" ] || skip_all "needs ocf-tests/vm/drbd-look: run make check-programs"

cat >"$tap_dir/share/r0.res" <<'END'
resource r0 {
	protocol C;
	net { ping-int 1; ping-timeout 5; timeout 20; connect-int 1; after-sb-0pri disconnect; }
	disk { FENCING; c-plan-ahead 0; resync-rate 100M; c-min-rate 0; }
	handlers { HANDLER }
	on n1 { device /dev/drbd0; disk /dev/vda; address 10.9.0.1:7788; meta-disk internal; }
	on n2 { device /dev/drbd0; disk /dev/vda; address 10.9.0.2:7788; meta-disk internal; }
}
END
cat >"$tap_dir/share/agent" <<END
#!/bin/bash
# agent NAME ACTION [PARAMETER=VALUE...]
name=\$1 action=\$2
shift 2
export OCF_ROOT=/usr/lib/ocf HA_RSCTMP=/run/resource-agents HA_SBIN_DIR=/run/sbin OCF_RESOURCE_INSTANCE=\$name
export OCF_RESKEY_CRM_meta_interval=10000 OCF_RESKEY_CRM_meta_timeout=20000
[ \$name = Filesystem ] || export OCF_RESKEY_drbd_resource=r0
[ \$name != Filesystem ] || export OCF_RESKEY_device=/dev/drbd0 OCF_RESKEY_directory=/run/data OCF_RESKEY_fstype=ext4
exec env "\${@/#/OCF_RESKEY_}" $build/agents/\$name \$action
END
cat >"$tap_dir/share/prepare" <<'END'
mkdir -p /run/sbin
printf '#!/bin/sh\necho "$*" >>/run/scores\n' >/run/sbin/crm_attribute
cp /run/share/agent /run/agent
chmod +x /run/sbin/crm_attribute /run/agent
configure dont-care
modprobe drbd
END
# In the guests' shells: configure POLICY [HANDLER], score: what was written last.
cat >"$tap_dir/share/functions" <<'END'
configure() { sed "s,FENCING,fencing $1,; s,HANDLER,${2:+fence-peer \"$2\";}," /run/share/r0.res >/etc/drbd.d/r0.res; }
score() { tail -n 1 /run/scores; }
events() { drbdsetup events2 --now r0; }
is() { events | grep -q "$1"; }
# By this machine's clock: each look takes long when it is busy.
until_is() { SECONDS=0; while [ $SECONDS -lt 60 ]; do is "$1" && return; sleep 0.1; done; events; return 1; }
in_sync() { local now; now=$(events); [[ $now == *" disk:UpToDate"*peer-disk:UpToDate* && $now == *replication:Established* ]]; }
until_sync() { SECONDS=0; while [ $SECONDS -lt 90 ]; do in_sync && return; sleep 0.1; done; events; cat /proc/drbd; dmesg | grep drbd | tail -n 20; return 1; }
agent() { /run/agent "$@"; }
END
on() { vm "$1" ". /run/share/functions; ${*:2}"; }
on_exits() { vm_exits "$1" "$2" "$3" ". /run/share/functions; ${*:4}"; }
# keep NAME NODE: netlink and drbdsetup tell the same of this state; what DRBD prints of it is kept
# for the fixtures of the unit test.
keep() {
	on_exits "$1: the kernel and drbdsetup tell the same" 0 "$2" "$build/ocf-tests/vm/drbd-look r0"
	diag "$out"
	[ -z "${EB_VM_KEEP:-}" ] || { on "$2" events; said >"$EB_VM_KEEP/$1"; }
}
bring() { vm_boot "$1"; vm_ready "$1" && on "$1" ". /run/share/prepare"; }
roles() { on n1 events; said | sed -n 's/^exists resource .*role:\([A-Za-z]*\).*/\1/p'; on n2 events; said | sed -n 's/^exists resource .*role:\([A-Za-z]*\).*/\1/p'; }

# both_boot: both machines, with DRBD's metadata and nothing that runs.
both_boot() {
	vm_boot n1
	vm_boot n2
	{ vm_ready n1 && vm_ready n2; } || { fail "two machines boot"; done_testing; exit; }
	pass "two machines boot"
	local node
	for node in n1 n2; do
		on_exits "$node: DRBD 8.4 is there" 0 $node ". /run/share/prepare; grep -q 'version: 8.4' /proc/drbd"
	done
}

# both_start: and DRBD runs on both, with the same data.
both_start() {
	both_boot
	local node
	for node in n1 n2; do
		on $node "drbdadm create-md --force r0"
		on_exits "$node: start" 0 $node agent drbd start wfc_timeout=1
	done
	on n1 "until_is connection:Connected; drbdadm -- --clear-bitmap new-current-uuid r0"
	on_exits "both have the same data" 0 n2 until_sync
}
