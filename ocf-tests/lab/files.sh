# SPDX-License-Identifier: GPL-2.0-or-later
# The files that nodes see beside the host's: corosync.conf, the CIB, agents, the user's own.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

# fill_layers: what nodes find in /etc, /usr and /var beside the host's files.
fill_layers() {
	local i node tools=$in/layer/usr/libexec/escapebeat-lab
	skeleton /var/log /var/lib/pacemaker /var/lib/corosync /etc/pacemaker
	install -d "$tools" "$in"/layer/{etc/corosync,usr/sbin,usr/bin}
	install "$here/node-start" "$here/node-systemd" "$tools"
	install "$helpers/fence_lab" "$in/layer/usr/sbin"
	install "$helpers/probe" "$in/layer/usr/bin"
	hosts >"$in/layer/etc/hosts"
	macs >"$in/layer/etc/lab-macs"
	make_authkey >"$in/layer/etc/corosync/authkey"
	make_corosync_conf >"$in/layer/etc/corosync/corosync.conf"
	make_cib >"$in/cib.xml" || fail "cannot make the CIB"
	for i in "${trees[@]}"; do
		lay_tree "$i" "$in/layer"
	done
	while read -r node; do
		mkdir -p "$in/nodes/$node/layer/etc"
		echo "$node" >"$in/nodes/$node/layer/etc/hostname"
		ports_of "$node" >"$in/nodes/$node/ports"
	done < <(cat "$in/cluster-nodes"; echo client)
	seed_cib
	for ((i = 0; i < ${#node_files[@]}; i += 2)); do
		need_node "${node_files[i]}"
		lay_tree "${node_files[i + 1]}" "$in/nodes/${node_files[i]}/layer"
	done
}

# skeleton DIR...: the folders of the host's DIR, with owners and modes, without any file.
skeleton() {
	local mode owner group path
	while read -r mode owner group path; do
		install -d -m "$mode" -o "$owner" -g "$group" "$in/layer$path"
	done < <(find "$@" -type d -printf '%m %U %G %p\n' 2>/dev/null)
	install -d -m 750 -o hacluster -g haclient "$in"/layer/var/lib/pacemaker/{,cib,pengine} \
		"$in"/layer/var/lib/pacemaker/{blackbox,cores}
	install -d "$in"/layer/var/log/{pacemaker,corosync,crmsh,pcsd}
}

# lay_tree FROM LAYER: a tree such as `make install DESTDIR=` leaves.
lay_tree() {
	local top
	for top in etc usr var opt srv; do
		[ ! -d "$1/$top" ] || cp -a "$1/$top" "$2/" || fail "cannot copy $1/$top"
	done
}

hosts() {
	local node network
	echo "127.0.0.1 localhost"
	network=$(awk '$1 > 0 && $5 != "-" { print $4; exit }' "$in/topology")
	while read -r node; do
		echo "$(address_of "$node" "$network") $node"
	done < <(cat "$in/cluster-nodes"; echo client) | grep '^[^ ]'
}

make_authkey() {
	if [ -n "$authkey" ]; then cat "$authkey"; else head -c 256 /dev/urandom; fi
}

make_corosync_conf() {
	if [ -n "$corosync_conf" ]; then
		cat "$corosync_conf"
		return
	fi
	local networks
	mapfile -t networks <"$in/links"
	cat <<-END
	totem {
	    version: 2
	    cluster_name: lab
	    transport: knet
	    crypto_cipher: aes256
	    crypto_hash: sha256
	    token: $token
	    token_coefficient: 0
	    consensus: $consensus
	    link_mode: $([ ${#networks[@]} -gt 1 ] && echo active || echo passive)
	$(make_interfaces)
	}
	nodelist {
	$(make_nodelist)
	}
	quorum {
	    provider: corosync_votequorum
	    two_node: $(($(wc -l <"$in/cluster-nodes") == 2))
	}
	system {
	    sched_rr: $sched_rr
	    move_to_root_cgroup: no
	}
	logging {
	    to_logfile: yes
	    logfile: /var/log/corosync/corosync.log
	    to_syslog: no
	    to_stderr: no
	    timestamp: hires
	}
	END
}

# A ping timeout above token + consensus, and one pong: a stall that corosync itself would survive
# must not take the links down on top of it.  Safe only where a second link carries on meanwhile.
make_interfaces() {
	local link
	[ ${#networks[@]} -gt 1 ] || return 0
	for link in "${!networks[@]}"; do
		cat <<-END
		    interface {
		        linknumber: $link
		        knet_ping_interval: $((token / 9 > 30 ? token / 9 : 30))
		        knet_ping_timeout: $(((token + consensus) * 3 / 2))
		        knet_pong_count: 1
		    }
		END
	done
}

make_nodelist() {
	local id=0 node link
	while read -r node; do
		id=$((id + 1))
		printf '    node {\n        nodeid: %s\n        name: %s\n' "$id" "$node"
		for link in "${!networks[@]}"; do
			printf '        ring%s_addr: %s\n' "$link" \
				"$(address_of "$node" "${networks[link]}")"
		done
		printf '    }\n'
	done <"$in/cluster-nodes"
}

make_cib() {
	if [ -n "$cib" ]; then
		cat "$cib"
		return
	fi
	fence_lab=1
	cat <<-END
	<cib validate-with="pacemaker-3.0" epoch="1" num_updates="0" admin_epoch="1">
	  <configuration>
	    <crm_config>
	      <cluster_property_set id="lab-properties">
	        <nvpair id="lab-transition-delay" name="transition-delay" value="50ms"/>
	        <nvpair id="lab-dc-deadtime" name="dc-deadtime" value="2s"/>
	      </cluster_property_set>
	    </crm_config>
	    <nodes/>
	    <resources/>
	    <constraints/>
	  </configuration>
	  <status/>
	</cib>
	END
}

# add_fence_lab: the lab's fence device into the CIB, and STONITH enabled.
add_fence_lab() {
	local names
	names=$(tr '\n' ' ' <"$in/cluster-nodes")
	export CIB_file=$in/cib.xml
	crm_attribute --type crm_config --name stonith-enabled --update true ||
		fail "cannot enable STONITH in the CIB"
	cibadmin --modify --allow-create --scope resources --xml-text "
		<primitive id='fence-lab' class='stonith' type='fence_lab'>
		<instance_attributes id='fence-lab-options'>
		<nvpair id='fence-lab-hosts' name='pcmk_host_list' value='${names% }'/>
		</instance_attributes>
		</primitive>" || fail "cannot add the lab's fence device to the CIB"
	unset CIB_file
}

# seed_cib: put the CIB in every node's place for it, so that the cluster starts with it.
seed_cib() {
	local node home
	[ -z "$fence_lab" ] || add_fence_lab
	while read -r node; do
		home=$in/nodes/$node/layer/var/lib/pacemaker
		install -d -m 750 -o hacluster -g haclient "$home" "$home/cib"
		install -m 600 -o hacluster -g haclient "$in/cib.xml" "$home/cib/cib.xml"
	done <"$in/cluster-nodes"
}
