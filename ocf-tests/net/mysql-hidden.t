#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What of passwords gets out: by the environment of the server, and by the statement that the error of
# a replication quotes; and that a stop is in time however patient the agent is with its questions.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
more=(replication_passwd=replgeheim test_passwd=testgeheim)
for node in n1 n2; do exits "$node: start" 0 act $node start; done
is "no password is in the server's environment" "$(tr '\0' '\n' <"/proc/$(server n1)/environ" | grep -c geheim)" 0
more=()
exits "n1: promote" 0 promote n1 "n1 n2"
ok "n2: follows" wait_for 20 follows n2
sql n2 'SET SESSION sql_log_bin=0; CREATE USER x@localhost'
sql n1 "CREATE USER x@localhost IDENTIFIED BY 'quoted'"
failed() { act n2 monitor 2>>"$tap_dir/said"; [[ $(attr n2 db-state) = *1396* ]]; }
ok "n2: its state tells the error" wait_for 20 failed
unlike "and not the statement" "$(attr n2 db-state) $(cat "$tap_dir/said")" quoted
kill -STOP "$(server n2)"
begin=$SECONDS
exits "n2: stop of a frozen server, with much patience" 0 act n2 stop connect_timeout=60
ok "is in time all the same" test $((SECONDS - begin)) -lt 20
exits "n1: stop" 0 act n1 stop
done_testing
