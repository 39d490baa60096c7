#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_rps10 against a stand-in for the switch on a pseudo terminal, which the stock plugin of
# cluster-glue takes for one, too.
. "$(dirname "$0")/fencer.sh"
need python3
folder=$tap_dir/switch
mkdir "$folder"
"$top/ocf-tests/net/rps10-stand-in.py" "$folder" &
cleanup "kill $!"
wait_for 10 test -e "$folder/tty"
targets="$folder/tty node1 0 node2 1"
state() { cat "$folder/plug-$1"; }
fault() { echo "$1" >"$folder/mode"; echo on >"$folder/plug-0"; echo on >"$folder/plug-1"; }

# switch NAME CODE LINE...
switch() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' "serial_to_targets=$targets" "$@" | timeout 60 "$sbin/fence_rps10" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

fault pass
switch "off" 0 action=off plug=node2
is "says so" "$out$err" "Success: Powered OFF"
is "the right plug is off" "$(state 0)$(state 1)" onoff
switch "on" 0 action=on plug=NODE2
is "is on" "$(state 1)" on
switch "reboot" 0 action=reboot plug=node1
is "is on again" "$(state 0)" on
switch "off of two" 0 action=off plug=node1,node2
is "both are off" "$(state 0)$(state 1)" offoff
switch "list" 0 action=list
is "has the machines" "$out" $'node1,\nnode2,'
switch "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
switch "status there is none" 1 action=status plug=node1
switch "an unknown machine" 1 action=off plug=node7
like "is told" "$err" "serial_to_targets does not have node7"
targets="$folder/tty node10 2 node1 0" switch "a machine whose name only begins so" 1 action=off plug=node
like "is another one" "$err" "serial_to_targets does not have node"
targets="$folder/tty web 3 node1 0 web 4" switch "a machine with two outlets" 0 action=off plug=web
is "has both of them off" "$(state 3)$(state 4)" offoff
targets="$folder/tty web 3 node1 0 web 4" switch "and on" 0 action=on plug=web
is "has both of them on, and the other was not touched" "$(state 3)$(state 4)$(state 0)" ononoff
targets="$folder/tty node1 *" switch "all outlets" 0 action=off plug=node1
is "are off" "$(state 0)$(state 1)$(state 9)" offoffoff
targets="$folder/tty node1 12" switch "an outlet that is none" 1 action=validate-all
like "is told" "$err" "the outlet of node1 is '12'"
targets="$folder/tty" switch "no machines" 1 action=validate-all
targets="$folder/none node1 0" switch "no line" 1 action=off plug=node1
like "is told" "$err" "cannot open $folder/none"
targets="/dev/null node1 0" switch "a line that is none" 1 action=off plug=node1

for what in silent mute nonsense other half contrary; do
	fault "$what"
	switch "$what" 1 action=off plug=node1 login_timeout=1 shell_timeout=1
	is "$what: no success" "$out" ""
	like "$what: is told" "$err" "^cannot turn off plug node1: no '.*' from the device \(timed out\)$"
	ok "$what: in time" test "$took" -lt 8000
done
fault pass
exec 9<>"$folder/tty"
flock 9
switch "a line in use" 1 action=off plug=node1 login_timeout=1
like "is told" "$err" "is in use"
exec 9>&-

mkdir -p /run/lock # where the plugin locks the line
if [ -e /usr/lib/stonith/plugins/stonith2/rps10.so ]; then
	exits "the stock plugin switches the stand-in" 0 stonith -t rps10 -p "$(readlink "$folder/tty") node1 0" -T off node1
	is "off" "$(state 0)" off
else
	skip "the stock plugin switches the stand-in" "needs cluster-glue"
fi
fault pass
fencer
is_on() { [ "$(state 0)" = on ]; }
is_off() { [ "$(state 0)" = off ]; }
drives fence_rps10 node1 is_off is_on serial_to_targets="$targets"
done_testing
