#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system, an address and a web server in a group survive the active node's death, again
# and again; and the device is never mounted on two nodes.  The lab's kernel would mount it
# twice without a word, so a witness outside the nodes reads every mount table there is.
#   EB_ROUNDS  kills of the active node (default 3)
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
need_lab
need losetup mkfs.ext4 nginx curl python3
[ -x "$build/agents/Filesystem" ] || skip_all "needs agents/Filesystem: run make"
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
nvpair() { echo "<nvpair id=\"$1-$2\" name=\"$2\" value=\"$3\"/>"; }
operations() { echo "<operations><op id=\"$1-m\" name=\"monitor\" interval=\"5s\" timeout=\"20s\"${2:-}/></operations>"; }
cib_around >"$tap_dir/cib.xml" <<END
<group id="web"><meta_attributes id="web-m">$(nvpair web-m resource-stickiness 100)</meta_attributes>
<primitive id="data" class="ocf" provider="escapebeat" type="Filesystem"><instance_attributes id="data-p">
$(nvpair data device /etc/shared-disk) $(nvpair data directory /srv/www) $(nvpair data fstype ext4)
</instance_attributes>$(operations data)</primitive>
<primitive id="address" class="ocf" provider="escapebeat" type="IPaddr2"><instance_attributes id="address-p">
$(nvpair address ip $vip) $(nvpair address nic eth0) $(nvpair address cidr_netmask 16)
</instance_attributes>$(operations address)</primitive>
<primitive id="server" class="ocf" provider="escapebeat" type="hbscript"><instance_attributes id="server-p">
$(nvpair server script nginx)</instance_attributes>$(operations server)</primitive>
</group>
END

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

lab_up --token 1000 --agents "$tap_dir/agents" --cib "$tap_dir/cib.xml" --fence-lab
# owner: the node on which the cluster has the web server; the other one can be off.
owner() {
	local node
	for node in n1 n2; do
		lab exec $node crm_resource --quiet --locate --resource server 2>/dev/null && return
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
lab exec "$node" crm_resource --move --resource web --node "$other" >/dev/null 2>&1
ok "moved by order" lab wait-resource --timeout 60 server "$other"
ok "all is there" wait_for 20 shows "$written"

is "the device was never mounted on two nodes" "$(grep '^two' "$tap_dir/witness")" ""
ok "but was seen on one after the other" test "$(grep -c '^one' "$tap_dir/witness")" -gt "${EB_ROUNDS:-3}"
# A witness that never saw two proves nothing.
lab exec "$node" mount /etc/shared-disk /mnt
ok "two would be seen" wait_for 5 grep -q '^two' "$tap_dir/witness"
lab exec "$node" umount /mnt
done_testing
