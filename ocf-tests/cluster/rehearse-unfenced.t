#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A plan without fencing is rehearsed as production would run it: without. In a split both sides
# start everything, the table says that there are two owners, and healing ends it.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/lab.sh"
[ -n "${EB_REHEARSE:-}" ] || skip_all "takes a minute: make check-rehearse"
escapebeat=$build/heartbeat-compat/escapebeat
[ -x "$escapebeat" ] || skip_all "the converter is not built"
need_lab
need perl xmllint
[ -z "$(ls -d /run/escapebeat-rehearse.* 2>/dev/null)" ] || skip_all "a rehearsal runs here"
export EB_LAB_DIR=$top/ocf-tests/lab EB_LAB_AGENTS=$build/agents

cd "$tap_dir" || exit 1
mkdir pair
cat >pair/ha.cf <<'END'
keepalive 200ms
deadtime 2
initdead 4
ucast eth1 10.78.0.1
ucast eth1 10.78.0.2
auto_failback on
node web1 web2
END
cat >pair/haresources <<'END'
web1 10.78.0.100/16/eth1 Filesystem::/dev/sdb1::/srv::ext4
web2 mysqld::db1
END
printf '%s\n' 'auth 1' '1 sha1 geheim' >pair/authkeys
chmod 600 pair/authkeys
"$escapebeat" plan -a HB-3701 -o pair.plan --node-address web1=eth1:10.78.0.1 \
	--node-address web2=eth1:10.78.0.2 pair >plan.out 2>&1

# row EVENT GROUP: "HEARTBEAT | HERE | VERDICT", times as T.
row() {
	awk -v event="$1" -v group="$2" '
		substr($0, 1, 1) != " " { now = substr($0, 1, index($0 "  ", "  ") - 1) }
		now == event && index($0, group) {
			sub(".*" group " +", "")
			gsub(/ *[0-9]+\.[0-9] s/, " T")
			gsub(/   */, " | ")
			print
			exit
		}' <<<"$table"
}

exits "two owners are a warning: 2" 2 "$escapebeat" rehearse -o page.html -o line.svg pair.plan
table=$out
diag "$table"
like "said before it begins" "$err" '^  NO FENCING, as in production: .* two owners$'
is "who dies is given up all the same" "$(row "web1 dies" 10.78.0.100)" \
	"web2, away T | web2, away T | same"
# The client may hear nobody while the two owners' announcements cross.
like "a split: the address has two owners" "$(row "all links of web1 are cut" 10.78.0.100)" \
	'^web1 and web2 after T \| web1 and web2 after T(, away T)? \| same: TWO OWNERS$'
is "- and the service runs twice" "$(row "all links of web1 are cut" mysqld-db1)" \
	"web1 and web2 after T | web1 and web2 after T | same: TWO OWNERS"
like "- which is said once more" "$table" '^TWO OWNERS in the split, of hb-.* no fencing \(HB-3701\)'
like "but at no other moment" "$table" '^at no other moment on two nodes'
like "healed: at home" "$(row "the links are back" 10.78.0.100)" '\| (stays on )?web1(, away T)? \| same$'
like "- each" "$(row "the links are back" mysqld-db1)" '\| (stays on )?web2(, away T)? \| same$'
unlike "no power switch" "$table" 'power switch'
like "the sum" "$table" ' 0 different otherwise$'
ok "the picture is well-formed" xmllint --noout line.svg
ok "the page is well-formed" xmllint --noout page.html
ok "the page says it, too" grep -q 'Two owners in the split' page.html
done_testing
