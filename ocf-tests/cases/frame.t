#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the frame promises for every agent, shown on one that answers as it is told.
. "$(dirname "$0")/../tap.sh"

agent=$build/ocf-tests/fake/agent
while IFS='=' read -r variable _; do
	case $variable in OCF_* | HA_* | FAKE_*) unset "$variable" ;; esac
done < <(env)
export HA_RSCTMP=$tap_dir OCF_RESOURCE_INSTANCE=f OCF_RESKEY_name=n
recurring=OCF_RESKEY_CRM_meta_interval=10000

reason() { sed -n 's/^ocf-exit-reason://p' <<<"$err"; }

# Which action: before anything else is looked at.
exits "an unknown action is 3" 3 "$agent" frobnicate
like "and tells the known ones" "$out" "start stop .*reload.* meta-data"
exits "no action is 3" 3 "$agent"
exits "part of a name is no action" 3 "$agent" star
exits "a name in capitals is no action" 3 "$agent" START
exits "an unknown action is 3 before any parameter" 3 env OCF_RESKEY_weight=x "$agent" frobnicate
exits "notify is 3 when the agent has none" 3 "$agent" notify
exits "further arguments are ignored" 0 "$agent" validate-all more of them
exits "usage needs no parameter" 0 env -u OCF_RESKEY_name "$agent" usage
exits "meta-data needs no parameter" 0 env -u OCF_RESKEY_name OCF_RESKEY_weight=x "$agent" meta-data
exits "man needs no parameter" 0 env -u OCF_RESKEY_name "$agent" man
exits "meta-data that cannot be written is an error" 1 bash -c "'$agent' meta-data >/dev/full"

# Bad parameters: refused where something would be changed by them ...
exits "start refuses a bad value" 6 env OCF_RESKEY_weight=10 "$agent" start
is "and names parameter, value and wish" "$(reason)" \
	"parameter weight is '10': wants a whole number from 1 to 9"
exits "start refuses a missing value" 6 env -u OCF_RESKEY_name "$agent" start
is "and says so" "$(reason)" "parameter name is missing: wants a text"
exits "an empty value is a missing one" 6 env OCF_RESKEY_name= "$agent" start
exits "several faults, several reasons" 6 env -u OCF_RESKEY_name OCF_RESKEY_weight=x "$agent" start
is "one each" "$(reason | wc -l)" 2
exits "the recurring monitor refuses a bad value" 6 env $recurring OCF_RESKEY_weight=x "$agent" monitor
exits "a secret that is refused" 6 env OCF_RESKEY_pin=12x45 "$agent" start
is "is not shown" "$(reason)" "parameter pin is wrong: wants a whole number"
unlike "anywhere" "$out$err" 12x45
exits "the cluster may choose the prefix" 6 env OCF_EXIT_REASON_PREFIX=because: OCF_RESKEY_weight=x "$agent" start
like "of the reason" "$err" "^because:parameter weight"

# ... and forgiven where that would fence a node or stop a service.
exits "stop goes on without a bad tuning value" 0 env FAKE_monitor=7 OCF_RESKEY_weight=x "$agent" stop
like "with its default" "$out" "^stop .*weight=3"
like "and warns" "$err" "WARNING: parameter weight is 'x'.*going on without it"
is "but gives no reason" "$(reason)" ""
exits "stop of a resource without identity has nothing to do" 0 env -u OCF_RESKEY_name "$agent" stop
is "and does nothing" "$out" ""
exits "probe goes on without a bad tuning value" 7 env FAKE_monitor=7 OCF_RESKEY_weight=x "$agent" monitor
like "as a probe" "$out" "^monitor .*probe=1.*weight=3"
exits "probe of a resource without identity finds nothing" 7 env -u OCF_RESKEY_name "$agent" monitor
exits "interval 0 is a probe, too" 7 env -u OCF_RESKEY_name OCF_RESKEY_CRM_meta_interval=0 "$agent" monitor
exits "a recurring monitor without identity is refused" 6 env -u OCF_RESKEY_name $recurring "$agent" monitor
exits "stop is not stopped by what validate says" 0 env FAKE_validate=6 FAKE_monitor=7 "$agent" stop
exits "nor is a probe" 0 env FAKE_validate=6 "$agent" monitor

# validate-all: parameters alone at level 0; the host as well at level 10, and without a level,
# as the stock agents and ocft have it.
exits "validate-all accepts" 0 "$agent" validate-all
exits "validate-all refuses" 6 env OCF_RESKEY_weight=x "$agent" validate-all
exits "validate-all asks the agent" 2 env FAKE_validate=2 "$agent" validate-all
exits "level 0 leaves the host alone" 0 env FAKE_validate_host=5 OCF_CHECK_LEVEL=0 "$agent" validate-all
exits "no level looks at the host" 5 env FAKE_validate_host=5 "$agent" validate-all
exits "level 10 looks at the host" 5 env FAKE_validate_host=5 OCF_CHECK_LEVEL=10 "$agent" validate-all
exits "start looks at the host" 5 env FAKE_validate_host=5 "$agent" start
exits "as text it prints nothing" 0 env OCF_OUTPUT_FORMAT=text "$agent" validate-all
is "nothing" "$out$err" ""
exits "as XML it prints its verdict" 6 env OCF_OUTPUT_FORMAT=xml OCF_RESKEY_weight=x "$agent" validate-all
is "in one element" "$out" '<validation agent="fake" valid="false" code="not configured"/>'

# An action is believed when monitor sees its effect.
exits "start, and it runs" 0 "$agent" start
exits "start, but nothing runs" 1 env FAKE_monitor=7 "$agent" start
like "is told" "$(reason)" "start was carried out, but monitor then says 7 \(not running\)"
exits "start of something degraded" 0 env FAKE_monitor=190 "$agent" start
exits "start must not promote" 1 env FAKE_monitor=8 "$agent" start
exits "stop, and it is gone" 0 env FAKE_monitor=7 "$agent" stop
exits "stop, but it still runs" 1 env FAKE_monitor=0 "$agent" stop
exits "stop, but nobody knows" 1 env FAKE_monitor=1 "$agent" stop
exits "promote, and it is" 0 env FAKE_monitor=8 "$agent" promote
exits "promote, degraded" 0 env FAKE_monitor=191 "$agent" promote
exits "promote, but it merely runs" 1 env FAKE_monitor=0 "$agent" promote
exits "demote, and it runs" 0 env FAKE_monitor=0 "$agent" demote
exits "demote, but it is promoted still" 1 env FAKE_monitor=8 "$agent" demote
exits "demote, but it is gone" 1 env FAKE_monitor=7 "$agent" demote
exits "a failure is passed on as it is" 4 env FAKE_start=4 FAKE_monitor=0 "$agent" start
is "without asking monitor" "$(grep -c ^monitor <<<"$out")" 0

# Levels: the deepest row that is not deeper than asked.
for pair in 0:0 5:0 10:10 15:10 20:20 99:20; do
	exits "monitor at level ${pair%:*}" 0 env $recurring OCF_CHECK_LEVEL="${pair%:*}" "$agent" monitor
	like "runs the row of depth ${pair#*:}" "$out" "^monitor depth=${pair#*:} level=${pair%:*} "
done

# The deadline is a little before the cluster's.
left() { env $recurring OCF_RESKEY_CRM_meta_timeout="$1" "$agent" monitor | sed 's/.*left=\([0-9]*\).*/\1/'; }
between() { [ "$3" -gt "$1" ] && [ "$3" -le "$2" ] || { diag "$3"; return 1; }; }
ok "timeout 60 s leaves 59.7 s" between 50000 59700 "$(left 60000)"
ok "timeout 1 s leaves 0.9 s" between 0 900 "$(left 1000)"
ok "no timeout leaves the advised one" between 10000 19700 "$(left '')"
ok "timeout 0 leaves the advised one" between 10000 19700 "$(left 0)"

# status is monitor for people.
exits "status of what runs" 0 "$agent" status
like "says so" "$out" "^running$"
exits "status of what does not" 7 env FAKE_monitor=7 "$agent" status
like "says so" "$out" "^stopped$"

# Surroundings that a cluster may have.
exits "an empty environment" 0 env -i OCF_RESKEY_name=n "$agent" start
exits "a locale that there is not" 0 env LC_ALL=xx_XX.x TZ=Nowhere PATH= LANGUAGE=de "$agent" start
like "closed descriptors are filled, not taken for files" "$("$agent" start <&- 2>&-)" " fd=3\$"
state=$tap_dir/closed.state
OCF_RESKEY_state=$state "$build/agents/Dummy" start <&- >&- 2>&-
is "start with closed descriptors" $? 0
is "writes its state and nothing else there" "$(cat "$state")" running
OCF_RESKEY_state=$state OCF_RESKEY_op_sleep=x "$build/agents/Dummy" stop <&- >&- 2>&-
is "stop with closed descriptors" $? 0
nok "removes it" test -e "$state"
done_testing
