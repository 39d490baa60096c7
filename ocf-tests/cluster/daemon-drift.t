#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose the CIB is: what an operator edits by hand stays through reloads that are about something
# else, and goes with -r; what he says for a while stays in any case; the switch of fencing
# follows the files as long as it is ours. Reloads by SIGHUP; ping groups.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon.sh"

both() { for node in hba hbb; do on $node sh -c "$1"; done; }
both 'echo "ping_group routers 10.77.0.1 10.77.0.99" >>/etc/ha.d/ha.cf'
# Without a device, and accepted so.
lab exec hba cibadmin --delete --xml-text '<primitive id="fence-lab"/>'
on hba crm_attribute --name stonith-enabled --delete
both 'escapebeat plan --accept HB-3701 --node-address hba=10.77.0.11,10.78.0.11 \
	--node-address hbb=10.77.0.12,10.78.0.12 -o /tmp/plan /etc/ha.d >/dev/null 2>&1
	install -D -m 644 /tmp/plan /var/lib/escapebeat/plan'
for node in hba hbb; do start_daemon $node; done
held "each node holds its own" local local
property() { on hba crm_attribute --query --quiet --name "$1" 2>/dev/null; }
is "fencing is off, as accepted" "$(property stonith-enabled)" false
# reload: as scripts of the day did it.
reload() { for node in hba hbb; do on $node kill -HUP "$(pid_of $node escapebeatd)"; done; }
nic() { on hba crm_resource --resource hb-ip-10.77.0.51 --get-parameter nic 2>/dev/null; }
nic_is() { [ "$(nic)" = "$1" ]; }
either() { logged hba "$1" || logged hbb "$1"; }

# ---- an edit by hand, and a reload about something else ----------------------------------------------
on hba crm_resource --resource hb-ip-10.77.0.51 --set-parameter nic --parameter-value eth1 >/dev/null 2>&1
on hba crm_resource --resource hb-svc --meta --set-parameter target-role --parameter-value Stopped >/dev/null 2>&1
svc_runs() { on hba test -e /run/svc; }
svc_rests() { ! svc_runs; }
ok "an operator stops a service" wait_for 20 svc_rests
look_up
both 'echo "hba 10.77.0.52/24/eth0" >>/etc/ha.d/haresources'
reload
ok "SIGHUP: a line that was added comes up" lab wait-resource hb-ip-10.77.0.52 hba
ok "- it was read again" logged hba "info: /etc/ha.d is read again"
is "- what was edited by hand stays" "$(nic)" eth1
ok "- and is told" wait_for 10 either 'WARN: the CIB was edited by hand: not restored; .*: changed hb-ip-10.77.0.51'
ok "- the service stays stopped" svc_rests
# The operator's word about a resource outlives a change of its line.
both 'sed -i "s,^hba IPaddr::10.77.0.50/24/eth0 svc,hba IPaddr::10.77.0.50/24/eth0 IPaddr::10.77.0.53/24/eth0 svc," /etc/ha.d/haresources'
reload
ok "its line gets another address: that comes up" lab wait-resource hb-ip-10.77.0.53 hba
ok "- and the service stays stopped" svc_rests
on hba crm_resource --resource hb-svc --meta --delete-parameter target-role >/dev/null 2>&1
ok "- until the operator says so" wait_for 20 svc_runs
exits "the CIB is valid" 0 on hba crm_verify --live-check

# ---- restore ------------------------------------------------------------------------------------------
for node in hba hbb; do
	on $node heartbeat -k
	on $node escapebeatd -r -a /usr/libexec/escapebeat/escapebeat-alert
done
ok "with -r what was edited by hand is put right" wait_for 30 nic_is eth0
ok "- and told" wait_for 10 either 'WARN: the CIB was edited by hand: restored .*: changed hb-ip-10.77.0.51'
on hba crm_resource --resource hb-svc --meta --set-parameter is-managed --parameter-value false >/dev/null 2>&1
look_up
on hba crm_resource --resource hb-ip-10.77.0.52 --set-parameter nic --parameter-value eth1 >/dev/null 2>&1
reload
nic_of_52() { [ "$(on hba crm_resource --resource hb-ip-10.77.0.52 --get-parameter nic 2>/dev/null)" = eth0 ]; }
ok "- the next one, too" wait_for 30 nic_of_52
is "- what an operator says for a while is no such thing" \
	"$(on hba crm_resource --resource hb-svc --meta --get-parameter is-managed 2>/dev/null)" false
on hba crm_resource --resource hb-svc --meta --delete-parameter is-managed >/dev/null 2>&1

# ---- the switch of fencing ------------------------------------------------------------------------------
property_is() { [ "$(property "$1")" = "$2" ]; }
look_up
both 'printf "%s\n" "stonith_host * external/ipmi hba 10.77.0.91 root secret lan" \
	"stonith_host * external/ipmi hbb 10.77.0.92 root secret lan" >>/etc/ha.d/ha.cf'
reload
ok "stonith lines: fencing goes on" wait_for 20 property_is stonith-enabled true
has_devices() { on hba cibadmin --query --scope resources | grep -q 'class="stonith"'; }
ok "- with devices" has_devices
both 'sed -i "/^stonith_host/d" /etc/ha.d/ha.cf'
reload
ok "they are taken out, and running without is accepted: it goes off" wait_for 20 property_is stonith-enabled false
nok "- with the devices" has_devices
warns='WARN: fencing is on, and there is no fence device: Pacemaker starts nothing'
nok "- which is as it should be" either "$warns"
on hba crm_attribute --name stonith-enabled --update true
reload
ok "an operator switches it on without a device: that is told" wait_for 20 either "$warns"
sleep 3
is "- and is his" "$(property stonith-enabled)" true
on hba crm_attribute --name stonith-enabled --update false
lab exec hba cibadmin --create --scope resources --xml-text \
	'<primitive id="by-hand" class="stonith" type="fence_lab"/>'
on hba crm_attribute --name stonith-enabled --update true
reload
devices_known() { on hba crm_resource --resource by-hand --locate >/dev/null 2>&1; }
ok "he makes a device by hand, and switches it on" wait_for 20 devices_known
sleep 3
look_up

# ---- ping groups --------------------------------------------------------------------------------------------
group_is() { [ "$(on hba cl_status nodestatus routers 2>/dev/null)" = "$1" ]; }
ok "a ping group lives when one of it answers" wait_for 20 group_is ping
lab mute hba 10.77.0.1
ok "- is dead when none does" wait_for 30 group_is dead
ok "- which is told" wait_for 5 logged hba 'WARN: node routers: is dead'
lab heal
ok "- and is back with one" wait_for 30 group_is ping
on hba ip address show >/dev/null
held "all is where it was" local local

# ---- a death ------------------------------------------------------------------------------------------------
lab kill hbb
ok "hbb dies" wait_for 30 logged hba 'WARN: node hbb: is dead'
nok "nobody says that there is no device: there is the operator's" logged hba 'WARN: No STONITH device configured\.'
done_watched hba hbb
