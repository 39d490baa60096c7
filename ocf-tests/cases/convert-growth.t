#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Four times the lines cost four times the instructions, in everything that reads or writes them all:
# what grows with the square of the lines shows here long before anybody waits for it. valgrind
# counts, so neither the machine nor its load has a say. bench/convert has the times.
. "$(dirname "$0")/convert.sh"
need valgrind

# resource_lines COUNT: lines of the kind that is most common, of two nodes.
resource_lines() {
	awk -v count="$1" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "n%d IPaddr2::10.%d.%d.%d/16/eth0 app%d::%d\n", 1 + i % 2,
				i / 40000, i / 200 % 200, 1 + i % 200, i, i
	}'
}

# instructions ARGUMENT...: of escapebeat.
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$escapebeat" "$@" 2>&1 >/dev/null |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# cost SIZE COMMAND: in instructions, of a cluster with so many lines.
cost() {
	case $2 in
	check) instructions check "size$1" ;;
	plan) instructions plan --node-address n1=10.0.0.1 --node-address n2=10.0.0.2 -o "size$1.plan" "size$1" ;;
	*) instructions show --as "$2" "size$1.plan" ;;
	esac
}

least=400 most=1600
for size in $least $most; do
	mkdir "size$size"
	printf '%s\n' 'keepalive 1' 'deadtime 10' 'bcast eth0' 'auto_failback on' 'node n1 n2' \
		>"size$size/ha.cf"
	printf 'auth 1\n1 sha1 secret\n' >"size$size/authkeys"
	chmod 600 "size$size/authkeys"
	resource_lines "$size" >"size$size/haresources"
done
for command in check plan text corosync cib pcs crm json html; do
	few=$(cost $least $command) many=$(cost $most $command)
	diag "$command: ${few:-nothing} for $least lines, ${many:-nothing} for $most"
	ok "$command grows with the lines" test "${few:-0}" -gt 0 -a $((many * 100)) -le $((few * 425))
done
done_testing
