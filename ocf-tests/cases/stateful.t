#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Stateful: the life of a promotable instance, and what it tells the cluster of itself.
. "$(dirname "$0")/../tap.sh"

agent=$build/agents/Stateful
export HA_RSCTMP=$tap_dir HA_SBIN_DIR=$tap_dir/sbin OCF_RESOURCE_INSTANCE=s
export OCF_RESKEY_CRM_meta_timeout=20000 OCF_RESKEY_CRM_meta_interval=10000
unset HA_LOGFILE HA_LOGFACILITY
state=$tap_dir/Stateful-s.state

fake_program "$HA_SBIN_DIR/crm_attribute"

exits "nothing runs" 7 "$agent" monitor
exits "promote of what does not run" 7 "$agent" promote
exits "demote of what does not run" 7 "$agent" demote
is "tells the cluster nothing" "$(calls)" ""
exits "start" 0 "$agent" start
is "sets the score of a candidate" "$(calls)" "--promotion -v 5"
exits "monitor is 0" 0 "$agent" monitor
is "and tells nothing more" "$(calls)$out$err" ""
exits "promote" 0 "$agent" promote
is "raises the score" "$(calls)" "--promotion -v 10"
exits "monitor is 8" 8 "$agent" monitor
exits "promote again" 0 "$agent" promote
exits "start of what is promoted is 8" 8 "$agent" start
calls >/dev/null
exits "a probe finds it" 8 env -u OCF_RESKEY_CRM_meta_interval "$agent" monitor
is "and restores its score" "$(calls)" "--promotion -v 10"
exits "demote" 0 "$agent" demote
is "lowers the score" "$(calls)" "--promotion -v 5"
exits "demote again" 0 "$agent" demote
exits "a probe finds it" 0 env -u OCF_RESKEY_CRM_meta_interval "$agent" monitor
exits "notify" 0 "$agent" notify
exits "reload-agent" 0 "$agent" reload-agent
exits "promote once more" 0 "$agent" promote
calls >/dev/null
exits "stop of what is promoted" 0 "$agent" stop
is "deletes the score" "$(calls)" "--promotion -D"
nok "and the state" test -e "$state"
exits "stop again" 0 "$agent" stop

# The score is advice: what cannot be written costs no service.
exits "start, while the cluster does not answer" 0 env FAKE_STATUS=102 FAKE_SAYS="no CIB" "$agent" start
like "is a warning" "$err" "WARNING: cannot set the promotion score: no CIB"
exits "promote, while the program fails" 0 env FAKE_STATUS=1 "$agent" promote
exits "stop, while the program hangs" 0 env FAKE_HANG=1 OCF_RESKEY_CRM_meta_timeout=3000 "$agent" stop
like "is a warning in time" "$err" "WARNING: cannot delete the promotion score: Connection timed out"
exits "start without the program" 0 env HA_SBIN_DIR=/nonexistent "$agent" start

# A state file that says nothing known.
echo garbage >"$state"
exits "nobody knows the role" 1 "$agent" monitor
like "and the reason says so" "$err" "ocf-exit-reason:cannot tell the role from $state, which wants Unpromoted or Promoted"
exits "promote will not guess" 1 "$agent" promote
exits "demote neither" 1 "$agent" demote
exits "stop clears it" 0 "$agent" stop
exits "and nothing runs" 7 "$agent" monitor
done_testing
