#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The page of a plan in a browser whose scripts are off: the picture is there, every link
# arrives, nothing is asked for, nothing is wider than the screen. With EB_SCREENSHOTS=FOLDER
# pictures of it stay there, to be looked at.
. "$(dirname "$0")/convert.sh"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
	skip_all "needs chromium"
need python3 dot

for name in mysql-pair two-links; do
	plan "$name" >/dev/null 2>&1
	"$escapebeat" show --as html "$name.plan" >"$name.html"
	folder=${EB_SCREENSHOTS:+$EB_SCREENSHOTS/$name}
	[ -z "$folder" ] || mkdir -p "$folder"
	exits "$name: opens" 0 timeout 300 python3 "$top/ocf-tests/cases/browse.py" \
		"$chromium" "$name.html" ${folder:+"$folder"}
	like "$name: the picture is there" "$out" '^picture True$'
	like "$name: can be read without scripts" "$out" '^words [0-9]{3,}$'
	for where in objects rows contents; do
		like "$name: links from $where arrive" "$out" "^links from $where [1-9][0-9]* lost$"
	done
	for screen in wide-light narrow-light; do
		like "$name: fits, $screen" "$out" "^wider than the screen, $screen False$"
	done
	like "$name: asks for nothing" "$out" '^asked for$'
	like "$name: the browser does not complain" "$out" '^complaints$'
done
done_testing
