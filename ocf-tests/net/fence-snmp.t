#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_apc_snmp and its kin against snmpd as each of the devices, over a bad line, and under
# the fencer.
. "$(dirname "$0")/fencer.sh"
. "$(dirname "$0")/pdu.sh"

[ -x "$sbin/fence_apc_snmp" ] || skip_all "fence_apc_snmp is not built (needs net-snmp)"
rpdu=.1.3.6.1.4.1.318.1.1.12.3
mode=$tap_dir/mode

# pdu NAME CODE LINE...: the agent $as, told by standard input.
pdu() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' ip=127.0.0.1 "ipport=${port:-9161}" power_wait=0 "$@" |
		timeout 60 "$sbin/${as:-fence_apc_snmp}" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

rack_pdu() {
	new_strip
	for n in 1 2 3; do
		outlet $rpdu.5.1.1.4.$n $rpdu.3.1.1.4.$n $rpdu.5.1.1.2.$n "node$n" 1 2 1 2
	done
	power_strip "${1:-9161}" .1.3.6.1.4.1.318.1.3.4.5
}
is_off() { [ "$(value $rpdu.5.1.1.4.1)" = 2 ]; }
is_on() { [ "$(value $rpdu.5.1.1.4.1)" = 1 ]; }

# Every way to log in.
rack_pdu
v3="snmp_version=3 username=geheim password=$strip_password snmp_auth_prot=SHA snmp_priv_prot=AES"
for how in "snmp_version=1" "snmp_version=2c community=private" \
	"$v3 snmp_priv_passwd=$strip_password" \
	"$v3 snmp_priv_passwd=$strip_password snmp_sec_level=authpriv" \
	"$v3 username=zweierlei snmp_priv_passwd=$strip_password-2" \
	"snmp_version=3 username=offen password=$strip_password" \
	"${v3/SHA/sha-256} snmp_priv_passwd=$strip_password username=modern"; do
	read -ra words <<<"$how"
	what=${how//$strip_password/...}
	pdu "$what: status" 0 action=status plug=1 "${words[@]}"
	is "$what: says so" "$out$err" "Status: ON"
	pdu "$what: off" 0 action=off plug=1 "${words[@]}"
	ok "$what: is off" is_off
	pdu "$what: on, by name" 0 action=on plug=node1 "${words[@]}"
	ok "$what: is on" is_on
done
pdu "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
pdu "list" 0 action=list
is "has names" "$out" $'1,node1\n2,node2\n3,node3'
pdu "off of two plugs" 0 action=off plug=1,3
pdu "list-status" 0 action=list-status
is "has states" "$out" $'1,node1,OFF\n2,node2,ON\n3,node3,OFF'
pdu "a private key that is a script" 0 action=status plug=2 snmp_version=3 username=geheim \
	password_script="echo $strip_password" snmp_priv_passwd_script="echo $strip_password" \
	snmp_auth_prot=SHA snmp_priv_prot=AES

# What is refused.
pdu "on again" 0 action=on plug=1,3
# Who opens what is among the MIBs waits for ever.
if [ -d /usr/share/snmp/mibs ]; then
	mkdir "$tap_dir/mibs"
	mkfifo "$tap_dir/mibs/EB-MIB.txt"
	mount --bind "$tap_dir/mibs" /usr/share/snmp/mibs
	pdu "no MIB is read" 0 action=status plug=1
	umount /usr/share/snmp/mibs
else
	skip "no MIB is read" "has no /usr/share/snmp/mibs"
fi
# Cryptography, of which versions 1 and 2c have none, begins with its configuration: not here.
mkfifo "$tap_dir/openssl.cnf"
export OPENSSL_CONF=$tap_dir/openssl.cnf
pdu "version 1 sets up no cryptography" 0 action=status plug=1
pdu "nor does version 2c" 0 action=status plug=1 snmp_version=2c
unset OPENSSL_CONF
# A name with addresses of both kinds, of which the device has one.
printf '%s\n' "::1 twofold" "127.0.0.1 twofold" >"$tap_dir/hosts"
mount --bind "$tap_dir/hosts" /etc/hosts
pdu "inet4_only takes the address that is wanted" 0 action=status plug=1 ip=twofold inet4_only=1
pdu "inet6_only, too" 1 action=status plug=1 ip=twofold inet6_only=1 login_timeout=1 shell_timeout=1
unlike "and asks there" "$out$err" "Status|cannot look"
pdu "inet6_only of an address of the other kind" 1 action=status plug=1 inet6_only=1
like "is told" "$err" "cannot look 127.0.0.1 up: "
pdu "an unknown plug" 1 action=off plug=7
like "is told" "$err" "^cannot get the state of plug 7: 127.0.0.1 has no "
pdu "an unknown name" 1 action=off plug=node7
like "is told" "$err" "127.0.0.1 has no plug node7"
pdu "a number with a letter behind it" 1 action=off plug=1x
like "is no number" "$err" "127.0.0.1 has no plug 1x"
sed -i "s/^\($rpdu.5.1.1.2.3 string\) .*/\1 node1/" "$strip/values"
pdu "a name that two plugs have" 1 action=off plug=node1
like "is told" "$err" "two plugs are named node1"
sed -i "s/^\($rpdu.5.1.1.2.3 string\) .*/\1 storage/" "$strip/values"
pdu "a name that only begins so" 1 action=off plug=stor
like "is told" "$err" "127.0.0.1 has no plug stor"
sed -i "s/^\($rpdu.5.1.1.2.3 string\) .*/\1 node3/" "$strip/values"
pdu "a community that may only read" 1 action=off plug=1 community=public
like "is told" "$err" "^cannot turn off plug 1: "
ok "and nothing is switched" is_on
pdu "a wrong community" 1 action=off plug=1 community=falsch login_timeout=1 shell_timeout=1
like "cannot be told from silence" "$err" "no answer \(timed out\)"
ok "in time" test "$took" -lt 5000
unlike "is not told" "$err" falsch
pdu "a wrong password" 1 action=off plug=1 snmp_version=3 username=geheim password=falschesgeheimnis \
	snmp_priv_passwd=$strip_password snmp_auth_prot=SHA snmp_priv_prot=AES shell_timeout=1
like "is told" "$err" "Authentication failure"
pdu "the password of another for privacy" 1 action=off plug=1 $v3 username=zweierlei snmp_priv_passwd=$strip_password
pdu "an unknown user" 1 action=off plug=1 snmp_version=3 username=niemand password=$strip_password
like "is told" "$err" "Unknown user name"
pdu "a short password" 1 action=off plug=1 snmp_version=3 username=geheim password=kurz
like "is told" "$err" "wants at least 8 characters"
unlike "but not shown" "$err" kurz
pdu "no user" 1 action=off plug=1 snmp_version=3
pdu "verbose" 0 action=status plug=1 verbose_level=3 $v3 snmp_priv_passwd=$strip_password
like "tells the steps" "$err" "DEBUG: "
unlike "tells no secret" "$out$err" "$strip_password"
unlike "nor the community" "$(printf '%s\n' ip=127.0.0.1 ipport=9161 plug=1 action=status verbose=1 community=private | "$sbin/fence_apc_snmp" 2>&1)" private
touch "$strip/stuck"
pdu "a device that does nothing" 1 action=off plug=1 power_timeout=1
like "is not believed" "$err" "still on \(timed out\)"
rm "$strip/stuck"
sed -i "s/^\($rpdu.5.1.1.4.1 integer\) .*/\1 3/" "$strip/values"
pdu "a state that is neither" 1 action=off plug=1
like "is told" "$err" "says 3 of plug 1: neither on nor off"

# ---- the other devices
device() {
	local name=$1 id=$2 plug=$3 status=$4
	new_strip
	outlet "${@:4}"
	power_strip 9161 "$id"
	as=$name pdu "$name $id: status" 0 action=status plug="$plug" community=private snmp_version=1
	as=$name pdu "$name $id: off" 0 action=off plug="$plug" community=private snmp_version=1
	is "$name $id: is off" "$(value "$status")" "$9"
	as=$name pdu "$name $id: list" 0 action=list community=private snmp_version=1
	like "$name $id: lists it" "$out" "^$plug,$7\$"
	as=$name pdu "$name $id: on" 0 action=on plug="$plug" community=private snmp_version=1
	is "$name $id: is on" "$(value "$status")" "$8"
	as=$name pdu "$name $id: reboot" 0 action=reboot plug="$plug" community=private snmp_version=1
	is "$name $id: is on again" "$(value "$status")" "$8"
}
each_device device
as=fence_eaton_snmp
power_strip 9161 .1.3.6.1.4.1.99999.1
pdu "a device of another kind" 1 action=off plug=1
like "is told" "$err" "is no device of this agent \(sysObjectID .1.3.6.1.4.1.99999.1\)"
as=fence_apc_snmp

# ---- the line
rack_pdu 9700
echo pass >"$mode"
"$top/ocf-tests/net/faulty-udp.py" 9161 9700 "$mode" &
cleanup "kill $!"
wait_for 10 listens 9161
for how in "snmp_version=1" "$v3 snmp_priv_passwd=$strip_password"; do
	read -ra words <<<"$how"
	what=${how%% *}
	for fault in drop nonsense cut "slow 30"; do
		echo "$fault" >"$mode"
		pdu "$what, $fault" 1 action=off plug=1 "${words[@]}" login_timeout=1 shell_timeout=1
		is "$what, $fault: says nothing on standard output" "$out" ""
		ok "$what, $fault: in time" test "$took" -lt 6000
		ok "$what, $fault: nothing was switched" is_on
	done
	if [ "$what" = snmp_version=1 ]; then
		# Plug 1 is on; a state of plug 2 is not its own, whatever it is.
		echo "other 2b06010401823e01010c030501010401" >"$mode"
		pdu "$what: an answer about another plug" 1 action=status plug=1 "${words[@]}"
		like "$what: is none" "$err" "nonsense"
	fi
	echo "slow 0.2" >"$mode"
	pdu "$what, a slow device" 0 action=off plug=1 "${words[@]}"
	ok "$what, a slow device: is off" is_off
	echo pass >"$mode"
	pdu "$what: on" 0 action=on plug=1 "${words[@]}"
	# The line dies as soon as the plug is off.
	{ wait_for 20 is_off; echo drop >"$mode"; } &
	watcher=$!
	pdu "$what, dying between off and its proof" 1 action=reboot plug=1 "${words[@]}" power_wait=1 \
		login_timeout=1 shell_timeout=1 power_timeout=2
	wait $watcher
	is "$what, dying: no success" "$out" ""
	like "$what, dying: is told" "$err" "^cannot turn off plug 1: .*timed out"
	echo pass >"$mode"
	pdu "$what: on" 0 action=on plug=1 "${words[@]}"
done

# Random faults.  SNMP 1 has no checksum of its own: a state that is garbled into another one
# cannot be noticed, so this is version 3.
lies=0 late=0
for seed in $(seq 1 "${EB_FAULTS:-30}"); do
	sed -i "s/^\($rpdu.5.1.1.4.1 integer\) .*/\1 1/" "$strip/values"
	echo "flip $seed" >"$mode"
	start=${EPOCHREALTIME/./}
	if printf '%s\n' ip=127.0.0.1 ipport=9161 $v3 "snmp_priv_passwd=$strip_password" plug=1 action=off \
		login_timeout=1 shell_timeout=1 power_timeout=2 | "$sbin/fence_apc_snmp" >/dev/null 2>&1; then
		is_off || lies=$((lies + 1))
	fi
	[ $(((${EPOCHREALTIME/./} - start) / 1000000)) -lt 12 ] || late=$((late + 1))
done
is "random faults: no lie" $lies 0
is "random faults: never late" $late 0
echo pass >"$mode"

sed -i "s/^\($rpdu.5.1.1.4.1 integer\) .*/\1 1/" "$strip/values"
fencer
drives fence_apc_snmp node1 is_off is_on ip=127.0.0.1 ipport=9700
drives fence_apc_snmp web1 is_off is_on ip=127.0.0.1 ipport=9700 pcmk_host_map="web1:1" \
	"snmp_version=3" username=geheim password=$strip_password snmp_priv_passwd=$strip_password \
	snmp_auth_prot=SHA snmp_priv_prot=AES
fails_in_fencer fence_apc_snmp web1 "no answer \(timed out\)" ip=127.0.0.1 ipport=9700 \
	community=falsch pcmk_host_map="web1:1" disable_timeout=0 login_timeout=1 shell_timeout=1
unlike "the fencer's log has no secret" "$(cat "$fencer_log")" "falsch|$strip_password"
done_testing
