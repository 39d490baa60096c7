# SPDX-License-Identifier: GPL-2.0-or-later
# A round: clients write, a fault happens, it is mended, and the oracle says what was lost.
# Needs nodes.sh and faults.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # from there; for those who source this

acks=/srv/acks known=/srv/known # of the client
patience_s=${EB_PATIENCE:-60}

# start_writer RUN: in the background, at the client.
start_writer() {
	# shellcheck disable=SC2016
	lab client sh -c 'echo $$ >/run/writer.pid && exec mysql-writer "$@"' sh \
		--server "$db_address" --options /etc/mysql/judge.cnf --acks $acks --run "$1" \
		--connections "${EB_CONNECTIONS:-4}" --pace "${EB_PACE:-3}" >"$tap_dir/wrote" 2>&1 &
	writer=$!
	wait_for 20 answered_since $((${EPOCHREALTIME/./} / 1000))
}

# shellcheck disable=SC2016
end_writer() {
	lab client sh -c 'kill -TERM "$(cat /run/writer.pid)"'
	wait "$writer"
}

# last_ack_ms: when a client was last told OK.
last_ack_ms() { lab client sh -c "tac $acks | awk '\$1 == \"ok\" { print \$2; exit }'" 2>/dev/null; }
answered_since() { local ms; ms=$(last_ack_ms) && [ "${ms:-0}" -gt "$1" ]; }
is_answered() { answered_since $((${EPOCHREALTIME/./} / 1000 - 700)); }

# is_over_it: clients are answered again.  Of two nodes the one that is left may rightly wait for
# a second copy of what is written: there it is enough that it would accept writes.
is_over_it() { is_answered || { [ ${#db_nodes[@]} = 2 ] && is_writable; }; }

# from_fencing: ms from the last fencing of the round until clients were answered; - without one.
from_fencing() {
	local fenced
	fenced=$(awk -v since="$fault_ms" '$1 >= since && / off, asked by n/ { ms = $1 } END { print ms }' \
		"$EB_LAB/power.log")
	if [ -n "$fenced" ] && [ "$(verdict back)" -gt "$fenced" ]; then
		echo $(($(verdict back) - fenced))
	else
		echo -
	fi
}

# judge RUN: the oracle's words in $judged; fails when it finds fault, or cannot tell.
judge() {
	local now_first
	now_first=$(primary) || { judged="verdict no primary"; return 1; }
	# shellcheck disable=SC2046
	judged=$(lab client mysql-oracle --acks $acks --options /etc/mysql/judge.cnf --run "$1" \
		--since "$fault_ms" --known $known $(servers "$now_first") 2>&1)
}

# verdict WORD: a number of the oracle's verdict.
verdict() { sed -n "s/^verdict.* $1=\(-\?[0-9]*\).*/\1/p" <<<"$judged"; }

# rejoin: until all nodes replicate what the primary has: into $rejoined, seconds or how it failed.
rejoin() {
	local begin_us=${EPOCHREALTIME/./}
	rejoined=stuck
	lab wait-online --timeout 60 2>/dev/null
	if ! wait_for "$patience_s" together; then
		witness "not together after $patience_s s"
		lab exec "${db_nodes[0]}" crm_resource --cleanup >/dev/null 2>&1
		wait_for 30 together || return
		rejoined=helped
		return
	fi
	rejoined=$(printf %02d $(((${EPOCHREALTIME/./} - begin_us) / 100000)))
	rejoined=${rejoined%?}.${rejoined: -1}
}

# witness WHY: what a human would want to see, into the journal.
witness() {
	local node
	{
		echo "---- round $round, $fault, seed $seed: $1"
		lab exec "${db_nodes[0]}" crm_mon -1rfA 2>&1 | sed -n '/Node List/,$p'
		for node in "${db_nodes[@]}"; do
			echo "$node: $(sql_at "$node" 'SELECT @@read_only, @@gtid_binlog_pos, @@gtid_slave_pos')"
			replica_status "$node" | grep -E 'Running:|Err|Gtid_IO_Pos|Master_Host'
		done
		for node in "${db_nodes[@]}"; do
			lab log -a "$node" 2>/dev/null | grep -E 'mysql|mariadb' |
				grep -vE 'pacemaker-(based|attrd)' | tail -n 25
			lab exec "$node" tail -n 12 /var/log/mariadb.log 2>/dev/null
		done
	} >>"$journal"
}

# play RUN SEED: one round, its fault drawn from $faults; a row of the table in $row.  Fails when the lab is of no more
# use, sets $guilty when anything was lost, doubled or differs.
play() {
	round=$1 seed=$2 guilty='' remark=''
	RANDOM=$seed
	: "$RANDOM$RANDOM" # the first ones of neighbouring seeds are alike
	fault=${faults[RANDOM % ${#faults[@]}]}
	local lead_ms=$((500 + RANDOM % 1500))
	first=$(primary) && start_writer "$round" || return
	sleep "$((lead_ms / 1000)).$(printf %03d $((lead_ms % 1000)))"
	"fault_$fault"
	sleep 4
	wait_for 25 is_over_it
	mend
	wait_for "$patience_s" is_answered && sleep 0.5
	end_writer
	rejoin
	judge "$round" || guilty=1
	grep -vF verdict <<<"$judged" | sed "s/^/round $round: /" >>"$journal"
	row=$(printf '%5s %6s %-17s %s>%s %7s %6s %7s %7s %7s %7s %7s' "$round" "$seed" "$fault$remark" \
		"$first" "$(primary || echo none)" "$(verdict acknowledged)" "$(verdict lost)" \
		"$(verdict doubled)" "$(verdict differing)" "$(verdict away)" "$(from_fencing)" "$rejoined")
	[ -z "$guilty" ] || witness "$judged"
	[ "$rejoined" != stuck ] && [ -n "$(verdict lost)" ]
}
