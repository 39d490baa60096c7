#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_wti, fence_baytech and fence_apcsmart against stand-ins for the devices, which the stock
# agent and plugins take for them, too: every action, every fault, and under the fencer.
. "$(dirname "$0")/fencer.sh"
need python3
outlet() { cat "$folder/plug-$1"; }
all() { for n in 1 2 3 4; do printf '%s ' "$(outlet $n)"; done; }
is_on() { [ "$(outlet 4)" = on ]; }
is_off() { [ "$(outlet 4)" = off ]; }
mode() { for n in 1 2 3 4; do echo on >"$folder/plug-$n"; done; echo "$1" >"$folder/mode"; sleep "${2:-0}"; }
listens() { grep -qi ":$(printf %04X "$1") 00000000:0000 0A" /proc/net/tcp; }

# stand_in KIND [PORT]
stand_in() {
	folder=$tap_dir/$1${2:-}
	mkdir "$folder"
	mode pass
	"$top/ocf-tests/net/switch-stand-in.py" "$1" "$folder" ${2:+"$2"} &
	cleanup "kill $!"
	if [ -n "${2:-}" ]; then wait_for 10 listens "$2"; else wait_for 10 test -e "$folder/tty"; fi
}

# switch NAME CODE LINE...: the agent $as with what $how says.
switch() {
	local name="$as: $1" want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' "${how[@]}" "$@" | timeout 60 "$sbin/$as" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

# faults PLUG SETTLE MODE...: of none of them comes a success.
faults() {
	local plug=$1 settle=$2 fault
	shift 2
	for fault; do
		mode "$fault" "$settle"
		switch "$fault" 1 action=reboot plug="$plug" login_timeout=1 shell_timeout=1 power_timeout=1
		is "$as: $fault: no success" "$out" ""
		like "$as: $fault: is told" "$err" "^cannot (turn off|get the state of) plug $plug: "
		is "$as: $fault: in one line" "$(wc -l <<<"$err")" 1
		ok "$as: $fault: in time" test "$took" -lt 10000
	done
	mode pass "$settle"
}

# leaves PLUG: a device of few sessions is left for the next caller, whatever came of the call.
leaves() {
	mode few
	switch "a session" 0 action=off plug="$1"
	switch "is left for the next one" 2 action=status plug="$1"
	switch "also after a failure" 1 action=status plug=nothing
	switch "is left for the next one" 0 action=on plug="$1"
	mode pass
}

# life PLUG: what every one of them can.
life() {
	switch "status" 0 action=status plug="$1"
	is "$as: says so" "$out$err" "Status: ON"
	switch "off" 0 action=off plug="$1"
	is "$as: says so" "$out$err" "Success: Powered OFF"
	ok "$as: is off" is_off
	switch "off again" 0 action=off plug="$1"
	is "$as: says so" "$out" "Success: Already OFF"
	switch "status" 2 action=status plug="$1"
	switch "on" 0 action=on plug="$1"
	ok "$as: is on" is_on
	switch "reboot" 0 action=reboot plug="$1"
	ok "$as: is on again" is_on
	switch "monitor" 0 action=monitor
	is "$as: says nothing" "$out$err" ""
}

# ---- WTI
as=fence_wti
stand_in wti 23
how=(ip=127.0.0.1 password=geheim)
life 4
switch "list" 0 action=list
is "$as: has names, of all pages" "$out" $'1,web\n2,Data Base\n3,web\n4,node4'
switch "by name, off of both outlets" 0 action=off plug=WEB
is "$as: both are off" "$(all)" "off on off on "
echo on >"$folder/plug-3"
switch "one of two is on" 0 action=status plug=web
switch "list-status" 0 action=list-status
is "$as: has states" "$out" $'1,web,OFF\n2,Data Base,ON\n3,web,ON\n4,node4,ON'
mode pass
echo booting >"$folder/plug-4"
for action in status off; do
	switch "$action of what is neither on nor off" 1 action=$action plug=4
	is "$as: is none" "$out" ""
	like "$as: is told" "$err" "^cannot get the state of plug 4: the device says neither on nor off"
done
echo on >"$folder/plug-4"
echo off >"$folder/plug-1"
echo booting >"$folder/plug-3"
switch "one outlet is off, of the other nobody knows" 1 action=off plug=web
is "$as: is none" "$out" ""
mode pass
switch "a group" 0 action=off plug=pair
is "$as: all of it" "$(all)" "on off on off "
mode confirm
switch "asks before it obeys" 0 action=off plug=4
ok "$as: is off" is_off
mode pass
switch "an unknown plug" 1 action=off plug=9
like "$as: is told" "$err" "^cannot get the state of plug 9: 127.0.0.1 has no plug, name or group 9$"
switch "a name that only begins so" 1 action=off plug=we
echo 1 >"$folder/name-4"
switch "a number that is the name of another outlet, too" 0 action=off plug=1
is "$as: is the number" "$(all)" "off on on on "
rm "$folder/name-4"
mode pass
switch "two orders in one plug" 1 action=off plug=$'1\r/off 4'
ok "$as: nothing is switched" is_on
switch "a wrong password" 1 action=off plug=4 password=falsch
like "$as: is told" "$err" "127.0.0.1 refuses name or password"
switch "no password" 1 action=off plug=4 password=
like "$as: is told" "$err" "asks for a password"
switch "verbose" 0 action=status plug=4 verbose_level=3
like "$as: tells the steps" "$err" "DEBUG: "
unlike "$as: tells no secret" "$out$err" geheim
switch "another prompt" 1 action=status plug=4 command_prompt="XYZ>" login_timeout=1
like "$as: is waited for" "$err" "no 'password:' from the device"
mode many
switch "more outlets of one name than can be told" 1 action=off plug=web
like "$as: is told" "$err" "127.0.0.1 has too many outlets that are called web$"
is "$as: and none is switched" "$(all)" "on on on on "
mode pass
leaves 4
faults 4 0 silent endless mute nonsense half close stuck deadly
is "$as: and only what has to be is off" "$(all)" "on on on on "
if command -v telnet >/dev/null && [ -x /usr/sbin/fence_wti ]; then
	exits "the stock fence_wti switches the stand-in" 0 /usr/sbin/fence_wti -a 127.0.0.1 -p geheim -n 4 -o off
	ok "is off" is_off
	mkdir -p /run/lock
	exits "the stock plugin wti_nps takes it for one" 0 stonith -t wti_nps ipaddr=127.0.0.1 password=geheim -S
	mode pass
else
	skip "the stock agent switches the stand-in" "needs telnet and fence-agents"
fi
wti=$folder
# The same by ssh: an sshd with the stand-in behind it, on a terminal.
if [ ! -d "$build/fence" ] || ! command -v sshd ssh-keygen >/dev/null || [ ! -e "$sbin/fence_virsh" ]; then
	skip "fence_wti by ssh" "needs openssh-server and libssh"
else
	exec_in_session="exec $top/ocf-tests/net/switch-stand-in.py wti $folder 0"
	. "$(dirname "$0")/virsh-host.sh"
	listens() { grep -qi ":$(printf %04X "$1") 00000000:0000 0A" /proc/net/tcp; }
	how=(ip=127.0.0.1 ipport=8022 ssh=1 username=root identity_file="$dir/user" known_hosts="$dir/known")
	life 4
	switch "by ssh: list" 0 action=list
	is "$as: has names, of all pages" "$out" $'1,web\n2,Data Base\n3,web\n4,node4'
	switch "by ssh: by name, off of both outlets" 0 action=off plug=WEB
	is "$as: both are off" "$(all)" "off on off on "
	mode pass
	switch "by ssh: an unknown host" 1 action=off plug=4 known_hosts=/dev/null
	like "$as: is told" "$err" "host key of 127.0.0.1 is unknown"
	switch "by ssh: another host" 1 action=off plug=4 known_hosts="$dir/wrong"
	like "$as: is told" "$err" "host key of 127.0.0.1 is not the one that is known"
	switch "by ssh: a password" 0 action=status plug=4 identity_file= password=geheim
	switch "by ssh: a wrong password" 1 action=off plug=4 identity_file= password=falsch
	like "$as: is told" "$err" "log in to 127.0.0.1"
	switch "by ssh: verbose" 0 action=status plug=4 identity_file= password=geheim verbose_level=3
	like "$as: tells the steps" "$err" "DEBUG: "
	unlike "$as: tells no secret" "$out$err" geheim
	as="fence_wti"
	leaves 4
	faults 4 0 silent endless mute nonsense half close stuck deadly
	is "$as: and only what has to be is off" "$(all)" "on on on on "
fi

# ---- BayTech
as=fence_baytech
stand_in baytech 2300
how=(ip=127.0.0.1 ipport=2300 username=admin password=geheim)
life node4
switch "list" 0 action=list
is "$as: has names" "$out" $'1,web\n2,Data Base\n3,web\n4,node4'
switch "a name with a blank" 0 action=off plug="data base"
switch "a number" 0 action=off plug=1
is "$as: the right ones are off" "$(all)" "off off on on "
mode pass
switch "by name, off of both outlets" 0 action=off plug=WEB
is "$as: both are off" "$(all)" "off on off on "
echo on >"$folder/plug-3"
switch "one of two is on" 0 action=status plug=web
switch "and is switched off again" 0 action=off plug=web
is "$as: both are off" "$(all)" "off on off on "
switch "on of both" 0 action=on plug=web
is "$as: both are on" "$(all)" "on on on on "
switch "a name that only begins so" 1 action=off plug=we
echo 1 >"$folder/name-4"
switch "a number that is the name of another outlet, too" 0 action=off plug=1
is "$as: is the number" "$(all)" "off on on on "
rm "$folder/name-4"
echo booting >"$folder/plug-4"
switch "status of what is neither on nor off" 1 action=status plug=4
is "$as: is none" "$out" ""
mode pass
switch "verbose" 0 action=status plug=4 verbose_level=3
like "$as: tells the steps" "$err" "DEBUG: "
unlike "$as: tells no secret" "$out$err" geheim
mode confirm
switch "asks before it obeys" 0 action=off plug=4
ok "$as: is off" is_off
mode pass
switch "an unknown outlet" 1 action=off plug=node9
like "$as: is told" "$err" "the device has no outlet node9"
switch "a wrong password" 1 action=off plug=4 password=falsch
like "$as: is told" "$err" "refuses name or password"
switch "neither ip nor ttydev" 1 action=off plug=4 ip=
like "$as: is told" "$err" "wants one of the options ip and ttydev"
leaves node4
faults node4 0 silent mute nonsense half close stuck deadly
stand_in baytech
how=(ttydev="$folder/tty")
as=fence_baytech
life node4
faults node4 0.2 silent mute nonsense half stuck deadly

# ---- APC Smart-UPS: one switch for all
as=fence_apcsmart
stand_in apcsmart
is_on() { [ "$(outlet 1)" = on ]; }
is_off() { [ "$(outlet 1)" = off ]; }
how=(ttydev="$folder/tty" "hostlist=node4 node5")
life NODE4
switch "list" 0 action=list
is "$as: has the machines" "$out" $'node4,\nnode5,'
switch "an unknown machine" 1 action=off plug=node7
like "$as: is told" "$err" "hostlist does not have node7"
ok "$as: nothing is switched" is_on
for name in node node45; do switch "a machine whose name only begins so" 1 action=off plug=$name; done
# Register 1 has other bits, too: only those of its sleep say that the load is off.
echo 3F >"$folder/flags"
switch "other bits of the register" 0 action=status plug=node4
echo 80 >"$folder/flags"
switch "asleep until the mains come back" 2 action=status plug=node4
echo 140 >"$folder/flags"
switch "a register of three digits" 1 action=status plug=node4
rm "$folder/flags"
mode alarms 0.2
switch "alarms between the answers" 0 action=reboot plug=node4
faults node4 0.2 silent mute nonsense half stuck deadly
mkdir -p /run/lock
if [ -e /usr/lib/stonith/plugins/stonith2/apcsmart.so ]; then
	exits "the stock plugin apcsmart switches the stand-in off" 0 timeout 60 stonith -t apcsmart \
		ttydev="$(readlink "$folder/tty")" hostlist=node4 -T off node4
	ok "is off" is_off
fi
mode pass 0.2

fencer
drives fence_apcsmart node4 is_off is_on ttydev="$folder/tty" hostlist=node4
folder=$wti
is_on() { [ "$(outlet 4)" = on ]; }
is_off() { [ "$(outlet 4)" = off ]; }
drives fence_wti node4 is_off is_on ip=127.0.0.1 password=geheim
folder=$tap_dir/baytech2300
mode pass
drives fence_baytech node4 is_off is_on ip=127.0.0.1 ipport=2300 username=admin password=geheim
unlike "the fencer's log has no password" "$(cat "$fencer_log")" geheim
done_testing
