#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_ssh against an sshd of ours, behind which a shell plays the machine.
. "$(dirname "$0")/fencer.sh"
need ssh sshd ssh-keygen

dir=$tap_dir/ssh
mkdir -p "$dir" /run/sshd
chmod 700 "$dir"
export HOME=$dir
for key in host user other; do ssh-keygen -q -t ed25519 -N '' -f "$dir/$key" || skip_all "no ssh keys"; done
cp "$dir/user.pub" "$dir/authorized"
echo "[localhost]:8022 $(cut -d' ' -f1,2 "$dir/host.pub")" >"$dir/known"
echo "[localhost]:8022 $(cut -d' ' -f1,2 "$dir/other.pub")" >"$dir/wrong"
# The machine: its boot id is a file, and a reboot another one, a second later.
cat >"$dir/machine" <<END
#!/bin/sh
mode=\$(cat $dir/mode)
case "\$mode:\$SSH_ORIGINAL_COMMAND" in
silent:*) sleep 60 ;;
nonsense:*) echo "Welcome!" ;;
refuse:*reboot*) echo "not permitted"; exit 1 ;;
stuck:*reboot*) ;;
dies:*reboot*) echo gone >$dir/mode ;;
gone:*) exit 255 ;;
*reboot*) (sleep 1; cat /proc/sys/kernel/random/uuid >$dir/boot) >/dev/null 2>&1 & echo reboot >>$dir/log ;;
*boot_id*) cat $dir/boot ;;
esac
END
chmod +x "$dir/machine"
cat /proc/sys/kernel/random/uuid >"$dir/boot"
# Bash reads ~/.bashrc when sshd has started it, but not below another shell: SHLVL.
cat >"$dir/sshd_config" <<END
Port 8022
SetEnv SHLVL=2
ListenAddress 127.0.0.1
HostKey $dir/host
AuthorizedKeysFile $dir/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
PidFile none
ForceCommand $dir/machine
END
"$(command -v sshd)" -D -f "$dir/sshd_config" -E "$dir/sshd.log" &
cleanup "kill $!"
listens() { grep -qi ":$(printf %04X "$1") 0*:0000 0A" /proc/net/tcp; }
wait_for 10 listens 8022 || skip_all "sshd does not start here: $(tail -1 "$dir/sshd.log")"

# fence NAME CODE LINE...
fence() {
	local name=$1 want=$2 got=0
	shift 2
	start=${EPOCHREALTIME/./}
	printf '%s\n' hostlist="localhost other" ipport=8022 identity_file="$dir/user" known_hosts="$dir/known" "$@" |
		timeout 60 "$sbin/fence_ssh" >"$tap_dir/out" 2>"$tap_dir/err" || got=$?
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	out=$(cat "$tap_dir/out") err=$(cat "$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
echo pass >"$dir/mode"
fence "status" 0 action=status plug=localhost
before=$(cat "$dir/boot")
fence "reboot" 0 action=reboot plug=localhost
ok "is proved by another boot id" test "$before" != "$(cat "$dir/boot")"
is "and was ordered once" "$(cat "$dir/log")" reboot
fence "off cannot be proved" 1 action=off plug=localhost
like "and is refused" "$err" "unsupported action"
fence "on is what lets us in" 0 action=on plug=localhost
fence "list" 0 action=list
is "has the hosts" "$out" $'localhost,\nother,'
fence "a host that is not in the list" 1 action=reboot plug=localhost hostlist="other local localhost2"
like "is refused, though it can be reached" "$err" "hostlist does not have localhost$"
fence "a host that looks like an option" 1 action=reboot plug=-oProxyCommand=x hostlist=-oProxyCommand=x
like "is refused before ssh sees it" "$err" "hostlist does not have -oProxyCommand=x$"
fence "an unknown host key" 1 action=reboot plug=localhost known_hosts="$dir/none"
like "is refused" "$err" "ssh to localhost exits with 255"
fence "another host key" 1 action=reboot plug=localhost known_hosts="$dir/wrong"
fence "a key that opens nothing" 1 action=reboot plug=localhost identity_file="$dir/other"
for what in silent nonsense; do
	echo $what >"$dir/mode"
	fence "$what" 1 action=reboot plug=localhost shell_timeout=2
	is "$what: no success" "$out" ""
	ok "$what: in time" test "$took" -lt 9000
done
for what in refuse stuck dies; do
	echo $what >"$dir/mode"
	fence "$what: a machine that does not reboot" 1 action=reboot plug=localhost power_timeout=2
	is "$what: no success" "$out" ""
done
echo pass >"$dir/mode"
fence "no machine" 1 action=reboot plug=localhost ipport=8023

fencer
LACKS="off on" drives fence_ssh localhost true true hostlist=localhost ipport=8022 identity_file="$dir/user" \
	known_hosts="$dir/known"
done_testing
