#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A bundle that was obfuscated is judged as the one that it was made of: the same codes, of check
# and of plan, for configurations of all kinds, clean and faulty, those of crm included.
. "$(dirname "$0")/convert.sh"
need tar
obfuscate=$build/ocf-tests/fake/obfuscate
[ -x "$obfuscate" ] || skip_all "ocf-tests/fake/obfuscate is not built"
corpus=${EB_CORPUS:-$top/../shared/corpus}

# bundle NAME NODE DIR: NAME.tar, of that node, with the files of DIR as Heartbeat has them.
bundle() {
	local name=$1 node=$2 dir=$3 file
	rm -rf "tree-$name"
	mkdir -p "tree-$name/$node/etc/ha.d" "tree-$name/$node/var/lib/heartbeat/crm"
	for file in "$dir"/*; do
		case ${file##*/} in
		cib.xml) cp "$file" "tree-$name/$node/var/lib/heartbeat/crm/" ;;
		node.facts | facts) cp -r "$file" "tree-$name/$node/" ;;
		drbd.d) cp -r "$file" "tree-$name/$node/etc/" ;;
		*) cp "$file" "tree-$name/$node/etc/ha.d/" ;;
		esac
	done
	[ ! -f "tree-$name/$node/etc/ha.d/authkeys" ] || chmod 600 "tree-$name/$node/etc/ha.d/authkeys"
	[ -f "tree-$name/$node/node.facts" ] || echo "node $node" >"tree-$name/$node/node.facts"
	rmdir "tree-$name/$node/var/lib/heartbeat/crm" 2>/dev/null
	tar -C "tree-$name" -cf "$name.tar" "$node"
}

# codes COMMAND...: its exit code, and the codes of its messages with their severity, sorted. That a
# secret is there, and that collect left it out, is one: no bundle for others has it. Of plan's
# messages check has the warning and not the note.
codes() {
	local status=0
	"$@" 2>codes.out >/dev/null </dev/null || status=$?
	grep -oE '(error|warning|note|decision): .*\[HB-[0-9]+\]' codes.out | sed -E 's/: .*\[/ /; s/\]//
		s/note HB-4604|warning HB-2605/secret/' | sort
	echo "exit $status"
}

# compare NAME NODE DIR
compare() {
	local hidden want got
	bundle "$1" "$2" "$3"
	"$obfuscate" "$2" "$1.tar" "$1-hidden.tar" >hidden.out 2>&1 ||
		{ fail "$1: obfuscated" && diag "$(cat hidden.out)"; return; }
	hidden=$(cat hidden.out)
	for what in check plan; do
		options=()
		[ $what = check ] || options=(-o one.plan)
		want=$(codes "$escapebeat" $what "${options[@]}" "$1.tar") && cp codes.out want.out
		got=$(codes "$escapebeat" $what "${options[@]}" "$1-hidden.tar")
		[ $what = plan ] || got=$(grep -vx secret <<<"$got")
		[ "$got" = "$want" ] || { diff want.out codes.out | sed "s,^,# ,"; }
		is "$1: $what ($hidden)" "$got" "$want"
	done
}

for name in $names; do
	for dir in "$name" "$name"/*/; do
		[ -f "$dir/ha.cf" ] || continue
		node=$(awk '$1 == "node" { print tolower($2); exit }' "$dir/ha.cf")
		compare "${dir//\//-}" "$node" "$dir"
	done
done

# ---- an old CIB, an agent of every provider ----------------------------------------------------
for name in heartbeat-2 heartbeat-3; do
	mkdir -p crm-$name
	printf '%s\n' 'crm on' 'node Alpha beta' 'ucast eth0 10.0.0.2' 'deadtime 10' 'ping 10.0.0.254' \
		'respawn root /usr/lib/heartbeat/pingd -m 100 -d 5s' >crm-$name/ha.cf
	cp "$top/ocf-tests/golden/old-cib/$name.xml" crm-$name/cib.xml
	compare crm-$name Alpha crm-$name
done

# ---- what is faulty ----------------------------------------------------------------------------
faulty() {
	mkdir -p "$1"
	cat >"$1/ha.cf"
	printf '%s\n' "${@:2}" >"$1/haresources"
	printf '%s\n' 'auth 1' '1 sha1 quite-secret-words' >"$1/authkeys"
}
faulty long-device 'web1 10.8.0.9/24/backbone-uplink-0 acmed' 'web1 10.8.0.10/24/uplink0:www httpd' <<'END'
node web1 web2
deadtime 100000ms
ucast eth1 10.7.0.1
ucast eth1 10.7.0.2
auto_failback on
END
compare long-device web1 long-device
faulty twice 'web1 10.8.0.9/24/eth0 acmed' 'web2 IPaddr::10.8.0.9/24/eth0' <<'END'
node web1 web2
ucast eth1 10.7.0.2
respawn acme /opt/acme/bin/watcher
stonith_host * external/ipmi web2 10.7.0.99 acme geheim lanplus
END
compare twice web1 twice
faulty long-name 'web1 10.8.0.9/24/eth0 nginx' <<'END'
node web1 web2
ucast eth1 10.7.0.1
ucast eth1 10.7.0.2
END
echo 'node web1.acme.example' >long-name/node.facts
compare long-name web1.acme.example long-name
"$escapebeat" check long-name-hidden.tar >long.out 2>&1
is "the short and the long name of a node are one stand-in" \
	"$(tar -xOf long-name-hidden.tar --wildcards '*/node.facts' | sed -E 's/w[0-9]+/W/g')" "node node1.W.W"
like "- which ha.cf has, too" "$(tar -xOf long-name-hidden.tar --wildcards '*/ha.cf')" '^node node1 node2$'
unlike "- and nothing of the domain" "$(tr '\0' '\n' <long-name-hidden.tar)" 'acme'

# ---- what is everybody's stays -------------------------------------------------------------------
faulty agents 'web1 10.8.0.9/24/eth0' <<'END'
node web1 web2
ucast eth1 10.7.0.2
END
mkdir -p agents/facts
for agent in heartbeat:VirtualDomain heartbeat:SAPInstance pacemaker:HealthSMART linbit:drbd \
	heartbeat:azure-events-az heartbeat:mpathpersist heartbeat:w32 acme:acmedb; do
	echo "ocf:$agent $(printf '%064d' 1)"
done >agents/facts/agents
printf 'stonith:%s not-asked\n' fence_ipmilan fence_vmware_rest fence_heuristics_ping >>agents/facts/agents
compare agents web1 agents
is "agents of distributions are shown, others hidden" \
	"$(tar -xOf agents-hidden.tar --wildcards '*/facts/agents' | cut -d' ' -f1 | sed -E 's/\bw[0-9]+x*/W/g' | tr '\n' ' ')" \
	"ocf:heartbeat:VirtualDomain ocf:heartbeat:SAPInstance ocf:pacemaker:HealthSMART ocf:linbit:drbd ocf:heartbeat:azure-events-az ocf:heartbeat:mpathpersist ocf:heartbeat:W ocf:W:W stonith:fence_ipmilan stonith:fence_vmware_rest stonith:fence_heuristics_ping "

# ---- real ones ------------------------------------------------------------------------------------
if [ -r "$corpus/README.md" ]; then
	for path in "$corpus"/*-ha.cf; do
		number=${path##*/} number=${number%-ha.cf}
		mkdir -p "real-$number"
		for file in ha.cf haresources authkeys; do
			[ ! -f "$corpus/$number-$file" ] || cp "$corpus/$number-$file" "real-$number/$file"
		done
		node=$(awk '$1 == "node" { print $2; exit }' "$path")
		compare "real-$number" "${node:-one}" "real-$number"
	done
else
	skip "real ones" "no configurations in $corpus"
fi
done_testing
