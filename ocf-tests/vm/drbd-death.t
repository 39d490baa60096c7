#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The primary's power is cut while it writes, and the other one is promoted, again and again: no
# write that was acknowledged may be lost, and one is primary.
#   EB_ROUNDS  how often (default 2)
. "$(dirname "$0")/drbd.sh"

both_boot
for node in n1 n2; do
	on $node "drbdadm create-md --force r0"
	on_exits "$node: start" 0 $node agent drbd start wfc_timeout=1
done
on n1 "until_is connection:Connected; drbdadm -- --clear-bitmap new-current-uuid r0"
on_exits "both have the same data" 0 n2 until_sync
on n1 "agent drbd promote && mkfs.ext4 -q /dev/drbd0 && agent drbd demote"

# Each line was on both disks when it was told of.
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
done_testing
