#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_meatware and the human, who is a shell here; meatclient of cluster-glue, where it is.
. "$(dirname "$0")/fencer.sh"
agent=$sbin/fence_meatware
hosts="node1 node2"

# ask NAME LINE...: a request in the background; asked WANT judges how it ended.
ask() {
	printf '%s\n' hostlist="$hosts" "$@" | timeout 60 "$agent" >"$tap_dir/ask.out" 2>"$tap_dir/ask.err" &
	asker=$!
}
asked() {
	local got=0
	wait "$asker" || got=$?
	is "$1" "$got: $(cat "$tap_dir/ask.out")" "$2"
}
waits() { [ -p "/run/meatware.$1" ] && "$agent" -o list-status --hostlist="$hosts" | grep -q "^$1,waits for a human"; }

exits "nobody waits yet" 1 "$agent" -o confirm --hostlist="$hosts" -n node1
like "is told" "$err" "cannot confirm plug node1: nobody waits for that"
exits "list" 0 "$agent" -o list --hostlist="$hosts"
is "has the hosts" "$out" $'node1,\nnode2,'
exits "monitor" 0 "$agent" -o monitor --hostlist="$hosts"

ask action=off plug=node1
ok "off waits" wait_for 10 waits node1
nok "and node2 does not" waits node2
exits "a confirmation of another host" 1 "$agent" -o confirm --hostlist="$hosts" -n node2
# One after the other: what comes together is one word.
for word in nonsense "meatware reply node2" "meatware reply node10" "meatware reply node"; do
	echo "$word" >/run/meatware.node1
	sleep 0.3
done
ok "nonsense and other hosts confirm nothing" waits node1
exits "confirm" 0 "$agent" -o confirm --hostlist="$hosts" -n node1
asked "then off is done" "0: Success: Powered OFF"
nok "and the request is gone" test -e /run/meatware.node1
exits "it cannot be confirmed twice" 1 "$agent" -o confirm --hostlist="$hosts" -n node1

ask action=off plug=node1 power_timeout=1
asked "nobody confirms" "1: "
like "is told" "$(cat "$tap_dir/ask.err")" "^cannot turn off plug node1: nobody has confirmed it \(timed out\)$"
nok "and nothing waits any more" test -e /run/meatware.node1
ask action=off plug=node7
asked "an unknown host" "1: "
ask action=off plug=../node1
asked "a host that is a path" "1: "
echo >/run/meatware.node2
ask action=off plug=node2
asked "a file where the FIFO should be" "1: "
rm /run/meatware.node2
mkfifo /run/meatware.node2
chown nobody /run/meatware.node2
ask action=off plug=node2
asked "a FIFO of somebody else's" "1: "
like "is told" "$(cat "$tap_dir/ask.err")" "/run/meatware.node2 is no FIFO of ours"
rm /run/meatware.node2
exits "status there is none" 1 "$agent" -o status --hostlist="$hosts" -n node1
if command -v meatclient >/dev/null; then
	ask action=reboot plug=node1
	wait_for 10 waits node1
	echo y | meatclient -c node1 >/dev/null 2>&1
	asked "meatclient of cluster-glue confirms" "0: Success: Rebooted"
else
	skip "meatclient of cluster-glue confirms" "needs cluster-glue"
fi

fencer
# The one who was confirmed may be seen waiting for a moment more.
human() { wait_for 20 waits node1 && "$agent" -o confirm --hostlist="$hosts" -n node1 >/dev/null; }
rests() { ! waits node1; }
{ human; wait_for 20 rests; human; } &
LACKS=on drives fence_meatware node1 true true hostlist="$hosts"
done_testing
