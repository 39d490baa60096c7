#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the init script starts and stops, and with what: without systemd, and with one that a script
# stands in for (the real one: cluster/daemon-install.t).
# shellcheck disable=SC2154 # tap.sh has out, err and top
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net --uts -- "$@"
. "$(dirname "$0")/../tap.sh"
hostname hba
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"
installed
init=/etc/init.d/heartbeat
fault="ERROR: /etc/ha.d/ha.cf:8: unknown directive 'bogus' \[HB-1101\]$"
called() { paste -sd' ' /run/called 2>/dev/null; : >/run/called; }
# The daemon, not one of its workers.
running() { pgrep --oldest --exact --ns $$ escapebeatd; }
words() { tr '\0' ' ' <"/proc/$(running)/cmdline"; }

# ---- without systemd ------------------------------------------------------------------------------------
for name in corosync pacemaker; do
	printf '#!/bin/sh\necho "%s $1" >>/run/called\n' $name >/etc/init.d/$name
	chmod 755 /etc/init.d/$name
done
echo bogus >>/etc/ha.d/ha.cf
exits "ha.cf is wrong: the init script's start" 6 $init start
like "- it says where" "$err" "$fault"
is "- neither corosync nor Pacemaker is started" "$(called)" ""
exits "escapebeatd -t judges" 6 "$sbin/escapebeatd" -t
like "- in the same words" "$err" "$fault"
sed -i '$d' /etc/ha.d/ha.cf
exits "and starts nothing" 0 "$sbin/escapebeatd" -t
is "- whatever it finds" "$(running)" ""
echo 'OPTIONS="-r -a none"' >/etc/default/escapebeatd
exits "ha.cf is right" 0 $init start
is "- corosync and Pacemaker are started" "$(called)" "corosync start pacemaker start"
is "- and the daemon, with the options of /etc/default" "$(words)" "$sbin/escapebeatd -r -a none "
pid=$(running)
exits "once more" 0 $init start
is "- it is the same one" "$(running)" "$pid"
called >/dev/null
exits "the init script's stop" 0 $init stop
is "- ends the daemon" "$(running)" ""
is "- and the others" "$(called)" "pacemaker stop corosync stop"

# ---- under systemd --------------------------------------------------------------------------------------
mkdir -p /run/systemd/system
cat >/usr/bin/systemctl.new <<'END'
#!/bin/sh
unit() { echo "MainPID=$1"; echo "ActiveState=$2"; } >/run/unit
case $* in
show*) cat /run/unit; exit ;;
"start escapebeatd.service") escapebeatd 2>/dev/null && unit "$(pgrep --oldest --exact --ns $$ escapebeatd)" active ;;
*"stop escapebeatd.service")
	[ ! -e /run/stuck ] || { echo 'Failed to stop it.' >&2; exit 1; }
	pid=$(sed -n 's/^MainPID=//p' /run/unit)
	[ "$pid" = 0 ] || { kill -TERM "$pid"; kill -CONT "$pid"; }
	while [ "$pid" != 0 ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
	unit 0 inactive ;;
esac
echo "${*%.service}" >>/run/called
END
chmod 755 /usr/bin/systemctl.new
mv /usr/bin/systemctl.new /usr/bin/systemctl
exits "under systemd: the init script's start" 0 $init start
is "- starts units" "$(called)" "start corosync start pacemaker start escapebeatd"
kill -STOP "$(running)"
exits "heartbeat -k of a daemon that stands still" 0 timeout 60 /usr/libexec/heartbeat/heartbeat -k
is "- stops the unit" "$(called)" "--no-ask-password stop escapebeatd"
exits "the unit runs again" 0 $init start
called >/dev/null
: >/run/stuck
exits "its stop fails: heartbeat -k" 1 /usr/libexec/heartbeat/heartbeat -k
is "- says why" "$err" "ERROR: cannot stop heartbeat [pid $(running)]: Failed to stop it."
rm /run/stuck
exits "the init script's stop" 0 $init stop
is "- stops units" "$(called)" "--no-ask-password stop escapebeatd stop pacemaker stop corosync"
is "- all are gone" "$(running)" ""
printf '%s\n' MainPID=0 ActiveState=activating >/run/unit
exits "the unit is about to run it again: heartbeat -k" 0 /usr/libexec/heartbeat/heartbeat -k
is "- stops it" "$(called)" "--no-ask-password stop escapebeatd"
exits "the unit is down: heartbeat -k" 0 /usr/libexec/heartbeat/heartbeat -k
is "- leaves it so" "$(called)" ""
"$sbin/escapebeatd" 2>/dev/null
exits "a daemon that is not the unit's" 0 /usr/libexec/heartbeat/heartbeat -k
is "- is ended" "$(running)" ""
is "- without the unit" "$(called)" ""
done_testing
