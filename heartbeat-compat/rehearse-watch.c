// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happened, from those who watched: the recorders wrote down each start and stop on their
 * node, the client asked by ARP who has each address, the power switch noted who died when. All
 * of them stamp with one clock, the kernel's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/tool.h"
#include "lib/file.h"

enum {
	LOG_MAX = 64 << 20,
	ASK_MS = 20000,
	BOTH_MS = 300, /* after the last question that two answered, it is one again */
};

static int find_node(const struct eb_rehearsal *r, const char *name)
{
	for (guint i = 0; i < r->nodes->len; i++)
		if (strcmp(EB_NODE(r, i), name) == 0)
			return (int)i;
	return EB_NOWHERE;
}

/* A file of the rehearsal, by lines; empty when it is not there. */
static char **lines_of(const char *path)
{
	EB_CLEAN(eb_freep) char *text = NULL;

	if (eb_file_read(path, LOG_MAX, &text, NULL) < 0)
		return g_new0(char *, 1);
	return g_strsplit(text, "\n", -1);
}

/* ---- power ------------------------------------------------------------------------------------------ */

/* "MS NODE: off, asked by WHO" */
struct off {
	int64_t ms;
	int node, by; /* by EB_NOWHERE: the operator */
};

static GArray *read_power(const struct eb_rehearsal *r)
{
	GArray *offs = g_array_new(FALSE, FALSE, sizeof(struct off));
	g_autofree char *path = g_build_filename(r->lab, "power.log", NULL);
	g_auto(GStrv) lines = lines_of(path);

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 6);
		struct off off;

		if (g_strv_length(words) < 6 || strcmp(words[2], "off,") != 0)
			continue;
		words[1][strcspn(words[1], ":")] = '\0';
		off = (struct off) { g_ascii_strtoll(words[0], NULL, 10), find_node(r, words[1]),
				     find_node(r, words[5]) };
		if (off.node != EB_NOWHERE)
			g_array_append_val(offs, off);
	}
	return offs;
}

int eb_rehearse_fenced(const struct eb_rehearsal *r, int64_t since_ms)
{
	g_autoptr(GArray) offs = read_power(r);

	for (guint i = 0; i < offs->len; i++) {
		const struct off *off = &g_array_index(offs, struct off, i);

		if (off->ms >= since_ms && off->by != EB_NOWHERE)
			return off->node;
	}
	return EB_NOWHERE;
}

/* ---- recorders -------------------------------------------------------------------------------------- */

enum note { STARTING, START, STOPPING, STOP, OFF, NOTES };

struct noted {
	int64_t ms;
	int node;
	enum note note;
};

static enum note note_of(const char *word)
{
	static const char *const words[] = { "starting", "start", "stopping", "stop" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], word) == 0)
			return (enum note)i;
	return NOTES;
}

static bool is_of(const struct eb_actor *actor, char *const *words)
{
	if (actor->word && strcmp(actor->word, words[2]) == 0)
		return true;
	return words[3] && strcmp(actor->id, words[3]) == 0;
}

/* MICROSECONDS EVENT WORD [ID] lines of a node, those of the actor. */
static void take_notes(const struct eb_actor *actor, int node, char *const *lines, GArray *notes)
{
	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 4);
		struct noted noted;

		if (g_strv_length(words) < 3 || note_of(words[1]) == NOTES || !is_of(actor, words))
			continue;
		noted = (struct noted) { g_ascii_strtoll(words[0], NULL, 10) / 1000, node,
					 note_of(words[1]) };
		g_array_append_val(notes, noted);
	}
}

static int by_time(const void *one, const void *two)
{
	const struct noted *a = one, *b = two;

	return a->ms != b->ms ? (a->ms < b->ms ? -1 : 1) : (int)a->note - (int)b->note;
}

static void tell(struct eb_actor *actor, const struct noted *noted)
{
	switch (noted->note) {
	case STARTING: eb_track_begin(&actor->presence, noted->node, noted->ms); break;
	case START: eb_track_begin(&actor->service, noted->node, noted->ms); break;
	case STOPPING: eb_track_end(&actor->service, noted->node, noted->ms); break;
	case OFF: eb_track_end(&actor->service, noted->node, noted->ms); /* fall through */
	case STOP: eb_track_end(&actor->presence, noted->node, noted->ms); break;
	case NOTES: break;
	}
}

static void note_power(const GArray *offs, GArray *notes)
{
	for (guint i = 0; i < offs->len; i++) {
		const struct off *off = &g_array_index(offs, struct off, i);
		struct noted noted = { off->ms, off->node, OFF };

		g_array_append_val(notes, noted);
	}
}

static void look_recorded(struct eb_actor *actor, char ***logs, guint nodes, const GArray *offs)
{
	g_autoptr(GArray) notes = g_array_new(FALSE, FALSE, sizeof(struct noted));

	for (guint node = 0; node < nodes; node++)
		take_notes(actor, (int)node, logs[node], notes);
	note_power(offs, notes);
	g_array_sort(notes, by_time);
	for (guint i = 0; i < notes->len; i++)
		tell(actor, &g_array_index(notes, struct noted, i));
}

/* ---- addresses ------------------------------------------------------------------------------------- */

/* Who has an address: between two questions one of them, in a split several. */
struct owners {
	const struct eb_rehearsal *r;
	struct eb_actor *actor;
	hb_nodes nodes;
	int last;       /* who answered last */
	int64_t two_ms; /* when two answered one question for the last time */
};

static void set_owners(struct owners *owners, hb_nodes nodes, int64_t ms)
{
	for (guint i = 0; i < owners->r->nodes->len; i++) {
		bool had = owners->nodes & HB_NODE(i), has = nodes & HB_NODE(i);
		void (*change)(struct eb_track *, int, int64_t) =
			has ? eb_track_begin : eb_track_end;

		if (had == has)
			continue;
		change(&owners->actor->service, (int)i, ms);
		change(&owners->actor->presence, (int)i, ms);
	}
	owners->nodes = nodes;
}

/* Of two that answered whoever answers still has it. */
static void settle(struct owners *owners, int64_t now_ms)
{
	if ((owners->nodes & (owners->nodes - 1)) && now_ms - owners->two_ms > BOTH_MS)
		set_owners(owners, owners->last == EB_NOWHERE ? 0 : HB_NODE(owners->last),
			   owners->two_ms + 1);
}

static hb_nodes set_of(const struct eb_rehearsal *r, const char *name)
{
	int node = name ? find_node(r, name) : EB_NOWHERE;

	return node == EB_NOWHERE ? 0 : HB_NODE(node);
}

/* "answered NODE ...", "silent" (when it last answered), "two-owners A B". Two that answer each
 * question do so in turn, which is no change. */
static void take_answer(struct owners *owners, int64_t ms, char *const *words)
{
	bool both;

	settle(owners, ms);
	both = owners->nodes & (owners->nodes - 1);
	if (strcmp(words[0], "two-owners") == 0) {
		owners->two_ms = ms;
		set_owners(owners,
			   owners->nodes | set_of(owners->r, words[1]) |
				   set_of(owners->r, words[1] ? words[2] : NULL),
			   ms);
	} else if (strcmp(words[0], "answered") == 0) {
		owners->last = words[1] ? find_node(owners->r, words[1]) : EB_NOWHERE;
		if (!both)
			set_owners(owners, set_of(owners->r, words[1]), ms);
	} else if (strcmp(words[0], "silent") == 0) {
		owners->last = EB_NOWHERE;
		set_owners(owners, 0, ms);
	}
}

/* "MS arp:ADDRESS WHAT ..." */
static void look_address(const struct eb_rehearsal *r, struct eb_actor *actor, char *const *lines)
{
	g_autofree char *target = g_strdup_printf("arp:%s", actor->address);
	struct owners owners = { .r = r, .actor = actor, .last = EB_NOWHERE };

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 6);

		if (g_strv_length(words) >= 3 && strcmp(words[1], target) == 0)
			take_answer(&owners, g_ascii_strtoll(words[0], NULL, 10), words + 2);
	}
	settle(&owners, eb_rehearse_now_ms());
}

/* ---- all of it --------------------------------------------------------------------------------------- */

static void forget(struct eb_actor *actor)
{
	eb_track_clear(&actor->service);
	eb_track_clear(&actor->presence);
	actor->service = eb_track_new();
	actor->presence = eb_track_new();
}

static void gather(struct eb_cast *cast)
{
	g_autofree const struct eb_track **tracks =
		g_new(const struct eb_track *, cast->actors->len);
	struct eb_actor *actor;

	eb_for_each (actor, cast->actors)
		tracks[actor_at] = &actor->service;
	eb_track_clear(&cast->track);
	cast->track = eb_track_together(tracks, cast->actors->len);
}

void eb_rehearse_look(struct eb_rehearsal *r)
{
	g_autoptr(GArray) offs = read_power(r);
	g_autofree char *probe_log = g_build_filename(r->work, "probe.log", NULL);
	g_auto(GStrv) probe = lines_of(probe_log);
	g_autofree char ***logs = g_new0(char **, r->nodes->len);
	struct eb_cast *cast;
	struct eb_actor *actor;

	for (guint i = 0; i < r->nodes->len; i++) {
		g_autofree char *text = NULL;

		/* Until the first start there is no such log. */
		if (eb_lab(r, ASK_MS, &text, "log", "-a", EB_NODE(r, i), "recorder") != 0)
			*text = '\0';
		logs[i] = g_strsplit(text, "\n", -1);
	}
	eb_for_each (cast, r->casts) {
		eb_for_each (actor, cast->actors) {
			forget(actor);
			if (actor->address)
				look_address(r, actor, probe);
			else
				look_recorded(actor, logs, r->nodes->len, offs);
		}
		gather(cast);
	}
	for (guint i = 0; i < r->nodes->len; i++)
		g_strfreev(logs[i]);
}

int64_t eb_rehearse_stir_ms(const struct eb_rehearsal *r)
{
	const struct eb_cast *cast;
	const struct eb_actor *actor;
	int64_t last = 0;

	eb_for_each (cast, r->casts)
		eb_for_each (actor, cast->actors)
			for (guint i = 0; i < actor->presence.stays->len; i++) {
				const struct eb_stay *stay =
					&g_array_index(actor->presence.stays, struct eb_stay, i);

				last = MAX(last, stay->until_ms == INT64_MAX ? stay->from_ms
									     : stay->until_ms);
			}
	return last;
}

/* A script that two lines run with the same arguments: nobody can tell which of them called it. */
static bool is_shared(const struct eb_rehearsal *r, const struct eb_actor *actor)
{
	const struct eb_cast *cast;
	const struct eb_actor *other;

	eb_for_each (cast, r->casts)
		eb_for_each (other, cast->actors)
			if (other != actor && other->word && actor->word &&
			    strcmp(other->word, actor->word) == 0)
				return true;
	return false;
}

static const struct eb_actor *twice_within(const struct eb_rehearsal *r, int64_t from_ms,
					   int64_t until_ms, int64_t *when_ms)
{
	const struct eb_cast *cast;
	const struct eb_actor *actor;

	eb_for_each (cast, r->casts)
		eb_for_each (actor, cast->actors)
			if (!is_shared(r, actor) &&
			    eb_track_twice(&actor->presence, from_ms, until_ms, when_ms))
				return actor;
	return NULL;
}

/* From the cut until all is well again: nobody keeps the two sides apart. */
static bool find_torn(const struct eb_rehearsal *r, int64_t *from_ms, int64_t *until_ms)
{
	const struct eb_act *act;

	*from_ms = INT64_MAX;
	*until_ms = INT64_MAX;
	eb_for_each (act, r->acts) {
		if (r->rules.unfenced && act->event.kind == HB_EVENT_SPLIT)
			*from_ms = act->begun_ms;
		if (*from_ms < INT64_MAX && act->event.kind == HB_EVENT_HEAL && !act->stuck)
			*until_ms = act->ended_ms;
	}
	return *from_ms < INT64_MAX;
}

const struct eb_actor *eb_rehearse_twice(const struct eb_rehearsal *r, int64_t *when_ms)
{
	int64_t from_ms, until_ms;
	const struct eb_actor *actor;

	find_torn(r, &from_ms, &until_ms);
	actor = twice_within(r, INT64_MIN, from_ms, when_ms);
	return actor ? actor : twice_within(r, until_ms, INT64_MAX, when_ms);
}

const struct eb_actor *eb_rehearse_torn(const struct eb_rehearsal *r)
{
	int64_t from_ms, until_ms;

	return find_torn(r, &from_ms, &until_ms) ? twice_within(r, from_ms, until_ms, NULL) : NULL;
}
