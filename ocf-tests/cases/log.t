#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where an agent's lines go: the places and the order of the stock agents' ocf_log.
. "$(dirname "$0")/../tap.sh"

agent=$build/ocf-tests/fake/agent
unset HA_LOGFILE HA_LOGFACILITY HA_DEBUGLOG HA_debug HA_LOGD HA_use_logd
export OCF_RESOURCE_INSTANCE=f:1 OCF_RESKEY_weight=x OCF_RESKEY_name=n FAKE_monitor=7
line='fake\(f:1\)\[[0-9]+\]:    WARNING: parameter weight'
stamp='[A-Z][a-z]{2} [ 0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]'

exits "without a place" 0 "$agent" stop
like "lines go to stderr" "$err" "^$stamp $line"

file=$tap_dir/ha-log
exits "with HA_LOGFILE" 0 env HA_LOGFILE="$file" HA_LOGFACILITY=none "$agent" stop
is "nothing goes to stderr" "$err" ""
like "but to the file" "$(cat "$file")" "^$stamp $line"
exits "a second call" 0 env HA_LOGFILE="$file" "$agent" stop
is "appends" "$(wc -l <"$file")" 2
exits "a file that cannot be opened" 0 env HA_LOGFILE=/nonexistent/log "$agent" stop
like "leaves stderr" "$err" "$line"
exits "HA_DEBUGLOG" 0 env HA_DEBUGLOG="$tap_dir/debug" HA_LOGFILE="$file" "$agent" stop
like "gets the line as well" "$(cat "$tap_dir/debug")" "$line"

rm -f "$file"
for i in 1 2 3 4 5 6 7 8; do HA_LOGFILE=$file "$agent" stop >/dev/null & done
wait
is "lines of agents that run at once" "$(grep -cE "^$stamp $line" "$file")" 8
is "do not mix" "$(wc -l <"$file")" 8

exits "HA_debug=0 hides debug lines" 0 env HA_debug=0 OCF_RESKEY_CRM_meta_interval=1 \
	OCF_RESKEY_script=/bin/true OCF_RESKEY_status_mode=exit "$build/agents/hbscript" monitor
is "of a healthy monitor" "$err" ""

# Without rsyslog here: a socket of our own as /dev/log, in a mount namespace of our own.
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
	skip "HA_LOGFACILITY" "needs root for a private /dev/log"
	done_testing
	exit
fi
mkdir "$tap_dir/dev"
cat >"$tap_dir/listen" <<'END'
use IO::Socket::UNIX;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die "$ARGV[0]: $!";
$| = 1;
print "ready\n";
alarm 60;
while (defined $socket->recv(my $text, 4096)) { print "$text\n" }
END
perl "$tap_dir/listen" "$tap_dir/dev/log" >"$tap_dir/syslog" &
listener=$!
cleanup "kill $listener 2>/dev/null"
ok "syslog listens" wait_for 30 grep -q ready "$tap_dir/syslog"
touch "$tap_dir/dev/null"
exits "with HA_LOGFACILITY" 0 env HA_LOGFACILITY=local3 unshare -m sh -c "
	mount --bind /dev/null '$tap_dir/dev/null' && mount --rbind '$tap_dir/dev' /dev && exec '$agent' stop"
is "nothing goes to stderr" "$err" ""
# local3.warning: 19 * 8 + 4
ok "but to syslog" wait_for 30 grep -qE "^<156>.*fake\(f:1\)\[[0-9]+\]: WARNING: parameter weight" "$tap_dir/syslog"
exits "with both" 0 env HA_LOGFACILITY=daemon HA_LOGFILE="$file" unshare -m sh -c "
	mount --bind /dev/null '$tap_dir/dev/null' && mount --rbind '$tap_dir/dev' /dev && exec '$agent' stop"
ok "to syslog" wait_for 30 grep -q "^<28>" "$tap_dir/syslog"
is "and to the file" "$(wc -l <"$file")" 9
done_testing
