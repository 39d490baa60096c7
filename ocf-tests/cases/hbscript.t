#!/bin/bash
# shellcheck disable=SC2016 # scripts and clean-ups expand later
# SPDX-License-Identifier: GPL-2.0-or-later
# hbscript against scripts of every temper: good ones, liars, mutes, and ones that hang.
. "$(dirname "$0")/../tap.sh"

agent=$build/agents/hbscript
export HA_RSCTMP=$tap_dir/tmp HA_RESOURCEDIR=$tap_dir/resource.d OCF_RESOURCE_INSTANCE=h
export OCF_RESKEY_CRM_meta_timeout=30000 OCF_RESKEY_CRM_meta_interval=10000
export T=$tap_dir
unset HA_LOGFILE HA_LOGFACILITY HA_debug HA_STOPRETRYMAX
mkdir "$HA_RESOURCEDIR" "$tap_dir/tmp"
state=$tap_dir/tmp/hbscript-h.state

# script NAME: a script from standard input; it notes its calls in $T/calls, and $T/up is its service.
script() {
	{ echo '#!/bin/bash'; echo 'echo "$*" >>$T/calls; action=${!#}'; cat; } >"$HA_RESOURCEDIR/$1"
	chmod +x "$HA_RESOURCEDIR/$1"
	export OCF_RESKEY_script=$1
	rm -f "$T/up" "$T/calls" "$state"
}
calls() { tr '\n' ' ' <"$T/calls"; : >"$T/calls"; }

# ---- a good one
script good <<'END'
case $action in
start) touch $T/up; echo "Starting good";;
stop) rm -f $T/up; echo "Stopping good";;
status) [ -e $T/up ] && echo running || { echo "not running"; exit 3; };;
esac
END
exits "not running" 7 "$agent" monitor
exits "start" 0 "$agent" start
is "asks first, starts, asks again" "$(calls)" "status status start status "
like "the script's words are in the log" "$err" "INFO: good start: Starting good"
exits "running" 0 "$agent" monitor
is "a healthy monitor says nothing" "$out$err" ""
calls >/dev/null
exits "start again" 0 "$agent" start
is "is skipped" "$(calls)" "status "
exits "stop" 0 "$agent" stop
is "stops and asks" "$(calls)" "stop status "
like "the script's words are in the log" "$err" "INFO: good stop: Stopping good"
exits "stop again" 0 "$agent" stop
exits "not running" 7 "$agent" monitor
is "no file is left" "$(ls "$tap_dir/tmp")" ""
calls >/dev/null
exits "arguments come before the action" 0 env OCF_RESKEY_args="a1  arg%2/x fe80::1" "$agent" start
like "each as one word" "$(calls)" "^a1 arg%2/x fe80::1 status a1 arg%2/x fe80::1 start "

# ---- its surroundings
script envdump <<'END'
case $action in
start) touch $T/up; env | sort >$T/env; umask >>$T/env; pwd >>$T/env; ls -l /proc/$$/fd >$T/fds;;
stop) rm -f $T/up;;
status) [ -e $T/up ] && echo OK;;
esac
END
exits "a script that looks around" 0 env OCF_RESKEY_x=1 PCMK_debug=yes OCF_CHECK_LEVEL=10 LC_ALL=de_DE "$agent" start
for want in HA_DIR=/etc/ha.d "HA_RESOURCEDIR=$HA_RESOURCEDIR" HA_FUNCS=/etc/ha.d/shellfuncs LC_ALL=C \
	"HA_CURHOST=$(uname -n | tr '[:upper:]' '[:lower:]')" OCF_ROOT=/usr/lib/ocf 'HA_BIN=/.*' \
	'PATH=.*:/usr/sbin:.*' 0022 /; do
	like "sees $want" "$(cat "$T/env")" "^$want\$"
done
unlike "and nothing of the cluster's call" "$(cat "$T/env")" '^(OCF_RESKEY|OCF_RESOURCE|OCF_CHECK|PCMK)'
like "its input is empty" "$(cat "$T/fds")" " 0 -> /dev/null"
like "its output is a file, which a daemon may keep" "$(cat "$T/fds")" " 1 -> $tap_dir/tmp/hbscript-h.out"

# ---- a daemon that keeps the output open, and goes on writing to it
script daemon <<'END'
case $action in
start) (trap '' HUP; while [ ! -e $T/end ]; do echo talking; sleep 0.1; done) & echo $! >$T/pid; touch $T/up;;
stop) touch $T/end; rm -f $T/up;;
status) [ -e $T/up ] && echo running || echo "not running";;
esac
END
cleanup 'touch "$T/end"'
exits "a talking daemon" 0 "$agent" start
exits "is not waited for" 0 "$agent" monitor
pid=$(cat "$T/pid")
ok "nor killed by its own words" kill -0 "$pid"
truncate -s 2M "$tap_dir/tmp/hbscript-h.out"
exits "what it wrote" 0 "$agent" monitor
ok "is cut now and then" test "$(stat -c %s "$tap_dir/tmp/hbscript-h.out")" -lt 100000
exits "stop" 0 "$agent" stop
gone() { ! kill -0 "$pid" 2>/dev/null; }
ok "ends it" wait_for 30 gone

# ---- mutes: no status at all (Heartbeat started them blindly)
for kind in empty usage; do
	script mute <<'END'
case $action in
start) touch $T/up;; stop) rm -f $T/up;;
*) [ $kind = empty ] || { echo "Usage: mute {start|stop}"; exit 1; };;
esac
END
	export kind
	exits "$kind status: not running before a start" 7 "$agent" monitor
	exits "$kind status: start" 0 "$agent" start
	exits "$kind status: running" 0 "$agent" monitor
	exits "$kind status, as text: stopped" 7 env OCF_RESKEY_status_mode=text "$agent" monitor
	exits "$kind status: stop" 0 "$agent" stop
	exits "$kind status: not running" 7 "$agent" monitor
done
calls >/dev/null
exits "mode state" 0 env OCF_RESKEY_status_mode=state "$agent" start
is "asks nothing" "$(calls)" "start "
exits "and knows" 0 env OCF_RESKEY_status_mode=state "$agent" monitor
exits "and stops" 0 env OCF_RESKEY_status_mode=state "$agent" stop

# ---- words against exit codes
script other <<'END'
case $action in
start) touch $T/up;; stop) rm -f $T/up;;
status) [ -e $T/up ] && { echo "$UP"; exit $UPCODE; }; echo "$DOWN"; exit $DOWNCODE;;
esac
END
check() { # NAME MODE UP UPCODE DOWN DOWNCODE: monitor of a running, then of a dead service
	export UP=$3 UPCODE=$4 DOWN=$5 DOWNCODE=$6
	touch "$T/up" "$state"
	exits "$1: running" "$7" env OCF_RESKEY_status_mode="$2" "$agent" monitor
	rm -f "$T/up"
	exits "$1: crashed" "$8" env OCF_RESKEY_status_mode="$2" "$agent" monitor
	rm -f "$state"
}
check "words win over exit codes" auto running 1 "not running" 0 0 7
check "Red Hat's words" auto "x (pid 12) is running..." 0 "x dead but pid file exists" 1 0 7
check "exit code 3 alone is stopped" auto "up and well" 0 "" 3 0 7
check "mode text: only words count" text OK 3 "" 0 0 7
check "mode exit: only codes count" exit "not running" 0 running 3 0 7
check "mode exit: code 4 is nobody knows" exit "" 0 "" 4 0 1
check "systemctl's line" auto "x.service
   Active: active (exited)" 0 "x.service
   Active: inactive (dead)
 log: running OK" 3 0 7

# ---- start that fails, and one that lies
script badstart <<'END'
case $action in
start) echo "cannot bind: in use"; exit 7;; stop) ;; status) echo "not running"; exit 3;;
esac
END
exits "start fails" 1 "$agent" start
like "with the script's last word" "$err" "ocf-exit-reason:start of badstart ended with exit code 7: cannot bind: in use"
exits "stop after it" 0 "$agent" stop
script slow <<'END'
case $action in
start) (sleep 1; touch $T/up) >/dev/null 2>&1 & ;; stop) (sleep 1; rm -f $T/up) >/dev/null 2>&1 & ;;
status) [ -e $T/up ] && echo running || echo "not running";;
esac
END
exits "start waits for a slow service" 0 "$agent" start
exits "which runs then" 0 "$agent" monitor
exits "stop waits, too" 0 "$agent" stop
nok "until it is gone" test -e "$T/up"
script deadborn <<'END'
case $action in start|stop) ;; status) echo "not running"; exit 3;; esac
END
exits "start of what dies at once" 1 env OCF_RESKEY_CRM_meta_timeout=3000 "$agent" start
like "is told" "$err" "ocf-exit-reason:start of deadborn succeeded, but by its status it does not run: not running"

# ---- stop that fails
script badstop <<'END'
case $action in
start) touch $T/up;; stop) n=$(($(cat $T/n 2>/dev/null || echo 0) + 1)); echo $n >$T/n
	[ $n -lt $GIVES_WAY ] || rm -f $T/up; exit 1;;
status) [ -e $T/up ] && echo running || echo "not running";;
esac
END
export GIVES_WAY=3
exits "start" 0 "$agent" start
exits "stop ends with 1, but it stops at the third" 0 "$agent" stop
like "is a warning" "$err" "WARNING: stop of badstop ended with an error, but by its status it is stopped"
is "tried no longer than needed" "$(cat "$T/n")" 3
rm -f "$T/n"
export GIVES_WAY=99
exits "start" 0 "$agent" start
exits "stop that never stops fails" 1 env OCF_RESKEY_stop_retries=1 "$agent" stop
like "and says so" "$err" "ocf-exit-reason:stop of badstop does not stop it"
is "after its retries" "$(cat "$T/n")" 2
rm -f "$T/n"
exits "HA_STOPRETRYMAX is heard" 1 env HA_STOPRETRYMAX=0 "$agent" stop
is "from Heartbeat's days" "$(cat "$T/n")" 1
rm -f "$T/n"
exits "retries end with the timeout" 1 env OCF_RESKEY_CRM_meta_timeout=4000 OCF_RESKEY_stop_retries=1000 "$agent" stop
ok "not with their number" test "$(cat "$T/n")" -lt 6

# ---- what hangs
script hang <<'END'
case $action in $HANG) echo $$ >$T/pid; sleep 1000 & wait;; status) echo "not running";; esac
END
for HANG in start stop status; do
	export HANG
	case $HANG in status) action=monitor ;; *) action=$HANG ;; esac
	rm -f "$T/pid"
	exits "$HANG hangs" 1 env OCF_RESKEY_CRM_meta_timeout=1000 "$agent" "$action"
	like "and is told" "$err" "ocf-exit-reason:.*hang.*Connection timed out"
	pid=$(cat "$T/pid")
	ok "and killed" wait_for 30 gone
done
rm -f "$state"

# ---- where scripts are
exits "a script that is not there: start" 5 env OCF_RESKEY_script=nosuch "$agent" start
exits "probe" 7 env -u OCF_RESKEY_CRM_meta_interval OCF_RESKEY_script=nosuch "$agent" monitor
exits "stop" 0 env OCF_RESKEY_script=nosuch "$agent" stop
echo started >"$state"
exits "gone after its start: nobody knows" 1 env OCF_RESKEY_script=nosuch "$agent" monitor
exits "and stop fails" 1 env OCF_RESKEY_script=nosuch "$agent" stop
rm -f "$state"
exits "an absolute path" 0 env OCF_RESKEY_script="$HA_RESOURCEDIR/good" "$agent" start
exits "and its stop" 0 env OCF_RESKEY_script="$HA_RESOURCEDIR/good" "$agent" stop
exits "a relative path is refused" 6 env OCF_RESKEY_script=sub/good "$agent" start
chmod -x "$HA_RESOURCEDIR/good"
exits "a file that is not executable is no script" 5 env OCF_RESKEY_script=good "$agent" start
exits "an unknown mode is refused" 6 env OCF_RESKEY_status_mode=words "$agent" start
like "with the known ones" "$err" "parameter status_mode is 'words': wants one of auto, text, exit, state"
done_testing
