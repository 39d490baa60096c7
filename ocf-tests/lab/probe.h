// SPDX-License-Identifier: GPL-2.0-or-later
/* What probe's parts know of each other: a target is asked, and now and then somebody answers. */
#ifndef EB_LAB_PROBE_H
#define EB_LAB_PROBE_H

#include <netinet/in.h>
#include <stdint.h>

#define EB_PROBE_WHO 64

struct eb_target {
	const char *name; /* as on the command line */
	char who[EB_PROBE_WHO];
	int64_t last_ms; /* of the last answer, 0: none yet */
	unsigned long asked, answered;
	int silent;
};

/* eb_probe_now_ms: the wall clock, milliseconds since 1970. */
int64_t eb_probe_now_ms(void);

/* eb_probe_answer: WHO answers now; reports it when that is news. */
void eb_probe_answer(struct eb_target *target, const char *who);

/* eb_probe_event: print one line about the target. */
void eb_probe_event(const struct eb_target *target, int64_t time_ms, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- ARP ---------------------------------------------------------------------------------- */

/*
 * eb_arp_open: a raw ARP socket on the interface; questions bear its MAC and its first address.
 * names_path (or NULL) holds "MAC NODE" lines.  Returns the descriptor; exits with a message.
 */
int eb_arp_open(const char *nic, const char *names_path);

/* eb_arp_add: watch an IPv4 address for this target; exits when it is none. */
void eb_arp_add(struct eb_target *target, const char *address);

/* eb_arp_ask: one question for each watched address. */
void eb_arp_ask(void);

/* eb_arp_read: take in the answers that have come. */
void eb_arp_read(void);

/* ---- HTTP --------------------------------------------------------------------------------- */

/* eb_http_add: ask ADDRESS[:PORT][/PATH] for this target; exits when it is malformed. */
void eb_http_add(struct eb_target *target, const char *where);

/* eb_http_ask: begin one connection to each target, give up those that are too old. */
void eb_http_ask(void);

/* eb_http_fd: epoll descriptor: readable when eb_http_read has something to do. */
int eb_http_fd(void);

/* eb_http_read: go on with the connections that can. */
void eb_http_read(void);

#endif
