#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Filesystem on shares of a real server of NFS (the kernel's) and of SMB (Samba): mounted, watched,
# unmounted; then the server's power is cut, and every answer still comes in time.
. "$(dirname "$0")/vm.sh"
[ -x "$build/agents/Filesystem" ] || skip_all "needs agents/Filesystem: run make"

cat >"$tap_dir/share/agent" <<END
#!/bin/bash
# agent ACTION [PARAMETER=VALUE...]
action=\$1
shift
export OCF_ROOT=/usr/lib/ocf HA_RSCTMP=/run/resource-agents OCF_RESOURCE_INSTANCE=share
export OCF_RESKEY_CRM_meta_interval=10000 OCF_RESKEY_CRM_meta_timeout=20000
exec env "\${@/#/OCF_RESKEY_}" $build/agents/Filesystem \$action
END
chmod +x "$tap_dir/share/agent"
cat >"$tap_dir/share/serve" <<'END'
modprobe nfsd
mkdir -p /run/served /run/rpc_pipefs /run/samba /var/lib/nfs/v4recovery
mount -t tmpfs none /run/served
echo "/run/served *(rw,fsid=0,no_root_squash,no_subtree_check)" >/etc/exports
mount -t nfsd nfsd /proc/fs/nfsd
touch /var/lib/nfs/etab /var/lib/nfs/rmtab
exportfs -r || exit
rpc.mountd -N 3 || exit
rpc.nfsd -N 3 || exit
echo Y >/proc/fs/nfsd/v4_end_grace
cat >/run/smb.conf <<SMB
[global]
	private dir = /run/samba
	lock directory = /run/samba
	state directory = /run/samba
	cache directory = /run/samba
	pid directory = /run/samba
	ncalrpc dir = /run/samba/ncalrpc
	log file = /run/samba/log
	disable netbios = yes
	smb ports = 445
[share]
	path = /run/served
	read only = no
SMB
printf 'secret\nsecret\n' | smbpasswd -c /run/smb.conf -s -a root || exit
smbd -D -s /run/smb.conf || exit
listens() { cat /proc/net/tcp /proc/net/tcp6 | grep -q ":$1 .* 0A "; }
for _ in $(seq 1 100); do
	listens 0801 && listens 01BD && exit
	sleep 0.1
done
echo "one of them does not listen"
exit 1
END
level=
# asks NAME CODE ACTION [PARAMETER=VALUE...]: the agent of n2 answers with CODE.
asks() { vm_exits "$1" "$2" n2 "OCF_CHECK_LEVEL=$level /run/share/agent ${*:3}"; }
# in_time SECONDS NAME CODE ACTION...: and before so many seconds of the guest's clock.
in_time() {
	vm_exits "$2" "$3" n2 "SECONDS=0; OCF_CHECK_LEVEL=$level /run/share/agent ${*:4}; code=\$?" \
		"; [ \$SECONDS -le $1 ] || { echo too late: \$SECONDS s; exit 99; }; exit \$code"
}
# choose TYPE: what is asked about from now on.
choose() {
	level=
	case $1 in
	nfs) source=10.9.0.1:/ fs=(directory=/run/nfs fstype=nfs4 "options=vers=4.2") ;;
	smb) source=//10.9.0.1/share fs=(directory=/run/smb fstype=cifs "options=username=root,password=secret,vers=3.0") ;;
	esac
}

vm_boot n1
vm_boot n2
{ vm_ready n1 && vm_ready n2; } || { fail "two machines boot"; done_testing; exit; }
vm_exits "n1 serves NFS and SMB" 0 n1 "bash /run/share/serve"
[ "$vm_code" = 0 ] || { done_testing; exit; }
for type in nfs smb; do
	choose $type
	asks "$type: nothing is mounted" 7 monitor "${fs[@]}" "device=$source"
	asks "start" 0 start "${fs[@]}" "device=$source"
	asks "monitor" 0 monitor "${fs[@]}" "device=$source"
	is "says nothing" "$out" ""
	asks "with a slash more it is the same share" 0 monitor "${fs[@]}" "device=$source/"
	asks "another share of the server is not" 1 monitor "${fs[@]}" "device=${source}other"
	level=10
	asks "depth 10" 0 monitor "${fs[@]}" "device=$source"
	level=20
	asks "depth 20" 0 monitor "${fs[@]}" "device=$source"
	level=
	vm_exits "which wrote to the server" 0 n1 "ls -d /run/served/.Filesystem_status"
	vm n2 "(cd /run/$type && exec sleep 1000) >/dev/null 2>&1 & disown"
	asks "stop with a user" 0 stop "${fs[@]}" "device=$source"
	asks "again" 0 stop "${fs[@]}" "device=$source"
	asks "monitor" 7 monitor "${fs[@]}" "device=$source"
	asks "start again" 0 start "${fs[@]}" "device=$source"
done

vm_kill n1
for type in nfs smb; do
	choose $type
	in_time 2 "$type: the server is dead: depth 0 does not ask it" 0 monitor "${fs[@]}" "device=$source"
	for level in 10 20; do
		in_time 6 "depth $level fails before its timeout" 1 monitor "${fs[@]}" "device=$source" CRM_meta_timeout=6000
		like "and tells why" "$out" "ocf-exit-reason:"
		diag "$out"
	done
done
level=
for type in nfs smb; do
	choose $type
	in_time 20 "$type: stop without its server" 0 stop "${fs[@]}" "device=$source"
	in_time 2 "nothing is mounted" 7 monitor "${fs[@]}" "device=$source"
done
done_testing
