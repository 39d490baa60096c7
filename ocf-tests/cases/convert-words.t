#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Words of haresources, one each, and what they become; MARK WORD: RESULT as the plan shows it.
. "$(dirname "$0")/convert.sh"

printf '%s\n' 'bcast eth0' 'node n1 n2' >ha.cf
own=ocf:escapebeat stock=ocf:heartbeat

# word WORD RESULT [OPTION...]
word() {
	local word=$1 want=$2
	shift 2
	echo "n1 $word" >haresources
	"$escapebeat" plan "$@" ha.cf haresources >out 2>err
	is "$word" "$(sed -n 's/^           \([=~!-] \)/\1/p' out)" "$want"
}

word 10.0.0.1 "= 10.0.0.1: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1"
word 10.0.0.1/255.255.0.0 \
	"= 10.0.0.1/255.255.0.0: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1 cidr_netmask=16"
word IPaddr::10.0.0.1/24/eth0:7/10.0.0.255 \
	"= IPaddr::10.0.0.1/24/eth0:7/10.0.0.255: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1 \
cidr_netmask=24 nic=eth0 iflabel=7 broadcast=10.0.0.255"
word IPaddr2::10.0.0.1/24/10.0.0.255 \
	"= IPaddr2::10.0.0.1/24/10.0.0.255: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1 \
cidr_netmask=24 broadcast=10.0.0.255"
word 10.0.0.1/eth0 "= 10.0.0.1/eth0: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1 nic=eth0"
word IPv6addr::2001:db8:0:0:0:0:0:7/64/eth0 \
	"= IPv6addr::2001:db8:0:0:0:0:0:7/64/eth0: $own:IPaddr2 hb-ip-2001-db8-0-0-0-0-0-7 \
ip=2001:db8:0:0:0:0:0:7 cidr_netmask=64 nic=eth0"
word 10.0.0.1 "= 10.0.0.1: $stock:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1" --provider heartbeat
word 10.0.0.300 '! 10.0.0.300: not an address'
word IPaddr '! IPaddr: not an address'
word IPsrcaddr::10.0.0.1 \
	"= IPsrcaddr::10.0.0.1: $stock:IPsrcaddr hb-IPsrcaddr-10.0.0.1 ipaddress=10.0.0.1"
word Filesystem::/dev/sdb1::/srv \
	"= Filesystem::/dev/sdb1::/srv: $stock:Filesystem hb-Filesystem-dev-sdb1-srv device=/dev/sdb1 \
directory=/srv fstype=auto"
word Filesystem::nas:/srv::/srv::nfs::ro,soft \
	"= Filesystem::nas:/srv::/srv::nfs::ro,soft: $stock:Filesystem \
hb-Filesystem-nas--srv-srv-nfs-ro-soft device=nas:/srv directory=/srv fstype=nfs options=ro,soft"
word httpd "= httpd: $own:hbscript hb-httpd script=httpd"
word httpd "= httpd: $own:hbscript hb-httpd script=nginx (renamed by --service)" \
	--service httpd=nginx
word backup::full::2 "= backup::full::2: $own:hbscript hb-backup-full-2 script=backup args=full 2"
word drbddisk::r0 "~ drbddisk::r0: $own:hbscript hb-drbddisk-r0 script=drbddisk args=r0 \
(not translated yet to a promotable clone of ocf:linbit:drbd)"
word "svc svc" "= svc: $own:hbscript hb-svc-with-svc script=svc
= svc: $own:hbscript hb-svc-with-svc-2 script=svc"
word "10.0.0.1 10.0.0.1/24" "= 10.0.0.1: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1
- 10.0.0.1/24: this address stands further up already"

# With facts of both nodes, a unit that both have is a unit; one that only one has is not.
printf 'node n1\naddress eth0 10.1.0.1/24\nunit mariadb.service\nunit nginx.service\nscript web\n' \
	>n1.node.facts
mkdir n1 n2
cp n1.node.facts n1/node.facts
sed 's/n1/n2/; s/0\.1\//0.2\//; /nginx/d' n1.node.facts >n2/node.facts
units() {
	echo "n1 $1" | tee n1/haresources >n2/haresources
	cp ha.cf n1
	cp ha.cf n2
	"$escapebeat" plan n1 n2 >out 2>err
	sed -n 's/^           \([=~!-] \)/\1/p' out
}
is "a unit of both nodes" "$(units mariadb)" "= mariadb: systemd:mariadb hb-mariadb"
is "a unit of one node" "$(units nginx)" "= nginx: $own:hbscript hb-nginx script=nginx"
like "- is asked about" "$(cat err)" 'nginx is neither a script nor a unit on n2 \[HB-3703\]'
is "a script of both nodes" "$(units web)" "= web: $own:hbscript hb-web script=web"
unlike "- is not" "$(cat err)" HB-3703
done_testing
