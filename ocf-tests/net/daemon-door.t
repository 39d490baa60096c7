#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A user opens a thousand connections to escapebeatd and says nothing, or who he is and nothing more:
# others are answered at once, it keeps its descriptors, does not spin, and tells it in a line.
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net -- "$@"
. "$(dirname "$0")/../tap.sh"
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"
[ -x "$build/ocf-tests/fake/ipc-say" ] || skip_all "needs ocf-tests/fake/ipc-say: run make check-programs"
ulimit -n 6000 2>/dev/null || skip_all "needs 6000 descriptors"
cp "$build/ocf-tests/fake/ipc-say" "$bin/cl_status" /run && chmod 755 /run

begin prlimit --nofile=1024
fds() { find /proc/$pid/fd -mindepth 1 | wc -l; }
few_fds() { [ "$(fds)" -lt 100 ]; }
cpu_ms() { awk '{ print int($1 / 1000000) }' /proc/$pid/schedstat; }
refused() { grep -c "refused a client of user $1" /var/log/ha-log; }
at_once() { timeout 5 "$@" >/dev/null; }
alone=$(fds)
all_gone() { [ "$(fds)" = "$alone" ]; }
stranger=$(id -u nobody)

# attack COMMAND...: in the background, until peace.
attack() {
	"$@" 60 >"$tap_dir/attack" &
	attacker=$!
	wait_for 10 grep -q here "$tap_dir/attack"
}
peace() { kill $attacker; wait $attacker 2>/dev/null; }
nobody() { attack setpriv --reuid nobody --regid "$1" --clear-groups /run/ipc-say "${@:2}"; }

for n in 1100 5000; do
	nobody nogroup --half $n
	ok "$n half connections of a user: root is answered" at_once "$bin/cl_status" hbstatus
	ok "- and so is a member of haclient who is another user" \
		at_once setpriv --reuid daemon --regid haclient --clear-groups /run/cl_status hbstatus
	ok "- it has few of them ($(fds) descriptors)" few_fds
	before=$(cpu_ms)
	sleep 1
	spent=$(($(cpu_ms) - before))
	ok "- and does not spin ($spent ms in a second)" [ $spent -lt 200 ]
	peace
done
is "that is one line" "$(refused "$stranger")" 1
nobody nogroup --idle 200
ok "200 strangers' connections that say who they are: root is answered" at_once "$bin/cl_status" hbstatus
peace
nobody haclient --idle 200
ok "200 members' connections that ask nothing: root is answered" at_once "$bin/cl_status" hbstatus
ok "- and so is another member" \
	at_once setpriv --reuid daemon --regid haclient --clear-groups /run/cl_status hbstatus
ok "- it has few of them ($(fds) descriptors)" few_fds
peace
ok "nothing is left of all that" wait_for 5 all_gone
is "- neither in /dev/shm" "$(find /dev/shm -mindepth 1 | head -n 3)" ""

# Strangers share their room: 16 for the first one, half of what is left for the second.
attack setpriv --reuid daemon --regid nogroup --clear-groups /run/ipc-say --half 200
first=$attacker
nobody nogroup --half 200
both_in() { [ "$(fds)" -ge $((alone + 24)) ]; }
ok "two strangers come in" wait_for 2 both_in
sleep 0.3
most=$(fds)
ok "- and leave places to a third ($((most - alone)) of 32 are taken)" [ $most -lt $((alone + 30)) ]
peace
attacker=$first
peace
wait_for 5 all_gone

# A connection that stays half is shut after two seconds, and its place is free again.
nobody nogroup --half 16
has_many() { [ "$(fds)" -ge $((alone + 16)) ]; }
ok "16 half connections come in" wait_for 2 has_many
ok "- and are shown out" wait_for 5 all_gone
peace

# ---- without descriptors ------------------------------------------------------------------------------
"$bin/heartbeat" -k
wait $pid
# One connection takes three while it is made, twelve half ones take twelve.
begin prlimit --nofile=$((alone + 8))
attack "$build/ocf-tests/fake/ipc-say" --half 12
told() { grep -q 'cannot take the connection of a client: Too many open files' /var/log/ha-log; }
ok "it has no descriptor left, and says so" wait_for 5 told
before=$(cpu_ms)
sleep 1
spent=$(($(cpu_ms) - before))
ok "- without spinning ($spent ms in a second)" [ $spent -lt 200 ]
peace
ok "- and is there again when there are some" wait_for 5 answers
is "- which was one line" "$(grep -c 'cannot take the connection' /var/log/ha-log)" 1
kill $pid
done_testing
