# shellcheck shell=bash disable=SC2034 # top, build and found belong to the gates
# What the gates share: which files belong to the tree, and how a finding is counted.
# A gate prints its findings and exits 0 (clean), 1 (findings) or 77 (a tool is missing).
# SPDX-License-Identifier: GPL-2.0-or-later
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${top_srcdir:-$(cd "$here/../.." && pwd)}
build=${top_builddir:-$PWD}
cd "$top" || exit 1
top=$PWD
found=0

# What autotools leave in a tree, where git cannot be asked.
foreign=(-path './build*' -o -path ./.git -o -path ./.aux -o -path ./autom4te.cache
	-o -path ./configure -o -path ./configure~ -o -path ./aclocal.m4 -o -path ./config.h.in -o -path ./Makefile.in)

# files PATTERN...: the tree's own files that match, one a line; a `*` crosses folders.
files() {
	local pattern args=()

	if [ -e .git ] && git ls-files -co --exclude-standard -- "$@"; then return; fi
	for pattern; do args+=(-o -path "./$pattern"); done
	find . \( "${foreign[@]}" \) -prune -o -type f \( "${args[@]:1}" \) -print | sed 's,^\./,,'
} 2>/dev/null

# scripts: the shell programs of the tree, by name or by their first line.
scripts() {
	local LC_ALL=C file first shell='^#! ?/.*\b(ba|da)?sh\b'

	files '*.sh' '*.t'
	files '*' | while IFS= read -r file; do
		case $file in *.sh | *.t) continue ;; esac
		first=
		[ -f "$file" ] && [ -x "$file" ] && IFS= read -r first <"$file"
		[[ $first =~ $shell ]] && echo "$file"
	done
	return 0
}

complain() {
	printf '%s\n' "$*"
	found=1
}

# forbid REASON REGEX FILE...: complains of each line that matches.
forbid() {
	local reason=$1 regex=$2 hits
	shift 2
	[ $# = 0 ] && return
	hits=$(grep -nHIE -e "$regex" -- "$@") || return 0
	complain "$hits"
	echo "  ($reason)"
}

need() {
	command -v "$1" >/dev/null && return
	echo "$1 is not installed"
	exit 77
}
