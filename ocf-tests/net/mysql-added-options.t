#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What additional_parameters says reaches the server, and cannot take away what a member of a replica
# set relies on: it is read-only from its first instant.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
# The server runs this before it takes the first connection.
cat >$db/first.sql <<'END'
SET sql_log_bin = 0;
CREATE TABLE shop.first AS SELECT @@read_only, @@sync_binlog, @@sync_relay_log,
 @@innodb_flush_log_at_trx_commit, @@max_connections;
END
chown mysql: $db/first.sql
printf '%s\n' sync-binlog=0 sync-relay-log=10000 innodb-flush-log-at-trx-commit=0 read-only=0 >>$db/n1/my.cnf
added="--init-file=$db/first.sql --read-only=0 --loose-read_only=OFF --sync-binlog=0 --datadir=/nowhere --max-connections=33 --"
more=(semisync=require "additional_parameters=$added")
exits "start" 0 act n1 start
is "in its first instant the server is read-only and synchronous, and has its option" \
	"$(sql n1 'SELECT * FROM shop.first')" "1	1	1	1	33"
ok "its process is found" test -n "$(server n1)"
exits "monitor" 0 act n1 monitor
exits "stop" 0 act n1 stop
ok "nothing is left" no_server n1

# A server of its own is an administrator's.
more=(mode=standalone CRM_meta_promoted_max= additional_parameters=--read-only=1)
exits "start of a server alone" 0 act n1 start
is "which is what its options say" "$(sql n1 'SELECT @@read_only')" 1
exits "stop" 0 act n1 stop

# What would not arrive is refused, and no server is started.
words=$(printf -- '--loose-x=%d ' {1..60})
exits "60 words: validate-all" 0 act n1 validate-all "additional_parameters=$words"
exits "61 words: start" 6 act n1 start "additional_parameters=$words --max-connections=77"
ok "no server" no_server n1
exits "stop minds none of it" 0 act n1 stop "additional_parameters=$words --max-connections=77"
long=/run/$(printf 'a%.0s' {1..102})
exits "a socket of 107 bytes: validate-all" 0 act n1 validate-all "socket=$long"
exits "a socket of 108 bytes: start" 6 act n1 start "socket=${long}a"
ok "no server" no_server n1

# The last words of many arrive, too.
more=("additional_parameters=$(printf -- '--loose-x=%d ' {1..59}) --max-connections=77")
exits "60 words: start" 0 act n1 start
is "the last of them" "$(sql n1 'SELECT @@max_connections')" 77

# The password of the file goes with the name of the parameter.
sql n1 "SET sql_log_bin=0; CREATE USER w@localhost IDENTIFIED BY 'a\\\\b'; GRANT ALL ON *.* TO w@localhost"
printf '[client]\npassword=a\\\\b\n' >$db/secret
chmod 600 $db/secret
exits "monitor by a password of the file alone" 0 act n1 monitor credentials_file=$db/secret test_user=w
exits "stop" 0 act n1 stop
done_testing
