#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One database server: started, stopped, watched; and what monitor says of one that is frozen,
# full, locked, killed, or not ours.
# stock agent: mysql
# stock fails: a pid file that got lost
# stock fails: a frozen server is found out
# stock fails: leaves it alone
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
export OCF_RESOURCE_INSTANCE=db
database one max_connections=10
parameters one
set -- "${parameters[@]}"

exits "validate-all" 0 agent validate-all "$@"
exits "probe before" 7 agent monitor "$@"
exits "stop before" 0 agent stop "$@"
exits "start" 0 agent start "$@"
is "one server runs" "$(server one | wc -l)" 1
is "as mysql" "$(stat -c %U "/proc/$(server one)")" mysql
exits "start again" 0 agent start "$@"
is "does not start a second" "$(pgrep -cx mariadbd)" 1
for depth in 0 10 20; do
	exits "monitor of depth $depth" 0 env OCF_CHECK_LEVEL=$depth bash -c 'exec "$@"' - \
		env "${@/#/OCF_RESKEY_}" OCF_RESKEY_CRM_meta_interval=10000 OCF_RESKEY_write_probe=true \
		OCF_RESOURCE_TYPE=mysql "$agent_path" monitor
	is "says nothing" "$err" ""
done
if [ -z "${EB_AGENT:-}" ]; then
	is "depth 20 wrote its row" "$(sql one 'SELECT COUNT(*) FROM escapebeat.probe')" 1
fi

# ---- what is not the server
pid=$(server one)
echo 1 >$db/one/run/pid
exits "a pid file that names another process" 0 recurring "$@"
rm $db/one/run/pid
exits "a pid file that got lost" 0 recurring "$@"
exits "start, the pid file lost" 0 agent start "$@"
is "is the same server" "$(server one)" "$pid"
echo "$pid" >$db/one/run/pid

# ---- frozen
kill -STOP "$pid"
begin=$SECONDS
exits "a frozen server is found out" 1 recurring "$@"
ok "in time" test $((SECONDS - begin)) -le 6
like "and it is said" "$err" "does not answer within 2000 ms"
kill -CONT "$pid"
exits "it goes on" 0 recurring "$@"

# ---- all connections taken
sql one "CREATE USER watcher@localhost IDENTIFIED BY 'geheim'; GRANT SELECT ON mysql.* TO watcher@localhost"
cat >"$tap_dir/accounts" <<-'END'
	[client]
	user = watcher
	password = "geheim"
END
chmod 600 "$tap_dir/accounts"
exits "an account out of a file" 0 recurring "$@" credentials_file="$tap_dir/accounts"
fillers=()
# One more each time, until there is no room: who only looks takes a place, too.
full() {
	mariadb --no-defaults -S $db/one/run/sock -u watcher -pgeheim -e 'SELECT 1' 2>&1 | grep -q 1040 && return
	sleep 300 | mariadb --no-defaults -S $db/one/run/sock -u watcher -pgeheim &
	fillers+=($!)
	sleep 0.2
	return 1
}
ok "all connections are taken" wait_for 20 full
exits "full, with the right to the spare connection" 0 recurring "$@"
exits "full, without it" 0 recurring "$@" credentials_file="$tap_dir/accounts"
like "is told" "$err" "give the account CONNECTION ADMIN"
exits "full again" 0 recurring "$@" credentials_file="$tap_dir/accounts"
exits "full for the third time" 1 recurring "$@" credentials_file="$tap_dir/accounts"
like "is told" "$err" "all connections are taken, 3 times in a row"
kill "${fillers[@]}" 2>/dev/null
sql one "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE user='watcher'" |
	while read -r statement; do sql one "$statement"; done
exits "room again" 0 recurring "$@" credentials_file="$tap_dir/accounts"

# ---- locked
(echo 'FLUSH TABLES WITH READ LOCK;'; sleep 300) | mariadb --no-defaults -S $db/one/run/sock &
holder=$!
locked() { [ "$(sql one 'SET SESSION lock_wait_timeout=1; CREATE DATABASE x; DROP DATABASE x' | grep -c 1205)" = 1 ]; }
ok "a read lock is held" wait_for 10 locked
export OCF_CHECK_LEVEL=10
exits "depth 10 under a read lock" 0 recurring "$@"
export OCF_CHECK_LEVEL=20
begin=$SECONDS
exits "depth 20, which writes, under a read lock" 1 recurring "$@" write_probe=true
ok "in time" test $((SECONDS - begin)) -le 6
like "says why" "$err" "cannot write: Lock wait timeout"
unset OCF_CHECK_LEVEL
kill $holder
sql one "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE command='Sleep'" |
	while read -r statement; do sql one "$statement"; done

# ---- accounts
exits "a wrong password" 1 recurring "$@" test_user=watcher test_passwd=falsch
like "names the account" "$err" "refuses the account 'watcher': Access denied"
unlike "and no password" "$err" "falsch"
chmod 644 "$tap_dir/accounts"
exits "validate: a file that others can read" 4 agent validate-all "$@" credentials_file="$tap_dir/accounts"
like "wants it closed" "$err" "wants owner root and mode 0600"
chmod 600 "$tap_dir/accounts"
echo 'password=loose' >"$tap_dir/loose"
chmod 600 "$tap_dir/loose"
exits "validate: an option outside of a group" 5 agent validate-all "$@" credentials_file="$tap_dir/loose"
like "by line" "$err" "$tap_dir/loose:1: "
unlike "without showing it" "$err" "=loose"
exits "status" 0 agent status "$@"

# ---- killed
kill -KILL "$pid"
exits "a killed server" 7 recurring "$@"
ok "its socket is still there" test -S $db/one/run/sock
exits "start after that" 0 agent start "$@"
exits "monitor" 0 recurring "$@"
exits "an account that is refused at start" 4 agent start "$@" test_user=nobody
pid=$(server one)

# ---- stop
kill -STOP "$pid"
exits "stop of what ignores SIGTERM" 0 agent stop CRM_meta_timeout=5000 "$@"
ok "it is gone" no_server one
ok "and its socket" test ! -e $db/one/run/sock
exits "probe" 7 agent monitor "$@"
sleep 300 &
mkdir -p $db/one/run
echo $! >$db/one/run/pid
exits "the pid file names another process which is another's: nothing runs here" 7 recurring "$@"
exits "stop then" 0 agent stop "$@"
ok "leaves it alone" kill -0 $!
kill $!

# ---- the same path elsewhere: a server that sees other file systems, as in a container
mkdir -p /run/other/run
cp -a $db/empty /run/other/data
chown -R mysql:mysql /run/other
# shellcheck disable=SC2016
unshare -m sh -c 'mount --bind /run/other "$0" && exec /usr/sbin/mariadbd --no-defaults \
	--datadir="$0/data" --socket="$0/run/other" --user=mysql --skip-networking \
	--innodb-use-native-aio=0' $db/one >"$tap_dir/other" 2>&1 &
other=$!
ok "another's server runs" wait_for 60 test -S /run/other/run/other
exits "it is not ours" 7 recurring "$@"
exits "stop then" 0 agent stop "$@"
ok "leaves it alone" kill -0 $other
kill $other
cp /bin/sleep /run/mysqldump
(cd $db/one/data && exec /run/mysqldump 300) &
other=$!
ok "a dump is made inside the data folder" wait_for 10 test "/proc/$other/exe" -ef /run/mysqldump
exits "it is no server" 7 recurring "$@"
exits "stop then" 0 agent stop "$@"
ok "leaves it alone" kill -0 $other
kill $other

# ---- what cannot start
database bad innodb-buffer-pool-size=16M nonsense-option=1
parameters bad
exits "start of a server that gives up" 1 agent start "${parameters[@]}"
like "its own words" "$err" "ended while it was starting: .*unknown variable 'nonsense-option=1'"
set -- "${parameters[@]}"
exits "no such program" 5 agent start "$@" binary=/nowhere/mysqld
exits "no such user" 5 agent start "$@" user=nosuchuser
exits "no such option file" 5 agent start "$@" config=/nowhere
exits "no such folder" 5 agent start "$@" datadir=/nowhere
exits "a folder of another's" 4 agent start "$@" user=daemon group=daemon
exits "a table's name" 6 agent validate-all "$@" "test_table=a;b"
exits "stop with bad values" 0 agent stop "$@" connect_timeout=soon

# ---- what another one's replica would suffer from
database filtered binlog-do-db=shop slave_skip_errors=all
parameters filtered
exits "a server of its own with filters" 0 agent validate-all "${parameters[@]}"
like "is told of" "$err" "my.cnf is dangerous where the server replicates: binlog-do-db leaves changes out"
like "of all" "$err" "; slave-skip-errors hides that the data have diverged"
exits "validate-all of the wrapper" 0 agent validate-all "${parameters[@]}" binary=/usr/bin/mariadbd-safe
like "asks the server" "$err" "my.cnf is dangerous where the server replicates: binlog-do-db"
ok "and starts none" test ! -e $db/filtered/error.log
ok "not for a moment" no_server filtered

# ---- made when missing; a wrapper
database new
parameters new
set -- "${parameters[@]}"
rm -rf $db/new/data
mkdir $db/new/data
chown mysql:mysql $db/new/data
exits "start makes the database" 0 agent start "$@" enable_creation=true
exits "stop" 0 agent stop "$@"
exits "start by the wrapper" 0 agent start "$@" binary=/usr/bin/mariadbd-safe
exits "monitor" 0 recurring "$@" binary=/usr/bin/mariadbd-safe
kill -STOP "$(server new)"
exits "stop of both" 0 agent stop CRM_meta_timeout=5000 "$@" binary=/usr/bin/mariadbd-safe
sleep 1.5
ok "nothing came back" no_server new
is "no password was on a command line" "$(grep -rl geheim /proc/[0-9]*/cmdline 2>/dev/null)" ""
done_testing
