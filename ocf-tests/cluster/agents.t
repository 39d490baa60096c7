#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the agents and a real cluster say to each other: attributes, promotion scores,
# reload-agent, an init script as a resource.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
need_lab

# nvpairs ID NAME=VALUE...
nvpairs() {
	local id=$1 pair
	shift
	for pair; do echo "<nvpair id=\"$id-${pair%%=*}\" name=\"${pair%%=*}\" value=\"${pair#*=}\"/>"; done
}
# primitive ID TYPE MONITORS NAME=VALUE...; a monitor is INTERVAL[:ROLE]
primitive() {
	local id=$1 type=$2 monitors=$3 monitor role
	shift 3
	echo "<primitive id=\"$id\" class=\"ocf\" provider=\"escapebeat\" type=\"$type\">"
	echo "<instance_attributes id=\"$id-p\">$(nvpairs "$id-p" "$@")</instance_attributes><operations>"
	for monitor in $monitors; do
		role=${monitor#*:}
		[ "$role" = "$monitor" ] && role= || role=" role=\"$role\""
		monitor=${monitor%%:*}
		echo "<op id=\"$id-m$monitor\" name=\"monitor\" interval=\"$monitor\" timeout=\"20s\"$role/>"
	done
	echo "</operations></primitive>"
}
cat >"$tap_dir/cib.xml" <<END
<cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="1">
<configuration><crm_config><cluster_property_set id="options">
$(nvpairs o dc-deadtime=2s)
</cluster_property_set></crm_config><nodes/><resources>
<clone id="reach">$(primitive ping ping 2s host_list="10.77.0.250 127.0.0.1" multiplier=100 dampen=1s attempts=2 timeout=1)</clone>
<clone id="roles"><meta_attributes id="roles-m">$(nvpairs roles-m promotable=true notify=true)</meta_attributes>
$(primitive state Stateful "5s:Promoted 6s:Unpromoted")</clone>
$(primitive dummy Dummy 5s fake=first envfile=/var/log/dummy.env)
$(primitive web hbscript 5s script=nginx)
</resources><constraints>
<rsc_location id="dummy-n1" rsc="dummy" node="n1" score="10"/>
<rsc_location id="dummy-reach" rsc="dummy"><rule id="dummy-rule" score-attribute="pingd">
<expression id="dummy-expr" attribute="pingd" operation="defined"/></rule></rsc_location>
</constraints></configuration><status/></cib>
END
agents_tree "$tap_dir/agents"
lab_up --agents "$tap_dir/agents" --cib "$tap_dir/cib.xml" --fence-lab
booted=$(wc -l <"$EB_LAB/power.log")

# attribute NODE NAME: its value, "" when there is none.
attribute() { lab exec n1 attrd_updater -Q -A -n "$2" 2>/dev/null | sed -n "s/.*host=\"$1\" value=\"\([^\"]*\)\".*/\1/p"; }
holds() { [ "$(attribute "$1" "$2")" = "$3" ]; }
# none NAME: no node has it. That Pacemaker answers shows in an attribute that it has.
none() { [ -z "$(attribute n1 "$1")$(attribute n2 "$1")" ] && holds "$promoted" master-state 10; }
xml() { lab exec n1 crm_mon -1 --output-as=xml; }
sees() { xml | grep -qE "$1"; }
# node_of PATTERN: the node on which the resource that matches is.
node_of() { xml | grep -A1 -E "$1" | sed -n 's/.*<node name="\([^"]*\)".*/\1/p'; }

# ---- ping
ok "n1 counts its hosts" wait_for 60 holds n1 pingd 200
ok "n2, too" wait_for 60 holds n2 pingd 200
ok "a resource is where it likes to be" lab wait-resource dummy n1
lab cut n1 client lan
ok "n1 loses the client" wait_for 60 holds n1 pingd 100
is "n2 does not" "$(attribute n2 pingd)" 200
ok "the resource goes where more is reached" lab wait-resource dummy n2
lab heal
ok "n1 reaches it again" wait_for 60 holds n1 pingd 200
ok "the resource comes back" lab wait-resource dummy n1

# ---- Stateful
ok "one instance is promoted" wait_for 60 sees '<resource id="state".*role="Promoted"'
promoted=$(node_of '<resource id="state".*role="Promoted"')
other=$(other_node "$promoted")
ok "with the score of one" wait_for 60 holds "$promoted" master-state 10
ok "the other with that of a candidate" wait_for 60 holds "$other" master-state 5

# ---- Dummy
lab wait-idle
starts=$(lab exec n1 grep -c '^### dummy start ' /var/log/dummy.env)
lab exec n1 crm_resource --resource dummy --set-parameter fake --parameter-value second >/dev/null 2>&1
reloaded() { lab exec n1 grep -q '^### dummy reload-agent ' /var/log/dummy.env; }
ok "a reloadable parameter is reloaded" wait_for 60 reloaded
lab wait-idle
is "without a restart" "$(lab exec n1 grep -c '^### dummy start ' /var/log/dummy.env)" "$starts"
like "with the new value" "$(lab exec n1 tail -n 60 /var/log/dummy.env)" '^OCF_RESKEY_fake=second$'

# ---- hbscript
ok "nginx runs as a resource" wait_for 60 sees '<resource id="web".*role="Started"'
web=$(node_of '<resource id="web"')
like "and serves" "$(lab client curl -s -m 10 "http://10.77.0.${web#n}/")" '.'
master() { lab exec "$web" cat /run/nginx.pid 2>/dev/null; }
before=$(master)
# shellcheck disable=SC2016 # expands in the node
lab exec "$web" sh -c 'read -r pid </run/nginx.pid; kill -KILL "$pid" $(cat "/proc/$pid/task/$pid/children")'
mended() { [ -n "$(master)" ] && [ "$(master)" != "$before" ]; }
ok "a crash is noticed and mended" wait_for 60 mended
like "as what it is" "$(xml)" '<operation_history [^>]*task="monitor" rc="7" rc_text="not running"'
ok "and it serves again" wait_for 60 lab client curl -s -m 5 -o /dev/null "http://10.77.0.${web#n}/"

# ---- and away
lab exec n1 crm_resource --resource reach --meta --set-parameter target-role --parameter-value Stopped >/dev/null 2>&1
ok "stop deletes the attribute on every node" wait_for 60 none pingd
is "the switch was asked for nothing" "$(tail -n +$((booted + 1)) "$EB_LAB/power.log")" ""
exits "nobody was to be fenced" 0 lab exec n1 stonith_admin --history '*' --output-as xml
unlike "- not even in vain" "$out" '<fence_event'
like "- as Pacemaker says" "$out" '<status code="0"'
done_testing
