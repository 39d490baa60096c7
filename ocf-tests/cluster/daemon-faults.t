#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What goes wrong around escapebeatd: corosync and Pacemaker restart, processes stand still, the
# disk is full, peers and clients say what they should not. It neither dies nor spins, changes
# nothing by mistake, and is right again soon after.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes a minute: make check-daemon"
. "$(dirname "$0")/daemon.sh"
[ -x "$build/ocf-tests/fake/cpg-say" ] || skip_all "needs the fake peers: run make check-programs"
for node in hba hbb; do
	lab exec $node sh -c 'cat >/usr/bin/cpg-say; chmod 755 /usr/bin/cpg-say' <"$build/ocf-tests/fake/cpg-say"
	lab exec $node sh -c 'cat >/usr/bin/ipc-say; chmod 755 /usr/bin/ipc-say' <"$build/ocf-tests/fake/ipc-say"
	start_daemon $node
done
held "each node holds its own" local local

# send NODE SIGNAL NAME
send() { on "$1" kill "-$2" "$(pid_of "$1" "$3")"; }
# cpu_ms NODE: CPU time of the daemon so far.
cpu_ms() { on "$1" awk '{ print int($1 / 1000000) }' "/proc/$(pid_of "$1" escapebeatd)/schedstat"; }
answers() { on "$1" timeout 2 cl_status hbstatus >/dev/null; }
one_daemon=$(pid_of hba escapebeatd)

# ---- strange peers ------------------------------------------------------------------------------
look_up
printf 'escapebeat 2.0\nt=status\nst=active\n' | on hbb cpg-say escapebeatd 3 100
other='ERROR: node hbb speaks another protocol: .*'
ok "a peer of another major version is told" wait_for 5 logged hba "$other"
is "- once" "$(ha_log hba | grep -cE "^$other")" 1
head -c 3000 /dev/urandom | on hbb cpg-say escapebeatd 20 1000
head -c 200000 /dev/zero | on hbb cpg-say escapebeatd 2 100
printf 'escapebeat 1.0\nt=standby\nscope=everything\n' | on hbb cpg-say escapebeatd 2 100
printf 'escapebeat 1.0\nt=nosuch\n' | on hbb cpg-say escapebeatd 2 100
printf 'escapebeat 1.9\nt=status\nst=active\nhg=1\nnew=1\n' | on hbb cpg-say escapebeatd 2 100
ok "rubbish changes nothing: hba answers" answers hba
held "- and holds its own" local local
before=$(cpu_ms hba)
printf 'escapebeat 1.0\nt=status\nsrc=hbb\nst=active\nhg=1\n' | on hbb cpg-say escapebeatd 3000 1000 &
flood=$!
ok "1000 messages a second: it answers meanwhile" answers hba
wait $flood
diag "3000 messages cost $(($(cpu_ms hba) - before)) ms of CPU"
ok "- and afterwards" answers hba

# ---- strange clients ----------------------------------------------------------------------------
look_up
is "half a request is refused" "$(printf 'escapebeat 1.0\nt=hbsta' | on hba ipc-say 1 |
	sed -n 's/^text=//p')" 'what it sent is no request'
head -c 50000 /dev/urandom | on hba ipc-say 20 >/dev/null
head -c 64000 /dev/zero | tr '\0' a | on hba ipc-say 20 >/dev/null
is "rubbish is told once" "$(ha_log hba | grep -c 'what it sent is no request')" 1
on hba ipc-say --half 30 3 >/dev/null &
halves=$!
ok "connections that never finish delay nobody" answers hba
# A user without rights takes all that he can get (net/daemon-door.t has more of it).
on hba sh -c 'ulimit -n 6000; exec setpriv --reuid nobody --regid nogroup --clear-groups ipc-say --half 5000 4' \
	>/dev/null &
attack=$!
before=$(cpu_ms hba)
sleep 1
ok "5000 of a stranger's: it answers" answers hba
sleep 1
spent=$(($(cpu_ms hba) - before))
ok "- and does not spin ($spent ms in 2 s)" [ $spent -lt 600 ]
is "- which is one line" "$(ha_log hba | grep -c "refused a client of user $(id -u nobody)")" 1
held "- and nothing moves" local local
wait $attack
on hba setpriv --reuid nobody --regid haclient --clear-groups ipc-say --idle 12 3 >/dev/null &
idle=$!
sleep 1
# What a connection shares lies in /dev/shm as long as it is there.
shared=$(on hba find /dev/shm -path '*/qb-*' -user hacluster -printf '%M %g %p\n')
ok "what clients share with the daemon is there" [ -n "$shared" ]
is "- and closed to the world" "$(grep -v '^.......--- haclient ' <<<"$shared")" ""
wait $halves $idle
printf 'escapebeat 1.0\nt=hbstatus\nclient=cl_status\n' | on hba ipc-say 500 >"$tap_dir/said"
like "500 connections in a row are served" "$(cat "$tap_dir/said")" '^managed=haresources'
is "no verb of that name" "$(printf 'escapebeat 1.0\nt=format\nclient=cl_status\n' | on hba ipc-say 1 |
	sed -n 's/^text=//p')" 'no such verb'

# ---- standing still -----------------------------------------------------------------------------
look_up
send hbb STOP escapebeatd
exits "hb_takeover asks a daemon that stands still" 1 on hba timeout 30 $takeover --wait all
like "- and says what keeps the line" "$err" \
	"'hbb IPaddr::10.77.0.51/24/eth0' does not move: the daemon of node hbb says nothing"
exits "- and asks nobody when it is known" 1 on hba timeout 5 $takeover all
like "- which it says" "$err" "the daemons of the other nodes say nothing"
ok "a daemon that stands still is late" wait_for 10 logged hba 'WARN: node hbb: no heartbeat for [0-9]+ ms'
is "- not dead" "$(on hba cl_status nodestatus hbb)" active
send hbb CONT escapebeatd
ok "- and how late is told when it goes on" wait_for 10 logged hba \
	'(WARN|CRIT): Late heartbeat: Node hbb: interval [0-9]+ ms.*'
ok "- what it was asked for meanwhile it does not do" logged hbb \
	'WARN: what hba asked for while the daemon stood still is not done'
sleep 2
held "- so nothing moves" local local
exits "- and what it is asked for now it does" 0 on hba timeout 30 $takeover --wait all
on hba timeout 30 $standby --wait foreign 2>/dev/null
held "- and back" local local
# For as long as one question takes: whoever is silent for the token's time is fenced.
send hba STOP corosync
status=$(on hba timeout 2 cl_status nodestatus hba)
send hba CONT corosync
is "corosync stands still: the daemon answers from what it knows" "$status" active
held "- and all is as it was" local local

send hbb STOP escapebeatd
exits "escapebeat reload of a daemon that stands still" 5 on hbb timeout 20 escapebeat reload
like "- says so" "$err" 'ERROR: heartbeat \[pid [0-9]+\]: heartbeat is there, but does not answer'
exits "heartbeat -k ends it all the same" 0 on hbb timeout 20 heartbeat -k
exits "- and it is gone" 3 on hbb heartbeat -s
exits "- and starts again" 0 start_daemon hbb
held "- and all is as it was" local local

# ---- restarts -----------------------------------------------------------------------------------
ended() { [ -z "$(pid_of "$1" "$2")" ]; }
look_up
send hbb TERM pacemakerd
ok "Pacemaker ends on hbb" wait_for 30 ended hbb pacemakerd
hba_has_all() { [ "$(on hba cl_status rscstatus)" = all ] || [ "$(on hba cl_status rscstatus)" = local ]; }
ok "lines move to hba" lab wait-resource hb-ip-10.77.0.51 hba
exits "without Pacemaker rscstatus is in transition" 0 on hbb cl_status rscstatus
is "- it says so" "$out" transition
send hbb TERM corosync
ok "corosync ends, too" wait_for 30 ended hbb corosync
ok "the daemon is there" answers hbb
is "the other node is not known to live" "$(on hbb cl_status nodestatus hba)" init
before=$(cpu_ms hbb)
sleep 4
spent=$(($(cpu_ms hbb) - before))
ok "it does not spin while it waits ($spent ms in 4 s)" [ $spent -lt 400 ]
exits "without corosync there is nobody to tell: it ends at once" 0 on hbb timeout 2 heartbeat -k
start_daemon hbb
lab exec hbb /usr/libexec/escapebeat-lab/node-start cluster >/dev/null 2>&1 &
ok "all is back" lab wait-online hba hbb
hbb_active() { [ "$(on hba cl_status nodestatus hbb)" = active ]; }
ok "the daemons hear each other" wait_for 10 hbb_active
on hba /usr/share/heartbeat/hb_standby --wait foreign 2>/dev/null
held "- and move lines" local local

# ---- no room --------------------------------------------------------------------------------------
for full in /var/log /run/escapebeat; do
	on hba sh -c 'mount -t tmpfs -o size=4k,uid=hacluster,gid=haclient full "$0"
		head -c 8192 /dev/zero >"$0/ha-log"; chown hacluster "$0/ha-log"' $full 2>/dev/null
done
on hba /usr/share/heartbeat/hb_standby --wait local 2>/dev/null
held "a full disk holds nobody up" none all
on hba /usr/share/heartbeat/hb_takeover --wait local
held "- back again" local local
on hba umount /var/log
is "it is the same process all the time" "$(pid_of hba escapebeatd)" "$one_daemon"
done_watched hba hbb
