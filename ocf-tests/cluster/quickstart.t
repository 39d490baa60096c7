#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# quickstart with a configuration of the reader's own: the example's, with shorter times.
. "$(dirname "$0")/../tap.sh"
need_root
need corosync pacemakerd nft ip nginx
[ -x "$build/heartbeat-compat/escapebeat" ] || skip_all "the converter is not built"
kept=/run/escapebeat-quickstart
[ ! -e $kept ] || skip_all "$kept: a quickstart --keep runs here"

export EB_BUILD=$build
export TMPDIR=$tap_dir/tmp
pair=$tap_dir/pair
mkdir "$pair" "$TMPDIR"
for file in ha.cf haresources authkeys; do
	install -m 600 "$top/heartbeat-compat/example/mysql-pair/$file" "$pair"
done
sed -i -E 's/^(keepalive\s+).*/\11/; s/^(deadtime\s+).*/\14/; s/^(warntime\s+).*/\13/
	s/^(initdead\s+).*/\15/' "$pair/ha.cf"

lab() { "$top/ocf-tests/lab/lab" --lab $kept --helpers "$build/ocf-tests/lab" "$@"; }
cleanup "[ ! -e $kept ] || lab down; rm -rf $kept.files"

# leftovers PATTERN: folders and processes of quickstarts.
leftovers() {
	ls -d "/run/$1" "/run/$1.files" 2>/dev/null
	# The pattern comes from a pipe: grep has a command line, too.
	grep -lsF -f <(echo "/run/$1") /proc/[0-9]*/cmdline
}

exits "quickstart --keep" 0 "$top/quickstart" --config "$pair" --keep
like "the packages are looked at" "$out" '\[1/8\] Packages'
like "each line has its fate" "$out" '= +3 +mysql-backup IPaddr::172\.16\.1\.165/24/eth1'
like "the page comes from its home at first" "$out" 'http://172\.16\.1\.164/ +says "mysql-master"'
like "and from the other node after the crash" "$out" 'http://172\.16\.1\.164/ +says "mysql-backup"'
for phase in detection fencing address http together; do
	like "$phase has its time" "$out" "$phase +[0-9]+\.[0-9]{3} s"
done
like "never two owners" "$out" 'at no moment two machines answered'
last=$(sed -n '/comes back/,$p' <<<"$out")
like "auto_failback brings the page home" "$last" 'http://172\.16\.1\.164/ +says "mysql-master"'
like "it says how to enter the cluster" "$out" 'lab enter mysql-master'

exits "the kept cluster can be entered" 0 lab exec mysql-master ip -o address show
like "and serves" "$out" '172\.16\.1\.164/24'
ok "what it was made from is there" test -s $kept.files/corosync.conf
exits "it ends" 0 lab down
rm -rf $kept.files
is "nothing is left of it" "$(leftovers 'escapebeat-quickstart')" ""

# ^C while the cluster forms, and while a node is dead.
for moment in 'Boot:' 'dies:'; do
	env --default-signal=INT "$top/quickstart" --config "$pair" >"$tap_dir/log" 2>&1 &
	pid=$!
	wait_for 120 grep -q "$moment" "$tap_dir/log"
	sleep 1
	own="escapebeat-quickstart.$pid"
	ok "interrupted at '$moment' there is something to clean up" test -e "/run/$own"
	kill -INT "$pid"
	status=0
	wait "$pid" || status=$?
	is "^C is told by the exit code" $status 130
	is "nothing is left" "$(leftovers "$own"; ls "$TMPDIR")" ""
done

sed -i 's/^keepalive/kepalive/' "$pair/ha.cf"
exits "a faulty file stops it" 1 "$top/quickstart" --config "$pair"
like "with its line" "$out" "ha.cf:6:1: error: .*'kepalive'"
unlike "before anything was booted" "$out" 'Boot'
done_testing
