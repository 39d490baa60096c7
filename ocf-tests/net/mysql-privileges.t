#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A control account that lacks a privilege is told before the failover that needs it; the list of those
# that are asked for is enough to do all that a member does.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
for node in n1 n2; do exits "start" 0 act $node start; done
accounts=$db/ctl
printf '[client]\nuser=ctl\npassword=x\n[replication]\nuser=repl\npassword=geheim\n' >$accounts
chmod 600 $accounts

# allow NODE PRIVILEGES: what the account has there.
allow() {
	sql "$1" "SET sql_log_bin=0; DROP USER IF EXISTS ctl@localhost;
		CREATE USER ctl@localhost IDENTIFIED BY 'x'; GRANT $2 ON *.* TO ctl@localhost"
}
needed=("SLAVE MONITOR" "READ_ONLY ADMIN" "REPLICATION SLAVE ADMIN" "REPLICATION MASTER ADMIN"
	"CONNECTION ADMIN" RELOAD PROCESS)
list() { local IFS=,; echo "$*"; }
more=("credentials_file=$accounts")
for lacking in "${needed[@]}"; do
	rest=()
	for one in "${needed[@]}"; do [ "$one" = "$lacking" ] || rest+=("$one"); done
	allow n2 "$(list "${rest[@]}")"
	exits "without $lacking: start" 4 act n2 start
	like "names account and privilege" "$(act n2 validate-all 2>&1)" \
		"ctl@localhost' lacks a privilege on [*].[*]: $lacking [(]to "
done
exits "without the last one: validate-all" 4 act n2 validate-all
allow n2 SUPER
exits "SUPER alone: start" 4 act n2 start

# Nobody sees from outside what a role brings.
allow n2 "SELECT"
sql n2 "SET sql_log_bin=0; CREATE ROLE keeper; GRANT keeper TO ctl@localhost"
exits "with a role: validate-all" 0 act n2 validate-all
printf '[client]\nuser=ctl\npassword=wrong\n' >$accounts.wrong
chmod 600 $accounts.wrong
exits "a wrong password: validate-all" 4 act n2 validate-all credentials_file=$accounts.wrong
exits "a server of its own needs none of them" 0 act n2 validate-all mode=standalone CRM_meta_promoted_max=

for node in n1 n2; do
	allow $node "$(list "${needed[@]}")"
	exits "$node: with all of them: start" 0 act $node start
done
exits "promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1)'
wait_for 10 has_rows n2 1
exits "n1: monitor" 8 act n1 monitor
exits "n2: monitor" 0 act n2 monitor
exits "demote" 0 act n1 demote
notify n2 post demote CRM_meta_notify_demote_uname=n1 2>/dev/null
exits "n2: promote" 0 promote n2 "n1 n2"
exits "n2: monitor" 8 act n2 monitor
wait_for 10 follows n1
is "and n1 follows it" "$(follows n1 && echo yes)" yes
for node in n1 n2; do exits "stop" 0 act $node stop; done
done_testing
