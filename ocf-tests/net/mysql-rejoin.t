#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A member that cannot follow the primary gets its data anew: what is replaced is kept, nothing is
# touched without a primary or room, and whatever is killed when, the next start is right.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
[ -n "${EB_REJOIN:-}" ] || skip_all "half a minute: make check-mysql-rejoin"
need mariadb-backup mbstream
third_host
clone_max=2 # n3 is a stranger
for node in n1 n2 n3; do # each its own file system: room is a part of this
	mkdir -p $db/$node
	mount -t tmpfs -o size=220M "$node" $db/$node
done
cleanup umount $db/n1 $db/n2 $db/n3
member n1
member n2
mkdir $cluster/bin
# What a primary sends, as it can be had here; and the ways in which it is not.
cat >$cluster/bin/send <<'EOF'
#!/bin/bash
exec mariadb-backup --no-defaults --backup --stream=mbstream --user=root \
	--socket="/run/db/$PRIMARY_NODE/run/sock" --target-dir="$(mktemp -d)"
EOF
chmod +x $cluster/bin/send
send=$cluster/bin/send
more=(rejoin_policy=clone semisync=off "clone_command=exec $send")
n1=$db/n1
timeout_ms=60000
fresh=$n1/data.escapebeat-clone
primary=CRM_meta_notify_promoted_uname=n2
mark=/run/state-n1/mysql-db.state.rejoin # what a monitor leaves: so the server need not run before
kept() { (cd $n1 && echo data.2*); }
forget() { rm -rf $n1/data.2* /run/state-n1/*.rejoins; }
sums() { sql "$1" 'CHECKSUM TABLE shop.t, shop.u'; }
same() { [ "$(sums n1)" = "$(sums n2)" ]; }
# errs ID: a transaction that n1 alone has, while its server is down for the cluster.
errs() {
	sql n1 "STOP SLAVE; SET GLOBAL read_only=0; INSERT INTO shop.t VALUES ($1, 'errant'); SET GLOBAL read_only=1"
	act n1 stop
}
joined() {
	ok "$1: it follows" wait_for 30 follows n1
	sql n2 "REPLACE INTO shop.u VALUES (1, '$1')"
	ok "$1: both have the same" wait_for 30 same
	is "$1: nothing is left beside it" "$(echo $n1/*escapebeat*)" "$n1/*escapebeat*"
}

for node in n1 n2; do act $node start; done
exits "n1: validate-all" 0 act n1 validate-all
promote n2 "n1 n2"
ok "n1 follows" wait_for 30 follows n1
sql n2 "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(20)); CREATE TABLE shop.u LIKE shop.t;
	INSERT INTO shop.t VALUES (1, 'one'), (2, 'two')"
ok "rows arrive" wait_for 30 has_rows n1 1,2

# ---- found by a monitor
sql n1 "STOP SLAVE; SET GLOBAL read_only=0; INSERT INTO shop.t VALUES (100, 'errant'); SET GLOBAL read_only=1"
sql n2 "INSERT INTO shop.t VALUES (3, 'three')"
exits "a monitor that finds it fails, for the cluster to start it again" 1 \
	act n1 monitor manage_slave=true
like "with one message" "$err" "rejoin_policy=clone: errant 0-1-[0-9]+: 1 transactions"
exits "n1: stop" 0 act n1 stop
chmod 751 $n1/data
exits "n1: start" 0 act n1 start $primary
joined "errant"
like "it was kept" "$(kept)" '^data\.2[0-9]{7}-[0-9]{6}$'
like "with the reason" "$(cat $n1/data.2*/escapebeat-kept)" "copy of the primary n2 at .*errant 0-1-"
ok "with what only it had" grep -q "100, 'errant'" $n1/data.2*/binlog.0*
is "its mode is as before, its owner as the server wants" "$(stat -c '%a %U %G' $n1/data)" "751 mysql mysql"
is "all is the server's" "$(find $n1/data ! -user mysql)" ""
exits "n1: monitor" 0 act n1 monitor
is "n1: score" "$(score n1)" 900
is "n1: state" "$(attr n1 db-state)" ""
is "its log knows whose transactions it has" "$(sql n1 'SELECT @@gtid_binlog_state')" \
	"$(sql n2 'SELECT @@gtid_binlog_state')"

# ---- nobody to copy from
forget
errs 101
sql n2 "SET GLOBAL read_only=1"
exits "who does not take writes is no primary: it starts" 0 act n1 start $primary
is "and keeps what it has" "$(sql n1 'SELECT COUNT(*) FROM shop.t WHERE id=101') $(kept)" "1 data.2*"
sql n2 "SET GLOBAL read_only=0"
act n1 stop

# ---- faults of the command: nothing is changed, and the next start is right
fails() { # NAME COMMAND PATTERN
	rm -f /run/state-n1/*.rejoins
	echo "found by a monitor" >$mark
	exits "$1: start fails" 1 act n1 start $primary "clone_command=$2"
	like "$1: and says why" "$err" "$3"
	is "$1: nothing is replaced" "$(kept)" "data.2*"
	# At the deadline there is no time to remove it: the next start does.
	is "$1: what is left is marked" "$(cat $fresh/escapebeat-clone 2>/dev/null | head -1)" "${4:-}"
}
fails "a command that fails" "echo no route to host >&2; exit 3" \
	"data of the primary n2 failed after 0 KiB: /bin/sh ended with exit code 3: no route to host"
fails "half a stream" "$send | head -c 3000000" "mbstream ended with exit code 1"
fails "a stream that ends well too early" "$send | mbstream -x -C \$(mktemp -d) >/dev/null; :" "half a copy"
member n3 port=3307
act n3 start
sql n3 "STOP SLAVE; SET GLOBAL read_only=0; CREATE TABLE shop.w (id INT)"
fails "a copy of somebody else's data" "PRIMARY_NODE=n3 $send" \
	"clone_command sent a copy at 0-3-[0-9]+, which is none of the primary n2"
act n3 stop
timeout_ms=12000
fails "a command that hangs" "sleep 60" "did not end within the time for start: 0 KiB" begun
timeout_ms=60000
used=$(df --output=avail -k $n1 | tail -1)
fallocate -l $((used - 20000))k $n1/ballast
fails "no room" "exec $send" "no room .*: $n1 has [0-9]+ MiB free, datadir without its logs takes [0-9]+ MiB"
rm $n1/ballast
rm $mark
now=$(date +%s)
echo "$now $now $now" >/run/state-n1/mysql-db.state.rejoins
exits "a fourth try within an hour is put off: it starts" 0 act n1 start $primary
like "as one that must not be promoted" "$(score n1) $(attr n1 db-state)" "^-1000000 errant 0-1-"
exits "nor does a monitor fail for it" 0 act n1 monitor
act n1 stop

# ---- killed at any point
kills() { # NAME CONDITION [NAME=VALUE]
	local name=$1 condition=$2 pid
	shift 2
	forget
	echo "found by a monitor" >$mark
	act n1 start $primary "$@" >"$tap_dir/killed" 2>&1 &
	pid=$!
	ok "$name: the agent is killed" wait_for 30 eval "$condition"
	kill_inside $pid
	wait $pid 2>/dev/null
	act n1 stop
	ok "$name: datadir is whole" [ -d $n1/data/mysql ]
	[ ! -e $n1/data/escapebeat-clone ] || [ "$(head -1 $n1/data/escapebeat-clone)" = ready ] ||
		fail "$name: half a copy is in its place"
}
restarts() { # NAME
	exits "$1: the next start" 0 act n1 start $primary
	joined "$1"
	is "$1: what only it had is kept once" "$(grep -l "$2, 'errant'" $n1/data.2*/binlog.0* | wc -l)" 1
	errs $(($2 + 1))
}
kills "in the transfer" "pgrep -f 'mbstream -x -[C]' >/dev/null" "clone_command=$send | (head -c 5000000; exec sleep 60 <&-)"
is "in the transfer: the command goes with it" "$(pgrep -f 'mbstream -x -C')" ""
restarts "in the transfer" 101
kills "while it prepares" "pgrep -f 'mariadb-backup --prepar[e]' >/dev/null"
restarts "while it prepares" 102
kills "before the server knows" '[ -e $n1/data/escapebeat-clone ]'
restarts "before the server knows" 103
kills "between two names" '[ -e $n1/data/escapebeat-clone ]'
mv $n1/data.2* $fresh # as if it had been a moment before
rm -f $fresh/escapebeat-kept
restarts "between two names" 104
kills "without a name" '[ -e $n1/data/escapebeat-clone ]'
mv $n1/data $fresh # where two names cannot be exchanged at once
restarts "without a name" 105

# ---- the primary has purged what this one would need
forget
exits "n1: start" 0 act n1 start $primary
ok "n1 follows" wait_for 30 follows n1
act n1 stop
sql n2 "INSERT INTO shop.t VALUES (7, 'purged'); FLUSH BINARY LOGS"
sql n2 "FLUSH BINARY LOGS" # the first does not count as old while a replica may want it
sql n2 "PURGE BINARY LOGS TO '$(sql n2 'SHOW MASTER STATUS' | cut -f1)'"
forget
exits "purged: start" 0 act n1 start $primary
refused() { sql n1 'SHOW ALL SLAVES STATUS' | grep -q 1236; }
ok "purged: it cannot follow" wait_for 30 refused
exits "purged: the monitor fails" 1 act n1 monitor
like "purged: with one message" "$err" "next start lets this node rejoin by rejoin_policy=clone: .*1236|purged"
act n1 stop
exits "purged: the next start" 0 act n1 start $primary
joined "purged"
exits "purged: monitor" 0 act n1 monitor

# ---- a row that should not be here, and one that is missing
forget
sql n1 "SET sql_log_bin=0; INSERT INTO shop.t VALUES (8, 'clash')"
sql n2 "INSERT INTO shop.t VALUES (8, 'eight')"
stands() { sql n1 'SHOW ALL SLAVES STATUS' | grep -q 1062; }
ok "conflict: replication stands" wait_for 30 stands
exits "conflict: who is to keep it keeps it" 0 act n1 monitor rejoin_policy=refuse
exits "conflict: the monitor fails" 1 act n1 monitor
act n1 stop
exits "conflict: the next start" 0 act n1 start $primary
joined "conflict"

# ---- a new node
act n1 stop
forget
rm -rf $n1/data/*
exits "new: start" 0 act n1 start $primary
joined "new"
is "new: there was nothing to keep" "$(kept)" "data.2*"

# ---- what cannot work is told before
mkdir $n1/other && mount -t tmpfs other $n1/other
exits "errant_dir elsewhere" 5 act n1 validate-all errant_dir=$n1/other
like "is told" "$err" "errant_dir $n1/other is not on the file system of datadir"
umount $n1/other
exits "a log outside of datadir" 5 act n1 validate-all additional_parameters=--log-bin=/var/log/x/binlog
like "is told" "$err" "log-bin .*outside of datadir"
exits "no MariaDB" 6 act n1 validate-all binary=$cluster/bin/send
for node in n1 n2; do act $node stop; done
done_testing
