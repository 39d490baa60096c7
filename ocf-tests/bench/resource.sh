# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by bench: the tables of resource agents.
# SPDX-License-Identifier: GPL-2.0-or-later
table IPaddr2 heartbeat/IPaddr2 ip=10.77.0.100 cidr_netmask=24 nic=eth0
table Dummy heartbeat/Dummy
table Stateful pacemaker/Stateful
table SendArp heartbeat/SendArp ip=10.77.0.1 nic=eth0
table IPaddr heartbeat/IPaddr ip=10.77.0.101 cidr_netmask=24 nic=eth0
# A file system, alone and beside 5,000 other mounts; then a monitor beside a bare reading of that
# table, which it needs where the kernel does not tell of single mounts.
truncate -s 64M /run/image
disk=$(losetup --find --show /run/image)
trap 'losetup --detach "$disk"' EXIT
mkfs.ext4 -q -F "$disk"
filesystem=(device="$disk" directory=/run/data fstype=ext4)
table Filesystem heartbeat/Filesystem "${filesystem[@]}"
mkdir /run/many
mount -t tmpfs none /run/many
"$build/ocf-tests/bench/bench-mounts" 5000 /run/many
echo "with 5,000 mounts:"
rounds=3
table Filesystem heartbeat/Filesystem "${filesystem[@]}"
# each COMMAND...: milliseconds, the median of 51 runs.
each() {
	local i begin
	for ((i = 0; i < 51; i++)); do
		begin=${EPOCHREALTIME/./}
		"$@" || :
		echo $((${EPOCHREALTIME/./} - begin))
	done | sort -n | awk 'NR == 26 { printf "%.2f ms\n", $1 / 1000 }'
}
export "${filesystem[@]/#/OCF_RESKEY_}" OCF_RESKEY_CRM_meta_interval=10000
"$build/agents/Filesystem" start
echo "an empty program: $(each "$build/ocf-tests/bench/empty")"
echo "one that reads the mount table: $(each "$build/ocf-tests/bench/bench-mounts" -r)"
echo "Filesystem monitor: $(each "$build/agents/Filesystem" monitor)"
echo
"$build/agents/Filesystem" stop
unset "${!OCF_RESKEY_@}"
umount --recursive /run/many
losetup --detach "$disk"
trap - EXIT
rounds=5
table IPaddr2 heartbeat/IPaddr2 ip=2001:db8:77::100 cidr_netmask=64 nic=eth0
table IPv6addr heartbeat/IPv6addr ipv6addr=2001:db8:77::101 cidr_netmask=64 nic=eth0
table ping pacemaker/ping host_list=10.77.0.1 dampen=0 attempts=2
# A database, at the depth at which the stock agent asks it, too.
if command -v mariadb-install-db >/dev/null; then
	mkdir -p /run/db
	mariadb-install-db --no-defaults --datadir=/run/db/data --user=mysql --skip-test-db \
		--innodb-log-file-size=8M --innodb-use-native-aio=0 >/dev/null 2>&1
	printf '%s\n' '[mysqld]' skip-networking innodb-buffer-pool-size=16M innodb-log-file-size=8M \
		innodb-use-native-aio=0 >/run/db/my.cnf
	chown mysql:mysql /run/db
	if [ -x "$build/ocf-tests/bench/connect" ]; then
		echo "beside a program (empty) that loads libmariadb, connects and asks once:"
		beside=connect
	fi
	OCF_CHECK_LEVEL=10 table mysql heartbeat/mysql config=/run/db/my.cnf datadir=/run/db/data \
		log=/run/db/log pid=/run/db/run/pid socket=/run/db/run/sock binary=/usr/sbin/mariadbd \
		client_binary=mariadb test_user=root
	beside=
fi
echo "hbscript has no stock counterpart: its cost is that of the script"
