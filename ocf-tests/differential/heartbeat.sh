# SPDX-License-Identifier: GPL-2.0-or-later
# The real Heartbeat 3.0.6 on the nodes of a lab.
# shellcheck shell=bash disable=SC2154 # from play.sh and differential.t

heartbeat_tree() { lay_files; }

heartbeat_up() {
	lab up --owner $$ --no-cluster --topology "$work/topology" --agents "$package/root" \
		--agents "$work/tree" "${node_files[@]}" >>"$work/log" 2>&1 || return
	do_off "${names[@]}"
}

heartbeat_boot() {
	local node pids=()
	for node; do
		lab boot "$node" || return
	done
	for node; do
		lab exec "$node" sh -c '
			install -d -m 750 -o hacluster -g haclient /run/heartbeat
			install -d -m 750 -o hacluster -g haclient /run/heartbeat/ccm
			exec /usr/libexec/heartbeat/heartbeat' >/dev/null 2>&1 </dev/null &
		pids+=($!)
	done
	wait "${pids[@]}"
}

heartbeat_stop() { lab exec "$1" timeout 60 /usr/libexec/heartbeat/heartbeat -k; }
heartbeat_standby() { command_heartbeat "$1" hb_standby; }
heartbeat_takeover() { command_heartbeat "$1" hb_takeover; }

# command_heartbeat NODE PROGRAM: the commands end with success whether they reach anybody or not,
# so one that nothing follows within three seconds is given again, twice at most.
command_heartbeat() {
	local before
	before=$(recorded)
	for _ in 1 2 3; do
		lab exec "$1" timeout 10 "/usr/share/heartbeat/$2" all || return
		! await 3 something_since "$before" || return 0
		echo "nothing happens"
	done
}
recorded() {
	local node
	for node in $(the_living); do
		lab exec "$node" cat /var/log/recorder 2>/dev/null </dev/null
	done | wc -l
}
something_since() { [ "$(recorded)" != "$1" ]; }

# agreed: every living node is through with its own start and sees the others as they are.
agreed() {
	local node other ping
	for node in $(the_living); do
		ask "$node" hbstatus | grep -q 'is running' || return
		! ask "$node" rscstatus | grep -qx transition || return
		for other in "${names[@]}"; do
			if is_alive "$other"; then
				ask "$node" nodestatus "$other" | grep -qx active || return
			else
				ask "$node" nodestatus "$other" | grep -qx dead || return
			fi
		done
		for ping in "${pings[@]}"; do
			if [ "$node" = "$cut" ]; then
				ask "$node" nodestatus "$ping" | grep -qx dead || return
			else
				ask "$node" nodestatus "$ping" | grep -qx ping || return
			fi
		done
	done
}
ask() { lab exec "$1" timeout 10 cl_status "${@:2}" </dev/null 2>&1; }

# An action begins within two seconds of what causes it, at these timings.
heartbeat_settled() {
	await 60 agreed || { echo "the nodes do not agree"; return 1; }
	await 30 complete || { echo "a line is down everywhere"; return 1; }
	still 4 60 recorder || { echo "it does not come to rest"; return 1; }
	await 10 agreed && complete
}
