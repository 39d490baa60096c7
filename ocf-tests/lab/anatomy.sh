# shellcheck shell=bash disable=SC2154 # work, topology, targets, victim and survivor are quickstart's
# A failover taken apart: who answers for which address, seen from the client, and which part of
# the silence was detection, fencing, address and service.
# SPDX-License-Identifier: GPL-2.0-or-later

# targets_of_cib: arp:ADDRESS of every cluster address, and http:ADDRESS of those with nginx.
targets_of_cib() {
	awk -F'"' '
		/<group / { grouped = 1 }
		/name="ip"/ { address = $6; all[++n] = address; mine[++m] = address }
		/name="script" value="nginx"/ { web = 1 }
		/<\/group>/ || (/<\/primitive>/ && !grouped) {
			if (web) for (i = 1; i <= m; i++) http[mine[i]] = 1
			m = web = 0
		}
		/<\/group>/ { grouped = 0 }
		END {
			for (i = 1; i <= n; i++) {
				v6 = index(all[i], ":")
				if (!v6) print "arp:" all[i]
				if (all[i] in http) print "http:" (v6 ? "[" all[i] "]" : all[i])
			}
		}' "$work/cib.xml"
}

# watch_addresses: the client asks all the time, from an interface on each network.
watch_addresses() {
	local nic nics
	mapfile -t nics < <(grep -o 'watch[0-9]*' "$topology" | sort -u)
	watchers=()
	for nic in "${nics[@]}"; do
		set -m
		lab client probe --every 20 --names /etc/lab-macs --watch "$nic" "${targets[@]}" \
			>>"$work/probe.log" 2>/dev/null </dev/null &
		watchers+=($!)
		set +m
	done
	cleanup end_watch
}

# Each is a process group that reaches into the lab.
end_watch() {
	local pid
	for pid in "${watchers[@]}"; do
		kill -TERM -- "-$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
}

# owner TARGET: who answers it now; nothing when nobody does.
owner() {
	awk -v target="$1" '$2 == target { who = $3 == "answered" ? $4 : "" }
		END { if (who != "refused") print who }' "$work/probe.log"
}

# targets_of NODE: those that it answers.
targets_of() {
	local target
	for target in "${targets[@]}"; do
		[ "$(owner "$target")" != "$1" ] || echo "$target"
	done
}

# owned_by NODE TARGET...; owned_elsewhere NODE TARGET...
owned_by() {
	local node=$1 target
	shift
	for target; do [ "$(owner "$target")" = "$node" ] || return 1; done
}
owned_elsewhere() {
	local node=$1 target who
	shift
	for target; do
		who=$(owner "$target")
		[ -n "$who" ] && [ "$who" != "$node" ] || return 1
	done
}

# within SECONDS CONDITION...
within() {
	local end=$(($(now_ds) + $1 * 10))
	shift
	until "$@"; do
		[ "$(now_ds)" -lt "$end" ] || { echo "gave up: $*"; return 1; }
		sleep 0.1
	done
}

show_owners() {
	local target who
	for target in "${targets[@]}"; do
		who=$(owner "$target")
		case $target in
		arp:*) say "$(printf '%-22s is at %s' "${target#arp:}" "${who:-nobody}") (ARP)" ;;
		http:*) say "$(printf '%-22s says "%s"' "http://${target#http:}/" "${who:-nothing}") (HTTP)" ;;
		esac
	done
}

# since FILE PATTERN: time in ms of the first line from $killed on that matches; FILE has
# milliseconds since 1970 in front.
since() { awk -v from="$killed" -v pattern="$2" '$1 >= from && $0 ~ pattern { print $1; exit }' "$1"; }

# lost_at: when Pacemaker on the survivor was told that the node is gone.
lost_at() {
	local stamp
	stamp=$(lab exec "$survivor" grep -h "Node $victim state is now lost" \
		/var/log/pacemaker/pacemaker.log | tail -n 1 | cut -d' ' -f1-3)
	[ -n "$stamp" ] && lab exec "$survivor" date -d "$stamp" +%s%3N
}

# phase NAME FROM TO WHAT: one row; a moment that no log tells is said to be unknown.
phase() {
	if [ -n "$2" ] && [ -n "$3" ]; then
		printf '      %-12s %6d.%03d s  %s\n' "$1" $((($3 - $2) / 1000)) $((($3 - $2) % 1000)) "$4"
	else
		printf '      %-12s %10s    %s\n' "$1" unknown "$4"
	fi
}

show_phases() {
	local lost fenced first address http target
	lab log power | sed 's/: / /' >"$work/power"
	grep -v 'by operator' "$work/power" >"$work/fencing"
	killed=$(awk -v node="$victim" '$2 == node && /asked by operator/ && / off/ { t = $1 }
		END { print t }' "$work/power")
	lost=$(lost_at)
	fenced=$(since "$work/fencing" "$victim off, asked by ")
	for target in "${moved[@]}"; do
		first=$(since "$work/probe.log" "$target answered $survivor")
		case $target in
		arp:*) [ "${first:-0}" -lt "${address:-0}" ] || address=$first ;;
		http:*) [ "${first:-0}" -lt "${http:-0}" ] || http=$first ;;
		esac
	done
	phase detection "$killed" "$lost" "corosync on $survivor is sure that $victim is dead"
	phase fencing "$lost" "$fenced" "$victim is switched off, so that it cannot come back half alive"
	phase address "$fenced" "$address" "$survivor has the address and answers for it (ARP)"
	[ -z "${http:-}" ] || phase http "$address" "$http" "nginx is up: the client has its page"
	phase together "$killed" "${http:-$address}" "without service"
	if grep ' two-owners ' "$work/probe.log"; then
		say "TWO MACHINES answered for the same address"
	else
		say "at no moment two machines answered for the same address"
	fi
}
