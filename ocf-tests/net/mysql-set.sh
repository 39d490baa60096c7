# shellcheck shell=bash disable=SC2154,SC2034
# A replica set of two servers without a cluster: n1 here, n2 behind the cable, the cluster's
# programs played by files.  What the cluster would call, the case calls.  Needs net.sh, mysql.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
two_hosts
cluster=/run/cluster
mkdir -p $cluster/sbin $cluster/attr $cluster/lasting
: >"$tap_dir/posts"

# attrd_updater and crm_attribute, as far as the agent uses them: $cluster/attr/NAME/NODE is an
# attribute, $cluster/lasting/NAME a property, $cluster/score/NODE a score.
cat >$cluster/sbin/attrd_updater <<'END'
#!/bin/bash
node=$FAKE_NODE
while [ $# -gt 0 ]; do
	case $1 in
	-n) name=$2; shift ;;
	-B) value=$2 verb=set; shift ;;
	-N) node=$2; shift ;;
	-d) shift ;;
	-Q) verb=query ;;
	-D) verb=delete ;;
	esac
	shift
done
at=/run/cluster/attr/$name
case $verb in
set) mkdir -p "$at"; echo "$value" >"$at/$node" ;;
delete) rm -f "$at/$node" ;;
query)
	[ -d "$at" ] || exit 105
	for file in "$at"/*; do
		[ -z "${OCF_RESKEY_CRM_meta_on_node:-}" ] || [ "${file##*/}" = "$node" ] || continue
		[ ! -f "$file" ] || echo "name=\"$name\" host=\"${file##*/}\" value=\"$(cat "$file")\""
	done ;;
esac
END
cat >$cluster/sbin/crm_attribute <<'END'
#!/bin/bash
node=$FAKE_NODE verb=get
while [ $# -gt 0 ]; do
	case $1 in
	-n) name=$2; shift ;;
	-v) value=$2 verb=set; shift ;;
	-N) node=$2 host=1; shift ;;
	-t | -s | -l) shift ;;
	--promotion) score=1 ;;
	-D) verb=delete ;;
	esac
	shift
done
at=/run/cluster/lasting/$name
[ -z "${score:-}" ] || at=/run/cluster/score/$node
[ -z "${host:-}" ] || [ -n "${score:-}" ] || at=/run/cluster/lasting/$node.$name
mkdir -p "${at%/*}"
case $verb in
set) echo "$value" >"$at" ;;
delete) rm -f "$at" ;;
get) cat "$at" 2>/dev/null || exit 105 ;;
esac
END
cat >$cluster/sbin/crm_resource <<'END'
#!/bin/bash
echo "$*" >>/run/cluster/resource
END
chmod +x $cluster/sbin/*
echo 10.0.0.1 >$cluster/lasting/n1.db_mysql_master_IP
echo 10.0.0.2 >$cluster/lasting/n2.db_mysql_master_IP

# third_host: for n3, behind a cable to n1.
third_host() {
	ip netns add third
	ip link add eth1 type veth peer name teth netns third
	ip -n third link set lo up
	ip -n third link set teth up
	ip -n third address add 10.0.1.3/24 dev teth
	ip link set eth1 up
	ip address add 10.0.1.1/24 dev eth1
	sysctl -qw net.ipv4.ip_forward=1
	ip -n third route add default via 10.0.1.1
	ip -n peer route add 10.0.1.0/24 via 10.0.0.1
	echo 10.0.1.3 >$cluster/lasting/n3.db_mysql_master_IP
	clone_max=3
}

# member NODE [LINE...]: a database with that name, and its accounts.
member() {
	local node=$1 number=${1#n}
	shift
	database "$node" server-id="$number" log-bin=binlog relay-log=relay port=3306 \
		bind-address=0.0.0.0 "$@"
	mariadbd --no-defaults --bootstrap --datadir="$db/$node/data" --user=mysql \
		--innodb-log-file-size=8M --innodb-use-native-aio=0 >/dev/null 2>&1 <<-END
		FLUSH PRIVILEGES;
		CREATE USER repl@'%' IDENTIFIED BY 'geheim';
		GRANT REPLICATION SLAVE ON *.* TO repl@'%';
		CREATE USER app@'%' IDENTIFIED BY 'app';
		CREATE DATABASE shop;
		GRANT ALL ON shop.* TO app@'%';
	END
	printf '[client]\nuser=root\n[replication]\nuser=repl\npassword=geheim\n' >"$db/accounts"
	chmod 600 "$db/accounts"
}

# kill_inside PID: SIGKILL to what a shell that was started with & runs just now.
kill_inside() {
	local child

	read -r child _ <"/proc/$1/task/$1/children" && kill -KILL "$child"
}

# act NODE ACTION [NAME=VALUE...]: as the cluster calls it there; further parameters in $more.
more=()
timeout_ms=20000 clone_max=2
act() {
	local node=$1 action=$2 where=()
	shift 2
	parameters "$node"
	case $node in n2) where=(ip netns exec peer) ;; n3) where=(ip netns exec third) ;; esac
	env FAKE_NODE="$node" HA_SBIN_DIR=$cluster/sbin HA_RSCTMP="/run/state-$node" \
		OCF_RESOURCE_INSTANCE=db OCF_RESOURCE_TYPE=mysql OCF_RESKEY_crm_feature_set=3.16.1 \
		OCF_RESKEY_CRM_meta_on_node="$node" OCF_RESKEY_CRM_meta_promoted_max=1 \
		OCF_RESKEY_CRM_meta_clone_max=$clone_max OCF_RESKEY_CRM_meta_notify=true \
		OCF_RESKEY_CRM_meta_timeout="$timeout_ms" OCF_RESKEY_CRM_meta_interval=10000 \
		OCF_RESKEY_credentials_file="$db/accounts" \
		"${parameters[@]/#/OCF_RESKEY_}" "${more[@]/#/OCF_RESKEY_}" "${@/#/OCF_RESKEY_}" \
		"${where[@]}" "$agent_path" "$action"
}

# notify NODE TYPE OPERATION [NAME=VALUE...]
notify() {
	local node=$1 type=$2 operation=$3
	shift 3
	act "$node" notify CRM_meta_notify_type="$type" CRM_meta_notify_operation="$operation" "$@"
}

# promote NODE ALIVE [NAME=VALUE...]: as a transition does it, with these nodes alive and unpromoted.
# What the notifications behind it say is shown at the end: the row that fails for it may come much later.
cleanup "cat '$tap_dir/posts' >&2"
promote() {
	local node=$1 alive=$2 other code
	shift 2
	for other in $alive; do
		notify "$other" pre promote CRM_meta_notify_promote_uname="$node" \
			CRM_meta_notify_unpromoted_uname="$alive" 2>/dev/null
	done
	act "$node" promote CRM_meta_notify_promote_uname="$node" CRM_meta_notify_unpromoted_uname="$alive" "$@"
	code=$?
	for other in $alive; do
		[ "$code" = 0 ] || continue
		notify "$other" post promote CRM_meta_notify_promote_uname="$node" \
			CRM_meta_notify_unpromoted_uname="$alive" 2>"$tap_dir/post-$other"
		sed "s/^/# $other: /" "$tap_dir/post-$other" >>"$tap_dir/posts"
	done
	return $code
}

score() { cat "$cluster/score/$1" 2>/dev/null; }
attr() { cat "$cluster/attr/$2/$1" 2>/dev/null; }
record() { cat "$cluster/lasting/db_$1" 2>/dev/null; }
follows() { sql "$1" 'SHOW ALL SLAVES STATUS' | grep -q 'Yes	Yes'; }
rows() { sql "$1" 'SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.t'; }
has_rows() { [ "$(rows "$1")" = "$2" ]; }
cut_cable() { ip link set eth0 down; }
mend_cable() { ip link set eth0 up; }
kill_server() { kill -KILL "$(server "$1")"; wait_for 10 no_server "$1"; }
