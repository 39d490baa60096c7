#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Clones: an address each, or none.
. "$(dirname "$0")/net.sh"
two_hosts
set -- ip=10.0.0.10 nic=eth0 CRM_meta_clone_max=3

exits "one address for all clones is refused" 6 agent start "$@" CRM_meta_clone=0
like "and what to use instead is told" "$err" "ocf-exit-reason:.*unique_clone_address=true"
exits "but never in the way of a stop" 0 agent stop "$@" CRM_meta_clone=0
exits "an address each needs globally-unique" 6 agent start "$@" CRM_meta_clone=2 \
	unique_clone_address=true
set -- "$@" unique_clone_address=true CRM_meta_globally_unique=true
exits "the third clone" 0 agent start "$@" CRM_meta_clone=2
is "has the third address" "$(copies 10.0.0.12)" "eth0 10.0.0.12/24"
exits "its monitor" 0 recurring "$@" CRM_meta_clone=2
exits "the second one's" 7 agent monitor "$@" CRM_meta_clone=1
exits "stop" 0 agent stop "$@" CRM_meta_clone=2
is "it is gone" "$(copies 10.0.0.12)" ""
exits "a number that leads out of the subnet" 6 agent start "$@" ip=10.0.0.254 CRM_meta_clone=2
set -- "${@:2}" ip=2001:db8::ff nodad=true
exits "IPv6" 0 agent start "$@" CRM_meta_clone=1
is "counts on" "$(copies 2001:db8::100)" "eth0 2001:db8::100/64"
exits "stop" 0 agent stop "$@" CRM_meta_clone=1
done_testing
