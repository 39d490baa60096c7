#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The files of a plan beside corosync.conf and the CIB: units for what Heartbeat respawned, sbd,
# secrets; judged by systemd and by cibsecret.
. "$(dirname "$0")/convert.sh"
. "$(dirname "$0")/judges.sh"

mkdir three
cat >three/ha.cf <<'END'
node a b c
ucast eth0 10.0.0.2
deadtime 30
auto_failback on
watchdog /dev/watchdog
logfacility local3
debug 3
env MODE=fast PASS=ge"h%e$im
respawn hacluster /bin/true --pw geheim1 "x y" $HOME 100% \
failfast root /bin/sleep 60
respawn hacluster /bin/true -2
respawn root /usr/lib/heartbeat/mgmtd -v
END
sed -i 's/ \\$//' three/ha.cf
echo "a 10.0.0.9/24/eth0 svc::--token=geheim2" >three/haresources
printf '%s\n' "auth 1" "1 sha1 SehrGeheimeZeile" >three/authkeys
chmod 600 three/authkeys
configs[three]="--node-address a=10.0.0.1 --node-address b=10.0.0.2 --node-address c=10.0.0.3 three"
exits "plan" 2 plan three
"$escapebeat" show --as files three.plan >three.files

# file PATH: its text.
file() { awk -v path="$1" '/^==> / { here = $2 == path; next } here' three.files | sed '$!b; /^$/d'; }

like "each is named with mode and purpose" "$(cat three.files)" \
	'^==> /etc/default/sbd \(0644, on every node\): [a-z]'
unlike "no secret in them" "$(cat three.files three.plan)" 'geheim|ge"h'
unit=$(file /etc/systemd/system/hb-client-true.service)
like "respawn: who" "$unit" $'\nUser=hacluster\n'
like "respawn: again, but for 100" "$unit" \
	$'
Restart=always
RestartSec=1s
RestartPreventExitStatus=100'
like "respawn: not beside Heartbeat" "$unit" $'\nConditionPathExists=!/run/heartbeat.pid\n'
like "respawn: ends with corosync" "$unit" $'\nPartOf=corosync.service\n'
like "env: under Heartbeat's name" "$unit" $'\nEnvironment="HA_MODE=@'
like "two of a name are two units" "$(cat three.files)" '/hb-client-true-2.service '
like "failfast: its end reboots" "$(file /etc/systemd/system/hb-client-sleep.service)" \
	$'\nFailureAction=reboot-force\n'
like "failfast: also a good end" "$(file /etc/systemd/system/hb-client-sleep.service)" \
	$'\nExecStart=/bin/sh -c "/bin/sleep .*; exit 1"\nRestart=no$'
unlike "what Heartbeat brought is not started" "$(cat three.files)" 'mgmtd'
is "corosync brings them along" \
	"$(file /etc/systemd/system/corosync.service.d/hb-clients.conf | grep ^Wants)" \
	"Wants=hb-client-true.service hb-client-sleep.service hb-client-true-2.service"
is "watchdog: Heartbeat's timeout" "$(file /etc/default/sbd | grep TIMEOUT)" SBD_WATCHDOG_TIMEOUT=31
ok "watchdog: a shell can read it" sh -n <(file /etc/default/sbd)
like "watchdog: it fences, three are enough for a majority" \
	"$("$escapebeat" show --as cib three.plan)" 'name="stonith-watchdog-timeout" value="62s"'
like "- so sbd has to run" "$(file /etc/systemd/system/corosync.service.d/hb-sbd.conf)" \
	'Requires=sbd.service'
like "logging: Pacemaker, too" \
	"$(file /etc/systemd/system/pacemaker.service.d/hb-logging.conf)" \
	$'PCMK_logfacility=local3\nEnvironment=PCMK_debug=yes'
for as in pcs crm; do
	like "the script for $as names them" "$("$escapebeat" show --as $as three.plan)" \
		'^#   /etc/systemd/system/hb-client-true.service$'
done

# whole TEXT: with the secrets, as apply writes it.
whole() {
	local text=$1 name value
	while read -r name value; do text=${text//"@{secret:$name}"/$value}; done \
		< <(tail -n +2 three.plan.secrets)
	printf '%s\n' "$text"
}
# shellcheck disable=SC2016 # for systemd to expand, not here
like "the command is Heartbeat's, for systemd's eyes" "$(whole "$unit")" \
	'^ExecStart=/bin/sh -c "exec /bin/true --pw geheim1 \\"x y\\" \$\$HOME 100%%"$'
# shellcheck disable=SC2016
like "the environment, too" "$(whole "$unit")" '^Environment="HA_PASS=ge\\"h%%e\$im"$'

if command -v systemd-analyze >/dev/null; then
	mkdir units
	for name in true true-2 sleep; do
		whole "$(file "/etc/systemd/system/hb-client-$name.service")" \
			>"units/hb-client-$name.service"
	done
	# The words that it can say of units that are not installed here are not about these.
	systemd-analyze verify --man=no --recursive-errors=no units/*.service >verify.out 2>&1
	unlike "systemd has nothing against the units" "$(cat verify.out)" 'hb-client-'
	# And it can find a fault.
	sed -i 's/^Restart=always/Restart=sometimes/' units/hb-client-true.service
	systemd-analyze verify --man=no --recursive-errors=no units/*.service >verify.out 2>&1
	like "- which it would have said" "$(cat verify.out)" 'hb-client-true.*Restart|sometimes'
else
	skip "systemd has nothing against the units" "needs systemd-analyze"
fi

# Pacemaker's tool agrees with value and digest.
folder=/var/lib/pacemaker/lrm/secrets
if [ "$(id -u)" = 0 ] && command -v cibsecret >/dev/null && unshare --mount true 2>/dev/null; then
	whole "$(file $folder/hb-svc/args)" >value
	# It refuses to work where no process of this name is.
	(exec -a pacemaker-controld sleep 60) &
	controller=$!
	whole "$(file $folder/hb-svc/args.sign)" >sign
	# shellcheck disable=SC2016
	in_place() {
		unshare --mount sh -c 'mount -t tmpfs none /var/lib/pacemaker && mkdir -p '$folder'/hb-svc &&
			cp value '$folder'/hb-svc/args && cp sign '$folder'/hb-svc/args.sign &&
			exec cibsecret -C "$@"' sh "$@"
	}
	exits "cibsecret: value and digest agree" 0 in_place check hb-svc args
	is "- the value is the argument" "$(in_place get hb-svc args)" "--token=geheim2"
	echo 0123456789abcdef0123456789abcdef >sign
	exits "- and it would have noticed" 104 in_place check hb-svc args
	kill "$controller"
else
	skip "cibsecret: value and digest agree" "needs root and cibsecret"
fi

# A watchdog is taken for a fence device.
"$escapebeat" show --as cib three.plan >three.xml
judge_cib "sbd without a disk" "$PWD/three.xml"
done_testing
