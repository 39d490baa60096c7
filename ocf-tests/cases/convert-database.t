#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What stands in my.cnf of a pair of databases, and makes a replica another one without a word.
. "$(dirname "$0")/convert.sh"

mkdir -p n1/my.cnf.d n2/etc/mysql/conf.d
printf '%s\n' 'node n1 n2' 'bcast eth0' 'auto_failback on' 'logfacility daemon' | tee n1/ha.cf >n2/ha.cf
haresources() { echo "n1 $*" | tee n1/haresources >n2/haresources; }
check() { "$escapebeat" check "${@:-n1}" 2>&1; }
cat >n1/my.cnf <<'END'
[client]
slave-skip-errors=all
[mysqld]
server-id=1
log-bin = mysql-bin
binlog-do-db=felix,shop  # pw was geheim
slave_skip_errors = all
slave-skip-errors=OFF
#replicate-do-db=felix
!includedir my.cnf.d
END
haresources 10.0.0.9/24/eth0 mysqld
found=$(check)
like "a filter is told about" "$found" \
	'^n1/my.cnf:6:1: warning: binlog-do-db leaves changes out of the binary log \[HB-2721\]'
like "- with its line" "$found" '^ +6 \| binlog-do-db=felix,shop'
like "- and what commas are" "$found" "MySQL takes 'felix,shop' for one name"
like "- and who starts it" "$found" 'n1/haresources:1:21: note: this starts the database'
like "errors that are skipped" "$found" \
	'^n1/my.cnf:7:1: warning: slave-skip-errors hides that the data have diverged \[HB-2721\]'
is "neither a client's, nor one that is switched off, nor a comment" "$(grep -c HB-2721 <<<"$found")" 2
unlike "no comment is shown" "$found" 'geheim'
like "explain" "$("$escapebeat" explain HB-2721)" 'ocf:escapebeat:mysql +refuses'
like "plan tells it, too" "$("$escapebeat" plan n1 2>&1)" 'my.cnf:6:1: warning: .*\[HB-2721\]'
haresources 10.0.0.9/24/eth0 httpd
unlike "a cluster without a database" "$(check)" 'HB-2721'
haresources 10.0.0.9/24/eth0 OCF::mysql::db
like "a database by OCF::" "$(check)" 'HB-2721'
haresources 10.0.0.9/24/eth0 mysqlproxy
unlike "a proxy is none" "$(check)" 'HB-2721'

haresources 10.0.0.9/24/eth0 mariadb
echo '[mariadb-10.11]
shop.replicate-wild-do-table=a.%' >n1/my.cnf.d/more.cnf
like "a file beside it, an option of one connection" "$(check)" \
	'my.cnf.d/more.cnf:2:1: warning: replicate-wild-do-table leaves changes out of the replica'
echo '[mysqld]
slave-exec-mode=idempotent' | tee n2/etc/mysql/my.cnf n2/etc/mysql/mariadb.cnf >n2/etc/mysql/conf.d/again.cnf
is "the same file by another name counts once" "$(check n1 n2 | grep -c 'n2/.*slave-exec-mode .*HB-2721')" 1
printf '[mysqld\nslave-skip-errors=all' >n2/etc/mysql/my.cnf
rm n2/etc/mysql/mariadb.cnf n2/etc/mysql/conf.d/again.cnf
is "a file that no server would take is not judged" "$(check n1 n2 | grep -c 'n2/.*HB-2721')" 0
done_testing
