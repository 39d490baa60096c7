# shellcheck shell=bash disable=SC2154,SC2034 # work, built and topology are quickstart's
# What stands behind the names in haresources when a plan is tried in the lab: scripts of this
# machine as they are, nginx with a page that names its node, and recorders for the rest.
# SPDX-License-Identifier: GPL-2.0-or-later

# scripts_of_cib: the resource scripts that the cluster is going to run.
scripts_of_cib() {
	sed -n 's/.*name="script" value="\([^"]*\)".*/\1/p' "$work/cib.xml" | sort -u
}

# is_here SCRIPT: on this machine, or beside the files that were given.
is_here() {
	local dir
	[[ $1 = /* && -x $1 ]] && return
	for dir in "$work/root/etc/ha.d/resource.d" /etc/ha.d/resource.d /etc/init.d; do
		[ -x "$dir/$1" ] && return
	done
	return 1
}

# lay_services: nginx with a page that names its node, and stand-ins for what is not here.
lay_services() {
	local node script agent stand_in recorders=() dir=$work/root
	mkdir -p "$dir/etc/ha.d/resource.d" "$dir/etc/nginx"
	cat >"$dir/etc/nginx/nginx.conf" <<-'END'
	worker_processes 1;
	pid /run/nginx.pid;
	error_log /var/log/nginx/error.log;
	events {}
	http { access_log off; server { listen 80 default_server; root /srv/www; } }
	END
	node_files=()
	while read -r _ node _; do
		mkdir -p "$work/node/$node/srv/www"
		echo "$node" >"$work/node/$node/srv/www/index.html"
		node_files+=(--node-files "$node" "$work/node/$node")
	done < <(grep '^node ' "$topology")
	for script in $(scripts_of_cib); do
		is_here "$script" && continue
		install ocf-tests/lab/recorder "$dir/etc/ha.d/resource.d/${script##*/}"
		recorders+=("$script")
	done
	[ ${#recorders[@]} = 0 ] ||
		say "Not on this machine, so a recorder takes its place: ${recorders[*]}"
	while read -r agent; do
		mkdir -p "$dir/usr/lib/ocf/resource.d/${agent%/*}"
		stand_in=Dummy
		[ "${agent#*/}" != drbd ] || stand_in=Stateful
		cp "$built/agents/$stand_in" "$dir/usr/lib/ocf/resource.d/$agent"
		say "ocf:${agent/\//:} wants what the lab lacks: $stand_in takes its place"
	done < <(sed -n 's,.*class="ocf" provider="\([^"]*\)" type="\([^"]*\)".*,\1/\2,p' "$work/cib.xml" |
		grep -vxE 'escapebeat/(IPaddr2|SendArp|hbscript|ping)' | sort -u)
}

# show_recorded NODE: the calls of the recorders there.
show_recorded() {
	lab wait-idle --timeout 60
	lab exec "$1" cat /var/log/recorder 2>/dev/null | sed -nE 's/^[0-9]+ (start|stop) /      recorded: \1 /p'
}
