// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbd-look RESOURCE: the state of a resource by netlink and by drbdsetup; fails, and tells both,
 * when they differ.
 */
#include <stdio.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/drbd.h"

/* All that is known, in a line. */
static const char *tell(const struct eb_drbd *state, char *buf, size_t size)
{
	size_t used = strlen(eb_drbd_describe(state, buf, size));

	for (size_t i = 0; i < state->n_volumes && used < size; i++)
		used += (size_t)snprintf(buf + used, size - used, "; volume %d, minor %d, disk %d",
					 state->volumes[i].number, state->volumes[i].minor,
					 state->volumes[i].disk);
	for (size_t i = 0; i < state->n_peers && used < size; i++)
		used += (size_t)snprintf(
			buf + used, size - used, "; %s%s%s%s, role %d, disk %d, volumes %zu",
			state->peers[i].name, state->peers[i].connected ? ", connected" : "",
			state->peers[i].standalone ? ", alone" : "",
			state->peers[i].syncing ? ", syncing" : "", state->peers[i].role,
			state->peers[i].worst, state->peers[i].n_volumes);
	return buf;
}

int main(int argc, char **argv)
{
	struct eb_drbd asked, read;
	char by_netlink[1024], by_drbdsetup[1024];
	int r;

	if (argc != 2) {
		fputs("usage: drbd-look RESOURCE\n", stderr);
		return 2;
	}
	r = eb_drbd_ask(argv[1], eb_clock_ms() + 20000, &asked);
	if (r == 0)
		r = eb_drbd_events(argv[1], eb_clock_ms() + 20000, &read);
	if (r < 0) {
		fprintf(stderr, "drbd-look: %s\n", strerror(-r));
		return 1;
	}
	tell(&asked, by_netlink, sizeof(by_netlink));
	tell(&read, by_drbdsetup, sizeof(by_drbdsetup));
	puts(by_netlink);
	if (!strcmp(by_netlink, by_drbdsetup))
		return 0;
	printf("but drbdsetup: %s\n", by_drbdsetup);
	return 1;
}
