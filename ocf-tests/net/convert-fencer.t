#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A stonith line before the real fencer: the device of the plan is registered with
# pacemaker-fenced, which has to find the password where the plan's files put it and to hand it to
# the agent with the other parameters. The agent is one that writes down what it is given.
. "$(dirname "$0")/../cases/convert.sh"
need stonith_admin
[ "$(id -u)" = 0 ] || skip_all "needs root"
fencer=/usr/lib/pacemaker/pacemaker-fenced
[ -x $fencer ] || skip_all "needs pacemaker-fenced"

mkdir pair
printf '%s\n' "node web1 web2" "ucast eth0 10.0.0.2" "auto_failback on" \
	"stonith_host * external/ipmi web2 10.9.0.7 admin it'sgeheim lan" >pair/ha.cf
echo "web1 10.0.0.9/24/eth0" >pair/haresources
printf '%s\n' "auth 1" "1 sha1 SehrGeheimeZeile" >pair/authkeys
chmod 600 pair/authkeys
configs[pair]="--node-address web1=10.0.0.1 --node-address web2=10.0.0.2 pair"
plan pair --accept HB-3708 >plan.txt 2>plan.err
"$escapebeat" show --as cib pair.plan >cib.xml
id=$(sed -n 's/.*<primitive id="\([^"]*\)" class="stonith".*/\1/p' cib.xml)
agent=$(sed -n 's/.* class="stonith" type="\([^"]*\)".*/\1/p' cib.xml)
mapfile -t options < <(sed -n "s/.*<nvpair id=\"$id-inst.* name=\"\([^\"]*\)\" value=\"\([^\"]*\)\".*/\1=\2/p" cib.xml)
like "the plan has a device" "$id $agent" '^hb-fence_ipmilan-web2 fence_ipmilan$'
like "- its password is elsewhere" "${options[*]}" 'password=lrm://'

# Its files, as apply writes them.
mkdir secrets
for name in password password.sign; do
	sed -n "s|^$id/$name ||p" pair.plan.secrets >"secrets/$name"
done

cat >agent <<END
#!/bin/sh
given=\$(cat)
case \$given in
*action=metadata*) cat "$tap_dir/metadata" ;;
*) echo "\$given" >>"$tap_dir/given" ;;
esac
END
chmod +x agent
cat >metadata <<'END'
<?xml version="1.0"?>
<resource-agent name="fake"><parameters><parameter name="port"><content type="string"/></parameter>
</parameters><actions><action name="reboot"/><action name="monitor"/><action name="metadata"/>
</actions></resource-agent>
END
cat >fence.sh <<'END'
for folder in /dev/shm /run /var/lib/pacemaker "$1/overlay"; do mount -t tmpfs none "$folder"; done
mkdir -p "$1"/overlay/{upper,work} /run/crm /var/lib/pacemaker/cores /var/lib/pacemaker/lrm/secrets
mount -t overlay none -o "lowerdir=/usr/sbin,upperdir=$1/overlay/upper,workdir=$1/overlay/work" \
	/usr/sbin
cp "$1/agent" "/usr/sbin/$2"
cp -r "$1/secrets" "/var/lib/pacemaker/lrm/secrets/$3"
chown hacluster:haclient /run/crm /var/lib/pacemaker/cores
/usr/lib/pacemaker/pacemaker-fenced -s &
end=$((SECONDS + 30))
until stonith_admin -R "$3" -a "$2" "${@:4}"; do [ $SECONDS -lt $end ] || exit; sleep 0.2; done
stonith_admin -B web2 && echo >"$1/was-reset"
kill $!
END
mkdir overlay
arguments=()
for option in "${options[@]}"; do arguments+=(-o "$option"); done
# The fencer ends with its namespace, whatever becomes of it.
timeout 60 unshare --net --mount --pid --fork --kill-child --mount-proc \
	bash fence.sh "$PWD" "$agent" "$id" "${arguments[@]}" >fence.out 2>&1
ok "the fencer resets web2" test -e was-reset
[ -e was-reset ] || diag "$(tail -5 fence.out)"
ok "the agent got the password" grep -qx "password=it'sgeheim" given
ok "- and where to use it" grep -qx "ip=10.9.0.7" given
ok "- and whom to reset" grep -qx "nodename=web2" given
ok "- and what to do" grep -qx "action=reboot" given

# A digest that is not the password's: nothing is handed out.
echo 0123456789abcdef0123456789abcdef >secrets/password.sign
rm -f was-reset given
timeout 60 unshare --net --mount --pid --fork --kill-child --mount-proc \
	bash fence.sh "$PWD" "$agent" "$id" "${arguments[@]}" >fence.out 2>&1
nok "with another digest there is no reset" test -e was-reset
nok "- and no password" grep -q geheim given
done_testing
