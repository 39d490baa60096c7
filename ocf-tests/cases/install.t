#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make install` leaves: the old commands where scripts call them, with the right modes, and files
# that name each other where they are; as root also run from these places, in a mount namespace.
. "$(dirname "$0")/../tap.sh"

daemon=$build/heartbeat-compat/escapebeatd
[ -x "$daemon" ] || skip_all "the daemon is not built"
# quiet_make ARGUMENT...: a make of its own, also below `make check`.
quiet_make() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u DESTDIR make -s -C "$build" "$@"; }
# dirs VARIABLE...: their values on one line; VARIABLE=VALUE sets one for make.
dirs() {
	local words=() settings=() word
	for word; do case $word in *=*) settings+=("$word") ;; *) words+=("\$($word)") ;; esac; done
	quiet_make "${settings[@]}" --eval="print-dirs: ; @echo ${words[*]}" print-dirs | tail -n 1
}

is "with --prefix=/usr the commands are where scripts of Heartbeat's time call them" \
	"$(dirs prefix=/usr bindir hbtooldir hblibdir hbolddir)" \
	"/usr/bin /usr/share/heartbeat /usr/libexec/heartbeat /usr/lib/heartbeat"
dest=$tap_dir/dest
read -r bin sbin hbtool hblib hbold compat unit uidgid agents < <(dirs bindir sbindir hbtooldir hblibdir \
	hbolddir compatdir systemdsystemunitdir uidgiddir agentdir)
umask 022
mkdir -p "$dest$hbold" "$dest$hbtool"
[ "$hbold" = "$hbtool" ] || echo own >"$dest$hbold/hb_delnode"
exits "make install DESTDIR=" 0 quiet_make install DESTDIR="$dest"
installed=$out
[ "$hbold" = "$hbtool" ] || is "what is Heartbeat's own stays" "$(cat "$dest$hbold/hb_delnode")" own

# ---- what is where -----------------------------------------------------------------------------
# mode PATH: "haclient 2755"; what a link names is looked for in the installation.
mode() {
	local path=$1 target
	while target=$(readlink "$dest$path"); do
		[ "${target#/}" != "$target" ] || target=${path%/*}/$target
		path=$target
	done
	stat -c '%G %a' "$dest$path" 2>&1
}
group=$(id -gn)
setgid="$group 755"
if [ "$(id -u)" = 0 ] && getent group haclient >/dev/null; then setgid="haclient 2755"; fi
is "cl_status is for everybody" "$(mode "$bin/cl_status")" "$setgid"
if [ "$setgid" = "$group 755" ]; then
	like "- or make says for whom" "$installed" 'cl_status is not setgid haclient: only root '
fi
for name in "$sbin/escapebeatd" "$bin/escapebeat" "$hblib/heartbeat" "$compat/escapebeat-alert" \
	"$compat/heartbeat.init" "$compat/send_arp" "$agents/IPaddr2" "$agents/hbscript" \
	"$hbtool"/hb_{standby,takeover,addnode,delnode,setweight,setsite} \
	"$hbold"/{heartbeat,hb_standby,hb_takeover,hb_addnode,send_arp}; do
	is "$name is a program" "$(mode "$name")" "$group 755"
done
for name in "$unit/escapebeatd.service" "$uidgid/escapebeat"; do
	is "$name is a file" "$(mode "$name")" "$group 644"
done
is "nothing else has the rights of its owner or group" \
	"$(cd "$dest" && find . -type f -perm /6000 ! -name cl_status)" ""
is "nothing can be written by others" "$(find "$dest" ! -type l -perm /022)" ""

# ---- what they name is there ---------------------------------------------------------------------
# named TEXT FILE: the path behind TEXT in it.
named() { grep -aoE "$1/[a-zA-Z0-9_./-]+" "$dest$2" | head -n 1 | sed "s,^$1,,"; }
while read -r text file; do
	path=$(named "$text" "$file")
	ok "$file calls ${path:-something}, which is there" [ -n "$path" -a -x "$dest$path" ]
done <<-END
	ExecStart= $unit/escapebeatd.service
	heartbeat= $compat/heartbeat.init
	hb_standby= $compat/heartbeat.init
END
ok "the daemon names its alert agent, which is there" \
	grep -qaF "$compat/escapebeat-alert" "$dest$sbin/escapebeatd"
ok "- heartbeat the daemon" grep -qaF "$sbin/escapebeatd" "$dest$hblib/heartbeat"
ok "- escapebeat reload the heartbeat command" grep -qaF "$hblib" "$dest$bin/escapebeat"

# ---- run from there -------------------------------------------------------------------------------
# apart COMMAND...: with the installation over /usr and /etc, which nobody else sees.
apart() {
	# shellcheck disable=SC2016
	unshare --mount sh -c 'dest=$1 && shift
		for top in usr etc; do
			[ ! -d "$dest/$top" ] || mount -t overlay -o "lowerdir=$dest/$top:/$top" none "/$top" || exit 99
		done
		exec "$@"' sh "$dest" "$@" </dev/null
}
if [ "$(id -u)" != 0 ] || ! apart true 2>/dev/null; then
	skip "the commands run where they are installed" "needs root and overlayfs"
elif "$build/heartbeat-compat/cl_status" hbstatus >/dev/null; then
	skip "the commands run where they are installed" "a daemon runs here"
else
	exits "cl_status runs where it is installed" 1 apart "$bin/cl_status" hbstatus
	is "- and answers" "$out" "Heartbeat is stopped on this machine."
	for path in "$hbtool/hb_standby" "$hbold/hb_standby"; do
		exits "$path, too" 1 apart "$path" --help
		is "- under its name" "$(tail -n 1 <<<"$out")" "$path [all|foreign|local|failback]"
	done
	exits "the init script asks" 3 apart "$compat/heartbeat.init" status
	exits "the alert agent has nothing to say" 0 apart "$compat/escapebeat-alert"
	if command -v systemd-analyze >/dev/null; then
		exits "systemd takes the unit where it is" 0 apart systemd-analyze verify --man=no \
			"$unit/escapebeatd.service"
		unlike "- and says nothing of it" "$out$err" escapebeatd
	else
		skip "systemd takes the unit where it is" "needs systemd-analyze"
	fi
fi

# ---- and away ---------------------------------------------------------------------------------------
quiet_make uninstall DESTDIR="$dest" >/dev/null 2>&1
[ "$hbold" = "$hbtool" ] || ok "make uninstall leaves it there" rm "$dest$hbold/hb_delnode"
is "make uninstall leaves nothing else" "$(find "$dest" ! -type d)" ""
done_testing
