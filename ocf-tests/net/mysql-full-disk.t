#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A server whose disk is full lets commits wait and answers questions as ever: the state of its node
# tells, until there is space again.  One that died of it is not started before that.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
mkdir -p $db
mount -t tmpfs -o size=400M none $db
. "$(dirname "$0")/mysql-set.sh"
member n1
more=(semisync=off initial_master=n1)
exits "start" 0 act n1 start
exits "promote" 0 promote n1 n1
exits "monitor" 8 act n1 monitor
is "has nothing to tell" "$err$(attr n1 db-state)" ""
cat /dev/zero 2>/dev/null >$db/ballast
exits "monitor of a full disk" 8 act n1 monitor
like "tells it" "$err" "no space is left on the file system of $db/n1/data"
like "so that everybody can see" "$(attr n1 db-state)" "no space is left .*: commits wait"
exits "monitor, once more" 8 act n1 monitor
is "says it once" "$err" ""
rm $db/ballast
exits "monitor with space" 8 act n1 monitor
is "takes it back" "$err$(attr n1 db-state)" ""

# A start that gets to its recovery and no further may leave a log that is taken for a clean one.
kill_server n1
cat /dev/zero 2>/dev/null >$db/ballast
cp "$db/n1/error.log" "$tap_dir/log-before"
exits "start on a full disk" 1 act n1 start
like "is refused, with its reason" "$err" "no space is left on the file system of $db/n1/data: the server is not started"
ok "the server was not even tried" cmp "$db/n1/error.log" "$tap_dir/log-before"
rm $db/ballast
exits "start with space" 0 act n1 start
exits "stop" 0 act n1 stop

mkdir $db/n2
mount -t tmpfs -o size=0 none $db/n2
member n2
exits "n2: start on a file system that tells no size" 0 act n2 start
exits "n2: stop" 0 act n2 stop
done_testing
