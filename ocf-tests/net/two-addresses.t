#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two resources in one subnet: stopping the first leaves the second.  With the stock agent
# (defect 3) the second goes too, and its monitor fails.
# stock fails: the second address still serves
. "$(dirname "$0")/net.sh"
two_hosts
ip address flush dev eth0
sysctl -q net.ipv4.conf.eth0.promote_secondaries=0 net.ipv4.conf.all.promote_secondaries=0
one=(ip=10.0.0.9 cidr_netmask=24 nic=eth0)
two=(ip=10.0.0.10 cidr_netmask=24 nic=eth0)

exits "start the first" 0 agent start "${one[@]}"
exits "start the second" 0 agent start "${two[@]}"
exits "both serve: first" 0 recurring "${one[@]}"
exits "both serve: second" 0 recurring "${two[@]}"
exits "stop the first" 0 agent stop "${one[@]}"
exits "the first is gone" 7 agent monitor "${one[@]}"
exits "the second address still serves" 0 recurring "${two[@]}"
exits "stop the second" 0 agent stop "${two[@]}"
is "nothing is left" "$(copies 10.0.0.9)$(copies 10.0.0.10)" ""
done_testing
