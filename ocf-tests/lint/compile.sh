# shellcheck shell=bash
# compile CC CFLAGS: the whole tree, the tests too, in a folder of its own; warnings are errors.
# SPDX-License-Identifier: GPL-2.0-or-later
compile() {
	local dir

	need "$1"
	dir=$(mktemp -d) || exit 1
	# shellcheck disable=SC2064 # the folder of now
	trap "rm -rf '$dir'" EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	cd "$dir" || exit 1
	"${top:?}/configure" --quiet --enable-werror CC="$1" CFLAGS="$2" >log 2>&1 || { cat log; exit 1; }
	make -k -j"$(nproc)" all >log 2>&1 && make -k -j"$(nproc)" check-programs >>log 2>&1 && exit 0
	grep -vE '^  (CC|CCLD|AR|GEN|RANLIB)  |^make' log
	exit 1
}
