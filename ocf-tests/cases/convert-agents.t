#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Agents of a plan: each node has them, they take these parameters, and with --validate they say so
# themselves. The agents are made up here, so that none needs to be installed.
. "$(dirname "$0")/convert.sh"
need tar

# Where agents are looked for; each notes in calls that it was run.
export EB_OCF_ROOT=$tap_dir/ocf EB_FENCE_DIR=$tap_dir/sbin CALLS=$tap_dir/calls OCF_CHECK_LEVEL=20
agents=$EB_OCF_ROOT/resource.d
mkdir -p "$agents"/{escapebeat,heartbeat} "$EB_FENCE_DIR"

# agent FILE PARAMETER-ATTRIBUTES...: an agent with these parameters.
agent() {
	local file=$1 row
	shift
	{
		printf '#!/bin/sh\necho "$0 $*" >>%q\n' "$CALLS"
		# shellcheck disable=SC2016 # for the agent
		printf 'case $1 in validate-all) . %q.validate; exit;; esac\ncat <<"END"\n' "$file"
		printf '<?xml version="1.0"?>\n<!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">\n'
		printf '<resource-agent name="x"><parameters>\n'
		for row; do printf '<parameter %s</parameter>\n' "$row"; done
		printf '</parameters></resource-agent>\nEND\n'
	} >"$file"
	chmod 755 "$file"
	echo 'exit 0' >"$file.validate"
}
optional() { printf 'name="%s"><content type="string"/>' "$1"; }
required() { printf 'name="%s" required="1"><content type="string"/>' "$1"; }
ip=$agents/escapebeat/IPaddr2
plain() {
	agent "$ip" "$(required ip)" "$(optional cidr_netmask)" "$(optional nic)" "$(optional iflabel)"
	agent "$agents/escapebeat/hbscript" "$(required script)" "$(optional args)" \
		'name="level" required="1"><content type="string" default="1"/>'
}
plain
# run [OPTION...]: the plan of web-pair, as $out and $err
run() { : >"$CALLS" && plan web-pair "$@" >out 2>err; }

run
is "each agent is asked once" "$(sort "$CALLS" | sed 's|.*/||' | tr '\n' ' ')" 'IPaddr2 meta-data hbscript meta-data '
unlike "all is well" "$(cat err)" 'HB-(17|27|37[1-9]|471)'
{ for i in {1..300}; do echo "wshuttle-test1 10.9.$((i / 250)).$((i % 250 + 1))/24/eth0 svc$i"; done; } >many
cp -r web-pair many-pair
for node in many-pair/*; do cp many "$node/haresources"; done
: >"$CALLS"
"$escapebeat" plan --accept HB-3701 many-pair/* >/dev/null 2>&1
is "also for 300 lines" "$(wc -l <"$CALLS")" 2
run; cp err first; run
is "the same again" "$(cat err)" "$(cat first)"

# ---- parameters --------------------------------------------------------------------------------
agent "$ip" "$(required ip)" "$(optional cidr_netmasc)" "$(optional nic)" "$(optional iflabel)"
run
is "a parameter that the agent does not have: no plan" $? 1
like "- said, with the line" "$(cat err)" \
	"^error: hb-ip-192.168.8.100 \(.*haresources:1\): ocf:escapebeat:IPaddr2 has no parameter 'cidr_netmask'; did you mean 'cidr_netmasc'\? \[HB-1712\]"
agent "$ip" "$(required ip)" "$(optional cidr_netmask)" "$(optional nic)" "$(optional iflabel)" "$(required site)"
run
is "one that it needs: no plan" $? 1
like "- said" "$(cat err)" "^error: hb-ip-192.168.8.100 .*IPaddr2 needs the parameter 'site' \[HB-1713\]"
unlike "a default is enough" "$(cat err)" "'level'"
agent "$ip" "$(required ip)" "$(optional cidr_netmask)" "$(optional nic)" "$(optional iflabel)" \
	'name="label" obsoletes="iflabel" required="1"><content type="string"/>' \
	'name="old" required="1" deprecated="1"><content type="string"/>'
run
unlike "the old name of a parameter will do, and nothing deprecated is needed" "$(cat err)" 'HB-17'
rm "$ip"
run
like "an agent that is not here" "$(cat err)" '^note: not installed here, .*: ocf:escapebeat:IPaddr2 \[HB-4713\]'
printf '#!/bin/sh\nexit 1\n' >"$ip" && chmod 755 "$ip"
run
like "one that says nothing" "$(cat err)" 'IPaddr2 \(gives no metadata\) \[HB-4713\]'
plain

# ---- nodes -------------------------------------------------------------------------------------
# digest FILE: as collect computes it
digest() { "$1" meta-data | sha256sum | cut -d' ' -f1; }
# bundle NODE LINE...: with these agents
bundle() {
	local node=$1
	shift
	rm -rf "bundles/$node"
	mkdir -p "bundles/$node"/{etc,facts}
	echo "node $node" >"bundles/$node/node.facts"
	cp -pr "web-pair/$node" "bundles/$node/etc/ha.d"
	printf '%s\n' "$@" >"bundles/$node/facts/agents"
	tar -C bundles -cf "$node.tar" "$node"
}
all=("ocf:escapebeat:IPaddr2 $(digest "$ip")" "ocf:escapebeat:hbscript $(digest "$agents/escapebeat/hbscript")")
bundle wshuttle-test1 "${all[@]}"
configs[web-pair]="--accept HB-3701 wshuttle-test1.tar wshuttle-test2.tar"
bundle wshuttle-test2 "${all[@]}"
run
unlike "nodes that have all" "$(cat err)" 'HB-(17|27|37[1-9]|471)'
bundle wshuttle-test2 "${all[0]}" "ocf:escapebeat:hbskript no-metadata"
run
is "a node without one: no plan" $? 1
like "- said" "$(cat err)" "^error: node wshuttle-test2 has no agent ocf:escapebeat:hbscript, which hb-nginx \(.*\) needs; did you mean 'ocf:escapebeat:hbskript'\? \[HB-1711\]"
bundle wshuttle-test2 "ocf:heartbeat:IPaddr2 no-metadata"
run
is "a node where the suite is not installed yet: to be decided" $? 3
like "- said" "$(cat err)" '^decision: node wshuttle-test2 has none of these agents yet: ocf:escapebeat:IPaddr2, ocf:escapebeat:hbscript \[HB-3711\]'
run --accept HB-3711
is "- and accepted" $? 2
other="ocf:escapebeat:IPaddr2 $(printf '%064d' 0)"
bundle wshuttle-test2 "$other" "${all[1]}"
run
like "another version" "$(cat err)" '^note: node wshuttle-test2 has other versions than this machine of ocf:escapebeat:IPaddr2 \[HB-4712\]'
bundle wshuttle-test1 "$other" "${all[1]}"
agent "$ip" "$(required site)"
run
unlike "parameters are not judged by a version that no node has" "$(cat err)" 'HB-171[23]'
plain

# ---- fence devices -------------------------------------------------------------------------------
configs[web-pair]="web-pair/wshuttle-test1 web-pair/wshuttle-test2"
echo "stonith_host * external/ipmi wshuttle-test2 10.9.0.2 admin geheim lan" | tee -a web-pair/*/ha.cf >/dev/null
fence=$EB_FENCE_DIR/fence_ipmilan
names=(ip username password lanplus)
fence_params() { for name; do printf 'name="%s" required="1"><content type="string"/>\n' "$name"; done; }
mapfile -t rows < <(fence_params "${names[@]}" action plug)
agent "$fence" "${rows[@]}"
run
like "a device's agent is asked" "$(cat "$CALLS")" '/fence_ipmilan -o metadata$'
unlike "what Pacemaker gives and takes is not missed" "$(cat err)" "HB-171[23].*|'(action|plug|pcmk_.*)'"
mapfile -t rows < <(fence_params ip action)
agent "$fence" "${rows[@]}"
run
like "a parameter that it does not have" "$(cat err)" "^error: .*stonith:fence_ipmilan has no parameter 'username' \[HB-1712\]"
sed -i /^stonith_host/d web-pair/*/ha.cf

# ---- validate-all ---------------------------------------------------------------------------------
configs[web-pair]="--accept HB-3701 web-pair/wshuttle-test1 web-pair/wshuttle-test2"
run
unlike "not without being asked for" "$(cat "$CALLS")" validate-all
cat >"$ip.validate" <<'END'
[ "$OCF_RESKEY_ip/$OCF_RESKEY_cidr_netmask" = 192.168.8.100/24 ] || { echo no parameters; exit 6; }
[ -z "${OCF_CHECK_LEVEL:-}" ] || { echo a level; exit 6; }
[ "$OCF_ROOT" ] && [ "$OCF_RESOURCE_INSTANCE" = hb-ip-192.168.8.100 ] || { echo no name; exit 6; }
END
run --validate
is "agents that take it" "$(grep HB-27 err)" ""
is "- were asked" "$(grep -c validate-all "$CALLS")" 2
cat >"$ip.validate" <<'END'
echo "loading" >&2
echo "ocf-exit-reason:no device eth0 here" >&2
echo "giving up" >&2
exit 5
END
run --validate
is "one that does not: a warning" $? 2
like "- with its own reason" "$(cat err)" \
	'^warning: hb-ip-192.168.8.100: ocf:escapebeat:IPaddr2 does not take its parameters: no device eth0 here \(exit code 5\) \[HB-2711\]'
echo 'exit 3' >"$ip.validate"
run --validate
is "one that has no such action" "$(grep HB-27 err)" ""
echo 'sleep 60' >"$ip.validate"
run --validate
like "one that hangs" "$(cat err)" 'IPaddr2 does not take its parameters: no answer within 5 s \[HB-2711\]'
done_testing
