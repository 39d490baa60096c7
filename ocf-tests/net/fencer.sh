# shellcheck shell=bash disable=SC2034
# Sourced first by the cases of fence agents: a real pacemaker-fenced, alone, in namespaces of
# its own, where the agents of the build stand in /usr/sbin under the stock names.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "${BASH_SOURCE[0]}")/net.sh"
fenced=/usr/lib/pacemaker/pacemaker-fenced
sbin=$build/fence/names
unset PCMK_service
ip link set lo up

# fencer: starts it, once; skips the case where there is none.
fencer() {
	[ -x "$fenced" ] || skip_all "needs pacemaker"
	need stonith_admin
	mount -t tmpfs none /dev/shm
	mount -t tmpfs none /var/lib/pacemaker
	mkdir -p /var/lib/pacemaker/cores /run/crm /run/sbin/upper /run/sbin/work
	chown hacluster:haclient /var/lib/pacemaker/cores /run/crm
	mount -t overlay overlay -o lowerdir=/usr/sbin,upperdir=/run/sbin/upper,workdir=/run/sbin/work /usr/sbin ||
		skip_all "needs overlay file systems"
	for name in "$sbin"/fence_*; do
		rm -f "/usr/sbin/${name##*/}"
		cp -L "$name" /usr/sbin/
	done
	fencer_log=$tap_dir/fencer.log
	# stdin is no terminal, nor anybody's pipe.
	PCMK_logfile=$fencer_log "$fenced" -s </dev/null >"$tap_dir/fencer.out" 2>&1 &
	cleanup "kill $! 2>/dev/null"
	wait_for 20 fencer_answers || skip_all "pacemaker-fenced does not start here"
}
fencer_answers() { stonith_admin -L >/dev/null 2>&1; }

# silently COMMAND...: exits 0 or 1, whatever its failure is called.
silently() { "$@" >/dev/null 2>&1 || return 1; }

# said_on_stderr: what agents said on standard error, as the fencer logs it.
said_on_stderr() { grep -E 'stderr:|stderr \[' "$fencer_log" 2>/dev/null; }

# drives NAME TARGET IS-OFF IS-ON PARAMETER=VALUE...: the whole life of a device under the fencer.
# IS-OFF and IS-ON are commands that look at the machine itself.  LACKS="off on reboot" leaves out
# what the agent cannot do.
drives() {
	local name=$1 target=$2 is_off=$3 is_on=$4 options=() word
	shift 4
	for word; do options+=(-o "$word"); done
	exits "$name: validate" 0 stonith_admin --validate --agent "$name" "${options[@]}"
	exits "$name: metadata" 0 stonith_admin -M -a "$name"
	exits "$name: register" 0 stonith_admin -R "$name-1" -a "$name" "${options[@]}"
	like "$name: is listed" "$(stonith_admin -L)" "$name-1"
	like "$name: can fence the target" "$(stonith_admin -l "$target")" "$name-1"
	exits "$name: query" 0 stonith_admin -Q "$name-1"
	if [[ " ${LACKS:-} " != *" reboot "* ]]; then
		exits "$name: reboot" 0 stonith_admin -B "$target" -t 60
		ok "$name: is on after reboot" eval "$is_on"
	fi
	if [[ " ${LACKS:-} " != *" off "* ]]; then
		exits "$name: off" 0 stonith_admin -F "$target" -t 60
		ok "$name: is off" eval "$is_off"
	fi
	if [[ " ${LACKS:-} " != *" on "* ]]; then
		exits "$name: on" 0 stonith_admin -U "$target" -t 60
		ok "$name: is on" eval "$is_on"
	fi
	exits "$name: history" 0 stonith_admin -H "$target" --verbose
	is "$name: the fencer has nothing to complain of" "$(said_on_stderr)" ""
	exits "$name: deregister" 0 stonith_admin -D "$name-1"
}

# fails_in_fencer NAME TARGET REGEX PARAMETER=VALUE...: off fails, and the fencer's log has the reason.
fails_in_fencer() {
	local name=$1 target=$2 regex=$3 options=() word
	shift 3
	for word; do options+=(-o "$word"); done
	stonith_admin -R "$name-bad" -a "$name" "${options[@]}" >/dev/null 2>&1
	exits "$name: off of a bad device fails" 1 silently stonith_admin -F "$target" -t 15
	like "$name: and the fencer's log says why" "$(said_on_stderr)" "$regex"
	stonith_admin -D "$name-bad" >/dev/null 2>&1
	: >"$fencer_log"
}
