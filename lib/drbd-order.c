// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Orders to DRBD, by drbdadm, and by drbdsetup where a broken configuration is in drbdadm's way. What
 * counts of their many words is the kernel's number, and the line that tells why.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core.h"
#include "lib/drbd.h"
#include "lib/run.h"

/* drbdadm ends with "resource: State change failed: (-12) Device is held open by someone". */
static void read_answer(struct eb_drbd_order *order, char *text)
{
	char *rest;

	order->number = 0;
	order->said[0] = '\0';
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		const char *at = strstr(line, "(-");
		bool blank = line[strspn(line, " \t")] == '\0';
		/* "x.res:4: Parse error: 'disk' expected,", and below it "\tbut got 'dsik'" */
		size_t used = line[0] == '\t' ? strlen(order->said) : 0;

		if (at && isdigit((unsigned char)at[2]))
			order->number = atoi(at + 1);
		/* What was run comes last, and tells less than why it failed. */
		if (!blank && !strstr(line, "terminated with exit code"))
			snprintf(order->said + used, sizeof(order->said) - used, "%s%s",
				 used ? " " : "", line + (line[0] == '\t'));
	}
}

int eb_drbd_adm(struct eb_drbd_order *order, const char *extra, const char *verb,
		const char *resource)
{
	const char *argv[8] = { "drbdadm" };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = order->deadline_ms };
	int n = 1, r;

	if (order->conf) {
		argv[n++] = "-c";
		argv[n++] = order->conf;
	}
	argv[n++] = verb;
	if (extra)
		argv[n++] = extra;
	argv[n++] = resource;
	order->status = -1;
	order->number = 0;
	order->said[0] = '\0';
	r = eb_run(&run);
	if (run.output)
		read_answer(order, run.output);
	if (r < 0)
		return r;
	order->status = run.status;
	return run.status == 0 ? 0 : -EIO;
}

/* drbdsetup VERB RESOURCE, without the configuration; the kernel's refusal is the better reason. */
static int set_up(struct eb_drbd_order *order, const char *verb, const char *resource)
{
	const char *argv[] = { "drbdsetup", verb, resource, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = order->deadline_ms };
	struct eb_drbd_order kernels = *order;
	int r = eb_run(&run);

	if (r == 0 && run.status == 0)
		return 0;
	if (run.output)
		read_answer(&kernels, run.output);
	if (kernels.number != 0)
		*order = kernels;
	return r < 0 ? r : -EIO;
}

int eb_drbd_down(struct eb_drbd_order *order, const char *resource)
{
	return set_up(order, "down", resource);
}

int eb_drbd_insist(struct eb_drbd_order *order, const char *verb, const char *resource)
{
	struct eb_drbd_order before = *order;
	int r = eb_drbd_adm(order, NULL, verb, resource);

	if (r != -ETIMEDOUT || before.status <= 0)
		return r;
	*order = before;
	return -EIO;
}

int eb_drbd_secondary(struct eb_drbd_order *order, const char *resource)
{
	int r = eb_drbd_insist(order, "secondary", resource);
	struct eb_drbd state;
	char minor[16];

	/* Where the kernel has not refused, drbdadm did not come as far as to ask it. */
	if (r != -EIO || order->number != 0)
		return r;
	if (set_up(order, "secondary", resource) == 0)
		return 0;
	/* That of 8.4 wants minor numbers. */
	if (order->number != 0 || eb_drbd_look(resource, order->deadline_ms, &state) < 0)
		return r;
	for (size_t i = 0; i < state.n_volumes; i++) {
		snprintf(minor, sizeof(minor), "%d", state.volumes[i].minor);
		if (set_up(order, "secondary", minor) < 0)
			return r;
	}
	return state.n_volumes > 0 ? 0 : r;
}

/* drbd.h, enum drbd_state_rv: the numbers are part of the kernel's interface. */
static const struct {
	int number;
	const char *words;
} refusals[] = {
	{ -1, "a peer is primary" },
	{ -2, "no UpToDate data within reach" },
	{ -7,
	  "the peer may have newer data: it is neither connected nor outdated, and no fence-peer "
	  "handler has outdated it" },
	{ -10, "a peer refuses" },
	{ -11, "it has no disk" },
	{ -12, "the device is held open" },
	{ -20, "a peer is primary on another volume" },
	{ -25, "quorum is lost" },
};

const char *eb_drbd_refusal(const struct eb_drbd_order *order, const struct eb_drbd *state,
			    char *buf, size_t size)
{
	const char *words = NULL;
	char now[256];
	size_t used;

	for (size_t i = 0; i < EB_COUNT(refusals); i++)
		if (order->number == refusals[i].number)
			words = refusals[i].words;
	if (!words && !state->loaded)
		words = "DRBD is not loaded";
	if (!words && !state->up)
		words = "the resource is not up";
	used = (size_t)snprintf(buf, size, "%s",
				words            ? words
				: order->said[0] ? order->said
						 : "no reason given");
	if (state->up && used < size)
		snprintf(buf + used, size - used, " (%s)",
			 eb_drbd_describe(state, now, sizeof(now)));
	return buf;
}
