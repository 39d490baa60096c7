#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The first stage of apply, on a machine that seems to be a node of the plan, and what can be in its
# way: full disks, keys that are none, other clusters, plans, files. Each is one
# message, and nothing that was there is lost.
if [ -z "${EB_INSIDE:-}" ] && [ "$(id -u)" = 0 ]; then
	# Everything below is in namespaces of its own; nobody's daemons are in reach.
	unshare --mount --uts --net --pid --fork --mount-proc true 2>/dev/null &&
		EB_INSIDE=1 exec unshare --mount --uts --net --pid --fork --mount-proc bash "$0"
fi
. "$(dirname "$0")/convert.sh"
[ -n "${EB_INSIDE:-}" ] || skip_all "needs root and namespaces"
need corosync crm_verify hostname
grep -qw overlay /proc/filesystems || skip_all "needs overlayfs"
id hacluster >/dev/null 2>&1 || skip_all "needs the user hacluster"

layers() {
	hostname wshuttle-test1 && ip link set lo up && ip address add "$address/24" dev lo &&
	mount -t tmpfs none /mnt && mkdir -p /mnt/{up,work,agents/escapebeat} &&
		mount -t overlay -o lowerdir=/etc,upperdir=/mnt/up,workdir=/mnt/work none /etc &&
		mount -t tmpfs none /var/lib && mount -t tmpfs none /run &&
		cp "$build"/agents/{IPaddr2,hbscript,ping} /mnt/agents/escapebeat &&
		mkdir /var/lib/corosync && mount --bind /mnt/agents /usr/lib/ocf/resource.d
}
# With files of the plan's own, one of them with a secret.
for node in 1 2; do
	echo "respawn root /usr/local/sbin/mine --word geheim" >>web-pair/wshuttle-test$node/ha.cf
done
plan web-pair >/dev/null 2>&1
address=$("$escapebeat" show --as corosync web-pair.plan | awk '/ring0_addr/ { print $2; exit }')
ok "a node of the plan, as it seems" layers
rm -rf /etc/ha.d
mkdir -p /etc/ha.d /etc/corosync
mount -t tmpfs none /etc/corosync # overlayfs does not know two names of one file
cp -p web-pair/wshuttle-test1/* /etc/ha.d
echo "# what was there" >/etc/corosync/corosync.conf
files() { "$escapebeat" apply --stage files "$@" web-pair.plan; }
# all: what apply could touch: folders, and files with owner, mode, time and content.
all() {
	find /etc/corosync /etc/ha.d /etc/systemd/system /var/lib/pacemaker -type d
	find /etc/corosync /etc/ha.d /etc/systemd/system /var/lib/pacemaker -type f \
		-printf '%p %m %u %T@ ' -exec sha256sum {} \; 2>/dev/null
}
install -d -o hacluster -g haclient -m 750 /var/lib/pacemaker/cib
mount --bind /var/lib/pacemaker/cib /var/lib/pacemaker/cib # as if on a file system of its own
before=$(all)
untouched() { is "- and nothing is touched" "$(all)" "$before"; }

exits "no key" 3 files
like "- is asked for" "$err" 'no key web-pair.plan.key'
like "- and no way back is offered from where nobody went" "$err" '^not done; nothing was changed here$'
is "- and the node is bound to no plan" "$(ls /var/lib/escapebeat)" apply.lock
sed 's/"cluster" : "[^"]*"/"cluster" : "other"/' web-pair.plan >other.plan
seal other.plan
# As a run leaves it that was killed so early; here every service is stopped.
claim() {
	printf '%s\n' "plan $(printf x | sha256sum | cut -d' ' -f1)" "service heartbeat stopped disabled" \
		"service corosync $1 disabled" "service pacemaker stopped disabled" "stage files" \
		>/var/lib/escapebeat/apply
}
claim stopped
exits "another plan, of a run that changed nothing" 3 "$escapebeat" apply --stage files other.plan
like "- is in nobody's way" "$err" 'no key other.plan.key'
claim stopped
exits "nor in that of rollback" 0 "$escapebeat" rollback -y other.plan
like "- which is told" "$err" 'nothing was applied here'
claim runs
exits "another plan, of a run that stopped corosync" 5 "$escapebeat" apply --stage files other.plan
like "- is" "$err" 'another plan than other.plan was applied here'
unlike "- and no plan is offered that would be refused" "$err" 'rollback other.plan'
rm /var/lib/escapebeat/apply
head -c 256 /dev/urandom >web-pair.plan.key
chmod 644 web-pair.plan.key
exits "a key that others can read" 1 files
like "- is refused" "$err" 'web-pair.plan.key can be read by others \(mode 0644\)'
chmod 600 web-pair.plan.key
truncate -s 100 web-pair.plan.key
exits "a key that is too short" 1 files
like "- is refused" "$err" 'too short for a key of corosync'
rm web-pair.plan.key
"$escapebeat" rollback -y web-pair.plan >/dev/null 2>&1
untouched

# ---- files that are others ---------------------------------------------------------------------
echo "# now" >>/etc/ha.d/haresources
exits "haresources has changed" 5 files --new-key
like "- is named" "$err" '/etc/ha.d/haresources is not .*wshuttle-test1/haresources'
rm /etc/ha.d/haresources
exits "haresources is gone" 5 files --new-key
like "- is named, too" "$err" '/etc/ha.d/haresources is not .*wshuttle-test1/haresources'
cp -p web-pair/wshuttle-test1/haresources /etc/ha.d
exits "the lock is held" 5 flock /var/lib/escapebeat/apply.lock \
	"$escapebeat" apply --stage files --new-key web-pair.plan
like "- by another one" "$err" 'another escapebeat is at work here'
untouched

# ---- other clusters ----------------------------------------------------------------------------
cib=/var/lib/pacemaker/cib/cib.xml
echo '<cib><configuration><resources><primitive id="a"/></resources></configuration></cib>' >$cib
exits "a CIB with resources" 5 files --new-key
like "- is not ours" "$err" "there are resources in $cib already"
is "- and stays" "$(grep -c primitive $cib)" 1
sed "s|\"name\" : \"[^\"]*haresources\"|\"name\" : \"/cib.xml\"|; s|$(sha256sum \
	</etc/ha.d/haresources | cut -d" " -f1)|$(sha256sum <$cib | cut -d" " -f1)|" web-pair.plan >crm.plan
seal crm.plan
exits "- unless the plan was made from it" 3 "$escapebeat" apply --stage files crm.plan
"$escapebeat" rollback -y crm.plan >/dev/null 2>&1
printf '#!/bin/sh\n' >/etc/init.d/heartbeat
chmod 755 /etc/init.d/heartbeat
exits "a Pacemaker of Heartbeat's own" 5 "$escapebeat" apply --stage cluster crm.plan
like "- has to end first" "$err" 'with crm on Heartbeat runs a Pacemaker of its own'
rm $cib /etc/init.d/heartbeat
echo kept >/etc/corosync/corosync.conf.before-escapebeat
exits "what an earlier migration kept" 5 files --new-key
like "- is not overwritten" "$err" 'corosync.conf.before-escapebeat is there already'
is "- nor lost" "$(cat /etc/corosync/corosync.conf.before-escapebeat)" kept
exits "rollback of that" 0 "$escapebeat" rollback -y web-pair.plan
is "- leaves it alone" "$(cat /etc/corosync/corosync.conf.before-escapebeat)" kept
rm /etc/corosync/corosync.conf.before-escapebeat
untouched

# ---- full disks ----------------------------------------------------------------------------------
# full DIR SIZE: what is in DIR, on a disk of that size.
full() {
	mkdir -p "$1" /mnt/keep && cp -a "$1/." /mnt/keep && mount -t tmpfs -o "size=$2" none "$1" &&
		cp -a /mnt/keep/. "$1" && rm -rf /mnt/keep
}
full /etc/corosync 8k
exits "no room for corosync.conf" 1 files --new-key
like "- is said" "$err" 'cannot write /etc/corosync/corosync.conf.new: No space left on device'
is "- the old one is there" "$(cat /etc/corosync/corosync.conf)" "# what was there"
exits "rollback needs no room" 0 "$escapebeat" rollback -y web-pair.plan
is "- and leaves what was there" "$(ls /etc/corosync)" corosync.conf
umount /etc/corosync
pages=$((($(stat -c %s web-pair.plan) + 4095) / 4096))
rm -rf /var/lib/escapebeat
full /var/lib/escapebeat "$((4 * pages - 4))k"
exits "no room for the copy of the plan" 1 files --new-key
like "- is said" "$err" 'cannot keep the plan as /var/lib/escapebeat/plan: No space left'
umount /var/lib/escapebeat
full /var/lib/escapebeat "$((4 * pages))k"
exits "no room for the journal" 1 files --new-key
like "- is said" "$err" 'cannot write the journal /var/lib/escapebeat/apply: No space left'
exits "nothing was begun" 0 "$escapebeat" rollback -y web-pair.plan
like "- as rollback says" "$err" 'nothing was applied here'
umount /var/lib/escapebeat
untouched

# ---- what corosync says ----------------------------------------------------------------------------
rmdir /var/lib/corosync
exits "corosync finds fault" 1 files --new-key
like "- which is told in its words" "$err" 'exit code 16.: .*Cannot chdir to state directory'
mkdir /var/lib/corosync
"$escapebeat" rollback -y web-pair.plan >/dev/null 2>&1
untouched

mv web-pair.plan.secrets kept.secrets
exits "no secrets" 3 files --new-key
like "- are asked for" "$err" 'copy web-pair.plan.secrets from where the plan was made'
mv kept.secrets web-pair.plan.secrets
"$escapebeat" rollback -y web-pair.plan >/dev/null 2>&1
rm -f web-pair.plan.key
untouched

# ---- killed at each of its changes -----------------------------------------------------------------
# An older Pacemaker's versions are there, without resources.
echo '<cib/>' >$cib
echo '<cib epoch="1"/>' >/var/lib/pacemaker/cib/cib-1.raw
chown -R hacluster:haclient /var/lib/pacemaker/cib
before=$(all)
# killed_at CALL N: before the kernel has done the Nth such call; 137 when it was.
killed_at() {
	# shellcheck disable=SC2016
	bash -c 'strace -q -o /dev/null -e trace="$1" -e "inject=$1:signal=KILL:when=$2" \
		"$3" apply --stage files --new-key web-pair.plan; exit $?' sh "$1" "$2" "$escapebeat" \
		>killed 2>&1
	[ $? = 137 ]
}
if command -v strace >/dev/null; then
	kills=0 wrong='' stuck=''
	# With a +, what was left is gone on with before it is taken back.
	for call in fsync link rename renameat unlink unlinkat rmdir mkdir chmod fchmod chown \
		fsync+ rename+ renameat+ unlinkat+; do
		for ((n = 1; n < 100; n++)); do
			killed_at ${call%+} $n && killed=yes || killed=
			if [ -n "$killed" ] && [ "$call" != "${call%+}" ]; then
				files --new-key >again 2>&1 || stuck+=" $call $n: $(cat again)"
			fi
			"$escapebeat" rollback -y web-pair.plan >back 2>&1 ||
				wrong+=" $call $n: $(cat back)"
			[ "$(all)" = "$before" ] ||
				wrong+=" $call $n: $(diff <(all) <(echo "$before"))"
			rm -f web-pair.plan.key
			[ -n "$killed" ] || break
			kills=$((kills + 1))
		done
	done
	diag "killed at $kills places"
	ok "apply was killed" test "$kills" -gt 80
	is "- and gone on with" "$stuck" ""
	is "- and taken back" "$wrong" ""
else
	skip "killed at each change" "needs strace"
fi

# ---- and when nothing is in the way --------------------------------------------------------------
exits "the stage" 0 files --new-key
for file in "/etc/corosync/authkey 400 root" "/etc/corosync/corosync.conf 644 root" \
	"$cib 600 hacluster"; do
	is "${file%% *}" "$(stat -c '%n %a %U' "${file%% *}")" "$file"
done
unit=/etc/systemd/system/hb-client-mine.service
is "the unit of a respawn line, for root alone" "$(stat -c '%a %U' $unit)" "600 root"
like "- with its secret" "$(cat $unit)" '^ExecStart=.*/usr/local/sbin/mine --word geheim'
is "nothing is left over" "$(find /etc/corosync /var/lib/pacemaker -name '*.new')" ""
is "no older CIB is where Pacemaker would take it" "$(ls /var/lib/pacemaker/cib)" cib.xml

# As Pacemaker's own daemon of the CIB finds it; it leaves versions of it behind.
daemon=/usr/lib/pacemaker/pacemaker-based
loaded() {
	install -d -m 750 -o hacluster -g haclient /run/crm
	"$daemon" --stand-alone >/dev/null 2>&1 &
	local pid=$!
	wait_for 10 cibadmin --query >loaded.xml 2>/dev/null
	kill "$pid"
	wait "$pid"
	grep -c '<primitive ' loaded.xml
}
if [ -x "$daemon" ]; then
	is "Pacemaker takes the plan's CIB" "$(loaded)" \
		"$("$escapebeat" show --as cib web-pair.plan | grep -c '<primitive ')"
else
	skip "Pacemaker takes the plan's CIB" "needs $daemon"
fi
for version in cib-1.raw cib.last; do
	cp -p $cib "/var/lib/pacemaker/cib/$version"
done
exits "once more" 0 files
like "- is done before" "$err" 'done before'
sed 's/"cluster" : "[^"]*"/"cluster" : "other"/' web-pair.plan >other.plan
seal other.plan
exits "another plan" 5 "$escapebeat" apply --stage files other.plan
like "- is told how to go back" "$err" 'first: escapebeat rollback /var/lib/escapebeat/plan'
exits "- which works, also without the plan's file" 0 \
	"$escapebeat" rollback -y /var/lib/escapebeat/plan
untouched
[ ! -x "$daemon" ] || is "Pacemaker would start with what was there" "$(loaded)" 0
done_testing
