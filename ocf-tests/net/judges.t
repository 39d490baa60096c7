#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each agent before those who will use it: ocf-tester, pcs and crmsh.  They look below
# /usr/lib/ocf/resource.d, so the build is shown to them there, in a mount namespace.
. "$(dirname "$0")/net.sh"

two_hosts
export HOME=$tap_dir # where crmsh and pcs keep their files
providers=/usr/lib/ocf/resource.d
[ -d "$providers" ] || skip_all "needs $providers (pacemaker, resource-agents)"

# The providers that are there, and ours beside them.
mkdir /run/providers
mount --bind "$providers" /run/providers
mount -t tmpfs none "$providers"
for provider in /run/providers/*; do
	[ "${provider##*/}" != escapebeat ] || continue # what is installed stays as it is
	mkdir "$providers/${provider##*/}"
	mount --bind "$provider" "$providers/${provider##*/}"
done
mkdir "$providers/escapebeat"
for name in $(agents); do
	install -m 755 "$build/agents/$name" "$providers/escapebeat/"
done

cat >"$tap_dir/service" <<END
#!/bin/sh
case \$1 in
start) touch $tap_dir/up ;;
stop) rm -f $tap_dir/up ;;
status) [ -e $tap_dir/up ] && echo running || echo "not running" ;;
esac
END
chmod +x "$tap_dir/service"

# What each agent wants to be told; an agent that is not here wants nothing.
declare -A wants=(
	[Filesystem]="device=memory directory=/run/data fstype=tmpfs"
	[IPaddr]="ip=10.0.0.100"
	[IPaddr2]="ip=10.0.0.100 nic=eth0"
	[IPv6addr]="ipv6addr=2001:db8::100"
	[SendArp]="ip=10.0.0.100 nic=eth0"
	[drbd]="drbd_resource=r0"
	[hbscript]="script=$tap_dir/service"
	[ping]="host_list=127.0.0.1"
)
# Without what they manage; their own tests let ocf-tester judge them beside stand-ins.
declare -A lacks=([drbd]="DRBD in the kernel" [drbddisk]="DRBD in the kernel")
quiet() { "$@" >"$tap_dir/said" 2>&1 </dev/null || { diag "$(tail -40 "$tap_dir/said")"; return 1; }; }
# judged NAME TEXT PROGRAM...: the program accepts; a machine without it skips.
judged() {
	local name=$1
	shift
	if command -v "$1" >/dev/null; then ok "$name" quiet "$@"; else skip "$name" "needs $1"; fi
}

cibadmin --empty >"$tap_dir/empty.xml" 2>/dev/null || : >"$tap_dir/empty.xml"
sed -i 's,<crm_config/>,<crm_config><cluster_property_set id="c"><nvpair id="c-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>,' "$tap_dir/empty.xml"

for agent in "$providers"/escapebeat/*; do
	name=${agent##*/}
	read -ra given <<<"${wants[$name]:-}"
	options=()
	for parameter in "${given[@]}"; do options+=(-o "$parameter"); done
	[ -z "${lacks[$name]:-}" ] || skip "$name: ocf-tester" "needs ${lacks[$name]}"
	[ -n "${lacks[$name]:-}" ] || judged "$name: ocf-tester" ocf-tester -n "$name" "${options[@]}" "$agent"
	judged "$name: pcs resource describe" pcs resource describe "ocf:escapebeat:$name"
	judged "$name: crm ra info" crm ra info "ocf:escapebeat:$name"

	cp "$tap_dir/empty.xml" "$tap_dir/cib.xml"
	judged "$name: pcs resource create" pcs -f "$tap_dir/cib.xml" resource create p "ocf:escapebeat:$name" "${given[@]}"
	like "$name: which is in the CIB then" "$(cat "$tap_dir/cib.xml")" "<primitive .*type=\"$name\""
	judged "$name: pcs refuses an unknown parameter" bash -c "! pcs -f '$tap_dir/cib.xml' resource create q ocf:escapebeat:$name ${wants[$name]:-} nonsense=1"

	cp "$tap_dir/empty.xml" "$tap_dir/cib.xml"
	export CIB_file=$tap_dir/cib.xml
	judged "$name: crm configure primitive" crm configure primitive p "ocf:escapebeat:$name" ${given[@]:+params "${given[@]}"}
	like "$name: which is in the CIB then" "$(cat "$tap_dir/cib.xml")" "<primitive .*type=\"$name\""
	unset CIB_file
done
done_testing
