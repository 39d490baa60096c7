// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/daemon/agreement.h"
#include "heartbeat-compat/daemon/arrival.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/hold.h"
#include "heartbeat-compat/daemon/owner.h"
#include "heartbeat-compat/daemon/scripts.h"
#include "heartbeat-compat/daemon/standby.h"
#include "heartbeat-compat/daemon/worker.h"
#include "lib/clock.h"

enum {
	WORK_MS = 60000,
	RETRY_MS = 5000,  /* Pacemaker was not there */
	LOOK_MS = 120000, /* has somebody edited our objects? */
	FAILURES = 6,
};

struct hb_owner {
	struct hb_daemon *daemon;
	bool translating, bringing, again;
	bool missed;           /* there was something to look at while a child was at it */
	int64_t next_ms;       /* 0: not due */
	unsigned int failures; /* one after the other */
	int broken;            /* how a child ended that gave no answer; said */
	char *drift;           /* the objects that were complained of */
	char *blocked;         /* the first thing in the way of an edit; said */
	char *warning;         /* of fencing that does not fit; said */
	bool looked;           /* this node is who looks into the CIB, and has */
	int64_t devices;       /* fence devices there */
	char *brought_digest;  /* what it then is at; NULL: this node has not brought anything */
	struct hb_agreement agreement;
	struct hb_arrival arrival;
};

struct hb_owner *hb_owner_new(struct hb_daemon *daemon)
{
	struct hb_owner *owner = g_new0(struct hb_owner, 1);

	owner->daemon = daemon;
	return owner;
}

void hb_owner_free(struct hb_owner *owner)
{
	if (!owner)
		return;
	hb_dispute_ends(&owner->agreement.differs);
	hb_dispute_ends(&owner->agreement.waits);
	g_free(owner->drift);
	g_free(owner->blocked);
	g_free(owner->warning);
	g_free(owner->brought_digest);
	g_free(owner->arrival.digest);
	g_free(owner);
}

static struct hb_msg *answer_of(const char *output, size_t length)
{
	struct hb_msg *msg = NULL;

	return hb_msg_decode(output, length, &msg) == 0 ? msg : NULL;
}

static void log_all(enum hb_level level, const char *what, const struct hb_msg *msg,
		    const char *field)
{
	const char *value;

	for (unsigned int i = 0; (value = hb_msg_nth(msg, field, i)); i++)
		hb_log(level, "%s%s", what, value);
}

/* ---- translating ---------------------------------------------------------------------------- */

static void translated(void *data, int status, const char *output, size_t length)
{
	struct hb_owner *owner = data;
	struct hb_daemon *daemon = owner->daemon;
	struct hb_msg *msg = answer_of(output, length);
	struct hb_lines *lines = msg && status == 0 ? hb_lines_read(msg) : NULL;

	owner->translating = false;
	if (lines && hb_scripts_refuse(msg, daemon->lines)) {
		hb_lines_free(lines);
	} else if (lines) {
		if (daemon->lines) {
			hb_standby_dropped(daemon->standby, daemon->lines, lines);
			hb_hold_dropped(daemon->hold, daemon->lines, lines);
		}
		hb_lines_free(daemon->lines);
		daemon->lines = lines;
		hb_daemon_status(daemon);
		hb_owner_look(owner);
		hb_hold_look(daemon->hold);
	} else if (msg) {
		log_all(HB_LOG_ERROR, "cannot translate: ", msg, "error");
	} else {
		hb_log(HB_LOG_ERROR, "cannot translate %s: the translator ended with %d",
		       daemon->job.folder, status);
	}
	hb_msg_free(msg);
	if (owner->again) {
		owner->again = false;
		hb_owner_translate(owner);
	}
}

void hb_owner_translate(struct hb_owner *owner)
{
	int failed;

	if (owner->translating) {
		owner->again = true;
		return;
	}
	failed = hb_worker_call(hb_config_translate, &owner->daemon->job, WORK_MS, translated,
				owner);
	if (failed)
		hb_log(HB_LOG_ERROR, "cannot start the translator: %s", strerror(-failed));
	owner->translating = !failed;
}

/* ---- who brings it --------------------------------------------------------------------------- */

/* By the smallest id, of those that can: a node without Pacemaker would keep it from all. 0: none. */
static uint32_t elected(const struct hb_daemon *daemon)
{
	uint32_t id = hb_member_next(daemon->member, 0);

	while (id && !hb_member_controller(daemon->member, id))
		id = hb_member_next(daemon->member, id);
	return id;
}

static bool is_elected(const struct hb_daemon *daemon)
{
	uint32_t self = daemon->state->self->id;

	return self && elected(daemon) == self;
}

void hb_owner_heard(struct hb_owner *owner, const struct hb_peer *peer, const struct hb_msg *msg)
{
	const char *digest = hb_msg_get(msg, "in");

	if (digest && hb_arrival_waits(&owner->arrival) && peer->id == elected(owner->daemon))
		hb_arrival_came(&owner->arrival, digest);
}

/* Who brings it says himself what is wrong with that. */
static void say_late(struct hb_owner *owner)
{
	uint32_t id = elected(owner->daemon);
	const struct hb_peer *peer = id ? hb_state_find_id(owner->daemon->state, id) : NULL;
	const int seconds = HB_ARRIVAL_MS / 1000;

	if (peer && peer != owner->daemon->state->self)
		hb_log(HB_LOG_WARN,
		       "what all nodes agree on is not in the CIB after %d s: node %s brings it there, "
		       "and its log says why not",
		       seconds, peer->name);
	else if (!id)
		hb_log(HB_LOG_WARN,
		       "what all nodes agree on is not in the CIB after %d s: Pacemaker runs on none "
		       "of them",
		       seconds);
}

/* ---- bringing ------------------------------------------------------------------------------- */

/* Edited by hand: said once for the same objects. */
static void say_drift(struct hb_owner *owner, const struct hb_msg *msg)
{
	g_autoptr(GString) all = g_string_new(NULL);
	const char *value;

	for (unsigned int i = 0; (value = hb_msg_nth(msg, "drift", i)); i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", value);
	if (all->len && g_strcmp0(owner->drift, all->str) != 0)
		hb_log(HB_LOG_WARN, "the CIB was edited by hand: %s to match %s: %s",
		       owner->daemon->job.restore ? "restored" : "not restored; needed",
		       owner->daemon->job.folder, all->str);
	g_free(owner->drift);
	owner->drift = all->len ? g_strdup(all->str) : NULL;
}

/* What is in the way of an edit: said once. */
static void say_blocked(struct hb_owner *owner, const struct hb_msg *msg)
{
	const char *blocked = msg ? hb_msg_get(msg, "blocked") : NULL;

	if (blocked && g_strcmp0(owner->blocked, blocked) != 0)
		log_all(HB_LOG_ERROR, "cannot change the CIB: ", msg, "blocked");
	g_free(owner->blocked);
	owner->blocked = g_strdup(blocked);
}

static void say_fencing(struct hb_owner *owner, const struct hb_msg *msg)
{
	const char *warning = hb_msg_get(msg, "warning");

	if (warning && g_strcmp0(owner->warning, warning) != 0)
		hb_log(HB_LOG_WARN, "%s", warning);
	g_free(owner->warning);
	owner->warning = g_strdup(warning);
	owner->looked = true;
	owner->devices = hb_msg_number(msg, "devices", 0);
}

void hb_owner_add(const struct hb_owner *owner, struct hb_msg *status)
{
	if (owner->looked)
		hb_msg_add(status, "fd", "%" G_GINT64_FORMAT, owner->devices);
	if (owner->brought_digest)
		hb_msg_add(status, "in", "%s", owner->brought_digest);
}

static void brought(void *data, int status, const char *output, size_t length)
{
	struct hb_owner *owner = data;
	struct hb_msg *msg = answer_of(output, length);

	owner->bringing = false;
	owner->next_ms = eb_clock_ms() + (owner->missed ? 0 : status == 0 ? LOOK_MS : RETRY_MS);
	owner->missed = false;
	if (msg && status == 0) {
		log_all(HB_LOG_INFO, "CIB: ", msg, "changed");
		say_drift(owner, msg);
		say_fencing(owner, msg);
		g_free(owner->brought_digest);
		owner->brought_digest = g_strdup(hb_msg_get(msg, "digest"));
	}
	say_blocked(owner, msg);
	owner->failures = status == 0 ? 0 : owner->failures + 1;
	/* Pacemaker may not be there yet; when that lasts, it is said. */
	if (msg && status != 0)
		log_all(status == 1                   ? HB_LOG_ERROR
			: owner->failures == FAILURES ? HB_LOG_WARN
						      : HB_LOG_DEBUG,
			"cannot change the CIB: ", msg, "error");
	if (!msg && status != owner->broken)
		hb_log(HB_LOG_ERROR, "cannot change the CIB: the child ended with %d", status);
	owner->broken = msg ? 0 : status;
	hb_msg_free(msg);
}

void hb_owner_look(struct hb_owner *owner)
{
	struct hb_daemon *daemon = owner->daemon;
	struct hb_config_job job = daemon->job;
	int64_t now_ms = eb_clock_ms();
	bool ours = is_elected(daemon), agreed;

	owner->next_ms = now_ms + RETRY_MS;
	owner->missed = owner->bringing;
	if (!ours) {
		owner->looked = false;
		g_clear_pointer(&owner->brought_digest, g_free);
	}
	if (owner->bringing || !daemon->lines || !daemon->state->connected)
		return;
	agreed = hb_agreement_reached(&owner->agreement, daemon);
	if (!agreed)
		owner->next_ms = MIN(owner->next_ms, now_ms + daemon->settings->keepalive_ms);
	job.agreed = agreed ? daemon->lines->digest : NULL;
	hb_arrival_agreed(&owner->arrival, job.agreed, now_ms);
	if (ours && agreed)
		owner->bringing =
			hb_worker_call(hb_config_bring, &job, WORK_MS, brought, owner) == 0;
}

void hb_owner_tick(struct hb_owner *owner, int64_t now_ms)
{
	if (owner->next_ms && now_ms >= owner->next_ms)
		hb_owner_look(owner);
	if (hb_arrival_late(&owner->arrival, now_ms))
		say_late(owner);
}
