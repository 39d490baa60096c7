#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A mount point is a name, not a pattern: "m.t" is not mounted because "mxt" is.
# stock fails: the probe of the other mount point
# stock fails: its monitor
. "$(dirname "$0")/storage.sh"
disk='' other=''
make_device disk ext4
make_device other ext4
fs=(device="$disk" fstype=ext4)
mkdir -p /run/mxt /run/m.t

exits "start" 0 agent start "${fs[@]}" directory=/run/mxt
exits "the probe of the other mount point" 7 agent monitor device="$other" fstype=ext4 directory=/run/m.t
exits "its monitor" 7 recurring device="$other" fstype=ext4 directory=/run/m.t
exits "the monitor of the right one" 0 recurring "${fs[@]}" directory=/run/mxt
exits "stop" 0 agent stop "${fs[@]}" directory=/run/mxt
exits "is one" 7 recurring "${fs[@]}" directory=/run/mxt

# What lies below is told by whole names, too.
mkdir -p /run/data /run/database
mount -t tmpfs none /run/database
exits "a neighbour whose name begins alike" 0 agent start "${fs[@]}" directory=/run/data
exits "stop" 0 agent stop "${fs[@]}" directory=/run/data
ok "leaves the neighbour" is_mounted /run/database
done_testing
