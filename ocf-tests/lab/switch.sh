# SPDX-License-Identifier: GPL-2.0-or-later
# The switch between the nodes: one bridge per network; cuts are nftables drops on it.
# shellcheck shell=bash disable=SC2154,SC2034 # lab, in and helpers are set by lab

# lay_cables: a bridge per network, and empty lists of cuts.
lay_cables() {
	local network
	ip link set lo up
	while read -r network; do
		ip link add "br-$network" up type bridge forward_delay 0 mcast_snooping 0 ||
			fail "cannot make the network $network"
	done < <(awk '$4 != "-" { print $4 }' "$in/topology" | sort -u)
	nft -f - <<-END || fail "nftables cannot filter on bridges here"
	table bridge lab {
	    set cuts { type ifname . ifname; }
	    set mutes { type ifname . ipv4_addr; }
	    set mutes6 { type ifname . ipv6_addr; }
	    chain forward {
	        type filter hook forward priority 0;
	        iifname . oifname @cuts drop
	        iifname . ip daddr @mutes drop
	        iifname . ip6 daddr @mutes6 drop
	    }
	}
	END
}

# verb_cut A B [NETWORK]: both directions; addresses and links stay, as with a broken switch.
verb_cut() {
	local a b network cuts=
	need_node "${1:-}"
	need_node "${2:-}"
	while read -r a network; do
		while read -r b; do
			cuts+="${cuts:+, }\"$a\" . \"$b\", \"$b\" . \"$a\""
		done < <(ports_of "$2" "$network")
	done < <(awk -v node="$1" -v network="${3:-}" '
		$2 == node && $4 != "-" && (network == "" || network == $4) { print "p" $1 "-" $3, $4 }
		' "$in/topology")
	[ -n "$cuts" ] || fail "$1 and $2 have no network ${3:-} in common"
	nft add element bridge lab cuts "{ $cuts }" || fail "cannot cut $1 from $2"
}

# verb_mute NODE ADDRESS: what the node sends to that host is lost on the way; clients do not notice.
verb_mute() {
	local port set=mutes
	need_node "${1:-}"
	[[ ${2:-} != *:* ]] || set=mutes6
	while read -r port; do
		nft add element bridge lab $set "{ \"$port\" . ${2:-} }" || fail "cannot mute $1 to ${2:-}"
	done < <(ports_of "$1")
}

verb_heal() {
	nft 'flush set bridge lab cuts; flush set bridge lab mutes; flush set bridge lab mutes6' ||
		fail "cannot heal the cuts"
}

verb_kill() {
	need_node "${1:-}"
	"$helpers/power" ask "$lab" crash "$1" >/dev/null ||
		fail "cannot kill $1" "$lab/power.log"
}

verb_boot() {
	need_node "${1:-}"
	"$helpers/power" ask "$lab" boot "$1" >/dev/null ||
		fail "cannot boot $1" "$in/nodes/$1/boot.log"
}
