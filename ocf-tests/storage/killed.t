#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The agent is killed at any moment of start and stop: the next monitor then tells the truth,
# and the next stop succeeds.  EB_ROUNDS (default 200) kills, at times spread over the action's
# own length.
. "$(dirname "$0")/storage.sh"
need python3
make_device disk ext4
fs=(device="$disk" fstype=ext4 directory=/run/data CRM_meta_timeout=20000)

cat >/run/rounds.py <<'END'
# rounds.py AGENT ROUNDS NAME=VALUE...: plays the rounds; one line for each lie.
import os, random, signal, subprocess, sys, time

agent, rounds = sys.argv[1], int(sys.argv[2])
env = dict(os.environ, **{"OCF_RESKEY_" + p.split("=", 1)[0]: p.split("=", 1)[1] for p in sys.argv[3:]})
point = env["OCF_RESKEY_directory"]
device = env["OCF_RESKEY_device"]
random.seed(5)

def call(action, kill_after=None):
    process = subprocess.Popen([agent, action], env=dict(env, OCF_RESKEY_CRM_meta_interval="10000"),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    if kill_after is None:
        said = process.communicate()[1].decode()
        return process.returncode, said
    end = time.monotonic() + kill_after
    while time.monotonic() < end and process.poll() is None:
        pass
    # As the cluster does it: the whole process group, without a warning.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.stderr.close()
    process.wait()
    return process.returncode, ""

def mounted():
    with open("/proc/self/mountinfo") as table:
        return any(line.split()[4] == point for line in table)

def held():
    try:
        os.close(os.open(device, os.O_RDONLY | os.O_EXCL))
        return False
    except OSError:
        return True

def length(action):
    begin = time.monotonic()
    call(action)
    return time.monotonic() - begin

length("start"), length("stop")
spans = {"start": length("start"), "stop": length("stop")}
lies = cut = before = 0
for i in range(rounds):
    action = ("start", "stop")[i % 2]
    if action == "stop":
        call("start")
    code, _ = call(action, random.uniform(0, 1.1 * spans[action]))
    cut += code == -9
    # How long it takes depends on what else the machine does: four of five kills are to be in time.
    spans[action] *= 1.05 if code == -9 else 0.8
    before += mounted()
    seen, said = call("monitor")
    # No mount may come or go once monitor has spoken.
    truth = mounted()
    time.sleep(0.002)
    if (seen == 0) != truth or mounted() != truth:
        lies += 1
        print(f"round {i}: {action} killed: monitor says {seen}, mounted: {truth}, a moment later: {mounted()} {said}")
    code, said = call("stop")
    if code != 0 or mounted() or held():
        lies += 1
        print(f"round {i}: {action} killed: stop says {code}, mounted: {mounted()}, held: {held()} {said}")
print(f"# {cut} of {rounds} were killed before their end, {before} left it mounted", file=sys.stderr)
if cut < rounds // 2 or not 0 < before < rounds:
    print("the kills came too late, or all at one point")
END
said=$(python3 /run/rounds.py "$agent_path" "${EB_ROUNDS:-200}" "${fs[@]}")
is "after each of ${EB_ROUNDS:-200} kills monitor is right and stop succeeds" "$said" ""

# A start that is killed while mount(8) is in the kernel: the mount may come yet, and the lock
# that mount(8) was given is what tells.  This one goes on in the background, lock and all.
real=/run/real-mount
program=$(readlink -f "$(command -v mount)")
cp "$program" $real
cat >/run/fake-mount <<END
#!/bin/sh
setsid sh -c "sleep 1; $real $disk /run/data" >/dev/null 2>&1 &
exit 32
END
chmod +x /run/fake-mount
$real --bind /run/fake-mount "$program"
exits "a mount that ends without an answer" 1 agent start "${fs[@]}"
is "and is not there yet" "$(mounted /run/data)" 0
exits "monitor waits for it" 0 recurring "${fs[@]}"
is "and it came" "$(mounted /run/data)" 1
exits "stop" 0 agent stop "${fs[@]}"
exits "the same once more" 1 agent start "${fs[@]}"
exits "stop waits for it, too" 0 agent stop "${fs[@]}"
sleep 0.1
is "and nothing comes after it" "$(mounted /run/data)" 0
umount "$program"

# A type's own program may leave a daemon, which has open what mount(8) had: the mount is done all the same.
mkdir /run/helpers /run/upper /run/work
printf '#!/bin/sh\n%s -i -t ext4 "$1" "$2" && { setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >/run/daemon; }\n' $real >/run/helpers/mount.ext4
chmod +x /run/helpers/mount.ext4
mount -t overlay helpers -o lowerdir=/run/helpers:/sbin "$(readlink -f /sbin)"
for type in '' auto ext4; do
	exits "start with type '$type', whose program leaves a daemon" 0 agent start "${fs[@]}" fstype=$type
	ok "which is there" kill -0 "$(cat /run/daemon)"
	exits "stop" 0 agent stop "${fs[@]}" fstype=$type CRM_meta_timeout=3000
	kill "$(cat /run/daemon)"
done
umount "$(readlink -f /sbin)"

# One that never ends.
exec 7>>/run/resource-agents/Filesystem-fs.lock
flock 7
exits "a mount that does not end: stop fails" 1 agent stop "${fs[@]}" CRM_meta_timeout=1000
like "why" "$err" "an earlier mount on /run/data is still under way in the kernel"
exits "and monitor" 1 recurring "${fs[@]}" CRM_meta_timeout=1000
exec 7>&-
done_testing
