#!/bin/bash
# shellcheck disable=SC2016 # scripts and clean-ups expand later
# SPDX-License-Identifier: GPL-2.0-or-later
# hbscript with a real service: Debian's /etc/init.d/nginx, as Heartbeat's `httpd` becomes it
# where systemd is not process 1.  Its folder /run/systemd/system is there all the same, as
# in many containers: the script must not hand itself over to a systemctl that is not.
. "$(dirname "$0")/net.sh"

[ -x /etc/init.d/nginx ] && [ -x /usr/sbin/nginx ] || skip_all "needs nginx"
need curl
ip link set lo up
mount -t tmpfs none /var/log
mkdir -p /var/log/nginx /run/systemd/system
agent=$build/agents/hbscript
export OCF_RESOURCE_INSTANCE=web OCF_RESKEY_script=nginx
export OCF_RESKEY_CRM_meta_timeout=60000 OCF_RESKEY_CRM_meta_interval=10000
cleanup '"$agent" stop'

page() { curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/; }

exits "not running" 7 "$agent" monitor
exits "stop of what does not run" 0 "$agent" stop
exits "start" 0 "$agent" start
is "it serves" "$(page)" 200
exits "it runs" 0 "$agent" monitor
is "and a healthy monitor says nothing" "$out$err" ""
pid=$(cat /run/nginx.pid)
exits "start again" 0 "$agent" start
is "leaves the one that runs" "$(cat /run/nginx.pid)" "$pid"
is "no file of the cluster's is open in it" "$(readlink /proc/"$pid"/fd/* | grep -c hbscript)" 0

exits "stop" 0 "$agent" stop
nok "ends it" test -e /proc/"$pid"
exits "not running" 7 "$agent" monitor
exits "stop again" 0 "$agent" stop

exits "start for a crash" 0 "$agent" start
pid=$(cat /run/nginx.pid)
mapfile -t workers < <(tr ' ' '\n' <"/proc/$pid/task/$pid/children" | grep .)
kill -KILL "$pid" "${workers[@]}"
gone() { ! test -e /proc/"$pid"; }
ok "a crash of all its processes" wait_for 30 gone
exits "is seen" 7 "$agent" monitor
exits "stop cleans up" 0 "$agent" stop
exits "and it starts again" 0 "$agent" start
is "and serves" "$(page)" 200

# Its master alone dies: the script knows no other process, so its stop cannot end the workers,
# and they hold the port.  No start may call that a success.
pid=$(cat /run/nginx.pid)
mapfile -t workers < <(tr ' ' '\n' <"/proc/$pid/task/$pid/children" | grep .)
kill -KILL "$pid"
ok "a crash of its master alone" wait_for 30 gone
exits "is seen" 7 "$agent" monitor
exits "stop" 0 "$agent" stop
exits "a start beside its workers fails" 1 "$agent" start
kill -KILL "${workers[@]}"
workers_gone() { ! ls -d "${workers[@]/#//proc/}" >/dev/null 2>&1; }
ok "without them" wait_for 30 workers_gone
exits "stop" 0 "$agent" stop
exits "it starts again" 0 "$agent" start
is "and serves" "$(page)" 200

# A configuration that nginx refuses: the start fails, and the script's words say why.
exits "stop" 0 "$agent" stop
mkdir -p /run/etc
cp -a /etc/nginx /run/etc/
mount --bind /run/etc/nginx /etc/nginx
echo "nonsense;" >>/etc/nginx/nginx.conf
exits "start with a broken configuration" 1 "$agent" start
like "fails" "$err" "ocf-exit-reason:start of nginx ended with exit code 1"
exits "not running" 7 "$agent" monitor
exits "stop" 0 "$agent" stop
done_testing
