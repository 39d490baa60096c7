#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Passwords: not in the environment of the server that was started, nor in its logs of statements.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
logs=(general-log=1 "general-log-file=$db/n2/general.log" slow-query-log=1 long-query-time=0
	"slow-query-log-file=$db/n2/slow.log")
member n1
member n2 "${logs[@]}"
more=(test_passwd=topsecret replication_passwd=replsecret)
exits "n1: start" 0 act n1 start
exits "n2: start" 0 act n2 start
exits "promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 10 follows n2
for node in n1 n2; do
	environment=$(tr '\0' '\n' <"/proc/$(server $node)/environ")
	is "$node: the server's environment has no password" "$(grep -c secret <<<"$environment")" 0
	is "$node: nor any parameter" "$(grep -c ^OCF_RESKEY_ <<<"$environment")" 0
	like "$node: but what else there is" "$environment" "PATH="
done
like "n2: statements are logged" "$(cat $db/n2/general.log)" "START SLAVE|SHOW ALL SLAVES"
like "n2: slow ones, too" "$(cat $db/n2/slow.log)" "SHOW ALL SLAVES"
is "n2: not the one with the password" "$(cat $db/n2/general.log $db/n2/slow.log | grep -c geheim)" 0

# ---- an account that may not switch it off
sql n2 "SET SESSION sql_log_bin=0; CREATE USER weak@localhost IDENTIFIED BY 'x';
	GRANT SLAVE MONITOR, BINLOG MONITOR, REPLICATION SLAVE ADMIN, READ_ONLY ADMIN, RELOAD, PROCESS ON *.* TO weak@localhost"
printf '[client]\nuser=weak\npassword=x\n[replication]\nuser=repl\npassword=geheim\n' >$db/weak
chmod 600 $db/weak
sql n2 'STOP SLAVE; RESET SLAVE ALL'
exits "n2: monitor" 0 act n2 monitor credentials_file=$db/weak
like "is told that it would be logged" "$err" "keep the password of replication out of that"
ok "n2 follows" wait_for 10 follows n2
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
