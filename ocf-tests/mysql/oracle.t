#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who judges the judges: rows deleted, doubled and changed by hand are found by the oracle, a
# silence is measured, and what the writer records is what was acknowledged.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/server.sh"
need_root
need_mariadb
chmod 711 "$tap_dir"
acks=$tap_dir/acks

# serve NAME ID: a server of its own, at NAME.sock.
serve() {
	local pid
	cp -a "$tap_dir/data" "$tap_dir/$1"
	settings "$2" "$tap_dir/$1" >"$tap_dir/$1.cnf"
	mariadbd --defaults-file="$tap_dir/$1.cnf" --skip-networking --socket="$tap_dir/$1/sock" \
		--pid-file="$tap_dir/$1/pid" >"$tap_dir/$1.log" 2>&1 &
	pid=$!
	cleanup "kill -KILL $pid 2>/dev/null; wait $pid 2>/dev/null"
	wait_for 30 sql "$1" "SELECT 1" >/dev/null 2>&1 || { diag "$(cat "$tap_dir/$1.log")"; return 1; }
}
sql() { mariadb --no-defaults --batch --skip-column-names --socket="$tap_dir/$1/sock" -e "$2"; }

# write RUN SECONDS: the writer for a while; what it said is in $tap_dir/wrote.
write() {
	"$build/ocf-tests/mysql/mysql-writer" --server "$tap_dir/a/sock" --options "$tap_dir/judge.cnf" \
		--acks "$acks" --run "$1" --pace 2 >"$tap_dir/wrote" &
	writer=$!
	cleanup "kill $writer 2>/dev/null"
	sleep "$2"
}
rest() { kill "$writer"; wait "$writer"; }

# judged NAME EXIT WORDS [OPTION...]: the oracle's exit code, and what its verdict has to contain.
judged() {
	local name=$1 code=$2 words=$3 word
	shift 3
	exits "$name" "$code" "$build/ocf-tests/mysql/mysql-oracle" --acks "$acks" \
		--options "$tap_dir/judge.cnf" --run 1 "$@" "a=$tap_dir/a/sock" "b=$tap_dir/b/sock"
	for word in $words; do
		like "- $word" "$out" "^verdict.* $word( |$)"
	done
}

mkdir "$tap_dir/data"
chown mysql: "$tap_dir/data"
ok "a data folder is made" install_data "$tap_dir/data"
judge_options "$tap_dir/judge.cnf"
ok "one server runs" serve a 1
ok "and another" serve b 2
replicate() { sql a "SELECT * FROM loss.written" >"$tap_dir/rows" &&
	sql b "DELETE FROM loss.written; LOAD DATA LOCAL INFILE '$tap_dir/rows' INTO TABLE loss.written"; }

write 1 1
rest
like "the writer was acknowledged" "$(cat "$tap_dir/wrote")" '^acknowledged=[1-9][0-9]+ unsure=0$'
is "- and recorded each" "$(grep -c '^ok ' "$acks")" "$(sed 's/acknowledged=\([0-9]*\).*/\1/' "$tap_dir/wrote")"
is "- of the rows that are there" "$(sql a "SELECT COUNT(*) FROM loss.written")" "$(wc -l <"$acks")"
judged "a server that has nothing differs" 1 "lost=0 doubled=0 differing=1"
ok "once it has the same rows" replicate
judged "all is well" 0 "lost=0 doubled=0 differing=0 unsure=0"

sql a "DELETE FROM loss.written WHERE run = 1 AND connection = 2 AND number = 7"
judged "a row deleted by hand is lost" 1 "lost=1 doubled=0 differing=1"
like "- by its name" "$out" '^lost 1:2:7, acknowledged at [0-9]+ by server 1$'
replicate
judged "- also when no server has it" 1 "lost=1 doubled=0 differing=0" --known "$tap_dir/known"
judged "- and counts once when losses are remembered" 0 "lost=0 earlier=1" --known "$tap_dir/known"
sql a "INSERT INTO loss.written VALUES (1, 2, 7, 1)"
replicate
judged "put back, all is well" 0 "lost=0 differing=0"

sql b "INSERT INTO loss.written VALUES (1, 1, 3, 1)"
judged "a row that a replica applied twice is doubled" 1 "lost=0 doubled=1 differing=1"
like "- on that server" "$out" '^doubled 1:1:3 on b$'
replicate
sql b "UPDATE loss.written SET server = 9 WHERE run = 1 AND connection = 0 AND number = 0"
judged "a changed value differs" 1 "lost=0 doubled=0 differing=1"
replicate
sql a "CREATE TABLE loss.more (id INT)"
judged "so does a table that one lacks" 1 "differing=1"
sql b "CREATE TABLE loss.more (id INT)"
judged "all is well again" 0 "differing=0"

exits "a replica that does not answer differs, and losses are found all the same" 1 \
	"$build/ocf-tests/mysql/mysql-oracle" --acks "$acks" --options "$tap_dir/judge.cnf" --run 1 \
	"a=$tap_dir/a/sock" "b=$tap_dir/nobody"
like "- by its name" "$out" '^b does not answer: '
like "- beside the verdict" "$out" '^verdict.* lost=0 .*differing=1 '
exits "without the primary there is no verdict" 2 \
	"$build/ocf-tests/mysql/mysql-oracle" --acks "$acks" --options "$tap_dir/judge.cnf" --run 1 \
	"a=$tap_dir/nobody" "b=$tap_dir/b/sock"

# ---- silence -------------------------------------------------------------------------------
write 2 1
fault=$(date +%s%3N)
sql a "FLUSH TABLES WITH READ LOCK; SELECT SLEEP(1.5)" >/dev/null
sleep 0.5
rest
replicate
judged "writes that had to wait" 0 "lost=0" --run 2 --since "$fault"
away=$(sed -n 's/^verdict.* away=\(-\?[0-9]*\).*/\1/p' <<<"$out")
ok "- make a silence of their length, $away ms" test "${away:-0}" -ge 1400 -a "${away:-0}" -le 10000
judged "nothing acknowledged since is for ever" 0 "away=-1" --run 2 --since "$(date +%s%3N)"

# ---- an answer that never came -----------------------------------------------------------------
sed -i 's/^ok \([0-9]* 2 1 0 \)/error \1/' "$acks"
judged "a row of unknown outcome is no loss and no fault" 0 "lost=0 unsure=1" --run 2
sql a "DELETE FROM loss.written WHERE run = 2 AND connection = 1 AND number = 0"
replicate
judged "- also when it is not there" 0 "lost=0 unsure=0" --run 2

done_testing
