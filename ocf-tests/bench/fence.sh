# shellcheck shell=bash disable=SC2154
# Sourced by bench: the tables of fence agents.  What a table needs and the machine lacks is a skip.
# SPDX-License-Identifier: GPL-2.0-or-later
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
tap_dir=$(mktemp -d)
fence_cleanups=("rm -rf '$tap_dir'")
trap 'for ((i = ${#fence_cleanups[@]} - 1; i >= 0; i--)); do eval "${fence_cleanups[i]}"; done' EXIT
cleanup() { fence_cleanups+=("$*"); }
need() { local c; for c; do command -v "$c" >/dev/null || return 1; done; }
skip_all() { echo "skipped: $*"; return 1; }
wait_for() {
	local i
	shift
	for ((i = 0; i < 500; i++)); do
		"$@" && return
		sleep 0.02
	done
	return 1
}

# fence_table NAME PARAMETER...
fence_table() {
	local ours=$build/fence/names/$1 theirs=/usr/sbin/$1
	shift
	if [ ! -x "$ours" ] || [ ! -x "$theirs" ]; then
		echo "skipped: $ours or $theirs is not there"
		return
	fi
	"$build/ocf-tests/bench/bench-agent" -f -n "$fence_rounds" "$build/ocf-tests/bench/empty" \
		"$ours" "$theirs" "$@"
	echo
}
fence_rounds=10
fence_table fence_dummy status_file="$tap_dir/dummy"
. "$top/ocf-tests/net/pdu.sh"
if need snmpd python3; then
	new_strip
	outlet .1.3.6.1.4.1.318.1.1.12.3.5.1.1.4.1 .1.3.6.1.4.1.318.1.1.12.3.3.1.1.4.1 "" "" 1 2 1 2
	power_strip 9161 .1.3.6.1.4.1.318.1.3.4.5
	fence_table fence_apc_snmp ip=127.0.0.1 ipport=9161 plug=1
else
	echo "skipped: fence_apc_snmp needs snmpd and python3"
fi
. "$top/ocf-tests/net/ipmi-sim.sh"
if need ipmi_sim; then
	echo 1 >"$machine"
	controller 9700
	# The stock agent's ten seconds for a cipher suite are left out, and its wait of 2 s is for both.
	fence_table fence_ipmilan ip=127.0.0.1 ipport=9700 username=admin password=geheim lanplus=1 cipher=3 \
		power_wait=0
else
	echo "skipped: fence_ipmilan needs ipmi_sim"
fi
if need python3 openssl && [ -x "$build/fence/names/fence_redfish" ]; then
	mkdir "$tap_dir/controller"
	echo On >"$tap_dir/controller/power"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bmc -addext "subjectAltName=IP:127.0.0.1" \
		-keyout "$tap_dir/controller/key" -out "$tap_dir/controller/ca" >/dev/null 2>&1
	"$top/ocf-tests/net/redfish-stand-in.py" 8443 "$tap_dir/controller/ca" "$tap_dir/controller/key" \
		"$tap_dir/controller" >/dev/null 2>&1 &
	cleanup "kill $!"
	takes_connections() { grep -qi ":$(printf %04X "$1") 0*:0000 0A" /proc/net/tcp; }
	if wait_for 20 takes_connections 8443; then
		# Both without verifying: the stock agent has no option for the certificates.
		fence_table fence_redfish ip=127.0.0.1 ipport=8443 username=admin password=geheim ssl_insecure=1
	else
		echo "skipped: the stand-in for a Redfish controller does not start"
	fi
else
	echo "skipped: fence_redfish needs python3 and openssl"
fi
