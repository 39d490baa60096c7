#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Of Heartbeat's own CIB: timeouts that stood once for all operations, rules about the id of a node,
# and a row for each element that the plan has nothing for.
. "$(dirname "$0")/convert.sh"
need xmllint

mkdir crm
printf '%s\n' 'crm on' 'node web1 web2' 'ucast eth0 10.0.0.2' 'deadtime 10' >crm/ha.cf
printf 'auth 1\n1 sha1 geheimgeheim12345\n' >crm/authkeys
chmod 600 crm/authkeys
# cib PROPERTY=VALUE ELEMENT...: elements beside the usual ones.
cib() {
	local property=$1
	shift
	cat >crm/cib.xml <<-END
		<cib validate-with="pacemaker-1.0"><configuration>
		<crm_config><cluster_property_set id="o"><nvpair id="p" name="${property%%=*}" value="${property#*=}"/></cluster_property_set></crm_config>
		<nodes><node id="0b5e-1" uname="web1" type="normal"/><node id="0b5e-2" uname="web2" type="normal"/></nodes>
		<resources><primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2">
		<instance_attributes id="i"><nvpair id="i1" name="ip" value="10.0.0.9"/></instance_attributes>
		<operations><op id="m" name="monitor" interval="10s"/><op id="s" name="stop" interval="0" timeout="7"/></operations>
		${resource:-}</primitive>
		<primitive id="web" class="lsb" type="apache2"/></resources>
		<constraints>${constraint:-}</constraints>$*
		</configuration></cib>
	END
}
run() {
	"$escapebeat" plan -a HB-3701 --self web1 --node-address web1=10.0.0.1 -o crm.plan crm >out 2>err
	code=$? out=$(cat out) err=$(cat err)
	"$escapebeat" show --as cib crm.plan >cib.xml
}
xpath() { xmllint --xpath "string($1)" cib.xml; }
timeout_of() { xpath "//primitive[@id='$1']//op[@name='$2']/@timeout"; }

for property in default-action-timeout=120 default_action_timeout=120s; do
	cib $property
	run
	is "$property: exit" "$code" 0
	for op in start monitor; do
		is "- $op of ip" "$(timeout_of ip $op)" 120s
	done
	for op in start stop monitor; do
		is "- $op of web" "$(timeout_of web $op)" 120s
	done
	is "- but what has its own keeps it" "$(timeout_of ip stop)" 7s
done
cib no-quorum-policy=ignore '<op_defaults><meta_attributes id="q"><nvpair id="q1" name="timeout" value="90s"/></meta_attributes></op_defaults>'
run
is "op_defaults: a timeout" "$code $(timeout_of web start) $(timeout_of ip monitor)" "0 90s 90s"
cib no-quorum-policy=ignore '<op_defaults><meta_attributes id="q"><nvpair id="q1" name="on-fail" value="block"/></meta_attributes></op_defaults>'
run
is "op_defaults: another" "$code $(timeout_of ip monitor)" "3 20s"
like "- is told about" "$err" 'nvpair on-fail is not in the result: .*HB-3713'

resource='<utilization id="u"><nvpair id="u1" name="cpu" value="2"/></utilization>'
cib no-quorum-policy=ignore '<tags><tag id="x"><obj_ref id="ip"/></tag></tags><acls/>'
run
is "utilization, tags" "$code" 3
like "- utilization" "$out" '! +[0-9]+ +utilization u '
like "- tags" "$out" '! +[0-9]+ +tags '
like "- nothing in it" "$out" '- +[0-9]+ +acls .*it is empty'
is "- each with a decision" "$(grep -c 'HB-3713' err)" 2
resource=''

constraint='<rsc_location id="l" rsc="web"><rule id="r" score="50"><expression id="e" attribute="#id" operation="eq" value="0b5e-2"/></rule></rsc_location>'
cib no-quorum-policy=ignore
run
is "a rule about the id of a node is one about its name" "$code $(xpath '//rsc_location[@id="l"]/@node')" "0 web2"
unlike "- nowhere the old id" "$(cat cib.xml)" '0b5e'
constraint=${constraint/0b5e-2/0b5e-3}
cib no-quorum-policy=ignore
run
is "of no node" "$code $(xpath 'count(//rsc_location)')" "3 0"
constraint='<rsc_ticket id="t" rsc="web" ticket="a"/>'
cib no-quorum-policy=ignore
run
like "a ticket" "$err" 'rsc_ticket t is not in the result: the plan has nothing for it .HB-3713'
done_testing
