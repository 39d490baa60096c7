# SPDX-License-Identifier: GPL-2.0-or-later
# Who is connected to what: the topology file read into one line per interface,
#	INDEX NODE NIC NETWORK ADDRESSES
# with INDEX 0 for the client, "-" for no addresses, commas between several.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

# default_topology N: nodes n1 .. nN, services on eth0, a heartbeat network on eth1.
default_topology() {
	local i
	for ((i = 1; i <= $1; i++)); do
		echo "node n$i eth0=lan:10.77.0.$i/16 eth1=beat:10.78.0.$i/24"
	done
	echo "client eth0=lan:10.77.0.250/16 watch0=lan:10.77.0.251/32"
	echo "links beat lan"
}

# read_topology FILE: writes topology, cluster-nodes, links and routes into the lab.
read_topology() {
	local line kind number=0 index=0 words
	touch "$in"/{topology,cluster-nodes,links,routes}
	while read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		read -ra words <<<"${line%%#*}"
		[ ${#words[@]} -gt 0 ] || continue
		kind=${words[0]}
		case $kind in
		node)
			index=$((index + 1))
			add_interfaces "$1:$number" $index "${words[@]:1}"
			echo "${words[1]}" >>"$in/cluster-nodes"
			;;
		client) add_interfaces "$1:$number" 0 client "${words[@]:1}" ;;
		links) printf '%s\n' "${words[@]:1}" >>"$in/links" ;;
		route)
			[ ${#words[@]} = 4 ] || fail "$1:$number: expected: route NODE DEST GATEWAY"
			echo "${words[@]:1}" >>"$in/routes"
			;;
		*) fail "$1:$number: unknown statement \"$kind\", expected node, client, links or route" ;;
		esac
	done <"$1"
	[ $index -gt 0 ] || fail "$1: no node in it"
	[ -s "$in/links" ] || shared_networks >"$in/links"
	[ -s "$in/links" ] || fail "$1: the nodes have no network in common on which all have an address"
	grep -q '^0 ' "$in/topology" || add_interfaces "$1" 0 client
}

# add_interfaces PLACE INDEX NODE NIC=NETWORK[:ADDRESSES]...
add_interfaces() {
	local place=$1 index=$2 node=${3:-} spec nic network addresses
	[[ $node =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$ ]] ||
		fail "$place: \"$node\" is no name for a node"
	! grep -q " $node " "$in/topology" || fail "$place: node $node is there already"
	shift 3
	# A node without an interface has a line too, so that it is known.
	[ $# -gt 0 ] || echo "$index $node - - -" >>"$in/topology"
	for spec; do
		[[ $spec =~ ^([A-Za-z0-9._-]{1,10})=([A-Za-z0-9_-]{1,11})(:(.+))?$ ]] ||
			fail "$place: \"$spec\": expected NIC=NETWORK[:ADDRESS/LEN,...], NIC up to 10 and NETWORK up to 11 characters"
		nic=${BASH_REMATCH[1]} network=${BASH_REMATCH[2]} addresses=${BASH_REMATCH[4]:--}
		echo "$index $node $nic $network $addresses" >>"$in/topology"
	done
}

# shared_networks: those on which every node of the cluster has an address.
shared_networks() {
	awk -v nodes="$(wc -l <"$in/cluster-nodes")" '
		$1 > 0 && $5 != "-" && !seen[$1, $4]++ {
			if (!count[$4]++)
				order[++n] = $4
		}
		END {
			for (i = 1; i <= n; i++)
				if (count[order[i]] == nodes)
					print order[i]
		}' "$in/topology"
}

# address_of NODE NETWORK: its first address there, without prefix length.
address_of() {
	awk -v node="$1" -v network="$2" '
		$2 == node && $4 == network && $5 != "-" {
			split($5, address, "[,/]")
			print address[1]
			exit
		}' "$in/topology"
}

# ports_of NODE [NETWORK]: the switch's ends of its cables.
ports_of() {
	awk -v node="$1" -v network="${2:-}" '
		$2 == node && $3 != "-" && (network == "" || network == $4) { print "p" $1 "-" $3 }
		' "$in/topology"
}

# need_node NODE: fail unless there is one of that name; "client" counts.
need_node() {
	[ -n "${1:-}" ] || misuse "the name of a node is missing"
	[ -d "$in/nodes/$1" ] ||
		fail "no node \"$1\"; there are: $(tr '\n' ' ' <"$in/cluster-nodes")client"
}

# mac INDEX NUMBER: of a node's interface, the same at every boot, as of a real one.
mac() { printf '02:eb:%02x:%02x:00:%02x' $(($1 / 256)) $(($1 % 256)) "$2"; }

# macs: every MAC and its node, for probe.
macs() {
	local index node number last=
	while read -r index node _; do
		[ "$node" = "$last" ] || number=0
		last=$node
		number=$((number + 1))
		echo "$(mac "$index" $number) $node"
	done <"$in/topology"
}
