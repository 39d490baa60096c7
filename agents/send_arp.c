// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * send_arp: announces an IPv4 address with pairs of ARP requests and replies.  The
 * command line is that of Heartbeat's program of this name, as scripts still use it.
 */
#include <err.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/announce.h"
#include "lib/clock.h"
#include "lib/core.h"

static const char usage_text[] =
	"usage: send_arp [-i MS] [-r COUNT] [-p PIDFILE] INTERFACE ADDRESS MAC BROADCAST NETMASK\n"
	"  -i MS       time from pair to pair (500); the reply goes half of it after the request\n"
	"  -r COUNT    pairs to send (1)\n"
	"  -p PIDFILE  keep the process's number there while it runs\n"
	"  MAC         12 hexadecimal digits, or auto for the interface's own\n"
	"  BROADCAST and NETMASK are ignored\n";

/* For the handler: what to remove when a signal ends the process. */
static const char *pid_file;

static EB_NORETURN void quit(int failed)
{
	if (pid_file)
		unlink(pid_file);
	_exit(failed ? 1 : 0);
}

static long number(const char *text, const char *what)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < 1 || n > 1000000)
		errx(1, "%s '%s': wants a number from 1 to 1000000", what, text);
	return n;
}

static void write_pid(const char *path)
{
	FILE *f = fopen(path, "we");

	if (!f || fprintf(f, "%d\n", (int)getpid()) < 0 || fclose(f))
		err(1, "cannot write %s", path);
	pid_file = path;
}

/* A name is looked up, as it always was. */
static struct eb_addr resolve(const char *text)
{
	struct addrinfo hints = { .ai_family = AF_INET }, *found;
	struct sockaddr_in sin;
	int r = getaddrinfo(text, NULL, &hints, &found);

	if (r)
		errx(1, "cannot resolve %s: %s", text, gai_strerror(r));
	memcpy(&sin, found->ai_addr, sizeof(sin));
	freeaddrinfo(found);
	return eb_addr_make(AF_INET, &sin.sin_addr);
}

/* 12 digits, with or without something between each two. */
static void read_mac(const char *text, struct eb_hwaddr *hw)
{
	const char *at = text;

	hw->len = 6;
	for (int i = 0; i < hw->len; i++) {
		unsigned byte;
		int used = 0;

		if (sscanf(at, "%2x%n", &byte, &used) != 1 || used != 2)
			errx(1, "MAC '%s': wants 12 hexadecimal digits or auto", text);
		hw->bytes[i] = (uint8_t)byte;
		at += used;
		at += *at == ':' || *at == '-';
	}
}

static int send_pairs(const struct eb_announce *announce, long interval_ms, long count)
{
	int r = 0;

	for (long i = 0; i < 2 * count && r == 0; i++) {
		if (i > 0)
			eb_clock_sleep((int)(interval_ms / 2), INT64_MAX);
		r = eb_announce_send(announce, i % 2 ? EB_ARP_REPLY : EB_ARP_REQUEST);
	}
	return r;
}

int main(int argc, char **argv)
{
	EB_CLEAN(eb_announce_close) struct eb_announce announce = EB_ANNOUNCE_CLOSED;
	long interval_ms = 500, count = 1;
	struct eb_addr addr;
	int option, r;

	while ((option = getopt(argc, argv, "i:r:p:")) != -1) {
		switch (option) {
		case 'i': interval_ms = number(optarg, "interval"); break;
		case 'r': count = number(optarg, "count"); break;
		case 'p': write_pid(optarg); break;
		default: fputs(usage_text, stderr); quit(1);
		}
	}
	if (argc - optind != 5) {
		fputs(usage_text, stderr);
		quit(1);
	}
	signal(SIGTERM, quit);
	signal(SIGINT, quit);
	addr = resolve(argv[optind + 1]);
	r = eb_announce_open_on(&announce, argv[optind], &addr);
	if (r == 0 && strcmp(argv[optind + 2], "auto"))
		read_mac(argv[optind + 2], &announce.arp.hw);
	if (r == 0)
		r = send_pairs(&announce, interval_ms, count);
	if (r < 0)
		fprintf(stderr, "send_arp: cannot announce %s on %s: %s\n", argv[optind + 1],
			argv[optind], strerror(-r));
	quit(r < 0);
}
