#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Round after round of what befalls a pair of DRBD, under a writer: its disk is lost, its network, the
# other one is forced to be primary (split brain), its power is cut.  What the writer was told to be
# on the disk is there, whoever is primary next; and never are two of them primary.
#   EB_ROUNDS  how many (default 1)
. "$(dirname "$0")/drbd.sh"

# The handler asks the test, which is the pair's second way to each other, as a cluster's other ring is.
cat >"$tap_dir/share/handler" <<'END'
#!/bin/sh
me=$(uname -n)
: >/run/share/asks.$me
for _ in $(seq 1 600); do
	[ ! -s /run/share/answer.$me ] || exit $(cat /run/share/answer.$me)
	sleep 0.1
done
exit 1
END
cat >>"$tap_dir/share/prepare" <<'END'
cp /run/share/handler /run/handler
chmod +x /run/handler
configure resource-and-stonith /run/handler
END
cat >>"$tap_dir/share/functions" <<'END'
ends_writing() {
	local pid
	pid=$(cat /run/writer.pid)
	kill "$pid"
	for _ in $(seq 1 100); do [ -e "/proc/$pid" ] || return 0; sleep 0.1; done
	cat "/proc/$pid/stack"
	return 1
}
END
# Each line was on both disks when it was told of, or on the one whose peer had been fenced.
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

writes() { on "$1" "python3 /run/share/writer $2 >/run/writer.log 2>&1 & echo \$! >/run/writer.pid; disown"; }
told() { wc -l <"$tap_dir/share/acknowledged"; }
more() { [ "$(told)" -ge "$1" ]; }
goes_on() { ok "$1" wait_for 60 more $(($(told) + 15)); }
# nothing_lost NODE: all lines that were acknowledged are in its file system, which is mounted.
nothing_lost() {
	on "$1" "cat /run/data/log"
	is "- no write that was acknowledged is lost" \
		"$(grep -vxFf <(said) "$tap_dir/share/acknowledged" | head -3)" ""
	lost=$((lost + $(grep -cvxFf <(said) "$tap_dir/share/acknowledged")))
	checks=$((checks + 1))
}
lost=0 checks=0 looks=0 twos=0
# one_is_primary: of those that run.
one_is_primary() {
	local n
	n=$(roles | grep -c Primary)
	looks=$((looks + 1))
	[ "$n" -le 1 ] || twos=$((twos + 1))
	is "- one is primary" "$n" 1
}
answers() { rm -f "$tap_dir/share/asks.$1"; echo "$2" >"$tap_dir/share/answer.$1"; }
cut_network() { rm -f "$tap_dir/share/"{asks,answer}.*; on "$1" ip link set eth0 down; }
mend_network() { on "$1" "ip link set eth0 up; ip address replace 10.9.0.${1#n}/24 dev eth0"; }

both_start
on n1 "agent drbd promote && mkfs.ext4 -q /dev/drbd0 && agent drbd demote"

primary=n1 other=n2
for ((round = 1; round <= ${EB_ROUNDS:-1}; round++)); do
	rm -f "$tap_dir/share/"{asks,answer}.*
	on_exits "round $round: promote $primary" 0 "$primary" agent drbd promote
	on_exits "- mount" 0 "$primary" agent Filesystem start
	writes "$primary" $round.a
	goes_on "- writes are acknowledged"
	on_exits "- $other cannot be promoted beside it" 1 "$other" agent drbd promote CRM_meta_timeout=4000
	one_is_primary

	# (With --force a writer can be left waiting for the lost disk's activity log, in the kernel.)
	on_exits "disk detach" 0 "$primary" drbdadm detach r0
	goes_on "- the writer goes on, on the peer's"
	on_exits "- promoted it is" 8 "$primary" agent drbd monitor
	on_exits "- the disk comes back" 0 "$primary" "drbdadm attach r0 && until_sync"
	one_is_primary

	cut_network "$primary"
	ok "network loss: the primary asks for its peer to be fenced" wait_for 60 test -e "$tap_dir/share/asks.$primary"
	# Without that, what follows would force a second primary beside a living one.
	if ! [ -e "$tap_dir/share/asks.$primary" ]; then
		on "$primary" "drbdadm status r0; dmesg | tail -n 30; uptime"
		diag "$(said)"
		break
	fi
	before=$(told)
	sleep 1
	is "- and until then acknowledges nothing" "$(told)" "$before"
	on_exits "- which learns of it, and outdates itself" 0 "$other" \
		"agent drbd notify CRM_meta_notify_type=post CRM_meta_notify_operation=promote CRM_meta_notify_promote_uname=$primary; is disk:Outdated"
	answers "$primary" 4
	goes_on "- then the writer goes on"
	on_exits "- $other is not promoted" 1 "$other" agent drbd promote CRM_meta_timeout=4000
	one_is_primary
	on_exits "the writer ends" 0 "$primary" ends_writing
	on_exits "- demote, with its peer away" 0 "$primary" "agent Filesystem stop && agent drbd demote"

	# Somebody forces the one with the old data, and writes.
	answers "$other" 7
	on_exits "split brain: $other is forced" 0 "$other" "drbdadm primary --force r0"
	on "$other" "dd if=/dev/urandom of=/dev/drbd0 bs=4k count=1 seek=8000 oflag=direct status=none"
	one_is_primary
	on_exits "- demote" 0 "$other" agent drbd demote
	mend_network "$primary"
	alone=
	sees_split() { for alone in n1 n2; do on $alone is connection:StandAlone && return; done; return 1; }
	ok "- together again, they see it" wait_for 60 sees_split
	on "$primary" "drbdadm disconnect r0"
	on "$other" "drbdadm disconnect r0; drbdadm -- --discard-my-data connect r0"
	on "$primary" "drbdadm connect r0"
	on_exits "- $other gives its data up" 0 "$other" until_sync
	on_exits "- promote $primary" 0 "$primary" agent drbd promote
	on_exits "- mount" 0 "$primary" agent Filesystem start
	nothing_lost "$primary"
	one_is_primary

	rm -f "$tap_dir/share/"{asks,answer}.*
	writes "$primary" $round.b
	goes_on "death: writes are acknowledged"
	vm_kill "$primary"
	answers "$other" 7
	on_exits "- $primary died, promote $other" 0 "$other" agent drbd promote CRM_meta_timeout=60000
	on_exits "- mount" 0 "$other" agent Filesystem start CRM_meta_timeout=60000
	nothing_lost "$other"
	ok "- $primary comes back" bring "$primary"
	on_exits "- start" 0 "$primary" agent drbd start
	on_exits "- and is synchronised" 0 "$primary" until_sync
	one_is_primary
	on_exits "- unmount and demote" 0 "$other" "agent Filesystem stop && agent drbd demote"
	diag "$round rounds: $(told) writes acknowledged, $lost lost in $checks looks; two primaries in $twos of $looks looks"
	read -r primary other <<<"$other $primary"
done
done_testing
