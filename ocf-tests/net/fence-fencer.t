#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_dummy under a real pacemaker-fenced: what it is asked, and what it makes of the answers.
. "$(dirname "$0")/fencer.sh"
fencer

machine=$tap_dir/machine
is_off() { [ "$(cat "$machine")" = off ]; }
is_on() { [ "$(cat "$machine")" = on ]; }
echo on >"$machine"
drives fence_dummy node1 is_off is_on status_file="$machine" pcmk_host_list=node1

echo on >"$machine"
fails_in_fencer fence_dummy node1 "still on \(timed out\)" type=fail pcmk_host_list=node1 \
	power_timeout=1 disable_timeout=0
if command -v crm >/dev/null; then
	like "crmsh lists it" "$(HOME=$tap_dir crm ra list stonith 2>/dev/null)" "(^| )fence_dummy( |\$)"
else
	skip "crmsh lists it" "needs crmsh"
fi
if command -v pcs >/dev/null; then
	like "pcs describes it" "$(HOME=$tap_dir pcs stonith describe fence_dummy 2>&1)" "status_file"
else
	skip "pcs describes it" "needs pcs"
fi
exits "a device with a bad parameter is not valid" 1 \
	silently stonith_admin --validate --agent fence_dummy -o type=other
done_testing
