#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What becomes of each stonith plugin: one line each, with the parameters in the plugin's order.
# After a wanted change: EB_GOLDEN_UPDATE=1, as for convert-plan.t.
. "$(dirname "$0")/convert.sh"

golden=$top/ocf-tests/golden/fencing

# pair LINE...: a configuration of two nodes with these lines.
pair() {
	mkdir -p pair
	printf '%s\n' "node web1 web2" "ucast eth0 10.0.0.2" "deadtime 30" "auto_failback on" "$@" \
		>pair/ha.cf
	echo "web1 10.0.0.9/24/eth0" >pair/haresources
	printf '%s\n' "auth 1" "1 sha1 SehrGeheimeZeile" >pair/authkeys
	chmod 600 pair/authkeys
}
configs[pair]="--node-address web1=10.0.0.1 --node-address web2=10.0.0.2 pair"

# devices: of the CIB, each fence device with its parameters and where it may not run.
devices() {
	"$escapebeat" show --as cib pair.plan | sed -n \
		-e 's|.*<primitive id="\([^"]*\)" class="stonith" type="\([^"]*\)".*|  stonith:\2 \1|p' \
		-e '/-fence[^"]*-instance_attributes-/s|.*name="\([^"]*\)" value="\([^"]*\)".*|    \1=\2|p' \
		-e 's|.*rsc_location id="hb-fence.* node="\([^"]*\)" score="-INFINITY".*|    not on \1|p' \
		-e 's|.*name="stonith-enabled" value="\(.*\)"/>|  stonith-enabled=\1|p'
}

# told: messages about fencing, and what became of the line.
told() {
	grep -oE '(error|warning|decision): .*HB-(11[0-9]*|2116|37[0-9]*)\]' pair.err | sed 's/^/  /'
	grep -A1 'stonith' pair.txt | sed -n '/^  [=~!-] /p; /^ \{11\}[^ ]/p'
}

while read -r line; do
	case $line in '' | '#'*) continue ;; esac
	for options in "" "--accept HB-3706" "--fence-provider fence-agents"; do
		# Only where the option is about the line.
		case $options$line in
		"--accept HB-3706"*" meatware "* | "--accept HB-3706"*ssh\ web*) ;;
		--fence-provider*" rps10 "* | --fence-provider*md5* | stonith*) ;;
		*) continue ;;
		esac
		pair "$line"
		rm -f pair.plan
		# shellcheck disable=SC2086 # options are words
		plan pair $options >pair.txt 2>pair.err
		printf '%s%s\n' "$line" "${options:+ [$options]}"
		told
		devices
	done
done <"$golden/lines" >got

[ -z "${EB_GOLDEN_UPDATE:-}" ] || cp got "$golden/devices"
if diff -u "$golden/devices" got >diff.out; then pass "each plugin's device"; else
	fail "each plugin's device"; diag "$(cat diff.out)"; fi
unlike "no password in them" "$(grep -v "^stonith_host" got)" geheim

# Every plugin that stonith(8) knows has its line above.
if command -v stonith >/dev/null; then
	for type in $(stonith -L); do
		like "$type has a line" "$(cat "$golden/lines")" "^stonith_host [^ ]+ $type( |\$)"
	done
else
	skip "every plugin has a line" "needs stonith(8)"
fi

# The agents know each parameter, those of fence-agents and the suite's own; what Pacemaker takes is
# not theirs. And the suite's own find each that they require.
params_of() { "$1" -o metadata 2>/dev/null | sed -n "s/.*<parameter name=\"\([^\"]*\)\"$2.*/\1/p" | tr '\n' ' '; }
declare -A known
while read -r agent param; do
	for path in "$build/fence/names/$agent" "$(command -v "$agent")"; do
		[ -x "$path" ] || continue
		[ -n "${known[$path]:-}" ] || known[$path]=$(params_of "$path")
		like "$path has $param" " ${known[$path]}" " $param "
	done
done < <(awk '/^  stonith:/ { agent = substr($1, 9) }
	/^    [a-z]/ && !/^    (not|pcmk)/ { sub(/=.*/, ""); print agent, $1 }' got | sort -u)
while read -r agent id params; do
	[ -x "$build/fence/names/$agent" ] || continue
	for param in $(params_of "$build/fence/names/$agent" '[^>]*required="1"'); do
		case $param in
		# Pacemaker gives these; ip and username have old names, required as well.
		action | plug | port | ipaddr | login) continue ;;
		esac
		like "$id: $agent gets $param" " $params " " $param "
	done
done < <(awk 'function put() { if (agent) print agent, id, params }
	/^  stonith:/ { put(); agent = substr($1, 9); id = $2; params = "" }
	/^    [a-z]/ { sub(/=.*/, ""); params = params " " $1 }
	END { put() }' got | sort -u)

# Who may use a device: the host column, `*`, the last line, the node's own file.
pair "stonith_host web1 external/ipmi web2 10.9.0.2 admin geheim lan" \
	"stonith_host web2 external/ipmi web1 10.9.0.1 admin geheim lanplus"
plan pair >pair.txt 2>pair.err
is "each node its device: both in the CIB" "$(devices | grep -c '  stonith:')" 2
like "- the preferred node is shot later" "$(devices | tr '\n' ' ')" \
	'pcmk_host_list=web1 +pcmk_delay_base=5s'
unlike "- the other one is not" "$(devices | tr '\n' ' ')" 'pcmk_host_list=web2 +pcmk_delay'
unlike "- each node can be reset" "$(cat pair.err)" 'HB-3708'

pair "stonith_host * external/ipmi web1 10.9.0.1 admin geheim lan" \
	"stonith_host * external/ipmi web2 10.9.0.2 admin geheim lan"
plan pair >pair.txt 2>pair.err
is "two lines for all: the last one counts" "$(devices | grep -c '  stonith:')" 1
like "- and so one node is out of reach" "$(cat pair.err)" 'resets web1 \[HB-3708\]'
like "- the first line is dropped" "$(cat pair.txt)" '  - +5 +stonith_host'

mkdir -p two
pair "stonith_host * external/ipmi web2 10.9.0.2 admin geheim lan"
cp -r pair two/web1
pair "stonith_host * external/ipmi web1 10.9.0.1 admin geheim lan"
cp -r pair two/web2
configs[two]="--node-address web1=10.0.0.1 --node-address web2=10.0.0.2 two/web1 two/web2"
plan two >pair.txt 2>pair.err
mv two.plan pair.plan
is "each node's own file counts" "$(devices | grep -c '  stonith:')" 2
unlike "- each node can be reset" "$(cat pair.err)" 'HB-3708'

# stonith TYPE FILE: the first line that is no comment.
pair "stonith baytech /etc/ha.d/baytech.cfg"
printf '%s\n' "# geheim1" "" "  10.9.0.7 root geheim2" "10.9.0.8 root geheim3" >pair/baytech.cfg
plan pair >pair.txt 2>pair.err
like "a file of its own: read" "$(devices | tr '\n' ' ')" 'ip=10.9.0.7 +username=root +password=lrm'
unlike "- and not shown" "$(cat pair.txt pair.err pair.plan)" geheim
like "- the secret is beside the plan" "$(cat pair.plan.secrets)" '/password geheim2'
rm pair/baytech.cfg
plan pair >pair.txt 2>pair.err
like "a file that is not there: said" "$(cat pair.err)" 'is not here .*with-key.* \[HB-3707\]'

pair "stonith_host * baytech 10.9.0.7 root geheim"
plan pair --fence-prefix eb_ >pair.txt 2>pair.err
like "a prefix" "$(devices)" 'stonith:fence_eb_baytech'
plan pair --fence-prefix fence_eb_ >pair.txt 2>pair.err
like "a prefix, written out" "$(devices)" 'stonith:fence_eb_baytech'
plan pair --fence-prefix fence_ >pair.txt 2>pair.err
like "the plain names" "$(devices)" 'stonith:fence_baytech'
exits "a prefix that is none" 4 "$escapebeat" plan --fence-prefix 'x y' pair
pair "crm on" "stonith_host * baytech 10.9.0.7 root geheim"
plan pair >pair.txt 2>pair.err
like "crm on: Heartbeat did not look at the line" "$(cat pair.txt)" '  - +6 +stonith_host'
done_testing
