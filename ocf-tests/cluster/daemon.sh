# SPDX-License-Identifier: GPL-2.0-or-later
# What the daemon's tests share: two machines, hba and hbb, with the daemon and the old commands
# where scripts look for them, auto_failback off, two lines of haresources.
# shellcheck shell=bash disable=SC2154,SC2034 # tap.sh and lab.sh set them, tests use them
# shellcheck source=daemon-tree.sh
. "$top/ocf-tests/cluster/daemon-tree.sh"
# svc notes each start, so that an interruption shows.
cat >"$layer/etc/ha.d/resource.d/svc" <<'END'
#!/bin/sh
case $1 in
start) echo start >>/var/log/svc; touch /run/svc ;;
stop) echo stop >>/var/log/svc; rm -f /run/svc ;;
status) if [ -e /run/svc ]; then echo running; else echo stopped; exit 3; fi ;;
esac
END
chmod 755 "$layer/etc/ha.d/resource.d/svc"
cat >"$layer/etc/ha.d/ha.cf" <<'END'
logfile /var/log/ha-log
debugfile /var/log/ha-debug
logfacility local0
keepalive 500ms
deadtime 3
initdead 10
bcast eth0 eth1
auto_failback off
ping 10.77.0.1
node hba hbb
END
printf '%s\n' 'hba IPaddr::10.77.0.50/24/eth0 svc' 'hbb IPaddr::10.77.0.51/24/eth0' \
	>"$layer/etc/ha.d/haresources"
printf '%s\n' 'auth 1' '1 crc' >"$layer/etc/ha.d/authkeys"
chmod 600 "$layer/etc/ha.d/authkeys"
cat >"$tap_dir/topology" <<'END'
node hba eth0=lan:10.77.0.11/24 eth1=beat:10.78.0.11/24
node hbb eth0=lan:10.77.0.12/24 eth1=beat:10.78.0.12/24
client eth0=lan:10.77.0.1/24 watch0=lan:10.77.0.251/32
links lan beat
END
lab_up --topology "$tap_dir/topology" --fence-lab --agents "$layer"

shares() { echo "$(on hba cl_status rscstatus) $(on hbb cl_status rscstatus)"; }
shares_are() { [ "$(shares)" = "$1" ]; }
# held NAME A B: what the nodes hold, soon.
held() {
	if wait_for 30 shares_are "$2 $3"; then pass "$1"; else
		fail "$1"; diag "hba $(on hba cl_status rscstatus), hbb $(on hbb cl_status rscstatus)"; fi
}
# ha_log NODE: the daemon's own lines, without time and pid, since the last look_up.
declare -A seen=([hba]=0 [hbb]=0)
ha_log() { daemon_log "$1" | tail -n +$((seen[$1] + 1)); }
look_up() { for node in hba hbb; do seen[$node]=$(on $node grep -c '' /var/log/ha-log); done; }
logged() { ha_log "$1" | grep -qxE "$2"; }
# says NODE LINES: these lines come in ha-log, in this order.
says() {
	local got
	got=$(ha_log "$1" | grep -xFf <(printf '%s\n' "$2") | uniq)
	[ "$got" = "$2" ]
}
told() {
	if wait_for 15 says "$2" "$3"; then pass "$1"; else fail "$1"; diag "$(ha_log "$2")"; fi
}
start_daemon() { on "$1" escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert; }
