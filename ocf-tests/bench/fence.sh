# shellcheck shell=bash disable=SC2154
# Sourced by bench: the tables of fence agents.  What a table needs and the machine lacks is a skip.
# SPDX-License-Identifier: GPL-2.0-or-later
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
tap_dir=$(mktemp -d)
fence_cleanups=("rm -rf '$tap_dir'")
trap 'for ((i = ${#fence_cleanups[@]} - 1; i >= 0; i--)); do eval "${fence_cleanups[i]}"; done' EXIT
cleanup() { fence_cleanups+=("$*"); }
need() { local c; for c; do command -v "$c" >/dev/null || return 1; done; }
skip_all() { echo "skipped: $*"; return 1; }
wait_for() {
	local i
	shift
	for ((i = 0; i < 500; i++)); do
		"$@" && return
		sleep 0.02
	done
	return 1
}

# wanted NAME: is a table of it to be printed?  Only then its device is set up.
wanted() { [[ " ${FENCE_TABLES:-all} " == *" all "* || " $FENCE_TABLES " == *" $1 "* ]]; }

# fence_table NAME PARAMETER...
fence_table() {
	local ours=$build/fence/names/$1 theirs=/usr/sbin/$1
	shift
	if [ ! -x "$ours" ] || [ ! -x "$theirs" ]; then
		echo "skipped: $ours or $theirs is not there"
		return
	fi
	"$build/ocf-tests/bench/bench-agent" -f -n "$fence_rounds" "$build/ocf-tests/bench/empty" \
		"$ours" "$theirs" "$@"
	echo
}
# fence_trips PORT LIBRARY STEP NAME PARAMETER...: how much of a status is the device's time, how much is the
# library's that the agent loads ("": none), to be loaded and up to a step of bench-load, and how much
# the stock agent takes.
fence_trips() {
	local port=$1 library=$2 step=$3 name=$4 beside=(-- "$build/ocf-tests/bench/empty")
	shift 4
	[ -z "$library" ] || beside+=(-- "$build/ocf-tests/bench/bench-load" "$library")
	[ -z "$step" ] || beside+=(-- "$build/ocf-tests/bench/bench-load" "$library" "$step")
	[ ! -x "/usr/sbin/$name" ] || beside+=(-- "/usr/sbin/$name")
	"$top/ocf-tests/bench/round-trips.py" "$port" 25 "$build/fence/names/$name" "$@" "${beside[@]}"
	echo
}
# library NAME: its file, as the agents load it.
library() { sed -n "s/^#define EB_SONAME_$1 \"\(.*\)\"/\1/p" "$build/config.h"; }
# What the fencer asks first, of every agent that both have: medians of nine.
fence_metadata() {
	local name ours stock
	echo "metadata: wall ms of ours and of the stock agent"
	for name in "$build"/fence/names/fence_*; do
		[ -x "/usr/sbin/${name##*/}" ] || continue
		ours=$(metadata_ms "$name") stock=$(metadata_ms "/usr/sbin/${name##*/}")
		awk -v n="${name##*/}" -v o="$ours" -v s="$stock" 'BEGIN { printf "%-22s %6.2f %8.2f %6.0fx\n", n, o, s, s / o }'
	done
	echo
}
metadata_ms() {
	local i begin
	for ((i = 0; i < 9; i++)); do
		begin=${EPOCHREALTIME/./}
		"$1" -o metadata >/dev/null 2>&1
		echo $((${EPOCHREALTIME/./} - begin))
	done | sort -n | awk 'NR == 5 { print $1 / 1000 }'
}
[[ "${FENCE_TABLES:-all}" != all ]] || fence_metadata
fence_rounds=10
! wanted fence_dummy || fence_table fence_dummy status_file="$tap_dir/dummy"
. "$top/ocf-tests/net/pdu.sh"
if ! wanted fence_apc_snmp; then
	:
elif need snmpd python3; then
	new_strip
	outlet .1.3.6.1.4.1.318.1.1.12.3.5.1.1.4.1 .1.3.6.1.4.1.318.1.1.12.3.3.1.1.4.1 "" "" 1 2 1 2
	power_strip 9161 .1.3.6.1.4.1.318.1.3.4.5
	fence_table fence_apc_snmp ip=127.0.0.1 ipport=9161 plug=1
	fence_trips 9161 "$(library SNMP)" "" fence_apc_snmp ip=127.0.0.1 ipport=9161 plug=1
	# Two passwords, each of which is a key to be made; then one.
	for user in zweierlei:-2 geheim:; do
		fence_trips 9161 "$(library SNMP)" key fence_apc_snmp ip=127.0.0.1 ipport=9161 plug=1 \
			snmp_version=3 username=${user%:*} password=$strip_password snmp_auth_prot=SHA \
			snmp_priv_prot=AES snmp_priv_passwd=$strip_password${user#*:} snmp_sec_level=authPriv
	done
else
	echo "skipped: fence_apc_snmp needs snmpd and python3"
fi
. "$top/ocf-tests/net/ipmi-sim.sh"
if ! wanted fence_ipmilan; then
	:
elif need ipmi_sim; then
	echo 1 >"$machine"
	controller 9700
	# The stock agent's ten seconds for a cipher suite are left out, and its wait of 2 s is for both.
	fence_table fence_ipmilan ip=127.0.0.1 ipport=9700 username=admin password=geheim lanplus=1 cipher=3 \
		power_wait=0
	fence_trips 9700 "$(library IPMI)" "" fence_ipmilan ip=127.0.0.1 ipport=9700 username=admin password=geheim lanplus=1 cipher=3
else
	echo "skipped: fence_ipmilan needs ipmi_sim"
fi
# takes_connections PORT: somebody listens there, by TCP.
takes_connections() { grep -qi ":$(printf %04X "$1") 0*:0000 0A" /proc/net/tcp; }
if ! wanted fence_redfish; then
	:
elif need python3 openssl && [ -x "$build/fence/names/fence_redfish" ]; then
	mkdir "$tap_dir/controller"
	echo On >"$tap_dir/controller/power"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bmc -addext "subjectAltName=IP:127.0.0.1" \
		-keyout "$tap_dir/controller/key" -out "$tap_dir/controller/ca" >/dev/null 2>&1
	"$top/ocf-tests/net/redfish-stand-in.py" 8443 "$tap_dir/controller/ca" "$tap_dir/controller/key" \
		"$tap_dir/controller" >/dev/null 2>&1 &
	cleanup "kill $!"
	if wait_for 20 takes_connections 8443; then
		# Both without verifying: the stock agent has no option for the certificates.
		fence_table fence_redfish ip=127.0.0.1 ipport=8443 username=admin password=geheim ssl_insecure=1
		fence_trips 8443 "$(library CURL)" tls fence_redfish ip=127.0.0.1 ipport=8443 username=admin \
			password=geheim ssl_insecure=1
		# Verifying, by a certificate of its own, and by the system's: a folder and a bundle of 140.
		mkdir "$tap_dir/certs"
		cp -L /etc/ssl/certs/*.pem /etc/ssl/certs/ca-certificates.crt "$tap_dir/certs/" 2>/dev/null
		cp "$tap_dir/controller/ca" "$tap_dir/certs/bmc.pem"
		cat "$tap_dir/controller/ca" >>"$tap_dir/certs/ca-certificates.crt"
		openssl rehash "$tap_dir/certs" >/dev/null 2>&1
		mount --bind "$tap_dir/certs" /etc/ssl/certs
		fence_trips 8443 "$(library CURL)" tls fence_redfish ip=127.0.0.1 ipport=8443 username=admin \
			password=geheim ssl_ca="$tap_dir/controller/ca"
		fence_trips 8443 "$(library CURL)" tls fence_redfish ip=127.0.0.1 ipport=8443 username=admin \
			password=geheim ssl=1
		umount /etc/ssl/certs
	else
		echo "skipped: the stand-in for a Redfish controller does not start"
	fi
else
	echo "skipped: fence_redfish needs python3 and openssl"
fi
# Machines of libvirt: an sshd, and a stand-in for virsh; the stock agent drives the program ssh.
if ! wanted fence_virsh; then
	:
elif need sshd ssh-keygen openssl ssh && [ -x "$build/fence/names/fence_virsh" ]; then
	. "$top/ocf-tests/net/virsh-host.sh"
	echo pass >"$dir/mode"
	echo running >"$dir/machines/web"
	# Both are given the host's key, each in its way.
	fence_rounds=3 fence_table fence_virsh ip=127.0.0.1 ipport=8022 username=root identity_file="$dir/user" plug=web \
		known_hosts="$dir/known" ssh_options="-o UserKnownHostsFile=$dir/known"
	fence_trips 8022 "$(library SSH)" "" fence_virsh ip=127.0.0.1 ipport=8022 username=root \
		identity_file="$dir/user" plug=web known_hosts="$dir/known" \
		ssh_options="-o UserKnownHostsFile=$dir/known"
else
	echo "skipped: fence_virsh needs openssh and openssl"
fi
# A switch of WTI by telnet.
if ! wanted fence_wti; then
	:
elif need python3 telnet; then
	mkdir "$tap_dir/wti"
	for n in 1 2 3 4; do echo on >"$tap_dir/wti/plug-$n"; done
	"$top/ocf-tests/net/switch-stand-in.py" wti "$tap_dir/wti" 23 &
	cleanup "kill $!"
	if wait_for 10 takes_connections 23; then
		fence_rounds=5 fence_table fence_wti ip=127.0.0.1 password=geheim plug=4
		fence_trips 23 "" "" fence_wti ip=127.0.0.1 password=geheim plug=4
	else
		echo "skipped: the stand-in for a switch of WTI does not start"
	fi
else
	echo "skipped: fence_wti needs python3 and telnet"
fi
# A disk of sbd, whose messages wait for two seconds in both.
if ! wanted fence_sbd; then
	:
elif need sbd losetup; then
	truncate -s 4M "$tap_dir/sbd.img"
	if sbd_disk=$(losetup -f --show "$tap_dir/sbd.img" 2>/dev/null); then
		cleanup "losetup -d $sbd_disk"
		sbd -1 1 -4 2 -d "$sbd_disk" create >/dev/null 2>&1
		sbd -d "$sbd_disk" allocate node1 >/dev/null 2>&1
		fence_rounds=3 fence_table fence_sbd devices="$sbd_disk" plug=node1
		echo "fence_sbd: reboot leaves its message; of that stock says off at once, ours orders and waits anew"
		echo
	else
		echo "skipped: fence_sbd needs a loop device"
	fi
else
	echo "skipped: fence_sbd needs sbd"
fi
# A shared disk: a stand-in, preloaded into both.
if ! wanted fence_scsi; then
	:
elif need sg_persist losetup && [ -e "$build/ocf-tests/fake/sg-disk.so" ]; then
	truncate -s 1M "$tap_dir/scsi.img"
	if scsi_disk=$(losetup -f --show "$tap_dir/scsi.img" 2>/dev/null); then
		cleanup "losetup -d $scsi_disk"
		mkdir -p "$tap_dir/sg" /run/cluster
		export SG_FOLDER=$tap_dir/sg SG_NEXUS=n1 LD_PRELOAD=$build/ocf-tests/fake/sg-disk.so
		fence_rounds=5 fence_table fence_scsi devices="$scsi_disk" key=abc1
		unset LD_PRELOAD
		echo "fence_scsi: both refuse to fence the node that they are on: off is the refusal; reboot neither has"
		echo
	else
		echo "skipped: fence_scsi needs a loop device"
	fi
else
	echo "skipped: fence_scsi needs sg_persist and ocf-tests/fake/sg-disk.so (make check-programs)"
fi
# Two pings, a second apart in both.
if wanted fence_heuristics_ping; then
	fence_rounds=3 fence_table fence_heuristics_ping ping_targets=127.0.0.1 ping_count=2 ping_good_count=1
	echo "fence_heuristics_ping: one answer of two is enough: ours ends with it, stock sends both"
fi
