#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A node as a bundle: collected from an /etc/ha.d of its own, it is as good as the folder, and it
# tells neither keys nor, when it shall not, who is who.
. "$(dirname "$0")/convert.sh"
need_root
need tar unshare hostname ip
unshare --mount --uts --net ip link add eth0 type veth peer name eth1 2>/dev/null || skip_all "needs namespaces"

# on NODE DIR COMMAND...: as that node, with two networks, whose /etc/ha.d is DIR.
on() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --uts --net bash -c '
		hostname "$0" && echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6 && ip link add eth0 type veth peer name eth1 &&
		ip link set eth0 up && ip link set eth1 up &&
		ip addr add "10.8.0.${0#web}/24" dev eth0 && ip addr add "10.7.0.${0#web}/24" dev eth1 &&
		mount -t tmpfs none /etc/ha.d && cp -pR "$1/." /etc/ha.d &&
		shift && "$@"' "$@"
}
[ -d /etc/ha.d ] || skip_all "needs a folder /etc/ha.d to lay over"
collect() { on "$1" "$2" "$escapebeat" collect "${@:3}"; }
member() { tar -xOf "$1" --wildcards "*/$2"; }

mkdir -p web1/resource.d web2/resource.d
for node in web1 web2; do
	peer=$([ $node = web1 ] && echo 10.7.0.2 || echo 10.7.0.1)
	cat >$node/ha.cf <<-END
	# the pair of Example Ltd
	keepalive 2
	deadtime 10
	auto_failback on
	ucast eth1 $peer
	node web1 web2
	END
	echo "web1 10.8.0.9/24/eth0" >$node/haresources
	printf '# was: geheim\nauth 1\n1 sha1 quite-secret-words\n' >$node/authkeys
	chmod 600 $node/authkeys
	printf '#!/bin/sh\n# web1 at 10.8.0.9\n' >$node/resource.d/own
	chmod 755 $node/resource.d/own
done

exits "a node is collected" 0 collect web1 web1 -o web1.tar
like "- and named" "$out" '^web1.tar: [0-9]+ files of node web1$'
exits "the other one, under its own name" 0 collect web2 web2
ok "- the file is there" test -s web2.tar
is "nobody else reads it" "$(stat -c %a web1.tar)" 600
is "ha.cf is in it as it is" "$(member web1.tar etc/ha.d/ha.cf)" "$(cat web1/ha.cf)"
facts=$(member web1.tar node.facts)
like "the name" "$facts" '^node web1$'
like "addresses" "$facts" '^address eth1 10\.7\.0\.1/24$'
like "scripts" "$facts" '^script own$'
unlike "no key" "$(tr -d '\0' <web1.tar)" 'geheim|quite-secret'
exits "a folder that is not there" 1 collect web1 web1 -o nowhere/web1.tar
like "- is named" "$err" 'cannot write the bundle nowhere/web1.tar: No such file'
collect web1 web1 --with-key -o key.tar >/dev/null
is "with the key when asked" "$(member key.tar etc/ha.d/authkeys)" "$(cat web1/authkeys)"

exits "check takes bundles" 0 "$escapebeat" check web1.tar web2.tar
exits "so does plan" 0 "$escapebeat" plan --accept HB-3701 -o tars.plan web1.tar web2.tar
"$escapebeat" plan --accept HB-3701 -o folders.plan web1 web2 >/dev/null 2>&1
for as in corosync cib; do
	is "the same $as as from the folders" "$("$escapebeat" show --as $as tars.plan)" \
		"$("$escapebeat" show --as $as folders.plan)"
done
cp web1.tar before.tar
sed -i 's/^keepalive 2/keepalive 3/' web1/ha.cf
collect web1 web1 -o web1.tar >/dev/null
exits "another bundle is another input" 5 "$escapebeat" show tars.plan
like "- named" "$err" 'web1.tar:/etc/ha.d/ha.cf is not the file'
cp before.tar web1.tar
chmod 644 web2/authkeys
collect web2 web2 -o web2.tar >/dev/null
exits "modes count as in folders" 1 "$escapebeat" check web2.tar
like "- with the place" "$err" '^web2.tar:/etc/ha.d/authkeys.*0644'
head -c 3000 before.tar >cut.tar
exits "half a bundle" 1 "$escapebeat" check cut.tar
like "- is refused" "$err" 'cannot read the bundle cut.tar: it is damaged'

exits "for strangers" 0 collect web1 web1 --obfuscate -o strange.tar
is "no name, address or comment" \
	"$(grep -acE 'web1|web2|10\.7\.|10\.8\.|Example|geheim|quite' strange.tar)" 0
unlike "no script" "$(tar -tf strange.tar)" 'resource\.d'
exits "- and still a configuration" 0 "$escapebeat" check strange.tar
like "neighbours stay neighbours" "$(member strange.tar etc/ha.d/ha.cf)" 'ucast eth1 10\.99\.[0-9]+\.2'
like "names stay two" "$(member strange.tar etc/ha.d/ha.cf)" '^node node1 node2$'
done_testing
