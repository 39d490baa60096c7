#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ping: what it counts, what it tells the cluster, and how long it takes.
. "$(dirname "$0")/net.sh"

agent=$build/agents/ping
two_hosts
ip -n peer address add 2001:db8::2/64 dev peth nodad
# Nobody but 10.0.0.2 answers there.
export HA_RSCTMP=$tap_dir/tmp HA_SBIN_DIR=$tap_dir/sbin OCF_RESOURCE_INSTANCE=p
export OCF_RESKEY_CRM_meta_timeout=60000 OCF_RESKEY_CRM_meta_interval=10000
state=$tap_dir/tmp/ping-p.state

fake_program "$HA_SBIN_DIR/attrd_updater"
# timed: as exits; how long it took is in $took, in ms.
timed() { local start=${EPOCHREALTIME/./}; exits "$@"; took=$(((${EPOCHREALTIME/./} - start) / 1000)); }

exits "no host" 6 "$agent" start
exits "blanks are no hosts" 6 env OCF_RESKEY_host_list="  " "$agent" start
export OCF_RESKEY_host_list="127.0.0.1 ::1 10.0.0.2"
exits "not running" 7 "$agent" monitor
exits "start" 0 "$agent" start
is "sets the attribute, with its delay" "$(calls)" "-n pingd -B 3 -d 5000ms"
exits "monitor" 0 "$agent" monitor
is "does not repeat it" "$(calls)" ""
is "a healthy monitor says nothing" "$out$err" ""
exits "a probe" 0 env -u OCF_RESKEY_CRM_meta_interval "$agent" monitor
is "repeats it" "$(calls)" "-n pingd -B 3 -d 5000ms"
sed -i 's/ .*/ 1/' "$state"
exits "a value written long ago" 0 "$agent" monitor
is "is repeated" "$(calls)" "-n pingd -B 3 -d 5000ms"
exits "reload-agent" 0 "$agent" reload-agent
exits "monitor after it" 0 env OCF_RESKEY_dampen=2s "$agent" monitor
is "writes with the new delay" "$(calls)" "-n pingd -B 3 -d 2000ms"

short=(OCF_RESKEY_attempts=2 OCF_RESKEY_timeout=300ms)
exits "a host that does not answer" 0 env "${short[@]}" OCF_RESKEY_host_list="127.0.0.1 10.0.0.9" OCF_RESKEY_multiplier=100 "$agent" monitor
is "counts nothing" "$(calls)" "-n pingd -B 100 -d 5000ms"
like "and is named once" "$err" "INFO: pingd is now 100, not reached: 10.0.0.9 \(no answer\)"
exits "once" 0 env "${short[@]}" OCF_RESKEY_host_list="127.0.0.1 10.0.0.9" OCF_RESKEY_multiplier=100 "$agent" monitor
is "not again" "$out$err" ""
exits "with debug" 0 env "${short[@]}" OCF_RESKEY_debug=true OCF_RESKEY_host_list="127.0.0.1 10.0.0.9" "$agent" monitor
like "at each monitor" "$err" "WARNING: 10.0.0.9 does not answer: no answer"
unlike "the dead alone" "$err" "127.0.0.1 answers"
exits "with debug=verbose" 0 env "${short[@]}" OCF_RESKEY_debug=verbose "$agent" monitor
like "the living, too" "$err" "INFO: 127.0.0.1 answers"
calls >/dev/null
exits "a net without a route" 0 env "${short[@]}" OCF_RESKEY_host_list="203.0.113.1 2001:db9::1" "$agent" monitor
is "is 0" "$(calls)" "-n pingd -B 0 -d 5000ms"
like "with the reason" "$err" "203.0.113.1 \(Network is unreachable\)"
exits "a name that there is not" 0 env "${short[@]}" OCF_RESKEY_host_list="localhost no.such.host.invalid" "$agent" monitor
is "counts nothing" "$(calls)" "-n pingd -B 1 -d 5000ms"
exits "below failure_score" 1 env "${short[@]}" OCF_RESKEY_host_list=10.0.0.9 OCF_RESKEY_failure_score=1 "$agent" monitor
like "is a failure" "$err" "ocf-exit-reason:pingd is 0, below failure_score 1"
exits "at failure_score" 0 env OCF_RESKEY_failure_score=3 "$agent" monitor
calls >/dev/null

timed "two dead hosts among three" 0 env OCF_RESKEY_attempts=2 OCF_RESKEY_timeout=1 \
	OCF_RESKEY_host_list="10.0.0.8 127.0.0.1 10.0.0.9" "$agent" monitor
ok "cost one timeout together" test "$took" -lt 3500
timed "200 hosts that live" 0 env OCF_RESKEY_host_list="$(printf '127.0.0.%d ' {1..200})" "$agent" monitor
is "are all counted" "$(calls | tail -1)" "-n pingd -B 200 -d 5000ms"
ok "in less than one attempt" test "$took" -lt 1900
timed "a timeout of the cluster's that is shorter" 0 env OCF_RESKEY_CRM_meta_timeout=3000 OCF_RESKEY_timeout=30 \
	OCF_RESKEY_attempts=5 OCF_RESKEY_host_list=10.0.0.9 "$agent" monitor
ok "is kept" test "$took" -lt 3000
calls >/dev/null

# A name server that does not answer in time: lookups used to be threads, of which one in
# seventy took the agent down when it ended before them.
echo "nameserver 10.0.0.9" >"$tap_dir/resolv.conf"
mount --bind "$tap_dir/resolv.conf" /etc/resolv.conf
codes=
for i in {1..100}; do
	OCF_RESKEY_timeout=$((i % 8 + 1))ms OCF_RESKEY_attempts=1 OCF_RESKEY_host_list="localhost no$i.example" \
		"$agent" monitor >/dev/null 2>&1 || codes+="$? "
done
is "a silent name server never ends the agent" "$codes" ""
exits "monitor" 0 env OCF_RESKEY_timeout=100ms OCF_RESKEY_host_list="localhost no.example" "$agent" monitor
umount /etc/resolv.conf
is "no lookup is left" "$(grep -lsx "Name:.ping" /proc/[0-9]*/status)" ""
exits "a caller that does not mind its children" 0 env --ignore-signal=CHLD "$agent" monitor
calls >/dev/null

# Both kinds of sockets, where the kernel lets us choose.
for range in "1 0" "0 2147483647"; do
	echo "$range" >/proc/sys/net/ipv4/ping_group_range
	exits "ping_group_range $range" 0 env OCF_RESKEY_options="-I eth0 -s 1400 -t 9 -Q 16 -n" "$agent" reload-agent
	exits "reaches the peer" 0 env OCF_RESKEY_host_list="10.0.0.2 2001:db8::2" OCF_RESKEY_options="-I eth0 -s 1400 -t 9 -Q 16 -n" "$agent" monitor
	is "in both families, with options of ping(8)" "$(calls)" "-n pingd -B 2 -d 5000ms"
	exits "from an address that is not ours" 1 env OCF_RESKEY_options="-I 203.0.113.7" "$agent" monitor
	like "is told" "$err" "ocf-exit-reason:cannot ping .*: Cannot assign requested address"
done
exits "an option that is not known" 6 env OCF_RESKEY_options="-n -M do" "$agent" validate-all
like "is named" "$err" "parameter options: '-M' is none of -I"
exits "a bad number" 6 env OCF_RESKEY_options="-s x" "$agent" validate-all

# The cluster that does not listen.
exits "reload-agent" 0 "$agent" reload-agent
exits "outside of a cluster" 0 env FAKE_STATUS=102 "$agent" monitor
like "is a warning" "$err" "WARNING: no cluster here to keep pingd = 3"
exits "reload-agent" 0 "$agent" reload-agent
exits "inside of one" 1 env FAKE_STATUS=102 FAKE_SAYS="refused" OCF_RESKEY_crm_feature_set=3.16.1 "$agent" monitor
like "is a failure" "$err" "ocf-exit-reason:cannot set pingd to 3: refused"
exits "an updater that hangs" 1 env FAKE_HANG=1 OCF_RESKEY_CRM_meta_timeout=4000 "$agent" monitor
like "ends in time" "$err" "ocf-exit-reason:cannot set pingd to 3: Connection timed out"
calls >/dev/null
exits "monitor after that" 0 "$agent" monitor
is "tries again" "$(calls)" "-n pingd -B 3 -d 5000ms"

exits "stop without its host list" 0 env -u OCF_RESKEY_host_list "$agent" stop
is "deletes the attribute" "$(calls)" "-n pingd -D -d 0s"
exits "not running" 7 "$agent" monitor
exits "stop again, and nobody listens" 0 env FAKE_STATUS=102 "$agent" stop

export OCF_RESKEY_pidfile=$tap_dir/none/pid
exits "a folder that is not there" 2 "$agent" validate-all
exits "level 0 does not look" 0 env OCF_CHECK_LEVEL=0 "$agent" validate-all
done_testing
