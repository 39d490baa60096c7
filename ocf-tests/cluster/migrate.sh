# SPDX-License-Identifier: GPL-2.0-or-later
# A real Heartbeat pair on the nodes of a lab, with what an operator would lay beside it: what
# migrate.t asserts.  Needs lab.sh and failover.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # top, build and tap_dir come from tap.sh

vip_of=([first]=10.77.1.1 [second]=10.77.1.2)

# need_heartbeat: the package of Debian, unpacked once for all runs of the build tree.
need_heartbeat() {
	local unpack=$top/ocf-tests/differential/heartbeat-package
	package=${EB_HEARTBEAT:-$build/ocf-tests/heartbeat}
	[ -e "$package/complete" ] && return
	[ -x "$unpack" ] || skip_all "needs ocf-tests/differential/heartbeat-package"
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

# pair_up: two nodes on which Heartbeat serves, one address each.
pair_up() {
	local node files=()
	heartbeat_files
	for node in n1 n2; do
		mkdir -p "$tap_dir/$node/var/www/html"
		echo "$node" >"$tap_dir/$node/var/www/html/index.html"
		files+=(--node-files "$node" "$tap_dir/$node")
	done
	lab_up --no-cluster --agents "$package/root" --agents "$tap_dir/tree" "${files[@]}"
	for node in n1 n2; do
		# The lab has a cluster of its own in stock.
		lab exec "$node" sh -c 'rm -f /var/lib/pacemaker/cib/* /etc/corosync/*'
		serve "$node"
		lab exec "$node" /etc/init.d/heartbeat start &
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
