#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# heartbeat(8) and its init script, a session that was recorded from Heartbeat 3.0.6: stopped, running,
# without ha.cf, with a wrong one. To the letter, but for what heartbeat-cmdline.different gives a
# reason for.
# shellcheck disable=SC2154 # tap.sh has out, err and top
# shellcheck source=../apart.sh
. "$(dirname "$0")/../apart.sh"
apart --mount --net --uts -- "$@"
. "$(dirname "$0")/../tap.sh"
. "$top/ocf-tests/recordings.sh"
hostname hba
# shellcheck source=daemon-alone.sh
. "$(dirname "$0")/daemon-alone.sh"

# Everything where the session had it, on this machine's /etc and /usr.
for folder in /etc /usr; do
	mkdir -p /run/over$folder/{upper,work}
	mount -t overlay none -o "lowerdir=$folder,upperdir=/run/over$folder/upper,workdir=/run/over$folder/work" \
		$folder 2>/dev/null || skip_all "needs overlayfs"
done
# shellcheck disable=SC2016 # for make to expand
sbin=$(make -s -C "$build" --eval='print-sbin: ; @echo $(sbindir)' print-sbin | tail -n 1)
mkdir -p /etc/ha.d /etc/init.d /etc/corosync /usr/libexec/heartbeat "$sbin"
rm -f /etc/init.d/{corosync,pacemaker} /etc/default/escapebeatd
cp "$ha"/* /etc/ha.d
sed -i 's/^node .*/node hba hbb/' /etc/ha.d/ha.cf
echo 'hba 10.0.0.9/24/lo' >/etc/ha.d/haresources
: >/etc/corosync/corosync.conf
cp "$bin/heartbeat" /usr/libexec/heartbeat
cp "$bin/escapebeatd" "$sbin"
sed -e 's,^heartbeat=.*,heartbeat=/usr/libexec/heartbeat/heartbeat,' -e "s,^hb_standby=.*,hb_standby=$bin/hb_standby," \
	"$bin/daemon/heartbeat.init" >/etc/init.d/heartbeat
chmod 755 /etc/init.d/heartbeat

# What was done between the commands does not show: here, after so many of them.
session() {
	local n code=0
	n=$(($(cat "$tap_dir/session" 2>/dev/null) + 1))
	echo $n >"$tap_dir/session"
	case $n in
	6) escapebeatd 2>/dev/null ;;             # Heartbeat started by the -r before
	20) mv /etc/ha.d/ha.cf "$tap_dir/ha.cf" ;;
	22) { cat "$tap_dir/ha.cf"; echo bogus; } >/etc/ha.d/ha.cf ;;
	esac
	[ "$1" != cl_status ] || set -- "$bin/cl_status" "${@:2}"
	{ "$@"; code=$?; } > >(sed 's,(escapebeat [0-9.]*),(escapebeat VERSION),') 2>&1
	wait $!
	return $code
}
PATH=$sbin:$PATH
replay heartbeat-cmdline.txt session
done_testing
