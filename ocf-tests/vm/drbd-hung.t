#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An order to attach a disk that does not answer: DRBD's kernel then keeps all other requests waiting, and
# the agent still answers, in time and with the reason.
. "$(dirname "$0")/drbd.sh"

both_start
on_exits "promote" 0 n1 agent drbd promote
on_exits "the other one cannot be mounted" 1 n2 agent Filesystem start
like "and is called a secondary" "$out" "/dev/drbd0 is not primary here"
on_exits "its disk is lost" 0 n1 drbdadm detach r0
on_exits "it comes back, and does not answer" 0 n1 "modprobe dm-mod && echo 0 \$(blockdev --getsz /dev/vda) linear /dev/vda 0 | dmsetup create slow && dmsetup suspend --nolockfs slow"
on n1 "drbdsetup attach 0 /dev/dm-0 /dev/dm-0 internal >/run/attach 2>&1 & disown
for _ in \$(seq 1 100); do pid=\$(pgrep -n drbdsetup) && grep -q ' D ' /proc/\$pid/stat && break; sleep 0.1; done
echo \$pid >/run/attach.pid; cat /proc/\$pid/stack /run/attach"
diag "$(said)"
in_time() { on_exits "$1" "$2" n1 "SECONDS=0; timeout 30 /run/agent drbd ${*:3}; code=\$?; echo \$SECONDS s; [ \$SECONDS -le 7 ] || exit 99; exit \$code"; }
in_time "monitor fails in its time" 1 monitor CRM_meta_timeout=6000
like "and tells why" "$out" "cannot tell the state of r0: DRBD does not answer, an order to it hangs"
in_time "stop does, too" 1 stop CRM_meta_timeout=6000
like "and tells why" "$out" "cannot tell the state of r0: DRBD does not answer"
# The order that hung ends by itself (DRBD calls the activity log unclean), and a new one is heard.
on_exits "the disk answers again" 0 n1 "dmsetup resume slow; SECONDS=0; while [ -e /proc/\$(cat /run/attach.pid) ] && [ \$SECONDS -lt 60 ]; do sleep 0.1; done; dmsetup remove slow; drbdadm attach r0 && until_sync"
on_exits "and so does monitor" 8 n1 agent drbd monitor
on_exits "demote" 0 n1 agent drbd demote
for node in n1 n2; do on_exits "$node: stop" 0 $node agent drbd stop; done
done_testing
