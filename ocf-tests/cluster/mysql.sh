# SPDX-License-Identifier: GPL-2.0-or-later
# A replicated database as a promotable clone in the lab.  Needs lab.sh and failover.sh.
# shellcheck shell=bash disable=SC2154 # build and tap_dir come from tap.sh

need_database() {
	need mariadbd mariadb mariadb-install-db
	[ -x "$build/agents/mysql" ] || skip_all "needs agents/mysql: run make"
}

# database_files NODES [LINE...]: an empty database for each node, with these lines in its option file.
database_files() {
	local node nodes=$1 n=0
	shift
	mkdir -p "$tap_dir/empty/var/lib/db"
	chmod 711 "$tap_dir"
	mariadb-install-db --no-defaults --datadir="$tap_dir/empty/var/lib/db/data" --user=root \
		--skip-test-db --innodb-log-file-size=16M --innodb-use-native-aio=0 >"$tap_dir/install" 2>&1 ||
		{ diag "$(tail -5 "$tap_dir/install")"; fail "an empty database"; exit 1; }
	mariadbd --no-defaults --bootstrap --datadir="$tap_dir/empty/var/lib/db/data" --user=root \
		--innodb-log-file-size=16M --innodb-use-native-aio=0 >"$tap_dir/bootstrap" 2>&1 <<-'END'
		FLUSH PRIVILEGES;
		CREATE USER repl@'%' IDENTIFIED BY 'geheim';
		GRANT REPLICATION SLAVE ON *.* TO repl@'%';
		CREATE USER app@'%' IDENTIFIED BY 'app';
		GRANT ALL ON shop.* TO app@'%';
	END
	chown -R mysql:mysql "$tap_dir/empty/var/lib/db"
	for node in $nodes; do
		n=$((n + 1))
		mkdir -p "$tap_dir/$node/etc" "$tap_dir/$node/var/lib"
		cp -a "$tap_dir/empty/var/lib/db" "$tap_dir/$node/var/lib/"
		{
			printf '[mysqld]\n'
			printf '%s\n' server-id=$n log-bin=binlog relay-log=relay port=3306 \
				innodb-buffer-pool-size=32M innodb-log-file-size=16M \
				performance-schema=0 innodb-fast-shutdown=2 innodb-use-native-aio=0 "$@"
		} >"$tap_dir/$node/etc/db.cnf"
		printf '[client]\nuser=root\n[replication]\nuser=repl\npassword=geheim\n' \
			>"$tap_dir/$node/etc/db.accounts"
		chmod 600 "$tap_dir/$node/etc/db.accounts"
	done
}

# database_primitive MONITORS [NAME=VALUE...]: the server, with these parameters of the agent.
database_primitive() {
	local monitors=$1 pair n=0
	shift
	cat <<-END
	<primitive id="db" class="ocf" provider="escapebeat" type="mysql"><instance_attributes id="db-p">
	$(for pair in binary=/usr/sbin/mariadbd config=/etc/db.cnf datadir=/var/lib/db/data \
		log=/var/lib/db/error.log pid=/run/db/pid socket=/run/db/sock \
		credentials_file=/etc/db.accounts replication_user=repl "$@"; do
		n=$((n + 1))
		echo "<nvpair id=\"db-p-$n\" name=\"${pair%%=*}\" value=\"${pair#*=}\"/>"
	done)
	</instance_attributes><operations>
	<op id="db-start" name="start" interval="0" timeout="60s"/>
	<op id="db-stop" name="stop" interval="0" timeout="30s"/>
	<op id="db-promote" name="promote" interval="0" timeout="60s"/>
	<op id="db-demote" name="demote" interval="0" timeout="30s"/>
	<op id="db-notify" name="notify" interval="0" timeout="30s"/>
	$monitors
	</operations></primitive>
	END
}

# database_cib [NAME=VALUE...]: a replica set as a promotable clone.
database_cib() {
	cib_around <<-END
	<clone id="db-clone"><meta_attributes id="db-m"><nvpair id="db-m-p" name="promotable" value="true"/>
	<nvpair id="db-m-n" name="notify" value="true"/></meta_attributes>
	$(database_primitive '<op id="db-m1" name="monitor" interval="2s" timeout="20s" role="Master"/>
		<op id="db-m2" name="monitor" interval="3s" timeout="20s" role="Slave"/>' "$@")
	</clone>
	END
}

# pair_cib [NAME=VALUE...]: two servers of which both are written to, and an address that goes where
# the agent says that it may.
pair_cib() {
	{
		cat <<-END
		<clone id="db-clone"><meta_attributes id="db-m"><nvpair id="db-m-c" name="clone-max" value="2"/></meta_attributes>
		$(database_primitive '<op id="db-m1" name="monitor" interval="2s" timeout="20s"/>' \
			mode=master-master gtid_domain_id=server_id "$@")
		</clone>
		END
		address vip escapebeat "$pair_address" '<meta_attributes id="vip-m">
			<nvpair id="vip-m-s" name="resource-stickiness" value="100"/></meta_attributes>'
	} | cib_around | sed "s#<constraints/>#<constraints>$(pair_constraints | tr -d '\n')</constraints>#"
}
pair_address=10.77.1.3
# Ordered behind the clone, its start would wait for the instance that is being repaired.
pair_constraints() {
	cat <<-'END'
	<rsc_colocation id="vip-with-db" rsc="vip" with-rsc="db-clone" score="INFINITY"/>
	<rsc_order id="vip-ends-first" first="vip" first-action="stop" then="db-clone" then-action="stop" symmetrical="false"/>
	<rsc_location id="vip-where" rsc="vip"><rule id="vip-where-r" score="-INFINITY" boolean-op="or">
	<expression id="vip-where-u" attribute="db-writable" operation="not_defined"/>
	<expression id="vip-where-0" attribute="db-writable" operation="ne" value="1"/></rule></rsc_location>
	END
}

# sql NODE STATEMENT: as root, through the node's socket; bounded.
sql() { lab exec "$1" timeout "${SQL_TIMEOUT:-20}" mariadb --no-defaults -S /run/db/sock -BN -e "$2" 2>&1; }

# primary: the node that the cluster has promoted.
primary() {
	local node
	for node in $(lab names); do
		lab exec "$node" crm_mon -1 --as-xml 2>/dev/null && break
	done | xmllint --xpath "string(//resource[@id='db' and (@role='Promoted' or @role='Master') and @active='true' and @failed='false']/node/@name)" - 2>/dev/null
}
has_primary() { [ -n "$(primary)" ]; }
is_primary() { [ "$(primary)" = "$1" ]; }
follows() { sql "$1" 'SHOW ALL SLAVES STATUS' | grep -q 'Yes	Yes'; }
# rows NODE: the ids in the table, in order.
rows() { sql "$1" 'SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.t'; }
has_rows() { [ "$(rows "$1")" = "$2" ]; }
attribute() { lab exec "$1" attrd_updater -Q -n "$2" -N "$1" 2>/dev/null | sed -n 's/.*value="\(.*\)"$/\1/p'; }
