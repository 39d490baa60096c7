// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who answers ARP.  All owners of an address answer the same broadcast question, so two MACs
 * between one question and the next are two owners.
 */
#include "ocf-tests/lab/probe.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/if_ether.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MAX_WATCHED 64
#define MAX_NAMES   64

static struct watched {
	struct eb_target *target;
	struct in_addr address;
	char answered[EB_PROBE_WHO]; /* since the last question */
} watched[MAX_WATCHED];
static int watched_count;

static struct {
	unsigned char mac[ETH_ALEN];
	char node[EB_PROBE_WHO];
} names[MAX_NAMES];
static int name_count;

static int sock = -1;
static int ifindex;
static struct ether_arp question;

static void read_names(const char *path)
{
	FILE *f = fopen(path, "re");
	char mac[18], node[EB_PROBE_WHO];

	if (!f)
		return; /* MACs will do */
	while (name_count < MAX_NAMES && fscanf(f, "%17s %63s", mac, node) == 2) {
		unsigned char *m = names[name_count].mac;

		if (sscanf(mac, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", m, m + 1, m + 2, m + 3,
			   m + 4, m + 5) == 6)
			strcpy(names[name_count++].node, node);
	}
	fclose(f);
}

static void name_of(const unsigned char mac[ETH_ALEN], char who[EB_PROBE_WHO])
{
	for (int i = 0; i < name_count; i++) {
		if (memcmp(names[i].mac, mac, ETH_ALEN) == 0) {
			strcpy(who, names[i].node);
			return;
		}
	}
	snprintf(who, EB_PROBE_WHO, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
}

int eb_arp_open(const char *nic, const char *names_path)
{
	struct sockaddr_ll here = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ARP) };
	struct ifreq mac = { 0 }, address = { 0 };
	struct sockaddr_in in;
	int inet = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	read_names(names_path);
	snprintf(mac.ifr_name, sizeof(mac.ifr_name), "%s", nic);
	snprintf(address.ifr_name, sizeof(address.ifr_name), "%s", nic);
	ifindex = (int)if_nametoindex(nic);
	sock = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ARP));
	here.sll_ifindex = ifindex;
	if (ifindex == 0 || sock < 0 || bind(sock, (struct sockaddr *)&here, sizeof(here)) < 0 ||
	    ioctl(inet, SIOCGIFHWADDR, &mac) < 0)
		err(1, "cannot watch ARP on %s", nic);
	if (ioctl(inet, SIOCGIFADDR, &address) < 0)
		err(1, "cannot find an IPv4 address on %s", nic);
	close(inet);
	question.arp_hrd = htons(ARPHRD_ETHER);
	question.arp_pro = htons(ETH_P_IP);
	question.arp_hln = ETH_ALEN;
	question.arp_pln = 4;
	question.arp_op = htons(ARPOP_REQUEST);
	memcpy(question.arp_sha, mac.ifr_hwaddr.sa_data, ETH_ALEN);
	memcpy(&in, &address.ifr_addr, sizeof(in));
	memcpy(question.arp_spa, &in.sin_addr, 4);
	return sock;
}

void eb_arp_add(struct eb_target *target, const char *address)
{
	struct watched *w = &watched[watched_count++];

	if (inet_pton(AF_INET, address, &w->address) != 1)
		errx(2, "%s: expected an IPv4 address", address);
	w->target = target;
}

void eb_arp_ask(void)
{
	struct sockaddr_ll all = { .sll_family = AF_PACKET,
				   .sll_protocol = htons(ETH_P_ARP),
				   .sll_ifindex = ifindex,
				   .sll_halen = ETH_ALEN };

	memset(all.sll_addr, 0xff, ETH_ALEN);
	for (struct watched *w = watched; w < watched + watched_count; w++) {
		w->answered[0] = '\0';
		memcpy(question.arp_tpa, &w->address, 4);
		if (sendto(sock, &question, sizeof(question), 0, (struct sockaddr *)&all,
			   sizeof(all)) == (ssize_t)sizeof(question))
			w->target->asked++;
	}
}

static void take(struct watched *w, const char *who)
{
	if (w->answered[0] && strcmp(w->answered, who) != 0)
		eb_probe_event(w->target, eb_probe_now_ms(), "two-owners %s %s", w->answered, who);
	snprintf(w->answered, sizeof(w->answered), "%s", who);
	eb_probe_answer(w->target, who);
}

void eb_arp_read(void)
{
	struct ether_arp reply;
	char who[EB_PROBE_WHO];

	while (recv(sock, &reply, sizeof(reply), 0) >= (ssize_t)sizeof(reply)) {
		/* Announcements are not answers: they may come from who gives the address up. */
		if (reply.arp_op != htons(ARPOP_REPLY) ||
		    memcmp(reply.arp_tha, question.arp_sha, ETH_ALEN) != 0)
			continue;
		name_of(reply.arp_sha, who);
		for (struct watched *w = watched; w < watched + watched_count; w++)
			if (memcmp(reply.arp_spa, &w->address, 4) == 0)
				take(w, who);
	}
}
