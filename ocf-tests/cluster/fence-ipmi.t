#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A cluster that fences by fence_ipmilan: the nodes have management controllers (openipmi's ipmi_sim, on
# the client's machine) whose power switch is the lab's.  A topology of two devices, at two levels
# and at one, and split brain, of which exactly one node is left, round after round.
#   EB_ROUNDS  only split brain, so many rounds (make check-split-brain); else all, and one
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
need_lab
need ipmi_sim
[ -x "$build/fence/fence_ipmilan" ] || skip_all "fence_ipmilan is not built (needs libfreeipmi)"
mkdir -p "$tap_dir/agents/usr/sbin"
cp -L "$build/fence/names/fence_ipmilan" "$build/fence/names/fence_dummy" "$tap_dir/agents/usr/sbin/"
client=10.77.0.250

# device ID TYPE NODE NAME=VALUE...: a fence device for a node.
device() {
	local id=$1 type=$2 node=$3 word
	shift 3
	echo "<primitive id='$id' class='stonith' type='$type'><instance_attributes id='$id-o'>"
	for word in pcmk_host_list="$node" pcmk_reboot_action=off "$@"; do
		echo "<nvpair id='$id-${word%%=*}' name='${word%%=*}' value='${word#*=}'/>"
	done
	echo "</instance_attributes><operations><op id='$id-m' name='monitor' interval='60s' timeout='30s'/></operations></primitive>"
}
bmc() { device "$1" fence_ipmilan "$2" ip=$client ipport="$3" username=admin password=geheim lanplus=1 power_wait=0 "${@:4}"; }

# cib: n1 is favoured in a race; whoever fences n1 fires two devices; n2 has two ways.
cib() {
	cat <<-END
	<cib validate-with="pacemaker-3.0" epoch="1" num_updates="0" admin_epoch="1"><configuration>
	<crm_config><cluster_property_set id="options">
	<nvpair id="option-delay" name="transition-delay" value="50ms"/>
	<nvpair id="option-deadtime" name="dc-deadtime" value="2s"/>
	<nvpair id="option-timeout" name="stonith-timeout" value="60s"/>
	</cluster_property_set></crm_config><nodes/><resources>
	$(bmc bmc-n1 n1 9001 pcmk_delay_base=3s)
	$(bmc bmc-n2 n2 9002)
	$(bmc other-n2 n2 9009 pcmk_reboot_retries=1)
	$(device second-n1 fence_dummy n1 status_file=/run/second-n1)
	</resources><constraints/>
	<fencing-topology>
	<fencing-level id="n1-1" target="n1" index="1" devices="bmc-n1,second-n1"/>
	<fencing-level id="n2-1" target="n2" index="1" devices="other-n2"/>
	<fencing-level id="n2-2" target="n2" index="2" devices="bmc-n2"/>
	</fencing-topology></configuration><status/></cib>
	END
}

# controllers: starts them anew; one whose session broke off may refuse the next.
controllers() {
	lab exec client bash -c '
		mkdir -p /run/bmc
		for row in 1:1 2:2 9:2; do # what listens at 900N switches node N, or n2
			n=${row%:*} node=n${row#*:}
			cd /run/bmc && mkdir -p state$n
			[ ! -e pid$n ] || kill "$(cat pid$n)" 2>/dev/null
			for _ in $(seq 40); do kill -0 "$(cat pid$n 2>/dev/null)" 2>/dev/null || break; sleep 0.05; done
			printf "%s\n" "#!/bin/sh" "case \$2 in" \
				"get) if printf \"action=status\nplug=$node\n\" | fence_lab; then echo power:1; else echo power:0; fi ;;" \
				"set) [ \$4 = 1 ] && act=on || act=off; printf \"action=\$act\nplug=$node\n\" | fence_lab ;;" \
				"esac" >chassis$n
			chmod +x chassis$n
			{
				echo "name \"bmc$n\""
				echo "set_working_mc 0x20"
				echo "  startlan 1"
				echo "    addr 0.0.0.0 900$n"
				echo "    priv_limit admin"
				for level in callback user operator admin; do echo "    allowed_auths_$level none md2 md5 straight"; done
				echo "    guid a123456789abcdefa123456789abcde$n"
				echo "  endlan"
				echo "  chassis_control \"/run/bmc/chassis$n 0x20\""
				echo "  user 2 true \"admin\" \"geheim\" admin 10 none md2 md5 straight"
			} >lan$n.conf
			printf "%s\n" "mc_setbmc 0x20" \
				"mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr" \
				"sel_enable 0x20 1000 0x0a" "mc_enable 0x20" >emu$n
			setsid ipmi_sim -n -c lan$n.conf -f emu$n -s state$n </dev/null >out$n 2>&1 &
			echo $! >pid$n
		done
		for _ in $(seq 1 100); do
			[ "$(grep -ciE ":23(29|2A|31) " /proc/net/udp)" -lt 3 ] || exit 0
			sleep 0.1
		done
		exit 1'
}
lines() { wc -l <"$EB_LAB/power.log"; }
# died LINE: who, since then; who was switched off twice died once.
died() { tail -n "+$(($1 + 1))" "$EB_LAB/power.log" | sed -n 's/^[0-9]* \(n[12]\): dead.*/\1/p' | sort -u | xargs; }
one_died() { [ -n "$(died "$1")" ]; }
alive() { for node in n1 n2; do ! lab exec $node true 2>/dev/null || printf '%s ' $node; done; }
back() {
	lab heal
	controllers
	lab boot "$1"
	lab wait-online --timeout 90
}

cib >"$tap_dir/cib.xml"
lab_up --agents "$tap_dir/agents" --cib "$tap_dir/cib.xml" --no-wait
lab client ip -o -4 address show eth0 | grep -q "$client/" || diag "$(lab client ip -o -4 address show)"
ok "the controllers start" controllers
ok "both nodes are online" lab wait-online --timeout 120
ok "the cluster settles" lab wait-idle
is "the devices run" "$(lab exec n1 crm_mon -1 --inactive | grep -c 'stonith:fence_.*Started')" 4

# lose NODE: it stays on, but nobody hears of it any more.
lose() { lab exec "$1" sh -c 'kill -KILL "$(cat /run/corosync.pid)"'; }

topologies() {
	# ---- two levels: the first one's device is dead, the second one works
	lab exec client sh -c 'kill "$(cat /run/bmc/pid9)"'
	start=$(lines)
	lose n2
	ok "n2 is lost, and fenced" lab wait-offline --timeout 150 n2
	like "- by its controller" "$(tail -n "+$((start + 1))" "$EB_LAB/power.log")" "n2: off, asked by client"
	log=$(lab exec n1 grep -o 'targeting n2 using .* returned [0-9]*' /var/log/pacemaker/pacemaker.log)
	is "- after the device of the first level had failed" "$log" \
		$'targeting n2 using other-n2 returned 1\ntargeting n2 using bmc-n2 returned 0'
	ok "n2 comes back" back n2
	ok "the cluster settles" lab wait-idle

	# ---- two devices at one level: both have to say off
	lab exec n2 sh -c 'echo on >/run/second-n1'
	start=$(lines)
	lose n1
	ok "n1 is lost, and fenced" lab wait-offline --timeout 120 n1
	like "- by its controller" "$(tail -n "+$((start + 1))" "$EB_LAB/power.log")" "n1: off, asked by client"
	is "- and by the other device" "$(lab exec n2 cat /run/second-n1)" off
	ok "n1 comes back" back n1
	ok "the cluster settles" lab wait-idle

	# ---- a reboot by two devices is: both off, then both on
	lab exec n2 sh -c 'echo on >/run/second-n1'
	for device in bmc-n1 second-n1; do lab exec n2 crm_resource -r $device -d pcmk_reboot_action; done >/dev/null
	lab wait-idle
	start=$(lines) before=$(orders | wc -l)
	exits "n1 is rebooted by order" 0 lab exec n2 stonith_admin --reboot n1 --timeout 60
	is "- off by both, then on by both" "$(orders | tail -n "+$((before + 1))" | xargs)" "off bmc-n1 off second-n1 on bmc-n1 on second-n1"
	like "- its controller switched it on, too" "$(tail -n "+$((start + 1))" "$EB_LAB/power.log")" "n1: on, asked by client"
	is "- as the other device did" "$(lab exec n2 cat /run/second-n1)" on
	ok "n1 comes back by that" lab wait-online --timeout 90
	for device in bmc-n1 second-n1; do lab exec n2 crm_resource -r $device -p pcmk_reboot_action -v off; done >/dev/null
	ok "the cluster settles" lab wait-idle
}
# orders: what n2's fencer had done to n1, and it was done: "off DEVICE", "on DEVICE".
orders() {
	lab exec n2 sed -n "s/.*Operation '\(o[nf]*\)' .*targeting n1 using \(.*\) returned 0.*/\1 \2/p" /var/log/pacemaker/pacemaker.log
}
[ -n "${EB_ROUNDS:-}" ] || topologies

# ---- split brain
for ((round = 1; round <= ${EB_ROUNDS:-1}; round++)); do
	controllers
	lab exec n1 sh -c 'echo on >/run/second-n1'
	lab exec n2 sh -c 'echo on >/run/second-n1'
	lab wait-idle >/dev/null 2>&1
	start=$(lines)
	lab cut n1 n2
	wait_for 120 one_died "$start"
	sleep 4 # for the other one to be shot, too
	is "round $round: one node died" "$(died "$start" | wc -w)" 1
	is "round $round: one is left" "$(alive | wc -w)" 1
	survivor=$(alive)
	diag "round $round: ${survivor% }is left"
	ok "round $round: which knows that it is alone" lab wait-offline --timeout 90 "$(died "$start")"
	ok "round $round: healed, both are online" back "$(died "$start")"
done
done_testing
