#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab itself: it boots, fences for real, and leaves nothing, whatever ends it.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
need_lab

cat >"$tap_dir/svc.xml" <<'END'
<resources>
  <primitive id="svc" class="ocf" provider="pacemaker" type="Dummy"/>
</resources>
END

# ---- up ------------------------------------------------------------------------------------
lab_up
status=$(lab status)
like "both nodes are online" "$status" 'Online: \[ n1 n2 \]'
like "there is a DC" "$status" 'Current DC: n[12] .* partition with quorum'
is "exec runs in the node" "$(lab exec n2 hostname)" n2
exits "exec returns the command's exit code" 7 lab exec n1 sh -c 'exit 7'
exits "exec in no node says which there are" 1 lab exec n9 true
like "- and names them" "$err" 'no node "n9"; there are: n1 n2 client'
is "corosync is SCHED_RR" "$(lab exec n1 sh -c 'ps -C corosync -o cls=' | tr -d ' ')" RR
is "the host's CIB does not show" "$(lab exec n1 ls /var/lib/pacemaker/cib/ | grep -c '^cib.xml$')" 1
ok "whoever is not root may write to /dev/null" \
	lab exec n1 setpriv --reuid 65534 --clear-groups sh -c 'echo >/dev/null'
# fence NAME=VALUE...: the fence agent as the fencer calls it.
fence() { printf '%s\n' "$@" | lab exec n1 fence_lab; }
like "Pacemaker reads the fence agent's metadata" \
	"$(lab exec n1 stonith_admin --metadata --agent fence_lab)" '<resource-agent name="fence_lab"'
is "it lists the nodes" "$(fence action=list)" $'n1,\nn2,'
ok "it knows that n2 is on" fence action=status plug=n2 nodename=n2
nok "it does not guess what to switch off" fence action=off 2>/dev/null
nok "it refuses what it does not know" fence action=melt plug=n2 2>/dev/null
seen=$(lab client timeout -s TERM 1 probe arp:10.77.0.1 arp:10.77.0.2)
like "the client hears n1" "$seen" 'arp:10.77.0.1 answered n1'
like "the client hears n2" "$seen" 'arp:10.77.0.2 answered n2'
unlike "- and each once only" "$seen" two-owners
nok "a second up in the same place is refused" lab up --owner $$ 2>"$tap_dir/err"
like "- and says so" "$(cat "$tap_dir/err")" 'a lab runs at .* already'
is "- and leaves the first alone" "$(lab exec n1 hostname)" n1

# ---- a crash -------------------------------------------------------------------------------
lab exec n1 cibadmin --modify --scope resources --xml-text "$(cat "$tap_dir/svc.xml")"
lab exec n1 crm_resource --move --resource svc --node n1 >/dev/null 2>&1
ok "a resource runs on n1" lab wait-resource svc n1
lab wait-idle
lab exec n1 sh -c 'echo kept >/etc/lab-test; echo lost >/run/lab-test'
ok "kill n1" lab kill n1
ok "n1 is dead at once" lab wait-dead --timeout 1 n1
exits "exec in a dead node is an error" 1 lab exec n1 true
ok "the survivor takes the resource" lab wait-resource svc n2
dead=$(power_ms '^[0-9]+ n1: dead')
fenced=$(log_ms n2 "Operation 'reboot'.* targeting n1 .*: OK")
started=$(log_ms n2 'Requesting local execution of start operation for svc')
diag "dead $dead, fenced $fenced, started $started"
ok "fenced, dead, and only then started" \
	test "${dead:-9}" -le "${fenced:-0}" -a "${fenced:-9}" -le "${started:-0}"
like "the survivor asked for it" "$(cat "$EB_LAB/power.log")" 'n1: off, asked by n2'
like "a pulled plug is not switched on by fencing" "$(lab status)" '^n1 +off'
ok "boot n1" lab boot n1
ok "n1 rejoins" lab wait-online
is "what it wrote to /etc is still there" "$(lab exec n1 cat /etc/lab-test)" kept
nok "what it wrote to /run is not" lab exec n1 test -e /run/lab-test

# ---- partitions ----------------------------------------------------------------------------
lab exec n1 crm_resource --clear --resource svc >/dev/null 2>&1
lab wait-idle
before=$(wc -l <"$EB_LAB/power.log")
ok "cut the heartbeat network" lab cut n1 n2 beat
like "status shows it" "$(lab status)" '^cuts: .*p1-eth1'
# Longer than token + consensus: were the other link not used, a node would be fenced.
sleep 4
is "one network of two: nobody is fenced" "$(wc -l <"$EB_LAB/power.log")" "$before"
ok "heal" lab heal
ok "cut all networks" lab cut n1 n2
wait_for 60 sh -c "tail -n +$((before + 1)) '$EB_LAB/power.log' | grep -qE 'n[12]: on, asked by n'"
is "one node is fenced, not both" \
	"$(tail -n +$((before + 1)) "$EB_LAB/power.log" | grep -cE 'n[12]: dead')" 1
ok "heal again" lab heal
ok "after fencing and healing both are online" lab wait-online --timeout 120

# ---- a second lab --------------------------------------------------------------------------
other=$tap_dir/other
cleanup "lab --lab $other down"
cat >"$tap_dir/topology" <<'END'
node mysql-master eth0=lan:172.16.1.64/24 eth1=beat:10.0.10.64/24
node mysql-backup eth0=lan:172.16.1.65/24 eth1=beat:10.0.10.65/24
client eth0=lan:172.16.1.250/24 watch0=lan:172.16.1.251/32
END
mkdir -p "$tap_dir/tree/usr/lib/ocf/resource.d/test" "$tap_dir/files/etc"
touch "$tap_dir/tree/usr/lib/ocf/resource.d/test/Agent" "$tap_dir/files/etc/only-master"
lab --lab "$other" up --owner $$ --topology "$tap_dir/topology" --agents "$tap_dir/tree" \
	--node-files mysql-master "$tap_dir/files" 2>"$tap_dir/err" || diag "$(cat "$tap_dir/err")"
like "two labs side by side" "$(lab --lab "$other" status)" 'Online: \[ mysql-backup mysql-master \]'
ok "agents are laid over all nodes" lab --lab "$other" exec mysql-backup \
	test -e /usr/lib/ocf/resource.d/test/Agent
ok "files are laid over one node" lab --lab "$other" exec mysql-master test -e /etc/only-master
nok "- and not over the other" lab --lab "$other" exec mysql-backup test -e /etc/only-master
like "addresses are those of the topology" \
	"$(lab --lab "$other" exec mysql-backup ip -o address show eth0)" '172\.16\.1\.65/24'
left=$(traces "$other")
ok "a running lab has something to leave" test "$(wc -l <<<"$left")" -gt 30
ok "down" lab --lab "$other" down
is "it leaves nothing" "$(no_traces "$other" "$left")" ""
like "the first lab did not notice" "$(lab status)" 'Online: \[ n1 n2 \]'

# ---- no cluster ----------------------------------------------------------------------------
bare=$tap_dir/bare
cleanup "lab --lab $bare down"
lab --lab "$bare" up --owner $$ --no-cluster 2>"$tap_dir/err" || diag "$(cat "$tap_dir/err")"
is "without a cluster nothing runs but the node's pid 1" \
	"$(lab --lab "$bare" exec n1 sh -c 'cat /proc/[0-9]*/comm' | sort | tr '\n' ' ')" \
	'node-run sh '
lab --lab "$bare" exec n1 sh -c 'setsid sleep 0.1 &'
no_zombie() { ! lab --lab "$bare" exec n1 grep -qs '^State:.*zombie' /proc/[0-9]*/status; }
ok "it buries orphans, also when it has no child of its own" wait_for 20 no_zombie
lab --lab "$bare" down

# ---- systemd -------------------------------------------------------------------------------
# groups_left PID: control groups that the lab of this switch left.
groups_left() {
	# shellcheck disable=SC2016
	unshare --mount sh -c 'mount -t cgroup2 none /mnt && ls /mnt | grep "^escapebeat-lab-$1-"' sh "$1"
}

# systemd_runs: it has sorted itself into a group of its own.
systemd_runs() {
	# shellcheck disable=SC2016
	unshare --mount sh -c 'mount -t cgroup2 none /mnt && test -d "/mnt/escapebeat-lab-$1-n1/init.scope"' \
		sh "$switch"
}

# linger PID: a process of the host sits in the group of n1 for a second.
linger() {
	# shellcheck disable=SC2016
	unshare --mount sh -c 'mount -t cgroup2 none /mnt &&
		echo 0 >"/mnt/escapebeat-lab-$1-n1/init.scope/cgroup.procs" && touch "$2" &&
		exec sleep 1' sh "$1" "$tap_dir/lingers" &
}

if [ -x /lib/systemd/systemd ] && grep -qw cgroup2 /proc/filesystems; then
	lab --lab "$bare" up --owner $$ --systemd 2>"$tap_dir/err" || diag "$(cat "$tap_dir/err")"
	read -r switch _ <"$bare/lab.pid"
	ok "systemd sits in a control group of the lab's" wait_for 30 systemd_runs
	linger "$switch"
	guest=$!
	wait_for 10 test -e "$tap_dir/lingers"
	ok "down, while a process of a group is still there" lab --lab "$bare" down
	is "it leaves no control group" "$(groups_left "$switch")" ""
	wait $guest

	lab --lab "$bare" up --owner $$ --systemd 2>"$tap_dir/err" || diag "$(cat "$tap_dir/err")"
	read -r switch _ <"$bare/lab.pid"
	wait_for 30 systemd_runs
	kill -KILL "$switch"
	wait_for 20 test ! -e "/proc/$switch"
	like "a lab whose switch was killed leaves its groups" "$(groups_left "$switch")" '-n1$'
	ok "down --all-stale" lab --lab "$bare" down --all-stale
	is "- removes them" "$(groups_left "$switch")" ""
else
	skip "control groups" "a lab with systemd needs it, and control groups, version 2"
fi

# ---- endings -------------------------------------------------------------------------------
left=$(traces "$EB_LAB")
ok "down of the first" lab down
is "it leaves nothing either" "$(no_traces "$EB_LAB" "$left")" ""
ok "down again is no error" lab down

# The owner is a process that calls lab and stays.
# shellcheck disable=SC2016
"$BASH" -c '"$1" up --no-wait 2>"$2"; echo up >"$3"; sleep 1000' owner \
	"$top/ocf-tests/lab/lab" "$tap_dir/err" "$tap_dir/is-up" &
owner=$!
wait_for 60 test -s "$tap_dir/is-up"
left=$(traces "$EB_LAB")
ok "the lab of an owner runs" lab exec n1 true
{ kill -KILL "$owner"; wait "$owner"; } 2>/dev/null
ok "it ends with its owner, kill -9" wait_for 20 test ! -e "$EB_LAB"
is "- and leaves nothing" "$(no_traces "$EB_LAB" "$left")" ""

lab_up --no-wait
left=$(traces "$EB_LAB")
read -r switch _ <"$EB_LAB/lab.pid"
kill -KILL "$switch"
gone() { ! kill -0 "$switch" 2>/dev/null; }
wait_for 20 gone
ok "a lab whose switch was killed leaves files only" test -e "$EB_LAB/lab.pid"
exits "its verbs say that it is gone" 1 lab status
like "- and what to do" "$err" 'no lab runs at .*; start one with: lab up'
ok "down --all-stale removes the files" lab down --all-stale
is "- and nothing is left" "$(no_traces "$EB_LAB" "$left")" ""

setsid "$top/ocf-tests/lab/lab" up --owner $$ 2>"$tap_dir/err" &
up=$!
wait_for 60 grep -q 'waiting for the cluster' "$tap_dir/err"
kill -STOP "$up" # or it were done before we have looked
left=$(traces "$EB_LAB")
kill -TERM "$up"
kill -CONT "$up"
wait "$up"
is "up that is interrupted fails" $? 143
is "- and leaves nothing" "$(no_traces "$EB_LAB" "$left")" ""

# ---- bad input -----------------------------------------------------------------------------
printf 'node n1 eth0=lan:10.0.0.1/24\n\nnode n1 eth0=lan\n' >"$tap_dir/bad"
exits "a bad topology is refused" 1 lab up --owner $$ --topology "$tap_dir/bad"
like "- with its line" "$err" 'bad:3: node n1 is there already'
exits "a missing file is refused" 1 lab up --owner $$ --cib /nonexistent
like "- with its option" "$err" '^lab: --cib /nonexistent: cannot read it'
exits "an unknown option is a usage error" 2 lab up --owner $$ --frobnicate 1
nok "a lab that was refused leaves nothing" test -e "$EB_LAB"

done_testing
