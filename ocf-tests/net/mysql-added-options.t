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
CREATE TABLE shop.first AS SELECT @@read_only, @@sync_binlog, @@max_connections;
END
chown mysql: $db/first.sql
added="--init-file=$db/first.sql --read-only=0 --loose-read_only=OFF --sync-binlog=0 --datadir=/nowhere --max-connections=33 --"
more=(semisync=require "additional_parameters=$added")
exits "start" 0 act n1 start
is "in its first instant the server is read-only and synchronous, and has its option" \
	"$(sql n1 'SELECT * FROM shop.first')" "1	1	33"
ok "its process is found" test -n "$(server n1)"
exits "monitor" 0 act n1 monitor
exits "stop" 0 act n1 stop
ok "nothing is left" no_server n1

# A server of its own is an administrator's.
more=(mode=standalone CRM_meta_promoted_max= additional_parameters=--read-only=1)
exits "start of a server alone" 0 act n1 start
is "which is what its options say" "$(sql n1 'SELECT @@read_only')" 1
exits "stop" 0 act n1 stop
done_testing
