#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where each line runs after each event, as the plan says it, beside Heartbeat; and Pacemaker's
# scheduler, which has to agree.
. "$(dirname "$0")/convert.sh"
# What is left behind shall be our own.
mkdir "$tap_dir/tmp" && export TMPDIR=$tap_dir/tmp

# make FAILBACK [LINE...]: plans two lines; FAILBACK and further lines are of ha.cf.
make() {
	printf '%s\n' 'keepalive 2' 'node a b' 'bcast eth0' "auto_failback $1" "${@:2}" >ha.cf
	"$escapebeat" plan -a HB-3701 -o made.plan ha.cf haresources >report 2>messages
	code=$?
}
# row EVENT: what the report says of it, blanks collapsed.
row() { sed -n "s/^  \([=~]\) $1  */\1 /p" report | tr -s ' '; }

printf '%s\n' 'a 10.0.0.1' 'b 10.0.0.2 one two' >haresources
make on
is "on: a returns" "$(row 'a returns')" "= each at home each at home"
is "on: hb_standby" "$(row 'hb_standby on b')" "= all on a all on a"
is "on: no row for ping nodes that nobody watches" "$(grep -c 'ping node' report)" 0
make off
is "off: a dies" "$(row 'a dies')" "= all on b all on b"
is "off: a returns" "$(row 'a returns')" "= all on b all on b"
is "off: a starts alone" "$(row 'a starts alone')" \
	"~ all on a nowhere D1: a node that starts alone waits for the other one"
is "off: then b starts" "$(row 'then b starts')" \
	"~ all on a each at home D2: so both start together, and each line at home"
is "a cut without fencing" "$(row 'the links between the nodes are cut')" \
	"= all on a and b all on a and b nothing keeps the two apart without a fence device"
make legacy 'ping 192.0.2.1' 'respawn hacluster /usr/lib/heartbeat/ipfail'
is "legacy: hb_standby" "$(row 'hb_standby on a')" \
	"~ each at home all on b D3: hb_standby works with legacy, too"
is "legacy: ipfail" "$(row 'b loses the ping nodes')" \
	"~ each at home all on a D5: ipfail works with legacy, too"
is "nobody reaches a ping node" "$(row 'all lose the ping nodes, b last')" \
	"= each at home each at home"
"$escapebeat" plan -o open.plan ha.cf haresources >report 2>/dev/null
is "a cut with fencing" "$(row 'the links between the nodes are cut')" \
	"~ all on a and b all on one of a, b N3: the one that fencing leaves goes on"

is "a stored plan has the table, too" "$("$escapebeat" show open.plan)" "$(cat report)"
"$escapebeat" show --as html open.plan >page.html 2>/dev/null
like "and the page" "$(tr -d '\n' <page.html)" \
	'<td>a dies</td><td>all on b</td><td class="mark"><span class="sign">=</span> the same'
like "- with the reason" "$(cat page.html)" '<small>D3: hb_standby works with legacy, too</small>'

if command -v crm_simulate >/dev/null || [ -x /usr/sbin/crm_simulate ]; then
	for name in $names; do
		plan "$name" --accept HB-3701 >/dev/null 2>messages
		unlike "$name: the scheduler agrees, and was asked" "$(cat messages)" 'HB-1702|HB-4711'
	done
	for i in {1..40}; do echo "a 10.0.0.$i script$i"; done >haresources
	make off
	unlike "forty lines are judged by the shortest and the longest" "$(cat messages)" 'HB-1702|HB-4711'

	printf '%s\n' 'a drbddisk::r0 one' 'b drbddisk::r0 two' >haresources
	make on
	like "lines that share a device go uncompared" "$(cat messages)" 'use hb-drbd-.* not judged.*HB-4711'
	unlike "- which is no error" "$(cat messages)" HB-1702
	is "- the table says no more of them" "$(sed -n '/after the event/,$p' report | grep -c '^  [=~] .* [ab]')" 1
	like "- than that" "$(cat report)" '~ any, of 2 lines with hb-drbd-.* as for .* where it is promoted +not judged'
	printf '%s\n' 'a drbddisk::r0 one' 'b drbddisk::r0 two' 'b 10.0.0.7' >haresources
	make on
	is "- others have their rows" "$(row 'b dies')" "= on a on a"
	printf 'a drbddisk::r0 one\n' >haresources
	make on 'node c'
	like "so do those of a device on two nodes of three" "$(cat messages)" 'use hb-drbd-.* fewer instances.*HB-4711'
	unlike "- which is no error" "$(cat messages)" HB-1702
	make on
	unlike "a device of its own is judged" "$(cat messages)" 'HB-1702|HB-4711'

	# N2 of DIFFERENCES.md. Of a CIB that no cluster had yet, failures are looked up by older names.
	printf '%s\n' 'a 10.0.0.1 one' 'b 10.0.0.2 two' >haresources
	for failback in on off; do
		make $failback
		"$escapebeat" show --as cib made.plan | sed '0,/<cib /s//<cib crm_feature_set="3.1.0" /' >cib.xml
		crm_simulate -x cib.xml -q true -S -O running.xml -u a -u b >out 2>&1
		crm_simulate -x running.xml -S -i hb-one_monitor_60000@a=7 >out 2>&1
		is "$failback: the group of a failed service moves to the other one" \
			"$(sed '1,/^Revised/d' out | sed -n 's/.*hb-\(ip-10.0.0.1\|one\|two\)\b.*Started/\1/p' | xargs)" \
			"ip-10.0.0.1 b one b two b"
	done
	echo "a 10.0.0.1 $(seq -s ' ' -f 's%g' 1 70)" >haresources
	make off
	like "too long a line is not" "$(cat messages)" 'note: .*more than 64 resources.*HB-4711'
	ok "- and counts for nothing" test $code != 1

	# A CIB that the grammar of this Pacemaker does not know.
	mkdir -p refused schemas
	printf '%s\n' 'crm on' 'node Alpha beta' 'ucast eth0 10.0.0.2' >refused/ha.cf
	sed 's/<rsc_order id="ord2"/& kind="Serialize"/' "$top/ocf-tests/golden/old-cib/heartbeat-3.xml" >refused/cib.xml
	refused() { "$escapebeat" plan -a HB-3002 -a HB-3701 -a HB-3713 --self Alpha --node-address alpha=10.0.0.1 refused; }
	cp /usr/share/pacemaker/*.rng /usr/share/pacemaker/*.xsl schemas
	sed -i 's|<value>Serialize</value>||' schemas/*.rng
	export PCMK_schema_directory=$PWD/schemas
	exits "a CIB that the scheduler refuses is an error" 1 refused
	like "- with what it said" "$err" \
		'error: .*refuses the CIB, crm_simulate exits with [0-9]+: line [0-9]+: .*kind.*HB-1703'
	export PCMK_schema_directory=$PWD
	exits "an old Pacemaker is no error" 0 refused
	like "- and told about" "$err" 'note: .*does not know the grammar.*HB-4711'
	unset PCMK_schema_directory
	exits "one that it takes is none" 0 refused
	unlike "- and was looked at" "$err" 'HB-1703|HB-4711'
	# instead WORDS: a program that does this in the place of crm_simulate.
	instead() {
		printf '#!/bin/sh\n%s\n' "$1" >instead
		chmod 755 instead
		# shellcheck disable=SC2016
		unshare --mount sh -c 'mount --bind instead "$(command -v crm_simulate)" && exec "$@"' sh \
			"$escapebeat" "${@:2}"
	}
	on_crm=(plan -a HB-3002 -a HB-3701 -a HB-3713 --self Alpha --node-address alpha=10.0.0.1 refused)
	if [ "$(id -u)" = 0 ] && instead 'exit 0' "${on_crm[@]}" >/dev/null 2>&1; then
		exits "a scheduler that is killed says nothing against the CIB" 0 instead 'kill -KILL $$' "${on_crm[@]}"
		like "- and is told about" "$err" 'note: .*not judged.* crm_simulate: Killed .HB-4711.'
		like "- the plan is there" "$out" 'node Alpha beta'
		exits "nor does one that cannot write" 0 instead \
			'echo "crm_simulate: Could not create after.xml: No space left on device" >&2; exit 1' "${on_crm[@]}"
		like "- which is told about, too" "$err" 'note: .*Could not create.* No space left on device .HB-4711.'
		exits "one that refuses does" 1 instead 'exit 78' "${on_crm[@]}"
		like "- as an error" "$err" 'error: .*refuses the CIB, crm_simulate exits with 78.*HB-1703'
		# The grammar has its say once, for reading it is most of a run.
		cp "$(command -v crm_simulate)" real
		pair=(plan -a HB-3701 -o made.plan ha.cf haresources)
		with() { instead "echo \"\$(grep -o 'validate-with=[^ ]*' \"\$2\")\" >>asked; $1 exec ./real \"\$@\"" "${pair[@]}"; }
		printf '%s\n' 'a 10.0.0.1' 'b 10.0.0.2' >haresources
		make on
		exits "the scheduler is asked about a pair" $code with
		is "- and reads the grammar once" "$(sed 's/pacemaker-[0-9.]*/3/' asked | sort | uniq -c | awk '$2 ~ /3/ { print $1 }')" 1
		ok "- of many times" test "$(grep -c none asked)" -ge 5
		rm asked
		exits "one that insists on a grammar says the same" $code with 'grep -q \"none\" "$2" && exit 78;'
		unlike "- and is understood" "$err" 'HB-1702|HB-1703|HB-4711'
		is "- after one question" "$(grep -c none asked)" 1
	else
		skip "a scheduler that is killed says nothing against the CIB, or reads the grammar once" "needs root"
	fi
else
	skip "the scheduler agrees" "needs crm_simulate"
fi
is "nothing is left behind" "$(find "$TMPDIR" -maxdepth 1 -name 'escapebeat-??????' -newer ha.cf)" ""
# ---- three nodes, of which two have the device ---------------------------------------------------
for node in a b c; do
	mkdir -p "three/$node/etc/ha.d" "three/$node/etc/drbd.d" "three/$node/facts"
	printf '%s\n' 'node a b c' 'bcast eth0' 'deadtime 10' 'auto_failback on' >"three/$node/etc/ha.d/ha.cf"
	echo 'a drbddisk::r0 10.0.0.9/24/eth0' >"three/$node/etc/ha.d/haresources"
	printf '%s\n' 'auth 1' '1 sha1 SehrGeheimeZeile' >"three/$node/etc/ha.d/authkeys"
	chmod 600 "three/$node/etc/ha.d/authkeys"
	printf 'node %s\naddress eth0 10.0.0.%d/24\n' $node $((16#$node)) >"three/$node/node.facts"
	printf 'ocf:escapebeat:%s no-metadata\n' drbd IPaddr2 >"three/$node/facts/agents"
	[ $node = c ] || echo 'resource r0 { device /dev/drbd0; }' >"three/$node/etc/drbd.d/r0.res"
	tar -C three -cf "three-$node.tar" "$node"
done
"$escapebeat" plan -a HB-3701 -o three.plan three-{a,b,c}.tar >three.out 2>three.err
"$escapebeat" show --as cib three.plan >three.xml
is "DRBD is banned where it is not configured, and there alone" \
	"$(grep -o '<rsc_location id="hb-drbd-r0-clone-not-[^>]*' three.xml)" \
	'<rsc_location id="hb-drbd-r0-clone-not-c" rsc="hb-drbd-r0-clone" node="c" score="-INFINITY"/'
like "- which is said" "$(cat three.err)" 'note: c has no resource r0 of DRBD: .* \[HB-4715\]'
if command -v crm_simulate >/dev/null; then
	like "- the scheduler starts it elsewhere" \
		"$(crm_simulate -x three.xml --quorum true --node-up a --node-up b --node-up c -S 2>&1)" 'Start +hb-drbd-r0:0 +\( +[ab] \)'
	unlike "- nothing of it is placed there" \
		"$(crm_simulate -x three.xml --quorum true --node-up a --node-up b --node-up c -S 2>&1 | grep -E '(Start|Promote) +hb-')" '\( +c \)'
fi
done_testing
