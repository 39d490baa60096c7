#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# require_reservation: start mounts only a disk that is reserved for this node, by a stand-in for such
# a disk (ocf-tests/fake/sg-disk.c; a real one: vm/reservation.t).
. "$(dirname "$0")/storage.sh"
preload=$build/ocf-tests/fake/sg-disk.so
[ -e "$preload" ] || skip_all "needs ocf-tests/fake/sg-disk.so: run make check-programs"
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data require_reservation=true CRM_meta_timeout=6000)
export SG_FOLDER=/run/disks SG_NEXUS=n2
mkdir $SG_FOLDER
state=$SG_FOLDER/$((0x$(stat -c %T "$disk")))

exits "a device that is no disk of SCSI" 5 agent start "${fs[@]}"
like "why" "$err" "knows no persistent reservations of SCSI"
export LD_PRELOAD=$preload
exits "nobody has reserved it" 1 agent start "${fs[@]}"
like "why" "$err" "$disk is not reserved"
printf 'reserved 1 5\nkey 1 n1\n' >$state
exits "reserved, and this node is not registered" 1 agent start "${fs[@]}"
like "why" "$err" "$disk is reserved for other nodes, and this one is not registered"
exits "nothing is mounted" 7 recurring "${fs[@]}"
is "the question changes nothing" "$(cat $state)" $'reserved 1 5\nkey 1 n1'
exits "who does not ask mounts it" 0 agent start "${fs[@]}" require_reservation=false
exits "stop asks nobody" 0 agent stop "${fs[@]}"
printf 'reserved 1 5\nkey 1 n1\nkey 2 n2\n' >$state
echo "attention 3" >$SG_FOLDER/fault
exits "registered" 0 agent start "${fs[@]}"
is "the question changes nothing" "$(cat $state)" $'reserved 1 5\nkey 1 n1\nkey 2 n2'
exits "monitor" 0 recurring "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"
for fault in illegal short busy; do
	echo $fault >$SG_FOLDER/fault
	case $fault in illegal) want=5 ;; *) want=1 ;; esac
	exits "a disk that answers $fault" $want agent start "${fs[@]}"
	exits "nothing is mounted" 7 recurring "${fs[@]}"
done
echo hang >$SG_FOLDER/fault
exits "a disk that hangs" 1 agent start "${fs[@]}" CRM_meta_timeout=2000
like "why" "$err" "cannot read the reservation of $disk"
done_testing
