# shellcheck shell=bash disable=SC2154,SC2034
# Authorities and certificates for servers.  Needs mysql.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
need openssl
tls=$db/tls
mkdir -p "$tls"

# authority NAME: $tls/NAME.pem, and its key.
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=authority $1" \
		-keyout "$tls/$1-key.pem" -out "$tls/$1.pem" 2>"$tap_dir/openssl" || diag "$(cat "$tap_dir/openssl")"
}

# certificate AUTHORITY NAME SUBJECT: $tls/NAME.pem for "IP:10.0.0.1" or "DNS:db1", and its key.
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=server $2" -keyout "$tls/$2-key.pem" 2>/dev/null |
		openssl x509 -req -days 2 -CA "$tls/$1.pem" -CAkey "$tls/$1-key.pem" -CAcreateserial \
			-extfile <(echo "subjectAltName=$3") -out "$tls/$2.pem" 2>"$tap_dir/openssl" ||
		diag "$(cat "$tap_dir/openssl")"
	chown mysql:mysql "$tls/$2-key.pem"
}
