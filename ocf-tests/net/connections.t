#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# kill_connections: whoever is connected to the address is told on stop; others are not.
. "$(dirname "$0")/net.sh"
need perl
two_hosts

cat >"$tap_dir/serve.pl" <<'END'
use Socket;
socket(S, PF_INET, SOCK_STREAM, 0) or die;
bind(S, sockaddr_in(7777, INADDR_ANY)) or die;
listen(S, 9) or die;
$| = 1;
print "ready\n";
while (accept(my $peer, S)) {
	push @peers, $peer;
	syswrite $peer, "hello\n";
}
END
# Prints "connected", then what ended the connection.
cat >"$tap_dir/ask.pl" <<'END'
use Socket;
use Errno;
$SIG{ALRM} = sub { print "timeout\n"; exit };
alarm 60;
$| = 1;
socket(S, PF_INET, SOCK_STREAM, 0) or die;
connect(S, sockaddr_in(7777, inet_aton($ARGV[0]))) or die;
sysread(S, $text, 99);
print "connected\n";
print defined sysread(S, $text, 99) ? "closed\n" : $!{ECONNRESET} ? "reset\n" : "$!\n";
END

exits "start" 0 agent start ip=10.0.0.9
perl "$tap_dir/serve.pl" >"$tap_dir/server" &
ok "a server listens" wait_for 10 grep -q ready "$tap_dir/server"
ip netns exec peer perl "$tap_dir/ask.pl" 10.0.0.9 >"$tap_dir/vip" &
vip=$!
ip netns exec peer perl "$tap_dir/ask.pl" 10.0.0.1 >"$tap_dir/other" &
ok "a client of the address" wait_for 10 grep -q connected "$tap_dir/vip"
ok "a client of the base address" wait_for 10 grep -q connected "$tap_dir/other"
exits "stop" 0 agent stop ip=10.0.0.9 kill_connections=true
if grep -q "Operation not supported" <<<"$err"; then
	skip "the client of the address is told" "this kernel has no CONFIG_INET_DIAG_DESTROY"
else
	wait $vip
	is "the client of the address is told" "$(tail -n 1 "$tap_dir/vip")" reset
fi
is "the other one stays connected" "$(cat "$tap_dir/other")" connected
is "the address is gone" "$(copies 10.0.0.9)" ""
done_testing
