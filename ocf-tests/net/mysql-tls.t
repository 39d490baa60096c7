#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A replica set by TLS: the agent's own questions and replication itself; and who is refused.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
. "$(dirname "$0")/mysql-tls.sh"
authority right
authority wrong
certificate right n1 IP:10.0.0.1
certificate right n2 IP:10.0.0.2
certificate right elsewhere IP:10.0.0.99
for node in n1 n2; do
	member $node ssl-ca=$tls/right.pem ssl-cert=$tls/$node.pem ssl-key=$tls/$node-key.pem
done
more=(replication_require_ssl=true "replication_master_ssl_ca=$tls/right.pem")
tell() { timeout 20 mariadb --no-defaults -S "$db/$1/run/sock" -e "SHOW ALL SLAVES STATUS\G" | sed -n "s/^ *$2: //p"; }
# refused NODE MESSAGE [PARAMETER...]: what its monitor says of the primary, in how many lines.
refused() {
	local node=$1 message=$2
	shift 2
	sql "$node" 'STOP SLAVE; RESET SLAVE ALL'
	exits "$message: monitor" 0 act "$node" monitor "$@"
	like "$message" "$err" "cannot compare with the primary 10.0.0.1 before following it: $message"
	is "$message: one line" "$(grep -c "TLS is" <<<"$err")" 1
	is "$message: not followed" "$(tell "$node" Master_Host)" ""
}

# ---- the right authority
for node in n1 n2; do
	exits "$node: validate-all" 0 act $node validate-all
	exits "$node: start" 0 act $node start
done
exits "promote" 0 promote n1 "n1 n2"
ok "n2 follows" wait_for 10 follows n2
is "by TLS" "$(tell n2 Master_SSL_Allowed)" Yes
is "verified" "$(tell n2 Master_SSL_Verify_Server_Cert)" Yes
sql n1 "ALTER USER repl@'%' REQUIRE SSL"
sql n2 'STOP SLAVE; START SLAVE'
ok "n2 follows who refuses all else" wait_for 10 follows n2
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY); INSERT INTO shop.t VALUES (1)'
ok "rows arrive" wait_for 10 has_rows n2 1
like "the account gets in with a cipher" "$(timeout 5 mariadb --no-defaults -h 10.0.0.1 -urepl -pgeheim \
	--ssl-ca=$tls/right.pem --ssl-verify-server-cert -BNe "SHOW STATUS LIKE 'Ssl_cipher'" 2>&1)" '^Ssl_cipher	TLS_'
like "and not without" "$(timeout 5 mariadb --no-defaults -h 10.0.0.1 -urepl -pgeheim --skip-ssl -e 'SELECT 1' 2>&1)" 1045
is "n2: monitor" "$(act n2 monitor 2>&1)" ""

# ---- TLS comes to a pair that has none yet
sql n1 "ALTER USER repl@'%' REQUIRE NONE"
sql n2 'STOP SLAVE; CHANGE MASTER TO MASTER_SSL=0; START SLAVE'
ok "n2 follows without" wait_for 10 follows n2
is "as its status says" "$(tell n2 Master_SSL_Allowed)" No
exits "which a monitor finds" 0 act n2 monitor
is "and ends" "$(tell n2 Master_SSL_Allowed)" Yes
ok "n2 follows" wait_for 10 follows n2

# ---- the authority's certificate moves to another file
cp $tls/right.pem $tls/renewed.pem
chmod 644 $tls/renewed.pem
exits "a monitor with the new file" 0 act n2 monitor replication_master_ssl_ca=$tls/renewed.pem
is "points the replica at it" "$(tell n2 Master_SSL_CA_File)" $tls/renewed.pem
ok "n2 follows" wait_for 30 follows n2
exits "and back" 0 act n2 monitor
is "it is at the first again" "$(tell n2 Master_SSL_CA_File)" $tls/right.pem
ok "n2 follows" wait_for 30 follows n2
is "the next monitor has nothing to do" "$(act n2 monitor 2>&1)" ""

# ---- who is refused
refused n2 "TLS is refused: the server's certificate is not of the authority in $tls/wrong.pem" \
	replication_master_ssl_ca=$tls/wrong.pem
cp $tls/n1.pem $tls/n1-was.pem
cp $tls/n1-key.pem $tls/n1-was-key.pem
cat $tls/elsewhere.pem >$tls/n1.pem
cat $tls/elsewhere-key.pem >$tls/n1-key.pem
sql n1 'FLUSH SSL'
refused n2 "TLS is refused: the server's certificate is not for 10.0.0.1"
cat $tls/n1-was.pem >$tls/n1.pem
cat $tls/n1-was-key.pem >$tls/n1-key.pem
sql n1 'FLUSH SSL'
exits "the right one again" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2
exits "n1: stop" 0 act n1 stop
sed -i /^ssl/d $db/n1/my.cnf
exits "n1: start, without TLS" 0 act n1 start
sql n1 'SET GLOBAL read_only=0'
refused n2 "TLS is wanted, and the server does not offer it"
exits "n2: without demanding it" 0 act n2 monitor replication_require_ssl=false
ok "n2 follows" wait_for 10 follows n2

# ---- the account that asks the local server
sql n2 "SET sql_log_bin=0; CREATE USER watcher@localhost IDENTIFIED BY 'geheim' REQUIRE SSL; GRANT ALL ON *.* TO watcher@localhost"
account() { printf '[client]\nuser=watcher\npassword=geheim\n%s\n[replication]\nuser=repl\npassword=geheim\n' "$1" >$db/accounts; }
account ''
exits "an account that wants TLS, without" 1 act n2 monitor
like "is told" "$err" "refuses the account 'watcher'"
account ssl-ca=$tls/right.pem
exits "with" 0 act n2 monitor replication_require_ssl=false
account ssl-ca=$tls/wrong.pem
exits "with another authority" 1 act n2 monitor replication_require_ssl=false
like "is told" "$err" "cannot ask the server on $db/n2/run/sock: TLS is refused: .* not of the authority in $tls/wrong.pem"

# ---- files
account ssl-ca=$tls/right.pem
exits "validate: a file that is not there" 5 act n2 validate-all replication_master_ssl_cert=/nowhere
like "is named" "$err" "cannot find the certificate of the replica, /nowhere"
exits "validate: a key that the server cannot read" 4 act n2 validate-all replication_master_ssl_key=$tls/right-key.pem
like "is named" "$err" "user mysql cannot read the key of the replica, $tls/right-key.pem"
is "no password on a command line" "$(grep -lzs '[g]eheim' /proc/[0-9]*/cmdline)" ""
is "none in what the cluster was told, nor in a log" "$(grep -rls geheim $cluster $db/n1/error.log $db/n2/error.log)" ""
for node in n1 n2; do exits "$node: stop" 0 act $node stop; done
done_testing
