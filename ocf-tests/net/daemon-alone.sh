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
