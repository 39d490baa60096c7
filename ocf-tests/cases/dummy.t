#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Dummy: remembers that it runs, and does on purpose what other agents do by accident.
. "$(dirname "$0")/../tap.sh"

agent=$build/agents/Dummy
export HA_RSCTMP=$tap_dir/tmp OCF_RESOURCE_INSTANCE=d OCF_RESKEY_CRM_meta_timeout=20000
unset HA_LOGFILE HA_LOGFACILITY
state=$tap_dir/tmp/Dummy-d.state

exits "nothing runs" 7 "$agent" monitor
exits "stop of what does not run" 0 "$agent" stop
exits "start makes its folder" 0 "$agent" start
ok "and its state file" test -f "$state"
exits "it runs" 0 "$agent" monitor
exits "start again" 0 "$agent" start
exits "reload-agent" 0 "$agent" reload-agent
exits "it still runs" 0 "$agent" monitor
is "and a healthy monitor says nothing" "$out$err" ""
exits "another instance does not" 7 env OCF_RESOURCE_INSTANCE=e "$agent" monitor
exits "stop" 0 "$agent" stop
nok "removes the state file" test -e "$state"

export OCF_RESKEY_state=$tap_dir/there
exits "migrate_from starts" 0 "$agent" migrate_from
ok "where state says" test -f "$tap_dir/there"
exits "migrate_to stops" 0 env OCF_RESKEY_CRM_meta_migrate_target=n2 "$agent" migrate_to
like "and says where it goes" "$err" "moving to n2"
nok "here" test -e "$tap_dir/there"
exits "a relative path is refused" 6 env OCF_RESKEY_state=there "$agent" start
exits "but stop does not mind" 0 env OCF_RESKEY_state=there "$agent" stop
mkdir "$tap_dir/there"
exits "a state file that is a folder: nobody knows" 1 "$agent" monitor
like "why" "$err" "ocf-exit-reason:cannot read .*/there: Is a directory"
exits "and stop fails" 1 "$agent" stop
rmdir "$tap_dir/there"
unset OCF_RESKEY_state

exits "fail_start_on this node" 1 env OCF_RESKEY_fail_start_on="$(uname -n)" "$agent" start
exits "leaves nothing running" 7 "$agent" monitor
exits "fail_start_on another node" 0 env OCF_RESKEY_fail_start_on=elsewhere "$agent" start

export OCF_RESKEY_envfile=$tap_dir/env OCF_RESKEY_passwd=geheim
exits "envfile" 0 env OCF_RESKEY_CRM_meta_on_node=n7 "$agent" monitor
like "gets the action" "$(cat "$tap_dir/env")" "^### d monitor @ "
like "and the environment" "$(cat "$tap_dir/env")" "^OCF_RESKEY_CRM_meta_on_node=n7$"
is "for its owner alone" "$(stat -c %a "$tap_dir/env")" 600
unlike "the secret is not told elsewhere" "$out$err" geheim
exits "an envfile that cannot be written" 0 env OCF_RESKEY_envfile=/nonexistent/env "$agent" monitor
like "is a warning" "$err" "WARNING: cannot write the environment to /nonexistent/env"
unset OCF_RESKEY_envfile

start=$EPOCHREALTIME
exits "op_sleep" 0 env OCF_RESKEY_op_sleep=300ms OCF_RESKEY_CRM_meta_timeout=100 "$agent" monitor
ok "takes its time, whatever the deadline" test $((${EPOCHREALTIME/./} - ${start/./})) -ge 300000
done_testing
