# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon, the old commands and the agents as an installation has them.
# shellcheck shell=bash disable=SC2154,SC2034 # tap.sh and lab.sh set them, tests use them
bin=$build/heartbeat-compat
[ -x "$bin/escapebeatd" ] || skip_all "the daemon is not built"
need_lab
need cibadmin crm_diff attrd_updater

layer=$tap_dir/layer
standby=/usr/share/heartbeat/hb_standby takeover=/usr/share/heartbeat/hb_takeover
# Where the programs expect each other to be.
# shellcheck disable=SC2016 # for make to expand
read -r hblib sbin compat < <(make -s -C "$build" \
	--eval='print-dirs: ; @echo $(hblibdir) $(sbindir) $(compatdir)' print-dirs | tail -n 1)
mkdir -p "$layer"/usr/{sbin,bin,share/heartbeat,libexec/{escapebeat,heartbeat}} \
	"$layer"/etc/{ha.d/resource.d,init.d,corosync/uidgid.d} "$layer/usr/lib/ocf/resource.d/escapebeat"
cp "$bin/escapebeatd" "$layer/usr/sbin"
cp "$bin"/{cl_status,heartbeat,escapebeat} "$layer/usr/bin"
# escapebeat calls it where scripts do.
mkdir -p "$layer$hblib"
for place in "$hblib" /usr/libexec/heartbeat; do ln -sf /usr/bin/heartbeat "$layer$place/heartbeat"; done
chgrp haclient "$layer/usr/bin/cl_status" && chmod 2755 "$layer/usr/bin/cl_status"
cp "$bin"/hb_{standby,takeover} "$layer/usr/share/heartbeat"
cp "$bin/escapebeat-alert" "$layer/usr/libexec/escapebeat"
mkdir -p "$layer$sbin" "$layer$compat"
[ "$sbin" = /usr/sbin ] || ln -s /usr/sbin/escapebeatd "$layer$sbin"
[ "$compat" = /usr/libexec/escapebeat ] || ln -s /usr/libexec/escapebeat/escapebeat-alert "$layer$compat"
cp "$build"/agents/{IPaddr2,hbscript,ping} "$layer/usr/lib/ocf/resource.d/escapebeat"
sed -e 's,^heartbeat=.*,heartbeat=/usr/libexec/heartbeat/heartbeat,' -e "s,^hb_standby=.*,hb_standby=$standby," \
	"$bin/daemon/heartbeat.init" >"$layer/etc/init.d/heartbeat"
chmod 755 "$layer/etc/init.d/heartbeat"
# corosync lets the daemon's user in.
cp "$top/heartbeat-compat/daemon/uidgid.d/escapebeat" "$layer/etc/corosync/uidgid.d"

# EB_WATCHED=sanitizers (of such a build) or valgrind: what it finds wrong in the daemon goes to
# files of the node.
watched=
case ${EB_WATCHED:-} in
sanitizers) watched='export ASAN_OPTIONS=detect_leaks=1:verify_asan_link_order=0:log_path=/var/tmp/found
	export UBSAN_OPTIONS=print_stacktrace=1:log_path=/var/tmp/found
	exec' ;;
valgrind)
	need valgrind
	watched='exec valgrind --quiet --vgdb=no --leak-check=full --show-leak-kinds=definite,indirect \
	--child-silent-after-fork=yes --log-file=/var/tmp/found.%p' ;;
esac
if [ -n "$watched" ]; then
	mkdir -p "$layer/usr/lib/escapebeat-watched"
	mv "$layer/usr/sbin/escapebeatd" "$layer/usr/lib/escapebeat-watched"
	printf '#!/bin/sh\n%s /usr/lib/escapebeat-watched/escapebeatd "$@"\n' "$watched" \
		>"$layer/usr/sbin/escapebeatd"
	chmod 755 "$layer/usr/sbin/escapebeatd"
fi
# nothing_found NODE...: if anybody watched, the daemons end there, which shows what they lost, and
# nothing was found since the lab began.
nothing_found() {
	local node
	[ -n "$watched" ] || return 0
	for node; do
		exits "$node: the daemon ends" 0 on "$node" timeout 60 heartbeat -k
		# shellcheck disable=SC2016
		is "- $EB_WATCHED found nothing wrong in it" \
			"$(on "$node" sh -c 'cat /var/tmp/found.* 2>/dev/null' | head -n 60)" ""
	done
}
# done_watched NODE...: the same, and the test is over.
done_watched() { nothing_found "$@"; done_testing; }
# small NAME KB: so many kB resident are less than 12 MB, unless somebody watches.
small() {
	if [ -n "$watched" ]; then skip "$1" "$EB_WATCHED takes memory, too"; else ok "$1" [ "$2" -lt 12288 ]; fi
}

# service_script NAME: into the layer, an init script that notes each start in /var/log/NAME.started, so
# that an interruption shows.
service_script() {
	cat >"$layer/etc/init.d/$1" <<-END
	#!/bin/sh
	case \$1 in
	start) echo start >>/var/log/$1.started; touch /run/$1.on ;;
	stop) rm -f /run/$1.on ;;
	status) if [ -e /run/$1.on ]; then echo running; else echo stopped; exit 3; fi ;;
	esac
	END
	chmod 755 "$layer/etc/init.d/$1"
}

on() { lab exec "$@"; }
# pid_of NODE NAME: of the process of this name in the node, as the node counts.
pid_of() { on "$1" pgrep --oldest --exact "$2"; }
# daemon_log NODE: the daemon's own lines, without time and pid.
daemon_log() { on "$1" sed -E 's/.* heartbeat: \[[0-9]+\]: //' /var/log/ha-log; }
