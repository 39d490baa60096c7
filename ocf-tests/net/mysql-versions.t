#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replica set of MySQL 5.6, 5.7, 8.0, 8.4 and 9: each server is a player of the protocol that knows
# the words of its version alone, as the manuals have them, and takes all others for a syntax error.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
player=$build/ocf-tests/fake/mysqld
[ -x "$player" ] || skip_all "ocf-tests/fake/mysqld is not built"
mkdir -p $db
printf '[client]\nuser=root\n[replication]\nuser=repl\npassword=geheim\n' >$db/accounts
chmod 600 $db/accounts

# words VERSION: that version's, after its manual.
words() {
	case $1 in
	5.*) replica=SLAVE source=MASTER columns="Master Slave" semi=master none=wait_no_slave
		change="CHANGE MASTER TO" auto=MASTER_AUTO_POSITION=1 ;;
	*) replica=REPLICA source=SOURCE columns="Source Replica" semi=source none=wait_no_replica
		change="CHANGE REPLICATION SOURCE TO" auto="SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1" ;;
	esac
	case $1 in
	8.0.2[0-2]) replica=SLAVE source=MASTER columns="Master Slave" semi=master none=wait_no_slave
		change="CHANGE MASTER TO" auto="MASTER_AUTO_POSITION=1, GET_MASTER_PUBLIC_KEY=1" ;;
	8.0.2[345] | *-old) semi=master none=wait_no_slave ;;
	esac
	hosts="SLAVE HOSTS"
	case $1 in 5.* | 8.0.22) ;; *) hosts=REPLICAS ;; esac
	point=wait_point wait=WAIT_FOR_EXECUTED_GTID_SET super=super_read_only
	[ "${1%.*}" != 5.6 ] || { point='' super='' wait=WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS; }
}

uuid() { echo "0000000${1#n}-1111-2222-3333-444444444444"; }
# script NODE VERSION: its option file.
script() {
	local node=$1 version=$2 name master slave
	read -r master slave <<<"$columns"
	mkdir -p $db/$node/data/mysql
	{
		printf 'version\t%s\noption\t--server-id=%s\noption\t--log-bin=binlog\n' "$version" "${node#n}"
		printf 'var\t%s\t%s\n' read_only ON server_id "${node#n}" server_uuid "$(uuid "$node")" log_bin ON \
			gtid_mode ON gtid_executed "$(uuid n1):1-3" .host '' .io No .sql No .got '' \
			"rpl_semi_sync_${semi}_enabled" OFF "rpl_semi_sync_${semi}_timeout" 10000 \
			"rpl_semi_sync_${semi}_$none" ON
		for name in $super ${point:+rpl_semi_sync_${semi}_$point}; do printf 'var\t%s\tON\n' "$name"; done
		printf 'on\t^STOP %s$\t.io=No\t.sql=No\n' $replica
		printf 'on\t^STOP %s IO_THREAD$\t.io=No\n' $replica
		printf 'on\t^START %s$\t.io=Yes\t.sql=Yes\n' $replica
		printf 'on\t^RESET %s ALL$\t.host=\n' $replica
		printf "on\t^%s %s_HOST='([^']*)', %s_PORT=3306, %s_USER='repl', %s_PASSWORD='geheim', %s_CONNECT_RETRY=1, %s\$\t%s\n" \
			"$change" $source $source $source $source $source "$auto" '.host=\1'
		printf 'on\t%s[(].%s:1-5.,\tgtid_executed=%s:1-5\n' $wait "$(uuid n1)" "$(uuid n1)"
		printf 'row\t^SELECT .*%s[(]\tlate=0\n' $wait
		printf 'row\t^SHOW %s STATUS$\t%s_Host={.host}\t%s_Port=3306\t%s_IO_Running={.io}\t%s_SQL_Running={.sql}' \
			$replica $master $master $slave $slave
		printf '\tSeconds_Behind_%s=0\tLast_IO_Errno=0\tLast_SQL_Errno=0\tRetrieved_Gtid_Set={.got}\n' $master
		printf 'row\t^SHOW GLOBAL STATUS LIKE .Rpl_semi_sync%%.\tVariable_name=Rpl_semi_sync_%s_status\tValue=ON\n' $semi
		printf 'row\t^SHOW %s$\tServer_Id=2\tHost=\n' "$hosts"
		printf 'row\t^SELECT CONNECTION_ID[(][)]$\tid=7\n'
		printf 'row\t^SELECT id, user, command, state FROM information_schema.processlist\tid=7\tuser=root\tcommand=Query\tstate=\n'
	} >$db/$node/my.cnf
	chown -R mysql:mysql "$db/$node"
}

# said NODE: what changed the server there since last time, without the account.
said() {
	sed -n "${from[${1#n}]:-1},\$p" $db/$1/data/statements |
		grep -vE "^(SHOW|SELECT CONN|SELECT id|SET SESSION|--|/)" |
		sed -E "s/ (MASTER|SOURCE)_HOST=.*(MASTER|SOURCE)_CONNECT_RETRY=1,/ .../"
	from[${1#n}]=$(($(wc -l <$db/$1/data/statements) + 1))
}
options() { sed -n '/^SHOW\|^SET/q; /^--/p' $db/$1/data/statements; }
player_of() { pgrep -f "^$player .*--datadir=$db/$1/data( |$)"; }
gone() { [ -z "$(player_of "$1")" ]; }
more=(binary="$player" replication_user=repl)

for version in 5.6.51 5.7.44 8.0.22 8.0.25 8.0.36 8.4.3 8.4.3-old 9.1.0; do
	words $version
	from=()
	rm -rf $db/n1 $db/n2 $cluster/attr $cluster/score $cluster/lasting/db_* /run/state-n?
	for node in n1 n2; do
		script $node $version
		export FAKE_MYSQLD_SCRIPT=$db/$node/my.cnf
		exits "$version $node: validate-all" 0 act $node validate-all
		exits "$version $node: start" 0 act $node start
		is "$version $node: monitor" "$(act $node monitor 2>&1)" ""
		said $node >/dev/null
	done
	like "$version: read-only from its first instant" "$(options n1)" '^--read-only=1$'
	like "$version: with GTIDs" "$(options n1)" '^--gtid-mode=ON$'

	exits "$version: promote" 0 promote n1 "n1 n2"
	is "$version: what makes a primary" "$(said n1)" "SET GLOBAL rpl_semi_sync_${semi}_timeout=10000
SET GLOBAL rpl_semi_sync_${semi}_$none=1
SET GLOBAL rpl_semi_sync_${semi}_wait_point='AFTER_SYNC'
SET GLOBAL rpl_semi_sync_${semi}_enabled=1${super:+
SET GLOBAL super_read_only=0}
SET GLOBAL read_only=0"
	exits "$version n1: is promoted" 8 act n1 monitor
	is "$version: what makes a replica" "$(said n2)" "$change ... $auto
START $replica"
	is "$version: and its name" "$(record SEMISYNC_n1)" "ON|0|n2"
	is "$version n2: monitor" "$(act n2 monitor 2>&1)" ""
	is "$version n2: is well" "$(score n2) $(attr n2 readable)" "900 1"

	# It dies; the replica has received more than it has applied.
	kill -KILL "$(player_of n1)"
	wait_for 10 gone n1
	exits "$version n1: is dead" 7 act n1 monitor
	exits "$version n1: stop" 0 act n1 stop
	sed -Ei "s/^(var.[.]got.).*/\1$(uuid n1):1-5/; s/^(var.[.](io|sql).)No/\1Yes/; s/^(var.[.]host.).*/\110.0.0.1/" $db/n2/my.cnf
	kill -KILL "$(player_of n2)"
	wait_for 10 gone n2
	ip netns exec peer "$player" --defaults-file=$db/n2/my.cnf --datadir=$db/n2/data --socket=$db/n2/run/sock2 &
	wait_for 10 test -S $db/n2/run/sock2
	mv $db/n2/run/sock2 $db/n2/run/sock
	said n2 >/dev/null
	exits "$version: promote n2" 0 promote n2 n2
	is "$version: received is applied first" "$(said n2 | head -4 | sed 's/(.*//')" "STOP $replica IO_THREAD
SELECT $([ $version = 5.6.51 ] && echo IF || echo $wait)
STOP $replica
RESET $replica ALL"
	exits "$version n2: is promoted" 8 act n2 monitor
	said n2 >/dev/null
	exits "$version n2: demote" 0 act n2 demote
	# Demote asks nobody which plugin it is: it tries both names.
	[[ $version != *-old ]] || sed -i /rpl_semi_sync_source_enabled=0/d $db/n2/data/statements
	is "$version: what makes a primary none" "$(said n2)" "SET GLOBAL read_only=1${super:+
SET GLOBAL super_read_only=1}
SET GLOBAL rpl_semi_sync_${semi}_enabled=0"
	exits "$version n2: stop" 0 act n2 stop
done
done_testing
