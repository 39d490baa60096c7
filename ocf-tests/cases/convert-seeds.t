#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The seeds of the fuzz targets, as ordinary tests: nothing crashes, nothing points outside.
. "$(dirname "$0")/../tap.sh"

[ -x "$build/ocf-tests/fuzz/ha-cf-fuzz" ] || skip_all "the converter is not built"
for file in authkeys bundle cib command facts ha-cf haresources plan-file whole; do
	exits "$file" 0 "$build/ocf-tests/fuzz/$file-fuzz" "$top/ocf-tests/fuzz/seeds/$file"/*
done
done_testing
