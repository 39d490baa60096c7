#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What escapebeatd has against split brain and Heartbeat had not: a takeover that waits and tells
# before, or that only an operator lets happen; mails and scripts on transitions; an address on two
# nodes is noticed.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes a minute: make check-daemon"
. "$(dirname "$0")/daemon.sh"

for node in hba hbb; do
	lab exec $node sh -c 'cat >/usr/bin/page; chmod 755 /usr/bin/page' <<'END'
#!/bin/sh
echo "$CRM_alert_kind $CRM_alert_node $CRM_alert_rsc $CRM_alert_task: $CRM_alert_desc" >>/run/told/pages
END
	lab exec $node sh -c 'cat >/usr/sbin/sendmail; chmod 755 /usr/sbin/sendmail' <<'END'
#!/bin/sh
cat >>/run/told/mails
END
	lab exec $node sh -c 'mkdir -m 777 /run/told; touch /run/told/pages /run/told/mails
		chmod 666 /run/told/*; cat >>/etc/ha.d/ha.cf' <<'END'
respawn hacluster /usr/lib/heartbeat/ipfail
takeover_delay 5
alert_script /usr/bin/page
alert_mail ops@example.org
END
done
for node in hba hbb; do
	exits "$node: the daemon starts" 0 start_daemon $node
done
held "each node holds its own" local local
# kept NODE LINE: the line is kept from the node.
kept() { on "$1" attrd_updater --query --name "hb-hold-$2" --node "$1" 2>/dev/null | grep -q 'value="1"'; }
own=group-ip-10.77.0.50 others=ip-10.77.0.51
both_kept() { kept hba $others && kept hbb $own; }
ok "each is kept from what the other one serves" wait_for 20 both_kept
nok "- and not from its own" kept hba $own

# ---- all nodes have to wait alike ---------------------------------------------------------------
on hba sed -i 's/^takeover_delay 5/takeover_delay 7/' /etc/ha.d/ha.cf
on hba heartbeat -r >/dev/null
differs() { echo "ERROR: ha.cf differs from node $1: 'takeover_delay $2' here, 'takeover_delay $3' there; .*"; }
ok "takeovers wait longer on hba: it says so" wait_for 10 logged hba "$(differs hbb 7000ms 5000ms)"
ok "- and so does hbb" wait_for 10 logged hbb "$(differs hba 5000ms 7000ms)"
on hba sed -i 's/^takeover_delay 7/takeover_delay 5/' /etc/ha.d/ha.cf
on hba heartbeat -r >/dev/null

# ---- what moves at once -------------------------------------------------------------------------
on hbb timeout 30 $standby --wait local 2>/dev/null
held "hb_standby moves at once" all none
on hbb timeout 30 $takeover --wait local
held "hb_takeover, too" local local
ok "and all is kept as before" wait_for 20 both_kept
lab cut hbb client lan
ok "a lost ping node moves at once" lab wait-resource hb-ip-10.77.0.51 hba
nok "- it is no death" logged hba 'WARN: node hbb is dead: .*'
lab heal
reaches() { [ "$(on hbb attrd_updater --query --name pingd --node hbb | sed -n 's/.*value="\(.*\)"/\1/p')" -gt 0 ]; }
ok "it reaches the ping node again" wait_for 30 reaches
on hba crm_resource --cleanup >/dev/null 2>&1
on hba timeout 30 $standby --wait foreign 2>/dev/null
held "back again" local local
ok "- and kept" wait_for 20 both_kept

# ---- the delay ----------------------------------------------------------------------------------
look_up
ok "hbb dies" lab kill hbb
ok "hba says that it waits" wait_for 20 logged hba \
	"WARN: node hbb is dead: takeover of 'hbb IPaddr::10.77.0.51/24/eth0' in 5 s, or by hb_takeover"
runs_here() { [ -n "$(on hba ip -o address show to 10.77.0.51)" ]; }
nok "- and waits" runs_here
paged() { on hba grep -qE "$1" /run/told/pages; }
ok "the script was told before" wait_for 10 paged '^takeover hbb hb-ip-10.77.0.51 : takeover of .* in 5 s'
mailed() { on hba grep -qE "$1" /run/told/mails; }
ok "- and so was ops" wait_for 10 mailed '^Subject: \[cluster\] node hbb: takeover of .* in 5 s'
ok "then it takes over" lab wait-resource hb-ip-10.77.0.51 hba
told "- and says so" hba "info: taking over 'hbb IPaddr::10.77.0.51/24/eth0' from hbb now"
ok "Pacemaker told the script of the start" wait_for 10 paged '^resource hba hb-ip-10.77.0.51 start: ok'
ok "- and ops of the node" wait_for 10 mailed '^Subject: \[cluster\] node hbb is lost'
is "mails go to whom ha.cf names" "$(on hba sed -n 's/^To: //p' /run/told/mails | sort -u)" ops@example.org

# ---- by hand only -------------------------------------------------------------------------------
lab boot hbb
for node in hba hbb; do
	lab exec $node sed -i 's/^takeover_delay.*/takeover manual/' /etc/ha.d/ha.cf
done
on hba heartbeat -r >/dev/null
on hbb mkdir -pm 777 /run/told
start_daemon hbb
held "hbb is back" all none
on hba timeout 30 $standby --wait foreign 2>/dev/null
held "each holds its own" local local
ok "- and is kept from the other's" wait_for 20 both_kept
look_up
lab kill hbb
ok "hba waits for a word" wait_for 20 logged hba \
	"WARN: node hbb is dead: takeover of 'hbb IPaddr::10.77.0.51/24/eth0' waits for hb_takeover"
on hba sh -c 'kill -9 $(cat /proc/[0-9]*/stat | awk "\$2 == \"(escapebeatd)\" { print \$1 }")'
start_daemon hba
answers() { on hba cl_status rscstatus | grep -qv transition || kept hba $others; }
ok "a daemon that starts now" wait_for 20 answers
on hba heartbeat -r >/dev/null
sleep 3
nok "- does not forget it" runs_here
ok "- the line is still kept" kept hba $others
exits "hb_takeover is the word" 0 on hba timeout 30 $takeover --wait all
ok "- the address is here" runs_here
lab boot hbb
start_daemon hbb
held "hbb returns to nothing" all none
on hba timeout 30 $standby --wait foreign 2>/dev/null
ok "each is kept again" wait_for 20 both_kept

# ---- Pacemaker begins anew, and knows of no attributes --------------------------------------------
pacemakerd_of() { pid_of "$1" pacemakerd; }
ended() { [ -z "$(pacemakerd_of hba)" ]; }
on hba kill "$(pacemakerd_of hba)"
ok "Pacemaker ends on hba: lines move without a word" lab wait-resource hb-ip-10.77.0.50 hbb
ok "- it has ended" wait_for 60 ended
# hba's daemon has the smallest id, and no Pacemaker to bring anything with.
both() { for node in hba hbb; do on $node sed -i "$1" "/etc/ha.d/$2"; on $node heartbeat -r >/dev/null; done; }
both '$ahbb 10.77.0.52/24/eth0' haresources
with() { on hbb cibadmin --query --scope resources | grep -q 10.77.0.52; }
without() { ! with; }
ok "- an edit arrives all the same" wait_for 20 with
both '$d' haresources
ok "- its opposite, too" wait_for 20 without
lab exec hba env PCMK_logfacility=none PCMK_logfile=/var/log/pacemaker/pacemaker.log pacemakerd -f \
	>/dev/null 2>&1 &
ok "it is there again" lab wait-online
all_kept() { kept hba $own && kept hba $others; }
ok "- and hba is kept from what hbb serves, again" wait_for 20 all_kept
on hbb timeout 30 $standby --wait foreign 2>/dev/null
held "each is at home" local local

# ---- an orderly stop is no death ------------------------------------------------------------------
look_up
on hbb heartbeat -k
on hbb sh -c 'kill $(cat /proc/[0-9]*/stat | awk "\$2 == \"(pacemakerd)\" { print \$1 }")'
ok "an orderly stop moves without a word" lab wait-resource hb-ip-10.77.0.51 hba
nok "- nothing waits" logged hba '.*waits for hb_takeover'

# ---- an address on two nodes ----------------------------------------------------------------------
on hba sh -c 'echo "address_check 1" >>/etc/ha.d/ha.cf'
on hba heartbeat -r >/dev/null
on hbb ip address add 10.77.0.50/24 dev eth0
ok "an address on two hosts is noticed" wait_for 15 logged hba \
	'CRIT: address 10.77.0.50 is on two hosts: here on eth0, and at [0-9a-f:]+'
ok "- and told" wait_for 10 paged '^address hba  : address 10.77.0.50 is on two hosts'
on hbb ip address delete 10.77.0.50/24 dev eth0
ok "its end, too" wait_for 15 logged hba 'info: address 10.77.0.50 is on two hosts no more'
is "- each once" "$(ha_log hba | grep -c 'CRIT: address')" 1
done_watched hba hbb
