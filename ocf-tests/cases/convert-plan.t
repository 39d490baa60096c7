#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the example configurations become, byte by byte. After a wanted change:
# EB_GOLDEN_UPDATE=1 ocf-tests/run-tests ocf-tests/cases/convert-plan.t, and read the diff.
. "$(dirname "$0")/convert.sh"

# same NAME GOLDEN FILE
same() {
	[ -z "${EB_GOLDEN_UPDATE:-}" ] || install -Dm 644 "$3" "$2"
	if diff -u "$2" "$3" >diff.out; then pass "$1"; else fail "$1"; diag "$(cat diff.out)"; fi
}

for name in $names; do
	golden=$top/ocf-tests/golden/$name
	plan "$name" >"$name.txt" 2>"$name.err"
	same "$name: every line and what became of it" "$golden/plan.txt" "$name.txt"
	"$escapebeat" show --as corosync "$name.plan" >"$name.conf"
	same "$name: corosync.conf" "$golden/corosync.conf" "$name.conf"
	"$escapebeat" show --as cib "$name.plan" >"$name.xml"
	same "$name: CIB" "$golden/cib.xml" "$name.xml"

	"$escapebeat" show "$name.plan" >again
	is "$name: a stored plan shows what was planned" "$(cat again)" "$(cat "$name.txt")"
	"$escapebeat" show --as json "$name.plan" >again
	ok "$name: a stored plan is stored the same again" cmp -s again "$name.plan"
	cp "$name.plan" first
	plan "$name" >/dev/null 2>&1
	ok "$name: the same input gives the same plan" cmp -s first "$name.plan"
done

# Every line that is neither blank nor comment has a row, one of its own or one for several.
# rows FILE: the rows below its heading, "N lines" counted as N.
rows() {
	awk -v file="$1" '
		/^[^ ]/ { here = $0 == file }
		here && /^  [=~!-] / { n += $3 ~ /^lines?$/ ? $2 : 1 }
		END { print n + 0 }' "$2"
}
for name in $names; do
	while read -r file; do
		is "$file: no line is lost" "$(rows "$file" "$name.txt")" \
			"$(grep -cvE '^[[:space:]]*(#|$)' "$file")"
	done < <(grep -E '^[^ ].*/(ha\.cf|authkeys)$' "$name.txt")
done

# Ids are of what a resource is, not of where it stands.
ids() { grep -oE '<(primitive|group|clone|rsc_location) id="[^"]*"' | sort; }
tac two-links/db1/haresources >reversed
cp reversed two-links/db1/haresources
cp reversed two-links/db2/haresources
plan two-links >/dev/null 2>&1
is "the order of lines does not change an id" \
	"$("$escapebeat" show --as cib two-links.plan | ids)" "$(ids <two-links.xml)"
unlike "no key and no password in anything that was printed or stored" \
	"$(cat ./*.plan ./*.txt ./*.err ./*.conf ./*.xml)" 'geheim|SehrGeheim|1c81b56e|Hello!'
# Without an ha.cf the nodes are those that have resources, and those that are given an address.
printf '%s\n' 'a 10.0.0.9' 'b 10.0.0.8' 'a 10.0.0.7' >haresources
"$escapebeat" plan -o alone.plan --node-address a=10.1.0.1,10.2.0.1 --node-address c=10.1.0.3,10.2.0.3 \
	--node-address b=10.1.0.2,10.2.0.2 haresources >out 2>err
is "haresources alone: nodes and their links" \
	"$("$escapebeat" show --as corosync alone.plan | awk '/name: [a-z]$|ring/ { print $2 }' | xargs)" \
	"a 10.1.0.1 10.2.0.1 b 10.1.0.2 10.2.0.2 c 10.1.0.3 10.2.0.3"
unlike "- nothing is asked" "$(cat err)" 'HB-360'
printf '%s\n' 'autojoin any' 'crm on' 'bcast eth0' >ha.cf
"$escapebeat" plan -o alone.plan --node-address x=10.1.0.1 --node-address y=10.1.0.2 ha.cf >out 2>err
is "autojoin: nodes that were given" \
	"$("$escapebeat" show --as corosync alone.plan | awk '/name: [a-z]$|ring/ { print $2 }' | xargs)" \
	"x 10.1.0.1 y 10.1.0.2"
"$escapebeat" plan ha.cf >out 2>err
like "- and asked for" "$(cat err)" 'names of the nodes are not known; --node-address .*HB-3602'


# What else a plan is made of: the parameters of a device, and facts that were not there.
cp -r web-pair fenced
for node in fenced/*; do
	echo "stonith baytech /etc/ha.d/power.cfg" >>"$node/ha.cf"
	printf '# of the rack\n10.0.3.4 admin hunter1\n' >"$node/power.cfg"
done
device=fenced/wshuttle-test2/power.cfg
"$escapebeat" plan --accept HB-3701 -o fenced.plan fenced/* >out 2>err || diag "$(cat err)"
exits "a plan with the parameters of a device" 0 "$escapebeat" show fenced.plan
sed -i 's/hunter1/hunter2/' $device
exits "- is the same with another password" 0 "$escapebeat" show fenced.plan
sed -i 's/rack/room/' $device
exits "- and with another comment" 0 "$escapebeat" show fenced.plan
sed -i 's/10\.0\.3\.4/10.0.3.5/' $device
exits "- with another address it is not" 5 "$escapebeat" show fenced.plan
like "- the file is named" "$err" "$device is not the file"
rm $device
exits "- nor without the file" 5 "$escapebeat" show fenced.plan
printf '10.0.3.4 admin hunter1\n' >$device
exits "- but when all is back" 0 "$escapebeat" show --as json fenced.plan
unlike "no digest gives the password away" "$out" \
	"$(for text in "$(cat $device)" hunter1; do printf '%s' "$text" | sha256sum; printf '%s\n' "$text" | sha256sum; done |
		cut -d' ' -f1 | paste -sd'|')"
printf 'node wshuttle-test2\n' >fenced/wshuttle-test2/node.facts
exits "facts that turn up later" 5 "$escapebeat" show fenced.plan
like "- are named" "$err" 'fenced/wshuttle-test2/node.facts is not the file'
done_testing
