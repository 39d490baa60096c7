#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_virsh against an sshd of ours, behind which a stand-in plays virsh and its machines.
. "$(dirname "$0")/fencer.sh"
[ -x "$sbin/fence_virsh" ] || skip_all "fence_virsh is not built (needs libssh)"
need sshd ssh-keygen openssl

. "$(dirname "$0")/virsh-host.sh"
fault() { echo "$1" >"$dir/mode"; : >"$dir/log"; }
state() { cat "$dir/machines/$1"; }

# host NAME CODE LINE...: with time enough for a machine that has no time.
host() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' ip=127.0.0.1 ipport=8022 username=root identity_file="$dir/user" known_hosts="$dir/known" \
		login_timeout=30 shell_timeout=30 "$@" |
		timeout 60 "$sbin/fence_virsh" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
fault pass
echo running >"$dir/machines/web"
echo paused >"$dir/machines/it's two; words"
host "status" 0 action=status plug=web
is "says so" "$out$err" "Status: ON"
host "off" 0 action=off plug=web
is "is off" "$(state web)" "shut off"
host "status is off" 2 action=status plug=web
host "on" 0 action=on plug=web
is "is on" "$(state web)" running
host "reboot" 0 action=reboot plug=web
host "a name that a shell would take apart" 0 action=off "plug=it's two; words"
is "is one word" "$(state "it's two; words")" "shut off"
host "list" 0 action=list
is "has both" "$out" $'it\'s two; words,\nweb,'
host "list-status" 0 action=list-status
is "with states" "$out" $'it\'s two; words,,OFF\nweb,,ON'
host "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
host "sudo" 0 action=status plug=web use_sudo=1
host "a password" 0 action=status plug=web identity_file= password=geheim
host "a key with a passphrase" 0 action=status plug=web identity_file="$dir/locked" password=geheim
host "an unknown machine" 1 action=off plug=nobody
like "is told" "$err" "failed to get domain 'nobody'"
host "missing_as_off" 0 action=off plug=nobody missing_as_off=1
for odd in paused crashed "in shutdown" pmsuspended; do
	echo "$odd" >"$dir/machines/web"
	host "$odd is not off" 0 action=off plug=web
	is "$odd: is destroyed" "$(state web)" "shut off"
done
echo dreaming >"$dir/machines/web"
host "an unknown state" 1 action=off plug=web
like "is told" "$err" "says: dreaming"
echo running >"$dir/machines/web"

# Who is who.
host "an unknown host key" 1 action=off plug=web known_hosts="$dir/none"
like "is refused" "$err" "the host key of 127.0.0.1 is unknown"
host "another host key" 1 action=off plug=web known_hosts="$dir/wrong"
like "is refused" "$err" "host key"
nok "and not written down" grep -q . "$dir/none"
host "a wrong password" 1 action=off plug=web identity_file= password=falsch
like "is told" "$err" "log in to 127.0.0.1"
unlike "but not shown" "$err" falsch
host "a key that opens nothing" 1 action=off plug=web identity_file="$dir/other"
host "verbose" 0 action=status plug=web identity_file= password=geheim verbose_level=3
like "tells the steps" "$err" "DEBUG: "
unlike "tells no secret" "$out$err" geheim
host "no host" 1 action=off plug=web ipport=8023
like "is told" "$err" "cannot connect to 127.0.0.1 port 8023"
is "nothing was switched in all this" "$(state web)" running

for what in silent nonsense empty broken; do
	fault "$what"
	host "$what" 1 action=off plug=web shell_timeout=1
	is "$what: no success" "$out" ""
	ok "$what: in time" test "$took" -lt 40000
	is "$what: nothing was switched" "$(state web)" running
done
fault chatty
host "a host that greets" 0 action=off plug=web
is "is obeyed" "$(state web)" "shut off"
host "and tells the state" 2 action=status plug=web
echo running >"$dir/machines/web"
fault torn
host "two states" 1 action=off plug=web
like "are none" "$err" "says: shut off running"
fault broken
host "missing_as_off: a host that cannot tell has not said that it is missing" 1 action=off plug=web missing_as_off=1
like "is told" "$err" "failed to connect to the hypervisor"
fault gone
host "nor one whose daemon died in between" 1 action=off plug=web missing_as_off=1
like "is told" "$err" "failed to connect to the hypervisor"
fault mad
host "nor one that lists the machine" 1 action=off plug=web missing_as_off=1
like "is told" "$err" "lists web, but fails to get it"
fault stuck
host "a machine that stays on" 1 action=off plug=web power_timeout=5
like "is not believed" "$err" "still on \(timed out\)"
fault dies
host "dying between off and its proof" 1 action=reboot plug=web shell_timeout=1 power_timeout=2
is "no success" "$out" ""
like "is told" "$err" "timed out"
# A host that accepts connections and is silent from then on.
python3 -c 'import socket, time
s = socket.create_server(("127.0.0.1", 8024)); time.sleep(120)' &
cleanup "kill $!"
wait_for 10 listens 8024
host "a host that is silent from the start" 1 action=off plug=web ipport=8024 login_timeout=1
like "is told" "$err" "timed out"
ok "in time" test "$took" -lt 40000

fault pass
echo running >"$dir/machines/web"
fencer
is_on() { [ "$(state web)" = running ]; }
is_off() { [ "$(state web)" = "shut off" ]; }
drives fence_virsh web is_off is_on ip=127.0.0.1 ipport=8022 username=root identity_file="$dir/user" \
	known_hosts="$dir/known"
done_testing
