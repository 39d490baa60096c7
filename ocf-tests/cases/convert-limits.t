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

# ---- addresses --------------------------------------------------------------------------------------
config "$address" 'ucast eth0 10.0.0.2'
for value in 0.0.0.0 255.255.255.255 224.0.0.1 :: ff02::1; do
	exits "no node is $value" 4 pair --node-address "n1=$value"
	like "- and it says why" "$err" "n1=$value': a node cannot have"
done
exits "a node on the loopback" 2 pair --self n1 --node-address n1=127.0.0.1
like "- is warned of" "$err" 'warning: --node-address n1=127.0.0.1 is a loopback address.*HB-2414'
done_testing
