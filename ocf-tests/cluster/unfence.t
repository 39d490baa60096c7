#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two nodes that share disks, stand-ins for which (ocf-tests/fake/sg-disk.c) both nodes see, and are
# fenced by fence_scsi: who joins is unfenced, by its own fencer, before it runs anything; who is
# fenced is out until it joins again.  What keys do to writers: ocf-tests/vm/scsi.t.
#   EB_UNFENCE=1  (make check-unfence): twenty seconds
. "$(dirname "$0")/../tap.sh"
[ -n "${EB_UNFENCE:-}" ] || skip_all "twenty seconds: make check-unfence"
. "$(dirname "$0")/lab.sh"
need_lab
need losetup
preload=$build/ocf-tests/fake/sg-disk.so
[ -e "$preload" ] && [ -x "$build/fence/fence_scsi" ] || skip_all "needs ocf-tests/fake/sg-disk.so: run make check-programs"
agents=$tap_dir/agents
mkdir -p "$agents"/usr/{sbin,libexec}
cp "$build/fence/fence_scsi" "$preload" "$agents/usr/libexec/"
for n in 1 2; do
	truncate -s 1M "$tap_dir/disk$n"
	disk=$(losetup --find --show "$tap_dir/disk$n" 2>/dev/null) || skip_all "needs loop devices"
	cleanup "losetup -d $disk"
	minor[n]=$((0x$(stat -c %T "$disk")))
done
# The folder of the power switch is one that all nodes share.
disks=/run/escapebeat-lab/disks
cat >"$agents/usr/sbin/fence_scsi" <<END
#!/bin/sh
[ -b /dev/shared1 ] || mknod /dev/shared1 b 7 ${minor[1]}
[ -b /dev/shared2 ] || mknod /dev/shared2 b 7 ${minor[2]}
mkdir -p $disks
export SG_FOLDER=$disks SG_NEXUS=\$(uname -n) LD_PRELOAD=/usr/libexec/sg-disk.so
exec /usr/libexec/fence_scsi "\$@"
END
chmod +x "$agents/usr/sbin/fence_scsi"
cat >"$tap_dir/cib.xml" <<'END'
<cib validate-with="pacemaker-3.0" epoch="1" num_updates="0" admin_epoch="1"><configuration>
<crm_config><cluster_property_set id="options">
<nvpair id="option-delay" name="transition-delay" value="50ms"/>
<nvpair id="option-deadtime" name="dc-deadtime" value="2s"/>
<nvpair id="option-timeout" name="stonith-timeout" value="30s"/>
</cluster_property_set></crm_config><nodes/><resources>
<primitive id="scsi" class="stonith" type="fence_scsi"><instance_attributes id="scsi-o">
<nvpair id="scsi-hosts" name="pcmk_host_list" value="n1 n2"/>
<nvpair id="scsi-devices" name="devices" value="/dev/shared1,/dev/shared2"/>
</instance_attributes><meta_attributes id="scsi-m"><nvpair id="scsi-p" name="provides" value="unfencing"/></meta_attributes>
</primitive>
<clone id="all"><primitive id="work" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="work-m">
<nvpair id="work-r" name="requires" value="unfencing"/></meta_attributes></primitive></clone>
</resources><constraints/></configuration><status/></cib>
END

# keys N: whose keys a disk has, and by which path each came: "KEY NODE" pairs.
keys() { lab exec n1 sed -n 's/^key //p' "$disks/${minor[$1]}" | sort | xargs; }
holder() { lab exec n1 sed -n 's/^reserved [^ ]* //p' "$disks/${minor[$1]}"; }
works() { lab exec n1 crm_mon -1 | sed -n 's/^ *\* Started: \[ \(.*\) \]$/\1/p'; }
# The key is made of cluster and node: MD5 of "lab", and the node's place.
of=$(printf lab | md5sum | cut -c1-4 | sed "s/^0*//")
both="${of}0000 n1 ${of}0001 n2"


lab_up --agents "$agents" --cib "$tap_dir/cib.xml" --no-wait
ok "both nodes are online" lab wait-online --timeout 120
ok "the cluster settles" lab wait-idle
is "each has been unfenced, by itself" "$(keys 1), $(keys 2)" "$both, $both"
is "and who has no key may not write" "$(holder 1)$(holder 2)" 55
is "then it works" "$(works)" "n1 n2"

# A key that got lost, and unfencing by hand: the order comes to n1, and n2 carries it out.
lab exec n1 sed -i "/ n2$/d" "$disks/${minor[1]}"
exits "unfence" 0 lab exec n1 stonith_admin --unfence n2 --timeout 30
is "the target itself has registered again" "$(keys 1), $(keys 2)" "$both, $both"
like "the history has it" "$(lab exec n1 stonith_admin --history n2 --verbose)" "^unfencing of n2 successful: delegate=n2, client=stonith_admin"

exits "off" 0 lab exec n1 stonith_admin --fence n2 --timeout 30
is "n2 has no key any more" "$(keys 1), $(keys 2)" "${both% * n2}, ${both% * n2}"
ok "n2 leaves" lab wait-offline --timeout 90 n2
lab kill n2
ok "n2 is booted" lab boot n2
ok "both nodes are online" lab wait-online --timeout 90
ok "the cluster settles" lab wait-idle
is "n2 has been unfenced" "$(keys 1), $(keys 2)" "$both, $both"
is "and works" "$(works)" "n1 n2"
done_testing
