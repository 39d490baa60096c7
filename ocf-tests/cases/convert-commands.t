#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The scripts for pcs and crm, run on an empty CIB, give the CIB that the plan says, to the last
# attribute.
. "$(dirname "$0")/convert.sh"
. "$(dirname "$0")/warm.sh"
need python3 cibadmin

# Ping nodes of both kinds, and words that a shell or crm could take apart.
mkdir hostile
printf '%s\n' 'auth 1' '1 sha1 geheim' >hostile/authkeys
chmod 600 hostile/authkeys
cat >hostile/ha.cf <<'END'
node a
node b
ucast eth0 10.0.0.2
ping 10.0.0.254 10.0.0.253
ping_group routers 10.0.1.1 10.0.1.2
respawn hacluster /usr/lib/heartbeat/ipfail
auto_failback off
END
cat >hostile/haresources <<'END'
a 10.0.0.9/24/eth0 Filesystem::/dev/sdb1::/srv/it's::ext4::noatime,data=writeback own::$HOME::"q"::\x::;id
b Delay::3::0 MailTo::root@localhost::<b>& drbddisk::r0 drbddisk::r1
a drbddisk::r2
b drbddisk::r3 drbddisk::r4
a drbddisk::r0 last
END
# Fence devices, of one node and of both, with what a device's places look like.
mkdir fenced
cp hostile/authkeys hostile/haresources fenced
cat >fenced/ha.cf <<'END'
node a b
ucast eth0 10.0.0.2
watchdog /dev/watchdog
stonith_host a external/ipmi b 10.9.0.2 admin geheim lan
stonith_host b apcmaster 10.9.0.9 apc geheim
respawn root /usr/local/bin/watcher
END
configs[fenced]="--node-address a=10.0.0.1 fenced"
configs[hostile]="--accept HB-3701 --node-address a=10.0.0.1 hostile"
# The same with DRBD as a member of its line.
configs[simple]="--drbd simple ${configs[hostile]}"

# An old CIB: monitors that are switched off, the clone of a group whose agent is nowhere
# installed.
mkdir unmonitored
printf '%s\n' 'crm respawn' 'node a b' 'ucast eth0 10.0.0.2' >unmonitored/ha.cf
cat >unmonitored/cib.xml <<'END'
<cib><configuration><crm_config/><nodes/><resources>
<clone id="c"><primitive id="cp" class="lsb" type="cp"><operations><op id="co" name="monitor" interval="30s" enabled="false"/></operations></primitive></clone>
<clone id="gc"><group id="g"><primitive id="gp" class="ocf" provider="acme" type="nosuch"/></group><meta_attributes id="gm"><nvpair id="gn" name="globally-unique" value="true"/></meta_attributes></clone>
<primitive id="dev" class="stonith" type="external/ipmi"><operations><op id="do" name="monitor" interval="30s" disabled="true"/></operations><instance_attributes id="i"><nvpair id="i1" name="hostname" value="a"/><nvpair id="i2" name="ipaddr" value="10.9.0.1"/><nvpair id="i3" name="userid" value="u"/><nvpair id="i4" name="passwd" value="p"/><nvpair id="i5" name="interface" value="lan"/></instance_attributes></primitive>
</resources><constraints/></configuration><status/></cib>
END
configs[unmonitored]="--accept HB-3701 --node-address a=10.0.0.1 --self a unmonitored"
# Three nodes, and nothing but a watchdog to fence with, while sbd is not enabled here.
mkdir watched
cp hostile/authkeys watched
printf '%s\n' 'node a b c' 'bcast eth0' 'watchdog /dev/watchdog' >watched/ha.cf
echo 'a x' >watched/haresources
configs[watched]="--node-address a=10.0.0.1 --node-address b=10.0.0.2 --node-address c=10.0.0.3 watched"

canonical() { python3 "$top/ocf-tests/cases/canonical-cib.py" "$1"; }

# same NAME WANT GOT
same() {
	if diff -u <(canonical "$2") <(canonical "$3") >diff.out; then pass "$1"; else
		fail "$1"; diag "$(cat diff.out)"; fi
}

for name in mysql-pair bcast-pair hostile fenced simple unmonitored watched; do
	plan "$name" >plan.txt 2>plan.err
	if [ ! -e "$name.plan" ]; then fail "$name: has a plan"; diag "$(cat plan.err)"; continue; fi
	"$escapebeat" show --as cib "$name.plan" >"$name.xml"
	"$escapebeat" show --as pcs "$name.plan" >"$name.sh"
	"$escapebeat" show --as crm "$name.plan" >"$name.crm"
	ok "$name: pcs: a script" sh -n "$name.sh"
	if command -v pcs >/dev/null; then
		exits "$name: pcs takes it" 0 sh "$name.sh" "$PWD/$name.by-pcs"
		same "$name: pcs makes the same CIB" "$name.xml" "$name.by-pcs"
		nok "$name: pcs: a second time it says no" sh "$name.sh" "$PWD/$name.by-pcs" 2>again
	else
		skip "$name: pcs makes the same CIB" "needs pcs"
	fi
	if command -v crm >/dev/null; then
		cibadmin --empty >"$name.by-crm"
		exits "$name: crm takes it" 0 \
			env CIB_file="$PWD/$name.by-crm" crm -f "$name.crm"
		same "$name: crm makes the same CIB" "$name.xml" "$name.by-crm"
	else
		skip "$name: crm makes the same CIB" "needs crm"
	fi
done

# A release that has new names for the properties of fencing.
plan watched -o later.plan --target pacemaker-3.0.2 >plan.txt 2>plan.err
"$escapebeat" show --as pcs later.plan >later.sh
like "a new name of the timeout: by crm_attribute" "$(cat later.sh)" '--name fencing-watchdog-timeout --update '
unlike "- and not by pcs" "$(grep '^pcs property set' later.sh)" 'watchdog'
done_testing
