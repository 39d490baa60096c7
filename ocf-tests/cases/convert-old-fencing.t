#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Fence devices in Heartbeat's own CIB: by the same table as those of ha.cf, and none that was not
# used fences from now on unless somebody agrees.
. "$(dirname "$0")/convert.sh"

# cib ENABLED DEVICE...: a CIB of Pacemaker 1.0; DEVICE: "TYPE NAME=VALUE..."
cib() {
	local enabled=$1 device pair n=0
	shift
	mkdir -p crm
	printf '%s\n' 'crm on' 'node web1 web2' 'ucast eth0 10.0.0.2' 'deadtime 10' >crm/ha.cf
	printf 'auth 1\n1 sha1 geheimgeheim12345\n' >crm/authkeys
	chmod 600 crm/authkeys
	{
		echo '<cib validate-with="pacemaker-1.0"><configuration><crm_config>'
		echo '<cluster_property_set id="o">'
		[ -z "$enabled" ] || echo "<nvpair id=\"e\" name=\"stonith-enabled\" value=\"$enabled\"/>"
		echo '</cluster_property_set></crm_config><nodes/><resources>'
		for device; do
			n=$((n + 1))
			echo "<primitive id=\"d$n\" class=\"stonith\" type=\"${device%% *}\">"
			echo "<instance_attributes id=\"d$n-i\">"
			for pair in ${device#* }; do
				echo "<nvpair id=\"d$n-${pair%%=*}\" name=\"${pair%%=*}\" value=\"${pair#*=}\"/>"
			done
			echo '</instance_attributes></primitive>'
		done
		echo '</resources><constraints/></configuration></cib>'
	} >crm/cib.xml
}
# run [OPTION...]: plans; $code, $out, $err, $xml.
run() {
	"$escapebeat" plan "$@" --self web1 --node-address web1=10.0.0.1 -o crm.plan crm >out 2>err
	code=$? out=$(cat out) err=$(cat err)
	xml=$("$escapebeat" show --as cib crm.plan)
}
enabled='name="stonith-enabled" value="true"'

cib false 'external/ssh hostlist=web1,web2' 'meatware hostlist=web2'
run
is "ssh and meatware" "$code $(grep -c 'HB-3706' err)" "3 2"
like "- a decision of each, by its line" "$err" 'crm/cib.xml:5:1: decision: external/ssh is no fencing to rely on: .*HB-3706'
unlike "- and none is there" "$xml" 'class="stonith"'
like "- nor exact" "$out" '  ! +5  primitive d1 stonith:external/ssh'
unlike "- told once" "$err" 'HB-3713'
run -a HB-3706 -a HB-3701
like "taken: agents that are there" "$xml" 'type="fence_ssh"'
like "- and fencing stays off" "$xml" 'name="stonith-enabled" value="false"'

cib false 'external/ipmi hostname=web2 ipaddr=10.9.0.2 userid=admin passwd=geheim interface=lan'
run
like "a device that was off" "$err" 'decision: Heartbeat did not fence, and Pacemaker does .*HB-3701'
is "- is a decision" "$code" 3
run -a HB-3701
is "- that can be taken" "$code" 0
unlike "- then it stays off" "$xml" "$enabled"

cib true 'external/ipmi hostname=web2 ipaddr=10.9.0.2 userid=admin passwd=geheim interface=lan'
run
unlike "a device that was on" "$err" 'HB-37'
like "- is on" "$xml" "$enabled"
like "- as a fence agent" "$xml" 'type="fence_ipmilan"'
like "- with parameters of it" "$xml" 'name="pcmk_host_list" value="web2"'
like "- and values" "$xml" 'name="lanplus" value="0"'
unlike "- and no secret" "$xml$out$err" geheim
cib '' 'external/ipmi hostname=web2 ipaddr=10.9.0.2 userid=admin passwd=geheim'
run
unlike "Pacemaker 1.0 fences when nothing is said" "$err" 'HB-37'
sed -i 's/ validate-with="pacemaker-1.0"//' crm/cib.xml
run
like "Heartbeat 2 does not" "$err" 'HB-3701'

cib true 'external/own a=b' 'external/ipmi hostname=web2' 'null hostlist=web1'
run
is "no agent, not whole, none at all: each is a decision" "$(grep -c 'HB-3707' err)" 3
like "- with the reason" "$err" 'no fence device from external/ipmi: it has no ipaddr'
like "- and then there is no fencing" "$err" 'decision: no fence device: .*HB-3701'
done_testing
