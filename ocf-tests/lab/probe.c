// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe: who answers for an address, and when nobody does, seen from a client.
 *
 *   probe [--every MS] [--silent MS] [--watch NIC] [--names FILE] TARGET...
 *
 * A target is arp:ADDRESS (IPv4) or http:ADDRESS[:PORT][/PATH], IPv6 in brackets.  Each is asked
 * every MS milliseconds (5), whatever became of the question before.  One line per event, times in
 * milliseconds since 1970:
 *
 *   TIME TARGET answered WHO [after MS]    another one than before answers, or it answers again
 *   TIME TARGET silent                     the last answer was at TIME, --silent MS (50) ago
 *   TIME TARGET two-owners WHO WHO         two MACs answered one and the same ARP question
 *   TIME TARGET end asked=N answered=N     on SIGTERM or SIGINT
 *
 * For HTTP, WHO is the first line of the body, or "refused": that too is an answer of a host that
 * has the address.  For ARP, it is the node of the MAC in FILE ("MAC NODE" lines), else the MAC.
 *
 * ARP questions go out by an interface of their own (NIC, watch0): were the client's own interface
 * used, its kernel would learn from the answers, and HTTP would never meet a stale ARP entry.
 */
#include "ocf-tests/lab/probe.h"

#include <err.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MAX_TARGETS 64

static struct eb_target targets[MAX_TARGETS];
static int target_count;

int64_t eb_probe_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void eb_probe_event(const struct eb_target *target, int64_t time_ms, const char *format, ...)
{
	va_list args;

	printf("%lld %s ", (long long)time_ms, target->name);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void eb_probe_answer(struct eb_target *target, const char *who)
{
	int64_t now = eb_probe_now_ms();

	if (target->last_ms == 0)
		eb_probe_event(target, now, "answered %s", who);
	else if (target->silent || strcmp(target->who, who) != 0)
		eb_probe_event(target, now, "answered %s after %lld", who,
			       (long long)(now - target->last_ms));
	snprintf(target->who, sizeof(target->who), "%s", who);
	target->last_ms = now;
	target->silent = 0;
	target->answered++;
}

static void report_silence(int64_t silent_ms)
{
	int64_t now = eb_probe_now_ms();

	for (struct eb_target *t = targets; t < targets + target_count; t++) {
		if (t->silent || t->last_ms == 0 || now - t->last_ms < silent_ms)
			continue;
		t->silent = 1;
		eb_probe_event(t, t->last_ms, "silent");
	}
}

static void report_end(void)
{
	for (struct eb_target *t = targets; t < targets + target_count; t++)
		eb_probe_event(t, eb_probe_now_ms(), "end asked=%lu answered=%lu", t->asked,
			       t->answered);
}

static int open_timer(long every_ms)
{
	struct itimerspec every = { .it_interval = { every_ms / 1000, every_ms % 1000 * 1000000 },
				    .it_value = { 0, 1 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	if (fd < 0 || timerfd_settime(fd, 0, &every, NULL) < 0)
		err(1, "cannot set a timer");
	return fd;
}

static int open_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		err(1, "cannot wait for signals");
	return fd;
}

static void loop(int arp, long every_ms, long silent_ms)
{
	enum { TIMER, SIGNAL, ARP, HTTP };
	struct pollfd fds[] = { [TIMER] = { .fd = open_timer(every_ms), .events = POLLIN },
				[SIGNAL] = { .fd = open_signals(), .events = POLLIN },
				[ARP] = { .fd = arp, .events = POLLIN },
				[HTTP] = { .fd = eb_http_fd(), .events = POLLIN } };
	uint64_t ticks;

	while (!fds[SIGNAL].revents) {
		if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) < 0)
			continue;
		if (fds[ARP].revents)
			eb_arp_read();
		if (fds[HTTP].revents)
			eb_http_read();
		if (fds[TIMER].revents && read(fds[TIMER].fd, &ticks, sizeof(ticks)) > 0) {
			report_silence(silent_ms);
			eb_arp_ask();
			eb_http_ask();
		}
	}
}

static void add_target(const char *name)
{
	struct eb_target *target = &targets[target_count];

	if (target_count++ == MAX_TARGETS)
		errx(2, "more than %d targets", MAX_TARGETS);
	target->name = name;
	if (strncmp(name, "arp:", 4) == 0)
		eb_arp_add(target, name + 4);
	else if (strncmp(name, "http:", 5) == 0)
		eb_http_add(target, name + 5);
	else
		errx(2, "%s: expected arp:ADDRESS or http:ADDRESS[:PORT][/PATH]", name);
}

static _Noreturn void usage(int status)
{
	fprintf(status ? stderr : stdout,
		"usage: probe [--every MS] [--silent MS] [--watch NIC] [--names FILE] TARGET...\n"
		"TARGET: arp:ADDRESS or http:ADDRESS[:PORT][/PATH].  Prints, until SIGTERM:\n"
		"  TIME TARGET answered WHO [after MS] | silent | two-owners WHO WHO | end ...\n"
		"TIME: milliseconds since 1970; of \"silent\": that of the last answer.\n");
	exit(status);
}

static long number(const char *option, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end || value <= 0)
		errx(2, "--%s %s: expected a number of milliseconds", option, text);
	return value;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "every", required_argument, NULL, 'e' },
						 { "silent", required_argument, NULL, 's' },
						 { "watch", required_argument, NULL, 'w' },
						 { "names", required_argument, NULL, 'n' },
						 { "help", no_argument, NULL, 'h' },
						 { NULL, 0, NULL, 0 } };
	/* A late question is a wrong measurement; on a loaded machine this keeps them in time. */
	struct sched_param urgent = { .sched_priority = 1 };
	const char *watch = "watch0", *names = "/etc/lab-macs";
	long every_ms = 5, silent_ms = 50;
	int c, arp = -1;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (c) {
		case 'e': every_ms = number("every", optarg); break;
		case 's': silent_ms = number("silent", optarg); break;
		case 'w': watch = optarg; break;
		case 'n': names = optarg; break;
		case 'h': usage(0);
		default: usage(2);
		}
	}
	if (optind == argc)
		usage(2);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = optind; i < argc; i++) {
		if (arp < 0 && strncmp(argv[i], "arp:", 4) == 0)
			arp = eb_arp_open(watch, names);
		add_target(argv[i]);
	}
	if (sched_setscheduler(0, SCHED_RR, &urgent) < 0)
		warn("cannot become SCHED_RR, going on without");
	loop(arp, every_ms, silent_ms);
	report_end();
	return 0;
}
