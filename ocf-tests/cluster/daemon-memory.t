#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon under valgrind while lines move, files are edited and the other node dies and
# returns, for EB_MINUTES (default: 60): no wrong access, and nothing lost at its end.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes an hour: make check-daemon-memory"
export EB_WATCHED=valgrind
. "$(dirname "$0")/daemon.sh"
for node in hba hbb; do
	exits "$node: the daemon starts under valgrind" 0 start_daemon $node
done
held "each node holds its own" local local

settled() { wait_for 60 shares_are "local local"; }
hba_has_all() { [ "$(on hba cl_status rscstatus)" = all ]; }
# round N: one of what happens.
round() {
	local node
	on hba timeout 60 $standby --wait local 2>/dev/null && on hba timeout 60 $takeover --wait local \
		2>/dev/null && settled || return
	case $(($1 % 5)) in
	1) on hbb timeout 60 $takeover --wait all 2>/dev/null && on hba timeout 60 $takeover --wait failback 2>/dev/null ;;
	2)
		for node in hba hbb; do
			on $node sh -c 'echo "hbb 10.77.0.60/24/eth0" >>/etc/ha.d/haresources; heartbeat -r' >/dev/null
		done
		lab wait-resource hb-ip-10.77.0.60 hbb
		for node in hba hbb; do
			on $node sh -c 'sed -i "\$d" /etc/ha.d/haresources; heartbeat -r' >/dev/null
		done ;;
	3) on hbb sh -c 'for i in 1 2 3 4 5 6 7 8 9; do cl_status listnodes -v; cl_status rscstatus; done' >/dev/null ;;
	4)
		on hbb heartbeat -k
		start_daemon hbb ;;
	0)
		# Fenced first: who is back before that is shot then.
		lab kill hbb && wait_for 60 hba_has_all && lab boot hbb && lab wait-online && start_daemon hbb &&
			on hba timeout 60 $standby --wait foreign 2>/dev/null ;;
	esac
	settled
}
end=$((SECONDS + ${EB_MINUTES:-60} * 60)) rounds=0 failed=0
while [ $SECONDS -lt $end ]; do
	rounds=$((rounds + 1))
	round $rounds || { failed=$((failed + 1)); diag "round $rounds: $(shares)"; }
done
diag "$rounds rounds in ${EB_MINUTES:-60} minutes"
ok "there were rounds" [ $rounds -ge 5 ]
is "all came to their ends" $failed 0
done_watched hba hbb
