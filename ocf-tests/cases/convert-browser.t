#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The page of a plan in a browser whose scripts are off: the picture is there, every link
# arrives, nothing is asked for, nothing is wider than the screen. With EB_SCREENSHOTS=FOLDER
# pictures of it stay there, to be looked at.
. "$(dirname "$0")/convert.sh"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
	skip_all "needs chromium"
need python3 dot

# Everything that a picture can show: fencing, a clone that pings, a promotable one, what ties them.
mkdir full
cat >full/ha.cf <<'END'
keepalive 1
deadtime 10
ucast eth0 10.0.0.2
auto_failback on
node db1 db2
ping 10.0.0.254
respawn hacluster /usr/lib/heartbeat/ipfail
stonith_host * external/ipmi db1 10.0.3.1 admin geheim lan
stonith_host * external/ipmi db2 10.0.3.2 admin geheim lan
END
cat >full/haresources <<'END'
db1 drbddisk::r0 Filesystem::/dev/drbd0::/srv::ext4 10.0.0.10/24/eth0 mysqld
db2 10.0.0.11/24/eth0 nginx
END
printf 'auth 1\n1 sha1 geheim\n' >full/authkeys
chmod 600 full/authkeys
configs[full]="--accept HB-3701 --node-address db1=10.0.0.1 --node-address db2=10.0.0.2 full"

# Forty groups, two thirds of them on one node.
mkdir many
sed '/stonith_host \*/d' full/ha.cf >many/ha.cf
for of in 1:db2 2:db1; do
	echo "stonith_host db${of%:*} external/ipmi ${of#*:} 10.0.3.${of%:*} admin geheim lan"
done >>many/ha.cf
for ((i = 1; i <= 40; i++)); do
	echo "db$((1 + (i % 3 == 0))) 10.0.0.$i/24/eth0 Filesystem::/dev/vg/lv$i::/srv/$i::ext4 shop$i"
done >many/haresources
cp -p full/authkeys many
configs[many]="--accept HB-3701 --node-address db1=10.0.0.101 --node-address db2=10.0.0.102 many"

for name in mysql-pair two-links full many; do
	plan "$name" >/dev/null 2>&1
	"$escapebeat" show --as html "$name.plan" >"$name.html"
	folder=${EB_SCREENSHOTS:+$EB_SCREENSHOTS/$name}
	[ -z "$folder" ] || mkdir -p "$folder"
	exits "$name: opens" 0 timeout 300 python3 "$top/ocf-tests/cases/browse.py" \
		"$chromium" "$name.html" ${folder:+"$folder"}
	like "$name: the picture is there" "$out" '^picture True$'
	like "$name: can be read without scripts" "$out" '^words [0-9]{3,}$'
	for where in objects rows contents; do
		like "$name: links from $where arrive" "$out" "^links from $where [1-9][0-9]* lost$"
	done
	for screen in wide-light narrow-light; do
		like "$name: fits, $screen" "$out" "^wider than the screen, $screen False$"
	done
	like "$name: the picture can be seen without moving it" "$out" '^picture beyond its frame False$'
	like "$name: asks for nothing" "$out" '^asked for$'
	like "$name: the browser does not complain" "$out" '^complaints$'
done
for shown in 'class="edge fence"' 'hb-ping-clone' 'hb-drbd-r0-clone' 'promoted'; do
	like "full: shows $shown" "$(cat full.html)" "$shown"
done
done_testing
