# shellcheck shell=bash disable=SC2154,SC2034
# Two servers of which both are written to, without a cluster.  Needs mysql-set.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
member n1 auto-increment-increment=2 auto-increment-offset=1
member n2 auto-increment-increment=2 auto-increment-offset=2
more=(mode=master-master gtid_domain_id=server_id replication_user=repl slave_net_timeout=2
	CRM_meta_promoted_max= CRM_meta_notify=)
writable() { attr "$1" db-writable; }
is_writable() { act "$1" monitor 2>/dev/null && [ "$(writable "$1")" = 1 ]; }
state() { attr "$1" db-state; }
both() { echo "$(writable "$1") $(attr "$1" readable)"; }
says() { act "$1" monitor 2>/dev/null; [[ $(state "$1") =~ $2 ]]; }
count() { sql "$1" 'SELECT COUNT(*) FROM shop.t'; }
has_count() { [ "$(count "$1")" = "$2" ]; }
io() {
	timeout 20 mariadb --no-defaults -S "$db/$1/run/sock" -e 'SHOW ALL SLAVES STATUS\G' |
		sed -n 's/^ *Slave_IO_Running: //p'
}
io_is() { [ "$(io "$1")" = "$2" ]; }
same_data() { [ "$(sql n1 'CHECKSUM TABLE shop.t')" = "$(sql n2 'CHECKSUM TABLE shop.t')" ]; }
# write NODE: forty rows there.
write() {
	for _ in {1..40}; do echo "INSERT INTO shop.t (origin) VALUES ($1);"; done |
		timeout 20 mariadb --no-defaults -S "$db/n$1/run/sock"
}
# delay NODE SECONDS: what comes from the peer is applied so much later.
delay() { sql "$1" "STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=$2; START SLAVE"; }
create='CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, origin INT); INSERT INTO shop.t (origin) VALUES (1)'
well() { for node in n1 n2; do ok "$node: is well" wait_for 20 is_well $node; done; }
is_well() { is_writable "$1" && follows "$1" && [ "$(both "$1")$(state "$1")" = "1 1" ]; }
