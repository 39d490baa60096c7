#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is written down of a primary, at odd moments: two reigns of one second, a record that is
# written over or cannot be read, a primary that a person has back.  Nobody is promoted without what
# was acknowledged, and nobody waits for ever.
. "$(dirname "$0")/net.sh"
. "$(dirname "$0")/mysql.sh"
. "$(dirname "$0")/mysql-set.sh"
member n1
member n2
around=(CRM_meta_notify_promote_uname=n1 CRM_meta_notify_unpromoted_uname="n1 n2")
heals() { act "$1" monitor 2>/dev/null; follows "$1"; }
# A record that $cluster/broken names cannot be read or written; what $cluster/other says is written
# over those who have joined.
mkdir $cluster/real
mv $cluster/sbin/crm_attribute $cluster/real
cat >$cluster/sbin/crm_attribute <<'END'
#!/bin/bash
at=/run/cluster
case "$* " in
*" -n db_$(cat $at/broken 2>/dev/null) "*) echo busy >&2; exit 1 ;;
esac
$at/real/crm_attribute "$@" || exit
case "$*" in
*" -n db_JOINED -v "*) [ ! -f $at/other ] || mv $at/other $at/lasting/db_JOINED ;;
esac
END
chmod +x $cluster/sbin/crm_attribute
for node in n1 n2; do exits "$node: start" 0 act $node start; done
exits "n1: promote" 0 promote n1 "n1 n2"
sql n1 'CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.t VALUES (1), (2)'
ok "rows arrive" wait_for 10 has_rows n2 1,2
exits "n1: monitor" 8 act n1 monitor

# ---- nobody waits for a receipt any more, and it is required
more=(semisync=require)
sql n1 'SET GLOBAL rpl_semi_sync_master_enabled=0'
exits "n1: monitor" 8 act n1 monitor
like "its state says so" "$(attr n1 db-state)" "^commits wait for no receipt, although semisync is require"
like "and it is written down" "$(record SEMISYNC_n1)" "^OFF"
sql n1 'CREATE TABLE shop.alone (id INT)'
exits "n1: promote" 0 act n1 promote "${around[@]}"
is "they wait again" "$(sql n1 'SELECT @@rpl_semi_sync_master_enabled')" 1
like "what was acknowledged alone is what it begins with" "$(record PRIMARY)" "^n1\\|0-1-3\\|"
exits "n1: monitor" 8 act n1 monitor
is "its state is taken back" "$(attr n1 db-state)" ""
more=()

# ---- reigns: a vote about one must not count in another
since() { record PRIMARY | cut -d '|' -f 3; }
echo "n1|0-1-3|$(($(date +%s) + 1000))" >$cluster/lasting/db_PRIMARY
before=$(since)
exits "n1: promote, by a clock that was set back" 0 act n1 promote "${around[@]}"
is "its reign is later than the one before" "$(since)" $((before + 1))
ok "n2 follows" wait_for 10 follows n2

# ---- a primary that the cluster had ended, and that a person has back: it has no new reign
notify n2 pre promote CRM_meta_notify_stop_uname=n1
exits "n2: monitor" 0 act n2 monitor
unlike "n2: looks for nobody, while others may be promoted" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
touch -d '2 minutes ago' /run/state-n2/*.paused
exits "n2: monitor, later" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2
notify n2 pre promote CRM_meta_notify_stop_uname=n1
touch -d '1 hour' /run/state-n2/*.paused
exits "n2: monitor, by a clock that was set back" 0 act n2 monitor
ok "n2 follows" wait_for 10 follows n2

# ---- two join at once: neither is missing in the record
exits "n2: stop" 0 act n2 stop
echo 'ON|1|n4' >$cluster/lasting/db_SEMISYNC_n1
echo 'n1|n3' >$cluster/other
exits "n2: start, as n3 writes over its record" 0 act n2 start CRM_meta_notify_promoted_uname=n1
ok "n2 follows" wait_for 10 follows n2
is "both have joined" "$(record JOINED)" "n1|n3 n2"
exits "n2: stop" 0 act n2 stop
echo - >$cluster/lasting/db_JOINED
echo SEMISYNC_n1 >$cluster/broken
exits "n2: start, and the record cannot be read" 0 act n2 start CRM_meta_notify_promoted_uname=n1
unlike "n2: sends no receipt that nobody knows of" "$(sql n2 'SHOW ALL SLAVES STATUS')" 'Yes	Yes'
rm $cluster/broken
ok "n2 follows" wait_for 10 heals n2
is "it has joined" "$(record JOINED)" "n1|n2"
exits "n1: monitor" 8 act n1 monitor

# ---- the last primary acknowledged alone, and what it wrote down of that cannot be read
more=(semisync=require)
cut_cable
kill_server n1
rm $cluster/lasting/db_JOINED
echo 'OFF|0|n2' >$cluster/lasting/db_SEMISYNC_n1
exits "n2: promote" 1 promote n2 n2
like "is told why not" "$err" "acknowledged without a replica"
for broken in SEMISYNC_n1 JOINED; do
	echo $broken >$cluster/broken
	exits "n2: promote, without $broken" 1 promote n2 n2
	like "is told" "$err" "cannot read"
done
rm $cluster/broken

# ---- what somebody made writable is no primary for that: it was not elected
sql n2 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only=0'
exits "n2: promote" 1 promote n2 n2
like "is told" "$err" "made writable by somebody"
is "and is closed" "$(sql n2 'SELECT @@read_only')" 1
is "it begins no reign" "$(record PRIMARY | cut -d '|' -f 1)" n1
done_testing
