// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/resolve.h"

static const struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_DGRAM };
static const struct addrinfo by_name = { .ai_flags = AI_ADDRCONFIG, .ai_socktype = SOCK_DGRAM };

/* A lookup on its way; it owns the name, since its thread may outlive the caller's. */
struct request {
	struct gaicb gai; /* first: freed as one */
	char name[];
};

static struct gaicb *begin(const char *name)
{
	size_t size = strlen(name) + 1;
	struct request *request = calloc(1, sizeof(*request) + size);
	struct gaicb *gai = request ? &request->gai : NULL;

	if (!request)
		return NULL;
	memcpy(request->name, name, size);
	gai->ar_name = request->name;
	gai->ar_request = &by_name;
	if (getaddrinfo_a(GAI_NOWAIT, &gai, 1, NULL) != 0) {
		free(request);
		return NULL;
	}
	return gai;
}

static void take(struct eb_resolve *host, int error, struct addrinfo *found)
{
	host->error = error == EAI_INPROGRESS ? EAI_AGAIN : error;
	if (error)
		return;
	memcpy(&host->addr, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
}

bool eb_resolve_address(struct eb_resolve *host)
{
	struct addrinfo *found = NULL;
	int error = getaddrinfo(host->name, NULL, &numeric, &found);

	memset(&host->addr, 0, sizeof(host->addr));
	take(host, error, found);
	return error == 0;
}

/* Collects what is done, until all is or the time is over; requests[i] belongs to hosts[i]. */
static void collect(struct eb_resolve *hosts, struct gaicb **requests, size_t n, int64_t until_ms)
{
	for (;;) {
		int left_ms = eb_clock_left(until_ms);
		struct timespec left = { left_ms / 1000, left_ms % 1000 * 1000000L };
		size_t open = 0;

		for (size_t i = 0; i < n; i++) {
			int error = requests[i] ? gai_error(requests[i]) : 0;

			open += error == EAI_INPROGRESS;
			if (!requests[i] || error == EAI_INPROGRESS)
				continue;
			take(&hosts[i], error, requests[i]->ar_result);
			free(requests[i]);
			requests[i] = NULL;
		}
		if (!open || !left_ms)
			return;
		gai_suspend((const struct gaicb *const *)requests, (int)n, &left);
	}
}

int eb_resolve(struct eb_resolve *hosts, size_t n, int64_t until_ms)
{
	EB_CLEAN(eb_freep) struct gaicb **requests = calloc(n ? n : 1, sizeof(*requests));
	int known = 0;

	if (!requests)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		if (eb_resolve_address(&hosts[i]))
			continue;
		requests[i] = begin(hosts[i].name);
		hosts[i].error = requests[i] ? EAI_AGAIN : EAI_MEMORY;
	}
	/* A request that is late stays allocated: its thread works on it. */
	collect(hosts, requests, n, until_ms);
	for (size_t i = 0; i < n; i++)
		known += hosts[i].addr.ss_family != AF_UNSPEC;
	return known;
}
