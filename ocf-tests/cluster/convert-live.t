#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The scripts for pcs and crm on a running cluster without resources: the CIB that a plan says.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
need_lab
need python3 cibadmin

cd "$tap_dir" || exit 1
mkdir ha.d
printf '%s\n' 'auth 1' '1 sha1 geheim' >ha.d/authkeys
chmod 600 ha.d/authkeys
printf '%s\n' 'node n1' 'node n2' 'ucast eth0 10.77.0.2' 'ping 10.77.0.254' \
	'respawn hacluster /usr/lib/heartbeat/ipfail' 'auto_failback off' >ha.d/ha.cf
printf '%s\n' 'n1 10.77.0.90/24 10.77.0.92/24' 'n2 10.77.0.91/24' >ha.d/haresources
"$escapebeat" plan --provider heartbeat --accept HB-3701 --node-address n1=10.77.0.1 \
	-o plan ha.d >plan.txt 2>&1
"$escapebeat" show --as cib plan >want.xml

canonical() { python3 "$top/ocf-tests/cases/canonical-cib.py" "$1"; }
same() {
	if diff -u <(canonical want.xml) <(canonical "$2") >diff.out; then pass "$1"; else
		fail "$1"; diag "$(cat diff.out)"; fi
}

cibadmin --empty >empty.xml
lab_up --cib "$tap_dir/empty.xml"
for tool in pcs crm; do
	if ! command -v "$tool" >/dev/null; then
		skip "$tool: makes the same CIB" "needs $tool"
		continue
	fi
	"$escapebeat" show --as "$tool" plan | lab exec n1 tee /run/script >/dev/null
	case $tool in
	pcs) exits "pcs: runs on the cluster" 0 lab exec n1 sh /run/script ;;
	crm) exits "crm: runs on the cluster" 0 lab exec n1 crm -f /run/script ;;
	esac
	lab exec n2 cibadmin --query >got.xml
	same "$tool: makes the same CIB" got.xml
	ok "$tool: the first group runs at home" lab wait-resource hb-ip-10.77.0.90 n1
	ok "$tool: the other one too" lab wait-resource hb-ip-10.77.0.91 n2
	lab exec n1 cibadmin --replace --scope configuration --xml-text \
		'<configuration><crm_config/><nodes/><resources/><constraints/></configuration>'
	lab wait-idle
done
done_testing
