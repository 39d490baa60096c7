# SPDX-License-Identifier: GPL-2.0-or-later
# Moving an address by crash and by order, and what is measured: what failover.t asserts once,
# failover-bench measures often.  Needs lab.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # build and tap_dir come from tap.sh

# Everything is looked at from two sides: the client asks by ARP and HTTP every 5 ms (probe.log),
# and the kernel of each node reports every address it adds or deletes (owners-NODE.log).

# vip_of PROVIDER: each provider's address, so that both can be in one CIB.
declare -A vip_of=([heartbeat]=10.77.1.1 [escapebeat]=10.77.1.2)

# agents_tree DIR: the agents of the build tree, as an installation would leave them.
agents_tree() {
	local ocf=$1/usr/lib/ocf/resource.d/escapebeat agent
	mkdir -p "$ocf"
	for agent in "$build"/agents/*; do
		[ ! -f "$agent" ] || [ ! -x "$agent" ] || cp "$agent" "$ocf/"
	done
}

# cib_around: a CIB with the resources that come on standard input.
cib_around() {
	cat <<-'END'
	<cib validate-with="pacemaker-3.0" epoch="1" num_updates="0" admin_epoch="1">
	<configuration><crm_config><cluster_property_set id="options">
	<nvpair id="option-delay" name="transition-delay" value="50ms"/>
	<nvpair id="option-deadtime" name="dc-deadtime" value="2s"/>
	</cluster_property_set></crm_config><nodes/><resources>
	END
	cat
	echo '</resources><constraints/></configuration><status/></cib>'
}

# address ID PROVIDER IP [META]: one address as a primitive, its monitor every 10 s.
address() {
	cat <<-END
	<primitive id="$1" class="ocf" provider="$2" type="IPaddr2">
	<instance_attributes id="$1-parameters">
	<nvpair id="$1-ip" name="ip" value="$3"/>
	<nvpair id="$1-nic" name="nic" value="eth0"/>
	<nvpair id="$1-mask" name="cidr_netmask" value="16"/>
	</instance_attributes>${4:-}
	<operations><op id="$1-monitor" name="monitor" interval="10s" timeout="20s"/>
	<op id="$1-start" name="start" interval="0" timeout="60s"/>
	<op id="$1-stop" name="stop" interval="0" timeout="60s"/></operations></primitive>
	END
}

# vip_cib PROVIDER...: an address of each, stopped, that stays where it is once started.
vip_cib() {
	local provider
	for provider; do
		address "$provider" "$provider" "${vip_of[$provider]}" "
			<meta_attributes id='$provider-meta'>
			<nvpair id='$provider-role' name='target-role' value='Stopped'/>
			<nvpair id='$provider-stay' name='resource-stickiness' value='100'/>
			</meta_attributes>"
	done | cib_around
}

# failover_up TOKEN CONSENSUS PROVIDER...: two nodes that both serve HTTP, the addresses stopped.
failover_up() {
	local token=$1 consensus=$2 node files=()
	shift 2
	agents_tree "$tap_dir/agents"
	vip_cib "$@" >"$tap_dir/cib.xml"
	for node in n1 n2; do
		mkdir -p "$tap_dir/$node/var/www/html"
		echo "$node" >"$tap_dir/$node/var/www/html/index.html"
		files+=(--node-files "$node" "$tap_dir/$node")
	done
	lab up --owner $$ --token "$token" --consensus "$consensus" --agents "$tap_dir/agents" \
		--cib "$tap_dir/cib.xml" --fence-lab "${files[@]}" &&
		serve n1 && serve n2
}

# serve NODE: what a boot would do: HTTP on all addresses, and a witness of what is added.
serve() {
	lab exec "$1" nginx 2>/dev/null || lab exec "$1" nginx || return
	lab exec "$1" chrt --rr 1 ip -tshort monitor address >>"$tap_dir/owners-$1.log" 2>/dev/null &
	wait_for 10 lab exec "$1" pgrep -x ip >/dev/null
}

# watch_client ADDRESS...: probe in the background, into probe.log.
watch_client() {
	local targets=() address
	for address; do
		targets+=("arp:$address" "http:$address")
	done
	# shellcheck disable=SC2016
	lab client sh -c 'echo $$ >/run/probe.pid && exec probe "$@"' sh "${targets[@]}" \
		>"$tap_dir/probe.log" 2>/dev/null &
	wait_for 10 lab client test -s /run/probe.pid
}

end_watch() {
	# shellcheck disable=SC2016
	lab client sh -c 'kill -TERM "$(cat /run/probe.pid)" && rm /run/probe.pid'
	wait_for 10 grep -q ' end ' "$tap_dir/probe.log"
}

other_node() { if [ "$1" = n1 ]; then echo n2; else echo n1; fi; }

# dc: the name of the DC.
dc() { lab status | sed -n 's/.*Current DC: \([^ ]*\) .*/\1/p'; }

# set_role PROVIDER Started|Stopped
set_role() {
	lab exec n1 crm_resource --resource "$1" --meta --set-parameter target-role \
		--parameter-value "$2" >/dev/null
}

# place PROVIDER NODE: have the address there, alone, and the cluster at rest.
place() {
	lab exec "$2" crm_resource --move --resource "$1" --node "$2" >/dev/null 2>&1
	set_role "$1" Started && lab wait-resource "$1" "$2" &&
		lab exec "$2" crm_resource --clear --resource "$1" >/dev/null && lab wait-idle
}

# answered PROVIDER NODE SINCE: first moment at which HTTP at the address is NODE's; prints it.
answered() {
	awk -v target="http:${vip_of[$1]}" -v node="$2" -v since="$3" '
		$2 == target && $3 == "answered" && $4 == node && $1 >= since {
			print $1
			found = 1
			exit
		}
		END { exit !found }' "$tap_dir/probe.log"
}

# crash PROVIDER NODE: kill NODE, which has the address; into $crash_ms (until HTTP answers from
# the other node), $detect_ms (until fencing is asked for), $rest_ms (from there on).
crash() {
	local to skip at asked
	to=$(other_node "$2") skip=$(wc -l <"$EB_LAB/power.log")
	lab kill "$2" || return
	at=$(power_ms "$2: off, asked by operator" "$skip")
	wait_for 60 answered "$1" "$to" "$at" >"$tap_dir/answered" || return
	asked=$(power_ms "$2: off, asked by $to" "$skip")
	crash_ms=$(($(tail -n 1 "$tap_dir/answered") - at))
	detect_ms=$((asked - at)) rest_ms=$((crash_ms - detect_ms))
}

# recover NODE: it comes back.
recover() { lab boot "$1" && serve "$1" && lab wait-online && lab wait-idle; }

# move PROVIDER NODE: by order; into $move_ms the client's gap between the last answer of the old
# and the first of the new owner.
move() {
	local at=${EPOCHREALTIME/./}
	at=$((at / 1000))
	lab exec "$2" crm_resource --move --resource "$1" --node "$2" >/dev/null 2>&1
	wait_for 60 answered "$1" "$2" "$at" >/dev/null || return
	lab wait-resource "$1" "$2" && lab wait-idle || return
	lab exec "$2" crm_resource --clear --resource "$1" >/dev/null
	lab wait-idle
	move_ms=$(awk -v target="http:${vip_of[$1]}" -v node="$2" -v since="$at" '
		$2 == target && $3 == "answered" && $4 == node && $1 >= since {
			print $6
			exit
		}' "$tap_dir/probe.log")
}

# ownership: "MS +NODE ADDRESS" when a node gets one of the addresses, "MS -NODE ADDRESS" when it
# loses it, "MS -NODE *" when it dies; in order of time.
ownership() {
	local node
	for node in n1 n2; do
		TZ=UTC awk -v node="$node" -v addresses="${vip_of[*]}" '
			BEGIN {
				n = split(addresses, list, " ")
				for (i = 1; i <= n; i++)
					ours[list[i]] = 1
			}
			/^\[/ {
				stamp = substr($1, 2, 19)
				gsub(/[-T:]/, " ", stamp)
				ms = mktime(stamp) * 1000 + substr($1, 22, 3)
				for (i = 2; i <= NF; i++) {
					split($(i + 1), address, "/")
					if ($i == "inet" && address[1] in ours)
						printf "%.0f %s%s %s\n", ms, ($2 == "Deleted" ? "-" : "+"),
							node, address[1]
				}
			}' "$tap_dir/owners-$node.log"
	done >"$tap_dir/ownership"
	awk '$3 == "dead" { print $1, "-" substr($2, 1, length($2) - 1), "*" }' \
		"$EB_LAB/power.log" >>"$tap_dir/ownership"
	sort -n -k 1,1 -k 2,2 "$tap_dir/ownership"
}

# two_owners: moments at which two nodes had an address, as the nodes and as the client saw it;
# prints "changes of owner" and then each such moment.
two_owners() {
	ownership | awk '
		/^[0-9]+ -.* \*$/ {
			for (address in owner)
				if (owner[address] == substr($2, 2))
					delete owner[address]
			next
		}
		$2 ~ /^-/ {
			if (owner[$3] == substr($2, 2))
				delete owner[$3]
			next
		}
		{
			node = substr($2, 2)
			changes++
			if ($3 in owner && owner[$3] != node)
				print $1, $3, "added on", node, "while", owner[$3], "has it"
			owner[$3] = node
		}
		END { print changes + 0, "changes of owner" }' | sort -n
	grep two-owners "$tap_dir/probe.log"
}

# median VALUE...
median() {
	printf '%s\n' "$@" | sort -n | awk '
		{ v[NR] = $1 }
		END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
