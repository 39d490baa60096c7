#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of respawn and failfast lines: started with the daemon as the user of the line,
# started again when they end, never when they ask not to be, ended with the daemon, and never
# there twice when systemd has a unit for them.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/daemon.sh"

# A client that says who it is and waits.
for node in hba hbb; do
	lab exec $node sh -c 'cat >/usr/bin/eb-client; chmod 755 /usr/bin/eb-client
		ln -s eb-client /usr/bin/eb-once; ln -s eb-client /usr/bin/eb-quick
		mkdir -m 1777 /run/clients
		mkdir -m 700 /usr/lib/eb-closed; install -m 700 /usr/bin/eb-client /usr/lib/eb-closed/eb-private' <<'END'
#!/bin/sh
name=${0##*/}
echo "$(id -un) ${*:+$* }HA_COLOUR=$HA_COLOUR" >>/run/clients/$name
sed -n 's/^CapEff:.//p' /proc/self/status >>/run/clients/rights-$name
case $name in
eb-once) exit 100 ;;
eb-quick) exit 3 ;;
eb-private) exec sleep 1000 ;;
esac
echo $$ >/run/clients/pid
exec sleep 1000
END
	lab exec $node sh -c 'cat >>/etc/ha.d/ha.cf' <<'END'
env COLOUR=blue
respawn nobody /usr/bin/eb-client one two
respawn hacluster /usr/bin/eb-once
respawn root /usr/bin/eb-quick
respawn root /usr/bin/eb-none
respawn root /usr/lib/eb-closed/eb-private
respawn nobody /usr/lib/eb-closed/eb-private
respawn root /usr/lib/eb-closed/eb-none
respawn hacluster /usr/lib/heartbeat/ipfail
END
done
for node in hba hbb; do
	exits "$node: the daemon starts" 0 start_daemon $node
done
held "each node holds its own" local local

said() { on hba cat "/run/clients/$1" 2>/dev/null; }
times() { said "$1" | wc -l; }
at_least() { [ "$(times "$1")" -ge "$2" ]; }
ok "a client starts" wait_for 10 at_least eb-client 1
is "- as the user of its line, with arguments and environment" "$(said eb-client)" \
	'nobody one two HA_COLOUR=blue'
is "- without a right of root's" "$(said rights-eb-client)" 0000000000000000
like "- and that is logged" "$(ha_log hba)" \
	'^info: Starting child client "/usr/bin/eb-client one two" \([0-9]+,[0-9]+\)$'
is "cl_status knows it" "$(on hba cl_status clientstatus hba eb-client 500)" online
exits "- and none that does not run" 13 on hba cl_status clientstatus hba eb-once 500
ok "a program that is not there is said" wait_for 5 logged hba \
	'ERROR: Cannot exec /usr/bin/eb-none: No such file or directory'
ok "a program that root alone may see runs as root" wait_for 5 at_least eb-private 1
is "- once" "$(said eb-private)" 'root HA_COLOUR=blue'
refused='ERROR: Cannot exec /usr/lib/eb-closed/%s: %s may not, or it is not there'
# shellcheck disable=SC2059
for who in "eb-private nobody" "eb-none root"; do
	ok "- ${who% *} as ${who#* }: that is said" wait_for 5 logged hba "$(printf "$refused" $who)"
done
nok "- and not tried again" logged hba 'ERROR: Respawning client "/usr/lib/eb-closed/.*'
nok "what Pacemaker does today is not started" logged hba '.*ipfail.*'

running() { on hba sh -c 'kill -0 $(cat /run/clients/pid) 2>/dev/null'; }
gone() { ! running; }
on hba sh -c 'kill -9 $(cat /run/clients/pid)'
ok "killed, it starts again" wait_for 10 at_least eb-client 2
told "- and why is told" hba 'ERROR: Respawning client "/usr/bin/eb-client": in 1 s'
ok "one that ends at once starts again" wait_for 15 at_least eb-quick 4
told "- each time later" hba 'ERROR: Respawning client "/usr/bin/eb-quick": in 1 s
ERROR: Respawning client "/usr/bin/eb-quick": in 2 s
ERROR: Respawning client "/usr/bin/eb-quick": in 4 s'
is "one that ends with 100 does not" "$(times eb-once)" 1
told "- as it asked" hba 'info: client /usr/bin/eb-once asked not to be started again.'

# ---- one owner ------------------------------------------------------------------------------------
on hba mkdir -p /etc/systemd/system
on hba touch /etc/systemd/system/hb-client-eb-client.service
ok "a unit of its name appears: the daemon lets go" wait_for 15 gone
before=$(times eb-client)
like "- and says so" "$(ha_log hba)" 'info: /usr/bin/eb-client is left to systemd: '
on hba heartbeat -k
start_daemon hba
held "a daemon that starts now" local local
is "- leaves it to systemd from the first" "$(times eb-client)" "$before"
on hba rm /etc/systemd/system/hb-client-eb-client.service
ok "the unit goes: the daemon has it again" wait_for 10 at_least eb-client $((before + 1))

# ---- reload and the end ---------------------------------------------------------------------------
ok "it runs" wait_for 5 running
pid=$(said pid)
on hba sed -i '/eb-quick/d' /etc/ha.d/ha.cf
on hba heartbeat -r >/dev/null
is "a reload leaves a client alone whose line stays" "$(said pid)" "$pid"
on hba sed -i 's/one two/three/' /etc/ha.d/ha.cf
on hba heartbeat -r >/dev/null
changed() { said eb-client | grep -q 'nobody three'; }
ok "a changed line is another client" wait_for 10 changed
old_gone() { ! on hba kill -0 "$pid" 2>/dev/null; }
ok "- and the old one goes" wait_for 5 old_gone
on hba heartbeat -k
ok "the daemon's end is theirs" wait_for 5 gone
start_daemon hba
ok "back again" wait_for 10 running
on hba sh -c 'kill -9 $(cat /proc/[0-9]*/stat | awk "\$2 == \"(escapebeatd)\" { print \$1 }")'
ok "its death, too: a second daemon would have them twice" wait_for 5 gone

# ---- what a reload cannot bring ------------------------------------------------------------------
shares_settled() { wait_for 20 shares_are "local local"; }
# rights NODE: of root's, that the daemon has.
rights() { on "$1" sed -n 's/^CapEff:.//p' "/proc/$(pid_of "$1" escapebeatd)/status"; }
start_daemon hba
# cap_kill 5, cap_setgid 6, cap_setuid 7, cap_net_raw 13, cap_dac_read_search 2
is "other users' programs take the right to become them" "$(rights hba)" 00000000000020e0
on hba sh -c 'heartbeat -k; sed -i "/^respawn/d" /etc/ha.d/ha.cf'
start_daemon hba
is "without them there is no such right" "$(rights hba)" 0000000000002000
look_up
on hba sh -c 'echo "respawn nobody /usr/bin/eb-client four" >>/etc/ha.d/ha.cf'
exits "a reload that would take it" 0 on hba heartbeat -r
told "- says that it takes a restart" hba 'WARN: respawn lines of other users than hacluster take a restart of escapebeatd: it gave up cap_setuid when it began
ERROR: Cannot exec /usr/bin/eb-client: escapebeatd has no right to: restart it'
on hba sh -c 'sed -i "/^respawn/d" /etc/ha.d/ha.cf; chmod 600 /etc/ha.d/haresources'
exits "a file that only root may read cannot be read again" 1 on hba heartbeat -r
like "- which it says" "$(ha_log hba)" 'ERROR: .*haresources.*ermission denied|hacluster cannot read /etc/ha.d/haresources'
on hba heartbeat -k
start_daemon hba
is "from the start there is a right for that" "$(rights hba)" 0000000000002004
ok "- told with the file" logged hba \
	'info: cap_dac_read_search is for /etc/ha.d/haresources, which haclient may not read'
exits "- and a reload works" 0 on hba heartbeat -r
ok "- nothing drifted" shares_settled
on hba chmod 644 /etc/ha.d/haresources
on hba heartbeat -k

# ---- failfast -------------------------------------------------------------------------------------
on hba sh -c 'sed -i "/^respawn/d" /etc/ha.d/ha.cf; echo "failfast root /usr/bin/eb-quick" >>/etc/ha.d/ha.cf'
start_daemon hba
ok "the end of a failfast client is the node's" lab wait-resource hb-svc hbb
done_watched hbb
