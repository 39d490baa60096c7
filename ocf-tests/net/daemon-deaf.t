#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# escapebeatd stands still (SIGSTOP): no command waits for ever, none takes it for stopped or for a
# success, and heartbeat -k ends it.
# shellcheck disable=SC2154 # tap.sh has out, err and top
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net -- "$@"
. "$(dirname "$0")/../tap.sh"
need perl
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"

# Beside that, in a network of its own: what has the socket and is no daemon, root's or not. Nobody
# is killed for it.
# shellcheck disable=SC2016 # of that shell
unshare --net sh -c 'perl -MSocket -e "socket(S, AF_UNIX, SOCK_STREAM, 0);
		bind(S, pack(q(S a108), AF_UNIX, qq(\0escapebeatd))) && listen(S, 9) && print(qq(here\n)) && close(STDOUT);
		sleep 60" >"$1/beside.up" &
	until grep -q here "$1/beside.up"; do sleep 0.1; done
	timeout 20 "$2/heartbeat" -k 2>"$1/beside"
	echo $? >"$1/beside.code"
	kill $! && echo yes >"$1/beside.lives"' sh "$tap_dir" "$bin" &
beside=$!
begin env
kill -STOP $pid

# Each waits its own five seconds: all at once.
commands=("cl_status hbstatus" "cl_status hbstatus -v" "cl_status nodestatus other" "hb_standby local"
	"hb_takeover --wait" "heartbeat -s" "heartbeat -r" "heartbeat" "heartbeat -R")
began=$SECONDS
for n in "${!commands[@]}"; do
	read -ra words <<<"${commands[n]}"
	{
		timeout 40 "$bin/${words[0]}" "${words[@]:1}" >"$tap_dir/out.$n" 2>"$tap_dir/err.$n"
		echo $? >"$tap_dir/code.$n"
	} &
done
CRM_alert_kind=node exits "the alert agent gives up after two seconds" 0 timeout 4 "$bin/escapebeat-alert"
cp "$bin/heartbeat" /run && chmod 755 /run
exits "heartbeat -k of who may not" 1 timeout 20 setpriv --reuid nobody --regid haclient --clear-groups \
	/run/heartbeat -k
like "- says so" "$err" "^ERROR: cannot stop heartbeat \[pid $pid\]: Operation not permitted$"
while [ "$(cat "$tap_dir"/code.* 2>/dev/null | wc -l)" -lt ${#commands[@]} ] && [ $((SECONDS - began)) -lt 45 ]; do
	sleep 0.1
done
# told COMMAND CODE REGEX: how this one ended, and what it said on standard error; nothing else.
told() {
	local n
	for n in "${!commands[@]}"; do [ "${commands[n]}" != "$1" ] || break; done
	is "$1: $2" "$(cat "$tap_dir/code.$n")" "$2"
	like "- it says why" "$(cat "$tap_dir/err.$n")" "$3"
	is "- and claims nothing" "$(cat "$tap_dir/out.$n")" ""
}
deaf='heartbeat is there, but does not answer'
told "cl_status hbstatus" 13 "REASON: hb_api_signon: $deaf$"
told "cl_status hbstatus -v" 13 "REASON: hb_api_signon: $deaf$"
told "cl_status nodestatus other" 13 "REASON: hb_api_signon: $deaf$"
told "hb_standby local" 1 'whether anything moves is not known$'
told "hb_takeover --wait" 1 'whether anything moves is not known$'
told "heartbeat -s" 4 "^ERROR: heartbeat \[pid $pid\]: $deaf$"
told "heartbeat -r" 1 "^ERROR: heartbeat \[pid $pid\]: $deaf$"
told "heartbeat" 1 "^ERROR: heartbeat \[pid $pid\]: $deaf$"
told "heartbeat -R" 1 "^ERROR: heartbeat \[pid $pid\]: $deaf$"

# ---- its end ------------------------------------------------------------------------------------------
# It takes no SIGTERM where it stands.
sed "s,^heartbeat=.*,heartbeat=$bin/heartbeat," "$bin/daemon/heartbeat.init" >"$tap_dir/init"
mount -t tmpfs none /etc/init.d
exits "the init script's stop" 0 timeout 40 sh "$tap_dir/init" stop
is "- is done" "$out" "Stopping High-Availability services: Done."
is "- and tells how" "$err" "WARN: heartbeat [pid $pid] does not answer: SIGTERM, after 5 s SIGKILL"
wait $pid 2>/dev/null
is "- with the daemon killed" $? 137
exits "now it is stopped" 3 "$bin/heartbeat" -s


wait $beside
is "heartbeat -k where another program has the socket" "$(cat "$tap_dir/beside.code")" 1
like "- says so" "$(cat "$tap_dir/beside")" \
	"^ERROR: cannot stop heartbeat .pid [0-9]+.: it has heartbeat's socket, but is not escapebeatd$"
is "- and lets it live" "$(cat "$tap_dir/beside.lives")" yes
done_testing
