#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The kin of fence_apc_snmp under the fencer, each with snmpd as one of its devices.
. "$(dirname "$0")/fencer.sh"
. "$(dirname "$0")/pdu.sh"

[ -x "$sbin/fence_apc_snmp" ] || skip_all "fence_apc_snmp is not built (needs net-snmp)"
is_off() { [ "$(value "$status")" = "$off" ]; }
is_on() { [ "$(value "$status")" = "$on" ]; }
driven=" fence_apc_snmp " # by fence-snmp.t
device() {
	local name=$1 id=$2 plug=$3
	[[ $driven != *" $name "* ]] || return 0
	driven+="$name "
	status=$4 on=$8 off=$9
	new_strip
	outlet "${@:4}"
	power_strip 9161 "$id"
	drives "$name" node1 is_off is_on ip=127.0.0.1 ipport=9161 power_wait=0 snmp_version=1 \
		community=private pcmk_host_map="node1:$plug"
}

fencer
each_device device
is "all of them" "$(wc -w <<<"$driven")" "$(find "$sbin/" -name 'fence_*snmp' -o -name fence_ipdu -o -name fence_emerson -o -name fence_ibmblade -o -name fence_intelmodular | wc -l)"
done_testing
