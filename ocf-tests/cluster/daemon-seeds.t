#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Three configurations as articles on Heartbeat print them, started by `heartbeat start` on each of
# two nodes, and what happens to such clusters: standby, takeover, a link down, an orderly stop,
# a return, a death, a service that dies, a lost ping node, both links down, an edit. EB_SEEDS names
# those to be played (default: all).
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon-tree.sh"

# ---- the configurations ---------------------------------------------------------------------------
# seed_NAME: files of /etc/ha.d into the layer, and the lab's topology; the nodes into a and b, the
# addresses into vip (of a) and vip2 (of b, may be empty), the first line's service, if it has one,
# the router into ping and the interfaces of links into links.
seed_000() {
	a=MySQL_Master_Node01 b=MySQL_Slaver_Node01
	vip=192.168.42.253 vip2='' service=mysqld router=192.168.42.2 links=(eth0)
	cat >"$layer/etc/ha.d/ha.cf" <<-END
	debugfile /var/log/ha-debug  #debug
	logfile	/var/log/ha-log
	logfacility	local0
	keepalive 2
	deadtime 30
	warntime 10
	initdead 120
	udpport	694
	ucast eth0 192.168.42.131 #unicast
	auto_failback on
	node	$a
	node	$b

	ping 192.168.42.2 #gateway
	END
	echo "$a 192.168.42.253/24/eth0:1 mysqld" >"$layer/etc/ha.d/haresources"
	printf '%s\n' 'auth 3' '#1 crc' '#2 sha1 HI!' '3 md5 Hello!' >"$layer/etc/ha.d/authkeys"
	cat >"$tap_dir/topology" <<-END
	node $a eth0=lan:192.168.42.130/24
	node $b eth0=lan:192.168.42.131/24
	client eth0=lan:192.168.42.2/24
	links lan
	END
}

seed_001() {
	a=wshuttle-test1 b=wshuttle-test2
	vip=192.168.8.100 vip2='' service=nginx router=192.168.8.1 links=(eth1 eth0)
	cat >"$layer/etc/ha.d/ha.cf" <<-END
	debugfile /var/log/ha-debug
	logfile /var/log/ha-log
	logfacility     local0
	keepalive 2
	deadtime 30
	warntime 10
	initdead 60
	udpport 694
	ucast eth1 10.10.10.21
	auto_failback on
	node    $a
	node    $b
	#ping 10.6.100.1
	respawn hacluster /usr/lib/heartbeat/ipfail
	END
	echo "$a 192.168.8.100/24/eth0:0 nginx" >"$layer/etc/ha.d/haresources"
	printf '%s\n' 'auth 1' '1 crc' >"$layer/etc/ha.d/authkeys"
	cat >"$tap_dir/topology" <<-END
	node $a eth0=lan:192.168.8.20/24 eth1=beat:10.10.10.20/24
	node $b eth0=lan:192.168.8.21/24 eth1=beat:10.10.10.21/24
	client eth0=lan:192.168.8.1/24
	links beat lan
	END
}

seed_002() {
	a=mysql-master b=mysql-backup
	vip=172.16.1.164 vip2=172.16.1.165 service='' router='' links=(eth2 eth1)
	cat >"$layer/etc/ha.d/ha.cf" <<-END
	debugfile /var/log/ha-debug
	logfile /var/log/ha-log
	logfacility     local1

	keepalive 2
	deadtime 30
	warntime 10
	initdead 60

	#bcast  eth1
	mcast eth2 225.0.0.64 694 1 0

	auto_failback on
	node    $a
	node    $b
	crm     no
	END
	printf '%s\n' "$a IPaddr::172.16.1.164/24/eth1" "$b IPaddr::172.16.1.165/24/eth1" \
		>"$layer/etc/ha.d/haresources"
	printf '%s\n' 'auth 1' '1 sha1 1c81b56e0878d42e95064acfe07613edd5c6c29d' \
		>"$layer/etc/ha.d/authkeys"
	cat >"$tap_dir/topology" <<-END
	node $a eth1=lan:172.16.1.64/24 eth2=beat:10.0.10.64/24
	node $b eth1=lan:172.16.1.65/24 eth2=beat:10.0.10.65/24
	client eth0=lan:172.16.1.250/24
	links beat lan
	END
}

# ---- what is asked of them ------------------------------------------------------------------------
# machine_scripts: what starts corosync and Pacemaker on a machine without systemd.
machine_scripts() {
	cat >"$layer/etc/init.d/corosync" <<-'END'
	#!/bin/bash
	case $1 in
	start)
		pidof corosync >/dev/null || corosync || exit 1
		for ((i = 0; i < 200; i++)); do corosync-cfgtool -s >/dev/null 2>&1 && exit 0; sleep 0.05; done
		exit 1 ;;
	stop) corosync-cfgtool -H >/dev/null 2>&1; while pidof corosync >/dev/null; do sleep 0.1; done ;;
	esac
	END
	cat >"$layer/etc/init.d/pacemaker" <<-'END'
	#!/bin/bash
	export PCMK_logfacility=none PCMK_logfile=/var/log/pacemaker/pacemaker.log
	case $1 in
	start)
		pidof pacemakerd >/dev/null && exit
		pacemakerd -f >/dev/null 2>&1 </dev/null &
		echo $! >/run/pacemakerd.pid ;;
	stop)
		kill "$(cat /run/pacemakerd.pid)"
		while pidof pacemakerd >/dev/null; do sleep 0.1; done ;;
	esac
	END
	chmod 755 "$layer"/etc/init.d/{corosync,pacemaker}
}

heartbeat() { on "$1" timeout 100 /etc/init.d/heartbeat "$2"; }
has() { [ -n "$(on "$1" ip -o address show to "$2" 2>/dev/null)" ]; }
# at NODE ADDRESS: that node has it, and the other one does not.
at() { has "$1" "$2" && ! has "$(other "$1")" "$2"; }
other() { if [ "$1" = "$a" ]; then echo "$b"; else echo "$a"; fi; }
# placed TEXT NODE ADDRESS
placed() {
	if wait_for 90 at "$2" "$3"; then pass "$1"; else
		fail "$1"
		diag "$(on "$a" crm_mon -1 2>&1; on "$a" tail -n 20 /var/log/ha-log)"
	fi
}
# lines_at NODE TEXT: all lines.
all_at() { placed "$2" "$1" $vip; [ -z "$vip2" ] || placed "- and the other line" "$1" $vip2; }
at_home() { placed "$1" $a $vip; [ -z "$vip2" ] || placed "- the other line, too" $b $vip2; }
starts() { on "$a" grep -c start "/var/log/$service.started"; }
# logged NODE PATTERN
logged() { daemon_log "$1" | grep -qxE "$2"; }
# in_order NODE LINES: the log has these lines, in this order.
in_order() {
	daemon_log "$1" | awk -v want="$2" '
		BEGIN { n = split(want, line, "\n"); at = 1 }
		at <= n && $0 == line[at] { at++ }
		END { exit at <= n }'
}
active() { [ "$(on "$1" cl_status nodestatus "$2" 2>/dev/null)" = active ]; }

starting() {
	local node
	for node in "$a" "$b"; do
		exits "$node: heartbeat start" 0 heartbeat "$node" start
		like "- in its words" "$out" '^Starting High-Availability services: Done\.$'
	done
	at_home "each line is at home"
	for node in "$a" "$b"; do
		exits "$node: heartbeat status" 0 heartbeat "$node" status
		like "- in its words" "$out" "^heartbeat OK \[pid [0-9]+ et al\] is running on ${node,,} \[${node,,}\]\.\.\.$"
	done
	ok "$a hears $b" wait_for 20 active "$a" "$b"
	ok "the CIB is valid" on "$a" crm_verify --live-check
}

standing_by() {
	local self=${a,,} peer=${b,,}
	exits "hb_standby on $a" 0 on "$a" $standby
	all_at "$b" "$b has all"
	ok "- the log of the one that gives, as in the article" wait_for 20 in_order "$a" \
"info: $self wants to go standby [all]
info: standby: $peer can take our all resources
info: give up all HA resources (standby).
info: all HA resource release completed (standby).
info: Local standby process completed [all].
info: Other node completed standby takeover of all resources."
	ok "- of the one that takes" in_order "$b" "info: $self wants to go standby [all]
info: standby: acquire [all] resources from $self"
	exits "hb_takeover on $a" 0 on "$a" timeout 60 $takeover --wait
	all_at "$a" "$a has all"
	[ -z "$vip2" ] || { on "$b" timeout 60 $takeover --wait local; at_home "each at home"; }
}

links_down() {
	local before='' nic=${links[0]} net=beat
	[ ${#links[@]} -gt 1 ] || return 0
	[ -z "$service" ] || before=$(starts)
	lab cut "$a" "$b" $net
	link_is() { [ "$(on "$a" cl_status hblinkstatus "$b" $nic)" = "$1" ]; }
	ok "one link down is seen" wait_for 20 link_is dead
	ok "- and logged" wait_for 5 logged "$a" "info: Link ${b,,}:$nic dead\."
	lab heal
	ok "up again" wait_for 20 link_is up
	ok "- logged, too" wait_for 5 logged "$a" "info: Link ${b,,}:$nic up\."
	at_home "nothing has moved"
	[ -z "$service" ] || is "- nor been interrupted" "$(starts) of ${before:-none}" "$before of $before"
}

stopping() {
	exits "heartbeat stop on $a" 0 heartbeat "$a" stop
	like "- in its words" "$out" '^Stopping High-Availability services: Done\.$'
	placed "$b has what was $a's" "$b" $vip
	ok "$b was told" logged "$b" "info: Received shutdown notice from '${a,,}'\."
	heartbeat "$a" start >/dev/null
	at_home "it returns, and so do its lines: auto_failback on"
}

dying() {
	lab kill "$a"
	has_alone() { has "$b" $vip; }
	ok "$a dies: $b takes its line" wait_for 90 has_alone
	ok "- and logs it" logged "$b" "WARN: node ${a,,}: is dead"
	ok "- and what it does" logged "$b" "info: Resources being acquired from ${a,,}\."
	lab boot "$a"
	heartbeat "$a" start >/dev/null
	at_home "it returns, and so do its lines"
}

# Heartbeat never noticed that.
service_dies() {
	[ -n "$service" ] || return 0
	local before
	before=$(starts)
	on "$a" rm "/run/$service.on"
	again() { [ "$(starts)" -gt "$before" ] || [ "$(on "$b" grep -c start "/var/log/$service.started")" -gt 0 ]; }
	ok "a service that dies is started again" wait_for 150 again
	on "$a" sh -c "crm_resource --cleanup >/dev/null 2>&1"
	at_home "- and all is where it was"
}

# Without ipfail a lost ping node has no effect; nor has ipfail without one.
ping_lost() {
	[ -n "$router" ] || return 0
	local node
	ping_is() { [ "$(on "$a" cl_status nodestatus $router)" = "$1" ]; }
	if ! grep -q "^respawn.*ipfail" "$layer/etc/ha.d/ha.cf"; then
		ok "the ping node lives" wait_for 20 ping_is ping
		lab mute "$a" $router
		ok "- is lost" wait_for 60 ping_is dead
		at_home "without ipfail that moves nothing"
		lab heal
		ok "- and is back" wait_for 40 ping_is ping
		return
	fi
	for node in "$a" "$b"; do
		on "$node" sh -c "echo 'ping $router' >>/etc/ha.d/ha.cf; sed -i 's/^deadtime.*/deadtime 5/; s/^warntime.*/warntime 3/' /etc/ha.d/ha.cf"
		on "$node" $hblib/heartbeat -r >/dev/null
	done
	ok "a ping line is added, and a reload takes it" wait_for 40 ping_is ping
	at_home "nothing has moved by that"
	lab mute "$a" $router
	placed "with ipfail its loss moves the line" "$b" $vip
	lab heal
	at_home "its return brings the line home"
}

both_links_down() {
	local since
	since=$(wc -l <"$EB_LAB/power.log")
	lab cut "$a" "$b"
	one_fenced() { power_ms ': off, asked by' "$since" >/dev/null; }
	ok "both links down: one node is fenced" wait_for 60 one_fenced
	lab heal
	local survivor=$b dead=$a
	if lab exec "$a" true 2>/dev/null && active "$a" "$a"; then survivor=$a dead=$b; fi
	alone() { has "$survivor" $vip; }
	ok "- the other one has what was there" wait_for 60 alone
	[ -z "$vip2" ] || ok "- all of it" wait_for 60 has "$survivor" "$vip2"
	lab boot "$dead" 2>/dev/null
	ready() { lab exec "$dead" test -x /etc/init.d/heartbeat; }
	wait_for 20 ready
	heartbeat "$dead" start >/dev/null
	at_home "both are back, all is at home"
}

# The address beside the first one.
edited() {
	local more=${vip%.*}.199 before='' node nic
	nic=$(on "$a" ip -o address show to $vip | awk '{ print $2; exit }')
	[ -z "$service" ] || before=$(starts)
	for node in "$a" "$b"; do
		on "$node" sh -c "echo '$b $more/24/$nic' >>/etc/ha.d/haresources"
		exits "$node: heartbeat reload" 0 heartbeat "$node" reload
	done
	placed "a line that is added comes up" "$b" "$more"
	for node in "$a" "$b"; do
		on "$node" sed -i '$d' /etc/ha.d/haresources
		heartbeat "$node" reload >/dev/null
	done
	nobody_has() { ! has "$a" "$more" && ! has "$b" "$more"; }
	ok "- and goes when it is taken out" wait_for 60 nobody_has
	at_home "the others are where they were"
	[ -z "$service" ] || is "- uninterrupted" "$(starts) of ${before:-none}" "$before of $before"
}

machine_scripts
service_script mysqld
service_script nginx
for seed in ${EB_SEEDS:-000 001 002}; do
	"seed_$seed"
	chmod 600 "$layer/etc/ha.d/authkeys"
	lab_up --topology "$tap_dir/topology" --no-cluster --agents "$layer"
	for step in starting standing_by edited links_down stopping dying service_dies ping_lost both_links_down; do
		diag "$seed: $step"
		$step
	done
	nothing_found "$a" "$b"
	lab down
done
done_testing
