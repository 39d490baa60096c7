#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# escapebeat rehearse: a plan lives through all its events as predicted, a plan that was tampered
# with does not, and whatever ends a rehearsal leaves nothing behind.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
need_lab
need perl xmllint
[ -z "$(ls -d /run/escapebeat-rehearse.* 2>/dev/null)" ] || skip_all "a rehearsal runs here"
export EB_LAB_DIR=$top/ocf-tests/lab EB_LAB_AGENTS=$build/agents

cd "$tap_dir" || exit 1
mkdir pair
cat >pair/ha.cf <<'END'
keepalive 200ms
deadtime 2
initdead 4
deadping 2
ucast eth1 10.78.0.1
ucast eth1 10.78.0.2
ucast eth0 10.77.0.1
ucast eth0 10.77.0.2
auto_failback on
node web1 web2
ping 10.77.0.254
respawn hacluster /usr/lib/heartbeat/ipfail
stonith_host web1 external/ipmi web2 10.77.0.202 admin geheim lan
stonith_host web2 external/ipmi web1 10.77.0.201 admin geheim lan
END
cat >pair/haresources <<'END'
web1 10.77.0.100/16/eth0 Filesystem::/dev/sdb1::/srv::ext4 httpd-of-ours
web2 10.77.0.101/16/eth0 mysqld::db1
END
printf '%s\n' 'auth 1' '1 sha1 geheim' >pair/authkeys
chmod 600 pair/authkeys
"$escapebeat" plan -o pair.plan --node-address web1=eth0:10.77.0.1,eth1:10.78.0.1 \
	--node-address web2=eth0:10.77.0.2,eth1:10.78.0.2 pair >plan.out 2>&1

# leftovers: folders and processes of rehearsals.
leftovers() {
	ls -d /run/escapebeat-rehearse.* 2>/dev/null
	# The pattern comes from a pipe: grep has a command line, too.
	grep -lsF -f <(echo /run/escapebeat-rehearse) /proc/[0-9]*/cmdline
}

# row EVENT GROUP: "HEARTBEAT | HERE | VERDICT", times as T.
row() {
	awk -v event="$1" -v group="$2" '
		substr($0, 1, 1) != " " { now = substr($0, 1, index($0 "  ", "  ") - 1) }
		now == event && index($0, group) {
			sub(".*" group " +", "")
			gsub(/ *[0-9]+\.[0-9] s/, " T")
			gsub(/   */, " | ")
			print
			exit
		}' <<<"$table"
}

# ---- a plan as it is -----------------------------------------------------------------------
exits "different only where it is known: 2" 2 "$escapebeat" rehearse -o page.html -o line.svg pair.plan
table=$out
first=10.77.0.100 second=10.77.0.101
same() { is "$1: $2" "$(row "$1" "$2")" "$3 | $4 | same"; }
same "all nodes start" $first "web1 after T" "web1 after T"
same "all nodes start" $second "web2 after T" "web2 after T"
same "web1 dies" $first "web2, away T" "web2, away T"
same "web1 dies" $second "stays on web2" "stays on web2"
same "web1 returns" $first "web1, away T" "web1, away T"
same "web2 dies" $second "web1, away T" "web1, away T"
same "web2 returns" $second "web2, away T" "web2, away T"
same "hb_standby on web1" $first "web2, away T" "web2, away T"
same "hb_takeover on web1" $first "web1, away T" "web1, away T"
same "hb_takeover on web1" $second "web1, away T" "web1, away T"
same "web1 is stopped in order" $first "web2, away T" "web2, away T"
same "web1 loses the ping nodes" $first "web2 after T, away T" "web2 after T, away T"
same "web1 loses the ping nodes" $second "stays on web2" "stays on web2"
same "web1 reaches them again" $first "web1, away T" "web1, away T"
same "one link of web1 is cut" $first "stays on web1" "stays on web1"
like "a split: both with Heartbeat, one here" "$(row "all links of web1 are cut" $first)" \
	'^web1 and web2 after T \| (stays on web1|web2 after T, away T) \| known: N3$'
like "- with its reason" "$table" '^N3: .* fencing'
like "and healed: at home" "$(row "the links are back" $first)" '\| (stays on )?web1(, away T)? \| (same|known: N3)$'
like "never on two nodes" "$table" '^at no moment on two nodes'
like "what is replaced is said: agents that need hardware" "$table" '^  ocf:[a-z]+:Filesystem: a recorder'
like "- scripts that are not here" "$table" '^  httpd-of-ours: a recorder'
like "- fencing" "$table" '^  fencing: by the lab'
like "- each fence device, too" "$table" '^  fence device [^ ]*: the lab'
like "the sum" "$table" '^14 events, 28 placements: 2[0-9] as .* 0 different otherwise$'
like "progress tells the event that is played" "$err" '^\[ 2/14\] web1 dies \(deadtime is 2.0 s\)$'
ok "the picture is well-formed" xmllint --noout line.svg
ok "the page is well-formed" xmllint --noout page.html
is "the page has the whole and each event as a picture" "$(grep -c '<svg ' page.html)" 15
nok "the page has nothing from elsewhere" grep -qE '(src|href)="(https?:|//)|<script' page.html
is "nothing is left" "$(leftovers)" ""

# ---- one that was tampered with --------------------------------------------------------------
# What is on web2 stays there; and behind the cluster's back web1 starts what runs on web2.
perl -0pe 's/("resource-stickiness",\s*"value" : )"\d+"/$1"1000"/' pair.plan >sticky.plan
seal sticky.plan
nok "the other plan is another one" cmp -s pair.plan sticky.plan
"$escapebeat" rehearse --events 3 sticky.plan >sticky.out 2>sticky.err &
pid=$!
in_web1() { lab --lab "$(echo /run/escapebeat-rehearse.*/lab)" exec web1 "$@" >/dev/null 2>&1; }
wait_for 120 grep -q 'web1 returns' sticky.err
ok "web1 starts a service on its own" wait_for 30 in_web1 /etc/ha.d/resource.d/mysqld db1 start
status=0
wait $pid || status=$?
table=$(cat sticky.out)
diag "$table"
is "different otherwise: 1" $status 1
same "web1 dies" $first "web2, away T" "web2, away T"
is "the group that does not come back is told" "$(row "web1 returns" $first)" \
	"web1, away T | stays on web2 | DIFFERS"
like "and the service that ran twice" "$table" \
	"^ON TWO NODES AT ONCE: hb-mysqld-db1, in the event 'web1 returns'"
is "nothing is left of it" "$(leftovers)" ""

# ---- three nodes -----------------------------------------------------------------------------
mkdir three
sed -e '/^ucast/d' -e '/^ping/d' -e '/^deadping/d' -e '/^respawn/d' -e 's/^node .*/node a b c/' \
	-e 's/^initdead.*/&\nbcast eth1/' pair/ha.cf >three/ha.cf
printf '%s\n' 'a 10.77.0.100/16/eth0 one' 'b 10.77.0.101/16/eth0 two' \
	'c 10.77.0.102/16/eth0 three' >three/haresources
cp -p pair/authkeys three
"$escapebeat" plan -a HB-3701 -o three.plan --node-address a=eth1:10.78.0.1 \
	--node-address b=eth1:10.78.0.2 --node-address c=eth1:10.78.0.3 three >three.out 2>&1
exits "three nodes: different only where it is known" 2 "$escapebeat" rehearse --events 7 three.plan
table=$out
same "all nodes start" 10.77.0.102 "c after T" "c after T"
is "a's group is on one of those where Heartbeat has it" "$(row "a dies" 10.77.0.100 |
	sed 's/[bc], away/one, away/2')" "b and c, away T | one, away T | known: N6"
same "a returns" 10.77.0.100 "a, away T" "a, away T"
for address in 100 101 102; do
	is "hb_takeover: all leave for a, $address" "$(row "hb_takeover on a" 10.77.0.$address)" \
		"a and b, away T | a, away T | known: N6"
done
is "its reason is told once" "$(grep -c '^N6: ' <<<"$table")" 1

# ---- ^C ----------------------------------------------------------------------------------------
for moment in 'booting' 'all nodes start'; do
	env --default-signal=INT "$escapebeat" rehearse pair.plan >log 2>&1 &
	pid=$!
	wait_for 60 grep -q "$moment" log
	sleep 0.5
	kill -INT $pid
	status=0
	wait $pid || status=$?
	is "^C at '$moment' is told by the exit code" $status 130
	is "nothing is left" "$(leftovers)" ""
done

# ---- what it refuses -----------------------------------------------------------------------------
mkdir helpers
cp "$build"/ocf-tests/lab/{node-run,fence_lab,probe} helpers
exits "a lab without its switch: 3" 3 env EB_LAB_HELPERS="$PWD/helpers" "$escapebeat" rehearse pair.plan
like "- by name" "$err" 'lacks: .*helpers/power'
printf '%s\n' '#!/bin/sh' 'exit 1' >helpers/power
chmod +x helpers/power
exits "a lab that does not boot: 3" 3 env EB_LAB_HELPERS="$PWD/helpers" "$escapebeat" rehearse pair.plan
like "- and why" "$err" 'the lab does not boot:'
exits "a lab that is not there: 3" 3 env EB_LAB_DIR=/nonexistent "$escapebeat" rehearse pair.plan
like "- in one message" "$err" '^escapebeat: a rehearsal .* lacks: /nonexistent/lab .*, /nonexistent/recorder '
sed '/^stonith/d' pair/ha.cf >ha.cf
mkdir open && cp -p ha.cf pair/haresources pair/authkeys open/
"$escapebeat" plan -o open.plan --node-address web1=eth0:10.77.0.1,eth1:10.78.0.1 \
	--node-address web2=eth0:10.77.0.2,eth1:10.78.0.2 open >open.out 2>&1
exits "a decision that is open: 3" 3 "$escapebeat" rehearse open.plan
like "- in the words of apply" "$err" '^escapebeat: the plan leaves open: .* \[HB-3701\]$'
echo '# later' >>pair/ha.cf
exits "files that have changed: 5" 5 "$escapebeat" rehearse pair.plan
like "- with the one that did" "$err" 'pair/ha.cf is not the file'
done_testing
