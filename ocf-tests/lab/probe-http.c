// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who answers HTTP.  Each question is a connection of its own: one that waits for a lost SYN would
 * hide the first moment at which a fresh client gets through.
 */
#include "ocf-tests/lab/probe.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_SITES   16
#define MAX_CALLS   512
#define PATIENCE_MS 400 /* below the first retransmission of a SYN, 1 s */

struct site {
	struct eb_target *target;
	struct sockaddr_storage address;
	socklen_t length;
	char request[320];
};

static struct call {
	const struct site *site; /* NULL: free */
	int fd;
	int64_t since_ms;
	bool connected;
	size_t have;
	char text[2048];
} calls[MAX_CALLS];

static struct site sites[MAX_SITES];
static int site_count;
static int epoll = -1;

/* ADDRESS[:PORT][/PATH], an IPv6 address in brackets. */
void eb_http_add(struct eb_target *target, const char *where)
{
	struct site *site = &sites[site_count];
	struct sockaddr_in *in = (struct sockaddr_in *)&site->address;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&site->address;
	char address[64] = "", path[200] = "/";
	unsigned int port = 80;
	const char *rest = where + (where[0] == '[');
	size_t n = strcspn(rest, where[0] == '[' ? "]" : ":/");

	if (site_count++ == MAX_SITES || n >= sizeof(address))
		errx(2, "%s: too many targets, or too long", where);
	memcpy(address, rest, n);
	rest += n;
	if (*rest == ']')
		rest++;
	if (*rest == ':')
		sscanf(rest, ":%u", &port);
	rest = strchr(rest, '/');
	if (rest)
		snprintf(path, sizeof(path), "%s", rest);
	site->target = target;
	if (inet_pton(AF_INET, address, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)port);
		site->length = sizeof(*in);
	} else if (inet_pton(AF_INET6, address, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons((uint16_t)port);
		site->length = sizeof(*in6);
	} else {
		errx(2, "%s: expected ADDRESS[:PORT][/PATH]", where);
	}
	snprintf(site->request, sizeof(site->request),
		 "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n", path, address);
}

int eb_http_fd(void)
{
	if (epoll < 0)
		epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0)
		err(1, "cannot wait for connections");
	return epoll;
}

static void hang_up(struct call *call)
{
	close(call->fd);
	call->site = NULL;
}

/* Only these say that a host which has the address was reached. */
static void fail_call(struct call *call, int error)
{
	if (error == ECONNREFUSED)
		eb_probe_answer(call->site->target, "refused");
	hang_up(call);
}

static void begin(struct call *call, const struct site *site)
{
	/* No TIME_WAIT: two hundred connections a second would use up the ports. */
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = call };

	call->fd = socket(site->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (call->fd < 0)
		err(1, "cannot make a socket");
	setsockopt(call->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	call->site = site;
	call->since_ms = eb_probe_now_ms();
	call->connected = false;
	call->have = 0;
	site->target->asked++;
	epoll_ctl(epoll, EPOLL_CTL_ADD, call->fd, &event);
	if (connect(call->fd, (const struct sockaddr *)&site->address, site->length) < 0 &&
	    errno != EINPROGRESS)
		fail_call(call, errno);
}

void eb_http_ask(void)
{
	int64_t now = eb_probe_now_ms();
	struct call *call = calls;

	for (struct call *c = calls; c < calls + MAX_CALLS; c++)
		if (c->site && now - c->since_ms > PATIENCE_MS)
			hang_up(c);
	for (int i = 0; i < site_count; i++) {
		while (call < calls + MAX_CALLS && call->site)
			call++;
		if (call == calls + MAX_CALLS)
			return;
		begin(call, &sites[i]);
	}
}

/* The whole page is there: its first line behind the headers tells who it is. */
static void finish(struct call *call)
{
	char who[EB_PROBE_WHO], *body;

	call->text[call->have] = '\0';
	body = strstr(call->text, "\r\n\r\n");
	body = body ? body + 4 : call->text;
	body[strcspn(body, "\r\n")] = '\0';
	snprintf(who, sizeof(who), "%.63s", body);
	for (char *c = who; *c; c++)
		if (*c == ' ' || *c == '\t')
			*c = '-'; /* WHO is one word */
	if (call->have > 0)
		eb_probe_answer(call->site->target, who);
	hang_up(call);
}

static void receive(struct call *call)
{
	ssize_t n;

	for (;;) {
		n = recv(call->fd, call->text + call->have, sizeof(call->text) - 1 - call->have, 0);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0)
			break;
		call->have += (size_t)n;
	}
	if (n == 0)
		finish(call); /* end of the page, or of our room for it */
	else
		fail_call(call, errno);
}

static void go_on(struct call *call)
{
	size_t length = strlen(call->site->request);
	socklen_t size = sizeof(int);
	int error = 0;

	if (!call->connected) {
		getsockopt(call->fd, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error) {
			fail_call(call, error);
			return;
		}
		if (send(call->fd, call->site->request, length, MSG_NOSIGNAL) != (ssize_t)length) {
			if (errno != EAGAIN && errno != ENOTCONN)
				fail_call(call, errno);
			return;
		}
		call->connected = true;
	}
	receive(call);
}

void eb_http_read(void)
{
	struct epoll_event events[64];
	int n = epoll_wait(epoll, events, 64, 0);

	for (int i = 0; i < n; i++) {
		struct call *call = events[i].data.ptr;

		if (call->site)
			go_on(call);
	}
}
