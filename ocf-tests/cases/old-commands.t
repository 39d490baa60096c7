#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The old commands on a machine where no daemon runs: words, streams and exit codes as recorded
# from Heartbeat 3.0.6, but for what it got wrong: hb_standby waited for ever there.
. "$(dirname "$0")/../tap.sh"
bin=$build/heartbeat-compat
[ -x "$bin/cl_status" ] || skip_all "the daemon is not built"
[ -x "$bin/escapebeatd" ] && "$bin/cl_status" hbstatus >/dev/null && skip_all "a daemon runs here"

signon="ERROR: Cannot signon with heartbeat
ERROR: REASON: hb_api_signon: Can't initiate connection to heartbeat"
# said TEXT: without "Nov 20 23:48:16 web1 cl_status: [755]: ", which differs each time.
said() { sed -E 's/^[A-Z][a-z]{2} [0-9]{2} [0-9:]{8} [^ ]+ [a-z_]+: \[[0-9]+\]: //' <<<"$1"; }

exits "cl_status: usage" 0 "$bin/cl_status"
is "- by heart" "$(head -n 1 <<<"$out")" "Usage: cl_status <sub-command> [<options>] [<parameters>]"
is "- all of it" "$(wc -l <<<"$out")" 35
for word in --help nosuch parameter; do
	exits "cl_status $word: no such sub-command" 11 "$bin/cl_status" "$word" -p keepalive
	is "- said" "$(said "$err")" "ERROR: $word: invalid sub-command."
done
exits "cl_status hbstatus: stopped" 1 "$bin/cl_status" hbstatus
is "- said" "$out" "Heartbeat is stopped on this machine."
exits "cl_status hbstatus -v: stopped" 1 "$bin/cl_status" hbstatus -v
is "- and why" "$out" "Heartbeat is stopped on this machine.
(hb_api_signon: Can't initiate connection to heartbeat)"
while read -r words; do
	# shellcheck disable=SC2086 # words are words
	exits "cl_status $words: no signon" 1 "$bin/cl_status" $words
	is "- said on standard error alone" "$out$(said "$err")" "$signon"
done <<-END
	listnodes
	listnodes -m
	listnodes -p
	nodetype hba
	nodetype
	nodestatus
	nodestatus -m hba
	nodeweight hba
	nodesite hba
	listhblinks -v hbb
	listhblinks
	hblinkstatus hbb eth1
	hblinkstatus hbb
	clientstatus hbb ipfail 1000
	rscstatus
	rscstatus -v
	hbparameter -p keepalive
	hbparameter
END

for command in hb_standby hb_takeover; do
	usage="usage:
$bin/$command [all|foreign|local|failback]"
	exits "$command --help" 1 "$bin/$command" --help
	is "- usage" "$out" "$usage"
	exits "$command nosuch" 1 "$bin/$command" nosuch
	is "- said" "$err" "$bin/$command: wrong resources(nosuch).
$usage"
	exits "$command all all" 1 "$bin/$command" all all
	is "- said" "$err" "$bin/$command: too many arguments
$usage"
	exits "$command: answers without a daemon" 1 timeout 30 "$bin/$command" local
	like "- with the reason" "$err" 'Cannot signon with heartbeat'
done
"$bin/hb_standby" local 2>"$tap_dir/said"
like "hb_standby announces itself" "$(cat "$tap_dir/said")" \
	'^[A-Z][a-z]{2} [0-9]{2} [0-9:]{8} Going standby \[local\]\.$'

for row in "hb_addnode <node> <node> ..." "hb_delnode <node> <node> ..." \
	"hb_setweight <node> <weight>" "hb_setsite <node> <site>"; do
	name=${row%% *}
	ln -s "$bin/hb_node" "$tap_dir/$name"
	exits "$name --help" 1 "$tap_dir/$name" --help
	is "- usage" "$err" "usage: $row"
	exits "$name web3 100: says what to do instead" 1 "$tap_dir/$name" web3 100
	like "- since corosync keeps the list" "$err" 'ERROR: nothing is changed, corosync keeps the list of nodes: '
done
# cluster/daemon-nodes.t goes these steps.
exits "hb_addnode of two" 1 "$tap_dir/hb_addnode" web3 web4
like "- names them, step by step" "$err" 'these steps add web3 web4:
1\. ha\.cf of all nodes: node web3 web4\. .*
5\. on the old ones: heartbeat -r'
exits "hb_delnode" 1 "$tap_dir/hb_delnode" web3
like "- so does this" "$err" '4\. there: crm_node --force --remove web3'

exits "heartbeat -s: stopped" 3 "$bin/heartbeat" -s
is "- said" "$out" "heartbeat is stopped. No process"
exits "heartbeat -k: nothing to stop" 0 "$bin/heartbeat" -k
is "- said" "$out" "INFO: Heartbeat already stopped."
exits "heartbeat -r: nobody to tell" 1 "$bin/heartbeat" -r
exits "heartbeat -V: the version that it stands for" 0 "$bin/heartbeat" -V
like "- said" "$out" '^3\.0\.6 \('
exits "heartbeat -x: usage" 2 "$bin/heartbeat" -x
like "- said" "$err" "invalid option -- 'x'"
like "- all of it" "$err" '^Usage: heartbeat \[-dDkMrRsvWlVf\] \[-C Current-resource-state\]$'
exits "heartbeat -R: nothing to restart" 6 "$bin/heartbeat" -R
is "- said" "$err" "ERROR: heartbeat is not running."
exits "heartbeat -r -R: the same" 6 "$bin/heartbeat" -r -R
exits "heartbeat -C without -R: usage" 2 "$bin/heartbeat" -C all
exits "heartbeat -M: does not start anything" 2 "$bin/heartbeat" -M
like "- says why" "$err" "^heartbeat: -M: resources are Pacemaker's, see maintenance-mode$"
exits "heartbeat -W: neither" 2 "$bin/heartbeat" -D -W
exits "heartbeat -v -l -s: all options count" 3 "$bin/heartbeat" -v -l -s
exits "heartbeat -d -k -s: what ends it goes first" 0 "$bin/heartbeat" -d -k -s
is "- said" "$out" "INFO: Heartbeat already stopped."
exits "heartbeat -x -V: a wrong option before" 0 "$bin/heartbeat" -x -V
exits "heartbeat -s -x: and behind" 2 "$bin/heartbeat" -s -x
exits "heartbeat -D: the defaults" 0 "$bin/heartbeat" -D
like "- deadtime" "$out" '^deadtime +30000ms +node deadtime$'
is "- all of them" "$(wc -l <<<"$out")" 26

# ---- Heartbeat itself still runs ---------------------------------------------------------------
# Its pid file and its name are all that is looked at, so a process of that name is it.
cp "$(command -v sleep)" "$tap_dir/heartbeat"
"$tap_dir/heartbeat" 300 &
pid=$!
cleanup "kill $pid 2>/dev/null"
echo "$pid" >"$tap_dir/heartbeat.pid"
# old COMMAND...: where it is, in a /run of our own.
old() { unshare --mount sh -c 'mount -t tmpfs none /run && cp "$0" /run/ && exec "$@"' "$tap_dir/heartbeat.pid" "$@"; }
exits "Heartbeat itself: heartbeat -s" 0 old "$bin/heartbeat" -s
is "- in its words" "$out" "heartbeat OK [pid $pid et al] is running on $(uname -n) [$(uname -n)]..."
is "- and what it is" "$err" "WARN: this is Heartbeat itself, not escapebeatd"
exits "heartbeat: starts nothing beside it" 1 old "$bin/heartbeat"
is "- says why" "$err" "ERROR: Heartbeat itself runs here [pid $pid]: stop it first (heartbeat -k)"
sed 's,^heartbeat=.*,heartbeat=/bin/true,' "$build/heartbeat-compat/daemon/heartbeat.init" >"$tap_dir/init"
exits "the init script: neither" 1 old sh "$tap_dir/init" start
is "- says why" "$out" "Heartbeat itself runs here [pid $pid]: stop it first."
exits "cl_status hbstatus: does not call it stopped" 13 old "$bin/cl_status" hbstatus
like "- says why" "$err" "Heartbeat itself runs here, not escapebeatd"
exits "heartbeat -k: stops it" 0 old "$bin/heartbeat" -k
is "- says how" "$out" "INFO: Heartbeat itself [pid $pid] gives up its resources."
nok "- it is gone" kill -0 $pid
exits "its pid file is left: heartbeat -s" 3 old "$bin/heartbeat" -s
sleep 300 &
pid=$!
cleanup "kill $pid 2>/dev/null"
echo "$pid" >"$tap_dir/heartbeat.pid"
exits "another process has its pid: heartbeat -k" 0 old "$bin/heartbeat" -k
is "- leaves it alone" "$out" "INFO: Heartbeat already stopped."
ok "- it lives" kill -0 $pid

# ---- the daemon refuses what Heartbeat refuses -----------------------------------------------
mkdir "$tap_dir/ha.d"
printf '%s\n' 'auth 1' '1 crc' >"$tap_dir/ha.d/authkeys"
chmod 600 "$tap_dir/ha.d/authkeys"
: >"$tap_dir/ha.d/haresources"
printf '%s\n' 'bcast eth0' "node $(uname -n) other" 'frobnicate 1' 'keepalive x' >"$tap_dir/ha.d/ha.cf"
exits "escapebeatd: a bad ha.cf" 6 "$bin/escapebeatd" -f -c "$tap_dir/ha.d"
like "- every fault at its place" "$(said "$err")" "ha.cf:3: unknown directive 'frobnicate' .HB-1101."
like "- the other one, too" "$(said "$err")" "ha.cf:4: keepalive cannot be 'x'"
like "- and what follows" "$(said "$err")" '^ERROR: Configuration error, heartbeat not started\.$'
exits "escapebeatd: one word too many" 2 "$bin/escapebeatd" -f nosuch
exits "escapebeatd -s: a form" 2 "$bin/escapebeatd" -s httpd
like "- that is named" "$err" "takes WORD=NAME, not 'httpd'"
done_testing
