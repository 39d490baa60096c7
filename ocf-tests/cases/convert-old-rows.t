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
		<resources>${grouped:-}<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2">
		<instance_attributes id="i"><nvpair id="i1" name="ip" value="10.0.0.9"/></instance_attributes>
		<operations><op id="m" name="monitor" interval="10s"/><op id="s" name="stop" interval="0" timeout="7"/></operations>
		${resource:-}</primitive>
		<primitive id="web" class="lsb" type="apache2"/>${grouped:+</group>}</resources>
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

# ---- what counts twice ---------------------------------------------------------------------------
constraint=''
stickiness() { xpath '//rsc_defaults//nvpair[@name="resource-stickiness"]/@value'; }
defaults='<rsc_defaults><meta_attributes id="d"><nvpair id="d1" name="resource-stickiness" value="7"/><nvpair id="d2" name="resource-stickiness" value="8"/></meta_attributes><meta_attributes id="d5"><nvpair id="d6" name="migration-threshold" value="4"/></meta_attributes><meta_attributes id="d3" score="9"><nvpair id="d4" name="migration-threshold" value="3"/></meta_attributes></rsc_defaults>'
cib default-resource-stickiness=100
run
is "default-resource-stickiness is a default" "$code $(stickiness)" "0 100"
cib default-resource-stickiness=100 "$defaults"
run
is "of rsc_defaults the first value counts, and before the property" "$code $(stickiness)" "0 7"
is "- and the set with the highest score" "$(xpath '//rsc_defaults//nvpair[@name="migration-threshold"]/@value')" 3
like "- the property is said to be without effect" "$out" '- +[0-9]+ +nvpair default-resource-stickiness .*rsc_defaults says it'
like "- the second value, too" "$out" '- +[0-9]+ +nvpair resource-stickiness .*another one of this name'
cib weird-one=2
run
like "a property that never was" "$out" '- +[0-9]+ +nvpair weird-one .*no release of Pacemaker knows'
echo 'auto_failback off' >>crm/ha.cf
run
like "auto_failback is not what the CIB says" "$out" '- +[0-9]+ +auto_failback off .*stickiness of the CIB decides'
is "- and changes nothing" "$(stickiness)" 0

# ---- what has no equal ---------------------------------------------------------------------------
# refused CONSTRAINT REASON
refused() {
	constraint=$1
	cib no-quorum-policy=ignore
	run
	is "refused: $2" "$code" 3
	like "- and why" "$err" "$2.*HB-3713"
}
refused '<rsc_order id="o"><resource_set id="s" require-all="false"><resource_ref id="ip"/><resource_ref id="web"/></resource_set></rsc_order>' 'one of a set is not enough'
grouped='<group id="g">'
refused '<rsc_order id="o" first="web" then="ip"/>' 'against the order of their group'
grouped=''
refused '<rsc_order id="o"><resource_set id-ref="s"/></rsc_order>' 'a set that stands elsewhere'
refused '<rsc_location id="l" rsc="web"><rule id="r" score="1"><date_expression id="e" operation="eq" start="2009"/></rule></rsc_location>' 'the plan cannot express'
refused '<rsc_location id="l" rsc="web"><rule id="r" score="1"><date_expression id="e" operation="date_spec"><date_spec id="f" moon="4"/></date_expression></rule></rsc_location>' 'the plan cannot express'
constraint='<rsc_colocation id="c" score="-INFINITY"><resource_set id="s"><resource_ref id="ip"/><resource_ref id="web"/><resource_ref id="db"/></resource_set></rsc_colocation>'
cib no-quorum-policy=ignore
sed -i 's|</resources>|<primitive id="db" class="lsb" type="db"/>&|' crm/cib.xml
run
is "all apart from each other" "$code $(xpath 'count(//rsc_colocation)')" "0 3"
done_testing
