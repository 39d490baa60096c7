#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon's unit and init script as they are installed: they call what is installed.
. "$(dirname "$0")/../tap.sh"

made=$build/heartbeat-compat/daemon
[ -e "$made/escapebeatd.service" ] || skip_all "the daemon is not built"
# shellcheck disable=SC2016 # for make to expand
read -r sbin hblib hbtool < <(make -s -C "$build" \
	--eval='print-dirs: ; @echo $(sbindir) $(hblibdir) $(hbtooldir)' print-dirs | tail -n 1)
is "the unit starts the installed daemon" \
	"$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$made/escapebeatd.service")" "$sbin/escapebeatd"
is "the init script calls the installed commands" \
	"$(sed -n 's/^heartbeat=\|^escapebeatd=\|^hb_standby=//p' "$made/heartbeat.init" | paste -sd' ')" \
	"$hblib/heartbeat $sbin/escapebeatd $hbtool/hb_standby"
sandbox='^(Protect|Private|Restrict|(Read(Only|Write)|Inaccessible|Exec|NoExec)Paths|(Temporary|Root|Bind|Dynamic)|'
sandbox+='NoNewPrivileges|Capabilit|AmbientCap|SystemCall|Memory|Lock|UMask|Limit|User|Group|Remove|Keyring|IPAddress|Device)'
is "nothing is left to fill in" "$(grep -HE '@[a-z]+@' "$made/escapebeatd.service" "$made/heartbeat.init")" ""
# Whatever a unit takes from the daemon it takes from the programs of respawn lines, too.
is "the unit keeps nothing from the programs that the daemon starts" "$(grep -E "$sandbox" \
	"$made/escapebeatd.service")" ""
for line in PrivateTmp=yes ProtectHome=read-only ProtectSystem=full ReadOnlyPaths=/etc NoNewPrivileges=yes \
	CapabilityBoundingSet=CAP_KILL SystemCallFilter=@system-service UMask=0077 User=hacluster LimitCORE=0; do
	like "- as $line would" "$line" "$sandbox"
done
if command -v systemd-analyze >/dev/null; then
	# systemd looks for the program, which is not installed here.
	sed "s,$sbin/escapebeatd,/bin/true," "$made/escapebeatd.service" >"$tap_dir/escapebeatd.service"
	is "systemd takes the unit" \
		"$(systemd-analyze verify --man=no "$tap_dir/escapebeatd.service" 2>&1 | grep -i escapebeatd)" ""
else
	skip "systemd takes the unit" "needs systemd-analyze"
fi
done_testing
