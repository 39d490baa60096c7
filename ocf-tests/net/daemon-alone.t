#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# escapebeatd where no corosync runs: what it is when it runs, who may ask it, and its log, which is in
# a folder that is not its own.
# shellcheck disable=SC2154 # tap.sh has tap_dir
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net -- "$@"
. "$(dirname "$0")/../tap.sh"
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"

begin env
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

mv "$ha/ha.cf" "$ha/ha.cf.away"
exits "no ha.cf: a reload is refused" 1 reload
like "- and why is told" "$(tail -n 3 /var/log/ha-log)" "ERROR: Cannot open config file \\[$ha/ha.cf\\]: No such file"
mv "$ha/ha.cf.away" "$ha/ha.cf"

# ---- who may ask --------------------------------------------------------------------------------------
like_nobody() { as nogroup "$@"; }
like_member() { as haclient "$@"; }
cp "$bin"/{cl_status,hb_standby,hb_takeover,heartbeat} /run && chmod 755 /run /run/cl_status
exits "a stranger is not answered" 13 like_nobody /run/cl_status listnodes
like "- and knows why" "$err" 'REASON: hb_api_signon: apiauth does not admit this user$'
exits "- which is not taken for a daemon that is stopped" 13 like_nobody /run/cl_status hbstatus
is "- by nobody who reads it" "$out" ""
exits "- heartbeat -s: unknown" 4 like_nobody /run/heartbeat -s
is "- though the kernel knows who is there" "$out$err" "ERROR: heartbeat [pid $pid]: apiauth does not admit this user"
exits "- heartbeat -k: not stopped" 1 like_nobody /run/heartbeat -k
like "- and says so" "$err" "^ERROR: cannot stop heartbeat \\[pid $pid\\]: apiauth does not admit this user\$"
exits "- a member of haclient is" 0 like_member /run/cl_status listnodes
for _ in 1 2 3; do like_nobody /run/cl_status listnodes 2>/dev/null; done
is "- which is said once" "$(grep -c 'refused a client of user' /var/log/ha-log)" 1
echo 'apiauth cl_status uid=nobody gid=haclient' >>"$ha/ha.cf"
exits "apiauth of another user: a reload" 0 reload
exits "- and that user is answered" 0 like_nobody /run/cl_status listnodes
# A name such as that of the folder which a connection shares, and a link behind it.
install -d -m 700 -o hacluster /run/closed
# shellcheck disable=SC2016 # the inner shell's
exits "a link that looks like what it shares" 0 \
	like_nobody sh -c 'ln -s /run/closed "/dev/shm/qb-$0-$$-x" && exec /run/cl_status listnodes' "$pid"
is "- opens nothing to that user" "$(stat -c %a /run/closed)" 700
rm -f /dev/shm/qb-*-x
like_alice() { setpriv --reuid daemon --regid haclient --clear-groups "$@"; }
exits "who may look may not hand over" 1 like_alice /run/hb_standby
like "- as he is told" "$err" 'ERROR: apiauth does not admit this user$'
exits "- nor take" 1 like_alice /run/hb_takeover
exits "- nor have it read its files" 1 like_alice /run/heartbeat -r
forged() {
	printf 'escapebeat 1.0\nt=%s\nscope=all\nkind=node\nclient=%s\n' "$1" "$2" | like_alice /run/ipc-say 1 | sed -n 's/^text=//p'
}
if [ -x "$build/ocf-tests/fake/ipc-say" ]; then
	cp "$build/ocf-tests/fake/ipc-say" /run
	for verb in standby takeover reload alert; do
		is "nor asks for it by another name: $verb" "$(forged $verb cl_status)" "apiauth lets this client look, not act"
	done
	is "- nor by the right one" "$(forged alert escapebeat-alert)" "apiauth does not admit this user"
else
	skip "nor asks for it by another name" "needs ocf-tests/fake/ipc-say"
fi
exits "- but knows that it runs" 0 like_alice /run/heartbeat -s
echo 'apiauth hb_standby uid=daemon' >>"$ha/ha.cf"
exits "apiauth for handing over: a reload" 0 reload
exits "- and he is heard" 1 like_alice /run/hb_standby
like "- though here is nobody to take it" "$err" 'ERROR: (no other node is there to take the resources|the daemon does not know the resources yet)$'
exits "- which is no right to take" 1 like_alice /run/hb_takeover
like "- as he is told" "$err" 'ERROR: apiauth does not admit this user$'
is "- and nothing is left behind" "$(find /dev/shm -mindepth 1 | head -n 3)" ""

# Who reads a pipe of its start would wait for the end of that.
mkfifo "$tap_dir/pipe"
{ cat "$tap_dir/pipe"; echo over >"$tap_dir/over"; } &
exits "it ends well, and starts in the background" 0 sh -c '"$1/heartbeat" -k && exec "$1/escapebeatd" -c "$2" -a none 7>"$3"' \
	sh "$bin" "$ha" "$tap_dir/pipe"
ok "- and keeps nothing of who has started it" wait_for 5 [ -e "$tap_dir/over" ]

# ---- who is believed --------------------------------------------------------------------------------
# Anybody could take the name of its socket while it is away.
"$bin/heartbeat" -k
wait $pid
is "- as before" $? 0
cp "$bin/escapebeatd" /run/escapebeatd && chmod 755 /run/escapebeatd
install -d -m 777 /run/nobody && cp "$ha"/* /run/nobody && chown nobody /run/nobody/authkeys
like_nobody /run/escapebeatd -f -c /run/nobody -a none 2>/dev/null &
pid=$!
like_it() { like_nobody /run/cl_status hbstatus >/dev/null; }
ok "somebody else's daemon answers himself" wait_for 10 like_it
exits "- and nobody else: who is there is not known" 4 "$bin/heartbeat" -s
is "- it is told from a daemon that is stopped" "$err" "ERROR: heartbeat: what listens at heartbeat's socket is another user's"
exits "- nor ended" 1 "$bin/heartbeat" -k
kill $pid
done_testing
