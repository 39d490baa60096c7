#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command line of escapebeat: exact words, exit codes, where what is printed.
. "$(dirname "$0")/convert.sh"

# usage NAME REGEX ARGUMENT...: refused with two lines on standard error and exit code 4.
usage() {
	local name=$1 regex=$2
	shift 2
	exits "$name" 4 "$escapebeat" "$@"
	like "$name: says why" "$err" "$regex"
	is "$name: two lines, none on standard output" "$(wc -l <<<"$err") $out" "2 "
}
usage "no command" 'no command given'
usage "a slip in a command" "no command 'plann'; did you mean 'plan'\?" plann x
usage "an abbreviation" "no command 'pla'" pla x
usage "a slip in an option" "plan has no option '--otput'; did you mean '--output'\?" plan --otput x y
usage "an option of another command" "check has no option '-o'" check -o x y
usage "an option that no command has" "no option '--force'" plan --force x
usage "a value that is missing" "--output needs FILE" plan x --output
usage "a value too many" "--strict takes no value" check --strict=yes x
usage "a choice that there is not" "--as cannot be 'coro'.*expected text.corosync" show --as coro x
usage "no operand" "check needs PATH" check
usage "an operand too many" "show takes one PLAN, 'b' is too many" show a b
usage "a code that there is not" "no message has the code 'HB-9999'" plan --accept HB-9999 x
usage "an error cannot be accepted" "HB-1101 is an error" check --accept HB-1101 x
usage "an address that is none" "'a=1.2.3.400' is no address" plan --node-address a=1.2.3.4,1.2.3.400 x
usage "an override that is none" "expected DIRECTIVE=VALUE" plan --override deadtime x
usage "a service that is none" "expected WORD=NAME" plan --service httpd x
usage "nothing to explain" "'deadtim' is neither.*did you mean 'deadtime'" explain deadtim

for command in "" collect check plan show apply verify rollback explain; do
	# shellcheck disable=SC2086 # none or one word
	exits "help of '$command'" 0 "$escapebeat" $command --help
	like "help of '$command': shows what it is" "$out" '^usage: escapebeat'
	is "help of '$command': within 80 columns" "$(grep -cE '^.{81}' <<<"$out")" 0
done
exits "version" 0 "$escapebeat" --version
like "version: is one" "$out" '^escapebeat [0-9]'

# The exit code is the worst of what there is to say.
sed 's/^deadtime.*/deadtime 3/' mysql-pair/ha.cf >bad-ha.cf
exits "check: nothing to say" 0 "$escapebeat" check mysql-pair
is "check: all on standard error is what plan will say" \
	"$(sed '/^escapebeat: plan will say besides:$/,$d' <<<"$err")" ""
like "check: a summary to standard output" "$out" '^nodes mysql-master, mysql-backup   files 3'
exits "check: errors" 1 "$escapebeat" check bad-ha.cf
like "check: place, text and code" "$err" '^bad-ha.cf:[0-9]+:[0-9]+: error: .*\[HB-1113\]$'
exits "check: a path that is not there" 1 "$escapebeat" check nosuch
like "check: says so" "$err" 'error: cannot read nosuch: No such file or directory \[HB-1001\]'
exits "check: warnings" 2 "$escapebeat" check ucast-pair
exits "check: accepted warnings do not count" 0 \
	"$escapebeat" check -a HB-2204 --accept=hb-2107 ucast-pair
exits "check: strict" 1 "$escapebeat" check --strict ucast-pair
exits "check: what plan leaves open does not count" 0 "$escapebeat" check mysql-pair
like "check: but is told" "$err" 'decision: .*\[HB-3701\]'
exits "check: and its help says so" 0 "$escapebeat" check --help
like "check: of the exit code" "$out" "^  3  a decision is open \\(plan's do not count for check\\)"
mkdir lacking && cp mysql-pair/ha.cf lacking
exits "check: a missing file" 3 "$escapebeat" check lacking
# shellcheck disable=SC2016 # the inner shell expands them
exits "check: standard input" 0 sh -c '"$1" check - <"$2"' sh "$escapebeat" mysql-pair/ha.cf
# What plan will say is told, and does not count.
mkdir foreseen
printf '%s\n' 'node web1 web2' 'keepalive 50ms' 'deadtime 200ms' 'initdead 20' 'auto_failback on' \
	'bcast eth0 eth1 eth2 eth3 eth4 eth5 eth6 eth7 eth8' 'stonith_host * meatware web1' \
	'stonith_host web1 bogus web2' >foreseen/ha.cf
echo 'web1 10.0.0.9/24/eth0' >foreseen/haresources
(umask 77; printf '%s\n' 'auth 1' '1 sha1 0123456789abcdef' >foreseen/authkeys)
exits "check: what plan will say" 2 "$escapebeat" check foreseen
for code in 2602 3713 3706 3707 3601; do
	like "check: - HB-$code" "$(sed '1,/besides:$/d' <<<"$err")" "\[HB-$code\]"
done
is "check: - once each" "$(grep -c 'HB-2602\]' <<<"$err") $(grep -c 'HB-3713\]' <<<"$err")" "1 1"
like "check: - the device that is too much" "$err" \
	'ha.cf:6:47: decision: eth8 is not in the result: corosync has at most 8 links'
unlike "check: - whose address nobody asks for" "$(grep HB-3601 <<<"$err")" eth8
like "check: - and a count" "$out" '^plan will say besides: [0-9]+ decisions, 1 warning$'
"$escapebeat" plan foreseen >plan.out 2>plan.err
is "check: - which is what plan says" "$(grep -c '^foreseen.*\(warning\|decision\): ' <<<"$err")" \
	"$(grep -c '^foreseen.*\(warning\|decision\): ' plan.err)"
exits "check: plan's errors count" 1 "$escapebeat" check --node-address web1=eth0:10.0.0.1 \
	--node-address web2=eth0:10.0.0.1 foreseen
like "check: - as such" "$err" 'error: .* \[HB-1601\]'
exits "check: addresses that contradict each other" 2 "$escapebeat" check --self MySQL_Master_Node01 \
	--node-address MySQL_Slaver_Node01=192.168.42.99 ucast-pair
like "check: - are told" "$(sed '1,/besides:$/d' <<<"$err")" '\[HB-2206\]'
exits "check: json" 2 "$escapebeat" check --json ucast-pair
is "check: json goes alone to standard output" "$err" ""
if command -v python3 >/dev/null; then
	printf '%s' "$out" >found.json
	is "check: json says the same" "$(python3 -c '
import json
found = json.load(open("found.json"))
print(list(found)[0], found["exit"], found["nodes"][1], len(found["findings"]),
      found["findings"][-1]["code"], found["findings"][-1]["line"])')" \
		"escapebeat-check 2 MySQL_Slaver_Node01 3 HB-2107 13"
else
	skip "check: json says the same" "needs python3"
fi

exits "plan: a decision is open" 3 plan mysql-pair
like "plan: without fencing Pacemaker is to wait" \
	"$("$escapebeat" show --as cib mysql-pair.plan)" 'stonith-enabled" value="true"'
is "plan: kept from others" "$(stat -c %a mysql-pair.plan)" 600
exits "plan: accepted" 0 plan mysql-pair --accept HB-3701
like "plan: accepted, Pacemaker does without" \
	"$("$escapebeat" show --as cib mysql-pair.plan)" 'stonith-enabled" value="false"'
exits "plan: no plan while there are errors" 1 "$escapebeat" plan -o none.plan bad-ha.cf
nok "plan: nothing is stored then" test -e none.plan
like "plan: says so" "$err" 'no plan is made while there are errors'
exits "plan: a plan that cannot be stored" 1 plan mysql-pair --accept HB-3701 -o /nowhere/plan
like "plan: says where" "$err" '/nowhere/plan: No such file'

# 30,000 lines are a second or two of work when each is looked at once.
cp -r mysql-pair long-pair
for ((i = 0; i < 30000; i++)); do echo "mysql-master worker$i::a$((i % 7))"; done >long-pair/haresources
# shellcheck disable=SC2016 # the inner shell expands them
exits "plan: a file as long as it can be" 3 sh -c 'ulimit -t 60; exec "$@"' sh "$escapebeat" plan \
	--node-address mysql-master=10.0.10.64 --node-address mysql-backup=10.0.10.65 long-pair
like "plan: nothing is left out" "$out" ' 30000 resources;'

# A slip in a name is not passed over.
exits "check: an address of no node" 1 "$escapebeat" check --node-address zz=1.2.3.4 mysql-pair
like "check: says so" "$err" "error: --node-address: 'zz' is not a node of ha.cf .HB-1203"
exits "plan: a renaming of no word" 3 plan mysql-pair --accept HB-3701 --service zz=yy
like "plan: says so" "$err" "decision: --service zz=yy: haresources has no 'zz' .HB-3703"

exits "override" 3 "$escapebeat" plan --override deadtime=5 --override keepalive=1 \
	--node-address mysql-master=10.0.10.64 --node-address mysql-backup=10.0.10.65 mysql-pair
like "override: the line of the file is replaced" "$out" '^  -    6  keepalive 2  .*replaces it'
like "override: the new one is shown" "$out" '^ +--override deadtime=5$'
exits "override: errors in it are errors" 1 "$escapebeat" plan --override deadtime=x mysql-pair
like "override: with their place" "$err" '^--override:1:10: error: .*HB-1102'

plan mysql-pair --accept HB-3701 >/dev/null 2>&1
exits "show: as planned" 0 "$escapebeat" show mysql-pair.plan
sed -i 's/30/31/' mysql-pair/ha.cf
exits "show: a source has changed" 5 "$escapebeat" show mysql-pair.plan
like "show: which one" "$err" 'mysql-pair/ha.cf is not the file'
sed -i 's/31/30/' mysql-pair/ha.cf
exits "show: changed back" 0 "$escapebeat" show mysql-pair.plan
sed -i 's/sha1 .*/sha1 AnotherKeyOfTheSameKind/' mysql-pair/authkeys
exits "show: another key of the same method changes nothing" 0 "$escapebeat" show mysql-pair.plan
mv mysql-pair/authkeys kept
exits "show: a source is gone" 5 "$escapebeat" show mysql-pair.plan
echo '{}' >no.plan
exits "show: no plan" 1 "$escapebeat" show no.plan
like "show: says so" "$err" 'not a plan of escapebeat'
for other in 1 2 4; do
	sed "s/\"escapebeat-plan\" : 3/\"escapebeat-plan\" : $other/" mysql-pair.plan >other.plan
	exits "show: a plan of format $other" 1 "$escapebeat" show other.plan
	like "show: says so, and what to do" "$err" "another version.* in format $other and not 3; plan again"
done

# So is one that could be a plan.
mv kept mysql-pair/authkeys
exits "show: a plan" 0 "$escapebeat" show --as cib mysql-pair.plan
sed 's/172\.16\.1\.164/172.16.1.199/g' mysql-pair.plan >edited.plan
exits "show: with another address in it" 1 "$escapebeat" show --as cib edited.plan
like "show: says so, and what to do" "$err" 'edited.plan: damaged or edited: .* sha256; plan again$'
seal edited.plan
exits "show: it was the digest" 0 "$escapebeat" show --as cib edited.plan
sed 's/"mark" : "exact"/"mark"  : "exact"/' mysql-pair.plan >edited.plan
exits "show: with another blank in it" 1 "$escapebeat" show --as cib edited.plan
sed '3d' mysql-pair.plan >edited.plan
exits "show: without its digest" 1 "$escapebeat" show --as cib edited.plan
sed '$d' mysql-pair.plan >edited.plan
exits "show: without its end" 1 "$escapebeat" show --as cib edited.plan

# A plan that somebody touched is refused, whatever is missing: nothing is left to the writers.
damaged=0 refused=0
for member in name value id class type kind mark source place node score attribute settings members; do
	sed -E "0,/\"$member\" :/s/\"$member\" :/\"other\" :/" mysql-pair.plan >touched.plan
	cmp -s touched.plan mysql-pair.plan && continue
	seal touched.plan
	damaged=$((damaged + 1)) got=0
	"$escapebeat" show --as cib touched.plan >out 2>err || got=$?
	case $got:$(cat err) in 1:*"damaged: '"*) refused=$((refused + 1)) ;; esac
done
diag "$refused of $damaged refused"
ok "show: a damaged plan" test "$damaged" -ge 10 -a "$refused" -ge 9

exits "explain: a message" 0 "$escapebeat" explain hb-3701
like "explain: what to do" "$out" '--accept HB-3701'
exits "explain: a directive" 0 "$escapebeat" explain deadtime
like "explain: its form and default" "$out" "Heartbeat's default: 30"
like "explain: what becomes of it" "$out" '~ corosync.conf token 13636'
for word in hbaping normalpoll; do
	exits "explain: what no build has, $word" 0 "$escapebeat" explain $word
	like "- and that the line is refused" "$out" '^Heartbeat 3 is built without it .*HB-1101'
done
exits "show: what is no file" 1 "$escapebeat" show /dev/null
is "- is called so" "$err" "escapebeat: cannot read the plan /dev/null: it is no regular file"
exits "explain: the exit codes" 0 "$escapebeat" explain exit
like "explain: one each" "$out" '^  5  '

# Colour: only when wanted, and on a terminal only when nothing speaks against it.
colour() { "$@" 2>&1 >/dev/null | grep -c $'\033'; }
is "colour: none into a pipe" "$(colour "$escapebeat" check ucast-pair)" 0
nok "colour: always" test "$(colour "$escapebeat" check --color always ucast-pair)" = 0
if command -v script >/dev/null; then
	nok "colour: on a terminal" test "$(TERM=xterm script -qec "$escapebeat check ucast-pair" \
		/dev/null | grep -c $'\033')" = 0
	is "colour: NO_COLOR" "$(TERM=xterm NO_COLOR=1 script -qec "$escapebeat check ucast-pair" \
		/dev/null | grep -c $'\033')" 0
	is "colour: a dumb terminal" "$(TERM=dumb script -qec "$escapebeat check ucast-pair" \
		/dev/null | grep -c $'\033')" 0
else
	skip "colour: on a terminal" "needs script"
fi

# complete WORD...: what bash offers for the last word.
complete_words() {
	bash -c 'compopt() { :; }
		. "$1"; shift
		COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
		_escapebeat
		echo "${COMPREPLY[*]}"' bash "$build/heartbeat-compat/escapebeat.bash" "$@"
}
is "completion: commands" "$(complete_words escapebeat pl)" "plan"
is "completion: options of the command" "$(complete_words escapebeat plan --o)" \
	"--output --override"
is "completion: choices" "$(complete_words escapebeat show --as c)" "corosync cib crm"
is "completion: codes that can be accepted" "$(complete_words escapebeat plan --accept HB-37)" \
	"HB-3701 HB-3702 HB-3703 HB-3705 HB-3706 HB-3707 HB-3708 HB-3711 HB-3712 HB-3713 HB-3714"
is "completion: directives to explain" "$(complete_words escapebeat explain dead)" \
	"deadping deadtime"
done_testing
