#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system, an address and a web server, which the converter made of a line of haresources,
# survive the active node's death, again and again; and the device is never mounted on two nodes.
# The lab's kernel would mount it twice without a word, so a witness outside the nodes reads every
# mount table there is.
#   EB_ROUNDS  kills of the active node (default 3)
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
need_lab
need losetup mkfs.ext4 nginx curl python3 crm cibadmin
[ -x "$build/agents/Filesystem" ] || skip_all "needs agents/Filesystem: run make"
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
vip=10.77.1.7

# A disk that both nodes reach; it goes with this shell, whatever ends it.
truncate -s 64M "$tap_dir/disk"
disk=$(losetup --find --show "$tap_dir/disk") || skip_all "needs loop devices"
exec 9<"$disk" # not to be closed
losetup --detach "$disk"
mkfs.ext4 -q -F "$disk"
number=$(lsblk -ndo MAJ:MIN "$disk" | tr -d ' ')

agents_tree "$tap_dir/agents"
mkdir -p "$tap_dir/agents/etc/nginx"
mknod "$tap_dir/agents/etc/shared-disk" b "${number%:*}" "${number#*:}"
cat >"$tap_dir/agents/etc/nginx/nginx.conf" <<'END'
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
events {}
http { access_log off; server { listen 80 default_server; root /srv/www; } }
END

# The converted configuration, of which the cluster's script is run as its operator would.
mkdir "$tap_dir/ha.d"
printf '%s\n' 'auth 1' '1 sha1 geheim' >"$tap_dir/ha.d/authkeys"
chmod 600 "$tap_dir/ha.d/authkeys"
printf '%s\n' 'keepalive 1' 'deadtime 3' 'warntime 2' 'initdead 5' 'bcast eth1' 'auto_failback off' \
	'node n1 n2' >"$tap_dir/ha.d/ha.cf"
echo "n1 Filesystem::/etc/shared-disk::/srv/www::ext4 IPaddr::$vip/16/eth0 nginx" >"$tap_dir/ha.d/haresources"
"$escapebeat" plan -o "$tap_dir/plan" --node-address n1=10.77.0.1 --node-address n2=10.77.0.2 \
	"$tap_dir/ha.d" >"$tap_dir/text" 2>&1
"$escapebeat" show --as corosync "$tap_dir/plan" >"$tap_dir/corosync.conf"
"$escapebeat" show --as crm "$tap_dir/plan" >"$tap_dir/script"
cibadmin --empty >"$tap_dir/empty.xml"

# The witness: a line for each change of who has the device mounted; "two" when it is more than one.
cat >"$tap_dir/witness.py" <<'END'
import os, sys, time
number, before = sys.argv[1], None
while True:
    tables = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            tables.setdefault(os.readlink(f"/proc/{pid}/ns/mnt"), pid)
        except OSError:
            pass
    having = set()
    for space, pid in tables.items():
        try:
            with open(f"/proc/{pid}/mountinfo") as table:
                if any(line.split()[2] == number for line in table):
                    having.add(space)
        except OSError:
            pass
    if having != before:
        print("two" if len(having) > 1 else "one" if having else "none", *sorted(having), flush=True)
        before = having
    time.sleep(0.01)
END
python3 "$tap_dir/witness.py" "$number" >"$tap_dir/witness" &
witness=$!
cleanup "kill $witness 2>/dev/null"

lab_up --corosync-conf "$tap_dir/corosync.conf" --agents "$tap_dir/agents" --cib "$tap_dir/empty.xml" --fence-lab
lab exec n1 tee /run/script <"$tap_dir/script" >/dev/null
exits "the converter's script runs on the cluster" 0 lab exec n1 crm -f /run/script
# owner: the node on which the cluster has the web server; the other one can be off.
owner() {
	local node
	for node in n1 n2; do
		lab exec $node crm_resource --quiet --locate --resource hb-nginx 2>/dev/null && return
	done
}
page() { lab client curl -s --max-time 2 "http://$vip/log" 2>/dev/null; }
shows() { [ "$(page)" = "$1" ]; }
runs() { [ -n "$(owner)" ]; }

ok "the group starts" wait_for 60 runs
written=
for ((round = 1; round <= ${EB_ROUNDS:-3}; round++)); do
	node=$(owner) other=$(other_node "$node")
	written+=${written:+$'\n'}"$round $node"
	lab exec "$node" sh -c "echo '$round $node' >>/srv/www/log && sync -f /srv/www/log"
	ok "round $round: $node serves all that was written" wait_for 20 shows "$written"
	lab kill "$node"
	ok "- after its death $other does" wait_for 60 shows "$written"
	ok "- $node comes back" lab boot "$node"
	ok "- and is a member again" lab wait-online --timeout 90
	lab wait-idle --timeout 60
	is "- the group stays" "$(owner)" "$other"
done

# By order, too: what is stopped here is free before it starts there.
node=$(owner) other=$(other_node "$node")
lab exec "$node" crm_resource --move --resource hb-group-ip-$vip --node "$other" >/dev/null 2>&1
ok "moved by order" lab wait-resource --timeout 60 hb-nginx "$other"
ok "all is there" wait_for 20 shows "$written"

is "the device was never mounted on two nodes" "$(grep '^two' "$tap_dir/witness")" ""
ok "but was seen on one after the other" test "$(grep -c '^one' "$tap_dir/witness")" -gt "${EB_ROUNDS:-3}"
# A witness that never saw two proves nothing.
lab exec "$node" mount /etc/shared-disk /mnt
ok "two would be seen" wait_for 5 grep -q '^two' "$tap_dir/witness"
lab exec "$node" umount /mnt
done_testing
