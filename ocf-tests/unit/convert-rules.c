// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rules by which Heartbeat 3.0.6 takes or refuses a configuration, one row each: a good
 * configuration with lines taken out and added, and the verdict. Where Heartbeat refused because
 * of the machine (a device, a program, a user that was not there), the files alone are judged.
 *
 * A row also says which message there has to be and on which words of the file it points.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heartbeat-compat/load.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

#define NONE "-" /* no such file */

static const char *const base[] = {
	"logfile /var/log/ha-log",
	"logfacility none",
	"debugfile /var/log/ha-debug",
	"keepalive 1",
	"deadtime 10",
	"warntime 5",
	"initdead 20",
	"ucast eth1 10.77.1.12",
	"auto_failback on",
	"node hba hbb",
};

static const struct rule {
	const char *name;
	const char *minus;            /* directives of the base that are left out */
	const char *plus;             /* lines added */
	const char *resources, *keys; /* NULL: good ones; NONE: no file */
	mode_t mode;                  /* of authkeys, 0: 0600 */
	int exit;
	unsigned int code; /* 0: no message at all */
	const char *at;    /* the words that it points to, "" for a whole file */
} rules[] = {
	/* clang-format off */
	{ "the base" },
	{ "times in ms and fractions", .minus = "keepalive deadtime warntime initdead",
	  .plus = "keepalive 200ms\ndeadtime 1500ms\nwarntime 0.5\ninitdead 20" },
	{ "s is no unit", .minus = "keepalive deadtime warntime initdead",
	  .plus = "initdead 20s", .exit = 1, .code = EB_MSG_BAD_TIME, .at = "20s" },
	{ "m is no unit", .minus = "deadtime", .plus = "deadtime 1m", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "1m" },
	{ "min is no unit", .minus = "initdead", .plus = "initdead 2min", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "2min" },
	{ "us is a unit", .minus = "keepalive", .plus = "keepalive 500000us" },
	{ "letters are no time", .minus = "keepalive", .plus = "keepalive abc",
	  .exit = 1, .code = EB_MSG_BAD_TIME, .at = "abc" },
	{ "2x is no time", .minus = "keepalive", .plus = "keepalive 2x", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "2x" },
	{ "keepalive 0", .minus = "keepalive", .plus = "keepalive 0", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "0" },
	{ "keepalive below 0", .minus = "keepalive", .plus = "keepalive -1", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "-1" },
	{ "1s", .minus = "keepalive", .plus = "keepalive 1s", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "1s" },
	{ "1sec", .minus = "keepalive", .plus = "keepalive 1sec", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "1sec" },
	{ "msec", .minus = "keepalive", .plus = "keepalive 500msec" },
	{ "MS", .minus = "keepalive", .plus = "keepalive 500MS" },
	{ "a blank before the unit", .minus = "keepalive", .plus = "keepalive 500 ms",
	  .exit = 1, .code = EB_MSG_BAD_TIME, .at = "ms" },
	{ "fractions", .minus = "keepalive deadtime warntime",
	  .plus = "keepalive .5\ndeadtime 10.5\nwarntime 0.5" },
	{ "unknown directive", .plus = "frobnicate 3", .exit = 1,
	  .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "frobnicate" },
	{ "names have a case", .minus = "auto_failback", .plus = "Auto_Failback on",
	  .exit = 1, .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "Auto_Failback" },
	{ "name=value", .minus = "auto_failback", .plus = "auto_failback=on",
	  .exit = 1, .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "auto_failback=on" },
	{ "hbaping is not built in", .plus = "hbaping fc0", .exit = 1,
	  .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "hbaping" },
	{ "normalpoll is not built in", .plus = "normalpoll true", .exit = 1,
	  .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "normalpoll" },
	{ "a label is no device", .minus = "ucast", .plus = "bcast eth0:0", .exit = 1,
	  .code = EB_MSG_NO_DEVICE, .at = "eth0:0" },
	{ "nor is one for ucast", .minus = "ucast", .plus = "ucast eth1:1 10.77.1.12", .exit = 1,
	  .code = EB_MSG_NO_DEVICE, .at = "eth1:1" },
	{ "ucast to nobody", .minus = "ucast", .plus = "ucast eth1 0.0.0.0", .exit = 2,
	  .code = EB_MSG_ODD_PEER, .at = "0.0.0.0" },
	{ "ucast to a group", .minus = "ucast", .plus = "ucast eth1 224.0.0.18", .exit = 2,
	  .code = EB_MSG_ODD_PEER, .at = "224.0.0.18" },
	{ "ucast to the machine itself", .minus = "ucast", .plus = "ucast eth1 127.0.0.1", .exit = 2,
	  .code = EB_MSG_ODD_PEER, .at = "127.0.0.1" },
	{ "ucast6 to a group", .minus = "ucast", .plus = "ucast6 eth1 ff02::1", .exit = 2,
	  .code = EB_MSG_ODD_PEER, .at = "ff02::1" },
	{ "a log file somewhere", .minus = "logfile", .plus = "logfile ha-log", .exit = 2,
	  .code = EB_MSG_RELATIVE_PATH, .at = "ha-log" },
	{ "a debug file somewhere", .minus = "debugfile", .plus = "debugfile ./ha-debug", .exit = 2,
	  .code = EB_MSG_RELATIVE_PATH, .at = "./ha-debug" },
	{ "a watchdog somewhere", .plus = "watchdog watchdog", .exit = 2,
	  .code = EB_MSG_RELATIVE_PATH, .at = "watchdog" },
	{ "no media", .minus = "ucast", .exit = 1, .code = EB_MSG_NO_MEDIA, .at = "" },
	{ "no node", .minus = "node", .exit = 1, .code = EB_MSG_NO_NODES, .at = "" },
	{ "own name missing", .minus = "node", .plus = "node hbx hby", .resources = "",
	  .exit = 1, .code = EB_MSG_SELF_UNKNOWN, .at = "hby" },
	{ "node names have no case", .minus = "node", .plus = "node HBA HBB" },
	{ "mixed case everywhere", .minus = "node", .plus = "node Hba hbB",
	  .resources = "hBa 10.77.0.50/24/eth0" },
	{ "a node named again", .plus = "node hba", .exit = 2,
	  .code = EB_MSG_NODE_TWICE, .at = "hba" },
	{ "a node named twice on a line", .minus = "node", .plus = "node hba hba hbb",
	  .exit = 2, .code = EB_MSG_NODE_TWICE, .at = "hba" },
	{ "three nodes", .minus = "node", .plus = "node hba hbb hbc", .exit = 2,
	  .code = EB_MSG_MANY_NODES, .at = "hbc" },
	{ "one node", .minus = "node", .plus = "node hba", .exit = 2,
	  .code = EB_MSG_ONE_NODE, .at = "hba" },
	{ "commas", .minus = "node", .plus = "node hba,hbb" },
	{ "a continuation is none", .minus = "node", .plus = "node hba \\\n hbb",
	  .exit = 1, .code = EB_MSG_UNKNOWN_DIRECTIVE, .at = "hbb" },
	{ "deadtime of twice keepalive",
	  .minus = "keepalive deadtime warntime initdead",
	  .plus = "keepalive 2\ndeadtime 4", .exit = 1, .code = EB_MSG_DEADTIME_SMALL,
	  .at = "4" },
	{ "default deadtime too small",
	  .minus = "keepalive deadtime warntime initdead", .plus = "keepalive 20",
	  .exit = 1, .code = EB_MSG_DEADTIME_SMALL, .at = "20" },
	{ "deadtime 0", .minus = "deadtime", .plus = "deadtime 0", .exit = 1,
	  .code = EB_MSG_DEADTIME_SMALL, .at = "0" },
	{ "initdead below deadtime", .minus = "initdead", .plus = "initdead 5",
	  .exit = 1, .code = EB_MSG_INITDEAD_SMALL, .at = "5" },
	{ "initdead below 10 s", .minus = "deadtime warntime initdead",
	  .plus = "deadtime 4\ninitdead 8", .exit = 2, .code = EB_MSG_INITDEAD_SHORT,
	  .at = "8" },
	{ "the longest deadtime", .minus = "deadtime initdead", .plus = "deadtime 4294967" },
	{ "a deadtime that corosync cannot hold", .minus = "deadtime initdead",
	  .plus = "deadtime 4294968", .exit = 1, .code = EB_MSG_TIME_LARGE, .at = "4294968" },
	{ "an initdead that Pacemaker cannot hold", .minus = "initdead",
	  .plus = "initdead 99999999999", .exit = 2, .code = EB_MSG_TIME_CUT,
	  .at = "99999999999" },
	{ "warntime above deadtime", .minus = "warntime", .plus = "warntime 20",
	  .exit = 2, .code = EB_MSG_WARNTIME, .at = "20" },
	{ "warntime x", .minus = "warntime", .plus = "warntime x", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "x" },
	{ "warntime 0", .minus = "warntime", .plus = "warntime 0", .exit = 1,
	  .code = EB_MSG_BAD_TIME, .at = "0" },
	{ "all times by default", .minus = "keepalive deadtime warntime initdead" },
	{ "short deadtime alone", .minus = "keepalive deadtime warntime initdead",
	  .plus = "deadtime 3" },
	{ "long deadtime alone", .minus = "keepalive deadtime warntime initdead",
	  .plus = "deadtime 12" },
	{ "deadping of twice keepalive", .plus = "deadping 1", .exit = 1,
	  .code = EB_MSG_DEADPING_SMALL, .at = "1" },
	{ "auto_failback missing", .minus = "auto_failback", .exit = 2,
	  .code = EB_MSG_LEGACY, .at = "" },
	{ "auto_failback legacy", .minus = "auto_failback",
	  .plus = "auto_failback legacy", .exit = 2, .code = EB_MSG_LEGACY,
	  .at = "legacy" },
	{ "auto_failback maybe", .minus = "auto_failback",
	  .plus = "auto_failback maybe", .exit = 1, .code = EB_MSG_BAD_BOOLEAN,
	  .at = "maybe" },
	{ "auto_failback YES", .minus = "auto_failback", .plus = "auto_failback YES" },
	{ "auto_failback 1", .minus = "auto_failback", .plus = "auto_failback 1" },
	{ "enable is no boolean", .minus = "auto_failback",
	  .plus = "auto_failback enable", .exit = 1, .code = EB_MSG_BAD_BOOLEAN,
	  .at = "enable" },
	{ "auto_failback twice", .plus = "auto_failback off", .exit = 2,
	  .code = EB_MSG_LAST_WINS, .at = "auto_failback" },
	{ "nice_failback on", .minus = "auto_failback", .plus = "nice_failback on",
	  .exit = 2, .code = EB_MSG_OBSOLETE, .at = "nice_failback" },
	{ "nice_failback off", .minus = "auto_failback", .plus = "nice_failback off",
	  .exit = 2, .code = EB_MSG_OBSOLETE, .at = "nice_failback" },
	{ "a directive without value", .plus = "keepalive", .exit = 2,
	  .code = EB_MSG_NO_VALUE, .at = "keepalive" },
	{ "two values", .plus = "keepalive 3 1", .exit = 2, .code = EB_MSG_LAST_WINS, .at = "1" },
	{ "udpport after the paths", .plus = "udpport 10694", .exit = 2,
	  .code = EB_MSG_LATE_PORT, .at = "udpport" },
	{ "udpport before the paths", .minus = "ucast",
	  .plus = "udpport 10694\nucast eth1 10.77.1.12" },
	{ "udpport abc", .plus = "udpport abc", .exit = 1, .code = EB_MSG_BAD_NUMBER,
	  .at = "abc" },
	{ "udpport 70000", .minus = "ucast",
	  .plus = "udpport 70000\nucast eth1 10.77.1.12", .exit = 2,
	  .code = EB_MSG_PORT_RANGE, .at = "70000" },
	{ "ucast to no address", .minus = "ucast", .plus = "ucast eth1 1.2.3.999",
	  .exit = 1, .code = EB_MSG_BAD_HOST, .at = "1.2.3.999" },
	{ "ucast without address", .minus = "ucast", .plus = "ucast eth1", .exit = 1,
	  .code = EB_MSG_BAD_MEDIUM, .at = "eth1" },
	{ "ucast without anything", .minus = "ucast", .plus = "ucast", .exit = 1,
	  .code = EB_MSG_BAD_MEDIUM, .at = "ucast" },
	{ "ucast with a comma", .minus = "ucast", .plus = "ucast eth1,10.0.0.2",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "eth1,10.0.0.2" },
	{ "ucast without device", .minus = "ucast", .plus = "ucast 10.77.1.12 694",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "10.77.1.12" },
	{ "ucast to an IPv6 address", .minus = "ucast", .plus = "ucast eth1 fe80::1",
	  .exit = 1, .code = EB_MSG_BAD_HOST, .at = "fe80::1" },
	{ "ucast to itself too", .plus = "ucast eth1 10.77.1.11" },
	{ "ucast to a name", .minus = "ucast", .plus = "ucast eth1 hbb" },
	{ "ucast with more words", .minus = "ucast",
	  .plus = "ucast eth1 10.77.1.12 10.77.1.13", .exit = 2,
	  .code = EB_MSG_IGNORED_WORDS, .at = "10.77.1.13" },
	{ "the same path twice", .plus = "ucast eth1 10.77.1.12", .exit = 2,
	  .code = EB_MSG_SAME_MEDIUM, .at = "eth1" },
	{ "bcast", .minus = "ucast", .plus = "bcast eth0 eth1" },
	{ "bcast with commas", .minus = "ucast", .plus = "bcast eth0,eth1" },
	{ "bcast to an address", .minus = "ucast", .plus = "bcast 10.0.0.255",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "10.0.0.255" },
	{ "udp is bcast", .minus = "ucast", .plus = "udp eth0", .exit = 2,
	  .code = EB_MSG_OBSOLETE, .at = "udp" },
	{ "mcast", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 1 0" },
	{ "mcast without port", .minus = "ucast", .plus = "mcast eth1 225.0.0.64",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "" },
	{ "mcast to a host", .minus = "ucast", .plus = "mcast eth1 10.0.0.64 694 1 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "10.0.0.64" },
	{ "mcast ttl 0", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 0 0" },
	{ "mcast ttl 4", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 4 0" },
	{ "mcast ttl 5", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 5 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "5" },
	{ "mcast loop 1", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 1 1" },
	{ "mcast loop 2", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 1 2",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "2" },
	{ "mcast port 0", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 0 1 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "0" },
	{ "mcast port beyond 16 bits", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 70000 1 0",
	  .exit = 2, .code = EB_MSG_PORT_RANGE, .at = "70000" },
	{ "mcast port 65536", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 65536 1 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "65536" },
	{ "mcast ttl beyond 8 bits", .minus = "ucast", .plus = "mcast eth1 225.0.0.64 694 256 0",
	  .exit = 2, .code = EB_MSG_PORT_RANGE, .at = "256" },
	{ "mcast6 hops 5", .minus = "ucast", .plus = "mcast6 eth1 ff12::1:2:3:4 694 5 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "5" },
	{ "mcast6", .minus = "ucast", .plus = "mcast6 eth1 ff12::1:2:3:4 694 1 0" },
	{ "mcast6 to a host", .minus = "ucast", .plus = "mcast6 eth1 fe80::1 694 1 0",
	  .exit = 1, .code = EB_MSG_BAD_MEDIUM, .at = "fe80::1" },
	{ "ucast6", .minus = "ucast", .plus = "ucast6 eth1 fe80::1" },
	{ "ucast6 to an IPv4 address", .minus = "ucast",
	  .plus = "ucast6 eth1 10.0.0.1", .exit = 1, .code = EB_MSG_BAD_HOST,
	  .at = "10.0.0.1" },
	{ "serial", .plus = "serial /dev/ttyS0", .exit = 2, .code = EB_MSG_SERIAL,
	  .at = "/dev/ttyS0" },
	{ "serial without path", .plus = "serial ttyS0", .exit = 1,
	  .code = EB_MSG_BAD_MEDIUM, .at = "ttyS0" },
	{ "baud 1234", .plus = "baud 1234", .exit = 1, .code = EB_MSG_BAD_WORD, .at = "1234" },
	{ "baud twice", .plus = "baud 9600\nbaud 19200", .exit = 1,
	  .code = EB_MSG_ONCE, .at = "19200" },
	{ "hopfudge 1", .plus = "hopfudge 1" },
	{ "hopfudge 300", .plus = "hopfudge 300", .exit = 1, .code = EB_MSG_BAD_NUMBER,
	  .at = "300" },
	{ "msgfmt netstring", .plus = "msgfmt netstring" },
	{ "msgfmt xml", .plus = "msgfmt xml", .exit = 1, .code = EB_MSG_BAD_WORD, .at = "xml" },
	{ "rtprio 5", .plus = "rtprio 5\nrealtime off" },
	{ "rtprio 500", .plus = "rtprio 500", .exit = 1, .code = EB_MSG_BAD_NUMBER, .at = "500" },
	{ "rtprio 5x", .plus = "rtprio 5x", .exit = 2, .code = EB_MSG_NUMBER_TAIL, .at = "5x" },
	{ "cluster", .plus = "cluster foo" },
	{ "watchdog", .plus = "watchdog /dev/watchdog" },
	{ "watchdog twice", .plus = "watchdog /dev/watchdog\nwatchdog /dev/watchdog1",
	  .exit = 1, .code = EB_MSG_ONCE, .at = "/dev/watchdog1" },
	{ "ping and ipfail",
	  .plus = "ping 10.77.0.1\nrespawn hacluster /usr/libexec/heartbeat/ipfail" },
	{ "ping alone", .plus = "ping 10.77.0.1", .exit = 2,
	  .code = EB_MSG_PING_NO_IPFAIL, .at = "ping" },
	{ "ipfail alone", .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail",
	  .exit = 2, .code = EB_MSG_IPFAIL_NO_PING,
	  .at = "/usr/libexec/heartbeat/ipfail" },
	{ "ping no address",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping 10.77.0.999",
	  .exit = 1, .code = EB_MSG_BAD_HOST, .at = "10.77.0.999" },
	{ "ping a name",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping localhost" },
	{ "ping two",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping 10.77.0.1 10.77.0.100" },
	{ "ping nothing", .plus = "ping", .exit = 2, .code = EB_MSG_NO_VALUE, .at = "ping" },
	{ "ping the own address",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping 10.77.0.50",
	  .exit = 2, .code = EB_MSG_PING_SELF, .at = "10.77.0.50" },
	{ "ping the peer",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping 10.77.1.12",
	  .exit = 2, .code = EB_MSG_PING_SELF, .at = "10.77.1.12" },
	{ "ping a node by its name",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping HBB",
	  .exit = 2, .code = EB_MSG_PING_SELF, .at = "HBB" },
	{ "ping_group with an address of the cluster",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping_group g1 10.77.0.1 10.77.0.50",
	  .exit = 2, .code = EB_MSG_PING_SELF, .at = "10.77.0.50" },
	{ "ping6 the peer", .minus = "ucast",
	  .plus = "ucast6 eth1 fd00::12\nrespawn hacluster /usr/libexec/heartbeat/ipfail\nping6 fd00:0::12",
	  .exit = 2, .code = EB_MSG_PING_SELF, .at = "fd00:0::12" },
	{ "the peer's address as a resource", .resources = "hba 10.77.1.12/24/eth1",
	  .exit = 2, .code = EB_MSG_NODE_ADDRESS, .at = "10.77.1.12" },
	{ "a device in lines of two nodes",
	  .resources = "hba Filesystem::/dev/sdb1::/a::ext4\nhbb Filesystem::/dev//sdb1::/b::ext4",
	  .exit = 2, .code = EB_MSG_DEVICE_TWICE, .at = "/dev//sdb1" },
	{ "a device in two lines of a node",
	  .resources = "hba Filesystem::/dev/sdb1::/a::ext4\nhba Filesystem::/dev/sdb1::/b::ext4" },
	{ "a device for all in lines of two nodes",
	  .resources = "hba Filesystem::/dev/sdb1::/a::gfs2\nhbb Filesystem::/dev/sdb1::/b::gfs2" },
	{ "an export in lines of two nodes",
	  .resources = "hba Filesystem::nas:/x::/a::nfs\nhbb Filesystem::nas:/x::/b::nfs" },
	{ "two lines mount on one folder",
	  .resources = "hba Filesystem::/dev/sdb1::/srv::ext4\nhbb Filesystem::/dev/sdc1::/srv/::ext4",
	  .exit = 2, .code = EB_MSG_MOUNT_TWICE, .at = "/srv/" },
	{ "ping6 an IPv4 address",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping6 10.77.0.1",
	  .exit = 1, .code = EB_MSG_BAD_HOST, .at = "10.77.0.1" },
	{ "ping_group",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping_group g1 10.77.0.1 10.77.0.100" },
	{ "ping_group of one",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping_group g1 10.77.0.1" },
	{ "ping_group with a comma",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping_group g1 10.77.0.1,10.77.0.100 10.77.0.101",
	  .exit = 2, .code = EB_MSG_HOST_UNKNOWN, .at = "10.77.0.1,10.77.0.100" },
	{ "ping_group with no address", .plus = "ping_group g1 10.0.0.300", .exit = 2,
	  .code = EB_MSG_HOST_UNKNOWN, .at = "10.0.0.300" },
	{ "ping_group of none",
	  .plus = "respawn hacluster /usr/libexec/heartbeat/ipfail\nping_group g1",
	  .exit = 1, .code = EB_MSG_BAD_PING_GROUP, .at = "ping_group" },
	{ "respawn without path", .plus = "respawn root ipfail", .exit = 1,
	  .code = EB_MSG_BAD_RESPAWN, .at = "ipfail" },
	{ "respawn without program", .plus = "respawn root", .exit = 1,
	  .code = EB_MSG_BAD_RESPAWN, .at = "root" },
	{ "respawn nothing", .plus = "respawn", .exit = 1, .code = EB_MSG_BAD_RESPAWN,
	  .at = "respawn" },
	{ "failfast", .plus = "failfast root /bin/false" },
	{ "apiauth", .plus = "apiauth ipfail gid=haclient uid=hacluster" },
	{ "apiauth twice", .plus = "apiauth ipfail uid=root\napiauth ipfail uid=root",
	  .exit = 1, .code = EB_MSG_BAD_APIAUTH, .at = "ipfail" },
	{ "apiauth without lists", .plus = "apiauth ipfail", .exit = 1,
	  .code = EB_MSG_BAD_APIAUTH, .at = "ipfail" },
	{ "apiauth with another word", .plus = "apiauth ipfail root", .exit = 1,
	  .code = EB_MSG_BAD_APIAUTH, .at = "root" },
	{ "apiauth with an empty list", .plus = "apiauth ipfail uid=", .exit = 2,
	  .code = EB_MSG_NOBODY, .at = "uid=" },
	{ "apiauth with a list of a comma", .plus = "apiauth ipfail uid=,", .exit = 1,
	  .code = EB_MSG_BAD_APIAUTH, .at = "uid=," },
	{ "apiauth with an empty name", .plus = "apiauth ipfail uid=,root", .exit = 1,
	  .code = EB_MSG_BAD_APIAUTH, .at = "uid=,root" },
	{ "apiauth with an empty list and another", .plus = "apiauth ipfail uid= uid=root",
	  .exit = 1, .code = EB_MSG_BAD_APIAUTH, .at = "uid=root" },
	{ "apiauth with two uid lists", .plus = "apiauth ipfail uid=a uid=b",
	  .exit = 1, .code = EB_MSG_BAD_APIAUTH, .at = "uid=b" },
	{ "stonith of no type", .plus = "stonith nosuch /etc/ha.d/x", .exit = 1,
	  .code = EB_MSG_BAD_STONITH, .at = "nosuch" },
	{ "stonith_host null", .plus = "stonith_host * null hba hbb" },
	{ "stonith_host of another host", .plus = "stonith_host hbb nosuchtype x", .exit = 2,
	  .code = EB_MSG_UNKNOWN_PLUGIN, .at = "nosuchtype" },
	{ "stonith_host of no type", .plus = "stonith_host * nosuch a b", .exit = 1,
	  .code = EB_MSG_BAD_STONITH, .at = "nosuch" },
	{ "stonith_host without parameter",
	  .plus = "stonith_host * baytech 10.0.0.3 mylogin", .exit = 1,
	  .code = EB_MSG_BAD_STONITH, .at = "baytech" },
	{ "stonith_host with all", .plus = "stonith_host * baytech 10.77.0.9 mylogin mypass" },
	{ "stonith_host of this host without type", .plus = "stonith_host HBA nosuchtype x",
	  .exit = 1, .code = EB_MSG_BAD_STONITH, .at = "nosuchtype" },
	{ "stonith_host of this host", .plus = "stonith_host hba meatware hbb" },
	{ "stonith_host external/ without parameters", .plus = "stonith_host * external/riloe a",
	  .exit = 1, .code = EB_MSG_BAD_STONITH, .at = "external/riloe" },
	{ "stonith_host external/ of a site", .plus = "stonith_host * external/ours a",
	  .exit = 2, .code = EB_MSG_UNKNOWN_PLUGIN, .at = "external/ours" },
	{ "stonith_host external/ssh", .plus = "stonith_host * external/ssh hbb" },
	{ "stonith_host nothing behind", .plus = "stonith_host *", .exit = 1,
	  .code = EB_MSG_BAD_STONITH, .at = "*" },
	{ "two stonith_host",
	  .plus = "stonith_host * null hba\nstonith_host * null hbb", .exit = 2,
	  .code = EB_MSG_STONITH_LAST, .at = "stonith_host" },
	{ "crm no", .plus = "crm no" },
	{ "crm yes does not use haresources", .plus = "crm yes", .exit = 2,
	  .code = EB_MSG_CRM_IGNORES, .at = "" },
	{ "crm respawn", .plus = "crm respawn", .exit = 2, .code = EB_MSG_CRM_IGNORES, .at = "" },
	{ "crm maybe", .plus = "crm maybe", .exit = 1, .code = EB_MSG_BAD_WORD, .at = "maybe" },
	{ "crm and pacemaker", .plus = "crm no\npacemaker no", .exit = 1,
	  .code = EB_MSG_ONCE, .at = "no" },
	{ "crm admits cib itself", .plus = "crm on\napiauth cib uid=hacluster",
	  .exit = 1, .code = EB_MSG_BAD_APIAUTH, .at = "cib" },
	{ "crm_daemon_dir comes before crm", .plus = "crm on\ncrm_daemon_dir /x",
	  .exit = 1, .code = EB_MSG_ORDER, .at = "crm_daemon_dir" },
	{ "logfacility localx", .minus = "logfacility", .plus = "logfacility localx",
	  .exit = 1, .code = EB_MSG_BAD_WORD, .at = "localx" },
	{ "no log at all", .minus = "logfile logfacility debugfile" },
	{ "no log, use_logd off", .minus = "logfile logfacility debugfile",
	  .plus = "use_logd off", .exit = 1, .code = EB_MSG_NO_LOG, .at = "off" },
	{ "use_logd", .minus = "logfile logfacility debugfile", .plus = "use_logd yes" },
	{ "use_logd beside a file", .plus = "use_logd yes" },
	{ "compression", .plus = "compression bz2\ncompression_threshold 2" },
	{ "compression lzo", .plus = "compression lzo", .exit = 1,
	  .code = EB_MSG_BAD_WORD, .at = "lzo" },
	{ "compression_threshold 0", .plus = "compression_threshold 0", .exit = 1,
	  .code = EB_MSG_BAD_NUMBER, .at = "0" },
	{ "autojoin any", .minus = "node", .plus = "autojoin any", .resources = "",
	  .exit = 1, .code = EB_MSG_AUTOJOIN_R1, .at = "any" },
	{ "autojoin any with crm", .minus = "node", .plus = "autojoin any\ncrm on",
	  .resources = NONE },
	{ "autojoin other", .plus = "autojoin other", .exit = 1,
	  .code = EB_MSG_AUTOJOIN_R1, .at = "other" },
	{ "autojoin maybe", .plus = "autojoin maybe", .exit = 1,
	  .code = EB_MSG_BAD_WORD, .at = "maybe" },
	{ "hbgenmethod disk", .plus = "hbgenmethod disk", .exit = 1,
	  .code = EB_MSG_BAD_WORD, .at = "disk" },
	{ "uuidfrom x", .plus = "uuidfrom x", .exit = 1, .code = EB_MSG_BAD_WORD, .at = "x" },
	{ "coredumps x", .plus = "coredumps x", .exit = 1, .code = EB_MSG_BAD_BOOLEAN,
	  .at = "x" },
	{ "debug 999", .plus = "debug 999", .exit = 1, .code = EB_MSG_BAD_NUMBER, .at = "999" },
	{ "env", .plus = "env FOO=bar" },
	{ "env without value", .plus = "env FOO=a BAR", .exit = 2,
	  .code = EB_MSG_ENV_NO_VALUE, .at = "BAR" },
	{ "env without name", .plus = "env =bar", .exit = 1, .code = EB_MSG_BAD_ENV,
	  .at = "=bar" },
	{ "quorum_server", .plus = "quorum_server 10.77.0.1" },
	{ "memreserve 0", .plus = "memreserve 0", .exit = 1, .code = EB_MSG_BAD_NUMBER,
	  .at = "0" },
	{ "syslogmsgfmt", .plus = "syslogmsgfmt off" },
	{ "traditional_compression", .plus = "traditional_compression on" },
	{ "max_rexmit_delay 0", .plus = "max_rexmit_delay 0", .exit = 1,
	  .code = EB_MSG_BAD_NUMBER, .at = "0" },
	{ "use_apphbd", .plus = "use_apphbd yes" },
	{ "log_badpack maybe", .plus = "log_badpack maybe", .exit = 1,
	  .code = EB_MSG_BAD_BOOLEAN, .at = "maybe" },
	{ "coreroot", .plus = "coreroot /nonexistent" },
	{ "comments behind values",
	  .minus = "logfile logfacility debugfile ucast node",
	  .plus = "debugfile /var/log/ha-debug  #debug\nlogfile\t/var/log/ha-log\nlogfacility\tlocal0\nucast eth1 10.77.1.12 #slave\nnode\thba\nnode\thbb" },
	{ "DOS line ends", .minus = "node", .plus = "node hba\r\nnode hbb\r",
	  .code = EB_MSG_DOS_LINES, .at = "" },
	{ "a carriage return cuts", .minus = "node", .plus = "node hba hbb\rfoo",
	  .exit = 2, .code = EB_MSG_LONE_CR, .at = "\r" },
	{ "a template", .minus = "ucast", .plus = "ucast eth1 {{ peer }}", .exit = 1,
	  .code = EB_MSG_PLACEHOLDER, .at = "{{" },
	{ "no haresources", .resources = NONE, .exit = 3, .code = EB_MSG_FILE_MISSING, .at = "" },
	{ "haresources of another node", .resources = "hbx 10.77.0.50", .exit = 1,
	  .code = EB_MSG_NODE_UNKNOWN, .at = "hbx" },
	{ "haresources of comments", .resources = "# nothing" },
	{ "haresources in capitals", .resources = "HBA 10.77.0.50/24/eth0" },
	{ "a comment that hides a line", .resources = "hba svc # c \\\nhbx svc2", .exit = 2,
	  .code = EB_MSG_LINE_UNREAD, .at = "hbx" },
	{ "a whole comment hides none", .resources = "# c \\\nhbx svc", .exit = 1,
	  .code = EB_MSG_NODE_UNKNOWN, .at = "hbx" },
	{ "a comment stuck to the node", .resources = "hba# c", .exit = 1,
	  .code = EB_MSG_NODE_UNKNOWN, .at = "hba#" },
	{ "a backslash stuck to the node", .resources = "hba\\\n svc", .exit = 1,
	  .code = EB_MSG_NODE_UNKNOWN, .at = "hba\\" },
	{ "a line of a backslash", .resources = "hba svc\n\\\nhbb svc2", .exit = 1,
	  .code = EB_MSG_NODE_UNKNOWN, .at = "\\" },
	{ "a line that only the scripts continue", .resources = "hba svc \\# c\nhbx svc2",
	  .exit = 1, .code = EB_MSG_NODE_UNKNOWN, .at = "hbx" },
	{ "haresources continued",
	  .resources = "hba 10.77.0.50/24/eth0 \\\n  svc \\\n  svc::x\nhbb 10.77.0.51/24/eth0" },
	{ "haresources with an own script", .resources = "hba nosuchscript" },
	{ "haresources with a node only", .resources = "hba", .exit = 2,
	  .code = EB_MSG_NO_RESOURCES, .at = "hba" },
	{ "haresources without node", .resources = "IPaddr::10.0.0.1 httpd", .exit = 1,
	  .code = EB_MSG_LINE_WITHOUT_NODE, .at = "IPaddr::10.0.0.1" },
	{ "haresources with a bare address first", .resources = "10.0.0.1/24 httpd",
	  .exit = 1, .code = EB_MSG_LINE_WITHOUT_NODE, .at = "10.0.0.1/24" },
	{ "a comment in a continued line",
	  .resources = "hba 10.77.0.50 \\\n  svc # my service", .exit = 2,
	  .code = EB_MSG_COMMENT_CONTINUED, .at = "#" },
	{ "a blank behind the backslash", .resources = "hba 10.77.0.50 \\ \n  svc",
	  .exit = 1, .code = EB_MSG_NODE_UNKNOWN, .at = "svc" },
	{ "a backslash at the end", .resources = "hba 10.77.0.50 \\", .exit = 2,
	  .code = EB_MSG_CONTINUATION, .at = "\\" },
	{ "an address that is none", .resources = "hba 10.77.0.500", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "10.77.0.500" },
	{ "the unspecified address", .resources = "hba 0.0.0.0", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "0.0.0.0" },
	{ "a multicast address", .resources = "hba IPaddr2::224.0.0.9/24", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "224.0.0.9" },
	{ "the broadcast address of all", .resources = "hba 255.255.255.255", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "255.255.255.255" },
	{ "a multicast address of IPv6", .resources = "hba IPv6addr::ff02:0:0:0:0:0:0:5/64",
	  .exit = 3, .code = EB_MSG_BAD_ADDRESS, .at = "ff02:0:0:0:0:0:0:5" },
	{ "a loopback address", .resources = "hba 127.0.0.1", .exit = 2,
	  .code = EB_MSG_ODD_ADDRESS, .at = "127.0.0.1" },
	{ "the address of a network", .resources = "hba 172.16.0.0/24", .exit = 2,
	  .code = EB_MSG_ODD_ADDRESS, .at = "172.16.0.0" },
	{ "the broadcast address of a network", .resources = "hba 172.16.0.255/255.255.255.0",
	  .exit = 2, .code = EB_MSG_ODD_ADDRESS, .at = "172.16.0.255" },
	{ "a network of two", .resources = "hba 172.16.0.0/31 172.16.0.255/31" },
	{ "a network of one", .resources = "hba 172.16.0.0/32" },
	{ "zeros inside a network", .resources = "hba 172.16.1.0/16 172.16.0.255/16" },
	{ "a mask that is none", .resources = "hba 10.77.0.50/33/eth0", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "33" },
	{ "a device for a mask", .resources = "hba 10.77.0.50/eth0", .exit = 2,
	  .code = EB_MSG_IP_FIELDS, .at = "eth0" },
	{ "an address twice",
	  .resources = "hba IPaddr2::10.77.0.50\nhba 10.77.0.50 svc", .exit = 2,
	  .code = EB_MSG_RESOURCE_TWICE, .at = "10.77.0.50" },
	{ "an address of two nodes", .resources = "hba 10.77.0.50\nhbb IPaddr::10.77.0.50 svc",
	  .exit = 1, .code = EB_MSG_RUNS_TWICE, .at = "IPaddr::10.77.0.50" },
	{ "an address that is the key of two nodes' lines",
	  .resources = "hba 10.77.0.50\nhbb 10.77.0.50", .exit = 1, .code = EB_MSG_RUNS_TWICE,
	  .at = "10.77.0.50" },
	{ "a file system of two nodes",
	  .resources = "hba Filesystem::/dev/sdb1::/a::ext4\nhbb x Filesystem::/dev/sdb1::/a::ext4",
	  .exit = 1, .code = EB_MSG_RUNS_TWICE, .at = "Filesystem::/dev/sdb1::/a::ext4" },
	{ "a file system of one node's two lines",
	  .resources = "hba y Filesystem::/dev/sdb1::/a::ext4\nhba x Filesystem::/dev/sdb1::/a::ext4",
	  .exit = 2, .code = EB_MSG_RESOURCE_TWICE, .at = "Filesystem::/dev/sdb1::/a::ext4" },
	{ "a file system of two nodes, made for it",
	  .resources = "hba y Filesystem::/dev/sdb1::/a::ocfs2\nhbb x Filesystem::/dev/sdb1::/a::ocfs2",
	  .exit = 2, .code = EB_MSG_RESOURCE_TWICE, .at = "Filesystem::/dev/sdb1::/a::ocfs2" },
	{ "a file system of two nodes, whose type nobody says",
	  .resources = "hba y Filesystem::/dev/sdb1::/a\nhbb x Filesystem::/dev/sdb1::/a",
	  .exit = 2, .code = EB_MSG_RESOURCE_TWICE, .at = "Filesystem::/dev/sdb1::/a" },
	{ "a volume group of two nodes", .resources = "hba y LVM::vg0\nhbb x LVM::vg0", .exit = 1,
	  .code = EB_MSG_RUNS_TWICE, .at = "LVM::vg0" },
	{ "volume groups of two nodes", .resources = "hba LVM::vg0\nhbb LVM::vg1", .exit = 0 },
	{ "DRBD of two nodes", .resources = "hba y drbddisk::r0\nhbb x drbddisk::r0", .exit = 2,
	  .code = EB_MSG_RESOURCE_TWICE, .at = "drbddisk::r0" },
	{ "a service of two nodes", .resources = "hba y svc::a\nhbb x svc::a", .exit = 2,
	  .code = EB_MSG_RESOURCE_TWICE, .at = "svc::a" },
	{ "a source address of two nodes",
	  .resources = "hba 10.77.0.51 IPsrcaddr::10.77.0.50\nhbb svc IPsrcaddr::10.77.0.50",
	  .exit = 0 },
	{ "a device of 15 letters", .resources = "hba 10.77.0.50/24/device345678901", .exit = 0 },
	{ "a device of 16 letters", .resources = "hba 10.77.0.50/24/device3456789016", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "device3456789016" },
	{ "a device and a label of 15 letters", .resources = "hba 10.77.0.50/24/eth0:web4567890",
	  .exit = 0 },
	{ "a device and a label of 16 letters", .resources = "hba 10.77.0.50/24/eth0:web45678901",
	  .exit = 3, .code = EB_MSG_BAD_ADDRESS, .at = "eth0:web45678901" },
	{ "a device of 16 letters, of IPv6addr",
	  .resources = "hba IPv6addr::2001:db8:0:0:0:0:0:1/64/device3456789016", .exit = 3,
	  .code = EB_MSG_BAD_ADDRESS, .at = "device3456789016" },
	{ "a key twice", .resources = "hba svc::a\nhbb x svc::a", .exit = 2,
	  .code = EB_MSG_KEY_NOT_UNIQUE, .at = "svc::a" },
	{ "DOS line ends in haresources", .resources = "hba 10.77.0.50\r", .exit = 2,
	  .code = EB_MSG_CRLF, .at = "\r" },
	{ "IPaddr in the wrong case", .resources = "hba IpAddr::10.77.0.50", .exit = 2,
	  .code = EB_MSG_SCRIPT_NAME, .at = "IpAddr::10.77.0.50" },
	{ "no authkeys", .keys = NONE, .exit = 3, .code = EB_MSG_FILE_MISSING, .at = "" },
	{ "authkeys 644", .mode = 0644, .exit = 1, .code = EB_MSG_KEY_PERMISSIONS, .at = "" },
	{ "authkeys 640", .mode = 0640, .exit = 1, .code = EB_MSG_KEY_PERMISSIONS, .at = "" },
	{ "authkeys 400", .mode = 0400 },
	{ "auth names no key", .keys = "auth 2\n1 crc", .exit = 1,
	  .code = EB_MSG_AUTH_KEY, .at = "auth 2" },
	{ "no auth line", .keys = "1 crc", .exit = 1, .code = EB_MSG_AUTH_MISSING, .at = "" },
	{ "auth below its key", .keys = "1 sha1 x\nauth 1", .exit = 1,
	  .code = EB_MSG_AUTH_KEY, .at = "auth 1" },
	{ "authkeys empty", .keys = "# none", .exit = 1, .code = EB_MSG_AUTH_MISSING, .at = "" },
	{ "method unknown", .keys = "auth 1\n1 rot13 x", .exit = 1,
	  .code = EB_MSG_KEY_METHOD, .at = "rot13" },
	{ "md5 without key", .keys = "auth 1\n1 md5", .exit = 1,
	  .code = EB_MSG_KEY_MISSING, .at = "md5" },
	{ "sha1 without key", .keys = "auth 1\n1 sha1", .exit = 1,
	  .code = EB_MSG_KEY_MISSING, .at = "sha1" },
	{ "crc with key", .keys = "auth 1\n1 crc abc", .exit = 1,
	  .code = EB_MSG_KEY_SURPLUS, .at = "abc" },
	{ "crc with comment", .keys = "auth 1\n1 crc # x", .exit = 1,
	  .code = EB_MSG_KEY_SURPLUS, .at = "#" },
	{ "a key of several words", .keys = "auth 1\n1 sha1 a b c", .exit = 2,
	  .code = EB_MSG_KEY_REST, .at = "b c" },
	{ "key 16", .keys = "auth 16\n16 crc", .exit = 1, .code = EB_MSG_KEY_NUMBER,
	  .at = "16 crc" },
	{ "key 0", .keys = "auth 0\n0 crc", .exit = 2, .code = EB_MSG_CRC, .at = "0 crc" },
	{ "three keys", .keys = "#x\nauth 3\n1 crc\n2 sha1 HI!\n3 md5 Hello!" },
	{ "a key twice in authkeys", .keys = "auth 1\n1 crc\n1 md5 x", .exit = 2,
	  .code = EB_MSG_KEY_TWICE, .at = "1 md5 x" },
	{ "two auth lines", .keys = "auth 1\nauth 2\n1 crc\n2 sha1 x", .exit = 2,
	  .code = EB_MSG_AUTH_TWICE, .at = "auth 2" },
	{ "auth3", .keys = "auth3\n3 md5 x" },
	{ "another word", .keys = "authkey 1\nauth 1\n1 md5 x", .exit = 1,
	  .code = EB_MSG_KEY_LINE, .at = "authkey 1" },
	{ "a key without number", .keys = "auth 1\nsha1 x", .exit = 1,
	  .code = EB_MSG_KEY_LINE, .at = "sha1 x" },
	/* clang-format on */
};

static char folder[] = "/tmp/eb-rules.XXXXXX";

static void put(const char *name, const char *text, mode_t mode)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	FILE *file;

	unlink(path);
	if (strcmp(text, NONE) == 0)
		return;
	file = fopen(path, "w");
	assert_non_null(file);
	assert_return_code(fchmod(fileno(file), mode), 0);
	fputs(text, file);
	fputc('\n', file);
	assert_return_code(fclose(file), 0);
}

static void put_ha_cf(const struct rule *rule)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) minus = g_strsplit(rule->minus ? rule->minus : "", " ", 0);

	for (size_t i = 0; i < EB_COUNT(base); i++) {
		g_autofree char *name = g_strndup(base[i], strcspn(base[i], " "));

		if (!g_strv_contains((const char *const *)minus, name))
			g_string_append_printf(text, "%s\n", base[i]);
	}
	g_string_append(text, rule->plus ? rule->plus : "");
	put("ha.cf", text->str, 0644);
}

/* The words that a message points to. */
static char *words_at(struct eb_span span)
{
	if (!span.source || !span.line)
		return g_strdup("");
	return g_strndup(span.source->text + span.source->line[span.line - 1] + span.column - 1,
			 span.length);
}

static bool has_message(const struct eb_diag *diag, const struct rule *rule)
{
	for (guint i = 0; i < diag->messages->len; i++) {
		const struct eb_message *message = diag->messages->pdata[i];
		g_autofree char *at = words_at(message->span);

		if (message->code->number == rule->code && strcmp(at, rule->at) == 0)
			return true;
	}
	return false;
}

static void judge(void **state)
{
	const struct rule *rule = *state;
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	char *paths[] = { folder };
	bool found;
	int verdict;

	put("node.facts", "node hba", 0644);
	put_ha_cf(rule);
	put("haresources", rule->resources ? rule->resources : "hba 10.77.0.50/24/eth0", 0644);
	put("authkeys", rule->keys ? rule->keys : "auth 1\n1 sha1 secret",
	    rule->mode ? rule->mode : 0600);
	hb_load(cluster, paths, 1, diag);
	verdict = eb_diag_exit(diag, false);
	found = rule->code ? has_message(diag, rule) : diag->messages->len == 0;
	if (verdict != rule->exit || !found)
		eb_diag_print(diag, stderr, false);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
	assert_int_equal(verdict, rule->exit);
	assert_true(found);
}

static int clean(void **state)
{
	(void)state;
	put("ha.cf", NONE, 0);
	put("haresources", NONE, 0);
	put("authkeys", NONE, 0);
	put("node.facts", NONE, 0);
	return rmdir(folder);
}

int main(void)
{
	struct CMUnitTest tests[EB_COUNT(rules)];

	for (size_t i = 0; i < EB_COUNT(rules); i++)
		tests[i] = (struct CMUnitTest) {
			.name = rules[i].name,
			.test_func = judge,
			.initial_state = (void *)(uintptr_t)&rules[i],
		};
	if (!mkdtemp(folder))
		return EXIT_FAILURE;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, clean);
}
