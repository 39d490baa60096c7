# shellcheck shell=bash disable=SC2034,SC2154
# A power strip: snmpd on 127.0.0.1:PORT with the tables of a device.  Community private may
# write, public may read; users geheim (SHA, AES) and offen (MD5, no privacy), password as below.
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
		echo "createUser offen MD5 $strip_password"
		echo "createUser modern SHA-256 $strip_password AES $strip_password"
		echo "rwuser geheim priv"
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
