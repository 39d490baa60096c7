#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The agents of DRBD on two machines with DRBD 8.4 in their kernels: promote and demote, a lost disk, a
# lost network, fencing without a handler, split brain.  Never are two primary that see each other.
. "$(dirname "$0")/drbd.sh"

both_boot
for node in n1 n2; do
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

primary=n1 other=n2

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
on "$other" "printf '#!/bin/sh\necho \$DRBD_RESOURCE >>/run/fenced\nsleep 5\nexit 7\n' >/run/handler; chmod +x /run/handler"
on "$other" "configure resource-only /run/handler; drbdadm adjust r0"
on_exits "with a handler there is no warning" 0 "$other" agent drbd validate-all
is "at all" "$out" ""
on "$other" "agent drbd promote >/run/promote 2>&1 & disown; sleep 1"
on_exits "while it is at work, monitor answers" 0 "$other" "SECONDS=0; agent drbd monitor || exit; [ \$SECONDS -le 3 ] && ! grep -q Primary <(events)"
on_exits "and when it has fenced the peer, the failover has succeeded" 0 "$other" "for _ in \$(seq 1 100); do is role:Primary && break; sleep 0.2; done; agent drbd monitor; [ \$? = 8 ]"
on_exits "it was asked for this resource" 0 "$other" "grep -qx r0 /run/fenced"
on_exits "demote" 0 "$other" agent drbd demote
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
