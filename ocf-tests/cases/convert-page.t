#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The page and the picture of a plan: whole, linked both ways, for itself, harmless.
. "$(dirname "$0")/convert.sh"
need python3 dot
cases=$top/ocf-tests/cases

# Words that would be markup, script or graphviz's language, and bytes that are no text.
mkdir hostile
printf '%s\n' 'auth 1' '1 sha1 geheim' >hostile/authkeys
chmod 600 hostile/authkeys
cat >hostile/ha.cf <<'END'
cluster <i>x</i>"]
node a
node b
ucast eth0 10.0.0.2
ucast eth1 10.1.0.2
ping 10.0.0.254 10.0.0.253
ping_group g&<b"> 10.0.1.1
respawn hacluster /usr/lib/heartbeat/ipfail
END
cat >hostile/haresources <<'END'
a 10.0.0.9/24/eth0 own::<script>alert(1)</script>::"onload="x::&amp;::]]>
b --><!--::\N\G::{a|b}::>]; MailTo::"><svg/onload=alert(1)>::'x'
a 10.0.0.10 10.0.0.11 10.0.0.12
END
printf 'b own2::\xff\xfe\x01::\xe2\x80\xae\n' >>hostile/haresources
configs[hostile]="--accept HB-3701 --node-address a=10.0.0.1,10.1.0.1
	--node-address b=10.0.0.2,10.1.0.2 hostile"

for name in $names hostile; do
	plan "$name" >plan.txt 2>&1
	if [ ! -e "$name.plan" ]; then fail "$name: has a plan"; diag "$(cat plan.txt)"; continue; fi
	exits "$name: a page" 0 "$escapebeat" show --as html "$name.plan"
	is "$name: a page: nothing to complain of" "$err" ""
	cp "$tap_dir/out" "$name.html"
	is "$name: whole, linked both ways, for itself" \
		"$(python3 "$cases/page-faults.py" "$name.html" "$name.plan" 2>&1)" ""
	unlike "$name: asks for nothing" "$(cat "$name.html")" '@import|url\(|http-equiv="refresh'
	exits "$name: a picture" 0 "$escapebeat" show --as svg "$name.plan"
	ok "$name: a picture: a document" xmllint --noout "$tap_dir/out"
	unlike "$name: a picture: no link without a page" "$out" 'href='
	"$escapebeat" show --as html "$name.plan" >again
	ok "$name: the same plan, the same bytes" cmp -s "$name.html" again
done
like "the files of a node are on the page" "$(cat two-links.html)" \
	'/etc/systemd/system/hb-client-watcher\.service<small>runs watcher'
like "secrets go along with the plan" "$(cat two-links.html)" 'PLAN\.key PLAN\.secrets NODE:'
unlike "- where there are some" "$(cat mysql-pair.html)" 'PLAN\.secrets'
like "a fence device is in the picture" "$(cat two-links.html)" 'fence device'
unlike "no key on any page" "$(cat ./*.html)" 'geheim|SehrGeheim|1c81b56e|Hello!'
like "what was markup is text" "$(cat hostile.html)" '&lt;script&gt;alert\(1\)&lt;/script&gt;'

# Without graphviz the page has a word instead of the picture, and no link to it.
without_dot() {
	# shellcheck disable=SC2016 # the inner shell expands them
	unshare -rm sh -c 'for dot in /usr/bin/dot /bin/dot /usr/local/bin/dot; do
		[ ! -e "$dot" ] || mount --bind /dev/null "$(readlink -f "$dot")"; done; exec "$@"' sh "$@"
}
if without_dot true 2>/dev/null; then
	exits "without dot: a page" 0 without_dot "$escapebeat" show --as html mysql-pair.plan
	like "without dot: the page says so" "$out" 'No picture: graphviz is not installed'
	like "without dot: the command says so" "$err" 'the page has no picture: graphviz'
	is "without dot: no link into the picture" "$(grep -c '#object-' <<<"$out")" 0
	exits "without dot: no picture" 1 without_dot "$escapebeat" show --as svg mysql-pair.plan
	like "without dot: no picture: why" "$err" 'cannot draw the picture: graphviz is not installed'
else
	skip "without dot" "needs mount namespaces"
fi

# More than a picture can hold.
mkdir many
cp hostile/authkeys many
printf '%s\n' 'node a b' 'ucast eth0 10.0.0.2' >many/ha.cf
for ((i = 0; i < 450; i++)); do echo "a 10.9.$((i / 250)).$((i % 250 + 1))"; done >many/haresources
"$escapebeat" plan -o many.plan --node-address a=10.0.0.1 many >/dev/null 2>&1
exits "450 resources: a page without a picture" 0 "$escapebeat" show --as html many.plan
like "450 resources: says so" "$err" '450 resources are more than a picture can show'
# initdead 60 and keepalive 2: Pacemaker waits for all of it, Heartbeat until all are there.
times=$(sed -n '/<h3>all nodes start together/,/<\/small>/p' mysql-pair.html | sed 's/<[^>]*>/ /g')
like "the start is told as long as it takes" "$times" 'Heartbeat +13.0 s'
like "- here, too" "$times" 'Pacemaker +63.0 s'
done_testing
