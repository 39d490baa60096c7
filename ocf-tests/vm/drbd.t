#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The agents of DRBD on two machines with DRBD 8.4 in their kernels: promote and demote, the death
# of the primary under a writer, a lost disk, a lost network, split brain.  No write that was
# acknowledged may be lost, and no two may be primary that see each other.
#   EB_ROUNDS  how often the primary dies (default 2)
. "$(dirname "$0")/vm.sh"
[ -x "$build/agents/drbd" ] || skip_all "needs agents/drbd: run make"
[ -x "$build/ocf-tests/vm/drbd-look" ] || skip_all "needs ocf-tests/vm/drbd-look: run make check-programs"

# What both machines have: the configuration, stand-ins for what a cluster would answer, and a way
# to call an agent.
cat >"$tap_dir/share/r0.res" <<'END'
resource r0 {
	protocol C;
	net { ping-int 1; ping-timeout 5; timeout 20; connect-int 1; after-sb-0pri disconnect; }
	disk { FENCING; }
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
until_is() { for _ in $(seq 1 300); do is "$1" && return; sleep 0.1; done; events; return 1; }
in_sync() { is ' disk:UpToDate' && is peer-disk:UpToDate && is replication:Established; }
until_sync() { for _ in $(seq 1 600); do in_sync && return; sleep 0.1; done; events; return 1; }
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

vm_boot n1
vm_boot n2
{ vm_ready n1 && vm_ready n2; } || { fail "two machines boot"; done_testing; exit; }
pass "two machines boot"
for node in n1 n2; do
	on_exits "$node: DRBD 8.4 is there" 0 $node ". /run/share/prepare; grep -q 'version: 8.4' /proc/drbd"
	on_exits "$node: nothing runs" 7 $node agent drbd monitor
	on_exits "$node: start without metadata fails" 1 $node agent drbd start
	on $node "drbdadm down r0; drbdadm create-md --force r0"
done
for node in n1 n2; do on_exits "$node: start" 0 $node agent drbd start wfc_timeout=1; done
on n1 until_is connection:Connected
keep fresh n1
on_exits "both are fresh: neither is to be promoted" 0 n1 'score | grep -qe "^--promotion -D"'
on n1 "drbdadm -- --clear-bitmap new-current-uuid r0"
on_exits "both have the same data now" 0 n2 until_sync
for node in n1 n2; do
	on_exits "$node: monitor" 0 $node agent drbd monitor
	is "$node: says nothing" "$out" ""
	on_exits "$node: tells that its data are good" 0 $node 'score | grep -qxe "--promotion -v 10000"'
done
keep secondary n1
# With everything of drbd-utils out of reach: monitor is one process.  (The score has been told.)
on_exits "monitor runs no other program" 0 n1 "cp /run/agent /run/lonely; sed -i 's,^exec env,mount --bind /run/no-program $(readlink -f "$(command -v drbdsetup)"); mount --bind /run/no-program $(readlink -f "$(command -v drbdadm)"); exec env,' /run/lonely; : >/run/no-program; unshare --mount /run/lonely drbd monitor"
is "and says nothing" "$out" ""

# ---- promote and demote
on_exits "promote" 0 n1 agent drbd promote
on_exits "monitor" 8 n1 agent drbd monitor
keep primary n1
on_exits "promote of the other one" 1 n2 agent drbd promote CRM_meta_timeout=6000
like "says why not" "$out" "cannot promote r0: a peer is primary"
on_exits "it is as it was" 0 n2 agent drbd monitor
on_exits "drbddisk knows the primary" 0 n1 "$build/agents/resource.d/drbddisk r0 status"
like "by its word" "$out" "^running"
on_exits "and the secondary" 3 n2 "$build/agents/resource.d/drbddisk r0 status"
on n1 "mkfs.ext4 -q /dev/drbd0"
on_exits "Filesystem: start" 0 n1 agent Filesystem start
on_exits "- monitor, depth 20" 0 n1 "OCF_CHECK_LEVEL=20 agent Filesystem monitor"
on_exits "demote of what is mounted" 1 n1 agent drbd demote CRM_meta_timeout=4000
like "says why not" "$out" "cannot demote r0: the device is held open"
on_exits "stop of it, too" 1 n1 agent drbd stop CRM_meta_timeout=4000
on_exits "a mount on the secondary" 1 n2 agent Filesystem start
on_exits "Filesystem: stop" 0 n1 agent Filesystem stop
on_exits "- again, and where it never was" 0 n2 agent Filesystem stop
on_exits "demote" 0 n1 agent drbd demote
on_exits "drbddisk: start of the other one" 0 n2 agent drbddisk start
on_exits "- monitor" 0 n2 agent drbddisk monitor
on_exits "- stop" 0 n2 agent drbddisk stop
on_exits "- monitor" 7 n2 agent drbddisk monitor

# ---- the primary dies while it writes; each line was on both disks when it was told of.
cat >"$tap_dir/share/writer" <<'END'
import os, sys
log = os.open("/run/data/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
told = open("/run/share/acknowledged", "a")
for i in range(1000000):
    line = "%s %d\n" % (sys.argv[1], i)
    os.write(log, line.encode())
    os.fsync(log)
    told.write(line)
    told.flush()
END
: >"$tap_dir/share/acknowledged"
primary=n1 other=n2
for ((round = 1; round <= ${EB_ROUNDS:-2}; round++)); do
	on_exits "round $round: $primary: promote" 0 "$primary" agent drbd promote
	on_exits "- mount" 0 "$primary" agent Filesystem start
	on "$primary" "python3 /run/share/writer $round >/run/writer.log 2>&1 & disown"
	written() { [ "$(grep -c "^$round " "$tap_dir/share/acknowledged")" -ge 20 ]; }
	ok "- writes are acknowledged" wait_for 60 written
	vm_kill "$primary"
	on_exits "- $primary died, $other: promote" 0 "$other" agent drbd promote CRM_meta_timeout=60000
	on_exits "- mount" 0 "$other" agent Filesystem start CRM_meta_timeout=60000
	on "$other" "cat /run/data/log"
	is "- no write that was acknowledged is lost" \
		"$(grep -vxFf <(said) "$tap_dir/share/acknowledged" | head -3)" ""
	diag "$(wc -l <"$tap_dir/share/acknowledged") writes acknowledged"
	ok "- $primary comes back" bring "$primary"
	on_exits "- start" 0 "$primary" agent drbd start
	on_exits "- and is synchronised" 0 "$primary" until_sync
	is "- one is primary" "$(roles | grep -c Primary)" 1
	on_exits "- unmount" 0 "$other" agent Filesystem stop
	on_exits "- demote" 0 "$other" agent drbd demote
	read -r primary other <<<"$other $primary"
done

# ---- a disk is lost under the primary
on_exits "$primary: promote" 0 "$primary" agent drbd promote
on_exits "mount" 0 "$primary" agent Filesystem start
on "$primary" "drbdadm detach --force r0 || drbdadm detach r0"
keep diskless "$primary"
on_exits "without its disk it is still promoted" 8 "$primary" agent drbd monitor
on_exits "and works by the peer's" 0 "$primary" "OCF_CHECK_LEVEL=20 agent Filesystem monitor"
on_exits "its score says that the peer's data are better" 0 "$primary" 'score | grep -qxe "--promotion -v 10"'
on_exits "the disk comes back" 0 "$primary" "drbdadm attach r0 && until_sync"

# ---- the network is lost
on "$primary" "ip link set eth0 down"
on "$other" "until_is connection:Connecting"
keep alone "$other"
on_exits "alone: the other one's data may be old" 0 "$other" "agent drbd monitor; score | grep -qxe '--promotion -v 1000'"
on_exits "the peer was promoted, says the cluster" 0 "$other" \
	"agent drbd notify CRM_meta_notify_type=post CRM_meta_notify_operation=promote CRM_meta_notify_promote_uname=$primary"
keep outdated "$other"
on_exits "so it is not to be promoted" 0 "$other" "score | grep -qe '^--promotion -D'"
on_exits "nor can it be" 1 "$other" agent drbd promote
like "and the reason is said" "$out" "cannot promote r0: no UpToDate data within reach \\(Secondary, Outdated; peer not connected\\)"
on "$primary" "ip link set eth0 up; ip address replace 10.9.0.${primary#n}/24 dev eth0"
on_exits "when the network is back, it is synchronised" 0 "$other" until_sync
on_exits "and good again" 0 "$other" "agent drbd monitor; score | grep -qxe '--promotion -v 10000'"

# ---- fencing without a handler
on "$other" "configure resource-only; drbdadm adjust r0"
on "$primary" "configure resource-only; drbdadm adjust r0"
on_exits "fencing without a handler is warned of" 0 "$other" agent drbd validate-all
like "by name" "$out" "WARNING: r0 has fencing resource-only and no fence-peer handler"
on "$primary" "agent Filesystem stop; agent drbd stop"
on "$other" "until_is connection:Connecting"
on_exits "then a failover fails" 1 "$other" agent drbd promote CRM_meta_timeout=8000
like "and the reason is said" "$out" "cannot promote r0: the peer may have newer data: .*no fence-peer handler"
on "$other" "configure dont-care; drbdadm adjust r0"
on "$primary" "configure dont-care; agent drbd start"
on "$other" until_sync

# ---- split brain, made by hand: both are promoted while they do not see each other
on "$primary" "ip link set eth0 down"
on "$other" "until_is connection:Connecting"
on_exits "apart: $primary is promoted" 0 "$primary" agent drbd promote
on_exits "and $other" 0 "$other" agent drbd promote
on "$primary" "dd if=/dev/urandom of=/dev/drbd0 bs=4k count=1 seek=5000 oflag=direct status=none"
on "$other" "dd if=/dev/urandom of=/dev/drbd0 bs=4k count=1 seek=5001 oflag=direct status=none"
on "$primary" "agent drbd demote; ip link set eth0 up; ip address replace 10.9.0.${primary#n}/24 dev eth0"
on "$other" "agent drbd demote"
# The one that sees it first stays alone; the other one may go on waiting for it.
alone=
sees_split() { for alone in n1 n2; do on "$alone" is connection:StandAlone && return; done; return 1; }
ok "together again, DRBD sees the split brain" wait_for 60 sees_split
keep split-brain "$alone"
on_exits "whose data are good is not known" 0 "$alone" "agent drbd monitor; score | grep -qxe '--promotion -v 1000'"
on_exits "a promotion warns" 0 "$alone" agent drbd promote
like "of other data" "$out" "WARNING: r0 is StandAlone: after a split brain"
on "$alone" "agent drbd demote"

# ---- the end
for node in n1 n2; do
	on_exits "$node: stop" 0 $node agent drbd stop
	on_exits "$node: again" 0 $node agent drbd stop
	on_exits "$node: monitor" 7 $node agent drbd monitor
done
keep down n1
done_testing
