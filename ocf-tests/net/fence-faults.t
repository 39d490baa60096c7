#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random faults on the line between an agent and its device: silent, slow, nonsense, garbled, cut,
# hung up, from a random moment on; and devices that obey in words only.  Whatever happens: success
# is said only of what the device did, a failure is one line, and nobody is late.
#   EB_FAULTS  rounds for each agent (default 6)
#   EB_SEED    another number, other faults
#   EB_ONLY    this agent alone
. "$(dirname "$0")/fencer.sh"
. "$(dirname "$0")/ipmi-sim.sh"
. "$(dirname "$0")/pdu.sh"
need python3 openssl
listens() { cat /proc/net/tcp /proc/net/udp | grep -qi ":$(printf %04X "$1") 00000000:0000 0[7A]"; }
line=$tap_dir/line
mkdir "$line"
rounds=${EB_FAULTS:-6}

# through udp|tcp DEVICE: a line from 127.0.0.1:7000 to it.
through() {
	[ -z "${line_pid:-}" ] || { kill "$line_pid"; wait "$line_pid"; } 2>/dev/null
	rm -f "$line"/*
	"$top/ocf-tests/net/faulty-line.py" "$1" 7000 "$2" "$line" &
	line_pid=$!
	wait_for 10 listens 7000
}
cleanup '[ -z "${line_pid:-}" ] || kill "$line_pid" 2>/dev/null'

begun() { [ "$(cat "$line/round" 2>/dev/null)" = "$(cat "$line/seed")" ]; }

# suffer NAME LINE...: the agent through the line, again and again.  turn_on, is_off and stick look at
# and prepare the device; renew is called before each round where it is needed.
suffer() {
	local name=$1 lies=0 late=0 mute=0 odd=0 hits=0 good=0 slow=0 round action got start
	[ "${EB_ONLY:-$name}" = "$name" ] || return
	shift
	for ((round = 1; round <= rounds; round++)); do
		renew
		turn_on
		action=off
		[ $((round % 2)) = 1 ] || action=reboot
		[ $((round % 7)) != 0 ] || stick
		rm -f "$line/hit"
		echo $((round * 31 + ${EB_SEED:-0})) >"$line/seed"
		wait_for 60 begun || diag "$name, round $round: the line is stuck"
		start=${EPOCHREALTIME/./} got=0
		printf '%s\n' "$@" ip=127.0.0.1 ipport=7000 action=$action login_timeout=1 shell_timeout=1 \
			power_timeout=2 power_wait=0 | timeout 60 "$sbin/$name" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
		[ $(((${EPOCHREALTIME/./} - start) / 1000000)) -lt 15 ] || { late=$((late + 1)); diag "$name, round $round: late"; }
		[ ! -e "$line/hit" ] || hits=$((hits + 1))
		case $got in
		0)
			good=$((good + 1))
			[ "$action" = reboot ] || is_off || { lies=$((lies + 1)); diag "$name, round $round: says off, and is on"; }
			was_off || { lies=$((lies + 1)); diag "$name, round $round: was never off"; }
			;;
		1)
			[ ! -s "$tap_dir/out" ] && [ "$(grep -c . "$tap_dir/err")" = 1 ] || { mute=$((mute + 1)); diag "$name, round $round: $(cat "$tap_dir/out" "$tap_dir/err")"; }
			if [ ! -e "$line/hit" ] && [ $((round % 7)) != 0 ]; then
				diag "$name, round $round: fails without a fault: $(cat "$tap_dir/err")"
				# A second may pass on a loaded machine: late twice, it is the agent.
				if [ "$slow" != $round ] && grep -q "timed out" "$tap_dir/err"; then slow=$round round=$((round - 1)); else odd=$((odd + 1)); fi
			fi
			;;
		*) odd=$((odd + 1)); diag "$name, round $round: exits with $got" ;;
		esac
	done
	is "$name: never a lie" $lies 0
	is "$name: never late" $late 0
	is "$name: a failure is one line" $mute 0
	is "$name: and nothing odd" $odd 0
	ok "$name: faults struck" test $hits -gt 0
	diag "$name: $rounds rounds, $hits with a fault, $good successes"
}
renew() { :; }

# ---- IPMI
if [ -x "$sbin/fence_ipmilan" ] && command -v ipmi_sim >/dev/null; then
	echo 1 >"$machine"
	through udp 9700
	renew() { rm -f "$tap_dir/sim/stuck"; controller 9700; }
	turn_on() { echo 1 >"$machine"; touch -d @1 "$machine"; }
	stick() { touch "$tap_dir/sim/stuck"; }
	is_off() { [ "$(cat "$machine")" = 0 ]; }
	# The chassis writes the state with each order: a changed file is an order that was obeyed.
	was_off() { [ "$(stat -c %Y "$machine")" != 1 ]; }
	suffer fence_ipmilan username=admin password=geheim lanplus=1
fi

# ---- SNMP 3, which has checksums
if [ -x "$sbin/fence_apc_snmp" ] && command -v snmpd >/dev/null; then
	pdu=.1.3.6.1.4.1.318.1.1.12.3
	new_strip
	outlet $pdu.5.1.1.4.1 $pdu.3.1.1.4.1 $pdu.5.1.1.2.1 node1 1 2 1 2
	power_strip 9701 .1.3.6.1.4.1.318.1.3.4.5
	through udp 9701
	renew() { rm -f "$strip/stuck"; }
	turn_on() { sed -i "s/^\($pdu.5.1.1.4.1 integer\) .*/\1 1/" "$strip/values"; sed -i "s/^\($pdu.3.1.1.4.1 integer\) .*/\1 9/" "$strip/values"; }
	stick() { touch "$strip/stuck"; }
	is_off() { [ "$(value $pdu.5.1.1.4.1)" = 2 ]; }
	was_off() { [ "$(value $pdu.3.1.1.4.1)" != 9 ] || is_off; }
	suffer fence_apc_snmp plug=1 snmp_version=3 username=geheim password=$strip_password \
		snmp_auth_prot=SHA snmp_priv_prot=AES snmp_priv_passwd=$strip_password
fi

# ---- Redfish
if [ -x "$sbin/fence_redfish" ]; then
	folder=$tap_dir/controller
	mkdir "$folder"
	echo On >"$folder/power"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bmc -addext "subjectAltName=IP:127.0.0.1" \
		-keyout "$folder/key" -out "$folder/ca" >/dev/null 2>&1
	"$top/ocf-tests/net/redfish-stand-in.py" 8443 "$folder/ca" "$folder/key" "$folder" 2>/dev/null &
	cleanup "kill $!"
	wait_for 20 listens 8443
	through tcp 8443
	renew() { echo pass >"$folder/mode"; : >"$folder/log"; }
	turn_on() { echo On >"$folder/power"; }
	stick() { echo stuck >"$folder/mode"; }
	is_off() { [ "$(cat "$folder/power")" = Off ]; }
	was_off() { grep -q ForceOff "$folder/log" && [ "$(cat "$folder/mode")" = pass ]; }
	suffer fence_redfish username=admin password=geheim ssl_ca="$folder/ca"
fi

# ---- conversations
for kind in wti baytech; do
	port=2400
	[ $kind = wti ] || port=2401
	switch=$tap_dir/$kind
	mkdir "$switch"
	for n in 1 2 3 4; do echo on >"$switch/plug-$n"; done
	"$top/ocf-tests/net/switch-stand-in.py" $kind "$switch" $port &
	cleanup "kill $!"
	wait_for 10 listens $port
	through tcp $port
	renew() { echo pass >"$switch/mode"; }
	turn_on() { echo on >"$switch/plug-4"; touch -d @1 "$switch/plug-4"; }
	stick() { echo stuck >"$switch/mode"; }
	is_off() { [ "$(cat "$switch/plug-4")" = off ]; }
	was_off() { [ "$(stat -c %Y "$switch/plug-4")" != 1 ]; }
	suffer fence_$kind plug=4 username=admin password=geheim
done
done_testing
