#!/bin/bash
# Runs the cases that name a defect of the stock agent against that agent: each line
# "# stock fails: TEXT" of a case must come out as "not ok - TEXT".  So a case that has
# stopped to show its defect is found out.
#   usage: stock-fails.t [CASE...]
# Whose they are is said by EB_STOCK_AGENT, or by the case's line "# stock agent: NAME"; the
# cases' folder by EB_STOCK_CASES.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
here=$(cd "${EB_STOCK_CASES:-$(dirname "$0")}" && pwd)
folder=${EB_STOCK:-/usr/lib/ocf/resource.d/heartbeat}
stock=$folder/${EB_STOCK_AGENT:-IPaddr2}
[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
[ -x "$stock" ] || { echo "1..0 # SKIP no stock agent: $stock"; exit 0; }
[ $# -gt 0 ] || mapfile -t < <(grep -l '^# stock fails:' "$here"/*.t) && set -- "${MAPFILE[@]:-$@}"

n=0 bad=0
for case; do
	name=$(sed -n 's/^# stock agent: //p' "$case")
	said=$(EB_AGENT=${name:+$folder/}${name:-$stock} timeout 300 "$case" 2>/dev/null)
	while IFS= read -r claim; do
		n=$((n + 1))
		if grep -qE "^not ok [0-9]+ - " <<<"$said" &&
			grep -E "^not ok [0-9]+ - " <<<"$said" | grep -qF -- "- $claim"; then
			echo "ok $n - ${case##*/}: the stock agent fails: $claim"
		else
			echo "not ok $n - ${case##*/}: the stock agent fails: $claim"
			bad=$((bad + 1))
		fi
	done < <(sed -n 's/^# stock fails: //p' "$case")
done
echo "1..$n"
[ "$bad" = 0 ]
