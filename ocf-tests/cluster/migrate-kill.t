#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# apply is killed wherever it can be: at each of its writes to the disk in the first stage, and at
# each step of the others. What it left is either gone on with or taken back, and then
# everything is as it was; Heartbeat serves all the time, or again.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
. "$(dirname "$0")/migrate.sh"
need_lab
need nginx chrt pgrep dpkg-deb update-rc.d strace
[ -x "$build/heartbeat-compat/escapebeat" ] || skip_all "the converter is not built"
need_heartbeat

ok "Heartbeat serves, one address on each node" pair_up
before=$(state n1) before2=$(state n2)
ok "collect on both, plan on one" plan_pair
watch_client "${vip_of[@]}"
moves=$(handovers)

# ---- stage files: SIGKILL instead of the nth fsync -------------------------------------------
# killed_at_sync N: 137 when it was killed, else the exit code.
killed_at_sync() {
	# shellcheck disable=SC2016
	lab exec n1 sh -c 'cd /root && exec strace -q -o /dev/null -e trace=fsync \
		-e inject=fsync:signal=KILL:when="$1" \
		escapebeat apply --stage files --new-key pair.plan' sh "$1" >"$tap_dir/killed" 2>&1
}
kills=0 wrong='' stuck=''
for ((n = 1; n < 60; n++)); do
	killed_at_sync $n
	[ $? = 137 ] || break
	kills=$((kills + 1))
	if [ $((n % 2)) = 0 ]; then
		on n1 apply --stage files --new-key pair.plan >"$tap_dir/again" 2>&1 ||
			stuck+=" $n: $(cat "$tap_dir/again")"
	fi
	on n1 rollback -y pair.plan >"$tap_dir/back" 2>&1 || wrong+=" $n: $(cat "$tap_dir/back")"
	[ "$(state n1)" = "$before" ] || wrong+=" $n: $(diff <(state n1) <(echo "$before"))"
done
diag "killed at $kills writes"
ok "apply was killed at each write" test "$kills" -gt 10
is "- and gone on with" "$stuck" ""
is "- and taken back" "$wrong" ""
on n1 rollback -y pair.plan >/dev/null 2>&1

# ---- stage cluster ---------------------------------------------------------------------------
for line in 'corosync started' 'pacemaker started'; do
	ok "killed at '$line'" killed_at "$line" n1 apply --stage cluster --new-key pair.plan
	exits "- taken back" 0 on n1 rollback -y pair.plan
	is "- all is as it was" "$(state n1)" "$before"
done
ok "killed at 'Pacemaker is online'" killed_at 'Pacemaker is online' n1 \
	apply --stage cluster pair.plan
exits "- gone on with" 0 on n1 apply --stage cluster pair.plan
take n1 n2 pair.plan.key
exits "and on n2" 0 on n2 apply --stage cluster pair.plan
is "no address was touched" "$(handovers)" "$moves"

# ---- stage resources, on the first node --------------------------------------------------------
ok "killed while Heartbeat ends on n1" killed_at 'pacemaker starts at boot' n1 apply -y pair.plan
exits "- taken back" 0 on n1 rollback -y pair.plan
is "- all is as it was" "$(state n1)" "$before"
like "- Heartbeat is there again" "$(heartbeat_says n1)" running
# auto_failback off: it stays where it is.
served() { owns n1 "$1" || owns n2 "$1"; }
ok "- its address is served" wait_for 60 served first

# ---- and on the last one ---------------------------------------------------------------------
exits "n1 once more" 0 on n1 apply -y pair.plan
ok "killed at 'heartbeat stopped' on n2" killed_at 'heartbeat stopped' n2 apply -y pair.plan
exits "- gone on with" 0 on n2 apply -y pair.plan
ok "Pacemaker serves the first address" wait_for 30 owns n1 first
ok "- and the second" wait_for 30 owns n2 second
on n2 rollback -y pair.plan >"$tap_dir/back2" 2>&1 &
back2=$!
ok "killed at 'pacemaker stopped' on the way back" killed_at 'pacemaker stopped' n1 \
	rollback -y pair.plan
exits "- gone on with" 0 on n1 rollback -y pair.plan
ok "- on n2, too" wait "$back2"
is "n1 is as it was" "$(state n1)" "$before"
is "n2 is as it was" "$(state n2)" "$before2"
ok "Heartbeat serves the first address" wait_for 60 served first
ok "- and the second" wait_for 60 served second
end_watch
is "no address was ever on two nodes" "$(owned_twice)" ""
done_testing
