# shellcheck shell=bash
# Sourced by the cases of DRBD that need no DRBD: stand-ins for drbdadm and drbdsetup, a module
# that seems to be loaded, and a state in $drbd/events that orders change.  The real thing is in
# ocf-tests/vm.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/storage.sh"
need drbdadm drbdsetup # to be covered in this mount namespace
drbd=/run/fake-drbd
mkdir -p $drbd/bin $drbd/sbin
mount -t tmpfs none /sys/module
load_module() { mkdir -p /sys/module/drbd; echo 8.4.11 >/sys/module/drbd/version; }
unload_module() { rm -rf /sys/module/drbd; }
load_module

# events ROLE DISK CONNECTION PEERROLE PEERDISK [RESOURCE]: the state, as 8.4 prints it.
events() {
	local name=${6:-r0}
	cat >"$drbd/events.$name" <<-END
		exists resource name:$name role:$1 suspended:no
		exists connection name:$name peer-node-id:0 conn-name:peer connection:$3 role:$4
		exists device name:$name volume:0 minor:$((${name#r})) disk:$2
		exists peer-device name:$name peer-node-id:0 conn-name:peer volume:0 replication:$([ "$3" = Connected ] && echo Established || echo Off) peer-disk:$5 resync-suspended:no
	END
}
# refuse TEXT CODE [TIMES]: what the next orders are answered with.
refuse() { echo "$1" >$drbd/refuse; echo "$2" >$drbd/code; echo "${3:-1000}" >$drbd/times; }
agree() { rm -f $drbd/refuse; }
# break_config, mend_config: drbdadm does not come as far as the kernel.
break_config() { echo "drbd.d/r1.res:4: Parse error: 'disk' expected," >$drbd/broken; echo "	but got 'dsik'" >>$drbd/broken; }
mend_config() { rm -f $drbd/broken; }
orders() { cat $drbd/orders 2>/dev/null; rm -f $drbd/orders; }

cat >$drbd/bin/drbdsetup <<'END'
#!/bin/bash
drbd=/run/fake-drbd
case $1 in
events2)
	[ ! -e $drbd/hang ] || exec sleep 1000
	[ "$3" = all ] && set -- - - "*"
	cat $drbd/events.$3 2>/dev/null
	[ -e $drbd/half ] || echo "exists -"
	;;
down)
	echo "drbdsetup $*" >>$drbd/orders
	[ ! -e $drbd/stuck ] || { echo "$2: State change failed: (-12) Device is held open by someone"; exit 11; }
	[ ! -e $drbd/mute ] || exit 10
	rm -f "$drbd/events.$2" ;;
secondary)
	echo "drbdsetup $*" >>$drbd/orders
	[ ! -e $drbd/stuck ] || { echo "$2: State change failed: (-12) Device is held open by someone"; exit 11; }
	[[ $2 == [0-9]* ]] || { echo "Invalid minor: $2"; exit 20; } # as that of 8.4
	sed -i 's/^\(exists resource .*role:\)[A-Za-z]*/\1Secondary/' $(grep -l " minor:$2 " $drbd/events.*) ;;
esac
END
cat >$drbd/bin/drbdadm <<'END'
#!/bin/bash
drbd=/run/fake-drbd
[ "$1" != -c ] || { conf="-c $2 "; shift 2; }
verb=$1 name=${!#}
case $verb in
sh-resources)
	[ ! -e $drbd/warn ] || cat $drbd/warn >&2
	[ ! -e $drbd/broken ] || { cat $drbd/broken >&2; exit 10; }
	cat $drbd/names; exit ;;
dump)
	[ ! -e $drbd/warn ] || cat $drbd/warn >&2
	[ ! -e $drbd/broken ] || { cat $drbd/broken >&2; exit 10; }
	[[ " $(cat $drbd/names) " == *" $name "* ]] || { echo "'$name' not defined in your config (for this host)." >&2; exit 1; }
	cat $drbd/dump 2>/dev/null; exit 0 ;;
esac
echo "${conf:-}$*" >>$drbd/orders
[ ! -e $drbd/broken ] || { cat $drbd/broken >&2; exit 10; }
if [ -e $drbd/slow ]; then # after so many orders
	left=$(cat $drbd/slow)
	echo $((left - 1)) >$drbd/slow
	[ "$left" -gt 0 ] || exec sleep 1000
fi
if [ -e $drbd/refuse ] && [ $verb != adjust ]; then
	left=$(cat $drbd/times)
	echo $((left - 1)) >$drbd/times
	if [ "$left" -gt 0 ]; then
		echo "0: State change failed: $(cat $drbd/refuse)"
		echo "Command 'drbdsetup-84 $verb 0' terminated with exit code $(cat $drbd/code)"
		exit "$(cat $drbd/code)"
	fi
fi
if [ -e "$drbd/keep-$name" ]; then
	echo "0: State change failed: (-12) Device is held open by someone"
	exit 11
fi
case $verb in
primary) sed -i 's/^\(exists resource .*role:\)[A-Za-z]*/\1Primary/' "$drbd/events.$name" ;;
secondary) sed -i 's/^\(exists resource .*role:\)[A-Za-z]*/\1Secondary/' "$drbd/events.$name" ;;
outdate) sed -i 's/^\(exists device .*disk:\)[A-Za-z]*/\1Outdated/' "$drbd/events.$name" ;;
down) rm -f "$drbd/events.$name" ;;
adjust) [ -e $drbd/idle ] || [ -e "$drbd/events.$name" ] || cp "$drbd/adjusted" "$drbd/events.$name" ;;
esac
END
cat >$drbd/sbin/crm_attribute <<'END'
#!/bin/sh
echo "$*" >>/run/fake-drbd/scores
END
chmod +x $drbd/bin/* $drbd/sbin/*
for program in drbdadm drbdsetup; do
	mount --bind $drbd/bin/$program "$(readlink -f "$(command -v $program)")"
done
export HA_SBIN_DIR=$drbd/sbin
scores() { cat $drbd/scores 2>/dev/null; rm -f $drbd/scores; }
echo r0 >$drbd/names
events Secondary UpToDate Connected Secondary UpToDate
