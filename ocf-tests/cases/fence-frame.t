#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the fence frame promises for every agent, shown on one that fails as it is told.
. "$(dirname "$0")/../tap.sh"

agent=$build/ocf-tests/fake/fence
device=$tap_dir/device
unset PCMK_service
mkdir "$device"

# plugs STATE...: plug 1 is in the first state, plug 2 in the second; the log is empty.
plugs() {
	local i=0 state
	rm -f "$device"/*
	for state; do
		i=$((i + 1))
		echo "$state $state" >"$device/plug-$i"
		touch -d '-1 hour' "$device/plug-$i"
	done
}
# fed NAME CODE LINE...: the agent with these lines on standard input.
fed() {
	local name=$1 want=$2 got=0
	shift 2
	printf '%s\n' "device=$device" "$@" >"$tap_dir/in"
	"$agent" <"$tap_dir/in" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
log() { grep -vE '^(open|close)$' "$device/log" 2>/dev/null | tr '\n' ',' ; }
state() { cut -d' ' -f2 "$device/plug-$1"; }
took_ms() { echo $(((${EPOCHREALTIME/./} - start) / 1000)); }
clock() { start=${EPOCHREALTIME/./}; }

# ---- the actions and what they say
plugs on off
fed "status of what is on" 0 action=status plug=1
is "says so" "$out" "Status: ON"
is "and nothing else" "$err" ""
fed "status of what is off is 2" 2 action=status plug=2
is "says so" "$out" "Status: OFF"
fed "on: already" 0 action=on plug=1
is "on: says so" "$out" "Success: Already ON"
fed "off: already" 0 action=off plug=2
is "off: says so" "$out" "Success: Already OFF"
is "nothing was ordered" "$(log)" "get 1,get 2,get 1,get 2,"
fed "off" 0 action=off plug=1
is "says so on standard output" "$out" "Success: Powered OFF"
is "and nothing on standard error" "$err" ""
is "it is off" "$(state 1)" off
fed "on" 0 action=on plug=2
is "says so" "$out" "Success: Powered ON"
plugs on
fed "reboot" 0 action=reboot plug=1
is "says so" "$out" "Success: Rebooted"
is "looks, switches off, looks, switches on, looks" "$(log)" "get 1,set-off 1,get 1,set-on 1,get 1,"
plugs off
fed "reboot of what is off" 0 action=reboot plug=1
is "only switches on" "$(log)" "get 1,set-on 1,get 1,"
plugs on
fed "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
fed "list" 0 action=list
is "a plug a line" "$out" $'1,one\n2,'
fed "list with a separator" 0 action=list separator=:
is "that is used" "$out" $'1:one\n2:'
fed "list-status" 0 action=list-status
is "with states" "$out" $'1,one,ON\n2,,UNKNOWN'
fed "actions in capitals" 0 ACTION=x action=STATUS plug=1
fed "an action of the agent's own" 0 action=diag plug=1
is "says so" "$out" "Success: Rebooted"

# ---- nothing is done when no action was said, or an unknown one
plugs on
fed "no action" 1 plug=1
like "is told" "$err" "^option action is missing: nothing is done$"
fed "option= is action=" 0 option=status plug=1
is "and no reboot" "$(state 1)" on
exits "no action on a command line" 1 "$agent" -f "$device" -n 1
fed "an unknown action" 1 action=explode plug=1
like "in the fencer's words" "$err" "^unrecognised action 'explode'$"
fed "enable is for fabric agents" 1 action=enable plug=1
fed "an action that only begins well" 1 action=of plug=1
fed "no plug" 1 action=off
like "is told" "$err" "option plug is missing"
for action in off on reboot status diag; do
	fed "$action of nothing but separators" 1 action=$action plug=,,
	is "says no success" "$out" ""
	like "is told" "$err" "^option plug has nothing but what parts plugs \\(','\\)$"
done
fed "a separator that eats the plug" 1 action=off plug=1 plug_separator=1
printf 'device=%s\naction=status\nplug=1\n\0plug=2\n' "$device" | "$agent" >"$tap_dir/out" 2>"$tap_dir/err"
is "a NUL in the options is refused" "$? $(cat "$tap_dir/out")" "1 "
like "is told" "$(cat "$tap_dir/err")" "^cannot read the options: "
is "all this: only one status" "$(log)" "get 1,"
plugs on
fed "version beside off: off is what counts" 0 action=off plug=1 version=1
is "and is done" "$(state 1) $out" "off Success: Powered OFF"
plugs on
fed "help beside status" 0 help=1 action=status plug=1
is "says the state" "$out" "Status: ON"
fed "help alone" 0 help=1
like "is help" "$out" "^usage: "
exits "no input at all" 1 "$agent"

# ---- options
plugs on
fed "blanks, comments, quotes, old names" 0 "  action=status  " "# plug=7" "" 'port="1"'
fed "the last word counts" 0 action=status plug=7 plug=1
fed "an unknown option" 0 action=status plug=1 colur=red
is "is told, and ignored" "$err" "unknown option ignored: colur"
fed "the rest of a value" 0 action=status plug=1 password=erste geheim
is "is told, but not shown" "$err" "unknown option ignored: a line without '='"
fed "what a terminal obeys" 0 action=status plug=1 $'\e[31mcolur=red'
is "is told without that" "$err" "unknown option ignored:  [31mcolur"
fed "what the fencer and dlm add" 0 action=status plug=1 nodename=n1 fail_time=1 node=n1
is "is not told" "$err" ""
fed "- and _ are the same" 0 action=status plug=1 power-wait=0
fed "a choice in another case" 0 action=status plug=1 colour=GREEN
fed "an old name of a choice" 0 action=status plug=1 color=red
fed "no choice" 1 action=status plug=1 colour=blue
like "is told" "$err" "^option colour is 'blue': wants one of Red, Green$"
fed "no number" 1 action=status plug=1 power_timeout=soon
like "is told" "$err" "^option power_timeout is 'soon': wants a number of seconds$"
fed "a boolean that is no boolean" 0 action=status plug=1 lies=perhaps
like "does not stand in the way, and is told" "$err" "^option lies is 'perhaps': wants true or false; going on without it$"
fed "lies=0 is no lie" 0 action=off plug=1 lies=0
is "it is off" "$(state 1)" off
plugs on
exits "short options" 0 "$agent" -f "$device" -o status -n1
exits "long options" 0 "$agent" --device="$device" --action status --plug=1
exits "the beginning of a long option" 0 "$agent" --device="$device" --act status --plug=1
exits "the beginning of two" 1 "$agent" --device="$device" --action status --p 1
exits "an unknown long option" 1 "$agent" --device="$device" --action status --plux=1
like "is told" "$err" "unknown option --plux"
for quiet in "-q" "-q 1" "-vq yes" "--quiet" "--quiet true" "-q 0" "--quiet no" "--quiet=0"; do
	read -ra words <<<"$quiet"
	exits "$quiet: the words of a flag are understood" 0 "$agent" "${words[@]}" -f "$device" -o status -n 1
	exits "$quiet: with a plug that is none" 1 "$agent" "${words[@]}" -f "$device" -o status -n 9
	case $quiet in
	*0 | *no) like "$quiet: says why" "$err" "^cannot get the state of plug 9: " ;;
	*) unlike "$quiet: is quiet" "$err" "cannot" ;;
	esac
done
exits "an unknown short option" 1 "$agent" -Z
exits "an option without its value" 1 "$agent" -f "$device" -o status -n
exits "a stray word" 1 "$agent" -f "$device" -o off -n 1 geheim
unlike "is not repeated" "$err" geheim
is "and nothing was done" "$(state 1)" on

# ---- plug, port and nodename
plugs on off
fed "the fencer's port does not hide plug" 2 action=status port=node1 plug=2 nodename=node1
fed "in any order" 2 plug=2 nodename=node1 port=node1 action=status
fed "nor the fencer's plug port" 2 action=status plug=node1 port=2 nodename=node1
fed "two plugs that are not the same" 1 action=off plug=1 port=2 nodename=node1
like "are told" "$err" "plug \('1'\) and port \('2'\) contradict each other"
is "and nothing is switched" "$(state 1)" on

# ---- several plugs
plugs on on
fed "status of two" 0 action=status plug=1,2
fed "reboot of two" 0 action=reboot plug=1,2
is "both are off before one goes on" "$(log)" \
	"get 1,get 2,get 1,get 2,set-off 1,set-off 2,get 1,get 2,set-on 1,set-on 2,get 1,get 2,"
plugs on off
fed "on of two, when one is on" 0 action=on plug=1,2
is "switches the other on" "$(state 2)" on
fed "another separator" 0 action=status plug=1:2 plug_separator=:
plugs off off
fed "status of two that are off" 2 action=status plug=1,2
plugs on on
fed "one of two plugs does not exist" 1 action=off plug=1,3
is "and nothing is switched" "$(state 1)" on
fed "missing_as_off" 0 action=off plug=1,3 missing_as_off=1
plugs on
fed "missing_as_off: a session that breaks is no missing plug" 1 action=off plug=1 missing_as_off=1 faults=get:0:104
is "and nothing is switched" "$(state 1)" on

# ---- only a later get proves anything, within the time
plugs on
clock
fed "a device that lies" 1 action=off plug=1 lies=1 power_timeout=0.4
like "is not believed" "$err" "^cannot turn off plug 1: plug 1 is still on \(timed out\)$"
ok "after power_timeout" test "$(took_ms)" -ge 400
plugs off
fed "nor when it says to have switched on" 1 action=on plug=1 lies=1 power_timeout=0.2 retry_on=0
like "is told" "$err" "^cannot turn on plug 1: plug 1 is still off"
plugs on
is "nor is reboot" "$(fed x 1 action=reboot plug=1 lies=1 power_timeout=0.2 >/dev/null; grep -c set-on "$device/log")" 0
plugs on
clock
fed "a slow device" 0 action=off plug=1 slow=300ms
ok "is waited for, no longer than need be" test "$(took_ms)" -lt 5000
plugs on
fed "the looks become fewer" 0 action=off plug=1 slow=1s
ok "and end at once" test "$(log | grep -o 'get 1' | wc -l)" -lt 12
plugs on
clock
fed "power_wait" 0 action=reboot plug=1 power_wait=0.2
ok "comes after each order" test "$(took_ms)" -ge 400
plugs on
PCMK_service=pacemaker-fenced fed "the fencer keeps the time itself: power_timeout does not end it" 0 \
	action=off plug=1 slow=0.6 power_timeout=0.1
plugs on
fed "power_timeout=0 is no limit" 0 action=off plug=1 slow=0.6 power_timeout=0
plugs on
clock
fed "delay" 0 action=off plug=1 delay=0.3
ok "waits before" test "$(took_ms)" -ge 300
clock
fed "but not before on" 0 action=on plug=1 delay=30
ok "at all" test "$(took_ms)" -lt 10000
plugs on
clock
fed "a silent device" 1 action=off plug=1 hangs=1 login_timeout=0.3 shell_timeout=0.3
like "is told in the fencer's words" "$err" "^cannot get the state of plug 1: no answer from the fake \(timed out\)$"
ok "in time" test "$(took_ms)" -lt 10000
plugs on
clock
fed "one look that would outlast power_timeout" 1 action=off plug=1 shell_timeout=40 power_timeout=0.3 faults="get:2:0 get:3:0"
like "is told" "$err" "^cannot turn off plug 1: plug 1 is still unknown \\(timed out\\)"
ok "when power_timeout has passed" test "$(took_ms)" -lt 15000
plugs on
clock
fed "one session that would" 1 action=off plug=1 login_timeout=40 power_timeout=0.3 faults="get:2:104 open:2:0 open:3:0"
ok "does not, either" test "$(took_ms)" -lt 15000

# ---- faults
plugs on
fed "a session that breaks at the first look" 0 action=off plug=1 faults=get:1:104
is "is opened anew" "$(log)" "get 1,get 1,set-off 1,get 1,"
plugs on
fed "a session that breaks at the order" 0 action=off plug=1 faults=set:1:104
is "is ordered anew" "$(log)" "get 1,set-off 1,set-off 1,get 1,"
plugs on
fed "a session that breaks between off and on" 0 action=reboot plug=1 faults=get:2:104
is "it is off before it is on" "$(log)" "get 1,set-off 1,get 1,get 1,set-on 1,get 1,"
plugs on
fed "a device that dies between off and its proof" 1 action=off plug=1 "faults=get:2:104 get:3:104 get:4:104 get:5:104 get:6:104 get:7:104 get:8:104" power_timeout=0.3
like "is no success" "$err" "^cannot turn off plug 1: plug 1 is still unknown \(timed out\): Connection reset by peer$"
plugs on
fed "orders that fail for good" 1 action=off plug=1 faults=set:0:104 shell_timeout=0.2
like "are told as such" "$err" "^cannot turn off plug 1: the fake fails: Connection reset by peer$"
plugs on
fed "credentials that are refused" 1 action=off plug=1 faults=open:0:13
is "one attempt" "$(grep -c open "$device/log")" 1
like "is told" "$err" "Permission denied"
plugs on
fed "nonsense" 1 action=off plug=1 faults=get:0:71
echo rubbish >"$device/plug-1"
fed "a state that is none" 1 action=status plug=1
for action in status off on reboot; do
	echo "dim dim" >"$device/plug-1"
	fed "$action of what is neither on nor off" 1 action=$action plug=1 power_timeout=0.2
	is "says nothing on standard output" "$out" ""
	like "is told" "$err" "^cannot get the state of plug 1: the device says neither on nor off"
done
plugs on
fed "on fails after off: it is fenced" 0 action=reboot plug=1 "faults=set:2:5 set:3:5 set:4:5 set:5:5 set:6:5" shell_timeout=0.1
is "said" "$out" "Success: Rebooted"
like "and told" "$err" "^cannot turn on again \(it was off\) plug 1: "
plugs off
PCMK_service=pacemaker-fenced fed "what was seen off and stays so does not wait for the fencer to end it" 0 \
	action=reboot plug=1 lies=1 power_timeout=0.3
is "it is fenced" "$out" "Success: Rebooted"
like "and told" "$err" "^cannot turn on again \\(it was off\\) plug 1: plug 1 is still off \\(timed out\\)"
plugs off
clock
PCMK_service=pacemaker-fenced fed "nor does what is silent from then on" 0 \
	action=reboot plug=1 power_timeout=0.3 faults="set:1:0 open:2:0 open:3:0 open:4:0"
ok "in time" test "$(took_ms)" -lt 10000
plugs off
fed "on that fails once is tried again" 0 action=on plug=1 "faults=set:1:5 set:2:5" shell_timeout=0.1
plugs on
fed "method=cycle" 0 action=reboot plug=1 method=cycle
is "is the device's own" "$(log)" "get 1,cycle 1,get 1,"
plugs on
fed "a cycle that is refused" 1 action=reboot plug=1 method=cycle faults=cycle:0:5
like "is told" "$err" "^cannot reboot plug 1: "

plugs off
fed "what is off is not cycled" 0 action=reboot plug=1 method=cycle faults=cycle:0:5
is "it is only switched on" "$(log)" "get 1,set-on 1,get 1,"
is "and has been seen off" "$out" "Success: Rebooted"

# ---- secrets
plugs on
verbose=$(printf '%s\n' "device=$device" action=off plug=1 password=geheim verbose=1 "debug_file=$tap_dir/debug" | "$agent" 2>&1)
like "verbose tells the steps" "$verbose" "DEBUG: turn off plug 1: ordered"
unlike "and no secret" "$verbose$(cat "$tap_dir/debug")" geheim
like "debug_file has them, too" "$(cat "$tap_dir/debug")" "turn off plug 1"
fed "a secret that is wrong" 1 action=status plug=1 pin=geheim
is "is told, but not shown" "$err" "option pin is wrong: wants a whole number"
fed "a script that fails" 1 action=status plug=1 password_script="echo geheim; exit 3"
is "is told" "$err" "the command of password_script exits with 3"
fed "also where there is a password" 1 action=status plug=1 password=geheim password_script=false
fed "a script that says nothing" 1 action=status plug=1 password_script=true
plugs on
fed "a script" 0 action=status plug=1 password_script="echo geheim"
fed "a file that is not there" 1 action=status plug=1 password_file="$tap_dir/none"
echo geheim >"$tap_dir/secret"
fed "a file" 0 action=status plug=1 password_file="$tap_dir/secret"
for how in -pgeheim "-p geheim" --password=geheim "--password geheim" --passwd=geheim \
	"-p geheim --password=geheimer"; do
	rm -f "$device/log"
	read -ra words <<<"$how"
	"$agent" -f "$device" -o status -n 1 "${words[@]}" --hangs=1 --login-timeout=30 >/dev/null 2>&1 &
	pid=$!
	wait_for 20 test -s "$device/log"
	unlike "$how: a password leaves the command line" "$(tr '\0' ' ' <"/proc/$pid/cmdline")" geheim
	kill "$pid"
	wait "$pid" 2>/dev/null
done
fed "quiet" 1 action=off plug=9 quiet=1
is "says nothing" "$err" ""

# ---- what it says of itself
fed "validate-all" 0 action=validate-all plug=1
fed "validate-all tells every fault" 1 action=validate-all plug=1 colour=blue power_wait=soon
is "one a line" "$(wc -l <<<"$err")" 2
exits "help" 0 "$agent" -h
like "lists the options" "$out" "-n, --plug="
exits "version" 0 "$agent" -V
exits "metadata needs nothing else" 0 "$agent" -o metadata
ln -s "$agent" "$tap_dir/fence_eb_pretender"
exits "another name" 0 "$tap_dir/fence_eb_pretender" -o metadata
like "is the name in the metadata" "$out" 'resource-agent name="fence_eb_pretender" shortdesc="Fences slowly"'
like "with the defaults of that name" "$(grep -A2 'name="power_wait"' <<<"$out")" 'default="0.05"'
done_testing
