#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A server or a device that does not answer: the agent does, in time, and says whom it left.
. "$(dirname "$0")/storage.sh"
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data)
# in_time SECONDS NAME CODE COMMAND...: it exits with this code, and before so many seconds.
in_time() {
	local begin=${EPOCHREALTIME/./} limit=$1
	shift
	exits "$@"
	ok "$1: in time" test $((${EPOCHREALTIME/./} - begin)) -lt $((limit * 1000000))
}

# A frozen file system: each write sleeps uninterruptibly.
need fsfreeze
exits "start" 0 agent start "${fs[@]}"
exits "depth 20" 0 deeply 20 "${fs[@]}"
fsfreeze --freeze /run/data
cleanup "fsfreeze --unfreeze /run/data 2>/dev/null"
in_time 1 "a device that does not answer: depth 0 does not ask it" 0 recurring "${fs[@]}"
in_time 4 "depth 20 fails" 1 deeply 20 "${fs[@]}" CRM_meta_timeout=2000
like "and says whom it left" "$err" "ocf-exit-reason:writing /run/data/.*hangs: process [0-9]+ is left behind in the kernel"
left=$(sed -n 's/.*process \([0-9]*\) is left.*/\1/p' <<<"$err" | head -1)
ok "it is there, and sleeps uninterruptibly" grep -q "^State:.*D" "/proc/$left/status"
in_time 4 "the next one fails, too" 1 deeply 20 "${fs[@]}" CRM_meta_timeout=2000
fsfreeze --unfreeze /run/data
ok "once the device answers, it goes" wait_for 10 gone "$left"
exits "and all is well again" 0 deeply 20 "${fs[@]}"
exits "stop" 0 agent stop "${fs[@]}"

# A server that is dead.
hang=$build/ocf-tests/storage/hang
if [ ! -x "$hang" ] || [ ! -e /dev/fuse ]; then
	skip "a dead server" "needs /dev/fuse, and ocf-tests/storage/hang to be built"
	done_testing
	exit
fi
mkdir -p /run/far
remote=(device=far:/share fstype=fuse.hang directory=/run/far)
"$hang" /run/far far:/share >/run/said &
server=$!
cleanup "kill $server 2>/dev/null"
wait_for 10 grep -q ready /run/said
in_time 1 "a dead server: depth 0 does not ask it" 0 recurring "${remote[@]}"
in_time 1 "nor does a probe" 0 agent monitor "${remote[@]}"
in_time 4 "depth 10 does" 1 deeply 10 "${remote[@]}" CRM_meta_timeout=2000
like "and says whom it left" "$err" "ocf-exit-reason:asking /run/far hangs: process [0-9]+ is left behind in the kernel"
in_time 4 "depth 20 fails" 1 deeply 20 "${remote[@]}" CRM_meta_timeout=2000
# A bind mount of something there is known by what start wrote down.
bound=(directory=/run/bound fstype=none options=bind CRM_meta_timeout=3000)
exits "start of a bind mount of it" 0 agent start device=/run/far "${bound[@]}"
in_time 1 "its monitor does not ask the server for the source" 0 recurring device=/run/far/below "${bound[@]}"
in_time 2 "nor does its stop" 0 agent stop device=/run/far/below "${bound[@]}"
mkdir -p /run/bound
mount --bind /run/far /run/bound
in_time 4 "never started: nobody can tell, in time" 1 recurring device=/run/far/below "${bound[@]}"
in_time 1 "another mount point's monitor does not mind" 7 recurring "${fs[@]}"
exits "nor does its start" 0 agent start "${fs[@]}"
(cd /run/data && exec sleep 1000) &
user=$!
in_data() { [ "$(readlink /proc/$user/cwd)" = /run/data ]; }
wait_for 10 in_data
in_time 5 "nor does its stop, with users to be found" 0 agent stop "${fs[@]}" CRM_meta_timeout=10000
ok "that are ended" gone $user
cat /run/far/file >/dev/null 2>&1 &
reader=$!
in_time 12 "stop of the dead one" 0 agent stop "${remote[@]}" CRM_meta_timeout=10000
is "unmounts it by force" "$(mounted /run/far)" 0
kill $server
wait_for 10 gone $reader
ok "and its reader goes" gone $reader
done_testing
