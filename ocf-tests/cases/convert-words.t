#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Words of haresources, one each, and what they become; MARK WORD: RESULT as the plan shows it.
. "$(dirname "$0")/convert.sh"

printf '%s\n' 'bcast eth0' 'node n1 n2' >ha.cf
own=ocf:escapebeat stock=ocf:heartbeat

# word WORD RESULT [OPTION...]
word() {
	local word=$1 want=$2 code=0 rows
	shift 2
	echo "n1 $word" >haresources
	"$escapebeat" plan "$@" ha.cf haresources >out 2>err || code=$?
	rows=$(sed -n 's/^           \([=~!-] \)/\1/p' out)
	is "$word" "$rows" "$want"
	[ "$rows" = "$want" ] || diag "exit $code: $(cat err)"
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
word 10.0.0.300 "! 10.0.0.300: '10.0.0.300' is no address"
word IPaddr '! IPaddr: IPaddr without address'
word 10.0.0.1/33 "! 10.0.0.1/33: '33' is no netmask"
word 10.0.0.1/24/averylongdevice0 "! 10.0.0.1/24/averylongdevice0: 'averylongdevice0' cannot be the name \
of a network device: 16 characters"
word IPsrcaddr::10.0.0.300 "! IPsrcaddr::10.0.0.300: '10.0.0.300' is no address"
word IPsrcaddr::10.0.0.1 \
	"= IPsrcaddr::10.0.0.1: $stock:IPsrcaddr hb-IPsrcaddr-10.0.0.1 ipaddress=10.0.0.1"
word Filesystem::/dev/sdb1::/srv \
	"= Filesystem::/dev/sdb1::/srv: $own:Filesystem hb-Filesystem-dev-sdb1-srv device=/dev/sdb1 \
directory=/srv fstype=auto"
word Filesystem::nas:/srv::/srv::nfs::ro,soft \
	"= Filesystem::nas:/srv::/srv::nfs::ro,soft: $own:Filesystem \
hb-Filesystem-nas--srv-srv-nfs-ro-soft device=nas:/srv directory=/srv fstype=nfs options=ro,soft"
word Filesystem::/dev/sdb1::/srv \
	"= Filesystem::/dev/sdb1::/srv: $stock:Filesystem hb-Filesystem-dev-sdb1-srv device=/dev/sdb1 \
directory=/srv fstype=auto" --provider heartbeat
word httpd "= httpd: $own:hbscript hb-httpd script=httpd"
word httpd "= httpd: $own:hbscript hb-httpd script=nginx (renamed by --service)" \
	--service httpd=nginx
word backup::full::2 "= backup::full::2: $own:hbscript hb-backup-full-2 script=backup args=full 2"
cluster="DRBD is brought up by the cluster, no longer at boot"
boot="DRBD is brought up at boot, as before"
word drbddisk::r0 "~ drbddisk::r0: $own:drbd hb-drbd-r0 drbd_resource=r0, promoted ($cluster)"
word drbddisk::r0 "~ drbddisk::r0: ocf:linbit:drbd hb-drbd-r0 drbd_resource=r0, promoted ($cluster)" \
	--provider heartbeat
word drbddisk::r0 "~ drbddisk::r0: $own:drbddisk hb-drbddisk-r0 drbd_resource=r0 ($boot)" --drbd simple
word drbddisk::all "~ drbddisk::all: $own:drbddisk hb-drbddisk-all drbd_resource=all ($boot)" --drbd simple
word drbddisk "~ drbddisk: $own:drbddisk hb-drbddisk ($boot)" --drbd simple
word drbddisk:: "~ drbddisk::: $own:drbddisk hb-drbddisk ($boot)" --drbd simple
word drbddisk::r0 "~ drbddisk::r0: $own:hbscript hb-drbddisk-r0 script=drbddisk args=r0 ($boot)" \
	--drbd simple --provider heartbeat
word drbddisk "~ drbddisk: $own:hbscript hb-drbddisk script=drbddisk ($boot)" --provider heartbeat
word drbddisk "~ drbddisk: $own:drbddisk hb-drbddisk ($boot)"
like "- whose resources are asked about" "$(cat err)" ':1:4: decision: .* \[HB-3705\]$'
word "10.0.0.1 drbddisk::r0" "= 10.0.0.1: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1
~ drbddisk::r0: $own:drbd hb-drbd-r0 drbd_resource=r0, promoted ($cluster; what stands left of it starts after the promotion as well)"
word "drbddisk::r0 drbddisk::r0" "~ drbddisk::r0: $own:drbd hb-drbd-r0 drbd_resource=r0, promoted ($cluster)
~ drbddisk::r0: $own:drbd hb-drbd-r0 drbd_resource=r0, promoted (promoted by this line already)"

# The scripts that are agents by now.
word AudibleAlarm::a::b "= AudibleAlarm::a::b: $stock:AudibleAlarm hb-AudibleAlarm-a-b nodelist=a b"
word Delay::3::1 "= Delay::3::1: $stock:Delay hb-Delay-3-1 startdelay=3 stopdelay=1"
old="for hardware of Heartbeat's time"
word ICP::1::/dev/sda "~ ICP::1::/dev/sda: $stock:ICP hb-ICP-1-dev-sda driveid=1 device=/dev/sda ($old)"
word LinuxSCSI::0:0:9 "~ LinuxSCSI::0:0:9: $stock:LinuxSCSI hb-LinuxSCSI-0-0-9 scsi=0:0:9 ($old)"
word ServeRAID::1::2 "~ ServeRAID::1::2: $stock:ServeRAID hb-ServeRAID-1-2 serveraid=1 mergegroup=2 ($old)"
word LVM::vg0 "~ LVM::vg0: $stock:LVM-activate hb-LVM-vg0 vgname=vg0 vg_access_mode=system_id (the \
volume group is guarded by a system ID, which lvm.conf has to name on each node (system_id_source))"
word Raid1::/etc/raidtab::/dev/md0 "~ Raid1::/etc/raidtab::/dev/md0: $stock:mdraid \
hb-Raid1-etc-raidtab-dev-md0 mdadm_conf=/etc/raidtab md_dev=/dev/md0 (mdadm.conf instead of raidtab)"
word LVM::/dev/vg0 "~ LVM::/dev/vg0: $stock:LVM-activate hb-LVM-dev-vg0 vgname=vg0 \
vg_access_mode=system_id (the volume group is guarded by a system ID, which lvm.conf has to name on each \
node (system_id_source))"
word MailTo::a@b.example::down "~ MailTo::a@b.example::down: $stock:MailTo \
hb-MailTo-a-b.example-down email=a@b.example subject=down (a mail that cannot be sent does not stop \
the line)"
word SendArp::10.0.0.1/eth0 \
	"= SendArp::10.0.0.1/eth0: $own:SendArp hb-SendArp-10.0.0.1-eth0 ip=10.0.0.1 nic=eth0"
word SendArp::10.0.0.1/eth0 \
	"= SendArp::10.0.0.1/eth0: $stock:SendArp hb-SendArp-10.0.0.1-eth0 ip=10.0.0.1 nic=eth0" \
	--provider heartbeat
word WAS::8080 "= WAS::8080: $stock:WAS hb-WAS-8080 port=8080"
word WAS::/opt/was.cfg "= WAS::/opt/was.cfg: $stock:WAS hb-WAS-opt-was.cfg config=/opt/was.cfg"
word WinPopup "= WinPopup: $stock:WinPopup hb-WinPopup hostfile=hosts"
word db2::inst1 "= db2::inst1: $stock:db2 hb-db2-inst1 instance=inst1"
word ids::/opt/ifx::srv::onc "= ids::/opt/ifx::srv::onc: $stock:ids hb-ids-opt-ifx-srv-onc \
informixdir=/opt/ifx informixserver=srv onconfig=onc"
word ldirectord "= ldirectord: $stock:ldirectord hb-ldirectord configfile=/etc/ha.d/ldirectord.cf"
word ldirectord::www.cf \
	"= ldirectord::www.cf: $stock:ldirectord hb-ldirectord-www.cf configfile=/etc/ha.d/www.cf"
word drbdupper::r0-U "~ drbdupper::r0-U: $own:hbscript hb-drbdupper-r0-U script=drbdupper \
args=r0-U (a stacked device is brought up by the script it is)"
word LVSSyncDaemonSwap::master "~ LVSSyncDaemonSwap::master: $own:hbscript \
hb-LVSSyncDaemonSwap-master script=LVSSyncDaemonSwap args=master (no agent does this: it runs as the \
script it is)"
word OCF::IPaddr2::one "~ OCF::IPaddr2::one: $own:hbscript hb-OCF-IPaddr2-one script=OCF \
args=IPaddr2 one (its parameters are not known (conf/OCF/IPaddr2/one))"
word ::one "! ::one: '' is not the name of a script"
word "svc svc" "= svc: $own:hbscript hb-svc-with-svc script=svc
= svc: $own:hbscript hb-svc-with-svc-2 script=svc"
word "10.0.0.1 10.0.0.1/24" "= 10.0.0.1: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1
- 10.0.0.1/24: this address stands further up already"

# fails WORD COLUMN TEXT HINT [OPTION...]: the word is not in the plan, and a decision says at its place
# why, and what the script takes.
fails() {
	local word=$1 column=$2 text=$3 hint=$4
	shift 4
	word "$word" "! $word: $text" "$@"
	like "- a decision says so" "$(grep -A 2 "^haresources:1:$column: decision: .*HB-340" err | tr -s ' \n' ' ')" \
		"$text \[HB-340[12]\] .*\^~* expected $hint \$"
	"$escapebeat" check haresources >out 2>err
	like "- of check, too" "$(cat err)" "^haresources:1:$column: decision: $text "
}
fails IPaddr::10.0.0.25/24::eth0 26 "IPaddr fails with the argument 'eth0', which is one too many" \
	'IPaddr::ADDRESS\[/PREFIX.*'
fails Filesystem::/dev/sdb1 4 'Filesystem fails with one argument' 'Filesystem::DEVICE::DIRECTORY\[::TYPE.*'
fails Filesystem::/dev/sdb1::/srv::ext4::ro::1 43 "Filesystem fails with the argument '1', which is one too many" \
	'Filesystem::DEVICE::DIRECTORY\[::TYPE.*'
fails Xinetd 4 'Xinetd fails with no argument' Xinetd::SERVICE
fails db2::one::two 14 "db2 fails with the argument 'two', which is one too many" db2::INSTANCE
fails LVM::vg0/lv0 9 "LVM fails with the argument 'vg0/lv0'" LVM::VOLUME-GROUP
fails SendArp::10.0.0.1 13 "SendArp fails with the argument '10.0.0.1'" SendArp::ADDRESS/DEVICE
fails ids::/opt/ifx::srv 4 'ids fails with two arguments' 'ids\[::INFORMIXDIR.*'
fails Raid1::/dev/md0 4 'Raid1 fails with one argument' Raid1::RAIDTAB::DEVICE
fails OCF::IPaddr2 4 'OCF fails with one argument' OCF::TYPE::INSTANCE
fails drbddisk::r0::r1 18 "drbddisk fails with the argument 'r1', which is one too many" \
	'drbddisk\[::RESOURCE\]'
fails drbddisk::r0::r1 18 "drbddisk fails with the argument 'r1', which is one too many" \
	'drbddisk\[::RESOURCE\]' --drbd simple
word "10.0.0.1 Xinetd" "= 10.0.0.1: $own:IPaddr2 hb-ip-10.0.0.1 ip=10.0.0.1
! Xinetd: Xinetd fails with no argument"
exits "a line that has lost a word asks" 3 "$escapebeat" plan --accept HB-3701 --accept HB-3601 ha.cf haresources
like "- and is refused for it" "$(cat out)" '^  !    1  n1 10.0.0.1 Xinetd'

# What the shell that runs a script does to an empty argument.
word Filesystem::/dev/sdb1::/srv:: "= Filesystem::/dev/sdb1::/srv::: $own:Filesystem \
hb-Filesystem-dev-sdb1-srv device=/dev/sdb1 directory=/srv fstype=auto"
unlike "an empty argument at the end is harmless" "$(cat err)" HB-2415
word Filesystem::/dev/sdb1::::/srv "= Filesystem::/dev/sdb1::::/srv: $own:Filesystem \
hb-Filesystem-dev-sdb1-srv device=/dev/sdb1 directory=/srv fstype=auto"
like "- and moves the rest up elsewhere" "$(cat err)" '^haresources:1:27: warning: .* \[HB-2415\]'

# IPv6 addresses: each :: is cut.
word fd00::1 "! fd00::1: 'fd00::1' is no resource: a bare address can only be an IPv4 one, and Heartbeat \
looks for a script 'fd00'"
like "- what it should be" "$(cat err)" 'write all eight numbers: IPv6addr::fd00:0:0:0:0:0:0:1/64$'
word IPv6addr::fd00::1/48/eth0 "! IPv6addr::fd00::1/48/eth0: Heartbeat cuts 'IPv6addr::fd00::1/48/eth0' at \
each '::', IPv6addr gets 2 arguments and fails"
like "- what it should be" "$(cat err)" 'write all eight numbers: IPv6addr::fd00:0:0:0:0:0:0:1/48/eth0$'
word "$(sed -n 's/.*numbers: //p' err)" "= IPv6addr::fd00:0:0:0:0:0:0:1/48/eth0: $own:IPaddr2 \
hb-ip-fd00-0-0-0-0-0-0-1 ip=fd00:0:0:0:0:0:0:1 cidr_netmask=48 nic=eth0"
unlike "- which is taken" "$(cat err)" HB-34

# Hints: what is typed after them must reach the command, what is no secret is shown.
echo 'n1 xinetd::tftp own::--password=Xinetd' >haresources
"$escapebeat" check haresources >out 2>err
like "a name of Heartbeat's is no secret" "$(cat err)" "did you mean 'Xinetd'\?"
unlike "- but the word is" "$(cat err)" 'password=Xinetd'
printf '%s\n' 'bcast eth0' 'node a&b n2' >odd.ha.cf
"$escapebeat" plan odd.ha.cf >out 2>err
like "a node's name is quoted for the shell" "$(cat err)" "--node-address 'a&b=eth0:ADDRESS'"
like "- where it has to be" "$(cat err)" "--node-address n2=eth0:ADDRESS"

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
is "a unit that is called otherwise today" "$(units mysql)" \
	"~ mysql: systemd:mariadb hb-mysql (mysql is called mariadb here)"
echo 'script mysql' >>n2/node.facts
is "- but not while a node has the script" "$(units mysql)" "= mysql: $own:hbscript hb-mysql script=mysql"

# What lies beside ha.cf: DRBD's configuration, and parameters of OCF:: resources.
mkdir -p n1/drbd.d n1/conf/OCF/IPaddr2
cat >n1/drbd.d/all.res <<'END'
common { net { fencing resource-only; shared-secret "geheim"; } handlers { split-brain "mail"; } }
resource r0 { on n1 { device minor 0; } } # resource r9 { }
resource "r1" { handlers { fence-peer "/usr/lib/drbd/crm-fence-peer.sh"; } }
resource r2 { disk { fencing dont-care; } }
END
printf '%s\n' 'OCF_RESKEY_ip=10.0.0.5 # the web' '#OCF_RESKEY_nic=eth9' \
	'export OCF_RESKEY_password="geheim"' 'OCF_RESKEY_two words=1' 'OCF_RESKEY_a$b=1' \
	'OCF_RESKEY_ip=10.0.0.6' >n1/conf/OCF/IPaddr2/one
is "drbddisk alone: all that DRBD knows" "$(units drbddisk | sed 's/.*drbd_resource=//; s/,.*//')" \
	"r0
r1
r2"
like "fencing without handler is told about" "$(cat err)" \
	'all.res:1:24: warning: DRBD resource r0: fencing resource-only .* \[HB-2701\]'
is "- of that resource only" "$(grep -c 'HB-2701\]' err)" 1
like "- with what to write" "$(cat err)" 'handlers \{ fence-peer "/usr/lib/drbd/crm-fence-peer'
like "- and DRBD's unit is not to be started at boot" "$(cat err)" 'systemctl disable drbd \[HB-4701\]'
"$escapebeat" plan --drbd simple n1 n2 >out 2>err
like "fencing without handler blocks drbddisk, too" "$(cat err)" \
	'all.res:1:24: warning: DRBD resource r0: fencing resource-only .* \[HB-2701\]'
like "- which is no clone that a handler could ban" "$(cat err)" 'fence-peer "/usr/lib/drbd/stonith_admin-fence-peer.sh"'
is "- and DRBD's unit starts it at boot" "$(grep -c 'systemctl disable.*drbd' err)" 0

# dopd ends with Heartbeat, and with it DRBD's handler that asks it.
cp n1/drbd.d/all.res good.res
echo 'respawn hacluster /usr/lib/heartbeat/dopd' >>ha.cf
dopd=$(units drbddisk::r0; cat out)
like "dopd without DRBD's files: the handler has to be changed" "$dopd" \
	"^ +DRBD's fence-peer handler has to be changed: to crm-fence-peer.9.sh"
unlike "- and one of another's is in nobody's way" "$(cat err)" 'HB-3712'
echo 'resource r0 { disk { fencing resource-only; }
handlers { fence-peer "/usr/lib/heartbeat/drbd-peer-outdater -t 5"; } }' >n1/drbd.d/all.res
units drbddisk::r0 >/dev/null
like "dopd's handler is asked about, where it stands" "$(cat err)" \
	'all.res:2:24: decision: DRBD resource r0: drbd-peer-outdater fails .* \[HB-3712\]'
like "- with what to write" "$(cat err)" 'handlers \{ fence-peer "/usr/lib/drbd/crm-fence-peer'
like "- and decided" "$("$escapebeat" plan -a HB-3712 n1 n2 2>&1)" 'HB-3712\] \(accepted\)'
like "- of a disk" "$("$escapebeat" plan --drbd simple n1 n2 2>&1)" 'ended: .*stonith_admin-fence-peer'
echo 'common { handlers { outdate-peer "/usr/lib64/heartbeat/drbd-peer-outdater"; } }
resource r0 { disk { fencing resource-and-stonith; } }
resource r1 { handlers { fence-peer "/usr/lib/drbd/crm-fence-peer.sh"; } net { fencing resource-only; } }
resource r2 { disk { fencing dont-care; } }' >n1/drbd.d/all.res
units drbddisk::r0 >/dev/null
like "- by its old name, for all" "$(cat err)" 'all.res:1:35: decision: DRBD resource r0: .*HB-3712'
is "- but for one with its own, and one that asks none" "$(grep -c 'HB-3712\]' err)" 1
echo 'crm on' >>ha.cf
units drbddisk::r0 >/dev/null
like "- with crm on as well" "$(cat err)" 'all.res:1:35: decision: .*HB-3712'
like "- where it is a clone whatever is chosen" "$("$escapebeat" plan --drbd simple n1 n2 2>&1)" 'ended: .*crm-fence-peer'
cp -r n1/drbd.d n2
rm -r n1/drbd.d
"$escapebeat" plan n1 n2 >out 2>err
like "- of a node that does not lead" "$(cat err)" 'n2/drbd.d/all.res:1:35: decision: .*HB-3712'
mv n2/drbd.d n1
sed -i '/dopd$/d; /^crm on$/d' ha.cf
mv good.res n1/drbd.d/all.res

units drbddisk::r3 >/dev/null
like "a resource that DRBD does not know" "$(cat err)" 'warning: DRBD has no resource r3 on n1'
"$escapebeat" plan --drbd simple n1 n2 >out 2>err
like "- nor as drbddisk" "$(cat err)" 'warning: DRBD has no resource r3 on n1'
is "- whose fencing matters then" "$(grep -c 'HB-2701\]' err)" 0
is "OCF:: with its parameters" "$(units OCF::IPaddr2::one)" "= OCF::IPaddr2::one: $own:IPaddr2 \
hb-OCF-IPaddr2-one password=lrm:// ip=10.0.0.6"
exits "- the last one of a name, and none that no shell has: the plan can be read" 0 \
	sh -c "\"$escapebeat\" plan -o ocf.plan n1 n2; exec \"$escapebeat\" show ocf.plan"
unlike "no secret of these files is shown" "$(cat out err)" geheim

# boots N: the hint for a line of N services.
boots() {
	printf 'n1 %s\n' "$(seq -s ' ' -f 's%g' 1 "$1")" >haresources
	"$escapebeat" plan ha.cf haresources 2>&1 | sed -n 's/.*systemctl disable \(.*\) \[HB-4701\]$/\1/p'
}
is "few scripts are named" "$(boots 8)" "s1 s2 s3 s4 s5 s6 s7 s8"
is "one more is counted" "$(boots 9)" "s1 s2 s3 s4 s5 s6 s7 s8, and the 1 other of the plan"
is "many are" "$(boots 500)" "s1 s2 s3 s4 s5 s6 s7 s8, and the 492 others of the plan"

is "a script of both nodes" "$(units web)" "= web: $own:hbscript hb-web script=web"
unlike "- is not" "$(cat err)" HB-3703

# A comment behind a backslash line, which Heartbeat reads on as words.
# rows FILE: the rows of haresources in a plan, but for what they became.
rows() { sed -n '/^haresources/,/^$/s/^ *\([=~!-]\)  */\1 /p' "$1" | sed -E 's/: ocf:.*//; s/^(. +[0-9]+ )+ /\1/'; }
printf '%s\n' 'n1 10.1.1.1/24 \' ' foo bar # for geheim' 'n2 10.1.1.2/24 \' ' baz' >haresources
"$escapebeat" plan ha.cf haresources >out 2>err
is "a comment in a continued line" "$(rows out)" "\
~ 1 n1 10.1.1.1/24 foo bar
= 10.1.1.1/24
= foo
= bar
- # ****: the comment in line 2; Heartbeat takes its 3 words for resources, which cannot start
= 3 n2 10.1.1.2/24 baz
= 10.1.1.2/24
= baz"
done_testing
