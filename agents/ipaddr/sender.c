// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents/ipaddr/sender.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/helper.h"

enum {
	PROBES = 3,           /* RFC 5227: PROBE_NUM */
	THOROUGH_MS = 600,    /* run_arping: as long as a careful admin would wait */
	LAST_WORDS_MS = 1000, /* an owner that is going has fallen silent by then */
	REPEAT_MS = 200,
	STOP_MS = 2000,
};

/* Listens, and takes no word of this host's own interfaces for a claim. */
static int listen_until(struct eb_vip *vip, const struct eb_arp *arp, int64_t deadline_ms,
			struct eb_hwaddr *who)
{
	int r;

	do
		r = eb_arp_listen(arp, deadline_ms, who);
	while (r > 0 && eb_link_is_ours(&vip->nl, who) == 1);
	return r;
}

/* One series of probes.  The results are those of eb_sender_probe. */
static int ask(struct eb_vip *vip, const struct eb_arp *arp, int window_ms, struct eb_hwaddr *who)
{
	int64_t begin_ms = eb_clock_ms();
	int r = 0;

	for (int i = 1; i <= PROBES && r == 0; i++) {
		r = eb_arp_probe(arp);
		if (r == 0)
			r = listen_until(vip, arp, begin_ms + window_ms * i / PROBES, who);
	}
	return r;
}

int eb_sender_probe(struct eb_vip *vip, const struct eb_link *link, struct eb_announce *announce,
		    struct eb_hwaddr *who)
{
	long window_ms = vip->conf->arp_probe_ms;
	int64_t patience_ms = eb_clock_ms() + LAST_WORDS_MS;
	int r;

	if (vip->conf->run_arping && window_ms < THOROUGH_MS)
		window_ms = THOROUGH_MS;
	if (vip->ip.family != AF_INET || window_ms <= 0 || !eb_link_has_neighbours(link))
		return 0;
	r = eb_announce_open(announce, link, &vip->ip);
	if (r < 0)
		return r;
	for (;;) {
		r = ask(vip, &announce->arp, (int)window_ms, who);
		if (r <= 0 || eb_clock_ms() >= patience_ms)
			return r;
		eb_clock_sleep(REPEAT_MS, vip->call->deadline_ms);
		/* What came in meanwhile answers the old question. */
		while (eb_arp_listen(&announce->arp, 0, who) > 0)
			;
	}
}

struct work {
	struct eb_vip *vip;
	const struct eb_announce *announce;
	long rounds;
};

/* iputils' -A and -U choose one half of the pair. */
static int kinds(const struct eb_vip_conf *conf)
{
	if (!conf->send_arp_opts)
		return EB_ARP_BOTH;
	return strcmp(conf->send_arp_opts, "-A") ? EB_ARP_REQUEST : EB_ARP_REPLY;
}

/* Waits for the next round.  1: somebody claims the address; 0: go on; -errno. */
static int pause_and_listen(const struct work *work, struct eb_hwaddr *who)
{
	const struct eb_vip_conf *conf = work->vip->conf;
	const struct eb_arp *arp = &work->announce->arp;
	int64_t next_ms = eb_clock_ms() + conf->arp_interval_ms;
	int r;

	if (work->vip->ip.family != AF_INET || !conf->arp_probe_ms) {
		eb_clock_sleep((int)conf->arp_interval_ms, next_ms);
		return 0;
	}
	r = eb_arp_probe(arp);
	return r < 0 ? r : listen_until(work->vip, arp, next_ms, who);
}

/* The later rounds.  fd: where to write down who else claims the address; -1: nowhere. */
static void go_on(int fd, const struct work *work)
{
	struct eb_vip *vip = work->vip;
	const char *link = work->announce->link.name;
	struct eb_hwaddr who;
	int r = 0;

	for (long i = 1; i < work->rounds && r == 0; i++) {
		r = pause_and_listen(work, &who);
		if (r == 0)
			r = eb_announce_send(work->announce, kinds(vip->conf));
	}
	if (r < 0)
		eb_log(EB_ERR, "cannot announce %s on %s: %s", vip->text, link, strerror(-r));
	if (r <= 0)
		return;
	eb_log(EB_ERR, "%s on %s is also claimed by %s", vip->text, link, eb_hwaddr_text(&who));
	if (fd >= 0)
		dprintf(fd, "%s", eb_hwaddr_text(&who));
}

/* In the helper: it left the agent's netlink socket behind. */
static void help(int fd, void *arg)
{
	const struct work *work = arg;

	if (eb_nl_open(&work->vip->nl, NETLINK_ROUTE) == 0)
		go_on(fd, work);
}

int eb_sender_announce(struct eb_vip *vip, const struct eb_link *link, struct eb_announce *announce,
		       long rounds)
{
	struct work work = { vip, announce, rounds };
	bool is_open = announce->fd >= 0 || announce->arp.fd >= 0;
	char path[PATH_MAX];
	int r = 0;

	if (rounds <= 0 || !eb_link_has_neighbours(link))
		return 0;
	if (!is_open)
		r = eb_announce_open(announce, link, &vip->ip);
	if (r == 0)
		r = eb_announce_send(announce, kinds(vip->conf));
	if (r < 0 || rounds == 1)
		return r;
	if (!vip->conf->arp_bg) {
		go_on(-1, &work);
		return 0;
	}
	r = eb_helper_start(eb_vip_state(vip, "announce", path), help, &work,
			    announce->fd >= 0 ? announce->fd : announce->arp.fd);
	/* The helper of the start is still at it: that will do for a refresh. */
	return r == -EBUSY ? 0 : r;
}

void eb_sender_stop(const struct eb_vip *vip)
{
	char path[PATH_MAX];
	int r = eb_helper_stop(eb_vip_state(vip, "announce", path), STOP_MS);

	if (r < 0)
		eb_log(EB_WARN, "cannot end the announcements of %s: %s", vip->text, strerror(-r));
	else
		eb_file_remove(path);
}

void eb_sender_conflict(const struct eb_vip *vip, char *who, size_t size)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char path[PATH_MAX];

	who[0] = '\0';
	if (vip->ip.family == AF_INET &&
	    eb_file_read(eb_vip_state(vip, "announce", path), 256, &text, NULL) == 0)
		snprintf(who, size, "%s", text);
}
