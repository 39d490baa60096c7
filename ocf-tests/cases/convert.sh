# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the converter's cases share: the command, and the configurations with their options.
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
export PATH=$PATH:/usr/sbin:/sbin
cd "$tap_dir" || exit 1
cp -r "$top"/heartbeat-compat/example/*-pair .
cp -r "$top/ocf-tests/golden/two-links/in" two-links
chmod -R u+w .
find . -name authkeys -exec chmod 600 {} +

# NAME -> options and operands of plan
declare -A configs=(
	[mysql-pair]="--node-address mysql-master=10.0.10.64 --node-address mysql-backup=10.0.10.65
		--service httpd=nginx mysql-pair"
	[web-pair]="--accept HB-3701 web-pair/wshuttle-test1 web-pair/wshuttle-test2"
	[bcast-pair]="--accept hb-3701 --node-address ld_192_168_3_87=192.168.4.87
		--node-address LD_192_168_3_88=eth1:192.168.4.88 bcast-pair"
	[ucast-pair]="--accept HB-3701 --self MySQL_Master_Node01
		--node-address MySQL_Master_Node01=192.168.42.130 ucast-pair"
	[two-links]="--accept HB-3701 two-links/db1 two-links/db2"
)
# shellcheck disable=SC2034 # for the cases
names=$(printf '%s\n' "${!configs[@]}" | sort)

# plan NAME [OPTION...]: stores NAME.plan; its exit code.
plan() {
	local name=$1
	shift
	# shellcheck disable=SC2086 # options are words
	"$escapebeat" plan -o "$name.plan" "$@" ${configs[$name]}
}
