# SPDX-License-Identifier: GPL-2.0-or-later
# The lab's database nodes: a promotable database under Pacemaker, its data on a small file system
# of each node, an address that follows the primary.  Which agent manages it is one word.  Needs
# tap.sh, cluster/lab.sh, cluster/failover.sh and server.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # from there; for those who source this

db_address=10.77.1.3
db_data=/srv/mysql
disk_mb=${EB_DISK_MB:-384}
disk_fds=()
db_more=() # further parameters of our agent

# db_up COUNT AGENT: that many nodes with a database under AGENT (ours, stock or stock-mysql), one
# of them promoted.  db_nodes are their names, db_agent is AGENT.
db_up() {
	local i files=()
	db_agent=$2 db_nodes=()
	agents_tree "$tap_dir/agents"
	install -D -t "$tap_dir/agents/usr/bin" "$build"/ocf-tests/mysql/mysql-{writer,oracle}
	mkdir -p "$tap_dir/agents/etc/mysql"
	judge_options "$tap_dir/agents/etc/mysql/judge.cnf"
	credentials >"$tap_dir/agents/etc/mysql/credentials.cnf"
	chmod 600 "$tap_dir/agents/etc/mysql/credentials.cnf"
	[ -e "$tap_dir/disk.img" ] || make_disk "$tap_dir/disk.img" || return
	for ((i = 1; i <= $1; i++)); do
		db_nodes+=("n$i")
		mkdir -p "$tap_dir/n$i/etc/mysql"
		settings "$i" "$db_data/data" >"$tap_dir/n$i/etc/mysql/lab.cnf"
		give_disk "n$i" || return
		files+=(--node-files "n$i" "$tap_dir/n$i")
	done
	db_cib "$1" >"$tap_dir/cib.xml"
	lab up --owner $$ --nodes "$1" --token 1000 --agents "$tap_dir/agents" \
		--cib "$tap_dir/cib.xml" --fence-lab "${files[@]}" || return
	wait_for 90 is_writable || { echo "no primary after 90 s" >&2; return 1; }
}

# need_replica_set: skip this file unless our agent is built and can do it.
need_replica_set() {
	"$build/agents/mysql" meta-data 2>/dev/null | grep -q '<parameter name="semisync"' ||
		skip_all "needs agents/mysql with replica sets: run make"
}

# make_disk FILE: a file system that holds what a new server has.
make_disk() {
	mkdir -p "$tap_dir/disk/data"
	chmod 711 "$tap_dir"
	chown mysql: "$tap_dir/disk/data"
	install_data "$tap_dir/disk/data" || return
	truncate -s "${disk_mb}M" "$1"
	mkfs.ext4 -q -m 0 -d "$tap_dir/disk" "$1"
	rm -rf "$tap_dir/disk"
}

# give_disk NODE: a disk that outlives the node's crashes.  It is a loop device of this shell, and
# goes with it, whatever ends it.
give_disk() {
	local disk fd numbers
	rm -f "$tap_dir/$1.disk" "$tap_dir/$1/etc/db-disk"
	cp --sparse=always "$tap_dir/disk.img" "$tap_dir/$1.disk"
	disk=$(losetup --find --show "$tap_dir/$1.disk") || return
	exec {fd}<"$disk" # not to be closed
	losetup --detach "$disk"
	numbers=$(lsblk -ndo MAJ:MIN "$disk" | tr -d ' ')
	mknod "$tap_dir/$1/etc/db-disk" b "${numbers%:*}" "${numbers#*:}"
	disk_fds+=("$fd")
}

# return_disks: when the lab is down and another is to come.
return_disks() {
	local fd
	for fd in "${disk_fds[@]}"; do
		exec {fd}<&-
	done
	disk_fds=()
}

credentials() {
	printf '[client]\nuser = root\n[replication]\nuser = repl\npassword = %s\n' "$repl_password"
}

# ---- the cluster's configuration -----------------------------------------------------------

nvpairs() {
	local id=$1 pair
	shift
	for pair; do
		echo "<nvpair id=\"$id-${pair%%=*}\" name=\"${pair%%=*}\" value=\"${pair#*=}\"/>"
	done
}

parameters() { echo "<instance_attributes id=\"$1-p\">$(nvpairs "$1-p" "${@:2}")</instance_attributes>"; }
meta() { echo "<meta_attributes id=\"$1-m\">$(nvpairs "$1-m" "${@:2}")</meta_attributes>"; }
op() { echo "<op id=\"$1-$2-$3\" name=\"$2\" interval=\"$3\" timeout=\"$4\"${5:+ role=\"$5\"}/>"; }

# common: parameters that every agent understands alike.
common=(config=/etc/mysql/lab.cnf datadir="$db_data/data" pid=/run/mysqld/mysqld.pid
	socket=/run/mysqld/mysqld.sock log=/var/log/mariadb.log binary=/usr/sbin/mariadbd
	user=mysql group=mysql)

# db_primitive COUNT: the database under the agent.  Stock agents speak to their own server as the
# account that replicates.
db_primitive() {
	local provider type own stock=(replication_user=repl replication_passwd="$repl_password")
	case $db_agent in
	ours) provider=escapebeat type=mysql own=(mode=replica-set semisync="${EB_SEMISYNC:-require}"
		credentials_file=/etc/mysql/credentials.cnf "${db_more[@]}") ;;
	stock) provider=heartbeat type=mariadb own=("${stock[@]}" node_list="${db_nodes[*]}") ;;
	stock-mysql) provider=heartbeat type=mysql own=("${stock[@]}" max_slave_lag=3600) ;;
	esac
	echo "<primitive id=\"db\" class=\"ocf\" provider=\"$provider\" type=\"$type\">"
	parameters db "${common[@]}" "${own[@]}"
	echo '<operations>'
	op db monitor 2s 20s Promoted
	op db monitor 3s 20s Unpromoted
	op db start 0 60s
	op db stop 0 60s
	op db promote 0 60s
	op db demote 0 60s
	op db notify 0 60s
	echo '</operations></primitive>'
}

db_cib() {
	{
		echo '<clone id="disks">'
		meta disks interleave=true
		echo '<primitive id="disk" class="ocf" provider="escapebeat" type="Filesystem">'
		parameters disk device=/etc/db-disk directory=$db_data fstype=ext4 force_clones=true
		echo "<operations>$(op disk monitor 20s 20s)$(op disk start 0 30s)$(op disk stop 0 30s)"
		echo '</operations></primitive></clone><clone id="databases">'
		meta databases promotable=true promoted-max=1 notify=true interleave=true \
			"clone-max=$1" failure-timeout=20s resource-stickiness=10
		db_primitive
		echo '</clone>'
		address vip escapebeat "$db_address"
	} | cib_around | sed "s#pacemaker-3.0#pacemaker-3.7#; s#<constraints/>#<constraints>$(constraints | tr -d '\n')</constraints>#;
		s#</cluster_property_set>#$(nvpairs option cluster-recheck-interval=10s)&#"
}

constraints() {
	cat <<-'END'
	<rsc_colocation id="data-on-disk" rsc="databases" with-rsc="disks" score="INFINITY"/>
	<rsc_order id="disk-then-data" first="disks" then="databases"/>
	<rsc_colocation id="address-at-primary" rsc="vip" with-rsc="databases" with-rsc-role="Promoted" score="INFINITY"/>
	<rsc_order id="promote-then-address" first="databases" first-action="promote" then="vip" then-action="start"/>
	END
}

# ---- asking ------------------------------------------------------------------------------

# ask NODE OPTION...: the client as root of the node's own server; sql_at NODE STATEMENT: bare
# values.  Both fail without an answer in 5 s.
sql_at() { ask "$1" --batch --skip-column-names -e "$2"; }
replica_status() { ask "$1" -e 'SHOW SLAVE STATUS\G'; }
ask() {
	lab exec "$1" timeout 5 mariadb --no-defaults --socket=/run/mysqld/mysqld.sock "${@:2}" \
		2>/dev/null </dev/null
}

# db_pid NODE: of its server, in the node.
db_pid() { lab exec "$1" pgrep -x mariadbd 2>/dev/null; }

# primary: the node that has the address, as the cluster says; fails when there is none.
primary() {
	local node
	for node in "${db_nodes[@]}"; do
		if lab exec "$node" ip -o address show dev eth0 2>/dev/null | grep -qF " $db_address/"; then
			echo "$node"
			return
		fi
	done
	return 1
}

is_writable() {
	local node
	node=$(primary) && [ "$(sql_at "$node" 'SELECT @@read_only')" = 0 ]
}

# replicas: the nodes beside the primary.
replicas() {
	local node
	for node in "${db_nodes[@]}"; do
		[ "$node" = "$(primary)" ] || echo "$node"
	done
}

# position NODE: what the server has committed, by itself or applied.
position() { sql_at "$1" 'SELECT @@gtid_current_pos'; }

# together: every node replicates and is where the primary is.
together() {
	local node first want
	first=$(primary) && want=$(position "$first") && [ -n "$want" ] || return
	for node in "${db_nodes[@]}"; do
		[ "$node" = "$first" ] && continue
		[ "$(position "$node")" = "$want" ] && is_replicating "$node" || return
	done
}

# is_replicating NODE
is_replicating() {
	[ "$(replica_status "$1" | grep -cE '_(IO|SQL)_Running: Yes$')" = 2 ]
}

# servers PRIMARY: NAME=ADDRESS of each node for the oracle, the primary first.
servers() {
	local node
	for node in "$1" "${db_nodes[@]}"; do
		echo "$node=10.77.0.${node#n}"
	done | awk '!seen[$0]++'
}
