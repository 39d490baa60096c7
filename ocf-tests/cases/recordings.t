#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recordings of Heartbeat's commands where nothing runs, played again; and no recording is
# forgotten: golden/heartbeat/INDEX has each with the test that holds us to it, or the reason why
# none does.
. "$(dirname "$0")/../tap.sh"
. "$top/ocf-tests/recordings.sh"
bin=$build/heartbeat-compat
[ -x "$bin/cl_status" ] || skip_all "the daemon is not built"
"$bin/cl_status" hbstatus >/dev/null && skip_all "a daemon runs here"

# ---- the list ------------------------------------------------------------------------------------
names=$(awk -F' *[|] *' '/^[^#]/ { print $1 }' "$recordings/INDEX")
is "all recordings are listed" "$(wc -l <<<"$names")" 66
is "each recording is listed once" "$(sort <<<"$names" | uniq -d)" ""
wrong=
while IFS='|' read -r name how where; do
	name=${name// /} how=${how// /}
	case $name in '' | '#'*) continue ;; esac
	case $how in
	replayed)
		[ -e "$recordings/$name" ] || wrong+="$name is not there; "
		for test in $where; do
			grep -q "^replay $name " "$top/ocf-tests/$test" || wrong+="$test does not replay $name; "
		done ;;
	asserted)
		for test in ${where%%:*}; do
			[ -e "$top/ocf-tests/$test" ] || wrong+="no test $test for $name; "
		done ;;
	none) [ -n "${where// /}" ] || wrong+="$name: no reason; " ;;
	*) wrong+="$name: how? ;" ;;
	esac
done <"$recordings/INDEX"
is "each has a test that is there, or a reason" "$wrong" ""
unlisted=
for file in "$recordings"/*.txt; do
	grep -q "^${file##*/} *| replayed" "$recordings/INDEX" || unlisted+="${file##*/} "
done
is "what is there is replayed" "$unlisted" ""

# ---- played again --------------------------------------------------------------------------------
mkdir -p "$tap_dir/bin" "$tap_dir/hb"
ln -s "$bin/cl_status" "$tap_dir/bin"
for name in hb_standby hb_takeover; do ln -s "$bin/$name" "$tap_dir/hb"; done
for name in hb_addnode hb_delnode hb_setweight hb_setsite; do ln -s "$bin/hb_node" "$tap_dir/hb/$name"; done
ln -s "$bin/heartbeat" "$tap_dir/hb"
sed -e "s,^heartbeat=.*,heartbeat=$tap_dir/hb/heartbeat," "$bin/daemon/heartbeat.init" >"$tap_dir/init"
chmod 755 "$tap_dir/init"
# here COMMAND WORD...: this tree's, which tells the path that it was called by.
here() {
	local command=$1
	shift
	case $command in
	/etc/init.d/heartbeat) command=$tap_dir/init ;;
	/usr/share/heartbeat/* | /usr/libexec/heartbeat/*) command=$tap_dir/hb/${command##*/} ;;
	*) command=$tap_dir/bin/$command ;;
	esac
	{ "$command" "$@"; code=$?; } > >(sed "s,$tap_dir/hb/,/usr/share/heartbeat/,; s,(escapebeat [0-9.]*),(escapebeat VERSION),") 2>&1
	wait $!
	return $code
}
replay cl_status-stopped.txt here
replay hb_cmd-usage.txt here
done_testing
