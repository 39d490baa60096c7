# shellcheck shell=bash disable=SC2154
# A host of virtual machines on 127.0.0.1:8022: an sshd of ours, which lets root in by the key $dir/user or
# the password geheim, and behind which a stand-in plays virsh and its machines ($dir/machines), or
# whatever $exec_in_session runs.
# SPDX-License-Identifier: GPL-2.0-or-later
dir=$tap_dir/ssh
mkdir -p "$dir/machines" /run/sshd
for key in host user other; do ssh-keygen -q -t ed25519 -N '' -f "$dir/$key" || skip_all "no ssh keys"; done
ssh-keygen -q -t ed25519 -N geheim -f "$dir/locked"
cat "$dir/user.pub" "$dir/locked.pub" >"$dir/authorized"
echo "[127.0.0.1]:8022 $(cut -d' ' -f1,2 "$dir/host.pub")" >"$dir/known"
echo "[127.0.0.1]:8022 $(cut -d' ' -f1,2 "$dir/other.pub")" >"$dir/wrong"
# root has a password in here.
sed "s,^root:[^:]*:,root:$(openssl passwd -6 geheim):," /etc/shadow >"$dir/shadow"
mount --bind "$dir/shadow" /etc/shadow
# And a shell that reads nothing of what is his: bash would take its time with his .bashrc.
sed 's,^\(root:.*:\)[^:]*$,\1/bin/sh,' /etc/passwd >"$dir/passwd"
mount --bind "$dir/passwd" /etc/passwd
cat >"$dir/virsh" <<END
#!/bin/sh
# virsh [list --all [--name] | domstate|start|destroy -- MACHINE]
mode=\$(cat $dir/mode)
echo "\$*" >>$dir/log
[ "\$mode" = pass ] || case \$mode in
silent) sleep 60 ;;
nonsense) echo "Welcome to virsh, the virtualization interactive terminal."; exit 0 ;;
empty) exit 0 ;;
chatty) echo "Welcome, and behave."; echo "bash: warning: setlocale: LC_ALL: cannot change locale" >&2 ;;
torn) [ "\$1" != domstate ] || echo "shut off" ;;
broken) echo "error: failed to connect to the hypervisor" >&2; exit 1 ;;
gone | mad)
	[ "\$1" != list ] || [ "\$mode" = mad ] || { echo "error: failed to connect to the hypervisor" >&2; exit 1; }
	[ "\$1" = list ] || { echo "error: failed to get domain '\$3'" >&2; exit 1; } ;;
dies) [ "\$1" != domstate ] || ! grep -q "shut off" "$dir/machines/web" || sleep 60 ;;
esac
cd $dir/machines || exit 1
case \$1 in
list)
	[ "\$3" != --name ] || { ls; exit; }
	printf ' Id   Name                 State\n--------------------------------------\n'
	for m in *; do printf ' -    %-20s %s\n' "\$m" "\$(cat "\$m")"; done ;;
*)
	[ -e "\$3" ] || { echo "error: failed to get domain '\$3'" >&2; exit 1; }
	case \$1 in
	domstate) cat "\$3"; echo ;;
	start) [ "\$mode" = stuck ] || echo running >"\$3" ;;
	destroy) [ "\$mode" = stuck ] || echo "shut off" >"\$3" ;;
	esac ;;
esac
END
# shellcheck disable=SC2016 # sshd's variable
as_ordered='exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"'
cat >"$dir/shell" <<END
#!/bin/sh
PATH=$dir:\$PATH
${exec_in_session:-$as_ordered}
END
# shellcheck disable=SC2016 # the script's arguments
printf '#!/bin/sh\n[ "$1" = -n ] && shift\nSUDO=1 exec "$@"\n' >"$dir/sudo"
chmod +x "$dir/virsh" "$dir/shell" "$dir/sudo"
# Bash reads ~/.bashrc when sshd has started it, but not below another shell: SHLVL.
cat >"$dir/sshd_config" <<END
Port 8022
SetEnv SHLVL=2
ListenAddress 127.0.0.1
HostKey $dir/host
AuthorizedKeysFile $dir/authorized
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication yes
PidFile none
MaxStartups 100
ForceCommand $dir/shell
END
"$(command -v sshd)" -D -f "$dir/sshd_config" -E "$dir/sshd.log" &
cleanup "kill $!"
listens() { grep -qi ":$(printf %04X "$1") 0*:0000 0A" /proc/net/tcp; }
wait_for 10 listens 8022 || skip_all "sshd does not start here: $(tail -1 "$dir/sshd.log")"
