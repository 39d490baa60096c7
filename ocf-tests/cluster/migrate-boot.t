#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What apply and rollback leave behind survives a power cut: after apply systemd boots a node into
# the cluster, without Heartbeat; after rollback into Heartbeat, without a cluster.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
. "$(dirname "$0")/failover.sh"
. "$(dirname "$0")/migrate.sh"
need_lab
need nginx chrt pgrep dpkg-deb update-rc.d
[ -x "$build/heartbeat-compat/escapebeat" ] || skip_all "the converter is not built"
need_heartbeat
[ -n "$systemd" ] || skip_all "init scripts: nobody boots a node with them here"

# reboot_n1: without a warning; what was in /root is lost.
reboot_n1() { lab kill n1 && lab boot n1 && serve n1 && take n2 n1 pair.plan pair.plan.key; }

ok "Heartbeat serves, one address on each node" pair_up
ok "systemd runs it" lab exec n1 systemctl is-active --quiet heartbeat
before=$(state n1)
ok "collect on both, plan on one" plan_pair
like "units are collected" "$(lab exec n1 tar -xOf /root/n1.tar n1/node.facts)" '^unit corosync\.service$'
exits "files" 0 on n1 apply --stage files --new-key pair.plan
take n1 n2 pair.plan.key
for node in n1 n2; do
	exits "cluster on $node" 0 on $node apply --stage cluster pair.plan
done
for node in n1 n2; do
	exits "resources on $node" 0 on $node apply -y pair.plan
done
exits "verify" 0 on n1 verify pair.plan

ok "n1 loses its power, and gets it back" reboot_n1
ok "- it is in the cluster again" wait_for 60 lab wait-online n1
lab wait-idle
is "- Heartbeat did not start" "$(lab exec n1 systemctl is-active heartbeat)" inactive
exits "- verify" 0 on n1 verify pair.plan
ok "- its address is there" owns n1 first
exits "applied once more, nothing happens" 0 on n1 apply -y pair.plan

on n2 rollback -y pair.plan >"$tap_dir/back2" 2>&1 &
back2=$!
exits "rollback on n1" 0 on n1 rollback -y pair.plan
ok "- on n2, too" wait "$back2"
is "n1 is as it was" "$(state n1)" "$before"
ok "n1 loses its power once more" reboot_n1
heartbeat_is_up() { heartbeat_says n1 | grep -q 'is running'; }
ok "- Heartbeat is there" wait_for 60 heartbeat_is_up
is "- corosync did not start" "$(lab exec n1 systemctl is-active corosync)" inactive
is "- Pacemaker neither" "$(lab exec n1 systemctl is-active pacemaker)" inactive
done_testing
