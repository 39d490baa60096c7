#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the frame promises for every agent, shown on Dummy.
. "$(dirname "$0")/../tap.sh"

agent=$build/agents/Dummy
export HA_RSCTMP=$tap_dir OCF_RESOURCE_INSTANCE=d OCF_RESKEY_CRM_meta_timeout=20000
unset HA_LOGFILE HA_LOGFACILITY HA_debug OCF_RESKEY_CRM_meta_interval

exits "an unknown action is 3" 3 "$agent" frobnicate
exits "no action is 3" 3 "$agent"
done_testing
