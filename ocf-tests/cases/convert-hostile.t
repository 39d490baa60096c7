#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Input that nobody means well with: every command ends soon, with one message that says what is
# wrong; nothing of the input is obeyed, by a terminal, corosync, a shell or crm.
. "$(dirname "$0")/convert.sh"

# ends NAME CODE PATTERN ARGUMENT...: of escapebeat, within ten seconds.
ends() {
	local name=$1 code=$2 pattern=$3
	shift 3
	exits "$name" "$code" timeout 60 "$escapebeat" "$@"
	like "$name: says so" "$err" "$pattern"
	unlike "$name: nothing for the terminal to obey" "$out$err" $'[\x01-\x08\x0b-\x1f\x7f]'
}

# ---- what is no file, or too much of one ----
mkdir pipe zero folder huge
mkfifo pipe/haresources a.plan
ln -s loop loop
ln -s /dev/zero zero/ha.cf
mkdir folder/ha.cf
truncate -s 65M huge/haresources
ends "a pipe" 1 '^pipe/haresources:1:1: error: not a regular file .*HB-1002' check pipe
ends "a device" 1 '^zero/ha.cf:1:1: error: not a regular file .*HB-1002' check zero
ends "a folder" 1 '^folder/ha.cf:1:1: error: not a regular file but a folder .*HB-1002' check folder
ends "a link to itself" 1 'cannot read loop: Too many levels' check loop
ends "65 MiB" 1 '^huge/haresources:1:1: error: bigger than 64 MiB .*HB-1003' check huge
for command in show verify "apply --yes" "rollback --yes"; do
	# shellcheck disable=SC2086 # a command and its option
	ends "$command of a pipe" 1 'cannot read the plan a.plan' $command a.plan
done
ends "a plan is a folder" 1 'cannot read the plan folder: Is a directory' show folder
ends "a plan is a link to itself" 1 'cannot read the plan loop: Too many levels' show loop

# ---- what is no text ----
head -c 1000000 /bin/bash >bash.ha.cf
ends "a program" 1 '^bash.ha.cf:1:[0-9]+: error: .*NUL.*HB-1004' check bash.ha.cf
printf 'node a b\nbcast eth0\nfrob \e[31m\x9b\n' >escape.ha.cf
ends "an escape in a file" 1 '^escape.ha.cf:3:1: error:' check escape.ha.cf
ends "an escape in an argument" 4 "no command 'frob" $'frob\e[31m'
ends "an escape in an option" 4 'has no option' check $'--frob\e[31m'
ends "an escape in a path" 1 'cannot read ..*No such file' check $'frob\e[31m'
sed $'s/^keepalive/# \e[31m\\n&/; s/^logfile.*/&\e[31m/' mysql-pair/ha.cf >ha.cf
cp ha.cf mysql-pair/ha.cf
exits "an escape in a good file" 3 plan mysql-pair
unlike "- is not in the report" "$out$err" $'\e'
for as in text corosync cib pcs crm json html; do
	exits "- show --as $as" 0 "$escapebeat" show --as "$as" mysql-pair.plan
	unlike "- has none" "$out" $'\e'
done

# ---- what corosync would take for a section ----
sed 's,^logfile.*,logfile /var/log/a{b,' web-pair/wshuttle-test1/ha.cf >x
cp x web-pair/wshuttle-test1/ha.cf
exits "a brace in a path" 1 plan web-pair
like "- is refused" "$err" 'logfile: /var/log/a\{b has a brace.*HB-1602'

# ---- plans that escapebeat did not make ----
plan two-links >/dev/null 2>&1
# forged NAME SED...: a plan with a change.
forged() {
	local name=$1
	shift
	sed "$@" two-links.plan >forged.plan
	nok "$name: is another plan" cmp -s two-links.plan forged.plan
	seal forged.plan
	ends "$name" 1 'cannot read the plan forged.plan: damaged: ' show --as pcs forged.plan
}
forged "a command in an id" '0,/"id" : "hb-/s//&$(touch frob) /'
forged "a command in a parameter" '0,/"name" : "ip"/s//"name" : "$(touch frob)"/'
forged "a command in a time" 's/"interval" : "[^"]*"/"interval" : "`touch frob`"/'
forged "a command below the comment" '0,/"cluster" : "/s//&\\ntouch frob\\n/'
forged "a section in a setting" '/"name" : "cluster_name"/{n;s/"value" : "/&2\\n}\\nsystem {\\n/}'
forged "an id twice" -E 's/"id" : "hb-[^"]*"/"id" : "hb-x"/'
forged "a parameter twice" '0,/"name" : "cidr_netmask"/s//"name" : "ip"/'
forged "an escape" '0,/"source" : "/s//&\\u001b[31m/'
forged "a half of a character" '0,/"source" : "/s//&\\ud83d/'
forged "something behind the end" '$a x'
printf '%2000000s' '' | tr ' ' '[' >deep.plan
ends "a plan two million deep" 1 'not a plan of escapebeat' show deep.plan
{ printf '{\n"escapebeat-plan" : 3,\n"sha256" : "",\n"cib":{"resources":'; printf '%99999s' '' | sed 's/ /[{"members":/g'; } >deep.plan
seal deep.plan
ends "members within members" 1 "damaged: 'members'" show deep.plan
ok "nothing was run" test ! -e frob
done_testing
