#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The old stonith command of cluster-glue, and Pacemaker's fence_legacy, see and drive every fence
# agent through the bridge.
. "$(dirname "$0")/fencer.sh"
need stonith xmllint python3
plugins=/usr/lib/stonith/plugins
bridge=$build/fence/stonith/escapebeat.so
[ -e "$bridge" ] || skip_all "the bridge is not built (needs cluster-glue-dev)"
mkdir -p /run/plugins/upper /run/plugins/work
mount -t overlay overlay -o lowerdir=$plugins,upperdir=/run/plugins/upper,workdir=/run/plugins/work $plugins ||
	skip_all "needs overlay file systems"
fencer # and our agents in /usr/sbin
cp "$bridge" $plugins/
agents=()
for name in "$sbin"/fence_*; do
	agents+=("${name##*/}")
	ln -s ../escapebeat.so "$plugins/stonith2/${name##*/}.so"
done
state=$tap_dir/state
is_off() { [ "$(cat "$state")" = off ]; }
is_on() { [ "$(cat "$state")" = on ]; }

# ---- every agent is seen
listed=$(stonith -L)
for name in "${agents[@]}"; do
	like "$name: -L lists it" "$listed" "^$name\$"
	exits "$name: -n" 0 stonith -t "$name" -n
	missing=$("$sbin/$name" -o metadata | sed -n 's/.*<parameter name="\([^"]*\)" unique="." required="." *\(obsoletes="[^"]*"\)\{0,1\}>.*/\1/p' |
		grep -vxE 'action|plug|nodename|help|version|verbose|verbose_level' | grep -vxFf <(tr -s ' ' '\n' <<<"$out"))
	is "$name: -n has all parameters" "$missing" ""
	exits "$name: -m" 0 stonith -t "$name" -m
	ok "$name: -m is well formed" xmllint --noout "$tap_dir/out"
	is "$name: -m has the names of -n" \
		"$(xmllint --xpath '//parameter/@name' "$tap_dir/out" | sed 's/.*"\(.*\)"/\1/' | sort | xargs)" \
		"$(stonith -t "$name" -n | tr -s ' ' '\n' | sort | xargs)"
done
is "the stock plugins are still there" "$(grep -cxE 'null|external/ipmi|rps10' <<<"$listed")" 3

# ---- one that lists its machines, by each way to configure it
echo on >"$state"
exits "-S" 0 stonith -t fence_dummy status_file="$state" hostlist=node1 -S
is "is silent" "$err" ""
exits "-l has the machines of hostlist" 0 stonith -t fence_dummy status_file="$state" "hostlist=node1 Node2:7" -l
is "as they are written" "$out" $'node1\nNode2'
exits "-T off" 0 stonith -t fence_dummy status_file="$state" hostlist=node1 -T off node1
ok "is off" is_off
exits "-T on" 0 stonith -t fence_dummy status_file="$state" hostlist=node1 -T on node1
ok "is on" is_on
exits "-T reset" 0 stonith -t fence_dummy status_file="$state" hostlist=node1 -T reset node1
ok "is on again" is_on
exits "a capital letter in its name" 0 stonith -t fence_dummy status_file="$state" hostlist=Node1 -T off NODE1
ok "is off" is_off
exits "-E" 0 env status_file="$state" hostlist=node1 stonith -t fence_dummy -E -T on node1
ok "is on" is_on
exits "another machine" 4 stonith -t fence_dummy status_file="$state" hostlist=node1 -T off node2
ok "is not switched" is_on
like "and told" "$err" "the device does not have node2"
exits "a device of one machine, and no hostlist" 1 stonith -t fence_dummy status_file="$state" -T off node1
ok "switches nothing" is_on
like "and says why" "$err" "hostlist is missing"
exits "a wrong value" 1 stonith -t fence_dummy status_file="$state" hostlist=node1 delay=x -S
like "is told in the agent's words" "$err" "option delay is 'x': wants"
exits "an order among the parameters" 1 stonith -t fence_dummy status_file="$state" hostlist=node1 action=off -S
ok "switches nothing" is_on
exits "a plug among the parameters" 1 stonith -t fence_rps10 serial_to_targets="/dev/null node1 0" port=node1 -S
like "is told" "$err" "parameter port is said by each order itself"
exits "two lines in one value" 1 stonith -t fence_dummy status_file="$state" hostlist=node1 debug_file=$'x\naction=off' -S
ok "switch nothing" is_on
exits "a device that fails" 6 stonith -t fence_dummy type=fail power_timeout=1 status_file="$state" hostlist=node1 -T reset node1
# An agent that dies at work has done nothing, whatever its signal's number is.
mv /usr/sbin/fence_dummy /usr/sbin/dummy
cat >/usr/sbin/fence_dummy <<'END'
#!/bin/sh
text=$(cat)
case $text in
*action=metadata* | *action=validate-all*) echo "$text" | /usr/sbin/dummy ;;
*) kill -9 $$ ;;
esac
END
chmod +x /usr/sbin/fence_dummy
exits "an agent that dies: -S" 2 stonith -t fence_dummy status_file="$state" hostlist=node1 -S
exits "an agent that dies: reset" 5 stonith -t fence_dummy status_file="$state" hostlist=node1 -T reset node1
mv /usr/sbin/dummy /usr/sbin/fence_dummy
for _ in $(seq 50); do
	sleep 0.1
	printf '\x40\x2a\x30\x1b\x01\0\0\0' >/dev/udp/127.0.0.1/7410
done 2>/dev/null &
exits "reset of what knows off alone" 0 stonith -t fence_kdump hostlist=localhost timeout=5 family=ipv4 -T reset localhost
kill $!
wait $! 2>/dev/null
rm /usr/sbin/fence_meatware
exits "an agent that is not there" 8 stonith -t fence_meatware hostlist=node1 -S

# ---- plugs
folder=$tap_dir/switch
mkdir "$folder"
"$top/ocf-tests/net/rps10-stand-in.py" "$folder" &
cleanup "kill $!"
wait_for 10 test -e "$folder/tty"
echo on >"$folder/plug-0"
echo on >"$folder/plug-1"
targets="$folder/tty node1 0 Node2 1"
exits "a device that lists" 0 stonith -t fence_rps10 "serial_to_targets=$targets" -l
is "all of it" "$out" $'node1\nNode2'
exits "one of its machines" 0 stonith -t fence_rps10 "serial_to_targets=$targets" -T off node2
is "is off, the other is not" "$(cat "$folder/plug-0")$(cat "$folder/plug-1")" onoff
exits "a map from machines to plugs" 0 stonith -t fence_rps10 "serial_to_targets=$targets" "hostlist=web:node1 db:node2" -T off web
is "switches the right one" "$(cat "$folder/plug-0")$(cat "$folder/plug-1")" offoff
exits "a machine whose name only begins so" 4 stonith -t fence_rps10 "serial_to_targets=$targets" -T off node
exits "a machine without a plug" 4 stonith -t fence_rps10 "serial_to_targets=$targets" -T off node7
echo silent >"$folder/mode"
exits "a silent device" 6 stonith -t fence_rps10 "serial_to_targets=$targets" login_timeout=1 hostlist="node1 node2" -T off node1
like "is told" "$err" "timed out"
exits "-S of it" 6 stonith -t fence_rps10 "serial_to_targets=$targets" login_timeout=1 hostlist="node1 node2" -S

# ---- what Pacemaker makes of it
legacy() {
	local action=$1 got=0
	shift
	printf '%s\n' "action=$action" plugin=fence_dummy status_file="$state" hostlist=node1 "$@" | fence_legacy || got=$?
	return $got
}
echo on >"$state"
exits "fence_legacy: monitor" 0 legacy monitor
exits "fence_legacy: off" 0 legacy off nodename=node1
ok "is off" is_off
exits "fence_legacy: on" 0 legacy on nodename=node1
ok "is on" is_on
exits "fence_legacy: of another machine fails" 1 silently legacy off nodename=node2
ok "is on" is_on
exits "the fencer lists it" 0 stonith_admin -I
like "among its agents" "$out" "fence_dummy"
exits "register" 0 stonith_admin -R old -a fence_legacy -o plugin=fence_dummy -o status_file="$state" \
	-o hostlist=node1 -o pcmk_host_list=node1
exits "the fencer: reboot" 0 stonith_admin -B node1 -t 20
ok "is on again" is_on
exits "the fencer: off" 0 stonith_admin -F node1 -t 20
ok "is off" is_off
is "a secret reaches the agent, and no log" \
	"$(stonith -t fence_ipmilan ip=127.0.0.1 ipport=9 username=admin password=geheim hostlist=node1 login_timeout=1 -S 2>&1 | grep -c geheim)" 0
done_testing
