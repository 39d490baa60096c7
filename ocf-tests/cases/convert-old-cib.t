#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The CIBs of Heartbeat 2 (schema 0.6) and of Pacemaker on Heartbeat 3, in today's words: what of
# them is kept, before those who will have to read it.
. "$(dirname "$0")/convert.sh"
. "$(dirname "$0")/judges.sh"
need python3 xmllint cibadmin

canonical() { python3 "$top/ocf-tests/cases/canonical-cib.py" "$1"; }
# same NAME WANT GOT
same() {
	if diff -u <(canonical "$2") <(canonical "$3") >diff.out; then pass "$1"; else
		fail "$1"; diag "$(cat diff.out)"; fi
}
# xpath EXPRESSION: what it is in $cib.
xpath() { xmllint --xpath "string($1)" "$cib"; }
# row ELEMENT: what the plan says of it.
row() { sed -n -E "/cib\.xml$/,\$s/^  ([=~!-]) +[0-9]+  ($1 .*)/\1 \2/p" "$name.out" | tr -s ' '; }

for name in heartbeat-2 heartbeat-3; do
	mkdir -p $name
	printf '%s\n' 'crm on' 'node Alpha beta' 'ucast eth0 10.0.0.2' 'deadtime 10' 'ping 10.0.0.254' \
		'respawn root /usr/lib/heartbeat/pingd -m 100 -d 5s' >$name/ha.cf
	cp "$top/ocf-tests/golden/old-cib/$name.xml" $name/cib.xml
	exits "$name: a plan" 3 "$escapebeat" plan -a HB-3701 --node-address alpha=10.0.0.1 -o $name.plan \
		--self Alpha $name
	printf '%s\n' "$out" >$name.out
	unlike "$name: no password is shown" "$out$err$(cat $name.plan)" geheim
	cib=$PWD/$name.xml
	"$escapebeat" show --as cib $name.plan >"$cib"
	judge_cib $name "$cib"
	if command -v pcs >/dev/null; then
		"$escapebeat" show --as pcs $name.plan >pcs.sh
		exits "$name: pcs takes it" 0 sh pcs.sh "$PWD/$name.by-pcs"
		same "$name: pcs makes the same CIB" "$cib" $name.by-pcs
	else
		skip "$name: pcs makes the same CIB" "needs pcs"
	fi
	if command -v crm >/dev/null; then
		"$escapebeat" show --as crm $name.plan >crm.crm
		cibadmin --empty >$name.by-crm
		exits "$name: crm takes it" 0 env CIB_file="$PWD/$name.by-crm" crm -f crm.crm
		same "$name: crm makes the same CIB" "$cib" $name.by-crm
	else
		skip "$name: crm makes the same CIB" "needs crm"
	fi
	"$escapebeat" show $name.plan >again
	is "$name: a stored plan shows what was planned" "$(cat again)" "$(cat $name.out)"
	like "$name: no lines of haresources are compared, and that is said" "$(cat again)" \
		'With crm on, .* there are no lines of haresources to compare'
	unlike "$name: - and no table" "$(cat again)" 'Heartbeat ran it'
	numbers=$(sed -n -E '/cib\.xml$/,$s/^  [=~!-] +([0-9]+)  .*/\1/p' $name.out)
	ok "$name: rows in the order of their lines" sort -n -c <<<"$numbers"
	if command -v dot >/dev/null; then
		unlike "$name: the picture has all that it ties" \
			"$("$escapebeat" show --as svg $name.plan)" '>resource[0-9]'
	else
		skip "$name: the picture has all that it ties" "needs dot"
	fi
	like "$name: the page says so" "$("$escapebeat" show --as html $name.plan 2>/dev/null)" \
		'<p class="none">With crm on, Heartbeat'
done

# ---- Heartbeat 2 ---------------------------------------------------------------------------------
name=heartbeat-2 cib=$PWD/heartbeat-2.xml
is "2: attributes in a wrapper, with underscores" \
	"$(xpath '//rsc_defaults//nvpair[@name="resource-stickiness"]/@value')" INFINITY
is "2: no-quorum-policy of two nodes is corosync's" "$(xpath '//nvpair[@name="no-quorum-policy"]/@value')" ""
is "2: poweroff is off" "$(xpath '//nvpair[@name="stonith-action"]/@value')" off
is "2: fencing was off, and with HB-3701 it stays so" "$(xpath '//nvpair[@name="stonith-enabled"]/@value')" false
is "2: the plugin is a fence agent" "$(xpath '//primitive[@id="ipmi"]/@type')" fence_ipmilan
is "2: - for its node" "$(xpath '//primitive[@id="ipmi"]//nvpair[@name="pcmk_host_list"]/@value')" Alpha
is "2: the group without drbddisk, in order" \
	"$(xmllint --xpath '//group[@id="group_1"]/primitive/@id' "$cib" | xargs)" \
	"id=Filesystem_2 id=IPaddr_10_0_0_9 id=mysql_4 id=MailTo_5"
is "2: drbddisk is a clone, the group where it is promoted" \
	"$(xpath '//rsc_colocation[@rsc="group_1" and @with-rsc="hb-drbd-r0-clone"]/@with-rsc-role')" Promoted
is "2: what was with drbddisk is with that" "$(xpath '//rsc_colocation[@id="cx"]/@with-rsc')" \
	hb-drbd-r0-clone
is "2: IPaddr is IPaddr2, with a mask that it takes" \
	"$(xpath '//primitive[@type="IPaddr2"]//nvpair[@name="cidr_netmask"]/@value')" 24
is "2: - and a label of its own" "$(xpath '//primitive[@type="IPaddr2"]//nvpair[@name="iflabel"]/@value')" 1
is "2: an interval without a unit is seconds" \
	"$(xpath '//primitive[@id="IPaddr_10_0_0_9"]//op[@name="start"]/@timeout')" 10s
is "2: pingd is ping, and knows whom" \
	"$(xpath '//clone[@id="pingd-clone"]//nvpair[@name="host_list"]/@value')" 10.0.0.254
is "2: no second one is made for the respawn line" "$(xpath 'count(//primitive[@type="ping"])')" 1
is "2: master_slave is a promotable clone" \
	"$(xpath '//clone[@id="ms-drbd1"]//nvpair[@name="promotable"]/@value')" true
is "2: monitors of its roles" "$(xpath '//primitive[@id="drbd1"]//op[@interval="60s"]/@role')" Promoted
is "2: a password is not in the CIB" "$(xpath '//primitive[@id="ipmi"]//nvpair[@name="password"]/@value')" \
	lrm://
is "2: a node in a rule" "$(xpath '//rsc_location[@id="loc1"]/@node')" alpha
is "2: a rule of two tests" "$(xpath '//rsc_location[@id="loc2"]/rule/@boolean-op')" or
is "2: a role in a rule" "$(xpath '//rsc_location[@id="loc4"]/rule/@role')" Promoted
is "2: from after to" "$(xpath '//rsc_order[@id="o"]/@first') $(xpath '//rsc_order[@id="o"]/@then')" \
	"ms-drbd1 group_1"
is "2: a date" "$(xpath '//rsc_location[@id="loc5"]/rule/date_expression/@start')" 2005-01-01

# ---- Heartbeat 3 ---------------------------------------------------------------------------------
name=heartbeat-3 cib=$PWD/heartbeat-3.xml
is "3: no failure of other times" "$(xpath '//nvpair[@name="cluster-infrastructure"]/@value')" ""
is "3: defaults" "$(xpath '//rsc_defaults//nvpair[@name="resource-stickiness"]/@value')" 100
is "3: the respawned pingd is a clone, by its arguments" \
	"$(xpath '//primitive[@id="hb-ping"]//nvpair[@name="multiplier"]/@value')" 100
is "3: master is a promotable clone" "$(xpath '//clone[@id="ms_drbd"]//nvpair[@name="promoted-max"]/@value')" 1
is "3: a role to be in" "$(xpath '//clone[@id="ms_drbd"]//nvpair[@name="target-role"]/@value')" Promoted
is "3: an order that is not mandatory" "$(xpath '//rsc_order[@id="ord2"]/@kind')" Optional
is "3: apart, if possible" "$(xpath '//rsc_colocation[@id="col2"]/@score')" -100
is "3: services are monitored from now on" "$(xpath '//primitive[@id="web"]//op[@name="monitor"]/@interval')" 60s
like "3: a rule in a group's attributes is told about" "$(row "meta_attributes gr")" '^! meta_attributes gr a rule decides'
like "3: a standby node is told about, with the command" "$(row "node uuid2")" \
	"^! node uuid2 its attributes are .* crm_attribute --node 'beta' --name standby --update 'on'"
is "3: sets of resources, as the pairs that they stand for" \
	"$(xpath '//rsc_order[@id="sets"]/@first') $(xpath '//rsc_order[@id="sets"]/@then'), $(xpath '//rsc_order[@id="sets-2"]/@first') $(xpath '//rsc_order[@id="sets-2"]/@then')" \
	"ms_drbd mon, mon web"
like "3: - without what has gone" "$(row "rsc_order sets")" '^~ rsc_order sets .*2 pairs .one of them is not there'
is "3: - of a colocation, with the role of its set" \
	"$(xpath '//rsc_colocation[@id="near"]/@rsc') $(xpath '//rsc_colocation[@id="near"]/@with-rsc-role') $(xpath '//rsc_colocation[@id="near"]/@score')" \
	"mon Promoted 30"
is "3: - of a location" "$(xpath '//rsc_location[@id="l4"]/@rsc') $(xpath '//rsc_location[@id="l4-2"]/@rsc')" "mon ms_drbd"
like "3: what a group says already" "$(row "rsc_order in")" '^- rsc_order in .*their group says it'
is "3: an order that holds for starts alone" "$(xpath '//rsc_order[@id="once"]/@symmetrical')" false
is "3: a rule in a rule" "$(xpath '//rsc_location[@id="l5"]/rule/rule/date_expression/date_spec/@hours')" 9-16
is "3: - and a span of time" "$(xpath '//rsc_location[@id="l5"]//duration/@years')" 40

if command -v dot >/dev/null; then
	"$escapebeat" show --as svg heartbeat-3.plan >picture.svg
	is "3: the picture has orders that no place explains, each once" "$(grep -c '> *starts after<' picture.svg)" 2
else
	skip "3: the picture has orders" "needs dot"
fi

# ---- what once was said otherwise ----------------------------------------------------------------
mkdir once
printf '%s\n' 'crm on' 'node n1 n2' 'ucast eth0 10.0.0.2' 'deadtime 10' >once/ha.cf
cat >once/cib.xml <<'END'
<cib><configuration><crm_config/><nodes/><resources>
<group id="loose" ordered="false" collocated="false"><primitive id="d1" class="lsb" type="d1"/><primitive id="d2" class="lsb" type="d2"/></group>
<group id="apart"><instance_attributes id="ai"><attributes><nvpair id="an" name="collocated" value="no"/></attributes></instance_attributes><primitive id="d3" class="lsb" type="d3"/><primitive id="d4" class="lsb" type="d4"/></group>
<primitive id="off" class="lsb" type="off"><operations><op id="oo" name="monitor" interval="7s" disabled="yes"/><op id="os" name="start" timeout="9s" start_delay="3s" prereq="fencing"/></operations></primitive>
<primitive id="on" class="lsb" type="on"/>
</resources><constraints>
<rsc_order id="stops" from="off" to="on" type="before" action="stop"/>
<rsc_order id="late" from="d3" to="on" type="after" action="stop"/>
<rsc_order id="today" first="off" first-action="stop" then="d4"/>
<rsc_colocation id="both" from="off" to="on" score="INFINITY" symmetrical="true"/>
</constraints></configuration></cib>
END
name=once cib=$PWD/once.xml
"$escapebeat" plan -a HB-3701 --node-address n1=10.0.0.1 --node-address n2=10.0.0.2 --self n1 -o once.plan once >once.out 2>once.err
is "once: what is lost is a decision" "$?" 3
"$escapebeat" show --as cib once.plan >"$cib"
like "once: a group that was none" "$(row "group loose")" \
	'^! group loose CIB group loose .its members were in no order and not kept together, a group of today is'
like "once: - also by a parameter" "$(row "group apart")" '^! group apart CIB group apart .its members were not kept together,'
is "once: a monitor that was off stays off" "$(xpath 'count(//primitive[@id="off"]//op[@name="monitor"])')" 0
is "once: - and only that" "$(xpath 'count(//primitive[@id="on"]//op[@name="monitor"])')" 1
like "once: - and that is said" "$(row "op monitor")" '^- op monitor it is switched off'
like "once: a start that waited" "$(row "op os start_delay")" '^- op os start_delay the plan has no start-delay'
like "once: - and required" "$(row "op os prereq")" '^- op os prereq Pacemaker waits for quorum and for fencing'
actions() { echo "$(xpath "//rsc_order[@id='$1']/@first-action") $(xpath "//rsc_order[@id='$1']/@then-action")"; }
is "once: before: both stop when one is said" "$(actions stops)" "stop stop"
is "once: after: the same" "$(actions late)" "stop stop"
is "once: and so today" "$(actions today)" "stop stop"
like "once: together both ways is only one" "$(row "rsc_colocation both")" '^~ rsc_colocation both .*to follow each other'

# ---- clones of groups ------------------------------------------------------------------------------
mkdir cloned
printf '%s\n' 'crm respawn' 'node n1 n2' 'ucast eth0 10.0.0.2' 'deadtime 10' >cloned/ha.cf
cat >cloned/cib.xml <<'END'
<cib><configuration><crm_config/><nodes/><resources>
<clone id="everywhere"><group id="locks"><primitive id="p1" class="lsb" type="dlm"/><primitive id="p2" class="lsb" type="o2cb"/></group></clone>
<master_slave id="ms"><group id="halves"><primitive id="p3" class="ocf" provider="pacemaker" type="Stateful"/></group></master_slave>
<clone id="all"><group id="pings"><primitive id="p4" class="ocf" provider="pacemaker" type="ping"><instance_attributes id="i"><nvpair id="i1" name="name" value="seen"/><nvpair id="i2" name="host_list" value="10.0.0.254"/></instance_attributes></primitive></group></clone>
<primitive id="web" class="lsb" type="web"/>
</resources><constraints><rsc_location id="l" rsc="web"><rule id="r" score-attribute="seen"><expression id="e" attribute="seen" operation="defined"/></rule></rsc_location></constraints></configuration><status/></cib>
END
"$escapebeat" plan -a HB-3701 --node-address n1=10.0.0.1 --self n1 -o cloned.plan cloned >cloned.out 2>&1
exits "a clone of a group: a page" 0 "$escapebeat" show --as html cloned.plan
if command -v dot >/dev/null; then
	exits "- and a picture" 0 "$escapebeat" show --as svg cloned.plan
	is "- with the group and its members" \
		"$(grep -oE '>(everywhere|locks|ms|halves|1|2| *(&#160;|\s)*(dlm|o2cb|Stateful)|[a-z]+ (&#160;)*)<' <<<"$out" | sed 's/&#160;//g' | tr -d '<> ' | xargs)" \
		"everywhere locks 1 dlm 2 o2cb pings 1 ms halves 1 Stateful"
	like "- and what a ping in such a group is for" "$out" '>goes where all reaches more<'
	"$escapebeat" show --as html cloned.plan >cloned.html
	like "- to which its row leads" "$(cat cloned.html)" 'id="object-locks"'
else
	skip "- and a picture" "needs dot"
fi

# ---- no CIB, a damaged one -----------------------------------------------------------------------

# An id that a line of haresources would have had makes no line of it.
sed 's/<rsc_location [^>]*id="\([^"]*\)"/<rsc_location id="hb-home-\1"/' heartbeat-3/cib.xml >homely.xml
mv homely.xml heartbeat-3/cib.xml
"$escapebeat" plan heartbeat-3 >out 2>err
unlike "ids like those of lines" "$(cat out err)" 'Heartbeat ran it|HB-170|HB-4711'
rm heartbeat-3/cib.xml
"$escapebeat" plan heartbeat-3 >out 2>err
like "without the CIB it is asked for" "$(cat err)" 'ha.cf:1:1: decision: with crm on .* not here \[HB-3702\]'
printf '<cib><configuration>' >heartbeat-3/cib.xml
"$escapebeat" plan heartbeat-3 >out 2>err
like "a damaged one is told about" "$(cat err)" 'cib.xml:1:6: decision: the CIB cannot be read: <configuration> is never closed \[HB-3702'
sed -i 's/crm on/crm off/' heartbeat-2/ha.cf
"$escapebeat" plan heartbeat-2 >out 2>err
unlike "with crm off it does not count" "$(cat out err)" cib.xml

# ---- what cannot be read ---------------------------------------------------------------------------
# broken PLACE WHAT TEXT: the message about it.
mkdir -p broken
printf '%s\n' 'crm on' 'node alpha beta' 'ucast eth0 10.0.0.1' 'ucast eth0 10.0.0.2' >broken/ha.cf
broken() {
	# shellcheck disable=SC2059 # line ends
	printf "$3" >broken/cib.xml
	"$escapebeat" plan -o broken.plan broken >broken.out 2>&1
	like "not well-formed: $2 is told at $1" "$(cat broken.out)" \
		"^broken/cib\\.xml:$1: decision: the CIB cannot be read: .*$2.* \\[HB-3702\\]"
}
broken 3:8 '“bar” was closed' '<cib>\n <configuration>\n  <foo></bar>\n </configuration>\n</cib>\n'
broken 4:2 'open element is “foo”' '<cib>\n <configuration>\n  <foo>\n </configuration>\n</cib>\n'
broken 2:2 '<configuration> is never closed' '<cib>\n <configuration>\n  <foo>\n  </foo>\n'
broken 2:1 'Entity name “no”' '<cib>\n&no;\n<configuration/></cib>\n'
broken 1:1 'must begin with an element' 'hello\n'
broken 2:1 'expected a “=”' '<cib>\n<nvpair name="passwd" value="geheim" x>\n</cib>\n'
unlike "- and no secret is shown with it" "$(cat broken.out)" geheim
like "- as a caret below the line" "$(cat broken.out)" '^    2 \| <nvpair name="passwd" value="\*+" x>$'
done_testing
