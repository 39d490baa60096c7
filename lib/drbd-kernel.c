// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The state of a resource from the kernel itself, by generic netlink: no program to start, no text
 * to read.  DRBD 8.4 (version 1 of the family "drbd") answers a dump of the status with one message
 * for each volume, whose whole state is one word of bit fields (linux/drbd_genl.h, linux/drbd.h).
 * DRBD 9 has another version and another layout: that is drbdsetup's to read.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "lib/core.h"
#include "lib/drbd.h"
#include "lib/guard.h"
#include "lib/netlink.h"

enum {
	VERSION_84 = 1,
	GET_STATUS = 2, /* the command, in requests and answers */
	CONTEXT = 2,    /* attribute, nested: whom a message is about */
	CONTEXT_VOLUME = 1,
	CONTEXT_RESOURCE = 2,
	STATE_INFO = 8, /* attribute, nested */
	CURRENT_STATE = 2,
	NO_ERROR = 101,
	/* Connections: below the first there is no socket, above the second something is copied. */
	STANDALONE = 0,
	WF_REPORT_PARAMS = 9,
	CONNECTED = 10,
};
#define NO_MINOR UINT32_MAX

/* The family's own header, between that of generic netlink and the attributes. */
struct header {
	uint32_t minor;
	int32_t code;
};

/* By the kernel's numbers. */
static const enum eb_drbd_role roles[] = { EB_DRBD_ROLE_UNKNOWN, EB_DRBD_PRIMARY,
					   EB_DRBD_SECONDARY };
static const enum eb_drbd_disk disks[] = {
	EB_DRBD_DISKLESS,    EB_DRBD_ATTACHING,    EB_DRBD_FAILED,
	EB_DRBD_NEGOTIATING, EB_DRBD_INCONSISTENT, EB_DRBD_OUTDATED,
	EB_DRBD_DUNKNOWN,    EB_DRBD_CONSISTENT,   EB_DRBD_UPTODATE,
};

/* ---- the family ---- */

struct family {
	uint16_t id;
	uint32_t version;
};

static int read_family(const struct nlmsghdr *nlh, void *arg)
{
	struct family *family = arg;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
	{
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_validate(attr, MNL_TYPE_U16) == 0)
			family->id = mnl_attr_get_u16(attr);
		if (mnl_attr_get_type(attr) == CTRL_ATTR_VERSION &&
		    mnl_attr_validate(attr, MNL_TYPE_U32) == 0)
			family->version = mnl_attr_get_u32(attr);
	}
	return 0;
}

static struct nlmsghdr *begin(void *buf, uint16_t type, uint16_t flags, uint8_t command)
{
	struct nlmsghdr *nlh = eb_nl_begin(buf, type, flags);
	struct genlmsghdr *head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));

	head->cmd = command;
	head->version = 1;
	return nlh;
}

static int find_family(struct eb_nl *nl, struct family *family)
{
	_Alignas(struct nlmsghdr) char buf[EB_NL_REQUEST];
	struct nlmsghdr *nlh = begin(buf, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, "drbd");
	return eb_nl_call(nl, nlh, read_family, family);
}

/* ---- the status ---- */

/* The nested attribute of that number, or NULL. */
static const struct nlattr *nested(const struct nlattr *outer, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, outer) if (mnl_attr_get_type(attr) == type) return attr;
	return NULL;
}

static int number(const struct nlattr *attr, uint32_t *value)
{
	if (!attr || mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
		return -EPROTO;
	*value = mnl_attr_get_u32(attr);
	return 0;
}

/* The next bits of the word, from the lowest on: the kernel's fields lie so on every machine. */
static unsigned cut(uint32_t *word, unsigned width)
{
	unsigned value = *word & ((1U << width) - 1);

	*word >>= width;
	return value;
}

/* A peer's role is the same on all volumes, but they learn of it one after the other. */
static void merge_role(enum eb_drbd_role *role, enum eb_drbd_role other)
{
	if (other > *role)
		*role = other;
}

static int read_word(struct eb_drbd *state, uint32_t minor, uint32_t volume, uint32_t word)
{
	struct eb_drbd_volume *ours = &state->volumes[state->n_volumes];
	struct eb_drbd_peer *peer = &state->peers[0];
	bool first = state->n_volumes == 0;
	unsigned role = cut(&word, 2), peer_role = cut(&word, 2), connection = cut(&word, 5),
		 disk = cut(&word, 4), peer_disk = cut(&word, 4);

	if (role >= EB_COUNT(roles) || peer_role >= EB_COUNT(roles) || disk >= EB_COUNT(disks) ||
	    peer_disk >= EB_COUNT(disks))
		return -EPROTO;
	if (state->n_volumes == EB_DRBD_MAX)
		return -E2BIG;
	state->n_volumes++;
	*ours = (struct eb_drbd_volume) {
		.number = (int)volume, .minor = (int)minor, .disk = disks[disk], .quorum = true
	};
	merge_role(&state->role, roles[role]);
	merge_role(&peer->role, roles[peer_role]);
	peer->connected = (first || peer->connected) && connection >= WF_REPORT_PARAMS;
	peer->standalone = (first || peer->standalone) && connection == STANDALONE;
	peer->syncing |= connection > CONNECTED;
	if (first || disks[peer_disk] < peer->worst)
		peer->worst = disks[peer_disk];
	peer->n_volumes++;
	return 0;
}

int eb_drbd_read_status(const struct nlmsghdr *nlh, const char *resource, struct eb_drbd *state)
{
	const struct genlmsghdr *head = mnl_nlmsg_get_payload(nlh);
	const struct header *own = mnl_nlmsg_get_payload_offset(nlh, sizeof(*head));
	const struct nlattr *attr, *context = NULL, *info = NULL, *name;
	uint32_t volume, word;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*head) + sizeof(*own) ||
	    head->cmd != GET_STATUS || own->code != NO_ERROR)
		return -EPROTO;
	mnl_attr_for_each(attr, nlh, sizeof(*head) + sizeof(*own))
	{
		if (mnl_attr_get_type(attr) == CONTEXT)
			context = attr;
		if (mnl_attr_get_type(attr) == STATE_INFO)
			info = attr;
	}
	name = context ? nested(context, CONTEXT_RESOURCE) : NULL;
	if (!name || mnl_attr_validate(name, MNL_TYPE_NUL_STRING) < 0)
		return -EPROTO;
	if (strcmp(mnl_attr_get_str(name), resource) != 0)
		return 0;
	if (!state->up) {
		state->up = true;
		state->role = EB_DRBD_SECONDARY;
		state->peers[0] =
			(struct eb_drbd_peer) { .name = "peer/0", .worst = EB_DRBD_DUNKNOWN };
		state->n_peers = 1;
	}
	if (own->minor == NO_MINOR)
		return 0; /* a resource without volumes */
	if (number(nested(context, CONTEXT_VOLUME), &volume) < 0 || !info ||
	    number(nested(info, CURRENT_STATE), &word) < 0)
		return -EPROTO;
	return read_word(state, own->minor, volume, word);
}

struct reading {
	const char *resource;
	struct eb_drbd *state;
};

static int read_one(const struct nlmsghdr *nlh, void *arg)
{
	const struct reading *reading = arg;

	return eb_drbd_read_status(nlh, reading->resource, reading->state);
}

static int ask(const void *resource, void *answer)
{
	struct eb_drbd *state = answer;
	EB_CLEAN(eb_nl_close) struct eb_nl nl = EB_NL_CLOSED;
	struct family family = { 0 };
	struct reading reading = { resource, state };
	_Alignas(struct nlmsghdr) char buf[EB_NL_REQUEST];
	struct nlattr *context;
	struct nlmsghdr *nlh;
	int r = eb_nl_open(&nl, NETLINK_GENERIC);

	if (r == 0)
		r = find_family(&nl, &family);
	if (r < 0 || family.version != VERSION_84)
		return -EOPNOTSUPP;
	*state = (struct eb_drbd) { .loaded = true, .may_promote = -1 };
	nlh = begin(buf, family.id, NLM_F_DUMP, GET_STATUS);
	*(struct header *)mnl_nlmsg_put_extra_header(nlh, sizeof(struct header)) =
		(struct header) { .minor = NO_MINOR };
	context = mnl_attr_nest_start(nlh, CONTEXT);
	mnl_attr_put_strz(nlh, CONTEXT_RESOURCE, resource);
	mnl_attr_nest_end(nlh, context);
	r = eb_nl_call(&nl, nlh, read_one, &reading);
	return r == -ENODEV ? 0 : r; /* no such resource: not up */
}

int eb_drbd_ask(const char *resource, int64_t deadline_ms, struct eb_drbd *state)
{
	return eb_guard_ask(ask, resource, state, sizeof(*state), deadline_ms);
}
