#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the README shows is what happens: its session is played again, and its promises are kept.
. "$(dirname "$0")/../tap.sh"

[ -x "$build/heartbeat-compat/escapebeat" ] || skip_all "the converter is not built"

# The session: commands behind "$ ", a backslash goes on to the next line, the rest is output.
session() { sed -n '/^```console$/,/^```$/p' "$top/README.md" | sed '1d;$d'; }

play() {
	local line more
	PATH=$build/heartbeat-compat:$PATH
	mkdir -p "$tap_dir/play/heartbeat-compat"
	cp -r "$top/heartbeat-compat/example" "$tap_dir/play/heartbeat-compat/"
	chmod -R u+w "$tap_dir/play"
	cd "$tap_dir/play" || return
	while IFS= read -r line; do
		[[ $line == '$ '* ]] || continue
		printf '%s\n' "$line"
		line=${line#'$ '}
		while [[ $line == *\\ ]]; do
			IFS= read -r more
			printf '%s\n' "$more"
			line=${line%\\}$more
		done
		eval "$line" </dev/null
	done 2>&1
}

is "the session of the README" "$(session | play)" "$(session)"

mentioned=$(grep -oE '\]\([^)#]+\)' "$top/README.md" | tr -d '()]' | sort -u)
for file in $mentioned; do ok "README leads to $file, which is there" test -e "$top/$file"; done
ok "README is at most 150 lines" test "$(wc -l <"$top/README.md")" -le 150

for agent in "$build"/agents/*; do
	[ -f "$agent" ] && [ -x "$agent" ] || continue
	ok "README names ${agent##*/}" grep -qF "\`${agent##*/}\`" "$top/README.md"
done

exits "quickstart --help" 0 "$top/quickstart" --help
like "it names its options" "$out" '--config DIR'
exits "selftest --help" 0 "$top/selftest" --help
exits "quickstart refuses what it does not know" 2 "$top/quickstart" --kep
exits "quickstart wants a folder behind --config" 2 "$top/quickstart" --config /nonexistent
like "and says so" "$err" '/nonexistent: no such folder'
if [ "$(id -u)" != 0 ] || setpriv --reuid=65534 --clear-groups test -r "$top/quickstart"; then
	# Whatever user this is: neither root, nor a shell that would want a home.
	as_user=()
	[ "$(id -u)" != 0 ] || as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	exits "quickstart without root" 1 "${as_user[@]}" "$top/quickstart"
	like "says what it needs" "$err" 'quickstart needs root: '
	exits "selftest without root" 1 "${as_user[@]}" "$top/selftest"
	like "says what it needs, and what goes without" "$err" 'selftest --no-install unit cases'
else
	skip "without root" "user 65534 cannot read the tree"
fi
done_testing
