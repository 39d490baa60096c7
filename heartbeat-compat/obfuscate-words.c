// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Words of the programs, none of a site: the names of directives, options, agents and units that
 * come with distributions. A name that is left out here is replaced, which is never wrong.
 */
#include "heartbeat-compat/obfuscate-words.h"

/* clang-format off */
const char eb_known_words[] =
	/* ha.cf */
	"apiauth auto_failback autojoin baud bcast cluster compression compression_threshold "
	"conn_logd_time coredumps coreroot crm crm_daemon_dir crmd_spawns_pengine deadping deadtime "
	"debug debugfile enable_config_writes env failfast hbgenmethod hopfudge initdead keepalive "
	"log_badpack logfacility logfile max_rexmit_delay mcast mcast6 memreserve msgfmt "
	"nice_failback node pacemaker ping ping6 ping_group quorum_server realtime "
	"record_config_changes record_pengine_inputs respawn rtprio serial stonith stonith_host "
	"syslogmsgfmt traditional_compression ucast ucast6 udp udpport use_apphbd use_logd uuidfrom "
	"warntime watchdog on off yes no true false y n legacy none any other manual minimal "
	"valgrind only zlib bz2 file time classic netstring nodename uid gid root hacluster haclient "
	"nobody mail auth authpriv cron daemon ftp kern local0 local1 local2 local3 local4 local5 "
	"local6 local7 lpr news syslog user uucp default ms us sha1 md5 crc\n"
	/* programs and plugins of Heartbeat */
	"heartbeat ipfail dopd pingd ccm cib crmd cibmon lrmd stonithd stonith-ng ng attrd mgmtd "
	"pengine ifcheckd apphbd logd quorumd hbagent evs evmsd haclient cl_status ha_logd external "
	"apcmaster apcmastersnmp apcsmart baytech bladehpi cyclades drac3 drac5 dracmc telnet hetzner "
	"hmchttp ibmrsa ipmi ippower9258 kdumpcheck libvirt nut rackpdu riloe ssh vcenter vmware xen0 "
	"ibmhmc ipmilan meatware null nw_rpc100s rcd_serial rps10 suicide wti_mpc wti_nps\n"
	/* folders, endings, the members of a bundle */
	"bin boot dev etc home lib lib32 lib64 libexec log mnt media opt proc run sbin share srv sys "
	"tmp usr var cluster spool cache data www html d ha cf conf cfg res rc init sh log service "
	"facts addresses routes units scripts agents versions json os release resource resources "
	"haresources authkeys script unit address node left out shm mapper by disk part vg lv\n"
	/* scripts and agents */
	"ocf lsb systemd heartbeat pacemaker escapebeat linbit redhat openstack ids metadata "
	"audiblealarm clustermon ctdb delay dummy evmsscc evmd filesystem healthcpu healthsmart icp "
	"ipaddr ipaddr2 ipsrcaddr ipv6addr lvm linuxscsi lvssyncdaemonswap mailto managerdaemon "
	"managevm manageraid nodeutilization pure pureftpd raid1 route sapdatabase sapinstance "
	"sendarp serveraid sfex sphinxsearchdaemon squid stateful sysinfo vipadirect vmm was was6 "
	"winpopup xen xinetd zfs anything apache apache2 asterisk attribute aws conntrackd controld "
	"db2 dhcpd dnsupdate docker drbd drbddisk drbdupper dovecot ethmonitor exportfs fio galera "
	"garbd haproxy hatalk haveged hbscript httpd iface bridge ifspeed iscsi iscsilogicalunit "
	"iscsitarget jboss jira kamailio keepalived ldirectord lighttpd lxc mdraid minio mysql mysqld "
	"mysqlproxy mariadb mariadbd nagios named bind bind9 nfs nfsd nfsserver nfsnotify kernel "
	"server common lock nginx ntp ntpd chrony chronyd openldap slapd oracle oralsnr ovsmonitor "
	"pgagent pgpool pgsql postgresql postgres php fpm phpfpm podman portblock postfix postfixadmin "
	"pound proftpd proxy rabbitmq redis rkt rsyncd rsync rsyslog rsyslogd samba smb smbd nmbd "
	"winbind scsi2reservation sendmail exim exim4 cyrus courier amavis clamav spamassassin "
	"slapd snmpd sshd symlink syslog syslogng tomcat tomcat6 tomcat7 varnish vdo virtualdomain "
	"vsftpd webmin zabbix agent zabbixserver zookeeper storage mon lvm2 activate multipath "
	"multipathd iptables nftables network networking networkmanager firewalld cron crond dbus "
	"rpcbind portmap quota autofs cups xinetd inetd logind journald timesyncd resolved networkd "
	"udevd tmpfiles sysctl modules load random seed remount root fs fsck getty tty console "
	"enabled disabled static masked generated indirect alias transient preset\n"
	/* arguments of scripts, file systems and their options */
	"start stop status monitor restart reload ext2 ext3 ext4 xfs jfs reiserfs btrfs gfs gfs2 ocfs2 "
	"nfs nfs4 cifs tmpfs auto ro rw defaults noatime nodiratime sync async bind acl user_xattr "
	"tcp udp block unblock both\n"
	/* DRBD */
	"global common global_common include usage count resource volume device disk meta internal "
	"external flexible floating host hosts connection connections mesh net startup handlers syncer "
	"options protocol a b c minor address port id al extents verify alg csums rate group on io "
	"error detach pass_on call local io_error fencing dont care only and wfc timeout degr outdated "
	"become primary secondary shared secret cram hmac crc32c sha256 after sb 0pri 1pri 2pri "
	"disconnect consensus discard younger older zero changes least least violently as0p rr "
	"conflict allow two primaries max buffers epoch size sndbuf rcvbuf ping int connect congestion "
	"fill extents ahead pull unplug watermark ko peer c plan target min rate resync after auto "
	"promote quorum majority no fence unfence outdate split brain pri lost incon degr initial "
	"before drbdadm drbdsetup stacked top of use bmbv barrier flushes drain md disk barrier "
	"weak skip data integrity\n"
	/* ip -j */
	"ifindex ifname flags loopback broadcast multicast noarp pointopoint up down unknown lower_up "
	"no carrier slave master mtu qdisc noqueue noop pfifo_fast fq_codel mq operstate txqlen "
	"link_type ether infiniband local family inet inet6 prefixlen scope global host link site "
	"label valid_life_time preferred_life_time dynamic secondary tentative deprecated temporary "
	"nodad noprefixroute mngtmpaddr dst gateway dev prefsrc metric protocol kernel boot dhcp ra "
	"static addr_info addr dadfailed permaddr altnames link_netnsid link_index linkdown onlink "
	"pervasive 4294967295 group unreachable blackhole via table main\n"
	/* a CIB */
	"xml version encoding utf utf8 epoch num_updates admin_epoch validate with have quorum dc uuid "
	"crm_feature_set feature cib last written update origin client configuration crm_config "
	"cluster_property_set attributes nvpair name value option property bootstrap nodes type normal "
	"member resources constraints primitive class provider template instance_attributes "
	"meta_attributes utilization operations op op_defaults rsc_defaults interval timeout "
	"clone clone_max clone_node_max master_slave rsc_location rsc_order rsc_colocation rsc rule "
	"expression attribute operation score boolean eq ne gt lt gte lte defined not_defined and or "
	"date_expression from to first then action then_action with symmetrical infinity ordered "
	"interleave globally unique notify target role started stopped slave master promoted "
	"unpromoted promotable is managed priority migration threshold failure resource stickiness "
	"multiple active requires allow migrate on_fail ignore block standby fence policy stop freeze "
	"demote default stonith enabled action reboot poweroff cluster infrastructure delay transition "
	"idle orphan orphans actions remove after symmetric startup election input error warn pe "
	"series short lrm status node_state transient_attributes uname crmd join in_ccm expected ha\n"
	/* versions, releases */
	"linux gnu smp preempt dynamic debian ubuntu rhel redhat red hat enterprise centos stream rocky "
	"almalinux alma oracle fedora suse sles sle opensuse leap tumbleweed amd64 x86_64 i386 i686 "
	"arm64 aarch64 ppc64le s390x lenny squeeze wheezy jessie stretch buster bullseye bookworm "
	"trixie lucid precise trusty xenial bionic focal jammy noble pretty_name version_id "
	"version_codename home_url support_url bug_report_url id_like cpe_name ansi_color logo variant "
	"variant_id platform_id https http www org com bugs support wheel corosync cluster engine "
	"by written andrew beekhof project contributors clusterlabs the and compiled bit drbdadm "
	"drbdadm_version drbd_kernel_version drbdadm_version_code api lts core server";

const char eb_known_numbers[] =
	"^(?:\\d{1,5}(?:ms|us|s|min|k|m|g|kb|mb|gb)?|"
	"lo|(?:eth|bond|team|br|vlan|drbd|md|dm|loop|ttys|ttyusb|tty|sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme)"
	"\\d{0,4}|en[ops]\\d{1,4}(?:[sf]\\d{1,4}){0,2}|"
	"v\\d{1,4}|deb\\d+u\\d+|el\\d+(?:_\\d+)?|fc\\d+)$";
/* clang-format on */
