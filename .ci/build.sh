# shellcheck shell=bash
# Builds the tree beside itself, in build/here or in $EB_BUILD; what was built before is used again.
# SPDX-License-Identifier: GPL-2.0-or-later
built=${EB_BUILD:-$PWD/build/here}

# build_tree: fails after it has said why.
build_tree() {
	local top=$PWD
	if [ -e config.status ]; then
		say "this folder is itself configured; 'make distclean' first"
		return 1
	fi
	if [ ! -x configure ] || [ configure.ac -nt configure ]; then
		watched "autogen" ./autogen.sh || return
	fi
	mkdir -p "$built" && cd "$built" || return
	[ -e Makefile ] || watched "configure" "$top/configure" || return
	watched "make" make -j"$(nproc)" all || return
	cd "$top" || return
}
