# shellcheck shell=bash disable=SC2016,SC2154 # for the stand-in; tap.sh sets what is used
# SPDX-License-Identifier: GPL-2.0-or-later
# pcs, which loads a second of Python at each start, is loaded once for all the calls of a case,
# which makes them one after the other.

# warm_pcs: from here on the pcs in PATH is a stand-in that has the real one run by warm.py.
warm_pcs() {
	local dir=$tap_dir/warm real said
	real=$(command -v pcs) || return 0
	mkdir "$dir" && mkfifo "$dir/ask" "$dir/answer" || return
	printf '%s\n' '#!/bin/bash' "echo \$\$ >'$dir/ask'" "read -r status <'$dir/answer'" \
		'exit "$status"' >"$dir/pcs"
	chmod +x "$dir/pcs"
	/usr/bin/python3 -Es "$top/ocf-tests/cases/warm.py" "$dir" "$real" </dev/null >&2 &
	cleanup "kill $! 2>/dev/null"
	# Where pcs is no module of that Python it is called as it is.
	read -r -t 30 said <>"$dir/answer" && [ "$said" = ready ] && PATH=$dir:$PATH
	return 0
}
warm_pcs
