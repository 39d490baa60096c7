#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What becomes of the example configurations, before those who will have to read it: Pacemaker,
# its grammar, crmsh, pcs, corosync.
. "$(dirname "$0")/convert.sh"
. "$(dirname "$0")/judges.sh"

for name in $names; do
	plan "$name" --accept HB-3701 >/dev/null 2>&1
	"$escapebeat" show --as cib "$name.plan" >"$name.xml"
	"$escapebeat" show --as corosync "$name.plan" >"$name.conf"
	like "$name: names its grammar" "$(head -3 "$name.xml")" 'validate-with="pacemaker-3.9"'
	unlike "$name: leaves the feature set to Pacemaker" "$(cat "$name.xml")" crm_feature_set
	judge_cib "$name" "$PWD/$name.xml"
	judge_corosync "$name" "$name.conf"
done
done_testing
