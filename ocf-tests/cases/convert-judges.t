#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What becomes of the example configurations, before those who will have to read it: Pacemaker,
# its grammar, crmsh, pcs, corosync.
. "$(dirname "$0")/convert.sh"

grammar=/usr/share/pacemaker/pacemaker-3.9.rng

# judge NAME TOOL CMD...: passes when the command says yes and nothing else matters.
judge() {
	local name=$1 tool=$2
	shift 2
	if ! command -v "$tool" >/dev/null; then skip "$name" "needs $tool"; else
		exits "$name" 0 "$@"; fi
}

# corosync -t reads a file as the node it names, with a key beside it, below a name of its own.
corosync_test() {
	local key=$tap_dir/authkey node
	[ -e "$key" ] || head -c 256 /dev/urandom >"$key"
	node=$(awk '$1 == "name:" { print $2; exit }' "$1")
	sed "s|^totem {|&\n    keyfile: $key|" "$1" >"$1.keyed"
	# hostname(1) would refuse an underscore, which Heartbeat, corosync and Pacemaker take.
	# shellcheck disable=SC2016 # the inner shell expands them
	unshare -ur sh -c 'echo "$1" >/proc/sys/kernel/hostname && corosync -t -c "$2"' sh \
		"$node" "$1.keyed"
}

# online FILE: the same with every node up. With fencing on a CIB whose nodes were never seen is
# one in which all of them have to be shot, of which crm_verify warns.
online() {
	local states
	states=$(sed -n 's|.*<node id="\([^"]*\)" uname="\([^"]*\)"/>.*|<node_state id="\1" uname="\2" in_ccm="true" crmd="online" join="member" expected="member"/>|p' "$1")
	sed -e 's|<cib |&have-quorum="1" |' -e "s|<status/>|<status>${states//$'\n'/}</status>|" "$1"
}

for name in $names; do
	plan "$name" --accept HB-3701 >/dev/null 2>&1
	"$escapebeat" show --as cib "$name.plan" >"$name.xml"
	"$escapebeat" show --as corosync "$name.plan" >"$name.conf"
	if [ -r "$grammar" ]; then
		judge "$name: the grammar of pacemaker 3.9" xmllint \
			xmllint --noout --relaxng "$grammar" "$name.xml"
	else
		skip "$name: the grammar of pacemaker 3.9" "needs $grammar"
	fi
	like "$name: names its grammar" "$(head -3 "$name.xml")" 'validate-with="pacemaker-3.9"'
	unlike "$name: leaves the feature set to Pacemaker" "$(cat "$name.xml")" crm_feature_set
	online "$name.xml" >"$name.online.xml"
	judge "$name: crm_verify" crm_verify crm_verify -V -x "$name.online.xml"
	if command -v crm_verify >/dev/null; then is "$name: crm_verify is silent" "$out$err" ""; fi
	judge "$name: crmsh reads it" crm env CIB_file="$PWD/$name.xml" crm configure show
	judge "$name: pcs reads it" pcs pcs -f "$name.xml" config
	if unshare -ur sh -c 'echo test >/proc/sys/kernel/hostname' 2>/dev/null; then
		judge "$name: corosync -t" corosync corosync_test "$name.conf"
	else
		skip "$name: corosync -t" "needs a host name of its own"
	fi
done
done_testing
