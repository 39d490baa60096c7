#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An address under ocf:escapebeat:IPaddr2 survives its node: crash, order to move, partition; and
# never has two owners.  How fast it does so is failover-bench's question.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
need_lab
need nginx chrt pgrep
[ -x "$build/agents/IPaddr2" ] || skip_all "needs agents/IPaddr2: run make"

vip=${vip_of[escapebeat]}
failover_up 1000 1200 escapebeat 2>"$tap_dir/up" || { diag "$(cat "$tap_dir/up")"; exit 1; }
watch_client "$vip"

# owner: the node on which the cluster has the address.
owner() { lab exec n1 crm_resource --quiet --locate --resource escapebeat 2>/dev/null; }
# gained NODE: when the kernel of NODE last got the address.
gained() { ownership | awk -v node="+$1" '$2 == node { ms = $1 } END { print ms }'; }
has_answered() { answered escapebeat "$1" 0 >/dev/null; }
moments() { two_owners | grep -c 'added on\|two-owners'; }

ok "the address starts on n1" place escapebeat n1
ok "the client reaches n1" wait_for 10 has_answered n1

# ---- crash ---------------------------------------------------------------------------------
if crash escapebeat n1; then
	pass "after the crash of n1, n2 answers"
	diag "$crash_ms ms, of these $detect_ms until fencing"
	ok "- within 30 s" test "$crash_ms" -lt 30000
else
	fail "after the crash of n1, n2 answers"
	diag "$(lab log n2)"
fi
dead=$(power_ms 'n1: dead') asked=$(power_ms 'n1: off, asked by n2') took=$(gained n2)
diag "dead $dead, fencing asked for $asked, address on n2 $took"
ok "n1 was dead before n2 took the address" test "${dead:-1}" -le "${took:-0}"
ok "n2 had it fenced before" test "${asked:-1}" -le "${took:-0}"
ok "n1 comes back" recover n1
ok "- and leaves the address where it is" lab wait-resource --timeout 1 escapebeat n2

# ---- order ---------------------------------------------------------------------------------
ok "the address moves by order" move escapebeat n1
diag "silent for $move_ms ms"
ok "- with a silence below 10 s" test "${move_ms:-99999}" -lt 10000

# ---- partition -----------------------------------------------------------------------------
lines=$(wc -l <"$EB_LAB/power.log")
lab cut n1 n2
wait_for 60 power_ms 'n[12]: dead' "$lines" >/dev/null
loser=$(tail -n "+$((lines + 1))" "$EB_LAB/power.log" | sed -n 's/^[0-9]* \(n[12]\): dead/\1/p')
winner=$(other_node "$loser")
like "a partition costs one node" "$loser" '^n[12]$'
ok "the other one has the address then" lab wait-resource escapebeat "$winner"
lab heal
wait_for 60 lab wait-online --timeout 1 2>/dev/null
ok "healed, both are online" lab wait-online
serve "$loser"

# ---- two owners ----------------------------------------------------------------------------
end_watch
like "the client asked all the time" "$(grep 'arp:.* end' "$tap_dir/probe.log")" 'asked=[0-9]{3,}'
changes=$(two_owners | sed -n 's/ changes of owner//p')
diag "$changes changes of owner"
ok "the nodes saw the address move at least three times" test "${changes:-0}" -ge 3
is "there was no moment with two owners" "$(moments)" 0

# A judge that has never found anybody guilty proves nothing.
watch_client "$vip"
owner=$(owner)
wait_for 10 has_answered "$owner"
lab exec "$(other_node "$owner")" ip address add "$vip/16" dev eth0
wait_for 10 grep -q two-owners "$tap_dir/probe.log"
end_watch
like "two owners would be seen on the wire" "$(cat "$tap_dir/probe.log")" 'two-owners n[12] n[12]'
like "- and in the nodes" "$(two_owners)" "$vip added on $(other_node "$owner") while $owner has it"

done_testing
