# shellcheck shell=bash disable=SC2034
# TAP for shell cases: . tap.sh; ok/is/like/exits ...; done_testing at the end.
# A case runs from any folder; $top is the source tree, $build the build tree.
# SPDX-License-Identifier: GPL-2.0-or-later
top=${top_srcdir:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
build=${top_builddir:-$PWD}
tap_n=0
tap_failed=0
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/eb-test.XXXXXX")
tap_cleanups=()

# cleanup CMD: run at the end, whatever ends the test; last one first.
cleanup() { tap_cleanups+=("$*"); }

tap_exit() {
	local status=$? i
	set +e
	for ((i = ${#tap_cleanups[@]} - 1; i >= 0; i--)); do
		eval "${tap_cleanups[i]}"
	done
	rm -rf "$tap_dir"
	exit $status
}
trap tap_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# skip_all REASON: this file cannot run here; prove counts it as skipped.
skip_all() { echo "1..0 # SKIP $*"; exit 0; }
need_root() { [ "$(id -u)" = 0 ] || skip_all "needs root"; }
need() { local c; for c; do command -v "$c" >/dev/null || skip_all "needs $c"; done; }

diag() { printf '%s\n' "$*" | sed 's/^/# /' >&2; }
pass() { tap_n=$((tap_n + 1)); echo "ok $tap_n - $*"; }
fail() { tap_n=$((tap_n + 1)); tap_failed=$((tap_failed + 1)); echo "not ok $tap_n - $*"; }
skip() { tap_n=$((tap_n + 1)); echo "ok $tap_n - $1 # SKIP $2"; }

# ok NAME CMD...: the command succeeds.
ok() { local name=$1; shift; if "$@"; then pass "$name"; else fail "$name"; diag "failed: $*"; fi; }
# nok NAME CMD...: the command fails.
nok() { local name=$1; shift; if "$@"; then fail "$name"; diag "succeeded: $*"; else pass "$name"; fi; }
# is NAME GOT WANT
is() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1"; diag "got:  $2"; diag "want: $3"; fi; }
# like NAME TEXT EXTENDED-REGEX
like() { if grep -qE -- "$3" <<<"$2"; then pass "$1"; else fail "$1"; diag "got:  $2"; diag "want: /$3/"; fi; }
unlike() { if grep -qE -- "$3" <<<"$2"; then fail "$1"; diag "got: $2"; else pass "$1"; fi; }
# exits NAME CODE CMD...: exit code; standard output and error are left in $out and $err.
exits() {
	local name=$1 want=$2 got=0
	shift 2
	"$@" >"$tap_dir/out" 2>"$tap_dir/err" </dev/null || got=$?
	out=$(<"$tap_dir/out") err=$(<"$tap_dir/err")
	if [ "$got" = "$want" ]; then pass "$name"; else
		fail "$name"; diag "exit $got, want $want: $*"; diag "$out"; diag "$err"; fi
}
# wait_for SECONDS CMD...: until the command succeeds. Between two questions as much time passes as
# the last one took, from 20 to 200 ms: what is dear to ask is not asked without a pause.
wait_for() {
	local tap_end=$((${EPOCHREALTIME/./} + $1 * 1000000)) tap_asked tap_now tap_pause
	shift
	for (( ; ; )); do
		tap_asked=${EPOCHREALTIME/./}
		! "$@" || return 0
		tap_now=${EPOCHREALTIME/./}
		[ "$tap_now" -lt "$tap_end" ] || return 1
		tap_pause=$((tap_now - tap_asked))
		((tap_pause >= 20000)) || tap_pause=20000
		((tap_pause <= 200000)) || tap_pause=200000
		printf -v tap_pause '0.%06d' $tap_pause
		sleep "$tap_pause"
	done
}
# fake_program PATH: makes a program that notes how it is called, and hangs, speaks and exits as
# FAKE_HANG, FAKE_SAYS and FAKE_STATUS tell it.  calls: its calls since the last time, one a line.
fake_program() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-END
		#!/bin/sh
		echo "\$*" >>"$tap_dir/calls"
		[ -z "\$FAKE_HANG" ] || { sleep 1000 & wait; }
		[ -z "\$FAKE_SAYS" ] || echo "\$FAKE_SAYS"
		exit \${FAKE_STATUS:-0}
	END
	chmod +x "$1"
}
calls() { cat "$tap_dir/calls" 2>/dev/null; rm -f "$tap_dir/calls"; }
# agents: the names of all agents of the build; each has printed a man page of its own.
agents() {
	local page
	for page in "$build"/agents/ocf_escapebeat_*.7; do
		page=${page##*/ocf_escapebeat_}
		echo "${page%.7}"
	done
}
# seal PLAN: makes the digest in a plan that was edited right, for what else the edit has to do.
seal() {
	local digest
	digest=$({ echo ,; tail -n +4 "$1"; } | sha256sum) &&
		sed -i "3s/\"sha256\" : \"[^\"]*\"/\"sha256\" : \"${digest%% *}\"/" "$1"
}
done_testing() { echo "1..$tap_n"; [ "$tap_failed" = 0 ]; }
