#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A node as a bundle: collected from an /etc/ha.d of its own, it is as good as the folder, and it
# tells neither keys nor, when it shall not, who is who.
. "$(dirname "$0")/convert.sh"
need_root
need tar unshare hostname ip
unshare --mount --uts --net ip link add eth0 type veth peer name eth1 2>/dev/null || skip_all "needs namespaces"

# on NODE DIR COMMAND...: as that node, with two networks and some agents, whose files are DIR's:
# etc/ over the host's, var/lib/ instead of it.
on() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --uts --net bash -c '
		hostname "$0" && echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6 && ip link add eth0 type veth peer name eth1 &&
		ip link set eth0 up && ip link set eth1 up &&
		ip addr add "10.8.0.${0#web}/24" dev eth0 && ip addr add "10.7.0.${0#web}/24" dev eth1 &&
		mkdir -p layers && mount -t tmpfs none layers && mkdir layers/up layers/work layers/ha.d &&
		mount -t overlay -o lowerdir=/etc,upperdir=layers/up,workdir=layers/work none /etc &&
		mkdir -p /etc/ha.d && mount --bind layers/ha.d /etc/ha.d && cp -pR "$1/etc/." /etc &&
		mount -t tmpfs none /var/lib && { [ ! -d "$1/var" ] || cp -pR "$1/var/." /var; } &&
		mount --bind "$2" /usr/lib/ocf/resource.d &&
		shift 2 && "$@"' "$1" "$PWD/$2" "$PWD/agents" "${@:3}"
}
grep -qw overlay /proc/filesystems || skip_all "needs overlayfs"
[ -d /usr/lib/ocf/resource.d ] || skip_all "needs the folder of the agents"
mkdir -p agents/escapebeat
cp "$build/agents/"{IPaddr2,Filesystem,hbscript,ping,Dummy} agents/escapebeat
collect() { on "$1" "$2" "$escapebeat" collect "${@:3}"; }
member() { tar -xOf "$1" --wildcards "*/$2"; }

mkdir -p web{1,2}/etc/ha.d/resource.d
for node in web1 web2; do
	peer=$([ $node = web1 ] && echo 10.7.0.2 || echo 10.7.0.1)
	cat >$node/etc/ha.d/ha.cf <<-END
	# the pair of Example Ltd
	keepalive 2
	deadtime 10
	auto_failback on
	ucast eth1 $peer
	node web1 web2
	END
	echo "web1 10.8.0.9/24/eth0" >$node/etc/ha.d/haresources
	printf '# was: geheim\nauth 1\n1 sha1 quite-secret-words\n' >$node/etc/ha.d/authkeys
	chmod 600 $node/etc/ha.d/authkeys
	printf '#!/bin/sh\n# web1 at 10.8.0.9\n' >$node/etc/ha.d/resource.d/own
	chmod 755 $node/etc/ha.d/resource.d/own
done

exits "a node is collected" 0 collect web1 web1 -o web1.tar
like "- and named" "$out" '^web1.tar: [0-9]+ files of node web1$'
like "what scripts hold is in it: said loudly" "$err" 'BEWARE: 1 script of resource\.d is in the bundle as it is'
like "- and beforehand" "$("$escapebeat" collect --help)" 'scripts always keep theirs'
exits "the other one, under its own name" 0 collect web2 web2
ok "- the file is there" test -s web2.tar
is "nobody else reads it" "$(stat -c %a web1.tar)" 600
is "ha.cf is in it as it is" "$(member web1.tar etc/ha.d/ha.cf)" "$(cat web1/etc/ha.d/ha.cf)"
facts=$(member web1.tar node.facts)
like "the name" "$facts" '^node web1$'
like "addresses" "$facts" '^address eth1 10\.7\.0\.1/24$'
like "scripts" "$facts" '^script own$'
unlike "no key" "$(tr -d '\0' <web1.tar)" 'geheim|quite-secret'
exits "a folder that is not there" 1 collect web1 web1 -o nowhere/web1.tar
like "- is named" "$err" 'cannot write the bundle nowhere/web1.tar: No such file'
collect web1 web1 --with-key -o key.tar >/dev/null
is "with the key when asked" "$(member key.tar etc/ha.d/authkeys)" "$(cat web1/etc/ha.d/authkeys)"

exits "check takes bundles" 0 "$escapebeat" check web1.tar web2.tar
exits "so does plan" 0 "$escapebeat" plan --accept HB-3701 -o tars.plan web1.tar web2.tar
"$escapebeat" plan --accept HB-3701 -o folders.plan web1 web2 >/dev/null 2>&1
for as in corosync cib; do
	is "the same $as as from the folders" "$("$escapebeat" show --as $as tars.plan)" \
		"$("$escapebeat" show --as $as folders.plan)"
done
# Every form in which a node's files can come says the same.
mkdir unpacked && tar -C unpacked -xf web1.tar && mkdir copy && cp -rp web1/etc copy
addresses=(--node-address web1=10.7.0.1 --node-address web2=10.7.0.2)
same() {
	local name=$1
	shift
	"$escapebeat" plan --accept HB-3701 -o form.plan "$@" >"$tap_dir/form" 2>&1 || diag "$(cat "$tap_dir/form")"
	for as in corosync cib; do
		is "$name: $as" "$("$escapebeat" show --as $as form.plan)" \
			"$("$escapebeat" show --as $as tars.plan)"
	done
}
same "a bundle and a folder" web1.tar web2
same "a folder and a bundle" web1 web2.tar
same "an unpacked bundle and a bundle" unpacked/web1 web2.tar
same "a copy of /etc, its node told by --self" --self web1 copy web2.tar
same "one bundle, addresses told" "${addresses[@]}" web1.tar
same "one folder, addresses told" --self web1 "${addresses[@]}" web1/etc/ha.d
same "files, addresses told" --self web1 "${addresses[@]}" web1/etc/ha.d/{ha.cf,haresources,authkeys}
exits "a plan of a folder knows it too" 0 "$escapebeat" show form.plan
cp web1.tar before.tar
sed -i 's/^keepalive 2/keepalive 3/' web1/etc/ha.d/ha.cf
collect web1 web1 -o web1.tar >/dev/null
exits "another bundle is another input" 5 "$escapebeat" show tars.plan
like "- named" "$err" 'web1.tar:/etc/ha.d/ha.cf is not the file'
cp before.tar web1.tar
chmod 644 web2/etc/ha.d/authkeys
collect web2 web2 -o web2.tar >/dev/null
exits "modes count as in folders" 1 "$escapebeat" check web2.tar
like "- with the place" "$err" '^web2.tar:/etc/ha.d/authkeys.*0644'
head -c 3000 before.tar >cut.tar
exits "half a bundle" 1 "$escapebeat" check cut.tar
like "- is refused" "$err" 'cannot read the bundle cut.tar: it is damaged'

# ---- compressed on the way -----------------------------------------------------------------
cp before.tar web1.tar
chmod 600 web2/etc/ha.d/authkeys
collect web2 web2 -o web2.tar >/dev/null
for program in gzip xz bzip2 zstd; do
	command -v $program >/dev/null || { skip "$program" "not here"; continue; }
	$program -c web1.tar >"packed-$program"
	exits "check takes what $program makes of a bundle" 0 "$escapebeat" check "packed-$program" web2.tar
done
head -c $((512 * 7)) before.tar | gzip >cut.gz
exits "half of one" 1 "$escapebeat" check cut.gz
like "- is refused" "$err" 'cannot read the bundle cut.gz: it is damaged'
# The end of the last member: a tar without its end is a part.
whole=$(tar -tvRf before.tar | awk '/Block of NULs/ { print $2 * 512 }' | tr -d ':')
head -c "$whole" before.tar >cut.tar
exits "cut between two members" 1 "$escapebeat" check cut.tar
like "- is refused" "$err" 'it is damaged'
head -c 300000000 /dev/zero >zeros && tar -czf bomb.tar.gz zeros && rm zeros
exits "what unpacks to 300 MB" 1 "$escapebeat" check bomb.tar.gz
like "- is refused" "$err" 'cannot read the bundle bomb.tar.gz: File too large'
mkdir -p far/x/etc/ha.d && cp web1/etc/ha.d/ha.cf far/x/etc/ha.d && ln -s /etc/shadow far/x/etc/ha.d/authkeys
tar -C far -cf far.tar x
exits "a link in a bundle" 3 "$escapebeat" check far.tar
like "- leads nowhere" "$err" 'far.tar has no authkeys'

# ---- a node with all that can be secret, and all that is of one site -------------------------
mkdir -p web1/{etc/drbd.d,var/lib/heartbeat/crm}
cat >>web1/etc/ha.d/ha.cf <<'END'
stonith_host web1 external/ipmi web2 10.8.0.77 operator ipmi-geheim lan
#stonith_host * baytech 10.8.0.3 mylogin old-geheim
stonith rps10 /etc/ha.d/rps.cfg
env LICENSE=qqx-open
respawn jsmith /opt/acme/bin/watcher --pin 4711
logfile /var/log/acme-ha.log
ping 10.8.0.254
mcast eth0 225.71.72.73 694 1 0
END
echo "web1 10.8.0.9/24/eth0 Filesystem::/dev/drbd0::/srv/acme-data::ext3 acmed::--password=arg-geheim IPv6addr::2001:db8:aaaa:0:0:0:0:99/64 IPv6addr::2001:db8:aaaa:0:0:0:0:98::x Delay::3::0" \
	>web1/etc/ha.d/haresources
echo "/dev/ttyS1 web2 0 device-geheim" >web1/etc/ha.d/rps.cfg
cat >web1/etc/drbd.d/acme.res <<'END'
# ask jane@acme.example
resource acme {
	net { cram-hmac-alg sha1; shared-secret "drbd-geheim"; }
	on web1 { device /dev/drbd0; disk /dev/vg_acme/data; address 10.7.0.1:7788; }
}
END
cat >web1/var/lib/heartbeat/crm/cib.xml <<'END'
<cib><configuration><resources><primitive id="acme-db" class="ocf" provider="heartbeat" type="mysql">
<instance_attributes id="acme-db-attributes"><attributes>
<nvpair id="acme-db-pass" name="test_passwd" value="cib-geheim"/>
</attributes></instance_attributes></primitive></resources></configuration></cib>
END
mkdir -p web1/etc/mysql/conf.d
cat >web1/etc/mysql/debian.cnf <<'END'
[client]
user     = debian-sys-maint
password = dbmaint-geheim
END
cat >web1/etc/mysql/conf.d/pair.cnf <<'END'
# root: dbroot-geheim
[mysqld]
server-id = 7
binlog-do-db = shop # dbcomment-geheim
slave-skip-errors = OFF
master-password = "dbrepl-geheim"
odd one; dbodd-geheim = x
END
secrets='[a-z]+-geheim|quite-secret'
cp -p web1/etc/ha.d/{haresources,ha.cf} web2/etc/ha.d
chmod 600 web2/etc/ha.d/authkeys
collect web2 web2 -o web2.tar >/dev/null
exits "collected" 0 collect web1 web1 -o full.tar
unlike "no secret of any kind" "$(tr -d '\0' <full.tar)" "$secrets"
unlike "no file of a fence device" "$(tar -tf full.tar)" 'rps\.cfg'
is "DRBD's files, but for the value of the secret" "$(member full.tar etc/drbd.d/acme.res)" \
	"$(sed 's/drbd-geheim/left-out/' web1/etc/drbd.d/acme.res)"
is "the CIB, but for the value of its secret" "$(member full.tar var/lib/heartbeat/crm/cib.xml)" \
	"$(sed 's/cib-geheim/left-out/' web1/var/lib/heartbeat/crm/cib.xml)"
is "a database's options: values that are judged" "$(member full.tar etc/mysql/conf.d/pair.cnf)" "
[mysqld]
server-id=left-out
binlog-do-db=shop
slave-skip-errors=OFF
master-password=left-out
left-out=left-out"
is "- of other programs the names" "$(member full.tar etc/mysql/debian.cnf)" "[client]
user=left-out
password=left-out"
like "what names the device stays" "$(member full.tar etc/ha.d/ha.cf)" \
	'^stonith_host web1 external/ipmi web2 10\.8\.0\.77 operator left-out lan$'
like "agents with digests" "$(member full.tar facts/agents)" '^ocf:escapebeat:IPaddr2 [0-9a-f]{64}$'
like "routes" "$(member full.tar facts/routes.json)" '"dst":"10\.7\.0\.0/24"'
like "init scripts" "$(member full.tar facts/init-scripts)" '^/etc/ha\.d/resource\.d/own$'
like "versions" "$(member full.tar facts/versions)" '^Linux '
exits "collected with the keys" 0 collect web1 web1 --with-key -o key.tar
is "all secrets are there" "$(tr -d '\0' <key.tar | grep -oaE "$secrets" | sort -u | tr '\n' ' ')" \
	"arg-geheim cib-geheim dbcomment-geheim dbmaint-geheim dbodd-geheim dbrepl-geheim dbroot-geheim device-geheim drbd-geheim ipmi-geheim old-geheim quite-secret "
is "the file of the device" "$(member key.tar etc/ha.d/rps.cfg)" "$(cat web1/etc/ha.d/rps.cfg)"
digests() { "$escapebeat" show --as json "$1" | grep -E '"digest"'; }
cp web2.tar full2.tar
collect web2 web2 --with-key -o key2.tar >/dev/null
for kind in full key; do
	"$escapebeat" plan --accept HB-3701 -o $kind.plan $kind.tar ${kind}2.tar >"$kind.text" 2>&1
done
ok "planned from either" test -s full.plan -a -s key.plan
like "a secret that is missing is told" "$(cat full.text)" \
	'the bundle has no args for acmed \[HB-2605\]'
like "- and what to write" "$(cat full.text)" 'PLAN.secrets: hb-acmed/args VALUE$'
unlike "- but not put where one belongs" "$(cat full.plan.secrets)" 'left-out'
like "with the keys it is there" "$(cat key.plan.secrets)" '^hb-acmed/args --password=arg-geheim$'
is "with and without them it is one input" "$(digests full.plan)" "$(digests key.plan)"
for as in corosync cib; do
	is "- and one plan: $as" "$("$escapebeat" show --as $as full.plan)" \
		"$("$escapebeat" show --as $as key.plan)"
done

exits "for strangers, with what they must not see" 4 collect web1 web1 --with-key --obfuscate -o strange.tar
nok "- writes nothing" test -e strange.tar
exits "for strangers" 0 collect web1 web1 --obfuscate -o strange.tar
unlike "- no script, no warning of scripts" "$err" BEWARE
# All of it, names of members included, but for what no word of a site could be.
strange=$(tr '\0' '\n' <strange.tar)
unlike "no secret" "$strange" "$secrets|geheim|4711"
unlike "no name of a node" "$strange" 'web[12]'
unlike "no address" "$strange" '10\.[78]\.0\.'
unlike "no multicast group" "$strange" '225\.7|71\.72'
like "- but another one" "$(member strange.tar etc/ha.d/ha.cf)" '^mcast eth0 239\.192\.[0-9]+\.73 694 1 0$'
like "addresses of IPv6 are others, as such" "$(member strange.tar etc/ha.d/haresources)" \
	' IPv6addr::2001:db8:0:0:0:0:0:[0-9a-f]+/64 IPv6addr::2001:db8:0:0:0:0:0:[0-9a-f]+::w[0-9]+ Delay::3::0$'
unlike "nobody's name" "$strange" 'acme|jsmith|jane|Example|LICENSE|qqx|watcher|mylogin|operator'
unlike "no script" "$(tar -tf strange.tar)" 'resource\.d|rps'
unlike "the machine's own name" "$strange" "\\b$(hostname)\\b"
like "lines keep their form" "$(member strange.tar etc/ha.d/ha.cf)" \
	'^stonith_host node1 external/ipmi node2 10\.[0-9.]+ left-out left-out lan$'
like "neighbours stay neighbours" "$(member strange.tar etc/ha.d/ha.cf)" 'ucast eth1 10\.99\.[0-9]+\.2$'
like "names stay two" "$(member strange.tar etc/ha.d/ha.cf)" '^node node1 node2$'
data=$(member strange.tar etc/ha.d/haresources | grep -oE 'w[0-9]+-data')
like "a name is the same everywhere" "$(member strange.tar etc/drbd.d/*.res)" "/dev/w[0-9]+/data"
like "- in its parts" "$(member strange.tar 'etc/drbd.d/*.res')" "^resource ${data%-data} \\{"
collect web1 web1 --obfuscate -o again.tar >/dev/null
is "the same node, the same stand-ins" "$(member again.tar etc/ha.d/ha.cf)" \
	"$(member strange.tar etc/ha.d/ha.cf)"
"$escapebeat" check strange.tar >check.out 2>&1
like "- and still a configuration" "$(cat check.out)" '^nodes node1, node2 '
unlike "- of which no line is refused" "$(cat check.out)" 'error: '
unlike "- with all braces of DRBD's files" "$(cat check.out)" 'HB-2703'
sed -i 's/^}$//' web1/etc/drbd.d/acme.res
collect web1 web1 -o torn.tar >/dev/null
"$escapebeat" check torn.tar >check.out 2>&1
like "one that lost some is told" "$(cat check.out)" \
	'^torn.tar:/etc/drbd.d/acme.res:2:15: warning: .*HB-2703'
# A program that hangs or dies would have told something.
printf '#!/bin/sh\nkill -KILL $$\n' >agents/escapebeat/dies
printf '#!/bin/sh\nexit 3\n' >agents/escapebeat/refuses
chmod 755 agents/escapebeat/{dies,refuses}
exits "an agent dies" 0 collect web1 web1 -o less.tar
is "- what is missing is said" "$(grep 'not in the bundle' <<<"$err")" \
	"escapebeat: BEWARE: what /usr/lib/ocf/resource.d/escapebeat/dies knows is not in the bundle: Killed"
done_testing
