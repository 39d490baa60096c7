#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_redfish against a stand-in for a management controller (there is no other one), and under
# the fencer.
. "$(dirname "$0")/fencer.sh"
[ -x "$sbin/fence_redfish" ] || skip_all "fence_redfish is not built (needs libcurl and jansson)"
need python3 openssl

folder=$tap_dir/controller
mkdir "$folder"
echo On >"$folder/power"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bmc -addext "subjectAltName=IP:127.0.0.1" \
	-keyout "$folder/key" -out "$folder/ca" >/dev/null 2>&1 || skip_all "openssl makes no certificate"
"$top/ocf-tests/net/redfish-stand-in.py" 8443 "$folder/ca" "$folder/key" "$folder" &
cleanup "kill $!"
listens() { grep -qi ":$(printf %04X "$1") 0*:0000 0A" /proc/net/tcp; }
wait_for 20 listens 8443
is_on() { [ "$(cat "$folder/power")" = On ]; }
is_off() { [ "$(cat "$folder/power")" = Off ]; }
fault() { echo "$1" >"$folder/mode"; : >"$folder/log"; }

# bmc NAME CODE LINE...
bmc() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' ip=127.0.0.1 ipport=8443 username=admin password=geheim ssl_ca="$folder/ca" "$@" |
		timeout 60 "$sbin/fence_redfish" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}

fault pass
bmc "status" 0 action=status
is "says so" "$out$err" "Status: ON"
is "asks for the service, its machines, the machine" "$(tr '\n' ' ' <"$folder/log")" \
	"GET /redfish/v1/ GET /redfish/v1/Systems GET /redfish/v1/Systems/1 "
bmc "redfish_uri as it is" 0 action=status redfish_uri=/redfish/v1
bmc "off" 0 action=off
ok "is off" is_off
bmc "status is off" 2 action=status
bmc "on" 0 action=on
ok "is on" is_on
fault pass
bmc "reboot" 0 action=reboot
ok "is on again" is_on
is "off is forced, and seen before on" "$(grep -c ForceOff "$folder/log") $(grep POST "$folder/log" | tail -1 | grep -c '"On"')" "1 1"
bmc "monitor" 0 action=monitor
is "says nothing" "$out$err" ""
fault pass
bmc "systems_uri" 0 action=status systems_uri=/redfish/v1/Systems/1
is "is one request" "$(cat "$folder/log")" "GET /redfish/v1/Systems/1"
bmc "by its old name" 0 action=status systems-uri=/redfish/v1/Systems/1
bmc "ip with a port" 0 action=status ip=127.0.0.1:8443 ipport=1
bmc "diag" 0 action=diag
like "is an interrupt" "$(cat "$folder/log")" '"Nmi"'
fault pending
bmc "what is about to be off is still on" 0 action=off
ok "and is waited for" test "$took" -ge 900
fault pass
bmc "on" 0 action=on

# TLS.
bmc "an unknown certificate" 1 action=status ssl_ca=
like "is refused" "$err" "certificate"
bmc "ssl_insecure" 0 action=status ssl_ca= ssl_insecure=1
bmc "ssl_insecure=0 verifies" 1 action=status ssl_ca= ssl_insecure=0
for no in "--ssl-insecure 0" --ssl-insecure=0 --ssl-insecure=no; do
	read -ra words <<<"$no"
	exits "$no verifies, too" 1 "$sbin/fence_redfish" -a 127.0.0.1 -u 8443 -l admin -p geheim "${words[@]}" -o status
	like "$no: the certificate is refused" "$err" certificate
done
exits "--ssl-insecure 1" 0 "$sbin/fence_redfish" -a 127.0.0.1 -u 8443 -l admin -p geheim --ssl-insecure 1 -o status
bmc "ssl_secure beats it" 1 action=status ssl_ca= ssl_insecure=1 ssl_secure=1
# What the system believes: a folder by hashes and a bundle, with the controller in one of them.
mount -t tmpfs none /etc/ssl/certs
: >/etc/ssl/certs/ca-certificates.crt
bmc "a system that knows nobody" 1 action=status ssl_ca=
cp "$folder/ca" /etc/ssl/certs/bmc.pem
openssl rehash /etc/ssl/certs
bmc "one that has it in its folder" 0 action=status ssl_ca=
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout "$tap_dir/other.key" \
	-out "$tap_dir/other.ca" >/dev/null 2>&1
bmc "ssl_ca, and nobody else" 1 action=status ssl_ca="$tap_dir/other.ca"
like "is believed" "$err" "certificate"
rm /etc/ssl/certs/*.[0-9]
mv /etc/ssl/certs/bmc.pem /etc/ssl/certs/ca-certificates.crt
bmc "one that has it in its bundle" 0 action=status ssl_ca=
is "and is asked no more" "$(tail -3 "$folder/log" | sort -u | grep -c .)" 3
umount /etc/ssl/certs
bmc "a certificate for another name" 1 action=status ip=localhost
like "is refused" "$err" "SSL|certificate"

# Credentials.
fault pass
bmc "a wrong password" 1 action=off password=falsch
like "is told" "$err" "^cannot get the state of 127.0.0.1: GET .*: access refused \(401\)$"
is "and tried once" "$(grep -c . "$folder/log")" 1
bmc "no password" 1 action=off password=
bmc "verbose" 0 action=status verbose_level=3
like "tells the steps" "$err" "DEBUG: "
unlike "tells no secret" "$out$err" "geheim|$(printf 'admin:geheim' | base64)"
mkdir "$tap_dir/other"
echo On >"$tap_dir/other/power"
"$top/ocf-tests/net/redfish-stand-in.py" 8445 "$folder/ca" "$folder/key" "$tap_dir/other" &
cleanup "kill $!"
wait_for 20 listens 8445
fault "elsewhere 8445"
bmc "another service, to which the controller sends us" 1 action=status
like "gets no password" "$err" "access refused \(401\)"
ok "but was asked" test -s "$tap_dir/other/log"
fault refuse
bmc "an order that is refused" 1 action=off
like "is told" "$err" "access refused \(403\)"
ok "nothing was switched" is_on

# Faults.
fault two
bmc "two machines" 1 action=off
like "are not guessed" "$err" "has 2 machines: option systems_uri has to say which"
fault odd
bmc "a state that nobody knows" 1 action=off
like "is told" "$err" "PowerState of 127.0.0.1 is Sleeping"
fault mute
bmc "a machine that tells no state" 1 action=off
like "is not taken for off" "$err" "/redfish/v1/Systems/1 of 127.0.0.1 tells no PowerState"
fault astray
bmc "a link to another host" 1 action=off
like "is not followed" "$err" "127.0.0.1 has no link to its machine"
fault resetless
bmc "a machine without a reset action" 1 action=off
like "is told" "$err" "/redfish/v1/Systems/1 of 127.0.0.1 has no reset action"
fault broken
bmc "what the controller says of a failure" 1 action=off
like "is told" "$err" "status 500: the fan tray is missing"
ok "nothing was switched" is_on
fault gossip
bmc "a controller that repeats the password" 1 action=off verbose_level=3 debug_file="$tap_dir/debug"
like "is quoted" "$err" "status 500: admin:\\*{6} may not"
unlike "but for that" "$err$(cat "$tap_dir/debug")" geheim
fault stuck
bmc "a device that does nothing" 1 action=off power_timeout=1
like "is not believed" "$err" "still on \(timed out\)"
for what in silent nonsense empty close busy "slow 30"; do
	fault "$what"
	bmc "$what" 1 action=off shell_timeout=1 power_timeout=2
	is "$what: says nothing on standard output" "$out" ""
	like "$what: is told" "$err" "^cannot get the state of 127.0.0.1: "
	ok "$what: in time" test "$took" -lt 6000
	ok "$what: nothing was switched" is_on
done
fault "slow 0.2"
bmc "a slow device" 0 action=off
ok "is off" is_off
fault pass
bmc "on" 0 action=on
fault dies
bmc "dying between off and its proof" 1 action=reboot shell_timeout=1 power_timeout=2
is "no success" "$out" ""
like "is told" "$err" "^cannot turn off 127.0.0.1: .*timed out"
ok "in time" test "$took" -lt 8000
fault pass
bmc "a port where nobody listens" 1 action=off ipport=8444
like "is told" "$err" "[Cc]onnect"

echo On >"$folder/power"
fencer
drives fence_redfish node1 is_off is_on ip=127.0.0.1 ipport=8443 username=admin password=geheim \
	ssl_ca="$folder/ca" pcmk_host_list=node1
fails_in_fencer fence_redfish node1 "access refused" ip=127.0.0.1 ipport=8443 username=admin \
	password=falsch ssl_ca="$folder/ca" pcmk_host_list=node1
unlike "the fencer's log has no password" "$(cat "$fencer_log")" falsch
done_testing
