#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An address in another network namespace.
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.9 network_namespace=peer
there() { ip -n peer -o address show to 10.0.0.9 | awk '{ print $2, $4 }'; }

exits "start" 0 agent start "$@"
is "the address is there" "$(there)" "peth 10.0.0.9/24"
is "and not here" "$(copies 10.0.0.9)" ""
exits "monitor" 0 recurring "$@"
exits "stop" 0 agent stop "$@"
is "the address is gone" "$(there)" ""
exits "a probe agrees" 7 agent monitor "$@"
set -- ip=10.0.0.9 network_namespace=nowhere
exits "no such namespace: start" 5 agent start "$@"
like "says so" "$err" "cannot enter network namespace nowhere: No such file"
exits "no such namespace: probe" 7 agent monitor "$@"
exits "no such namespace: a recurring monitor fails" 1 recurring "$@"
exits "no such namespace: stop" 0 agent stop "$@"
exits "a path is no name" 5 agent start ip=10.0.0.9 network_namespace=../../proc/self/ns/net
done_testing
