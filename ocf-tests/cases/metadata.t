#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The metadata of every agent: as agreed (golden), and valid for each of its judges that can
# judge a text: ocf-tester's DTD, and the OCF 1.1 schema that pcs brings.
. "$(dirname "$0")/../tap.sh"
need xmllint

dtd=/usr/share/resource-agents
rng=/usr/share/pcs/data/ocf-1.1.rng
golden=$top/ocf-tests/golden

# xpath FILE EXPRESSION: the values, one a line.
xpath() { xmllint --nonet --xpath "$2" "$1" 2>/dev/null | sed 's/^ *[a-z-]*="\(.*\)"$/\1/'; }
twice() { sort | uniq -d; }

for name in $(agents); do
	agent=$build/agents/$name xml=$tap_dir/$name.xml
	exits "$name: meta-data" 0 "$agent" meta-data
	printf '%s\n' "$out" >"$xml"
	is "$name: says nothing else" "$err" ""

	# The version of a release is not part of what was agreed.
	if [ -f "$golden/$name.xml" ]; then
		is "$name: as agreed (or make golden-update)" \
			"$(diff <(sed 's/ version="[^"]*">$/>/' "$golden/$name.xml") <(sed 's/ version="[^"]*">$/>/' "$xml"))" ""
	else
		fail "$name: nothing agreed yet: make golden-update"
	fi
	is "$name: is the agent's name" "$(xpath "$xml" /resource-agent/@name)" "$name"
	like "$name: crmsh reads no declaration with an encoding" "$(head -1 "$xml")" '^<\?xml version="1.0"\?>$'
	is "$name: plain ASCII" "$(LC_ALL=C grep -c '[^ -~	]' "$xml")" 0

	if [ -f "$dtd/ra-api-1.dtd" ]; then
		ok "$name: DTD of ocf-tester" sh -c "cd $dtd && xmllint --nonet --noout --valid - <'$xml'"
	else
		skip "$name: DTD of ocf-tester" "needs resource-agents"
	fi
	if [ -f "$rng" ]; then
		ok "$name: schema of OCF 1.1" xmllint --nonet --noout --relaxng "$rng" "$xml" 2>"$tap_dir/rng"
	else
		skip "$name: schema of OCF 1.1" "needs pcs"
	fi

	for action in start stop monitor meta-data validate-all; do
		like "$name: offers $action" "$(xpath "$xml" '//action/@name')" "^$action\$"
	done
	is "$name: every time has a unit" \
		"$(xpath "$xml" '//action/@timeout | //action/@interval' | grep -vcE '^[0-9]+s$')" 0
	# pcs makes one operation of each, and Pacemaker wants their intervals to differ.
	is "$name: no two monitors with one interval" \
		"$(xpath "$xml" "//action[@name='monitor']/@interval" | twice)" ""
	is "$name: no parameter twice" "$(xpath "$xml" '//parameter/@name' | twice)" ""
	is "$name: defaults of integers are integers" \
		"$(xpath "$xml" "//content[@type='integer']/@default" | grep -vcE '^-?[0-9]+$')" 0
	is "$name: defaults of booleans are booleans" \
		"$(xpath "$xml" "//content[@type='boolean']/@default" | grep -vcE '^(true|false|0|1|yes|no)$')" 0
	is "$name: short descriptions are phrases" "$(xpath "$xml" '//shortdesc/text()' | grep -c '\.$')" 0
	if grep -q 'reloadable="1"' "$xml"; then
		like "$name: can reload what it calls reloadable" "$(xpath "$xml" '//action/@name')" '^reload-agent$'
	fi
done
for file in "$golden"/*.xml; do
	name=${file##*/}
	ok "golden/$name has its agent" test -x "$build/agents/${name%.xml}"
done
done_testing
