#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is refused holds up the plan: each such line is a decision, its own or HB-3713.
. "$(dirname "$0")/convert.sh"

mkdir nine device
printf 'auth 1\n1 sha1 geheimgeheim12345\n' >nine/authkeys
chmod 600 nine/authkeys
cp -p nine/authkeys device
{
	printf '%s\n' 'node web1 web2' 'auto_failback on' 'keepalive 1' 'deadtime 10'
	printf 'ucast eth%d 10.%d.0.2\n' 0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8
} >nine/ha.cf
echo 'web1 10.0.0.9' >nine/haresources
addresses=$(for n in {0..8}; do echo "--node-address web1=eth$n:10.$n.0.1"; done)
# shellcheck disable=SC2086 # options are words
nine() { "$escapebeat" plan --accept HB-3701 "$@" --self web1 $addresses -o nine.plan nine; }

exits "the ninth link" 3 nine
like "- is a decision, by its line" "$err" \
	'nine/ha.cf:13:1: decision: ucast eth8 10\.8\.0\.2 is not in the result: corosync has at most 8 links \[HB-3713\]'
unlike "- and the page says no Go" "$("$escapebeat" show --as html nine.plan 2>/dev/null)" '>Go'
exits "- that can be taken" 0 nine --accept HB-3713

{
	sed '/ucast/d' nine/ha.cf
	printf '%s\n' 'ucast eth0 10.0.0.2' 'stonith_host web1 null web2' \
		'stonith_host web2 external/ipmi web1 10.9.0.1 ipmilan-web1 geheim lan'
} >device/ha.cf
cp nine/haresources device
exits "a device that resets nothing" 3 "$escapebeat" plan --self web1 --node-address web1=10.0.0.1 device
like "- has its own decision" "$err" 'ha.cf:6:[0-9]+: decision: no fence device from null.*\[HB-3707\]'
unlike "- and no second one" "$err" 'HB-3713'
like "an id to be typed is shown, also where it has a word that the line hides" "$err" \
	'cibsecret set hb-fence_ipmilan-web1 password VALUE'
unlike "- but not the secret" "$err" geheim

# ---- one question for each node -----------------------------------------------------------------
mkdir -p ask
printf '%s\n' 'node web1 web2' 'ucast eth0 10.0.0.1' 'ucast eth0 10.0.0.2' 'ucast eth1 10.0.1.1' \
	'ucast eth1 10.0.1.2' 'ucast eth2 10.0.2.1' 'ucast eth2 10.0.2.2' 'auto_failback on' >ask/ha.cf
echo 'web1 10.0.0.9/24/eth0' >ask/haresources
printf '%s\n' 'auth 1' '1 sha1 SehrGeheimeZeile' >ask/authkeys
chmod 600 ask/authkeys
"$escapebeat" plan -o ask.plan -a HB-3701 ask >/dev/null 2>ask.err
is "three links without addresses: each node is asked for once" \
	"$(grep -oE 'decision: .*HB-3601\]' ask.err)" \
	"decision: the addresses of web1 on eth0, eth1, eth2 are not known [HB-3601]
decision: the addresses of web2 on eth0, eth1, eth2 are not known [HB-3601]"
mapfile -t options < <(grep -oE -- '--node-address [^ ]+' ask.err | tr ' ' '\n')
i=0
for option in "${!options[@]}"; do
	case ${options[option]} in *=*)
		i=$((i + 1))
		for net in 0 1 2; do options[option]=${options[option]/ADDRESS/10.0.$net.$i}; done
		;;
	esac
done
exits "the answer has the form that is asked for" 0 "$escapebeat" plan -o ask.plan -a HB-3701 "${options[@]}" ask
is "- and makes three links" "$("$escapebeat" show --as corosync ask.plan | grep -c 'linknumber')" 3

# ---- words that look like a template's ------------------------------------------------------------
# Heartbeat takes them as they stand, so may the operator.
mkdir -p template
printf '%s\n' 'node web1 web2' 'ucast eth0 10.0.0.2' 'auto_failback on' 'respawn root /bin/true <x>' \
	'stonith_host * external/ipmi web2 10.9.0.2 <user> geheim lan' >template/ha.cf
echo 'web1 10.0.0.9 Filesystem::/dev/x::/srv/{{a}}::ext4' >template/haresources
cp ask/authkeys template
template() { "$escapebeat" plan -o template.plan -a HB-3701 -a HB-3708 --self web1 --node-address web1=10.0.0.1 "$@" template; }
exits "a placeholder is a decision" 3 template
like "- in ha.cf" "$err" "ha.cf:4:24: decision: the placeholder .* was not filled in .HB-3101."
like "- and in haresources" "$err" "haresources:1:15: decision: the placeholder .* was not filled in .HB-3101."
exits "- that can be taken" 0 template -a HB-3101
like "- with the word as it stands" "$("$escapebeat" show --as cib template.plan)" 'value="/srv/\{\{a\}\}"'
like "- of a fence device as well" "$("$escapebeat" show --as cib template.plan)" 'name="username" value="&lt;user&gt;"'
done_testing
