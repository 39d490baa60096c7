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
refuse "(-12) Device is held open by someone" 11
echo 1 >$drbd/slow # the second try meets the deadline
exits "stop of what is held open, and no time for another try" 1 agent stop "${r0[@]}" CRM_meta_timeout=4000
like "says why the first was refused" "$err" "ocf-exit-reason:cannot become secondary: r0: the device is held open \\(Primary"
rm -f $drbd/slow
agree
touch $drbd/hang
exits "a drbdsetup that hangs" 1 recurring "${r0[@]}" CRM_meta_timeout=1000
like "is not waited for" "$err" "cannot tell the role: r0: Connection timed out"
rm $drbd/hang
exits "another drbd.conf" 0 agent stop "${r0[@]}" drbdconf=/etc/other.conf
like "is given on" "$(orders)" "^-c /etc/other.conf secondary r0$"
exits "all" 1 recurring
like "tells which" "$err" "not all are primary: r0: Secondary.*; r1: Primary"

# ---- all, and what else drbdadm says
both() { for r in r0 r1; do events "$1" UpToDate Connected Secondary UpToDate $r; done; }
roles() { grep -h "^exists resource" $drbd/events.r? | grep -o "name:.*role:[A-Za-z]*" | sed 's/name:\(r.\).*:/\1 /'; }
# A warning on stderr is no list of resources: drbdadm exits with 0 beside it.
for warning in "modinfo: ERROR: Module drbd not found." "/etc/drbd.d/r0.res:3: explicitly named connections are deprecated! its name ('c1') will be ignored" "in resource r0, WARN: old"; do
	echo "$warning" >$drbd/warn
	both Primary
	exits "monitor of all, with '$warning'" 0 recurring
	orders >/dev/null
	exits "stop" 0 agent stop
	is "demotes each" "$(orders)" $'secondary r1\nsecondary r0'
	is "for real" "$(roles)" $'r0 Secondary\nr1 Secondary'
	exits "start" 0 agent start
	is "promotes each" "$(orders)" $'primary r0\nprimary r1'
	exits "the script's stop" 0 "$script" stop
	is "demotes each" "$(roles)" $'r0 Secondary\nr1 Secondary'
	exits "a name that is not in the configuration" 5 agent start drbd_resource=nonesuch
	like "is said, and not the warning" "$err" "nonesuch is not in DRBD's configuration: .*'nonesuch' not defined"
done
rm $drbd/warn

# unlisted TEXT WORDS: the configuration gives no names, for this reason.
unlisted() {
	both Primary
	orders >/dev/null
	exits "$1: monitor of all" 1 recurring
	like "$1: says why" "$err" "ocf-exit-reason:$2.*; up is r0: Primary.*; r1: Primary"
	exits "$1: start" 5 agent start
	like "$1: says why" "$err" "ocf-exit-reason:$2"
	is "$1: orders nothing" "$(orders)" ""
	exits "$1: stop" 0 agent stop
	is "$1: demotes what is up" "$(roles)" $'r0 Secondary\nr1 Secondary'
	like "$1: says why" "$err" "WARNING: $2.*: all that is up is made secondary"
	exits "$1: then monitor" 7 recurring
	both Primary
	exits "$1: the script's start" 1 "$script" start
	like "$1: says why" "$err" "drbddisk: $2"
	exits "$1: the script's stop" 0 "$script" stop
	is "$1: demotes what is up" "$(roles)" $'r0 Secondary\nr1 Secondary'
	touch $drbd/half
	exits "$1: stop when the kernel's list is half" 1 agent stop
	like "$1: says so" "$err" "ocf-exit-reason:$2.*; cannot tell what is up: Protocol error"
	exits "$1: the script's" 1 "$script" stop
	rm $drbd/half
	orders >/dev/null
}
break_config
unlisted "a mistake" "cannot list the resources of DRBD: drbd.d/r1.res:4: Parse error: 'disk' expected, but got 'dsik'"
both Primary
touch $drbd/stuck
exits "stop of what is held open, with it" 1 agent stop
like "says what the kernel said" "$err" "cannot become secondary: r1: the device is held open .*; r0: the device is held open"
rm $drbd/stuck
mend_config
: >$drbd/names
unlisted "no resource" "DRBD's configuration has no resource for this host"
echo "WARN: see /etc/drbd.d" >$drbd/names
unlisted "words" "cannot list the resources of DRBD: WARN: see /etc/drbd.d"
echo "r0 r1" >$drbd/names
for names in " " "r0/0" "--force" "$(printf 'r%.0s' {1..64})"; do
	both Primary
	orders >/dev/null
	exits "start of '$names'" 5 agent start drbd_resource="$names"
	exits "monitor" 1 recurring drbd_resource="$names"
	exits "stop, while something is primary" 1 agent stop drbd_resource="$names"
	like "says why" "$err" "ocf-exit-reason:(no resource is named|.* has what is no name of a resource); up is r0: Primary"
	is "orders nothing" "$(orders)" ""
	both Secondary
	exits "stop, while nothing is" 0 agent stop drbd_resource="$names"
	exits "monitor" 7 recurring drbd_resource="$names"
done
# Of two, the one that fails counts, and the other is demoted all the same.
both Primary
touch $drbd/keep-r1
exits "stop when the first to be demoted is held open" 1 agent stop
is "demotes the other one" "$(roles)" $'r0 Secondary\nr1 Primary'
like "names the one" "$err" "ocf-exit-reason:cannot become secondary: r1: the device is held open"
exits "the script's stop" 1 "$script" stop
rm $drbd/keep-r1
both Secondary

events Unknown UpToDate Connected Secondary UpToDate
exits "a role that is not known" 1 recurring "${r0[@]}"
like "is not taken for secondary" "$err" "cannot tell the role: r0: role unknown"

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
