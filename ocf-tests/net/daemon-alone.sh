# SPDX-License-Identifier: GPL-2.0-or-later
# The daemon where no corosync runs, in namespaces of its own: source apart.sh, apart, tap.sh, then
# this. It runs as $pid, from the folder $ha; $bin has the commands.
# shellcheck shell=bash disable=SC2154,SC2034 # tap.sh has build and tap_dir, tests use the rest
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

answers() { "$bin/cl_status" hbstatus >/dev/null; }
# begin COMMAND...: starts it, by this command (env, if it needs none).
begin() {
	"$@" "$bin/escapebeatd" -f -c "$ha" -a none 2>/dev/null &
	pid=$!
	ok "it answers" wait_for 10 answers
}
# as GROUP COMMAND...: as nobody with this group. Strangers can execute what lies in /run.
as() { setpriv --reuid nobody --regid "$1" --clear-groups "${@:2}"; }
# installed: the daemon, its files and its init script where an installation has them, on layers over
# this machine's /etc and /usr. $sbin is the daemon's place.
installed() {
	local folder
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
	sed -e 's,^heartbeat=.*,heartbeat=/usr/libexec/heartbeat/heartbeat,' \
		-e "s,^hb_standby=.*,hb_standby=$bin/hb_standby," "$bin/daemon/heartbeat.init" >/etc/init.d/heartbeat
	chmod 755 /etc/init.d/heartbeat
}
