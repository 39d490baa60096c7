#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fence_dummy: a machine that is a file.
. "$(dirname "$0")/../tap.sh"
agent=$build/fence/fence_dummy
file=$tap_dir/folder/machine

exits "a machine without a file is off" 2 "$agent" -o status --status-file="$file"
exits "on" 0 "$agent" -o on --status-file="$file"
is "makes the file" "$(cat "$file")" on
exits "it is on" 0 "$agent" -o status --status-file="$file"
exits "reboot" 0 "$agent" -o reboot --status-file="$file"
exits "off" 0 "$agent" -o off --status-file="$file"
is "is in the file" "$(cat "$file")" off
echo ON >"$file"
exits "capitals" 0 "$agent" -o status --status-file="$file"
echo maybe >"$file"
exits "nonsense is neither" 1 "$agent" -o off --status-file="$file"
like "and told" "$err" "holds neither on nor off"
exits "a file that cannot be read is not off" 1 "$agent" -o off --status-file="$tap_dir"
like "and told" "$err" "cannot read $tap_dir: "
exits "a machine that takes every order and stays on" 1 "$agent" -o off --type=fail --power-timeout=0.2
like "is not off" "$err" "still on"
exits "monitor" 0 "$agent" -o monitor --status-file="$tap_dir/other"
exits "it has no plugs" 0 "$agent" -o list
is "and says so" "$out" "N/A"
done_testing
