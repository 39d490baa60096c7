#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# No line is taken from a node that may still serve it: a node that falls silent is fenced before,
# also in the middle of handing over, where Heartbeat took over without; and while it cannot be
# fenced, nothing is taken.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon.sh"

# svc takes its time to stop, when asked, and says when it started.
for node in hba hbb; do
	lab exec $node sh -c 'cat >/etc/ha.d/resource.d/svc' <<'END'
#!/bin/sh
case $1 in
start) echo "$(date +%s%3N) start" >>/var/log/svc; touch /run/svc ;;
stop) echo "$(date +%s%3N) stop" >>/var/log/svc; [ ! -e /run/slow ] || sleep 600; rm -f /run/svc ;;
status) if [ -e /run/svc ]; then echo running; else echo stopped; exit 3; fi ;;
esac
END
	exits "$node: the daemon starts" 0 start_daemon $node
done
held "each node holds its own" local local

# marks: lines of the power log so far.
marks() { wc -l <"$EB_LAB/power.log"; }
fenced() { power_ms 'hba: off, asked by hbb' "$before"; }
is_fenced() { fenced >/dev/null; }
started() { on hbb sed -n 's/ start$//p' /var/log/svc 2>/dev/null | tail -n 1; }
stopping() { [ -n "$(on hba sed -n 's/ stop$//p' /var/log/svc)" ]; }
has() { [ -n "$(on "$1" ip -o address show to 10.77.0.50 2>/dev/null)" ]; }
back() {
	lab boot hba 2>/dev/null
	lab wait-online hba hbb
	start_daemon hba
	on hba timeout 60 $takeover --wait local
	held "all is at home again" local local
}

# ---- silent in the middle of handing over ------------------------------------------------------------
on hba touch /run/slow
before=$(marks)
look_up
exits "hb_standby on hba" 0 on hba $standby
ok "its service is being stopped" wait_for 20 stopping
ok "- and its address is still there" has hba
is "- hbb has not started it" "$(started)" ""
on hba kill -STOP "$(pid_of hba corosync)"
ok "hba falls silent: it is fenced" wait_for 60 is_fenced
ok "hbb takes over" lab wait-resource hb-svc hbb
ok "- after that" [ "$(started)" -ge "$(fenced)" ]
ok "- and says so" logged hbb 'info: node hba now reset\.'
back

# ---- a device that does not do it ---------------------------------------------------------------------
# Pacemaker looks for the program in /usr/sbin.
on hbb sh -c 'mv /usr/sbin/fence_lab /usr/sbin/fence_lab.away; cat >/usr/sbin/fence_lab; chmod 755 /usr/sbin/fence_lab' <<'END'
#!/bin/sh
case "$*$(cat)" in
*metadata*) exec /usr/sbin/fence_lab.away -o metadata ;;
*off* | *reboot*) exit 1 ;;
esac
exit 0
END
last=$(started)
before=$(marks)
look_up
on hba kill -STOP "$(pid_of hba corosync)"
ok "hba falls silent again, and cannot be fenced: that is said" \
	wait_for 60 logged hbb 'ERROR: STONITH of hba failed\.'
# Pacemaker tries each second, ten times; and then no more until something changes.
sleep 4
is "- nothing is taken from it" "$(started)" "$last"
ok "- which still has it" has hba
nok "- hbb has not" has hbb
on hbb mv /usr/sbin/fence_lab.away /usr/sbin/fence_lab
ok "the device works again: hba is fenced" wait_for 90 is_fenced
ok "- and hbb takes over" lab wait-resource hb-svc hbb
ok "- after that" [ "$(started)" -ge "$(fenced)" ]
back

# ---- an orderly end is fenced by nobody -----------------------------------------------------------------
before=$(marks)
lab stop hba
ok "an orderly stop: hbb takes over" lab wait-resource hb-svc hbb
nok "- nobody is fenced" is_fenced
done_watched hba hbb
