// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The state of a resource from the records of `drbdsetup events2 --now`, and in words. Half an answer
 * is none: the last record says that there are no more.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/drbd.h"
#include "lib/run.h"

static const char *const disks[] = {
	[EB_DRBD_DISKLESS] = "Diskless",       [EB_DRBD_ATTACHING] = "Attaching",
	[EB_DRBD_DETACHING] = "Detaching",     [EB_DRBD_FAILED] = "Failed",
	[EB_DRBD_NEGOTIATING] = "Negotiating", [EB_DRBD_INCONSISTENT] = "Inconsistent",
	[EB_DRBD_OUTDATED] = "Outdated",       [EB_DRBD_DUNKNOWN] = "DUnknown",
	[EB_DRBD_CONSISTENT] = "Consistent",   [EB_DRBD_UPTODATE] = "UpToDate",
};

/* The words of one record: "key:value", the value may have colons itself. */
struct record {
	char *word[32];
	size_t n;
};

static const char *value(const struct record *record, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < record->n; i++)
		if (!strncmp(record->word[i], key, n) && record->word[i][n] == ':')
			return record->word[i] + n + 1;
	return NULL;
}

static int split(struct record *record, char *line)
{
	char *rest;

	record->n = 0;
	for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (record->n == EB_COUNT(record->word))
			return -E2BIG;
		record->word[record->n++] = word;
	}
	return 0;
}

static int disk_of(const char *text, enum eb_drbd_disk *disk)
{
	for (size_t i = 0; text && i < EB_COUNT(disks); i++) {
		if (strcmp(text, disks[i]))
			continue;
		*disk = (enum eb_drbd_disk)i;
		return 0;
	}
	return -EPROTO;
}

static int role_of(const char *text, enum eb_drbd_role *role)
{
	if (!text)
		return -EPROTO;
	*role = !strcmp(text, "Primary")     ? EB_DRBD_PRIMARY
		: !strcmp(text, "Secondary") ? EB_DRBD_SECONDARY
					     : EB_DRBD_ROLE_UNKNOWN;
	return *role != EB_DRBD_ROLE_UNKNOWN || !strcmp(text, "Unknown") ? 0 : -EPROTO;
}

/* A peer by its node's number (9) or, as 8.4 has but one, by the same 0; made when it is new. */
static struct eb_drbd_peer *peer_of(struct eb_drbd *state, const struct record *record)
{
	const char *id = value(record, "peer-node-id"), *name = value(record, "conn-name");
	char text[64];

	snprintf(text, sizeof(text), "%.31s/%.31s", name ?: "peer", id ?: "0");
	for (size_t i = 0; i < state->n_peers; i++)
		if (!strcmp(state->peers[i].name, text))
			return &state->peers[i];
	if (state->n_peers == EB_DRBD_MAX)
		return NULL;
	snprintf(state->peers[state->n_peers].name, sizeof(text), "%s", text);
	state->peers[state->n_peers].worst = EB_DRBD_DUNKNOWN;
	return &state->peers[state->n_peers++];
}

static int read_resource(struct eb_drbd *state, const struct record *record)
{
	const char *may = value(record, "may_promote");

	state->up = true;
	state->may_promote = may ? !strcmp(may, "yes") : -1;
	return role_of(value(record, "role"), &state->role);
}

static int read_connection(struct eb_drbd *state, const struct record *record)
{
	struct eb_drbd_peer *peer = peer_of(state, record);
	const char *connection = value(record, "connection");

	if (!peer || !connection)
		return peer ? -EPROTO : -E2BIG;
	peer->connected = !strcmp(connection, "Connected");
	peer->standalone = !strcmp(connection, "StandAlone");
	return role_of(value(record, "role"), &peer->role);
}

static int read_device(struct eb_drbd *state, const struct record *record)
{
	struct eb_drbd_volume *volume = &state->volumes[state->n_volumes];
	const char *number = value(record, "volume"), *minor = value(record, "minor");
	const char *client = value(record, "client"), *quorum = value(record, "quorum");

	if (state->n_volumes == EB_DRBD_MAX)
		return -E2BIG;
	state->n_volumes++;
	volume->number = number ? atoi(number) : 0;
	volume->minor = minor ? atoi(minor) : -1;
	volume->client = client && !strcmp(client, "yes");
	volume->quorum = !quorum || strcmp(quorum, "no") != 0;
	return disk_of(value(record, "disk"), &volume->disk);
}

static int read_peer_device(struct eb_drbd *state, const struct record *record)
{
	struct eb_drbd_peer *peer = peer_of(state, record);
	const char *replication = value(record, "replication");
	enum eb_drbd_disk disk;
	int r = peer ? disk_of(value(record, "peer-disk"), &disk) : -E2BIG;

	if (r < 0)
		return r;
	if (peer->n_volumes++ == 0 || disk < peer->worst)
		peer->worst = disk;
	peer->syncing |= replication && strcmp(replication, "Off") != 0 &&
			 strcmp(replication, "Established") != 0;
	return 0;
}

static const struct {
	const char *object;
	int (*read)(struct eb_drbd *state, const struct record *record);
} readers[] = {
	{ "resource", read_resource },
	{ "connection", read_connection },
	{ "device", read_device },
	{ "peer-device", read_peer_device },
};

/* Objects that are not known (path, helper) are of no concern; those that are must be understood. */
static int read_record(const char *resource, struct record *record, struct eb_drbd *state)
{
	const char *name = value(record, "name");

	if (!name || strcmp(name, resource) != 0)
		return 0;
	for (size_t i = 0; i < EB_COUNT(readers); i++)
		if (!strcmp(record->word[1], readers[i].object))
			return readers[i].read(state, record);
	return 0;
}

int eb_drbd_parse(const char *resource, char *text, struct eb_drbd *state)
{
	struct record record;
	bool complete = false;
	char *rest;
	int r = 0;

	*state = (struct eb_drbd) { .loaded = true, .may_promote = -1 };
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		/* Warnings may come between; a record begins with what happened. */
		r = split(&record, line);
		if (r < 0)
			return r;
		if (record.n < 2 || strcmp(record.word[0], "exists"))
			continue;
		complete |= !strcmp(record.word[1], "-");
		r = read_record(resource, &record, state);
		if (r < 0)
			return r;
	}
	/* Half of an answer could be half of the truth. */
	return complete ? 0 : -EPROTO;
}

int eb_drbd_events(const char *resource, int64_t deadline_ms, struct eb_drbd *state)
{
	const char *argv[] = { "drbdsetup", "events2", "--now", resource, NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { .argv = argv, .deadline_ms = deadline_ms };
	int r = eb_run(&run);

	*state = (struct eb_drbd) { .loaded = true, .may_promote = -1 };
	if (r < 0)
		return r;
	r = eb_drbd_parse(resource, run.output, state);
	/* A resource that is not up is an error to some releases, and an empty list to others. */
	if (r == -EPROTO && run.status == 10) {
		*state = (struct eb_drbd) { .loaded = true, .may_promote = -1 };
		return 0;
	}
	return r;
}

int eb_drbd_look(const char *resource, int64_t deadline_ms, struct eb_drbd *state)
{
	int r;

	*state = (struct eb_drbd) { .may_promote = -1 };
	/* Without the module there is nothing to ask, and drbdsetup would load it. */
	if (access("/sys/module/drbd", F_OK) < 0 && errno == ENOENT)
		return 0;
	r = eb_drbd_ask(resource, deadline_ms, state);
	return r == -EOPNOTSUPP ? eb_drbd_events(resource, deadline_ms, state) : r;
}

enum eb_drbd_disk eb_drbd_worst(const struct eb_drbd *state)
{
	enum eb_drbd_disk worst = state->n_volumes ? EB_DRBD_UPTODATE : EB_DRBD_DISKLESS;

	for (size_t i = 0; i < state->n_volumes; i++)
		if (state->volumes[i].disk < worst)
			worst = state->volumes[i].disk;
	return worst;
}

const struct eb_drbd_peer *eb_drbd_primary_peer(const struct eb_drbd *state)
{
	for (size_t i = 0; i < state->n_peers; i++)
		if (state->peers[i].connected && state->peers[i].role == EB_DRBD_PRIMARY)
			return &state->peers[i];
	return NULL;
}

const char *eb_drbd_describe(const struct eb_drbd *state, char *buf, size_t size)
{
	static const char *const roles[] = { "role unknown", "Secondary", "Primary" };
	size_t used;

	if (!state->up) {
		snprintf(buf, size, "%s", state->loaded ? "not up" : "DRBD is not loaded");
		return buf;
	}
	used = (size_t)snprintf(buf, size, "%s, %s", roles[state->role],
				disks[eb_drbd_worst(state)]);
	for (size_t i = 0; i < state->n_peers && used < size; i++) {
		const struct eb_drbd_peer *peer = &state->peers[i];

		used += (size_t)snprintf(buf + used, size - used, "; peer %s",
					 peer->standalone   ? "StandAlone"
					 : !peer->connected ? "not connected"
							    : roles[peer->role]);
		if (peer->connected && used < size)
			used += (size_t)snprintf(buf + used, size - used, ", %s",
						 disks[peer->worst]);
	}
	return buf;
}
