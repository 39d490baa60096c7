#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Stop finds whoever uses the file system, in whatever way, asks first and kills then, and does
# not touch anybody else.
. "$(dirname "$0")/storage.sh"
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data CRM_meta_timeout=10000)
start() { exits "start" 0 agent start "${fs[@]}"; }
# on_mount PID: it uses the mount by now.
on_mount() { find "/proc/$1" -maxdepth 2 -type l -lname '/run/data*' 2>/dev/null | grep -q . || grep -q /run/data "/proc/$1/maps"; }

start
cp "$(command -v sleep)" /run/data/program
mkdir -p /run/data/below /run/data/"odd (name) 1"
declare -A by
(cd /run/data/below && exec sleep 1000) & by[cwd]=$!
sleep 1000 >>/run/data/file & by[file]=$!
(exec 9<"/run/data/odd (name) 1"; exec sleep 1000) & by[folder]=$!
/run/data/program 1000 & by[program]=$!
python3 -c 'import mmap, time
f = open("/run/data/file", "r+b"); f.write(b"x" * 4096); f.flush(); m = mmap.mmap(f.fileno(), 4096); f.close()
time.sleep(1000)' & by[mapping]=$!
python3 -c 'import os, time; os.chdir("/"); os.chroot("/run/data"); time.sleep(1000)' & by[root]=$!
(cd / && exec sleep 1000 >>/dev/null) & bystander=$!
for how in "${!by[@]}"; do wait_for 10 on_mount "${by[$how]}"; done
exits "stop" 0 agent stop "${fs[@]}"
for how in "${!by[@]}"; do ok "a user by its $how has gone" gone "${by[$how]}"; done
kill -KILL "${by[@]}" 2>/dev/null # or what follows would wait for who was not found
ok "a bystander stays" alive $bystander
like "the log names who was ended" "$err" "sent TERM to 6 of 6 processes that use /run/data: pid .*program"
ok "the device is free" free "$disk"

# TERM is ignored: half of the time later it is KILL.
start
(trap '' TERM; cd /run/data || exit; while :; do sleep 1000; done) & stubborn=$!
wait_for 10 on_mount $stubborn
begin=$SECONDS
exits "stop of one who ignores TERM" 0 agent stop "${fs[@]}" CRM_meta_timeout=4000
ok "kills it" gone $stubborn
ok "not before half of the time" test $((SECONDS - begin)) -ge 1

# fast_stop has 6 seconds, whatever the timeout, and half of them are for asking.
start
(trap '' TERM; cd /run/data || exit; while :; do sleep 1000; done) & stubborn=$!
wait_for 10 on_mount $stubborn
begin=$SECONDS
exits "fast stop of one who ignores TERM" 0 agent stop "${fs[@]}" CRM_meta_timeout=60000 fast_stop=yes
ok "is over long before its timeout" test $((SECONDS - begin)) -lt 15

# One that obeys is not waited for longer than it takes.
start
(cd /run/data && exec sleep 1000) & user=$!
wait_for 10 on_mount $user
begin=${EPOCHREALTIME/./}
# Who sleeps as we do; the newest stock agent leaves a sleep of half its timeout behind.
sleepers() { find /proc/[0-9]* -maxdepth 1 -name exe -lname '*/sleep' -printf '%h\n' 2>/dev/null | while read -r it; do [ "$(readlink "$it/ns/mnt")" != "$(readlink /proc/self/ns/mnt)" ] || echo "$it"; done; }
before=$(sleepers | grep -vx "/proc/$user")
exits "stop of one who obeys" 0 agent stop "${fs[@]}" signal_delay=30
is "leaves no program of its own behind" "$(sleepers)" "$before"
ok "does not wait for signal_delay" test $((${EPOCHREALTIME/./} - begin)) -lt 4000000
ok "no process of ours stays behind" bash -c '! find /proc/[0-9]* -maxdepth 1 -name exe -lname "*agents/Filesystem" 2>/dev/null | grep -q .'

# Signals of one's own choice.
start
python3 -c 'import os, signal, time
os.chdir("/run/data")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda *a: os._exit(0))
time.sleep(1000)' & user=$!
wait_for 10 on_mount $user
sleep 0.2
exits "stop with USR1" 0 agent stop "${fs[@]}" term_signals="SIGUSR1" CRM_meta_timeout=60000
like "sends it" "$err" "sent SIGUSR1 to 1 of 1"

for signal in usr1 10 Sigusr1; do exits "its name is $signal" 0 agent validate-all "${fs[@]}" term_signals=$signal; done
for signal in RTMIN+99 RTMINX RT SIG 65 -1 RTMAX+1; do exits "none is $signal" 6 agent validate-all "${fs[@]}" term_signals=$signal; done
start
python3 -c 'import os, signal, time
os.chdir("/run/data")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGRTMIN + 2, lambda *a: open("/run/got-it", "w").close() or os._exit(0))
open("/run/waits", "w").close()
time.sleep(1000)' & user=$!
wait_for 10 test -e /run/waits
exits "no delay" 0 agent validate-all "${fs[@]}" signal_delay=0
exits "stop with RTMIN+2 and no delay" 0 agent stop "${fs[@]}" term_signals=rtmin+2 signal_delay=0
ok "sends it" test -e /run/got-it

# Not allowed to kill.
start
sleep 1000 >>/run/data/file & user=$!
wait_for 10 on_mount $user
for force in false,nomove nops,no safe,false; do
	exits "stop with $force" 1 agent stop "${fs[@]}" force_unmount=$force CRM_meta_timeout=1000
	ok "kills nobody" alive $user
done
exits "stop without killing" 1 agent stop "${fs[@]}" force_unmount=false CRM_meta_timeout=2000
like "tells who is in the way" "$err" "ocf-exit-reason:cannot unmount /run/data, used by pid $user \\(sleep\\): Device or resource busy"
ok "and leaves it" alive $user
exits "it is still mounted" 0 recurring "${fs[@]}"
kill $user
exits "and can be stopped later" 0 agent stop "${fs[@]}" force_unmount=false

# Those who are needed to stop it stay: whoever called, and the cluster.
start
cat >/run/caller <<END
cd /run/data || exit
env ${fs[*]/#/OCF_RESKEY_} OCF_RESKEY_CRM_meta_timeout=2000 $agent_path stop
END
exits "called from the file system itself" 1 bash /run/caller
like "the caller is named, not killed" "$err" "cannot unmount /run/data, used by pid [0-9]+ \\(bash\\)"
exits "stop" 0 agent stop "${fs[@]}"

start
needed=()
for name in pacemaker-based pacemakerd corosync heartbeat escapebeatd sbd; do
	cp "$(command -v sleep)" /run/$name
	(cd /run/data && exec /run/$name 1000) & needed+=($!)
	wait_for 10 on_mount $!
done
exits "used by the cluster's programs" 1 agent stop "${fs[@]}" CRM_meta_timeout=1500
left=0
for pid in "${needed[@]}"; do alive "$pid" && left=$((left + 1)); done
is "all of them stay" $left ${#needed[@]}
kill "${needed[@]}"
exits "stop" 0 agent stop "${fs[@]}"

# A bind mount's users are those of the mount: not everybody on the file system it shows.
mkdir -p /run/source
(cd /run/source && exec sleep 1000) & neighbour=$!
exits "start of a bind mount" 0 agent start device=/run/source directory=/run/bound fstype=none options=bind
(cd /run/bound && exec sleep 1000) & user=$!
in_bound() { [ "$(readlink /proc/$user/cwd)" = /run/bound ]; }
wait_for 10 in_bound
exits "stop" 0 agent stop device=/run/source directory=/run/bound fstype=none options=bind CRM_meta_timeout=8000
ok "ends its user" gone $user
ok "and nobody else" alive $neighbour

# A socket that is bound to a file there, and the connections that it accepted: no file is open.
# socket SCRIPT: a process that does this, and is there when its file is.
socket() { rm -f /run/bound-now; python3 -c "import os, socket, time
s = socket.socket(socket.AF_UNIX)
$1
open('/run/bound-now', 'w').close()
time.sleep(1000)" & user=$!; wait_for 10 test -e /run/bound-now; }
for how in "s.bind('/run/data/socket')" "os.chdir('/run/data'); s.bind('socket'); os.chdir('/')" \
	"s.bind('/run/data/socket'); os.unlink('/run/data/socket')" \
	"s.bind('/run/data/socket'); s.listen(1); c = socket.socket(socket.AF_UNIX); c.connect('/run/data/socket'); a = s.accept(); s.close()"; do
	start
	rm -f /run/data/socket
	socket "$how"
	exits "stop: $how" 0 agent stop "${fs[@]}"
	ok "ends it" gone $user
done
start
unshare --net python3 -c "import socket, time
s = socket.socket(socket.AF_UNIX); s.bind('/run/data/socket-apart')
time.sleep(1000)" & user=$!
wait_for 10 test -e /run/data/socket-apart
exits "stop: of another network" 0 agent stop "${fs[@]}"
ok "ends it" gone $user
exits "start of a bind mount" 0 agent start device=/run/source directory=/run/bound fstype=none options=bind
socket "s.bind('/run/source/socket')"; neighbour=$user
socket "s.bind('/run/bound/socket-there')"
exits "stop" 0 agent stop device=/run/source directory=/run/bound fstype=none options=bind CRM_meta_timeout=8000
ok "ends who came by the mount" gone $user
ok "and nobody who came by another" alive $neighbour

# Many.
start
pids=()
for ((i = 0; i < 200; i++)); do (cd /run/data && exec sleep 1000) & pids+=($!); done
for pid in "${pids[@]}"; do wait_for 20 on_mount "$pid"; done
exits "stop with 200 users" 0 agent stop "${fs[@]}"
left=0
for pid in "${pids[@]}"; do alive "$pid" && left=$((left + 1)); done
is "ends all of them" "$left" 0
like "and names a few" "$err" "and 192 more"
done_testing
