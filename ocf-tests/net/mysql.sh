# shellcheck shell=bash disable=SC2154,SC2034
# Database servers in the namespace of a case: an empty database once, copies of it, and the
# agent with the parameters of one of them.  Needs net.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
need mariadbd mariadb mariadb-install-db
agent_path=${EB_AGENT:-$build/agents/mysql}
[ -x "$agent_path" ] || skip_all "no such agent: $agent_path"
ip link set lo up
db=/run/db

# database NAME [LINE...]: an empty database in $db/NAME with its option file, and these lines in it.
database() {
	local name=$1
	shift
	mkdir -p "$db/$name"
	if [ ! -d $db/empty ]; then
		mariadb-install-db --no-defaults --datadir=$db/empty --user=mysql --skip-test-db \
			--innodb-log-file-size=8M --innodb-use-native-aio=0 >"$tap_dir/install" 2>&1 ||
			{ diag "$(tail -5 "$tap_dir/install")"; skip_all "mariadb-install-db fails"; }
	fi
	cp -a $db/empty "$db/$name/data"
	{
		printf '[mysqld]\n'
		printf '%s\n' skip-networking=0 bind-address=127.0.0.1 port=0 innodb-buffer-pool-size=16M \
			innodb-log-file-size=8M innodb-fast-shutdown=2 performance-schema=0 innodb-use-native-aio=0 "$@"
	} >"$db/$name/my.cnf"
	chown mysql:mysql "$db/$name"
}

# parameters NAME: of that database, into $parameters.
parameters() {
	local here=$db/$1
	parameters=(config="$here/my.cnf" datadir="$here/data" log="$here/error.log" pid="$here/run/pid"
		socket="$here/run/sock" binary=/usr/sbin/mariadbd client_binary=mariadb)
}

# sql NAME STATEMENT: as root; bounded, whatever the server does.
sql() { timeout 20 mariadb --no-defaults -S "$db/$1/run/sock" -BN -e "$2" 2>&1; }

# server NAME: pid of the process that serves it.
server() { pgrep -f "^/usr/sbin/mariadbd .*--datadir=$db/$1/data( |$)" | head -1; }
no_server() { [ -z "$(server "$1")" ]; }
