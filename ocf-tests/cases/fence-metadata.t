#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The metadata of every fence agent, under every name: as agreed (golden), and valid for the
# schema of fence-agents and for that by which pcs judges fence agents.
. "$(dirname "$0")/../tap.sh"
need xmllint

rng=/usr/share/cluster/relaxng/metadata.rng
pcs=/usr/share/pcs/data/ocf-1.0.rng
golden=$top/ocf-tests/golden/fence
names=$build/fence/names

xpath() { xmllint --nonet --xpath "$2" "$1" 2>/dev/null | sed 's/^ *[a-z-]*="\(.*\)"$/\1/'; }

# judged NAME SCHEMA WHOSE
judged() {
	if [ ! -f "$2" ]; then
		skip "$1: schema of $3" "needs $3"
	elif grep -q 'http' "$2" && ! xmllint --nonet --noout --relaxng "$2" "$tap_dir/x.xml" 2>/dev/null; then
		fail "$1: schema of $3"
		diag "$(xmllint --nonet --noout --relaxng "$2" "$tap_dir/x.xml" 2>&1)"
	else
		ok "$1: schema of $3" xmllint --nonet --noout --relaxng "$2" "$tap_dir/x.xml" 2>/dev/null
	fi
}

for agent in "$names"/fence_*; do
	name=${agent##*/}
	xml=$tap_dir/x.xml
	exits "$name: metadata" 0 "$agent" -o metadata
	printf '%s\n' "$out" >"$xml"
	is "$name: says nothing else" "$err" ""
	is "$name: the same from standard input" "$(echo action=metadata | "$agent")" "$out"
	if [ -f "$golden/$name.xml" ]; then
		is "$name: as agreed (or make golden-update)" "$(diff "$golden/$name.xml" "$xml")" ""
	else
		fail "$name: nothing agreed yet: make golden-update"
	fi
	is "$name: is its name" "$(xpath "$xml" /resource-agent/@name)" "$name"
	is "$name: plain ASCII" "$(LC_ALL=C grep -c '[^ -~]' "$xml")" 0
	judged "$name" "$rng" fence-agents
	judged "$name" "$pcs" pcs
	for action in off metadata monitor validate-all; do
		like "$name: offers $action" "$(xpath "$xml" '//action/@name')" "^$action\$"
	done
	is "$name: no parameter twice" "$(xpath "$xml" '//parameter/@name' | sort | uniq -d)" ""
	is "$name: no letter twice" "$(xpath "$xml" '//parameter[not(@deprecated)]/getopt/@mixed' |
		sed -n 's/^-\(.\), .*/\1/p' | sort | uniq -d)" ""
	is "$name: what is obsolete is there, deprecated" \
		"$(comm -3 <(xpath "$xml" '//parameter/@obsoletes' | sort) \
			<(xpath "$xml" '//parameter[@deprecated="1"][not(shortdesc[contains(., "without effect")])]/@name' | sort))" ""
	is "$name: short descriptions are phrases" "$(xpath "$xml" '//shortdesc/text()' | grep -c '\.$')" 0
	ok "$name: has a man page" test -s "$names/man/$name.8"
done
# Where there is a stock agent of that name, its parameters are ours, with their types and defaults.
stock() { PATH=/usr/sbin:/usr/bin "/usr/sbin/$1" -o metadata 2>/dev/null; }
for agent in "$names"/fence_*; do
	name=${agent##*/}
	if [ ! -x "/usr/sbin/$name" ] || ! head -1 "/usr/sbin/$name" | grep -q python; then
		skip "$name: the stock agent's parameters" "there is none here"
		continue
	fi
	stock "$name" >"$tap_dir/stock.xml"
	"$agent" -o metadata >"$tap_dir/x.xml"
	is "$name: knows every parameter of the stock agent" \
		"$(comm -23 <(xpath "$tap_dir/stock.xml" '//parameter/@name' | sort) <(xpath "$tap_dir/x.xml" '//parameter/@name' | sort))" ""
done
for file in "$golden"/*.xml; do
	name=${file##*/}
	ok "golden/fence/$name has its agent" test -x "$names/${name%.xml}"
done
done_testing
