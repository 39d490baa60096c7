#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Nothing of Heartbeat's own CIB goes away without a word: whatever escapebeat-convert(7) says is
# dropped or refused has that row when a CIB holds it, and so has what no table knows.
. "$(dirname "$0")/convert.sh"
need awk

mkdir crm
printf '%s\n' 'crm on' 'node web1 web2' 'ucast eth0 10.0.0.2' 'deadtime 10' >crm/ha.cf
printf 'auth 1\n1 sha1 geheimgeheim12345\n' >crm/authkeys
chmod 600 crm/authkeys
run() {
	"$escapebeat" plan -a HB-3701 --self web1 --node-address web1=10.0.0.1 -o crm.plan crm >out 2>err
	code=$? out=$(cat out) err=$(cat err)
	# One row a line, without its number: "- primitive ip restart_type the reason".
	rows=$(awk '/^[^ ]*cib\.xml$/ { on = 1; next } /^$/ { on = 0 }
		on && /^  [=~!-] / { if (row) print row; $2 = ""; row = $0; next }
		on { row = row " " $0 } END { print row }' out | tr -s ' ')
	xml=$("$escapebeat" show --as cib crm.plan)
}

# ---- what the manual says ------------------------------------------------------------------------
# MARK<tab>TERM<tab>REASON of each item below CIB.XML; "properties" and so on before them.
awk '/^\.Sh CIB\.XML/ { on = 1 } /^\.Sh FENCE/ { exit }
	!on { next }
	function out() { if (term) { sub(/\.$/, "", text); print kind "\t" term "\t" text }; term = "" }
	/^\.Pp/ { out(); kind = ""; next }
	/^\.It Sy / { out(); term = substr($0, 8); text = ""; next }
	/^\./ { out(); next }
	term { text = text (text ? " " : "") $0; next }
	!kind { kind = $1 }' "$build/heartbeat-compat/escapebeat-convert.7" | tr -d '\\&' >manual
count() { grep -c "^$1" manual; }
ok "the manual has properties" test "$(count Properties)" -gt 10
ok "- meta attributes" test "$(count Meta)" -gt 8
ok "- attributes of elements" test "$(count Attributes)" -gt 20

gone() { awk -F '\t' -v kind="$1" '$1 == kind && $3 ~ /^(Dropped|Refused): / { print $2 }' manual; }
attributes() { gone Attributes | awk -v element="$1" '$1 == element { printf " %s=\"7\"", $2 }'; }
pairs() { for name; do echo "<nvpair id=\"p-$name\" name=\"$name\" value=\"7\"/>"; done; }
# one ELEMENT REST: an element for each of its attributes, since one is enough to refuse it.
each() {
	local name element=$1
	shift
	for name in $(gone Attributes | awk -v element="$element" '$1 == element { print $2 }'); do
		echo "<$element id=\"$element-$name\" $* $name=\"7\"/>"
	done
}
{
	echo "<cib validate-with=\"pacemaker-1.0\"$(attributes cib)><configuration><crm_config><cluster_property_set id=\"o\">"
	# shellcheck disable=SC2046 # names
	pairs $(gone Properties)
	echo '</cluster_property_set></crm_config><nodes/><resources>'
	echo "<primitive id=\"ip\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr\"$(attributes primitive)$(attributes any)>"
	# shellcheck disable=SC2046
	echo "<meta_attributes id=\"m\">$(pairs $(gone Meta))</meta_attributes>"
	# shellcheck disable=SC2046
	echo "<instance_attributes id=\"i\"><nvpair id=\"ia\" name=\"ip\" value=\"10.0.0.9\"/>$(pairs $(gone Parameters))</instance_attributes>"
	echo "<operations><op id=\"op\" name=\"monitor\" interval=\"9s\"$(attributes op)/></operations></primitive>"
	for name in $(gone Meta); do
		echo "<primitive id=\"with-$name\" class=\"lsb\" type=\"web\" ${name//-/_}=\"7\"/>"
	done
	echo '<primitive id="web" class="lsb" type="apache2"/></resources><constraints>'
	each rsc_location 'rsc="ip" node="web1" score="1"'
	each rsc_order 'first="ip" then="web"'
	each rsc_colocation 'rsc="web" with-rsc="ip" score="5"'
	echo '</constraints></configuration></cib>'
} >crm/cib.xml
run
is "a CIB with all of it: decisions" "$code" 3
missing=''
# expect MARK PATTERN REASON
expect() {
	grep -qE -- "^ ?$1 $2 .*$3" <<<"$rows" || missing+=" [$1 $2: $3]"
}
while IFS=$'\t' read -r kind term text; do
	mark=-
	case $text in
	Refused:*) mark=! ;;
	Dropped:*) ;;
	*) continue ;;
	esac
	reason=${text#*: }
	# shellcheck disable=SC2086 # two words
	set -- $term
	case $kind-$1 in
	Attributes-any) expect "$mark" "(primitive ip $2|.* id-ref)" "$reason" ;;
	Attributes-cib) expect "$mark" "cib.* $2.*" "$reason" ;;
	Attributes-rsc_*) expect "$mark" "$1 $1-$2" "$reason" ;;
	Attributes-*) expect "$mark" "$1 (ip|op) $2" "$reason" ;;
	Meta-*)
		expect "$mark" "nvpair $1" "$reason"
		expect "$mark" "primitive with-$1 ${1//-/_}" "$reason"
		;;
	*) expect "$mark" "nvpair $1" "$reason" ;;
	esac
done <manual
is "each has its row, marked and explained as the manual says" "$missing" ""
is "no row stands there twice" "$(sort <<<"$rows" | uniq -d)" ""
is "each refused one is a decision" "$(grep -c '^ *!' <<<"$rows")" "$(grep -c 'HB-3713' err)"
is "none of the refused constraints is half there" "$(grep -cE '<rsc_[loc]' <<<"$xml")" 0

# ---- what no table knows -------------------------------------------------------------------------
# cib RESOURCES [CONSTRAINTS]
cib() {
	echo "<cib><configuration><crm_config/><nodes/><resources>$1</resources><constraints>${2:-}</constraints></configuration></cib>" >crm/cib.xml
}
ip='<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr"'
set_of() { echo "<$1 id=\"$1-s\"><attributes>$2</attributes></$1>"; }
ops='<op id="o" frob="2" name="start" timeout="long ago" role="Master"/><op id="p" name="monitor" interval="8s"/>'
ops+='<op id="q" name="monitor" interval="8" timeout="3s"/><op id="r" name="monitor" interval="9s" role="King"/><op id="s" interval="1"/>'
metas='<nvpair id="a" name="frobs" value="1"/><nvpair id="b" name="priority" value="1"/><nvpair id="c" name="priority" value="2"/>'
metas+='<nvpair id="d" name="is_managed" value="#default"/><nvpair id="e" name="notify"/>'
cib "$ip frob=\"1\">$(set_of meta_attributes "$metas")<operations>$ops</operations></primitive>"
run
like "an attribute" "$rows" '- primitive ip frob no release of Pacemaker knows it'
like "a meta attribute" "$rows" '- nvpair frobs no release of Pacemaker knows it'
like "one that is said twice" "$rows" '- nvpair priority another one of this name counts'
like "one that is left to its default" "$rows" '- nvpair is_managed it is so without it'
like "one without a value" "$rows" '- nvpair notify it has no value'
like "a time that is none" "$rows" '- op o timeout it is no time; 20s'
like "a role of a start" "$rows" '- op o role only a monitor is of one role'
like "an operation that is there twice" "$rows" '- op monitor another one of this name and interval'
like "one of no role" "$rows" '- op monitor it is of no role that there is'
like "one without a name" "$rows" '- op s it has no name'
like "the first of two monitors counts" "$xml" '<op [^>]*interval="8s" timeout="20s"/>'

# ---- what is said elsewhere ----------------------------------------------------------------------
params='<nvpair id="ia" name="ip" value="10.0.0.9"/>'
cib "$ip>$(set_of instance_attributes "$params")</primitive><primitive id=\"other\" class=\"ocf\" type=\"IPaddr\"><instance_attributes id-ref=\"instance_attributes-s\"/><instance_attributes id=\"n\"><nvpair id-ref=\"ia\" name=\"nic\"/><nvpair id-ref=\"gone\"/></instance_attributes></primitive>"
run
is "a set by reference" "$(grep -c 'name="ip" value="10.0.0.9"' <<<"$xml")" 2
like "a pair by reference, with a name of its own" "$xml" 'id="other-[^>]*name="nic" value="10.0.0.9"'
like "to nothing" "$rows" '! nvpair id-ref what it refers to is not there'
cib "<group id=\"g\">$(set_of instance_attributes '<nvpair id="x" name="nic" value="eth7"/><nvpair id="y" name="target_role" value="stopped"/>')$ip>$(set_of instance_attributes "$params")</primitive><primitive id=\"own\" class=\"ocf\" type=\"IPaddr\"><instance_attributes id=\"z\"><nvpair id=\"z1\" name=\"nic\" value=\"eth8\"/></instance_attributes></primitive></group>"
run
like "parameters of a group are its members'" "$xml" 'id="ip-instance_attributes-nic" name="nic" value="eth7"'
like "- behind their own" "$xml" 'id="own-instance_attributes-nic" name="nic" value="eth8"'
is "- and are no meta attributes of theirs" "$(grep -c 'name="target-role"' <<<"$xml")" 1
cib "<group id=\"g\"><instance_attributes id-ref=\"loop\"/><operations id=\"loop\"/><instance_attributes id=\"loop\"><nvpair id-ref=\"x\" id=\"x\" name=\"x\"/></instance_attributes>$ip/></group>"
run
like "a reference to itself" "$rows" '! nvpair x id-ref what it refers to'

# ---- constraints ---------------------------------------------------------------------------------
both="$ip>$(set_of instance_attributes "$params")</primitive><clone id=\"all\"><primitive id=\"one\" class=\"lsb\" type=\"web\"/></clone>"
test_of() { echo "<rsc_location id=\"l\" rsc=\"ip\"><rule id=\"r\" score=\"5\">$1</rule></rsc_location>"; }
cib "$both" '<rsc_order id="o" from="ip" to="one"/><rsc_colocation id="c" from="ip" to="one" score="5"/><rsc_location id="l" rsc="one" node="web1" score="3"/><rsc_location id="none" rsc="one" node="web1"/>'
run
is "what is about a member of a clone is about the clone" \
	"$(grep -oE '(first|with-rsc|rsc)="all"' <<<"$xml" | xargs)" "rsc=all first=all with-rsc=all"
like "a location without a score" "$rows" '- rsc_location none it says nothing'
# refused CONSTRAINT WHAT [ROW]
refused() {
	cib "$both" "$1"
	run
	is "$2 is refused" "$code $(grep -cE '<rsc_[loc]' <<<"$xml")" "3 0"
	like "- with a row" "$rows" "! rsc_[a-z]* . ${3:-a rule that the plan cannot express}"
}
refused "$(test_of '<expression id="e" attribute="v" operation="gt" value="1" type="version"/>')" "a version"
refused "$(test_of '<expression id="e" attribute="v" operation="gt" value="1" type="string"/>')" "a number as text"
refused "$(test_of '<date_expression id="e" operation="date_spec" start="2009-01-01"><date_spec id="f" hours="9"/></date_expression>')" "hours of a season"
refused '<rsc_location id="l" rsc="ip" node="web1" score="9"><lifetime id="t"><rule id="r"><date_expression id="d" operation="lt" end="2030-01-01"/></rule></lifetime></rsc_location>' "a lifetime" 'it held for a time only'
cib "$both" "$(test_of '<date_expression id="e" start="2009-01-01" end="2040-01-01"/>')"
run
like "a date is within a range unless it is said otherwise" "$xml" '<date_expression [^>]*operation="in_range"'

# ---- values that become one ----------------------------------------------------------------------
cib "$ip>$(set_of instance_attributes "$params"'<nvpair id="b" name="netmask" value="255.255.255.0"/><nvpair id="c" name="cidr_netmask" value="25"/><nvpair id="d" name="ARP_REPEAT" value="3"/>')</primitive>"
run
is "two names of a mask are one parameter" "$code $(grep -c 'name="cidr_netmask"' <<<"$xml")" "0 1"
like "- of the first" "$xml" 'name="cidr_netmask" value="24"'
like "- and the other one is told" "$rows" '- nvpair cidr_netmask another one says'
cib "$ip>$(set_of instance_attributes "$params"'<nvpair id="b" name="broadcast" value=""/><nvpair id="c" name="nic" value="eth0:"/>')</primitive><primitive id=\"dummy\" class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"><instance_attributes id=\"d\"><nvpair id=\"e\" name=\"state\" value=\"\"/></instance_attributes></primitive>"
run
is "an empty parameter is none" "$code $(grep -c 'value=""' <<<"$xml")" "0 0"
like "- and told" "$rows" '- nvpair broadcast it is empty.*'
like "- of whatever agent" "$rows" '- nvpair state it is empty'
cib "$ip>$(set_of instance_attributes "$params"'<nvpair id="d" name="ARP_REPEAT" value="3"/>')</primitive>"
run
like "what IPaddr called otherwise" "$xml" 'name="arp_count" value="3"'

# ---- values that today's Pacemaker would not take ------------------------------------------------
# As it is without such a value, which Pacemaker's default stands for, then and now.
verified() {
	if command -v crm_verify >/dev/null; then
		echo "$xml" >verify.xml
		exits "$1: crm_verify has nothing to say" 0 crm_verify -V -x verify.xml
		is "- nothing at all" "$out$err" ""
	else
		skip "$1: crm_verify" "not installed"
	fi
}
props() { pairs "$@" | sed 's/value="7"/value="abc"/' >props; }
props symmetric-cluster stonith-action batch-limit cluster-delay \
	pe-input-series-max node-health-strategy default-resource-stickiness is-managed-default default-action-timeout
metas="$(pairs is_managed priority migration-threshold multiple_active clone_max failure-timeout requires target_role | sed 's/value="7"/value="-x"/' | tr -d '\n')"
ops='<op id="o1" name="start" interval="10"/><op id="o2" name="monitor" interval="9s" on_fail="demote"/>'
ops+='<op id="o3" name="stop" on_fail="fence"/><op id="o4" name="notify" on_fail="explode"/>'
cib "$ip>$(set_of meta_attributes "$metas")$(set_of instance_attributes "$params")<operations>$ops</operations></primitive><primitive id=\"roles\" class=\"lsb\" type=\"r\">$(set_of meta_attributes '<nvpair id="a" name="target_role" value="master"/><nvpair id="b" name="requires" value="fencing"/><nvpair id="c" name="priority" value="inf"/>')</primitive><master_slave id=\"ms\"><primitive id=\"script\" class=\"lsb\" type=\"s\"/></master_slave><primitive id=\"up\" class=\"upstart\" type=\"u\"/>" \
	'<rsc_order id="round" first="roles" then="none"/><rsc_order id="loud" first="ip" then="roles" kind="Loud"/>'
sed -i "s|<crm_config/>|<crm_config><cluster_property_set id=\"ps\">$(tr -d '\n' <props)</cluster_property_set></crm_config>|" crm/cib.xml
run
is "values that are none: a plan" "$code" 3
is "- told of each property and meta attribute" "$(grep -c 'nvpair .* it has no such value' <<<"$rows")" 17
like "- of an operation" "$rows" '- op o4 on-fail it has no such value'
like "- a start is not repeated" "$rows" '- op o1 interval only a monitor is repeated'
like "- nothing fences" "$rows" '- primitive ip stop on-fail without fencing the resource is stopped'
like "- nothing to demote" "$rows" '- primitive ip monitor on-fail it has no such value'
like "- nothing to promote" "$rows" '- primitive roles target-role nothing here is promoted'
like "- fencing is not required" "$rows" '- primitive roles requires without fencing it requires quorum'
like "- no agent of OCF" "$rows" '! master_slave ms only an agent of class ocf can be promoted'
like "- no class of today" "$rows" '! primitive up Pacemaker has no such class any more'
like "- no kind" "$rows" '! rsc_order loud it has a role, an action or a kind that there is not'
like "- infinity by its whole name" "$xml" 'name="priority" value="INFINITY"'
verified "values that are none"

# A group would inherit it.
cib "<clone id=\"all\" ordered=\"false\"><group id=\"g\">$ip>$(set_of instance_attributes "$params")</primitive></group></clone>"
run
unlike "a clone in no order does not make its group one" "$xml" 'name="ordered"'
like "- and that is said" "$rows" '- clone all ordered it is so without it'

# ---- what comes on top, what never counts --------------------------------------------------------
off='<operations><op id="o" name="monitor" interval="30s" disabled="true"/></operations>'
on='<operations><op id="p" name="monitor" interval="30s"/></operations>'
rule='<rule id="r" score="10"><expression id="e" attribute="#uname" operation="eq" value="gone.example.com"/></rule>'
cib "<primitive id=\"a\" class=\"lsb\" type=\"a\"/><primitive id=\"b\" class=\"lsb\" type=\"b\">$off</primitive><primitive id=\"c\" class=\"lsb\" type=\"c\">$on</primitive>" \
	"<rsc_location id=\"l\" rsc=\"a\" node=\"nosuch\" score=\"1\"/><rsc_location id=\"m\" rsc=\"a\">$rule</rsc_location><rsc_location id=\"n\" rsc=\"a\" node=\"WEB1\" score=\"1\"/>"
run
like "no monitor: it has one now" "$rows" '~ primitive a lsb:a lsb:a a \(it had no monitor, and has one now\)'
like "- one that is switched off stays so" "$rows" '= primitive b lsb:b lsb:b b'
like "- its own" "$rows" '= primitive c lsb:c lsb:c c'
like "a node that is not there" "$err" "cib.xml:1:1: warning: l is about node 'nosuch', which is not there .HB-2207."
like "- in a rule, too" "$err" "warning: m is about node '.*', which is not there"
unlike "- and one that is" "$err" 'n is about node'
sed -i 's|<crm_config/>|<crm_config><cluster_property_set id="s"><nvpair id="t" name="default-action-timeout" value="90s"/></cluster_property_set></crm_config>|' crm/cib.xml
run
like "no monitor, but a timeout for all" "$rows" '~ primitive a lsb:a lsb:a a \(it had no monitor, and has one now\)'

# ---- what cannot be carried out ------------------------------------------------------------------
cib "<group id=\"g\">$ip>$(set_of instance_attributes "$params")</primitive></group><primitive id=\"a\" class=\"lsb\" type=\"a\"/>" \
	'<rsc_order id="own" first="ip" then="g"/>'
run
like "a group and its member" "$rows" '! rsc_order own one of the two is in the other one'
if command -v crm_simulate >/dev/null; then
	sed -i 's|<rsc_order.*"g"/>|<rsc_order id="x" first="g" then="a"/><rsc_order id="y" first="a" then="g"/>|' crm/cib.xml
	run
	is "a circle is an error" "$code" 1
	like "- and said to be one" "$err" 'actions wait for each other in a circle .HB-1703.'
else
	skip "a circle is an error" "needs crm_simulate"
fi
done_testing
