# shellcheck shell=bash disable=SC2034,SC2154,SC2016
# A management controller: openipmi's ipmi_sim on 127.0.0.1:9623, user admin, password geheim.
# The machine is the file $machine, which holds 1 (on) or 0.  It knows cipher suite 3, not 17.
# $controller_key, of 16 characters, is its K_g, if it is to have one.
# SPDX-License-Identifier: GPL-2.0-or-later
machine=$tap_dir/machine
is_on() { [ "$(cat "$machine")" = 1 ]; }
is_off() { [ "$(cat "$machine")" = 0 ]; }

# controller [PORT]: starts it anew; $controller is its pid.  A session that was torn may keep it
# from opening others, so each case that tears one starts anew.
controller() {
	local port=${1:-9623} auths="none md2 md5 straight" level
	need ipmi_sim
	mkdir -p "$tap_dir/sim"
	cat >"$tap_dir/sim/chassis" <<-END
		#!/bin/sh
		# 0x20 get power | 0x20 set power 0
		echo "\$*" >>$tap_dir/sim/calls
		[ ! -e $tap_dir/sim/broken ] || exit 1
		case \$2 in
		get) echo "power:\$(cat $machine)" ;;
		set) [ -e $tap_dir/sim/stuck ] || echo "\$4" >$machine ;;
		esac
	END
	chmod +x "$tap_dir/sim/chassis"
	{
		echo 'name "sim"'
		echo 'set_working_mc 0x20'
		echo '  startlan 1'
		echo "    addr 127.0.0.1 $port"
		echo '    priv_limit admin'
		for level in callback user operator admin; do echo "    allowed_auths_$level $auths"; done
		echo '    guid a123456789abcdefa123456789abcdef'
		[ -z "${controller_key:-}" ] || echo "    bmc_key \"$controller_key\""
		echo '  endlan'
		echo "  chassis_control \"$tap_dir/sim/chassis 0x20\""
		echo "  user 2 true \"admin\" \"geheim\" admin 10 $auths"
		echo "  user 3 true \"guest\" \"geheim\" user 10 $auths"
	} >"$tap_dir/sim/lan.conf"
	cat >"$tap_dir/sim/emu" <<-END
		mc_setbmc 0x20
		mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
		sel_enable 0x20 1000 0x0a
		mc_enable 0x20
	END
	[ -z "${controller:-}" ] || { kill "$controller"; wait "$controller"; } 2>/dev/null
	ipmi_sim -n -c "$tap_dir/sim/lan.conf" -f "$tap_dir/sim/emu" -s "$tap_dir/sim" \
		</dev/null >"$tap_dir/sim/out" 2>&1 &
	controller=$!
	wait_for 10 listens "$port" || skip_all "ipmi_sim does not start here"
}
listens() { grep -qi ":$(printf %04X "$1") " /proc/net/udp; }
cleanup '[ -z "${controller:-}" ] || kill "$controller" 2>/dev/null'
