#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What no output may hold, wherever it was written; what stands beside it stays in its place.
. "$(dirname "$0")/convert.sh"

# hidden NAME: the last run said something and no secret.
hidden() {
	ok "$1: says something" test -n "$out$err"
	unlike "$1: no secret" "$out$err" 'hunter|HUNTER'
}

mkdir faults
cat >faults/ha.cf <<'EOF'
node n1 n2
bcast eth0
keepalive x # hunter1
env DB_PASSWORD=hunter2 hunter3
respawn root mon --password=hunter4 -p hunter5
respawn root --password=hunter6 x
stonithhost * baytech 10.0.3.4 l hunter7
stonith_host * baytech hunter8
stonith_host * baytech 10.0.3.4 l \
	hunter9
password=hunter10
stonith baytech {{hunter11}}
EOF
cat >faults/haresources <<'EOF'
n3 svc::--password=hunter12 svc::--token::hunter13 x::http://me:hunter14@h/
n1 IPaddr::pw=hunter15
EOF
exits "faults: check" 1 "$escapebeat" check faults
hidden "faults: check"
like "faults: an unknown directive keeps its place" "$err" '^faults/ha.cf:7:1: error: .*HB-1101'
like "faults: its line is masked" "$err" ' 7 \| stonithhost \*\*\*\*'
like "faults: the caret stands under what is masked" "$err" $'env DB_PASSWORD=\*{4} \*{4}\n      \|                      \^~~~ expected'
exits "faults: check --json" 1 "$escapebeat" check --json faults
hidden "faults: check --json"
exits "faults: a wrong override" 1 "$escapebeat" check --override stonithhost='* x 1 hunter' mysql-pair
hidden "faults: a wrong override"

# What our own sentences say tells nothing of a secret that is one of their words.
mkdir words
printf 'auth 1\n1 sha1 SehrGeheimeZeile\n' >words/authkeys
chmod 600 words/authkeys
cat >words/ha.cf <<'EOF'
node n1 n2
bcast eth0
auto_failback on
env DB_PASSWORD=has value
respawn root line
stonith_host n1 external/ipmi n2 10.9.0.2 the ipmi lan
stonith_host n1 apcmaster 10.1.1.1 apc needs more
stonith_host n1 apcmaster 10.1.1.2 words
stonith_host n2 meatware n1 n2
EOF
echo 'n1 10.9.0.9 svc::password=secret' >words/haresources
exits "words: check" 1 "$escapebeat" check words
like "words: of a sentence" "$err" "'\*\*\*\*' has no value, it is left out"
like "words: of another" "$err" 'apcmaster needs 3 parameters'
like "words: too few, the address is shown" "$err" '\| stonith_host n1 apcmaster 10\.1\.1\.2 \*{4}$'
sed -i -e '/^env/d; /^respawn/d; /words$/d; /more$/d' words/ha.cf
out=$("$escapebeat" plan --accept HB-3706 words 2>&1)
err=
like "words: the device's" "$out" 'external/ipmi holds a secret, which the plan does not'
like "words: the script's" "$out" 'svc holds a secret, which the plan does not'
like "words: what is no secret is shown" "$out" 'stonith_host n1 external/ipmi n2 10\.9\.0\.2 \*{4} \*{4} lan'
like "words: nor are hosts" "$out" 'stonith_host n2 meatware n1 n2'

# A name that no script can have goes into no command.
mkdir names
cp words/authkeys names
printf '%s\n' 'node n1 n2' 'bcast eth0' 'auto_failback on' >names/ha.cf
echo 'n1 10.9.0.9 $(reboot) httpd a;b' >names/haresources
out=$("$escapebeat" plan --accept HB-3701 -o names.plan names 2>&1)
is "names: each is told about" "$(grep -c 'is not the name of a script .HB-2409' <<<"$out")" 2
is "names: none in a command" "$(grep -o 'systemctl disable[^"]*' names.plan)" 'systemctl disable httpd'
like "names: and not exact" "$out" '^ +~ .*\$\(reboot\)'
for name in 'a b;c' '$(x)' -x a/b ''; do
	exits "names: --service httpd=$name" 4 "$escapebeat" plan --service "httpd=$name" names
done
like "verify asks" "$("$escapebeat" verify --help)" 'says\?$'
exits "a stage that is none" 4 "$escapebeat" apply --stage foo x.plan
like "- the stages are told, and no more" "$err" 'expected files, cluster or resources(;|$|\.)'

# authkeys under the names of the others.
mkdir copied
printf 'auth 2\n1 sha1 hunter1\n2 md5 hunter2\nfrob\n' >copied/ha.cf
cp copied/ha.cf copied/haresources
exits "copied: check" 1 "$escapebeat" check copied
hidden "copied: check"
for file in ha.cf haresources; do
	like "copied: $file" "$err" "^copied/$file:1:1: error: this looks like authkeys.*HB-1009"
done
like "copied: the other lines are judged" "$err" '^copied/ha.cf:4:1: error: .*HB-1101'

# Lines without a fault, in everything that is made of them.
cp -r mysql-pair sound
cat >>sound/ha.cf <<'EOF'
env DB_PASSWORD=hunter1
respawn root /usr/bin/mon --password=hunter2
stonith_host * baytech 10.0.3.4 l hunter3
EOF
cat >sound/haresources <<'EOF'
mysql-master 10.0.10.1 Filesystem:://s/x::/mnt::cifs::user=a,password=hunter4 svc::--token=hunter5
mysql-backup 10.0.10.2 svc::--token=hunter6
EOF
exits "sound: plan" 0 "$escapebeat" plan -o sound.plan --override env=X=hunter7 \
	--node-address mysql-master=10.0.10.64 --node-address mysql-backup=10.0.10.65 sound
hidden "sound: plan"
like "sound: the operator is told" "$err" 'cibsecret set hb-[^ ]* args VALUE'
nok "sound: the stored plan has none" grep -i hunter sound.plan
is "sound: they are beside it" "$(grep -cE 'hunter[1-7]' sound.plan.secrets)" 7
is "sound: for nobody else to read" "$(stat -c %a sound.plan.secrets)" 600
for as in text corosync cib pcs crm files json svg html; do
	exits "sound: show --as $as" 0 "$escapebeat" show --as "$as" sound.plan
	hidden "sound: show --as $as"
done

# A NUL is a fault of its place, and hides none behind it.
printf 'foo bar\nkeepalive x\nab\0c\nfrob\n' >ha.cf
exits "NUL: check" 1 "$escapebeat" check ha.cf
like "NUL: its place" "$err" '^ha.cf:3:3: error: .*NUL.*HB-1004'
like "NUL: what stands before it" "$err" '^ha.cf:2:11: error: .*HB-1102'
like "NUL: what stands behind it" "$err" '^ha.cf:4:1: error: .*HB-1101'
printf '\377\376n\0o\0d\0e\0' >ha.cf
exits "UTF-16: check" 1 "$escapebeat" check ha.cf
is "UTF-16: said once" "$(grep -c HB-1101 <<<"$err")" 0

chmod 620 mysql-pair/authkeys
exits "authkeys: others may write" 1 "$escapebeat" check mysql-pair
like "authkeys: says so" "$err" 'writable .*mode 0620.*HB-1501'
done_testing
