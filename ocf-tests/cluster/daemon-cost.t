#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the daemon costs when nothing happens, beside the real Heartbeat 3.0.6 in the same minutes:
# each on two nodes of a lab of its own, keepalive 2 s, a ping node. CPU time, wakeups and
# memory of its processes; Heartbeat's transport and resources are corosync's and Pacemaker's here,
# whose cost is told, too.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_DAEMON:-}" ] || skip_all "takes minutes: make check-daemon"
. "$(dirname "$0")/daemon-tree.sh"
package=${EB_HEARTBEAT:-$build/ocf-tests/heartbeat}
"$top/ocf-tests/differential/heartbeat-package" "$package" >"$tap_dir/package" 2>&1 ||
	skip_all "needs Heartbeat's package: $(tail -n 1 "$tap_dir/package")"
seconds=${EB_SECONDS:-120}

ha_files() {
	mkdir -p "$1/etc/ha.d"
	cat >"$1/etc/ha.d/ha.cf" <<-'END'
	logfile /var/log/ha-log
	keepalive 2
	deadtime 30
	initdead 60
	bcast eth1
	auto_failback on
	ping 10.77.0.1
	respawn hacluster /usr/libexec/heartbeat/ipfail
	node hba hbb
	END
	: >"$1/etc/ha.d/haresources"
	printf '%s\n' 'auth 1' '1 crc' >"$1/etc/ha.d/authkeys"
	chmod 600 "$1/etc/ha.d/authkeys"
}
ha_files "$layer"
ha_files "$tap_dir/old"
cat >"$tap_dir/topology" <<'END'
node hba eth0=lan:10.77.0.11/24 eth1=beat:10.78.0.11/24
node hbb eth0=lan:10.77.0.12/24 eth1=beat:10.78.0.12/24
client eth0=lan:10.77.0.1/24
links beat lan
END
old() { EB_LAB=$tap_dir/oldlab "$top/ocf-tests/lab/lab" "$@"; }
cleanup 'old down'
lab_up --topology "$tap_dir/topology" --fence-lab --agents "$layer"
old up --owner $$ --no-cluster --topology "$tap_dir/topology" --agents "$package/root" --agents "$tap_dir/old" \
	2>"$tap_dir/old.up" || { fail "the second lab comes up"; diag "$(cat "$tap_dir/old.up")"; exit 1; }
for node in hba hbb; do
	on $node escapebeatd -a /usr/libexec/escapebeat/escapebeat-alert
	old exec $node sh -c 'install -d -m 750 -o hacluster -g haclient /run/heartbeat /run/heartbeat/ccm
		exec /usr/libexec/heartbeat/heartbeat' >/dev/null 2>&1 </dev/null &
done
active() { [ "$("$1" exec hba cl_status nodestatus hbb 2>/dev/null)" = active ]; }
ok "the daemon hears the other one" wait_for 60 active lab
ok "Heartbeat does, too" wait_for 120 active old
sleep 20

# counters: of the processes of these names in a node, and the children that they waited for: CPU
# in ms, switches, resident kB, how many processes.
cat >"$tap_dir/counters" <<'END'
cpu=0 switches=0 resident=0 n=0
for d in /proc/[0-9]*; do
	read -r name <"$d/comm" 2>/dev/null || continue
	case " $* " in *" $name "*) ;; *) continue ;; esac
	read -r ns _ <"$d/schedstat"
	read -ra stat < <(sed 's/.*) //' "$d/stat")
	cpu=$((cpu + ns / 1000000 + (stat[13] + stat[14]) * 10))
	while read -r key value _; do
		case $key in
		VmRSS:) resident=$((resident + value)) ;;
		*ctxt_switches:) switches=$((switches + value)) ;;
		esac
	done <"$d/status"
	n=$((n + 1))
done
echo "$cpu $switches $resident $n"
END
counters() { "$1" exec hba bash -s "${@:2}" <"$tap_dir/counters"; }
look() {
	counters lab escapebeatd >"$tap_dir/ours.$1"
	counters old heartbeat ipfail >"$tap_dir/theirs.$1"
	counters lab corosync >"$tap_dir/corosync.$1"
	counters lab pacemakerd pacemaker-based pacemaker-contr pacemaker-attrd pacemaker-schedu pacemaker-execd \
		pacemaker-fence >"$tap_dir/pacemaker.$1"
}
look 1
sleep "$seconds"
look 2
# per WHO: CPU in thousandths of a percent of a core, switches a minute, resident kB, processes.
per() {
	local cpu switches cpu2 switches2 resident n
	read -r cpu switches _ <"$tap_dir/$1.1"
	read -r cpu2 switches2 resident n <"$tap_dir/$1.2"
	echo "$(((cpu2 - cpu) * 100 / seconds)) $(((switches2 - switches) * 60 / seconds)) $resident $n"
}
declare -A cpu_of wakes_of kb_of n_of
for who in ours theirs corosync pacemaker; do
	read -r cpu wakes kb n < <(per $who)
	diag "$(printf '%-9s %d.%03d %% of a core, %5d wakeups a minute, %6d kB resident, %d processes' \
		$who $((cpu / 1000)) $((cpu % 1000)) "$wakes" "$kb" "$n")"
	cpu_of[$who]=$cpu wakes_of[$who]=$wakes kb_of[$who]=$kb n_of[$who]=$n
done
# ratio NAME: ours in percent of theirs.
ratio() { local -n of=$1; echo "$((${of[ours]} * 100 / ${of[theirs]})) %"; }
diag "ours of Heartbeat's: CPU $(ratio cpu_of), wakeups $(ratio wakes_of), memory $(ratio kb_of)"
is "it is one process" "${n_of[ours]}" 1
ok "Heartbeat runs" [ "${n_of[theirs]}" -gt 3 ]
ok "CPU time is not above Heartbeat's" [ "${cpu_of[ours]}" -le "${cpu_of[theirs]}" ]
ok "- nor are wakeups" [ "${wakes_of[ours]}" -le "${wakes_of[theirs]}" ]
ok "memory is less than 12 MB" [ "${kb_of[ours]}" -lt 12288 ]
ok "- and less than Heartbeat's" [ "${kb_of[ours]}" -lt "${kb_of[theirs]}" ]
done_testing
