// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One netlink conversation: a request and the kernel's answer, a dump, or the wait
 * for an event.  Requests are built with libmnl; every answer ends as 0 or -errno.
 *
 * Dumps ask the kernel to filter (NETLINK_GET_STRICT_CHK, Linux 4.20), so that two
 * hundred addresses elsewhere cost nothing; an older kernel sends all, and callers
 * check what they get.
 */
#ifndef EB_NETLINK_H
#define EB_NETLINK_H

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdint.h>

struct eb_nl {
	int fd;
	unsigned seq;
};

enum { EB_NL_REQUEST = 1024 }; /* bytes for one request */

/* One message of an answer; 0 goes on, -errno ends the call with that result. */
typedef int eb_nl_fn(const struct nlmsghdr *nlh, void *arg);

/* Opens a socket of protocol (NETLINK_ROUTE, NETLINK_SOCK_DIAG). */
int eb_nl_open(struct eb_nl *nl, int protocol);

/* Closes it; for EB_CLEAN.  A struct that was never opened has fd -1. */
void eb_nl_close(struct eb_nl *nl);
#define EB_NL_CLOSED ((struct eb_nl) { .fd = -1 })

/* Begins a request in buf (EB_NL_REQUEST bytes): its type and NLM_F_ flags. */
struct nlmsghdr *eb_nl_begin(void *buf, uint16_t type, uint16_t flags);

/*
 * Sends the request and takes the whole answer.  Without fn: waits for the
 * kernel's acknowledgement.  With fn: calls it for the one answer, or, with NLM_F_DUMP
 * or NLM_F_ACK in the flags, for each until the end.  Returns 0 or the kernel's -errno; -EAGAIN when
 * the table changed during a dump, so that the caller has to begin anew.
 */
int eb_nl_call(struct eb_nl *nl, struct nlmsghdr *nlh, eb_nl_fn *fn, void *arg);

/* Subscribes to a group of events (RTNLGRP_LINK, RTNLGRP_IPV6_IFADDR). */
int eb_nl_join(struct eb_nl *nl, unsigned group);

/*
 * Waits for an event.  1: something changed, look again (what changed is not told:
 * events can be lost, the kernel's state cannot); 0: the deadline (eb_clock_ms)
 * passed; -errno.
 */
int eb_nl_wait(struct eb_nl *nl, int64_t deadline_ms);

#endif
