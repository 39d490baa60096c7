# shellcheck shell=bash disable=SC2034
# Sourced by the libraries of net and storage: a case apart from the machine, with the agent that
# it judges.
# SPDX-License-Identifier: GPL-2.0-or-later

# apart OPTION... -- ARGUMENT...: starts the case anew, with these arguments, in namespaces of its
# own (options of unshare) and one for processes, so that nothing of it can stay behind.
apart() {
	local options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	[ "${EB_APART:-}" != "${options[*]}" ] || return 0
	[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
	unshare "${options[@]}" true 2>/dev/null || { echo "1..0 # SKIP needs namespaces"; exit 0; }
	export EB_APART="${options[*]}"
	exec unshare "${options[@]}" --pid --fork --kill-child --mount-proc "$0" "$@"
}

# judges AGENT INSTANCE: the agent under test is EB_AGENT, a full path, or our own build of this
# one, as an instance of this name.
judges() {
	unset HA_LOGFILE HA_LOGFACILITY HA_debug HA_DEBUGLOG HA_LOGD HA_use_logd
	unset "${!OCF_RESKEY_@}" OCF_CHECK_LEVEL
	mount -t tmpfs none /run
	mkdir /run/resource-agents
	export HA_RSCTMP=/run/resource-agents OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=$2
	export PATH=/usr/sbin:/usr/bin:/sbin:/bin
	agent_path=${EB_AGENT:-$build/agents/$1}
	[ -x "$agent_path" ] || skip_all "no such agent: $agent_path"
}

# agent ACTION [NAME=VALUE...]: runs the agent under test with these parameters.
agent() {
	local action=$1
	shift
	OCF_RESOURCE_TYPE=${agent_path##*/} env "${@/#/OCF_RESKEY_}" "$agent_path" "$action"
}

# recurring [NAME=VALUE...]: a monitor as the cluster repeats it; a monitor without an
# interval is a probe.
recurring() { agent monitor CRM_meta_interval=10000 CRM_meta_timeout=20000 "$@"; }
