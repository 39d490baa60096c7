# SPDX-License-Identifier: GPL-2.0-or-later
# Samples from the field, where they lie beside the source tree: NNN-ha.cf, NNN-haresources.  They
# are played as "field-NNN" on the two nodes of every other configuration, so what does not fit
# there is replaced, in files of this run only: times become short, devices eth0 and eth1, addresses
# those of the lab.  The nodes' names, auto_failback, ping, ipfail, the kinds of media and every word
# of every line stay.
# shellcheck shell=bash disable=SC2154 # from differential.t

# field_numbers CORPUS: samples of two nodes with both files, whose haresources counts (crm off)
# and of which the check finds that Heartbeat accepts them.
field_numbers() {
	local path number
	for path in "$1"/*-haresources; do
		number=${path##*/} number=${number%-haresources}
		[ -r "$1/$number-ha.cf" ] && [ ! -e "$1/$number-haresources.node2" ] || continue
		[ "$(field_words node "$1/$number-ha.cf" | wc -w)" = 2 ] || continue
		[[ " $(field_words crm "$1/$number-ha.cf") " != *\ @(yes|on|true|y|1)\ * ]] || continue
		"$escapebeat" check "$1/$number-"{ha.cf,haresources} >/dev/null 2>&1
		[ $? = 1 ] || echo "$number"
	done
}
field_words() { awk -v name="$1" '{ sub(/#.*/, "") } $1 == name { $1 = ""; print }' "$2"; }

# lay_field CORPUS NUMBER DIR: as a folder of configurations/.
lay_field() {
	mkdir -p "$3"
	shorten_ha_cf <"$1/$2-ha.cf" >"$3/ha.cf"
	move_haresources <"$1/$2-haresources" >"$3/haresources"
	printf 'auth 1\n1 sha1 differential\n' >"$3/authkeys"
}

# shorten_ha_cf: what decides about placement, and the kinds of media. Both nodes get the same file:
# the own address among those of ucast is ignored.
shorten_ha_cf() {
	tr -d '\r' | awk '
		BEGIN {
			print "debugfile /var/log/ha-debug\nlogfile /var/log/ha-log"
			print "keepalive 200ms\nwarntime 1000ms\ndeadtime 1500ms\ninitdead 3"
		}
		{ sub(/#.*/, "") }
		$1 ~ /^(node|auto_failback|nice_failback|autojoin)$/ { print }
		$1 ~ /^(bcast|udp)$/ && !media[$1]++ { print $1, "eth1" }
		$1 == "mcast" && !media[$1]++ { print "mcast eth1 225.0.0.64 694 1 0" }
		$1 == "ucast" && !media[$1]++ {
			print "ucast eth1 10.78.0.1"
			print "ucast eth1 10.78.0.2"
		}
		$1 == "ping" && !pings++ { print "ping 10.77.0.250" }
		$1 == "ping_group" && !pings++ { print $1, $2, "10.77.0.250", "10.77.0.251" }
		$1 == "respawn" && $3 ~ /\/ipfail$/ {
			print "respawn hacluster /usr/libexec/heartbeat/ipfail"
			print "apiauth ipfail gid=haclient uid=hacluster"
		}
		END {
			if (!length(media))
				print "bcast eth1"
		}'
}

# move_haresources: addresses in the order of the file become 10.77.1.1 and so on; forms stay.
move_haresources() {
	awk '
	function moved(word, script,   parts, count, i, result) {
		count = split(word, parts, "/")
		if (!(parts[1] in address))
			address[parts[1]] = "10.77.1." ++addresses
		result = script address[parts[1]]
		for (i = 2; i <= count; i++) {
			if (parts[i] ~ /^[0-9]+$/)
				parts[i] = 16
			else if (parts[i] ~ /^[0-9.]+$/)
				parts[i] = i == 2 ? "255.255.0.0" : "10.77.255.255"
			else if (parts[i] != "")
				sub(/^[^:]*/, "eth0", parts[i])
			result = result "/" parts[i]
		}
		return result
	}
	{
		sub(/\r$/, "")
		sub(/#.*/, "")
		for (i = 2; i <= NF; i++)
			if (match($i, /^(IPaddr2?::)?[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/)) {
				prefix = $i ~ /^IP/ ? substr($i, 1, index($i, "::") + 1) : ""
				$i = moved(substr($i, length(prefix) + 1), prefix)
			}
		print
	}'
}
