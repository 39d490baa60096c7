# SPDX-License-Identifier: GPL-2.0-or-later
# A real Heartbeat pair on the nodes of a lab, with what an operator would lay beside it: what
# migrate.t asserts.  Needs lab.sh and failover.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # top, build and tap_dir come from tap.sh

# EB_MIGRATE: scripts (the services are init scripts) or systemd (which is pid 1 of the nodes).
systemd=
[ "${EB_MIGRATE:-}" != systemd ] || systemd=--systemd

vip_of=([first]=10.77.1.1 [second]=10.77.1.2)

# need_heartbeat: the package of Debian, unpacked once for all runs of the build tree.
need_heartbeat() {
	local unpack=$top/ocf-tests/differential/heartbeat-package
	package=${EB_HEARTBEAT:-$build/ocf-tests/heartbeat}
	[ -n "${EB_MIGRATE:-}" ] || skip_all "takes minutes: make check-migrate"
	if [ -n "$systemd" ]; then
		[ -x /lib/systemd/systemd ] || skip_all "needs systemd"
		grep -qw cgroup2 /proc/filesystems || skip_all "needs control groups, version 2"
	fi
	[ -e "$package/complete" ] && return
	"$unpack" "$package" >"$tap_dir/package" 2>&1 ||
		skip_all "needs Heartbeat's package: $(tail -n 1 "$tap_dir/package")"
}

# heartbeat_files: /etc/ha.d and Heartbeat's init script, as Debian's package has them where it
# matters here; a service of the site's own; the converter and the agents.
heartbeat_files() {
	local tree=$tap_dir/tree name
	mkdir -p "$tree"/etc/{init.d,ha.d/resource.d,rc2.d} "$tree/usr/bin" \
		"$tree/usr/lib/ocf/resource.d/escapebeat"
	dpkg-deb --fsys-tarfile "$package"/packages/heartbeat_*.deb |
		tar -x -C "$tree" ./etc/ha.d/resource.d
	cat >"$tree/etc/init.d/heartbeat" <<-'END'
	#!/bin/sh
	### BEGIN INIT INFO
	# Provides:          heartbeat
	# Required-Start:    $network
	# Required-Stop:     $network
	# Default-Start:     2 3 4 5
	# Default-Stop:      0 1 6
	# Short-Description: Heartbeat
	### END INIT INFO
	daemon=/usr/libexec/heartbeat/heartbeat
	case $1 in
	start)
		install -d -m 750 -o hacluster -g haclient /run/heartbeat /run/heartbeat/ccm
		$daemon >/dev/null 2>&1
		;;
	stop) $daemon -k >/dev/null 2>&1 ;;
	status) $daemon -s ;;
	esac
	END
	cat >"$tree/etc/ha.d/resource.d/record" <<-'END'
	#!/bin/sh
	case $1 in
	start) echo running >/run/record ;;
	stop) rm -f /run/record ;;
	status) cat /run/record 2>/dev/null || echo stopped ;;
	esac
	END
	chmod 755 "$tree/etc/init.d/heartbeat" "$tree/etc/ha.d/resource.d/record"
	ln -s ../init.d/heartbeat "$tree/etc/rc2.d/S20heartbeat"
	[ -z "$systemd" ] || heartbeat_unit
	cat >"$tree/etc/ha.d/ha.cf" <<-'END'
	keepalive 500ms
	deadtime 4
	warntime 2
	initdead 8
	auto_failback off
	bcast eth1
	logfile /var/log/ha-log
	node n1
	node n2
	END
	cat >"$tree/etc/ha.d/haresources" <<-END
	n1 ${vip_of[first]}/16/eth0 record
	n2 ${vip_of[second]}/16/eth0
	END
	printf 'auth 1\n1 sha1 not-for-corosync\n' >"$tree/etc/ha.d/authkeys"
	chmod 600 "$tree/etc/ha.d/authkeys"
	cp "$build/heartbeat-compat/escapebeat" "$tree/usr/bin"
	for name in IPaddr2 hbscript; do
		cp "$build/agents/$name" "$tree/usr/lib/ocf/resource.d/escapebeat"
	done
}

# heartbeat_unit: the package's own, enabled.
heartbeat_unit() {
	local units=$tree/etc/systemd/system/multi-user.target.wants
	mkdir -p "$tree/usr/lib/systemd/system" "$units"
	dpkg-deb --fsys-tarfile "$package"/packages/heartbeat_*.deb |
		tar -xO ./lib/systemd/system/heartbeat.service \
			>"$tree/usr/lib/systemd/system/heartbeat.service"
	ln -s /lib/systemd/system/heartbeat.service "$units"
}

# service NODE start|stop NAME
service() {
	if [ -n "$systemd" ]; then
		lab exec "$1" systemctl "$2" "$3"
	else
		lab exec "$1" "/etc/init.d/$3" "$2"
	fi
}

# heartbeat_says NODE: what the daemon itself says of its state.
heartbeat_says() { lab exec "$1" /usr/libexec/heartbeat/heartbeat -s 2>&1; }

# pair_up: two nodes on which Heartbeat serves, one address each.
pair_up() {
	local node files=()
	heartbeat_files
	for node in n1 n2; do
		mkdir -p "$tap_dir/$node/var/www/html"
		echo "$node" >"$tap_dir/$node/var/www/html/index.html"
		files+=(--node-files "$node" "$tap_dir/$node")
	done
	lab_up ${systemd:---no-cluster} --agents "$package/root" --agents "$tap_dir/tree" "${files[@]}"
	for node in n1 n2; do
		# The lab has a cluster of its own in stock.
		lab exec "$node" sh -c 'rm -f /var/lib/pacemaker/cib/* /etc/corosync/*'
		serve "$node"
		service "$node" start heartbeat &
	done
	wait %%
	wait_for 60 owns n1 first && wait_for 60 owns n2 second
}

# owns NODE WHICH: the kernel of the node has that address.
owns() { lab exec "$1" ip -o -4 addr show 2>/dev/null | grep -qF " ${vip_of[$2]}/"; }

# apply NODE ARGUMENT...: the command on that node, in its folder /root.
on() { lab exec "$1" sh -c 'cd /root && exec escapebeat "$@"' sh "${@:2}"; }

# take FROM TO FILE...: files of /root from node to node, as an operator's scp would.
take() {
	local from=$1 to=$2 file
	shift 2
	for file; do
		lab exec "$from" cat "/root/$file" | lab exec "$to" sh -c "umask 077 && cat >'/root/$file'"
	done
}

# plan_pair: collected on both nodes, planned on n1, plan and key taken to n2.
plan_pair() {
	local node
	for node in n1 n2; do
		on "$node" collect -o "$node.tar" >/dev/null || return
	done
	take n2 n1 n2.tar
	on n1 plan --accept HB-3701 -o pair.plan n1.tar n2.tar >"$tap_dir/plan" 2>&1
	take n1 n2 pair.plan
}

# handovers: "MICROSECONDS +NODE ADDRESS" or -NODE, as the kernels told it, in order of time.
# Heartbeat's IPaddr adds an address, deletes it and adds it again within a millisecond.
handovers() {
	local node
	for node in n1 n2; do
		TZ=UTC awk -v node="$node" -v addresses="${vip_of[*]}" '
			/^\[/ {
				stamp = substr($1, 2, 19)
				gsub(/[-T:]/, " ", stamp)
				for (i = 2; i <= NF; i++) {
					split($(i + 1), address, "/")
					if ($i == "inet" && index(addresses " ", address[1] " "))
						printf "%d%s %s%s %s\n", mktime(stamp), substr($1, 22, 6),
							($2 == "Deleted" ? "-" : "+"), node, address[1]
				}
			}' "$tap_dir/owners-$node.log"
	done | sort -s -n -k 1,1
}

# owned_twice: each moment at which a node got an address that the other one had.
owned_twice() {
	handovers | awk '
		{ node = substr($2, 2); have = node " " $3 }
		$2 ~ /^-/ { delete has[have]; next }
		{
			has[have] = 1
			other = (node == "n1" ? "n2" : "n1") " " $3
			if (other in has) print $1, $3, "added on", node, "while", other
		}'
	grep two-owners "$tap_dir/probe.log"
}

# longest WHICH: the client's longest silence at that address, in ms.
longest() {
	awk -v target="http:${vip_of[$1]}" '
		$2 == target && $5 == "after" && $6 > longest { longest = $6 }
		END { print longest + 0 }' "$tap_dir/probe.log"
}

# state NODE: what a rollback has to bring back: files with owner, mode, time and content, links
# of the runlevels, services.
state() {
	# shellcheck disable=SC2016
	lab exec "$1" sh -c '
		find /etc/corosync /etc/ha.d/ha* /etc/ha.d/authkeys /var/lib/pacemaker/cib* \
			-maxdepth 1 -type f \
			-printf "%p %m %u:%g %T@ " -exec sh -c "sha256sum <\"\$1\"" sh {} \;
		ls /etc/rc2.d | grep -E "^S.*(heartbeat|corosync|pacemaker)$"
		for service in heartbeat corosync pacemaker; do
			if [ -d /run/systemd/system ]; then
				systemctl is-active --quiet $service
			else
				/etc/init.d/$service status >/dev/null 2>&1
			fi && echo "$service runs"
			[ ! -d /run/systemd/system ] || echo "$service $(systemctl is-enabled $service)"
		done' 2>/dev/null
}

# killed_at LINE NODE ARGUMENT...: the command on that node, killed as soon as it has told LINE.
killed_at() {
	local line=$1 node=$2 started
	shift 2
	# shellcheck disable=SC2016
	lab exec "$node" sh -c 'cd /root && echo $$ >/run/apply.pid && exec escapebeat "$@"' sh "$@" \
		>"$tap_dir/killed" 2>&1 &
	started=$!
	wait_for 60 grep -q "$line" "$tap_dir/killed" || diag "$(cat "$tap_dir/killed")"
	# shellcheck disable=SC2016
	lab exec "$node" sh -c 'kill -KILL "$(cat /run/apply.pid)"'
	wait "$started" 2>/dev/null
	[ $? = 137 ]
}
