#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# drbddisk, as Heartbeat's script and as an agent: the same words, the same retries, and the
# kernel's reason for each refusal.
. "$(dirname "$0")/drbd.sh"
script=$build/agents/resource.d/drbddisk
agent_path=$build/agents/drbddisk
r0=(drbd_resource=r0)

# ---- the script
exits "status of a secondary" 3 "$script" r0 status
like "says stopped" "$out" "^stopped \\(r0: Secondary, UpToDate; peer Secondary, UpToDate\\)$"
unlike "and not running" "$out" "running"
exits "start" 0 "$script" r0 start
is "orders it once" "$(orders)" "primary r0"
exits "status of a primary" 0 "$script" r0 status
like "says running" "$out" "^running \\(r0: Primary"
exits "stop" 0 "$script" r0 stop
is "orders it once" "$(orders)" "secondary r0"
exits "status of all" 10 "$script" status
exits "by name" 10 "$script" all status
exits "a verb that is none" 1 "$script" r0 restart
like "shows how" "$out" "^Usage: drbddisk"
exits "no verb" 1 "$script"

refuse "(-12) Device is held open by someone" 11
exits "stop of what is held open" 1 "$script" r0 stop
is "is tried three times" "$(orders | grep -c secondary)" 3
like "and says why" "$err" "cannot become secondary: r0: the device is held open"
refuse "(-1) Multiple primaries not allowed by config" 11 2
exits "start, while the peer is not yet known to be dead" 0 "$script" r0 start
is "is tried until it succeeds" "$(orders | grep -c primary)" 3
events Secondary UpToDate Connected Primary UpToDate
refuse "(-1) Multiple primaries not allowed by config" 11
begin=$SECONDS
exits "start, while the peer is primary" 1 "$script" r0 start
is "is tried six times" "$(orders | grep -c primary)" 6
ok "a second apart" test $((SECONDS - begin)) -ge 4
like "and says why" "$err" "r0: a peer is primary \\(Secondary, UpToDate; peer Primary, UpToDate\\)"
agree

echo "r0 r1" >$drbd/names
events Secondary UpToDate Connected Secondary UpToDate r0
events Secondary UpToDate Connected Secondary UpToDate r1
exits "start of all" 0 "$script" start
is "is each of the configuration" "$(orders)" $'primary r0\nprimary r1'
exits "stop of several" 0 "$script" r0 r1 stop
is "goes backwards" "$(orders)" $'secondary r1\nsecondary r0'
"$script" r1 start
exits "status when one of two is primary" 4 "$script" r0 r1 status
like "must not be read as stopped" "$out" "running \\(r0: Secondary.*; r1: Primary"
orders >/dev/null
rm $drbd/events.r0
exits "what is not up is stopped" 3 "$script" r0 status
exits "and needs no stop" 0 "$script" r0 stop
is "and gets no order" "$(orders)" ""
echo "exists resource name:r0 role:Sec" >$drbd/events.r0
exits "an answer that is not understood" 4 "$script" r0 status
like "may be running" "$out" "^cannot determine status, may be running \\(r0: "
unload_module
exits "without the module" 3 "$script" r0 status
load_module

# ---- the agent
events Secondary UpToDate Connected Secondary UpToDate
exits "monitor" 7 recurring "${r0[@]}"
exits "start" 0 agent start "${r0[@]}"
exits "monitor" 0 recurring "${r0[@]}"
is "says nothing" "$out$err" ""
exits "start again" 0 agent start "${r0[@]}"
exits "stop" 0 agent stop "${r0[@]}"
exits "stop again" 0 agent stop "${r0[@]}"
exits "monitor" 7 recurring "${r0[@]}"
# refused CODE TEXT WORDS: what start then says.
refused() {
	refuse "$2" "$1" 100
	exits "start: $2" 1 agent start "${r0[@]}" CRM_meta_timeout=3000
	like "says so" "$err" "ocf-exit-reason:cannot become primary: r0: $3"
	agree
}
refused 17 "(-2) Need access to UpToDate data" "no UpToDate data within reach \\(Secondary, UpToDate"
refused 11 "(-7) Refusing to be Primary while peer is not outdated" "the peer may have newer data: .*no fence-peer handler"
events Secondary Diskless StandAlone Unknown DUnknown
refused 17 "(-2) Need access to UpToDate data" "no UpToDate data within reach \\(Secondary, Diskless; peer StandAlone\\)"
events Secondary Outdated Connecting Unknown DUnknown
refused 17 "(-2) Need access to UpToDate data" "no UpToDate data within reach \\(Secondary, Outdated; peer not connected\\)"
refuse "(-12) Device is held open by someone" 11
events Primary UpToDate Connected Secondary UpToDate
exits "stop of what is held open" 1 agent stop "${r0[@]}"
like "says so" "$err" "ocf-exit-reason:cannot become secondary: r0: the device is held open"
agree
touch $drbd/hang
exits "a drbdsetup that hangs" 1 recurring "${r0[@]}" CRM_meta_timeout=1000
like "is not waited for" "$err" "cannot tell the role: r0: Connection timed out"
rm $drbd/hang
exits "another drbd.conf" 0 agent stop "${r0[@]}" drbdconf=/etc/other.conf
like "is given on" "$(orders)" "^-c /etc/other.conf secondary r0$"
exits "all" 1 recurring
like "tells which" "$err" "not all are primary: r0: Secondary.*; r1: Primary"

echo "fencing resource-only;" >$drbd/dump
exits "fencing without a handler" 0 agent validate-all "${r0[@]}"
like "is warned of" "$err" "WARNING: r0 has fencing resource-only and no fence-peer handler: .*stonith_admin-fence-peer.sh"
handler() { printf 'fencing resource-only;\n\tfence-peer "%s";\n' "$1" >$drbd/dump; }
handler "/bin/true --and words"
exits "with one" 0 agent validate-all "${r0[@]}"
is "nothing is said" "$out$err" ""
handler "/usr/lib/heartbeat/drbd-peer-outdater -t 5"
exits "with one that is not here" 0 agent validate-all "${r0[@]}"
like "is warned of" "$err" "the fence-peer handler /usr/lib/heartbeat/drbd-peer-outdater, which is not here: .*stonith_admin-fence-peer.sh"
ln -s /bin/true $drbd/crm-fence-peer.sh
handler $drbd/crm-fence-peer.sh
exits "with one that looks for a clone" 0 agent validate-all "${r0[@]}"
like "is warned of" "$err" "crm-fence-peer.sh, which looks for a promotable clone, and drbddisk is none: "
exits "a name that is not in the configuration" 5 agent start drbd_resource=nonesuch
like "is said" "$err" "nonesuch is not in DRBD's configuration"
exits "and is not running" 7 recurring drbd_resource=nonesuch
if command -v ocf-tester >/dev/null; then
	load_module
	unset "${!OCF_RESKEY_@}"
	exits "ocf-tester" 0 ocf-tester -n r0 -o drbd_resource=r0 "$agent_path"
	like "says so" "$out" "passed all tests"
else
	skip "ocf-tester" "needs resource-agents"
fi
done_testing
