#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the converter makes of a line with drbddisk, under Pacemaker on two machines with DRBD 8.4: fencing
# resource-only, with the handlers that it and the agent name.  The active node's power is cut while it
# writes; the other one goes on with all that was acknowledged, and keeps the returned one's old data
# from being promoted until they are new.
. "$(dirname "$0")/drbd.sh"
need corosync pacemakerd cibadmin crm_resource
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"

vip=10.9.0.7 ip=hb-ip-10.9.0.7
mkdir "$tap_dir/ha.d"
printf '%s\n' 'auth 1' '1 sha1 geheim' >"$tap_dir/ha.d/authkeys"
chmod 600 "$tap_dir/ha.d/authkeys"
printf '%s\n' 'keepalive 1' 'deadtime 10' 'warntime 5' 'initdead 20' 'bcast eth0' 'auto_failback off' \
	'node n1 n2' >"$tap_dir/ha.d/ha.cf"
echo "n1 drbddisk::r0 Filesystem::/dev/drbd0::/srv/data::ext4 IPaddr::$vip/24/eth0" >"$tap_dir/ha.d/haresources"
# plan HANDLERS: as a seed's drbd.conf has it, and with handlers.
plan() {
	sed "s,FENCING,fencing resource-only,; s,HANDLER,$1," "$tap_dir/share/r0.res" >"$tap_dir/ha.d/drbd.conf"
	"$escapebeat" plan --accept HB-3701 -o "$tap_dir/plan" --node-address n1=10.9.0.1 \
		--node-address n2=10.9.0.2 "$tap_dir/ha.d" >"$tap_dir/text" 2>&1
}
plan ""
like "without a handler the converter warns" "$(cat "$tap_dir/text")" \
	"DRBD resource r0: fencing resource-only without a fence-peer handler blocks the takeover"
like "and names the handlers" "$(cat "$tap_dir/text")" 'fence-peer "/usr/lib/drbd/crm-fence-peer'
handlers='fence-peer "/usr/lib/drbd/crm-fence-peer.sh"; after-resync-target "/usr/lib/drbd/crm-unfence-peer.sh";'
plan "$handlers"
is "with them it does not" "$(grep -c HB-2701 "$tap_dir/text")" 0
cp "$tap_dir/ha.d/drbd.conf" "$tap_dir/share/with-handlers.res"
"$escapebeat" show --as corosync "$tap_dir/plan" | sed 's/to_syslog: yes/to_syslog: no\n    to_logfile: yes\n    logfile: \/var\/log\/corosync.log/' >"$tap_dir/share/corosync.conf"
"$escapebeat" show --as cib "$tap_dir/plan" | sed '/<status\/>/d' >"$tap_dir/share/cib.xml"
head -c 256 /dev/urandom >"$tap_dir/share/authkey"

cat >"$tap_dir/share/cluster" <<END
set -e
for folder in /dev/shm /etc/corosync /var/lib/corosync /var/lib/pacemaker; do
	mkdir -p \$folder
	mount -t tmpfs none \$folder
done
mkdir -p /usr/lib/ocf/resource.d/escapebeat /etc/corosync/uidgid.d
ln -sf $build/agents/{drbd,Filesystem,IPaddr2} /usr/lib/ocf/resource.d/escapebeat
install -d -m 750 -o hacluster -g haclient /run/crm /var/lib/pacemaker /var/lib/pacemaker/{cib,pengine,blackbox,cores} /var/log/pacemaker
install -d -m 1755 /run/resource-agents
install -m 600 -o hacluster -g haclient /run/share/cib.xml /var/lib/pacemaker/cib/cib.xml
cp /run/share/corosync.conf /etc/corosync
install -m 400 /run/share/authkey /etc/corosync/authkey
printf 'uidgid {\n\tuid: hacluster\n\tgid: haclient\n}\n' >/etc/corosync/uidgid.d/pacemaker
cp /run/share/with-handlers.res /etc/drbd.d/r0.res
corosync
for _ in \$(seq 1 300); do corosync-cfgtool -s >/dev/null 2>&1 && break; sleep 0.1; done
export PCMK_logfacility=none PCMK_logfile=/var/log/pacemaker/pacemaker.log
pacemakerd -f >/var/log/pacemakerd 2>&1 3>&- &
disown
END
cat >>"$tap_dir/share/functions" <<END
runs_on() { for _ in \$(seq 1 240); do crm_resource --resource $ip --locate --quiet 2>/dev/null | grep -qx "\$1" && return; sleep 0.5; done; crm_mon -1Arf 2>&1; tail -n 60 /var/log/pacemaker/pacemaker.log; return 1; }
fenced() { cibadmin --query --scope constraints | grep drbd-fence-by-handler-r0; }
unfenced() { for _ in \$(seq 1 120); do fenced >/dev/null || return 0; sleep 0.5; done; fenced; return 1; }
END
cat >"$tap_dir/share/writer" <<'END'
import os
log = os.open("/srv/data/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
told = open("/run/share/acknowledged", "a")
for i in range(1000000):
    os.write(log, b"%d\n" % i)
    os.fsync(log)
    told.write("%d\n" % i)
    told.flush()
END
: >"$tap_dir/share/acknowledged"

vm_more=(-m 800) vm_patience=240
both_boot
for node in n1 n2; do on $node "drbdadm create-md --force r0; drbdadm up r0"; done
on n1 "until_is connection:Connected; drbdadm -- --clear-bitmap new-current-uuid r0"
on_exits "both have the same data" 0 n2 until_sync
on n1 "drbdadm primary r0 && mkfs.ext4 -q /dev/drbd0"
for node in n1 n2; do
	on $node "drbdadm down r0"
	on_exits "$node: the cluster starts" 0 $node "bash /run/share/cluster"
done
on_exits "the line runs on its home node" 0 n1 runs_on n1
on_exits "on top of DRBD" 0 n1 "grep -q '^/dev/drbd0 /srv/data' /proc/mounts && ip address show eth0 | grep -q $vip && is role:Primary"
on_exits "the handlers were heeded" 0 n1 "drbdsetup show r0 | grep -q resource-only && drbdadm dump r0 | grep -q crm-fence-peer"
on_exits "the other one is synchronised" 0 n2 until_sync
on n1 "python3 /run/share/writer >/run/writer.log 2>&1 & disown"
written() { [ "$(wc -l <"$tap_dir/share/acknowledged")" -ge 50 ]; }
ok "writes are acknowledged" wait_for 60 written

vm_kill n1
on_exits "n1 died: the line runs on n2" 0 n2 runs_on n2
on "n2" "cat /srv/data/log"
is "no write that was acknowledged is lost" "$(grep -vxFf <(said) "$tap_dir/share/acknowledged" | head -3)" ""
diag "$(wc -l <"$tap_dir/share/acknowledged") writes acknowledged"
on_exits "the handler has told Pacemaker who may be promoted" 0 n2 fenced
like "n2 alone" "$(said)" "rsc_location.*hb-drbd-r0-clone"

bring n1
on_exits "n1 comes back" 0 n1 "bash /run/share/cluster"
on_exits "and is synchronised" 0 n2 "until_is peer-disk:UpToDate"
on_exits "then the constraint goes" 0 n2 unfenced
on_exits "and the line stays" 0 n2 runs_on n2
is "one is primary" "$(roles | grep -c Primary)" 1
done_testing
