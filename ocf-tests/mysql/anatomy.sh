# SPDX-License-Identifier: GPL-2.0-or-later
# A failover with a backlog, and what each part of it took.  Needs nodes.sh, faults.sh, rounds.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # from there; for those who source this

# hold_applier_open NODE: it receives and cannot apply, until let_apply.
hold_applier_open() { hold_applier "$1" 600; }
let_apply() {
	sql_at "$1" "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist
		WHERE info LIKE 'SELECT SLEEP(%'" | while read -r kill; do sql_at "$1" "$kill"; done
}

# behind NODE: how many transactions it has received and not applied.
number_of() { grep -oE '[0-9]+$' <<<"${1:-0}"; }
behind() {
	local received
	received=$(replica_status "$1" | sed -n 's/ *Gtid_IO_Pos: //p')
	echo $(($(number_of "$received") - $(number_of "$(sql_at "$1" 'SELECT @@gtid_slave_pos')")))
}
is_behind() { [ "$(behind "$1")" -ge "${EB_BACKLOG:-8000}" ]; }

# watch_writable: when a client first finds the database at the address writable, ms.
# shellcheck disable=SC2016
watch_writable() {
	lab client timeout 90 bash -c '
		until [ "$(mariadb --defaults-file=/etc/mysql/judge.cnf --host="$1" \
			--connect-timeout=1 -BNe "SELECT @@read_only" 2>/dev/null)" = 0 ]; do
			sleep 0.02
		done
		echo $((${EPOCHREALTIME/./} / 1000))' - "$db_address" >"$tap_dir/writable" &
	watcher=$!
}

# A line of the survivor's log, ms: the first that matches from the fencing on; fails without one.
stamp() {
	local line
	while read -r line; do
		line=$(date -d "${line:0:19}" +%s%3N)
		[ "$line" -lt "$fenced" ] || { echo "$line"; return; }
	done < <(grep -E "$1" "$tap_dir/survivor.log")
	return 1
}

# What a client waits for, in this order; each ends where the next begins.
steps=("fenced -> asked for votes" "votes" "promote without the drain" "drain in promote"
	"promoted -> address" "address" "first answer" "fenced -> writable" "of that not the drain")

# dissect: the times of the last failover, into $took.
dissect() {
	local asked begun ended drained address up writable
	lab exec "$second" cat /var/log/pacemaker/pacemaker.log >"$tap_dir/survivor.log"
	asked=$(stamp 'Initiating notify operation db_pre_notify_promote_0') &&
		begun=$(stamp 'executing - rsc:db action:promote') &&
		ended=$(stamp 'db promote .* exited with status 0') &&
		address=$(stamp 'executing - rsc:vip action:start') &&
		up=$(stamp 'vip start .* exited with status 0') || return
	drained=$(sed -n 's/.*INFO: applied what was received, in \([0-9]*\) ms/\1/p' \
		"$tap_dir/survivor.log" | tail -n 1)
	drained=${drained:-0}
	writable=$(cat "$tap_dir/writable")
	took=(["fenced -> asked for votes"]=$((asked - fenced)) [votes]=$((begun - asked))
		["drain in promote"]=$drained ["promote without the drain"]=$((ended - begun - drained))
		["promoted -> address"]=$((address - ended)) [address]=$((up - address))
		["first answer"]=$((writable - up)) ["fenced -> writable"]=$((writable - fenced))
		["of that not the drain"]=$((writable - fenced - drained)))
}

print_anatomy() {
	local step
	printf '%s' "$1"
	for step in "${steps[@]}"; do
		printf ' %s %d,' "$step" "${took[$step]}"
	done
	printf ' %d were behind, load %s\n' "$backlog" "$(cut -d' ' -f1 /proc/loadavg)"
}

# fail_over RUN: of $first to $second, which is behind; its steps in $took.
declare -A took
fail_over() {
	local skip
	hold_applier_open "$second"
	EB_CONNECTIONS=8 EB_PACE=0 start_writer "$1" || return
	wait_for 120 is_behind "$second" || return
	skip=$(wc -l <"$EB_LAB/power.log")
	backlog=$(behind "$second")
	fault_node_kill
	let_apply "$second"
	watch_writable
	wait "$watcher"
	end_writer
	fenced=$(power_ms "$first: off, asked by n" "$skip") && [ -s "$tap_dir/writable" ] && dissect
}
