#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# drbd: the life of a promotable instance, what it tells the cluster of its data, and what it
# does when the kernel refuses.
. "$(dirname "$0")/drbd.sh"
agent_path=$build/agents/drbd
export OCF_RESKEY_drbd_resource=r0 OCF_RESKEY_CRM_meta_timeout=20000
cp $drbd/events.r0 $drbd/adjusted
rm $drbd/events.r0

exits "it is not up" 7 recurring
exits "promote of what is not up" 1 agent promote
exits "demote of what is not up" 7 agent demote
exits "stop of what is not up" 0 agent stop
is "orders nothing" "$(orders)" ""
scores >/dev/null
exits "start" 0 agent start
is "adjusts" "$(orders)" "adjust r0"
is "and tells the score of good data" "$(scores)" "--promotion -v 10000"
exits "monitor" 0 recurring
is "says nothing" "$out$err$(scores)" ""
exits "promote" 0 agent promote
is "orders it" "$(orders)" "primary r0"
exits "monitor" 8 recurring
exits "promote again" 0 agent promote
exits "demote" 0 agent demote
exits "monitor" 0 recurring
exits "promote" 0 agent promote
exits "start of what is promoted demotes it" 0 agent start
exits "monitor" 0 recurring
exits "promote" 0 agent promote
orders >/dev/null
exits "stop" 0 agent stop
is "demotes first" "$(orders)" $'secondary r0\ndown r0'
is "deletes the score" "$(scores | tail -1)" "--promotion -D"
exits "stop again" 0 agent stop
exits "monitor" 7 recurring

# A probe of what runs restores its score.
scores >/dev/null
events Secondary UpToDate Connected Primary UpToDate
exits "probe" 0 agent monitor
is "writes the score" "$(scores)" "--promotion -v 10000"
exits "probe" 0 agent monitor
is "each time" "$(scores)" "--promotion -v 10000"

# scored TEXT SCORE: what monitor then tells; "" for "as it was".
scored() {
	rm -f "$HA_RSCTMP"/drbd-fs.state
	scores >/dev/null
	recurring >/dev/null 2>&1
	is "score: $1" "$(scores)" "${2:+--promotion $2}"
}
events Primary UpToDate Connecting Unknown DUnknown; scored "primary, alone" "-v 10000"
events Secondary UpToDate Connecting Unknown DUnknown; scored "good data, the peer's unknown" "-v 1000"
events Secondary UpToDate Connecting Unknown Outdated; scored "good data, the peer's outdated" "-v 10000"
events Secondary UpToDate Connected Secondary UpToDate; scored "good data on both" "-v 10000"
events Secondary Inconsistent Connected Primary UpToDate; scored "good data on the peer alone" "-v 10"
events Secondary Consistent Connecting Unknown DUnknown; scored "consistent, but perhaps old" "-D"
events Secondary Outdated Connecting Unknown DUnknown; scored "outdated" "-D"
events Secondary Inconsistent Connecting Unknown DUnknown; scored "inconsistent and alone" "-D"
events Secondary Diskless Connected Primary UpToDate; scored "disk lost, the peer's good" "-v 10"
events Secondary Diskless Connecting Unknown DUnknown; scored "disk lost, and alone" "-D"
events Secondary Diskless Connecting Unknown UpToDate; scored "disk lost, the good peer out of reach" "-D"
events Secondary Inconsistent Connecting Unknown UpToDate; scored "inconsistent, the good peer out of reach" "-D"
events Secondary Negotiating Connected Primary UpToDate; scored "not yet decided" ""
events Secondary UpToDate StandAlone Unknown DUnknown; scored "good data, split brain" "-v 1000"
export OCF_RESKEY_adjust_master_score="5 20 2000 20000"
events Secondary Consistent Connecting Unknown DUnknown; scored "consistent, with scores of one's own" "-v 5"
export OCF_RESKEY_adjust_master_score="5 4 3 2"
events Secondary UpToDate Connected Secondary UpToDate; scored "scores that fall: the defaults" "-v 10000"
unset OCF_RESKEY_adjust_master_score
export OCF_RESKEY_remove_master_score_if_peer_primary=true
events Secondary UpToDate Connected Primary UpToDate; scored "a primary peer, and none is wanted then" "-D"
events Secondary UpToDate Connected Primary Inconsistent; scored "a primary peer, whose data are not good" "-v 10000"
export OCF_RESKEY_remove_master_score_if_peer_primary=unexpected
if command -v crm_resource >/dev/null; then
	printf '#!/bin/sh\ncat /run/fake-drbd/located\n' >$drbd/bin/crm_resource
	chmod +x $drbd/bin/crm_resource
	mount --bind $drbd/bin/crm_resource "$(readlink -f "$(command -v crm_resource)")"
	events Secondary UpToDate Connected Primary UpToDate; scored "a primary peer, and Pacemaker cannot say whether it is expected" "-v 10000"
	echo "resource fs is running on: other Promoted" >$drbd/located; scored "a primary peer that is expected" "-v 10000"
	echo "resource fs is running on: other" >$drbd/located; scored "a primary peer that is not" "-D"
else
	skip "a primary peer that is not expected" "needs pacemaker-cli-utils"
fi
unset OCF_RESKEY_remove_master_score_if_peer_primary

# DRBD 9: several peers, volumes, quorum, clients.
nine() { sed 's/^\t*//' >$drbd/events.r0; }
nine <<-END
	exists resource name:r0 role:Secondary suspended:no force-io-failures:no may_promote:yes promotion_score:10103
	exists connection name:r0 peer-node-id:1 conn-name:n2 local:ipv4:10.0.0.1:7788 peer:ipv4:10.0.0.2:7788 connection:Connected role:Secondary
	exists connection name:r0 peer-node-id:2 conn-name:n3 connection:Connecting role:Unknown
	exists device name:r0 volume:0 minor:0 backing_dev:/dev/vda disk:UpToDate client:no open:no quorum:yes
	exists device name:r0 volume:1 minor:1 backing_dev:/dev/vdb disk:UpToDate client:no open:no quorum:yes
	exists path name:r0 peer-node-id:1 conn-name:n2 local:ipv4:10.0.0.1:7788 peer:ipv4:10.0.0.2:7788 established:yes
	exists peer-device name:r0 peer-node-id:1 conn-name:n2 volume:0 replication:Established peer-disk:UpToDate peer-client:no resync-suspended:no
	exists peer-device name:r0 peer-node-id:1 conn-name:n2 volume:1 replication:Established peer-disk:UpToDate peer-client:no resync-suspended:no
	exists peer-device name:r0 peer-node-id:2 conn-name:n3 volume:0 replication:Off peer-disk:Outdated peer-client:no resync-suspended:no
	exists peer-device name:r0 peer-node-id:2 conn-name:n3 volume:1 replication:Off peer-disk:Outdated peer-client:no resync-suspended:no
END
scored "9: all peers known" "-v 10000"
sed -i 's/peer-disk:Outdated/peer-disk:DUnknown/' $drbd/events.r0; scored "9: one unknown" "-v 1000"
sed -i 's/quorum:yes/quorum:no/' $drbd/events.r0; scored "9: no quorum" "-D"
nine <<-END
	exists resource name:r0 role:Secondary suspended:no
	exists connection name:r0 peer-node-id:1 conn-name:n2 connection:Connected role:Primary
	exists device name:r0 volume:0 minor:0 disk:Diskless client:yes quorum:yes
	exists peer-device name:r0 peer-node-id:1 conn-name:n2 volume:0 replication:Established peer-disk:UpToDate peer-client:no
END
scored "9: a client, all peers good" "-v 9999"
sed -i 's/client:yes/client:no/' $drbd/events.r0; scored "9: a lost disk is no client" "-v 10"
nine <<-END
	exists resource name:r0 role:Secondary suspended:no
	exists device name:r0 volume:0 minor:0 disk:UpToDate client:no quorum:yes
END
scored "9: no peer is known of" "-v 1000"
nine <<-END
	exists resource name:r0 role:Secondary suspended:no
	exists device name:r0 volume:0 minor:0 disk:Diskless client:no quorum:yes
END
sed -i 's/disk:Diskless/disk:Whatever/' $drbd/events.r0
exits "a state that nobody knows is no answer" 1 recurring
like "and said so" "$err" "cannot tell the state of r0: Protocol error"
echo "exists resource name:r0 role:Primary" >$drbd/events.r0
touch $drbd/half
exits "half an answer neither" 1 recurring
rm $drbd/half

# Refusals.
events Secondary UpToDate Connected Primary UpToDate
refuse "(-1) Multiple primaries not allowed by config" 11 2
exits "promote while the dead peer is not yet missed" 0 agent promote
agent demote
refuse "(-1) Multiple primaries not allowed by config" 11
orders >/dev/null
exits "promote beside a primary" 1 agent promote CRM_meta_timeout=5000
like "says so" "$err" "ocf-exit-reason:cannot promote r0: a peer is primary \\(Secondary, UpToDate; peer Primary, UpToDate\\)"
ok "after several tries" test "$(orders | grep -c primary)" -gt 2
exits "once only, if so wanted" 1 agent promote fail_promote_early_if_peer_primary=true
is "tries" "$(orders | grep -c primary)" 1
refuse "(-2) Need access to UpToDate data" 17
exits "promote without good data" 1 agent promote
is "is not tried again" "$(orders | grep -c primary)" 1
agree
events Secondary UpToDate StandAlone Unknown DUnknown
exits "promote after a split brain" 0 agent promote
like "warns" "$err" "WARNING: r0 is StandAlone: after a split brain"
refuse "(-12) Device is held open by someone" 11
exits "stop of what is held open" 1 agent stop CRM_meta_timeout=3000
like "says so" "$err" "ocf-exit-reason:cannot demote r0: the device is held open"
exits "and it is still promoted" 8 recurring
refuse "(-12) Device is held open by someone" 11
echo 2 >$drbd/slow # a later try meets the deadline
exits "demote, and no time for another try" 1 agent demote CRM_meta_timeout=4000
like "says why the first was refused" "$err" "ocf-exit-reason:cannot demote r0: the device is held open"
rm -f $drbd/slow
agree
events Secondary UpToDate Connected Secondary UpToDate
break_config
orders >/dev/null
exits "stop with a broken drbd.conf" 0 agent stop
is "needs none" "$(orders)" $'down r0\ndrbdsetup down r0'
exits "start with it" 5 agent start
like "says what drbdadm said" "$err" "drbd.d/r1.res:4: Parse error: 'disk' expected, but got 'dsik'"
events Primary UpToDate Connected Secondary UpToDate
orders >/dev/null
exits "stop of what is promoted, with it" 0 agent stop
is "needs none" "$(orders)" $'secondary r0\ndrbdsetup secondary r0\ndrbdsetup secondary 0\ndown r0\ndrbdsetup down r0'
events Primary UpToDate Connected Secondary UpToDate
touch $drbd/stuck
exits "stop of what is held open, with it" 1 agent stop CRM_meta_timeout=3000
like "says what the kernel said" "$err" "cannot demote r0: the device is held open"
events Secondary UpToDate Connected Secondary UpToDate
exits "stop when it cannot be taken down" 1 agent stop
like "says what the kernel said" "$err" "ocf-exit-reason:cannot take down r0: the device is held open"
rm $drbd/stuck
touch $drbd/mute
exits "stop when nobody says why" 1 agent stop
like "says what drbdadm said" "$err" "ocf-exit-reason:cannot take down r0: drbd.d/r1.res:4: Parse error: 'disk' expected, but got 'dsik' \\(Secondary"
rm $drbd/mute
exits "and it is still up" 0 recurring
mend_config
refuse "(-12) Device is held open by someone" 11
events Secondary UpToDate Connected Secondary UpToDate
touch $drbd/stuck
exits "stop when the kernel keeps it" 1 agent stop
like "says so" "$err" "ocf-exit-reason:cannot take down r0: the device is held open"
rm $drbd/stuck
agree
rm $drbd/events.r0
touch $drbd/idle
exits "start that brings nothing up" 1 agent start
like "says so" "$err" "ocf-exit-reason:r0 was brought up, but is not up"
rm $drbd/idle
touch $drbd/hang
exits "a drbdsetup that hangs" 1 recurring CRM_meta_timeout=1000
rm $drbd/hang

# Notifications.
events Secondary UpToDate Connecting Unknown DUnknown
told=(CRM_meta_notify_type=post CRM_meta_notify_operation=promote)
exits "the peer was promoted, and is not connected" 0 agent notify "${told[@]}" CRM_meta_notify_promote_uname="elsewhere "
like "our data are outdated now" "$(orders)" "^outdate r0$"
like "and that is said" "$err" "marked as outdated"
is "and the score goes" "$(scores | tail -1)" "--promotion -D"
events Secondary UpToDate Connected Primary UpToDate
exits "the peer was promoted, and is connected" 0 agent notify "${told[@]}" CRM_meta_notify_promote_uname="elsewhere "
is "nothing is outdated" "$(orders)" ""
events Secondary UpToDate Connecting Unknown DUnknown
exits "we were promoted" 0 agent notify "${told[@]}" CRM_meta_notify_promote_uname="$(uname -n) "
is "nothing is outdated" "$(orders)" ""
exits "a peer starts" 0 agent notify CRM_meta_notify_type=pre CRM_meta_notify_operation=start
is "adjusts" "$(orders)" "adjust r0"
exits "stop, another node being promoted" 0 agent stop stop_outdates_secondary=true CRM_meta_notify_promoted_uname="elsewhere "
is "outdates, if so wanted" "$(orders)" $'outdate r0\ndown r0'

for promoted in "" "$(uname -n) "; do
	events Secondary UpToDate Connected Secondary UpToDate
	exits "stop, with '$promoted' promoted" 0 agent stop stop_outdates_secondary=true CRM_meta_notify_promoted_uname="$promoted"
	is "outdates nothing" "$(orders)" "down r0"
done
events Secondary UpToDate Connected Primary UpToDate

# A name that ours begins with is another's.
others=$(uname -n)
others=${others%?}
events Secondary UpToDate Connected Primary UpToDate
exits "stop, with '$others' promoted" 0 agent stop stop_outdates_secondary=true CRM_meta_notify_promoted_uname="$others "
is "outdates" "$(orders)" $'outdate r0\ndown r0'
events Secondary UpToDate Connecting Unknown DUnknown
scores >/dev/null
exits "a promote to come" 0 agent notify CRM_meta_notify_type=pre CRM_meta_notify_operation=promote
is "tells no score" "$(scores)" ""
exits "reload" 0 agent reload
is "tells it" "$(scores)" "--promotion -v 1000"
orders >/dev/null
exits "promote, connected only then" 0 agent promote connect_only_after_promote=true
is "connects" "$(orders)" $'primary r0\nadjust r0'
events Secondary UpToDate Connected Secondary Inconsistent
exits "monitor, with a peer that is not up to date" 0 recurring unfence_if_all_uptodate=true
is "does not unfence it" "$(orders)" ""
events Secondary UpToDate Connected Secondary UpToDate
exits "when it is" 0 recurring unfence_if_all_uptodate=true
is "does" "$(orders)" "unfence-peer r0"
events Secondary UpToDate Connecting Unknown DUnknown
(sleep 1; events Secondary UpToDate Connected Secondary UpToDate new; sed -i s/name:new/name:r0/ $drbd/events.new; mv $drbd/events.new $drbd/events.r0) &
exits "start, before the peer has connected" 0 agent start wfc_timeout=15
wait $!
is "waits for it" "$(scores | tail -1)" "--promotion -v 10000"
events Secondary UpToDate Connected Primary UpToDate

# What fits together.
in_cluster=(crm_feature_set=3.16.1 CRM_meta_promoted_max=1 CRM_meta_promoted_node_max=1 CRM_meta_clone_node_max=1)
exits "without notify" 6 agent start "${in_cluster[@]}" CRM_meta_notify=false
like "says what to set" "$err" "wants notify=true"
exits "unless it may be missing" 0 agent start "${in_cluster[@]}" CRM_meta_notify=false ignore_missing_notifications=true
exits "with it" 0 agent start "${in_cluster[@]}" CRM_meta_notify=true
exits "two on a node" 6 agent start "${in_cluster[@]}" CRM_meta_notify=true CRM_meta_clone_node_max=2
exits "a module that is too old" 5 agent start require_drbd_module_version_ge=9.0.0
like "is named" "$err" "the module drbd has version 8.4.11: wanted is one from 9.0.0 to below 10.0.0"
exits "a version that is none" 6 agent start require_drbd_module_version_ge=nine
exits "a name with a blank" 6 agent start drbd_resource="r0 r1"
echo "fencing resource-and-stonith;" >$drbd/dump
exits "fencing without a handler" 0 agent validate-all
like "is warned of" "$err" "WARNING: r0 has fencing resource-and-stonith and no fence-peer handler: .*crm-fence-peer.sh"
ln -s /bin/true $drbd/crm-fence-peer.sh
printf 'fencing resource-and-stonith;\n\tfence-peer "%s";\n' $drbd/crm-fence-peer.sh >$drbd/dump
exits "fencing with the clone's handler" 0 agent validate-all
is "nothing is said" "$out$err" ""
exits "reload-agent" 0 agent reload-agent
unload_module
exits "without the module nothing runs" 7 recurring
exits "and a stop has nothing to do" 0 agent stop
if command -v ocf-tester >/dev/null; then
	load_module
	unset "${!OCF_RESKEY_@}"
	exits "ocf-tester" 0 ocf-tester -n r0 -o drbd_resource=r0 "$agent_path"
	like "says so" "$out" "passed all tests"
else
	skip "ocf-tester" "needs resource-agents"
fi
done_testing
