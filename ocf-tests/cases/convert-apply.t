#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What apply, verify and rollback refuse before they touch anything; what they do is judged in
# cluster/migrate.t.
. "$(dirname "$0")/convert.sh"

plan web-pair >/dev/null 2>&1
for command in apply verify rollback; do
	exits "$command on a machine that is no node" 5 "$escapebeat" $command web-pair.plan
	like "- named with the plan" "$err" 'which is no node of web-pair.plan'
	exits "$command without a plan" 1 "$escapebeat" $command nothing.plan
	like "- named" "$err" 'cannot read the plan nothing.plan: No such file'
	exits "$command of what is no plan" 1 "$escapebeat" $command web-pair/wshuttle-test1/ha.cf
done
exits "a time that is none" 4 "$escapebeat" apply -w soon web-pair.plan
like "- said" "$err" '--wait needs a number of seconds'
exits "a stage that is none" 4 "$escapebeat" apply --stage file web-pair.plan
like "- with what was meant" "$err" "did you mean 'files'"

# As a node of the plan, in namespaces of its own, where nothing can be changed that stays.
if [ "$(id -u)" != 0 ] || ! unshare --mount --uts true 2>/dev/null; then
	skip "as a node" "needs root and namespaces"
	done_testing
	exit
fi
as_node() {
	# shellcheck disable=SC2016
	unshare --mount --uts sh -c 'hostname wshuttle-test1 &&
		for folder in /var/lib /etc; do mount -t tmpfs none $folder || exit; done
		exec "$@"' sh "$@"
}
exits "on another node than was said" 5 as_node "$escapebeat" apply --node wshuttle-test2 web-pair.plan
like "- it is refused" "$err" 'this is not wshuttle-test2'
exits "nothing was applied" 0 as_node "$escapebeat" rollback web-pair.plan
like "- which is said" "$err" 'nothing was applied here'
"$escapebeat" plan -o open.plan web-pair/wshuttle-test1 web-pair/wshuttle-test2 >/dev/null 2>&1
exits "a decision is open" 3 as_node "$escapebeat" apply open.plan
like "- it is named" "$err" 'HB-3701'
exits "agents are missing" 5 as_node "$escapebeat" apply web-pair.plan
like "- they are named" "$err" 'no agent ocf:escapebeat:IPaddr2 here'

# Three nodes with a watchdog: corosync's unit requires sbd's.
mkdir watched
printf '%s\n' 'node wshuttle-test1 n2 n3' 'ucast eth0 10.0.0.2' 'auto_failback on' \
	'watchdog /dev/watchdog' >watched/ha.cf
echo 'wshuttle-test1 10.0.0.9/24/eth0' >watched/haresources
cp web-pair/wshuttle-test1/authkeys watched
"$escapebeat" plan -o watched.plan --node-address wshuttle-test1=10.0.0.1 --node-address n2=10.0.0.2 \
	--node-address n3=10.0.0.3 watched >/dev/null 2>&1
# with_sbd PROGRAM COMMAND...: where this is what there is of it; "" is no program.
with_sbd() {
	# shellcheck disable=SC2016
	as_node sh -c 'mkdir /etc/sbin && cp "${1:-/bin/true}" /etc/sbin/sbd && chmod "$2" /etc/sbin/sbd &&
		mount --bind /etc/sbin /usr/sbin && shift 2 && exec "$@"' sh "$1" "$([ -n "$1" ] && echo 755 || echo 644)" "${@:2}"
}
exits "sbd is missing" 5 with_sbd '' "$escapebeat" apply watched.plan
like "- and its package named" "$err" 'no /usr/sbin/sbd here, .* install the package sbd$'
sed -i 's/^watchdog .*/logfacility local0/' watched/ha.cf
"$escapebeat" plan -o logged.plan -a HB-3701 --node-address wshuttle-test1=10.0.0.1 --node-address n2=10.0.0.2 \
	--node-address n3=10.0.0.3 watched >/dev/null 2>&1
like "another file of a plan" "$("$escapebeat" show --as files logged.plan)" 'hb-logging.conf'
exits "- needs no sbd" 5 with_sbd '' "$escapebeat" apply logged.plan
like "- but its agents" "$err" 'no agent ocf:escapebeat:IPaddr2 here'
exits "sbd is there" 5 with_sbd /bin/true "$escapebeat" apply watched.plan
like "- and in nobody's way" "$err" 'no agent ocf:escapebeat:IPaddr2 here'
# shellcheck disable=SC2016
exits "its program without its unit" 5 with_sbd /bin/true sh -c 'mount -t tmpfs none /run &&
	mkdir -p /run/systemd/system && exec "$@"' sh "$escapebeat" apply watched.plan
like "- is not enough" "$err" 'no unit sbd.service here, .* install the package sbd$'
done_testing
