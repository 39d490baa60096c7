// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/netlink.h"

/* What the kernel fills at most in one part of a dump (netlink(7): 32 kB since 4.x). */
enum { ANSWER = 32768 };

int eb_nl_open(struct eb_nl *nl, int protocol)
{
	int on = 1;

	nl->seq = 0;
	nl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (nl->fd < 0)
		return -errno;
	/* Without it (before 4.20) dumps are longer, not wrong. */
	setsockopt(nl->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	return 0;
}

void eb_nl_close(struct eb_nl *nl)
{
	if (nl->fd >= 0)
		close(nl->fd);
	nl->fd = -1;
}

struct nlmsghdr *eb_nl_begin(void *buf, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	return nlh;
}

/* The answer to one request while it comes in. */
struct answer {
	unsigned seq;
	bool several, interrupted, ended;
	eb_nl_fn *fn;
	void *arg;
};

/* An error or acknowledgement message carries the negative errno, a dump's end too. */
static int result(const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_len < sizeof(*nlh) + sizeof(int))
		return 0;
	return *(const int *)mnl_nlmsg_get_payload(nlh);
}

static int take(struct answer *answer, const struct nlmsghdr *nlh)
{
	int r;

	if (nlh->nlmsg_seq != answer->seq)
		return 0; /* the rest of an answer that somebody lost interest in */
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = true;
	switch (nlh->nlmsg_type) {
	case NLMSG_NOOP: return 0;
	case NLMSG_OVERRUN: return -EOVERFLOW;
	case NLMSG_ERROR:
	case NLMSG_DONE:
		answer->ended = true;
		r = result(nlh);
		return r < 0 ? r : answer->interrupted ? -EAGAIN : 0;
	}
	r = answer->fn ? answer->fn(nlh, answer->arg) : 0;
	answer->ended = !answer->several || r < 0;
	return r;
}

int eb_nl_call(struct eb_nl *nl, struct nlmsghdr *nlh, eb_nl_fn *fn, void *arg)
{
	struct answer answer = { .seq = ++nl->seq, .fn = fn, .arg = arg };
	_Alignas(struct nlmsghdr) char buf[ANSWER];
	int r = 0;

	if (!fn)
		nlh->nlmsg_flags |= NLM_F_ACK;
	answer.several = nlh->nlmsg_flags & (NLM_F_DUMP | NLM_F_ACK);
	nlh->nlmsg_seq = answer.seq;
	if (send(nl->fd, nlh, nlh->nlmsg_len, 0) < 0)
		return -errno;
	while (!answer.ended) {
		ssize_t got = recv(nl->fd, buf, sizeof(buf), 0);
		int left = (int)got;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		for (struct nlmsghdr *m = (struct nlmsghdr *)buf;
		     mnl_nlmsg_ok(m, left) && !answer.ended; m = mnl_nlmsg_next(m, &left))
			r = take(&answer, m);
	}
	return r;
}

int eb_nl_join(struct eb_nl *nl, unsigned group)
{
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };

	/* The kernel tells no event to a socket without a number of its own. */
	if (bind(nl->fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		return -errno;
	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		return -errno;
	return 0;
}

int eb_nl_wait(struct eb_nl *nl, int64_t deadline_ms)
{
	struct pollfd pfd = { .fd = nl->fd, .events = POLLIN };
	char buf[ANSWER];
	int n;

	do
		n = poll(&pfd, 1, eb_clock_left(deadline_ms));
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return n < 0 ? -errno : 0;
	/* ENOBUFS says that events were lost: all the more reason to look again. */
	while (recv(nl->fd, buf, sizeof(buf), MSG_DONTWAIT) >= 0 || errno == ENOBUFS ||
	       errno == EINTR)
		;
	return 1;
}
