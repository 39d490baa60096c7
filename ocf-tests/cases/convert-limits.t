#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What Heartbeat takes and its successors do not: times and addresses at and beyond the bound.
. "$(dirname "$0")/convert.sh"
. "$(dirname "$0")/judges.sh"

# config FILE LINE...: a pair below pair/ with these lines in ha.cf; haresources is FILE's content.
config() {
	mkdir -p pair
	printf '%s\n' "$1" >pair/haresources
	shift
	printf '%s\n' 'node n1 n2' 'auto_failback on' "$@" >pair/ha.cf
	printf '%s\n' 'auth 1' '1 sha1 SehrGeheimeZeile' >pair/authkeys
	chmod 600 pair/authkeys
}
pair() { "$escapebeat" plan -a HB-3701 -o pair.plan "$@" pair; }
known() { pair --self n1 --node-address n1=10.0.0.1 "$@"; }
address='n1 10.0.0.9/24/eth0'

# ---- times ----------------------------------------------------------------------------------------
config "$address" 'ucast eth0 10.0.0.2' 'deadtime 4294967'
exits "the longest deadtime is planned" 0 known
"$escapebeat" show --as corosync pair.plan >pair.conf
judge_corosync "- and" pair.conf
config "$address" 'ucast eth0 10.0.0.2' 'deadtime 20000000'
exits "a longer one is not" 1 known
like "- by place, value and bound" "$err" \
	'ha.cf:4:10: error: deadtime 20000000 is more .*\[HB-1603\]$'
like "- with the bound" "$err" 'expected at most 4294967s'

config "$address" 'ucast eth0 10.0.0.2' 'deadtime 30' 'initdead 99999999'
exits "an initdead beyond the bound is planned" 2 known
like "- says what it becomes" "$err" \
	'ha.cf:5:10: warning: initdead 99999999 is more .* becomes 4294967s \[HB-2125\]$'
"$escapebeat" show --as cib pair.plan >pair.xml
judge_cib "- and" pair.xml
like "- with the longest time" "$(cat pair.xml)" 'name="dc-deadtime" value="4294967s"'

# ---- addresses --------------------------------------------------------------------------------------
config "$address" 'ucast eth0 10.0.0.2'
for value in 0.0.0.0 255.255.255.255 224.0.0.1 :: ff02::1; do
	exits "no node is $value" 4 pair --node-address "n1=$value"
	like "- and it says why" "$err" "n1=$value': a node cannot have"
done
exits "a node on the loopback" 2 pair --self n1 --node-address n1=127.0.0.1
like "- is warned of" "$err" 'warning: --node-address n1=127.0.0.1 is a loopback address.*HB-2414'
exits "an address against the ucast line" 2 known --node-address n2=10.0.0.7
like "- names both" "$err" \
	'ha.cf:3:12: warning: --node-address n2=10.0.0.7 is used, and not 10.0.0.2 of the ucast line \[HB-2206\]$'
exits "the same one again" 0 known --node-address n2=10.0.0.2

# ---- an address for each link -----------------------------------------------------------------------
exits "two addresses for one link" 2 known --node-address n1=10.0.0.3
like "- the one too many" "$err" \
	'warning: --node-address n1=10.0.0.3 is not used: there are more addresses than links \[HB-2206\]$'
exits "an address on another device" 2 known --node-address n1=eth7:10.0.0.3
like "- is not used" "$err" 'n1=10.0.0.3 is not used: no link is on eth7 \[HB-2206\]$'
exits "an address of the other family" 2 known --node-address n1=fd00::1
like "- is not used" "$err" 'n1=fd00::1 is not used: no link is IPv6 \[HB-2206\]$'
exits "- or is the reason to ask" 3 pair --self n1 --node-address n1=fd00::1
like "- and says so" "$err" \
	'decision: the address of n1 on eth0 is not known: fd00::1 is IPv6, the link is IPv4 \[HB-3601\]$'
unlike "- once" "$err" 'HB-2206'
config "$address" 'ucast eth0 10.0.0.2' 'ucast eth1 10.0.1.2'
exits "two addresses for two links" 0 known --node-address n1=10.0.1.1

# ---- ports ------------------------------------------------------------------------------------------
config "$address" 'udpport 65534' 'bcast eth0' 'ucast eth1 10.0.1.2' 'ucast eth2 10.0.2.2'
exits "the last ports" 0 pair --self n1 --node-address n1=10.0.0.1,10.0.1.1,10.0.2.1 --node-address n2=10.0.0.2
"$escapebeat" show --as corosync pair.plan >pair.conf
is "- are one for each link" "$(awk '/mcastport/ { print $2 }' pair.conf | xargs)" "65534 65535 65532"
judge_corosync "- and" pair.conf

# ---- bytes ------------------------------------------------------------------------------------------
config $'# gr\xf6\xdfe\nn1 10.0.0.9 web' 'ucast eth0 10.0.0.2'
exits "Latin-1 in a comment" 2 known
unlike "- is nobody's matter" "$err" 'HB-3714'
config $'n1 Filesystem::/dev/sdb::/srv/gr\xf6\xdfe::ext4 web::a\x01b web::größe' 'ucast eth0 10.0.0.2' \
	$'respawn root /bin/true \xf6' $'udpport 700 # \xf6'
exits "bytes that no CIB can hold" 3 known
like "- are asked about" "$err" 'haresources:1:4: decision: this is no UTF-8 text.* \[HB-3714\]$'
like "- control characters, too" "$err" 'haresources:1:43: decision: .* \[HB-3714\]$'
like "- and of ha.cf" "$err" 'ha.cf:4:24: decision: .* \[HB-3714\]$'
is "- each once" "$(grep -c 'HB-3714\]$' <<<"$err")" 3
exits "- and decided" 2 known -a HB-3714
rows=$("$escapebeat" show pair.plan)
like "- such a word is not the same" "$rows" '~ Filesystem::.* \(bytes that are no UTF-8 text became U\+FFFD\)'
like "- another of its line is" "$rows" '= web::größe: '
like "- the line of ha.cf is not" "$rows" '~ +4 +respawn .*U\+FFFD'
"$escapebeat" show --as cib pair.plan >pair.xml
judge_cib "- and" pair.xml
for node in nöde n$'\xf6'de; do
	config "$address" 'ucast eth0 10.0.0.2'
	sed -i "s/n2/$node/" pair/ha.cf
	exits "a node called $node" 2 known -a HB-3714
	like "- whom the scheduler cannot be asked about" "$err" 'crm_simulate takes no node name .* \[HB-4711\]$'
	"$escapebeat" show --as cib pair.plan >pair.xml
	"$escapebeat" show --as corosync pair.plan >pair.conf
	judge_cib "- and" pair.xml
	judge_corosync "- and" pair.conf
done

# ---- no path but a serial line ------------------------------------------------------------------------
config "$address" 'serial /dev/ttyS0'
exits "a serial line alone" 1 pair
like "- is no path for corosync" "$err" \
	'ha.cf:3:8: error: serial lines are the only path .* \[HB-1604\]$'
like "- which says what to give" "$err" \
	'--node-address n1=ADDRESS --node-address n2=ADDRESS or --override bcast=DEVICE$'
exits "- for each node" 1 pair --node-address n1=10.0.0.1
like "- that has none" "$err" '\^~+ --node-address n2=ADDRESS or'
exits "- or a device" 3 pair --override bcast=eth0
like "- whose addresses are asked for" "$err" 'the address of n1 on eth0 is not known \[HB-3601\]$'
for net in 10.0.0. fd00::; do
	exits "with addresses of both nodes, $net" 2 pair --node-address "n1=${net}1" --node-address "n2=${net}2"
	like "- the line is dropped" "$err" 'ha.cf:3:8: warning: corosync has no serial links \[HB-2113\]$'
	unlike "- and the addresses are used" "$err" 'HB-(2206|1604|3601)'
	"$escapebeat" show --as corosync pair.plan >pair.conf
	is "- as a link" "$(awk '/ring0_addr/ { print $2 }' pair.conf | xargs)" "${net}1 ${net}2"
	judge_corosync "- and" pair.conf
done
exits "two addresses of one node" 3 pair --node-address n1=10.0.0.1 --node-address n2=10.0.0.2 \
	--node-address n2=10.0.1.2
like "- ask for the other's" "$err" 'the address of n1 is not known; --node-address n1=ADDRESS \[HB-3601\]$'
config "$address" 'udpport 800' 'serial /dev/ttyS0'
pair --node-address n1=10.0.0.1 --node-address n2=10.0.0.2 >out 2>err
like "the port of no network path is nobody's" "$(cat out)" '- +3 +udpport 800 '
config "$address" 'serial /dev/ttyS0' 'ucast eth0 10.0.0.2'
exits "a serial line beside a network" 2 known
unlike "- is no more than dropped" "$err" 'HB-1604'
done_testing
