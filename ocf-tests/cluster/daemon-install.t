#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make install` left, on two machines that systemd runs: its unit starts the cluster, the commands
# answer where they are installed, programs of respawn lines see the machine as it is, and corosync
# lets the daemon in again after a restart.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
[ -x "$build/heartbeat-compat/escapebeatd" ] || skip_all "the daemon is not built"
need_lab
[ -x /lib/systemd/systemd ] || skip_all "needs systemd"
grep -qw cgroup2 /proc/filesystems || skip_all "needs control groups, version 2"

dest=$tap_dir/dest layer=$tap_dir/layer
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$build" install DESTDIR="$dest" >"$tap_dir/make" 2>&1 ||
	diag "$(tail "$tap_dir/make")"
read -r bin sbin hbtool hblib hbold compat < <(env -u MAKEFLAGS -u MAKELEVEL make -s -C "$build" \
	--eval="print-dirs: ; @echo \$(bindir) \$(sbindir) \$(hbtooldir) \$(hblibdir) \$(hbolddir) \$(compatdir)" \
	print-dirs | tail -n 1)
mkdir -p "$layer/etc/ha.d"
cat >"$layer/etc/ha.d/ha.cf" <<'END'
logfile /var/log/ha-log
keepalive 500ms
deadtime 5
initdead 10
bcast eth0 eth1
auto_failback off
node n1 n2
respawn root /etc/ha.d/old-client
END
printf '%s\n' 'n1 10.77.0.50/24/eth0' 'n2 10.77.0.51/24/eth0' >"$layer/etc/ha.d/haresources"
printf '%s\n' 'auth 1' '1 crc' >"$layer/etc/ha.d/authkeys"
chmod 600 "$layer/etc/ha.d/authkeys"
# Writes where scripts of Heartbeat's time wrote, and reads what somebody left in /home and /tmp.
cat >"$layer/etc/ha.d/old-client" <<'END'
#!/bin/sh
for place in /etc /usr/lib /var/lib /home /root /tmp; do
	echo $$ >$place/old-client.pid || echo "cannot write in $place"
	[ "$(cat $place/left-for-it)" = word ] || echo "cannot read in $place"
done >/var/log/old-client 2>&1
echo done >>/var/log/old-client
exec sleep 1000
END
chmod 700 "$layer/etc/ha.d/old-client"
lab_up --systemd --fence-lab --agents "$dest" --agents "$layer"

on() { lab exec "$@"; }
shares() { echo "$(on n1 "$bin/cl_status" rscstatus) $(on n2 "$bin/cl_status" rscstatus)"; }
shares_are() { [ "$(shares)" = "$1" ]; }
held() { if wait_for 60 shares_are "$2"; then pass "$1"; else fail "$1"; diag "$(shares)"; fi; }
booted() { on "$1" systemctl is-system-running --wait >/dev/null 2>&1; [[ "$(on "$1" systemctl is-system-running)" =~ running|degraded ]]; }

for node in n1 n2; do
	ok "$node boots" wait_for 60 booted $node
	# shellcheck disable=SC2016
	on $node sh -c 'for place in /etc /usr/lib /var/lib /home /root /tmp; do echo word >$place/left-for-it; done'
done
# Debian's Pacemaker brings a file of its own for hacluster.
for node in n1 n2; do on $node find /etc/corosync/uidgid.d -type f ! -name escapebeat -delete; done
down() { [[ "$(on "$1" systemctl is-active "$2")" =~ ^(inactive|failed)$ ]]; }
all_down() { down "$1" escapebeatd && down "$1" pacemaker && down "$1" corosync; }

# ---- a faulty ha.cf -----------------------------------------------------------------------------------
on n1 sed -i '$abogus' /etc/ha.d/ha.cf
fault="/etc/ha.d/ha.cf:9: unknown directive 'bogus'"
exits "a faulty ha.cf: systemd does not start the daemon" 1 on n1 systemctl start escapebeatd
like "- it says where the fault is" "$(on n1 systemctl status escapebeatd)" "$fault"
exits "- nor does the init script" 6 on n1 "$compat/heartbeat.init" start
like "- it says so, too" "$err" "$fault"
sleep 3
ok "- and nothing was started" all_down n1
is "- or tried again" "$(on n1 systemctl show --property NRestarts --value escapebeatd)" 0
on n1 sed -i '$d' /etc/ha.d/ha.cf

# ---- the start ------------------------------------------------------------------------------------------
on n1 sh -c 'echo "OPTIONS=\"-r -c /etc/ha.d\"" >/etc/default/escapebeatd'
exits "n1: the init script starts the daemon" 0 on n1 "$compat/heartbeat.init" start
exits "n2: systemd does" 0 on n2 systemctl start escapebeatd
# shellcheck disable=SC2016
is "n1: it is the unit's, with the options of /etc/default" "$(on n1 sh -c \
	'tr "\0" " " </proc/"$(systemctl show --property MainPID --value escapebeatd)"/cmdline')" \
	"$sbin/escapebeatd -r -c /etc/ha.d "
for unit in corosync pacemaker escapebeatd; do
	is "- and $unit" "$(on n1 systemctl is-active $unit)" active
done
held "each node holds its own" "local local"

# ---- the commands ---------------------------------------------------------------------------------
exits "anybody may use cl_status" 0 \
	on n1 setpriv --reuid nobody --regid nogroup --clear-groups "$bin/cl_status" hbstatus
is "- it answers" "$out" "Heartbeat is running on this machine."
exits "the init script knows" 0 on n1 "$compat/heartbeat.init" status
exits "hb_standby, where older distributions had it" 0 on n1 timeout 60 "$hbold/hb_standby" --wait all
held "- hands over" "none all"
exits "hb_takeover" 0 on n1 timeout 60 "$hbtool/hb_takeover" --wait local
held "- takes" "local local"
exits "systemctl reload" 0 on n1 systemctl reload escapebeatd
exits "heartbeat -r, too" 0 on n1 "$hblib/heartbeat" -r

# ---- programs of respawn lines ------------------------------------------------------------------------
finished() { on n1 grep -qx 'done' /var/log/old-client; }
ok "a program of a respawn line runs" wait_for 20 finished
is "- on the machine as it is" "$(on n1 cat /var/log/old-client)" "done"
for place in /etc /home /tmp; do
	ok "- its file in $place is there for all" on n1 test -s $place/old-client.pid
done

# ---- restarts ------------------------------------------------------------------------------------------
pid_of() { on n2 systemctl show --property MainPID --value escapebeatd; }
pid=$(pid_of)
# Pacemaker would ask corosync to let them all in.
on n2 systemctl stop pacemaker
exits "corosync begins anew on n2, alone" 0 on n2 systemctl restart corosync
hears() { [ "$(on n2 "$bin/cl_status" nodestatus n1)" = active ]; }
ok "- the daemon is let in, and hears n1" wait_for 30 hears
exits "Pacemaker, too" 0 on n2 systemctl start pacemaker
ok "- the cluster is whole" lab wait-online
is "- it is the same process" "$(pid_of)" "$pid"
# shellcheck disable=SC2016
on n2 sh -c 'kill -KILL "$1"' sh "$pid"
begun() { [ "$(pid_of)" != "$pid" ] && on n2 "$bin/cl_status" hbstatus >/dev/null; }
ok "killed, systemd starts it again" wait_for 20 begun
# shellcheck disable=SC2016
on n2 sh -c 'kill -KILL "$1"' sh "$(pid_of)"
exits "killed, and heartbeat -k before it is started again" 0 on n2 "$hblib/heartbeat" -k
sleep 3
ok "- it is not" down n2 escapebeatd
on n2 systemctl start escapebeatd
exits "systemctl stop" 0 on n2 systemctl stop escapebeatd
is "- it is stopped" "$(on n2 "$bin/cl_status" hbstatus)" "Heartbeat is stopped on this machine."
is "- and did not fail" "$(on n2 systemctl show --property Result --value escapebeatd)" success

# ---- one that stands still ------------------------------------------------------------------------------
on n2 systemctl start escapebeatd
pid=$(pid_of)
on n2 kill -STOP "$pid"
exits "the daemon stands still: the init script's stop" 0 on n2 timeout 120 "$compat/heartbeat.init" stop
is "- is done" "$out" "Stopping High-Availability services: Done."
is "- and tells how" "$err" "WARN: heartbeat [pid $pid] does not answer: systemd stops it"
sleep 3
ok "- all stays down" all_down n2
done_testing
