// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * send_ua: announces an IPv6 address with unsolicited neighbour advertisements.  The
 * command line is that of Heartbeat's program of this name.  The address has to be on the
 * interface, past duplicate address detection.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/announce.h"
#include "lib/core.h"

static int usage(void)
{
	fputs("usage: send_ua [-i MS] [-c COUNT] ADDRESS PREFIX INTERFACE\n"
	      "  -i MS     time between advertisements (1000)\n"
	      "  -c COUNT  advertisements to send (5)\n",
	      stderr);
	return 2;
}

/* A number of at least 1, or 0. */
static long number(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	return end == text || *end || n < 1 || n > 1000000 ? 0 : n;
}

int main(int argc, char **argv)
{
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	long interval_ms = 1000, count = 5;
	struct eb_addr addr;
	int option, r;

	while ((option = getopt(argc, argv, "i:c:h")) != -1) {
		switch (option) {
		case 'i': interval_ms = number(optarg); break;
		case 'c': count = number(optarg); break;
		default: return usage();
		}
	}
	if (argc - optind != 3 || !interval_ms || !count)
		return usage();
	if (eb_addr_parse(argv[optind], &addr) < 0 || addr.family != AF_INET6) {
		fprintf(stderr, "send_ua: '%s' is no IPv6 address\n", argv[optind]);
		return usage();
	}
	r = eb_announce_open_on(&announce, argv[optind + 2], &addr);
	if (r == 0)
		r = eb_announce_rounds(&announce, EB_ARP_BOTH, count, interval_ms);
	if (r < 0)
		fprintf(stderr, "send_ua: cannot announce %s on %s: %s\n", argv[optind],
			argv[optind + 2], strerror(-r));
	return r < 0;
}
