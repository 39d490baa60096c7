#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the converter makes is a cluster: booted as it was printed, it does what Heartbeat did
# when a node dies and returns, and when a node loses its router. Times of the files are
# shortened by --override, nothing else is changed but for the lab's fence device.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
need_lab
need nginx curl

# The suite's agents and a script of the site's own, for all nodes.
layer=$tap_dir/layer
mkdir -p "$layer/usr/lib/ocf/resource.d/escapebeat" "$layer/etc/ha.d/resource.d"
cp "$build"/agents/{IPaddr2,hbscript,ping} "$layer/usr/lib/ocf/resource.d/escapebeat"
cat >"$layer/etc/ha.d/resource.d/myop.sh" <<'END'
#!/bin/sh
case $2 in
start) echo "$1" >/run/myop ;;
stop) rm -f /run/myop ;;
status) if [ -e /run/myop ]; then echo running; else echo stopped; fi ;;
esac
END
chmod 755 "$layer/etc/ha.d/resource.d/myop.sh"

# boot DIR OPTION...: plan the configuration, boot what it becomes.
boot() {
	local dir=$1
	shift
	chmod 600 "$dir/authkeys"
	"$escapebeat" plan -o "$tap_dir/plan" --override initdead=5 --override deadtime=3 \
		--override keepalive=1 --override warntime=2 "$@" "$dir" >"$tap_dir/text" 2>&1
	"$escapebeat" show --as corosync "$tap_dir/plan" >"$tap_dir/corosync.conf"
	"$escapebeat" show --as cib "$tap_dir/plan" >"$tap_dir/cib.xml"
	lab_up --topology "$tap_dir/topology" --corosync-conf "$tap_dir/corosync.conf" \
		--cib "$tap_dir/cib.xml" --fence-lab --agents "$layer"
}
status_of() { lab client curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$1/"; }

# ---- auto_failback on, two addresses, a web server with one of them -------------------------
cp -r "$top/heartbeat-compat/example/mysql-pair" "$tap_dir"
cat >"$tap_dir/topology" <<'END'
node mysql-master eth1=lan:172.16.1.64/24 eth2=beat:10.0.10.64/24
node mysql-backup eth1=lan:172.16.1.65/24 eth2=beat:10.0.10.65/24
client eth0=lan:172.16.1.250/24 watch0=lan:172.16.1.251/32
links beat
END
boot "$tap_dir/mysql-pair" --service httpd=nginx --node-address mysql-master=10.0.10.64 \
	--node-address mysql-backup=10.0.10.65
ok "each group starts at home: the first" lab wait-resource hb-httpd mysql-master
ok "- and the second" lab wait-resource hb-ip-172.16.1.165 mysql-backup
is "the first address serves" "$(status_of 172.16.1.164)" 200
ok "mysql-master dies" lab kill mysql-master
ok "its group moves" lab wait-resource hb-httpd mysql-backup
is "- and serves again" "$(status_of 172.16.1.164)" 200
like "- after the old owner was fenced" "$(cat "$EB_LAB/power.log")" \
	'mysql-master: off, asked by mysql-backup'
ok "mysql-master returns" lab boot mysql-master
ok "auto_failback on: its group returns" lab wait-resource hb-httpd mysql-master
lab wait-idle
ok "- the other one stayed" lab wait-resource --timeout 5 hb-ip-172.16.1.165 mysql-backup
lab down

# ---- auto_failback off, two links, ipfail, a script with an argument ------------------------
mkdir "$tap_dir/ping"
cat >"$tap_dir/ping/ha.cf" <<'END'
bcast eth1
bcast eth0
auto_failback off
node n1 n2
ping 10.78.0.250
respawn hacluster /usr/lib/heartbeat/ipfail
END
echo 'n1 10.78.0.100/24/eth0:1 myop.sh::seven' >"$tap_dir/ping/haresources"
printf 'auth 1\n1 sha1 this-is-not-used-again\n' >"$tap_dir/ping/authkeys"
cat >"$tap_dir/topology" <<'END'
node n1 eth0=lan:10.78.0.1/24 eth1=beat:10.79.0.1/24
node n2 eth0=lan:10.78.0.2/24 eth1=beat:10.79.0.2/24
client eth0=lan:10.78.0.250/24 watch0=lan:10.78.0.251/32
links beat lan
END
boot "$tap_dir/ping" --node-address n1=eth1:10.79.0.1 --node-address n1=eth0:10.78.0.1 \
	--node-address n2=eth1:10.79.0.2 --node-address n2=eth0:10.78.0.2
ok "the group starts at home" lab wait-resource hb-myop.sh-seven n1
is "the script got its argument" "$(lab exec n1 cat /run/myop)" seven
like "the address has its label" "$(lab exec n1 ip -o -4 addr show dev eth0)" \
	'10.78.0.100/24 .* eth0:1'
is "two links" "$(lab exec n1 corosync-cfgtool -s | grep -c '^LINK ID')" 2
before=$(wc -l <"$EB_LAB/power.log")
ok "n1 loses its router" lab cut n1 client lan
ok "the group moves to the node that reaches it" lab wait-resource hb-myop.sh-seven n2
is "nobody was shot for it" "$(tail -n +$((before + 1)) "$EB_LAB/power.log" | grep -c asked)" 0
reached() { lab exec n2 attrd_updater -n pingd -Q -N n1 | grep -q 'value="[1-9]'; }
ok "the router is back" lab heal
ok "n1 sees it again" wait_for 60 reached
lab wait-idle
ok "auto_failback off: the group stays" lab wait-resource --timeout 5 hb-myop.sh-seven n2
done_testing
