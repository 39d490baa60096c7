# shellcheck shell=bash
# Installs what .ci/packages names and this machine lacks, without letting a package start a
# service here: while dpkg works, /usr/sbin/policy-rc.d says no; afterwards it is what it was,
# and what the packages enabled for the next boot is disabled.
# SPDX-License-Identifier: GPL-2.0-or-later
ci=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$ci/steps.sh"

policy=/usr/sbin/policy-rc.d
policy_kept=$policy.escapebeat-kept
policy_mark='# refuses service starts while escapebeat installs packages'

# packages KINDS: names of the lines whose kinds (b build, q quickstart, t tests, g gates) meet.
packages() {
	awk -v kinds="[$1]" '
		/^[[:space:]]*(#|$)/ { next }
		{ kind = $2 == "#" && $3 ~ /^[bqtg]+$/ ? $3 : "t" }
		kind ~ kinds { print $1 }' "$ci/packages"
}

missing_packages() {
	local name
	for name in $(packages "$1"); do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
			echo "$name"
	done
}

# A run that was killed hard may have left its policy behind: what it set aside comes back first.
restore_policy() {
	if [ -e "$policy_kept" ]; then
		mv -f "$policy_kept" "$policy"
	elif grep -qsxF "$policy_mark" "$policy"; then
		rm -f "$policy"
	fi
}

refuse_starts() {
	restore_policy
	[ ! -e "$policy" ] || cp -a "$policy" "$policy_kept"
	printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy.new"
	chmod 755 "$policy.new"
	mv -f "$policy.new" "$policy"
}

# What starts at boot, by unit or by init script.
enabled_services() {
	{
		find /etc/systemd/system/*.wants /etc/systemd/system/*.requires -name '*.service' \
			-printf '%f\n' | sed 's/\.service$//'
		find /etc/rc[2345].d -name 'S*' -printf '%f\n' | sed 's/^S..//'
	} 2>/dev/null | sort -u
}

disable_service() {
	if command -v systemctl; then
		systemctl disable "$1"
	else
		update-rc.d "$1" disable
	fi >/dev/null 2>&1
}

apt_install() {
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
		-o DPkg::Lock::Timeout=300 "$@"
}

# install_packages KINDS: all or nothing; says why when it cannot.
install_packages() {
	local names before service
	mapfile -t names < <(missing_packages "$1")
	if [ ${#names[@]} = 0 ]; then
		say "all packages are there"
		return
	fi
	say "missing: ${names[*]}"
	[ "$(id -u)" = 0 ] || { say "only root can install them"; return 1; }
	command -v apt-get >/dev/null || { say "no apt-get here: please install them"; return 1; }
	watched "package lists" apt-get update -q || return
	watched "download" apt_install --download-only "${names[@]}" || return
	before=$(enabled_services)
	cleanup restore_policy
	refuse_starts
	step_patient=yes
	watched "unpack" apt_install "${names[@]}" || return
	step_patient=
	restore_policy
	for service in $(comm -13 <(echo "$before") <(enabled_services)); do
		disable_service "$service" && say "$service: not started, and not enabled at boot"
	done
}
