# shellcheck shell=bash disable=SC2154 # tap.sh sets what is used
# SPDX-License-Identifier: GPL-2.0-or-later
# Those who will have to read what the converter writes: Pacemaker, its grammar, crmsh, pcs, corosync.
. "$(dirname "${BASH_SOURCE[0]}")/warm.sh"

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

# judge_cib NAME FILE, judge_corosync NAME FILE
judge_cib() {
	if [ -r "$grammar" ]; then
		judge "$1: the grammar of pacemaker 3.9" xmllint \
			xmllint --noout --relaxng "$grammar" "$2"
	else
		skip "$1: the grammar of pacemaker 3.9" "needs $grammar"
	fi
	judge "$1: crm_verify" crm_verify crm_verify -V -x "$2"
	if command -v crm_verify >/dev/null; then is "$1: crm_verify is silent" "$out$err" ""; fi
	judge "$1: crmsh reads it" crm env CIB_file="$2" crm configure show
	judge "$1: pcs reads it" pcs pcs -f "$2" config
}
judge_corosync() {
	if unshare -ur sh -c 'echo test >/proc/sys/kernel/hostname' 2>/dev/null; then
		judge "$1: corosync -t" corosync corosync_test "$2"
	else
		skip "$1: corosync -t" "needs a host name of its own"
	fi
}
