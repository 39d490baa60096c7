#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# escapebeatd where no corosync runs: what it is when it runs, who may ask it, and its log, which is in
# a folder that is not its own.
# shellcheck disable=SC2154 # tap.sh has tap_dir
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net -- "$@"
. "$(dirname "$0")/../tap.sh"
bin=$build/heartbeat-compat
[ -x "$bin/escapebeatd" ] || skip_all "the daemon is not built"
id hacluster >/dev/null 2>&1 || skip_all "needs the user hacluster"
for folder in /run /var/lib /var/log; do mount -t tmpfs -o mode=755 none $folder; done
mount -t tmpfs none /dev/shm
ha=$tap_dir/ha.d
chmod 755 "$tap_dir" && mkdir -m 755 "$ha"
printf '%s\n' 'logfile /var/log/ha-log' 'logfacility none' 'keepalive 500ms' 'deadtime 3' 'bcast lo' 'auto_failback off' \
	"node $(uname -n) other" >"$ha/ha.cf"
echo "$(uname -n) 10.0.0.9/24/lo" >"$ha/haresources"
printf '%s\n' 'auth 1' '1 crc' >"$ha/authkeys"
chmod 600 "$ha/authkeys"

"$bin/escapebeatd" -f -c "$ha" -a none 2>/dev/null &
pid=$!
answers() { "$bin/cl_status" hbstatus >/dev/null; }
ok "it answers" wait_for 10 answers
user=$(id -u hacluster)
proc() { sed -n "s/^$1:[[:space:]]*//p" /proc/$pid/status | tr '\t' ' '; }
is "it is hacluster" "$(proc Uid)" "$user $user $user $user"
is "- with one of root's rights" "$(proc CapEff)" 0000000000002000

# ---- its log --------------------------------------------------------------------------------------
lines() { grep -c 'is read again' "$1"; }
reload() { "$bin/heartbeat" -r >/dev/null; }
is "its log is its own" "$(stat -c '%U %a' /var/log/ha-log)" 'hacluster 640'
mv /var/log/ha-log /var/log/ha-log.1
exits "the log is moved: a reload" 0 reload
is "- is told where it went" "$(lines /var/log/ha-log.1)" 1
install -m 640 -o hacluster -g haclient /dev/null /var/log/ha-log
exits "a new one is there: a reload" 0 reload
is "- is told there" "$(lines /var/log/ha-log)" 1
is "- and no more in the old one" "$(lines /var/log/ha-log.1)" 1
sed -i 's,^logfile.*,logfile /var/log/none/ha-log,' "$ha/ha.cf"
exits "a logfile that cannot be: a reload" 0 reload
like "- is told where it was, and why" "$(tail -n 3 /var/log/ha-log)" \
	'WARN: cannot open logfile /var/log/none/ha-log: No such file or directory'
sed -i 's,^logfile.*,logfile /var/log/ha-log,' "$ha/ha.cf"
exits "and back" 0 reload

# ---- who may ask --------------------------------------------------------------------------------------
like_nobody() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
like_member() { setpriv --reuid nobody --regid haclient --clear-groups "$@"; }
cp "$bin/cl_status" /run/cl_status && chmod 755 /run /run/cl_status
exits "a stranger is not answered" 1 like_nobody /run/cl_status listnodes
exits "- a member of haclient is" 0 like_member /run/cl_status listnodes
for _ in 1 2 3; do like_nobody /run/cl_status listnodes 2>/dev/null; done
is "- which is said once" "$(grep -c 'refused a client of user' /var/log/ha-log)" 1
echo 'apiauth cl_status uid=nobody' >>"$ha/ha.cf"
exits "apiauth of another user: a reload" 0 reload
exits "- and that user is answered" 0 like_nobody /run/cl_status listnodes
is "- and nothing is left behind" "$(find /dev/shm -mindepth 1 | head -n 3)" ""

# ---- who is believed --------------------------------------------------------------------------------
# Anybody could take the name of its socket while it is away.
"$bin/heartbeat" -k
wait $pid
is "it ends well" $? 0
cp "$bin/escapebeatd" /run/escapebeatd && chmod 755 /run/escapebeatd
install -d -m 777 /run/nobody && cp "$ha"/* /run/nobody && chown nobody /run/nobody/authkeys
like_nobody /run/escapebeatd -f -c /run/nobody -a none 2>/dev/null &
pid=$!
like_it() { like_nobody /run/cl_status hbstatus >/dev/null; }
ok "somebody else's daemon answers himself" wait_for 10 like_it
exits "- and nobody else" 3 "$bin/heartbeat" -s
kill $pid
done_testing
