// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <string.h>

#include "lib/core.h"
#include "lib/netlink.h"
#include "lib/sockdiag.h"

/* All that can hold a peer: a socket that listens or is closed has none. */
enum { CONNECTED = 0xfff & ~(1 << TCP_LISTEN | 1 << TCP_CLOSE) };

struct work {
	eb_sock_fn *judge;
	void *context;
	struct eb_nl *killer; /* a second socket: the first is in the middle of its dump */
	int count;
};

/* An IPv6 socket can hold a mapped IPv4 address. */
static struct eb_addr address(uint8_t family, const uint32_t *words)
{
	struct in6_addr in6;

	memcpy(&in6, words, sizeof(in6));
	if (family == AF_INET)
		return eb_addr_make(AF_INET, &in6);
	if (IN6_IS_ADDR_V4MAPPED(&in6))
		return eb_addr_make(AF_INET, in6.s6_addr + 12);
	return eb_addr_make(AF_INET6, &in6);
}

/* A newer kernel tells more of a connection than this struct has, an older one less. */
static int take_info(const struct nlattr *attr, void *arg)
{
	struct eb_sock *sock = arg;
	struct tcp_info info = { 0 };
	size_t size = mnl_attr_get_payload_len(attr);

	if (mnl_attr_get_type(attr) != INET_DIAG_INFO)
		return MNL_CB_OK;
	memcpy(&info, mnl_attr_get_payload(attr), size < sizeof(info) ? size : sizeof(info));
	sock->mute_ms = info.tcpi_last_ack_recv < info.tcpi_last_data_recv
				? info.tcpi_last_ack_recv
				: info.tcpi_last_data_recv;
	return MNL_CB_STOP;
}

static struct eb_sock sock_of(const struct nlmsghdr *nlh)
{
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct eb_sock sock = {
		.local = address(msg->idiag_family, msg->id.idiag_src),
		.peer = address(msg->idiag_family, msg->id.idiag_dst),
		.local_port = ntohs(msg->id.idiag_sport),
		.peer_port = ntohs(msg->id.idiag_dport),
	};

	mnl_attr_parse(nlh, sizeof(*msg), take_info, &sock);
	return sock;
}

static struct nlmsghdr *begin(void *buf, uint16_t type, uint16_t flags, uint8_t family,
			      struct inet_diag_req_v2 **req)
{
	struct nlmsghdr *nlh = eb_nl_begin(buf, type, flags);

	*req = mnl_nlmsg_put_extra_header(nlh, sizeof(**req));
	(*req)->sdiag_family = family;
	(*req)->sdiag_protocol = IPPROTO_TCP;
	(*req)->idiag_states = CONNECTED;
	(*req)->idiag_ext = 1 << (INET_DIAG_INFO - 1);
	return nlh;
}

static int destroy(const struct nlmsghdr *nlh, void *arg)
{
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct work *work = arg;
	struct eb_sock sock = sock_of(nlh);
	struct inet_diag_req_v2 *req;
	char buf[EB_NL_REQUEST];
	struct nlmsghdr *kill;
	int r;

	if (!work->judge(&sock, work->context))
		return 0;
	kill = begin(buf, SOCK_DESTROY, 0, msg->idiag_family, &req);
	req->id = msg->id;
	r = eb_nl_call(work->killer, kill, NULL, NULL);
	work->count += r == 0;
	return r == -ENOENT ? 0 : r; /* it went by itself */
}

int eb_sock_end(eb_sock_fn *judge, void *context)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	EB_CLEAN(eb_nl_close) struct eb_nl lister = EB_NL_CLOSED, killer = EB_NL_CLOSED;
	struct work work = { .judge = judge, .context = context, .killer = &killer };
	int r = eb_nl_open(&lister, NETLINK_SOCK_DIAG);

	if (r == 0)
		r = eb_nl_open(&killer, NETLINK_SOCK_DIAG);
	for (size_t i = 0; i < EB_COUNT(families) && r == 0; i++) {
		char buf[EB_NL_REQUEST];
		struct inet_diag_req_v2 *req;
		struct nlmsghdr *nlh =
			begin(buf, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, families[i], &req);

		r = eb_nl_call(&lister, nlh, destroy, &work);
		if (r == -EAGAIN)
			r = 0;
	}
	return r < 0 ? r : work.count;
}

static bool has_address(const struct eb_sock *sock, void *context)
{
	return eb_addr_equal(&sock->local, context);
}

int eb_sock_destroy(const struct eb_addr *addr)
{
	struct eb_addr own = *addr;

	return eb_sock_end(has_address, &own);
}
