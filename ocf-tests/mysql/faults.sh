# SPDX-License-Identifier: GPL-2.0-or-later
# What befalls a replicated database.  Each fault_NAME happens to $first, the primary, notes the
# moment in $fault_ms, and adds what mend has to undo; none lasts longer than mend lets it.
# Needs nodes.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # from there; for those who source this

faults=(server_kill node_kill partition_kill all_servers_kill all_nodes_kill server_stop
	agent_kill backlog sql_thread disk_full switchover receipt_lost)
fault_ms=0
dead=()     # nodes to be booted
mendings=() # commands
remark=     # what the table says beside the fault's name

now() { fault_ms=$((${EPOCHREALTIME/./} / 1000)); }

# mend: everything that the fault left is undone, and dead nodes come back.
mend() {
	local command node failed=0
	lab heal
	for command in "${mendings[@]}"; do
		eval "$command"
	done
	for node in "${dead[@]}"; do
		lab boot "$node" || failed=1
	done
	mendings=() dead=()
	return $failed
}

# signal NODE SIGNAL: to its server, which need not be there.
signal() {
	local pid
	pid=$(db_pid "$1") && lab exec "$1" kill "-$2" "$pid"
}

fault_server_kill() {
	now
	signal "$first" KILL
}

fault_node_kill() {
	now
	lab kill "$first"
	dead+=("$first")
}

# Cut off first: what the primary acknowledges from there on, nobody else can have.
fault_partition_kill() {
	local node
	for node in "${db_nodes[@]}"; do
		[ "$node" = "$first" ] || lab cut "$first" "$node"
	done
	now
	sleep 1
	lab kill "$first"
	dead+=("$first")
}

fault_all_servers_kill() {
	local node pids=()
	now
	for node in "${db_nodes[@]}"; do
		signal "$node" KILL &
		pids+=($!)
	done
	wait "${pids[@]}"
}

# A power cut of the whole site.
fault_all_nodes_kill() {
	local node pids=()
	now
	for node in "${db_nodes[@]}"; do
		lab kill "$node" &
		pids+=($!)
	done
	wait "${pids[@]}"
	for node in "${db_nodes[@]}"; do
		lab boot "$node"
	done
}

# The server is there and answers nobody.
fault_server_stop() {
	now
	signal "$first" STOP
	mendings+=("signal $first CONT")
}

# assassin: ends each agent that promotes, from within a node, until it has got one.
# shellcheck disable=SC2016
assassin='
end=$((SECONDS + 30))
while [ $SECONDS -lt $end ]; do
	for dir in /proc/[0-9]*; do
		words=()
		mapfile -d "" -t words 2>/dev/null <"$dir/cmdline" || continue
		[ "${words[-1]}" = promote ] && [[ "${words[*]}" = */resource.d/* ]] || continue
		kill -KILL "${dir#/proc/}" && echo "${words[*]}" && exit
	done
done 2>/dev/null'

# Says so when no agent was caught: then the round was a killed node and nothing more.
caught() { [ -s "$tap_dir/assassinated" ] || remark=:missed; }

# The survivors are behind, so that there is something to be done in promote.
fault_agent_kill() {
	local node
	: >"$tap_dir/assassinated"
	for node in $(replicas); do
		hold_applier "$node" 4
		lab exec "$node" bash -c "$assassin" >>"$tap_dir/assassinated" 2>/dev/null &
		mendings+=("wait $!")
	done
	mendings+=(caught)
	sleep 2
	fault_node_kill
}

# hold_applier NODE SECONDS: it receives and cannot apply.
hold_applier() {
	lab exec "$1" timeout $(($2 + 1)) mariadb --no-defaults --socket=/run/mysqld/mysqld.sock \
		-e "LOCK TABLES loss.written WRITE; SELECT SLEEP($2)" >/dev/null 2>&1 </dev/null &
}

# Some seconds of writes are received and not applied when the primary dies.
fault_backlog() {
	local node
	for node in $(replicas); do
		hold_applier "$node" 5
	done
	sleep 4
	fault_node_kill
}

# Somebody stopped the replicas' SQL thread and forgot it.
fault_sql_thread() {
	local node
	for node in $(replicas); do
		sql_at "$node" "STOP SLAVE SQL_THREAD"
		mendings+=("sql_at $node 'START SLAVE SQL_THREAD'")
	done
	sleep 2
	fault_node_kill
}

# Not one byte is left on the primary's disk; the wait for space ends in mend.
fault_disk_full() {
	lab exec "$first" dd if=/dev/zero of="$db_data/ballast" bs=1M 2>/dev/null
	lab exec "$first" sh -c "cat /dev/zero >$db_data/crumbs" 2>/dev/null
	now
	mendings+=("lab exec $first rm -f $db_data/ballast $db_data/crumbs")
}

# No fault at all: the primary moves by order, while clients write.
fault_switchover() {
	local to
	to=$(replicas | head -n 1)
	now
	lab exec "$first" crm_resource --move --promoted --resource databases --node "$to" \
		>/dev/null 2>&1
	mendings+=("lab exec $to crm_resource --clear --resource databases >/dev/null")
}

# lose_receipt NODE: what it receives in this second it receives for good, and cannot say so; then
# it is connected anew.
lose_receipt() {
	lab exec "$1" nft 'add table ip receipts
		add chain ip receipts out { type filter hook output priority 0; }
		add rule ip receipts out tcp dport 3306 drop'
	sleep 1
	sql_at "$1" "STOP SLAVE IO_THREAD"
	lab exec "$1" nft delete table ip receipts
	sql_at "$1" "START SLAVE IO_THREAD"
}

# Commits wait for receipts that nobody will send: MariaDB does not ask twice.
fault_receipt_lost() {
	local node pids=()
	now
	for node in $(replicas); do
		lose_receipt "$node" &
		pids+=($!)
	done
	wait "${pids[@]}"
}
