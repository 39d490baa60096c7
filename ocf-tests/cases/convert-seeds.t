#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The seeds of the fuzz targets, as ordinary tests: nothing crashes, nothing points outside.
. "$(dirname "$0")/../tap.sh"

[ -x "$build/ocf-tests/fuzz/ha-cf-fuzz" ] || skip_all "the converter is not built"
for seeds in "$top"/ocf-tests/fuzz/seeds/*; do
	file=$(basename "$seeds")
	case $file in
	database | redfish | request | snmp | virsh | wire) [ -x "$build/ocf-tests/fuzz/$file-fuzz" ] || continue ;; # without their libraries
	esac
	exits "$file" 0 "$build/ocf-tests/fuzz/$file-fuzz" "$seeds"/*
done
done_testing
