#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_ipmilan against openipmi's ipmi_sim, alone, over a bad line, and under the fencer.
. "$(dirname "$0")/fencer.sh"
. "$(dirname "$0")/ipmi-sim.sh"

[ -x "$sbin/fence_ipmilan" ] || skip_all "fence_ipmilan is not built (needs libfreeipmi)"
need python3
echo 1 >"$machine"
controller 9700
mode=$tap_dir/mode
echo pass >"$mode"
"$top/ocf-tests/net/faulty-udp.py" 9623 9700 "$mode" &
cleanup "kill $!"
wait_for 10 listens 9623

# bmc NAME CODE LINE...: the agent, told by standard input.
bmc() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' ip=127.0.0.1 ipport=9623 username=admin password=geheim power_wait=0 "$@" |
		timeout 60 "$sbin/${as:-fence_ipmilan}" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

for version in lanplus=0 lanplus=1 "lanplus=1 cipher=3" "lanplus=0 auth=password"; do
	read -ra how <<<"$version"
	bmc "$version: status" 0 action=status "${how[@]}"
	is "$version: says so" "$out$err" "Status: ON"
	bmc "$version: off" 0 action=off "${how[@]}"
	ok "$version: is off" is_off
	bmc "$version: status is off" 2 action=status "${how[@]}"
	bmc "$version: on" 0 action=on "${how[@]}"
	ok "$version: is on" is_on
	bmc "$version: reboot" 0 action=reboot "${how[@]}"
	ok "$version: is on again" is_on
	bmc "$version: monitor" 0 action=monitor "${how[@]}"
	is "$version: says nothing" "$out$err" ""
done
as=fence_ilo4 bmc "another name has lanplus" 0 action=status verbose=1
like "of its own" "$err" "IPMI 2.0, cipher suite 17"
like "and falls back at once" "$err" "cipher suite 3"
ok "without the ten seconds" test "$took" -lt 3000
suites() { grep -o 'cipher suite [0-9]*' "$tap_dir/err" | cut -d' ' -f3 | xargs; }
bmc "a suite that is asked for" 0 action=status lanplus=1 cipher=3 verbose=1
is "is the only one" "$(suites)" 3
bmc "one that the controller does not have" 1 action=status lanplus=1 cipher=17 verbose=1
unlike "is not replaced" "$(suites)" "[^17 ]"
bmc "a refusal" 1 action=monitor lanplus=1 password=falsch verbose=1 retry_on=0
is "counts once against a lock" "$(suites)" "17 3"
bmc "a time of 0 is no limit" 0 action=monitor login_timeout=0 shell_timeout=0
bmc "port_as_ip" 0 action=status port_as_ip=1 port=127.0.0.1 ip=192.0.2.1
bmc "a plug of the fencer's is no plug" 0 action=status port=node1 nodename=node1

# Credentials.
bmc "a wrong password" 1 action=off lanplus=1 password=falsch
like "is told" "$err" "^cannot get the state of 127.0.0.1: session of 127.0.0.1: password invalid$"
bmc "an unknown user" 1 action=off lanplus=1 username=nobody
like "is told" "$err" "username invalid"
bmc "a wrong password of IPMI 1.5" 1 action=off password=falsch login_timeout=2
like "is told" "$err" "timed out"
ok "in time" test "$took" -lt 4000
ok "nothing was switched" is_on
bmc "verbose" 0 action=off lanplus=1 verbose_level=3
like "tells the steps" "$err" "DEBUG: "
unlike "tells no secret" "$out$err" geheim
bmc "on" 0 action=on lanplus=1

# A controller with a key of its own, K_g.
controller_key=abcdefghijklmnop
controller 9700
key=6162636465666768696a6b6c6d6e6f70
bmc "the controller's key" 0 action=off lanplus=1 hexadecimal_kg=$key
ok "is used" is_off
bmc "the same, as ipmitool writes it" 0 action=on lanplus=1 hexadecimal_kg=0x$key verbose_level=3
unlike "and never told" "$out$err" $key
bmc "no key" 1 action=off lanplus=1
like "is told" "$err" "session of 127.0.0.1: k_g invalid$"
bmc "a wrong key" 1 action=off lanplus=1 hexadecimal_kg=${key%70}71
like "is told" "$err" "session of 127.0.0.1: k_g invalid$"
ok "and nothing was switched" is_on
unset controller_key
controller 9700

# Under suite 17, refused for what it is told, not for the suite.
"$top/ocf-tests/net/ipmi-refusal.py" 9701 >"$tap_dir/refused" &
cleanup "kill $!"
wait_for 10 listens 9701
for who in admin nobody; do
	: >"$tap_dir/refused"
	bmc "$who is refused" 1 action=off ipport=9701 lanplus=1 username=$who
	like "$who: is told" "$err" "^cannot get the state of 127.0.0.1: session of 127.0.0.1: (password|username) invalid$"
	is "$who: once, under suite 17 alone" "$(cat "$tap_dir/refused")" "17 $who"
done

# What else a controller is ordered.
: >"$tap_dir/sim/calls"
bmc "method=cycle" 0 action=reboot lanplus=1 method=cycle power_timeout=5
is "switches off, then on, by itself" "$(grep -o 'set .*' "$tap_dir/sim/calls" | xargs)" "set power 0 set power 1"
bmc "an interrupt that the controller does not know" 1 action=diag lanplus=1
like "is told" "$err" "^cannot diag 127.0.0.1: "
bmc "too low a privilege" 1 action=off lanplus=1 username=guest privlvl=user
like "is told" "$err" "privilege level insufficient"
ok "and nothing was switched" is_on

# The options' form.
bmc "a cipher that is none" 1 action=validate-all cipher=x
forty=$(printf '%040d' 0)
for row in "geheim:1" " 1:1" "+1:1" "-1:1" "0x:3" "6:2" "61 2:3" "616:4" "61g1:3" "0x6162q:7" "${forty}11:41" "0x${forty}1:43"; do
	bmc "a key that is none: ${row%:*}" 1 action=validate-all "hexadecimal_kg=\"${row%:*}\""
	is "is told by its place" "$err" "option hexadecimal_kg is wrong at character ${row##*:}: wants 1 to 20 bytes in hexadecimal, two digits each"
done
bmc "the longest key there can be" 0 action=validate-all "hexadecimal_kg=0x$forty"
bmc "digits of either case" 0 action=validate-all hexadecimal_kg=aAfF09
bmc "a name that does not exist" 1 action=status ip=bmc.invalid
like "is told" "$err" "cannot look bmc.invalid up"

# A device that obeys, and does nothing.
touch "$tap_dir/sim/stuck"
bmc "a device that does nothing" 1 action=off lanplus=1 power_timeout=2
like "is not believed" "$err" "still on \(timed out\)"
rm "$tap_dir/sim/stuck"

# The line.  Each fault gets a controller that has not seen the one before.
for version in lanplus=0 lanplus=1; do
	for fault in drop nonsense cut "slow 30"; do
		controller 9700
		echo "$fault" >"$mode"
		bmc "$version, $fault" 1 action=off $version login_timeout=2 shell_timeout=1 power_timeout=2
		is "$version, $fault: says nothing on standard output" "$out" ""
		ok "$version, $fault: in time" test "$took" -lt 8000
		ok "$version, $fault: nothing was switched" is_on
	done
	controller 9700
	echo "slow 0.1" >"$mode"
	bmc "$version, a slow device" 0 action=off $version
	ok "$version, a slow device: is off" is_off
	echo pass >"$mode"
	bmc "$version: on" 0 action=on $version
	controller 9700
	# From the moment the machine is off the line is dead.
	echo "echo drop >$mode" >"$tap_dir/sim/dies"
	sed -i 's,^set).*,set) echo "$4" >'"$machine"'; [ "$4" = 1 ] || echo drop >'"$mode"' ;;,' "$tap_dir/sim/chassis"
	bmc "$version, dying between off and its proof" 1 action=reboot $version login_timeout=1 shell_timeout=1 power_timeout=2
	ok "$version, dying: in time" test "$took" -lt 12000
	is "$version, dying: no success" "$out" ""
	like "$version, dying: is told" "$err" "^cannot turn off 127.0.0.1: .*timed out"
	echo pass >"$mode"
	echo 1 >"$machine"
	# A session that was opened in time, and an answer that never comes: an exchange has its own deadline.
	controller 9700
	sed -i 's,^get).*,get) echo drop >'"$mode"'; echo power:1 ;;,' "$tap_dir/sim/chassis"
	bmc "$version, an answer that never comes" 1 action=status $version login_timeout=15 shell_timeout=1
	like "$version, an answer that never comes: is told" "$err" "no answer \(timed out\)"
	ok "$version, an answer that never comes: in time" test "$took" -lt 9000
	echo pass >"$mode"
done

# Random faults: whatever the answers are, success means that the machine is off.
lies=0 late=0
for seed in $(seq 1 "${EB_FAULTS:-30}"); do
	[ $((seed % 10)) != 1 ] || controller 9700
	echo 1 >"$machine"
	echo "flip $seed" >"$mode"
	bmc_version=lanplus=$((seed % 2)) start=${EPOCHREALTIME/./}
	if printf '%s\n' ip=127.0.0.1 ipport=9623 username=admin password=geheim power_wait=0 action=off \
		$bmc_version login_timeout=1 shell_timeout=0.5 power_timeout=1 |
		timeout 60 "$sbin/fence_ipmilan" >/dev/null 2>&1; then
		is_off || lies=$((lies + 1))
	fi
	[ $(((${EPOCHREALTIME/./} - start) / 1000000)) -lt 10 ] || late=$((late + 1))
done
is "random faults: no lie" $lies 0
is "random faults: never late" $late 0
echo pass >"$mode"

controller 9700
echo 1 >"$machine"
fencer
drives fence_ipmilan node1 is_off is_on ip=127.0.0.1 ipport=9700 username=admin password=geheim \
	lanplus=1 power_wait=0 pcmk_host_list=node1
controller 9700
fails_in_fencer fence_ipmilan node1 "password invalid" ip=127.0.0.1 ipport=9700 username=admin \
	password=falsch lanplus=1 pcmk_host_list=node1
unlike "the fencer's log has no password" "$(cat "$fencer_log")" falsch
# A machine whose supply is dead is fenced when it is off, not when it comes back.
sed -i 's/^set).*/set) [ "$4" = 1 ] || echo 0 >'"${machine//\//\\/}"' ;;/' "$tap_dir/sim/chassis"
echo 1 >"$machine"
exits "register a machine that stays off" 0 stonith_admin -R dead-supply -a fence_ipmilan -o ip=127.0.0.1 \
	-o ipport=9700 -o username=admin -o password=geheim -o lanplus=1 -o power_wait=0 -o power_timeout=2 \
	-o pcmk_host_list=node1
exits "its reboot succeeds" 0 silently stonith_admin -B node1 -t 25
ok "it is off" is_off
like "and the fencer's log says that it stays so" "$(said_on_stderr)" "cannot turn on again \(it was off\)"
done_testing
