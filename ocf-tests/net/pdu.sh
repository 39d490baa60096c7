# shellcheck shell=bash disable=SC2034,SC2154
# A power strip: snmpd on 127.0.0.1:PORT with the tables of a device.  Community private may
# write, public may read; users geheim (SHA, AES) and offen (MD5, no privacy), password as below; zweierlei
# (SHA, AES) has one for privacy that ends with -2.
# SPDX-License-Identifier: GPL-2.0-or-later
strip=$tap_dir/strip
strip_password=langesgeheimnis

# outlet STATUS CONTROL NAME-OID NAME ON OFF TURN-ON TURN-OFF: a plug, which is on.
outlet() {
	echo "$1 integer $5" >>"$strip/values"
	[ "$1" = "$2" ] || echo "$2 integer $7" >>"$strip/values"
	[ -z "$3" ] || echo "$3 string $4" >>"$strip/values"
	printf '%s\n' "$2 $7 $1 $5" "$2 $8 $1 $6" >>"$strip/rules"
}

# power_strip PORT OBJECT-ID: starts it; the outlets have been made before.
power_strip() {
	local top_oid
	need snmpd python3
	top_oid=$(cut -d. -f1-8 "$strip/values" | sort -u)
	{
		echo "agentAddress udp:127.0.0.1:$1"
		echo "sysObjectID $2"
		echo "rwcommunity private"
		echo "rocommunity public"
		echo "createUser geheim SHA $strip_password AES $strip_password"
		echo "createUser zweierlei SHA $strip_password AES $strip_password-2"
		echo "createUser offen MD5 $strip_password"
		echo "createUser modern SHA-256 $strip_password AES $strip_password"
		echo "rwuser geheim priv"
		echo "rwuser zweierlei priv"
		echo "rwuser offen auth"
		echo "rwuser modern priv"
		while read -r oid; do
			echo "pass_persist $oid $top/ocf-tests/net/pdu.py $strip"
		done <<<"$top_oid"
	} >"$strip/snmpd.conf"
	stop_strip
	SNMP_PERSISTENT_DIR=$strip/persistent snmpd -f -Lf "$strip/log" -C -c "$strip/snmpd.conf" \
		</dev/null >/dev/null 2>&1 &
	strip_pid=$!
	wait_for 10 listens "$1" || skip_all "snmpd does not start here: $(tail -3 "$strip/log")"
}
stop_strip() {
	[ -z "${strip_pid:-}" ] || { kill "$strip_pid"; wait "$strip_pid"; } 2>/dev/null
	strip_pid=
}
new_strip() {
	rm -rf "$strip"
	mkdir -p "$strip"
	: >"$strip/values"
	: >"$strip/rules"
}
# value OID: what it is now.
value() { sed -n "s/^$1 [a-z]* //p" "$strip/values"; }
listens() { grep -qi ":$(printf %04X "$1") " /proc/net/udp; }
cleanup stop_strip

# each_device COMMAND: with the words AGENT OBJECT-ID PLUG and outlet's words, for every device that
# is not the usual rack PDU.
each_device() {
	local e=.1.3.6.1.4.1
	"$@" fence_apc_snmp $e.318.1.3.4.4 2:4 $e.318.1.1.6.7.1.1.5.2.1.4 $e.318.1.1.6.5.1.1.5.2.1.4 $e.318.1.1.6.7.1.1.4.2.1.4 web 1 2 1 3
	"$@" fence_apc_snmp $e.318.1.3.4.6 4 $e.318.1.1.4.4.2.1.3.4 $e.318.1.1.12.3.3.1.1.4.4 $e.318.1.1.4.4.2.1.4.4 web 1 2 1 2
	"$@" fence_apc_snmp $e.318.1.3.4.99 4 $e.318.1.1.4.4.2.1.3.4 $e.318.1.1.4.4.2.1.3.4 $e.318.1.1.4.4.2.1.4.4 web 1 2 1 2
	"$@" fence_tripplite_snmp $e.850.1 4 $e.850.10.2.3.5.1.2.1.4 $e.850.10.2.3.5.1.4.1.4 $e.850.10.2.3.5.1.5.4 web 2 1 2 1
	"$@" fence_tripplite_snmp $e.850.1.1.1 4 $e.850.1.1.3.2.3.3.1.1.4.1.4 $e.850.1.1.3.2.3.3.1.1.6.1.4 $e.850.1.1.3.2.3.3.1.1.2.1.4 web 2 1 2 1
	"$@" fence_eaton_snmp $e.534.6.6.6 4 $e.534.6.6.6.1.2.2.1.3.3 $e.534.6.6.6.1.2.2.1.3.3 "" "" 1 0 1 0
	"$@" fence_eaton_snmp $e.20677.1 4 $e.20677.2.6.3.4.0 $e.20677.2.6.2.5.0 "" "" 1 2 1 2
	"$@" fence_ipdu $e.2.6.223 4 $e.2.6.223.8.2.2.1.11.4 $e.2.6.223.8.2.2.1.11.4 $e.2.6.223.8.2.2.1.2.4 web 1 0 1 0
	"$@" fence_emerson $e.476.1.42 1.2.3 $e.476.1.42.3.8.50.20.1.95.1.2.3 $e.476.1.42.3.8.50.20.1.100.1.2.3 $e.476.1.42.3.8.50.20.1.10.1.2.3 web 2 1 1 0
	"$@" fence_raritan_snmp $e.13742.6 4 $e.13742.6.4.1.2.1.3.1.4 $e.13742.6.4.1.2.1.2.1.4 $e.13742.6.3.5.3.1.3.1.4 web 7 8 1 0
	"$@" fence_ibmblade $e.2.3 4 $e.2.3.51.2.22.1.5.1.1.4.4 $e.2.3.51.2.22.1.6.1.1.7.4 "" "" 1 0 1 0
	"$@" fence_intelmodular $e.343 4 $e.343.2.19.1.2.10.202.1.1.6.4 $e.343.2.19.1.2.10.202.1.1.6.4 "" "" 2 0 2 3
}
