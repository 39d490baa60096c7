// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/secret.h"
#include "heartbeat-compat/translation.h"

/* ---- rows of the plan ---------------------------------------------------------------------------- */

/* A line as the plan shows it: blanks collapsed, without secrets. */
static const char *source_text(struct eb_translation *t, const struct hb_record *record)
{
	bool joined = record->file == HB_FILE_HARESOURCES;
	g_autofree char *value = joined || !*record->value.text ? hb_word_shown(&record->value)
								: eb_span_shown(record->value.span);
	g_autoptr(GString) text = g_string_new(record->name.text);
	g_auto(GStrv) words = g_strsplit_set(value, " \t\r\n\\", -1);

	for (size_t i = 0; words[i]; i++)
		if (*words[i])
			g_string_append_printf(text, " %s", words[i]);
	return eb_arena_string(t->plan->arena, text->str);
}

static struct eb_fate *fate_new(struct eb_translation *t, const char *place, const char *source,
				enum eb_mark mark, const char *target, const char *reason)
{
	struct eb_fate *fate = eb_arena_make(t->plan->arena, struct eb_fate);

	*fate = (struct eb_fate) {
		.place = place,
		.source = eb_arena_string(t->plan->arena, source),
		.mark = mark,
		.target = eb_arena_string(t->plan->arena, target),
		.reason = eb_arena_string(t->plan->arena, reason),
		.words = eb_arena_array(t->plan->arena),
		.objects = eb_arena_array(t->plan->arena),
	};
	return fate;
}

static const char *join(struct eb_translation *t, const char *one, const char *two)
{
	if (!one || !two)
		return one ? one : two;
	return strstr(one, two) ? one : EB_TEXT(t, "%s; %s", one, two);
}

struct eb_fate *eb_became(struct eb_translation *t, const struct hb_record *record,
			  enum eb_mark mark, const char *target, const char *reason)
{
	struct eb_fate *fate;
	char *place;

	if (!record)
		return NULL;
	fate = g_hash_table_lookup(t->fates, record);
	if (fate) {
		fate->mark = MAX(fate->mark, mark);
		fate->target = join(t, fate->target, eb_arena_string(t->plan->arena, target));
		fate->reason = join(t, fate->reason, eb_arena_string(t->plan->arena, reason));
		return fate;
	}
	place = eb_span_text(record->name.span);
	fate = fate_new(t, eb_arena_string(t->plan->arena, place), source_text(t, record), mark,
			target, reason);
	g_free(place);
	g_hash_table_insert(t->fates, (void *)record, fate);
	return fate;
}

void eb_file_became(struct eb_translation *t, const struct eb_source *source, const char *lines,
		    const char *reason)
{
	struct eb_fate *fate =
		fate_new(t, EB_TEXT(t, "%s:", source->name), lines, EB_EXACT, NULL, reason);

	g_hash_table_insert(t->fates, (void *)source, fate);
}

struct eb_fate *eb_row(struct eb_translation *t, unsigned int line, const char *source,
		       enum eb_mark mark, const char *target, const char *reason)
{
	struct eb_fate *row = fate_new(t, EB_TEXT(t, "%s:%u", t->old_source->name, line), source,
				       mark, target, reason);

	row->line = line;
	g_ptr_array_add(t->rows, row);
	return row;
}

struct eb_fate *eb_word_became(struct eb_translation *t, struct eb_fate *line,
			       const struct hb_word *word, enum eb_mark mark, const char *target,
			       const char *reason)
{
	g_autofree char *shown = hb_word_shown(word);
	struct eb_fate *fate = fate_new(t, NULL, shown, mark, target, reason);

	g_ptr_array_add(line->words, fate);
	line->mark = MAX(line->mark, mark);
	return fate;
}

void eb_made(struct eb_translation *t, struct eb_fate *fate, const char *object)
{
	const char *known;

	if (!fate)
		return;
	eb_for_each (known, fate->objects)
		if (strcmp(known, object) == 0)
			return;
	g_ptr_array_add(fate->objects, (char *)eb_arena_string(t->plan->arena, object));
}

void eb_takes(struct eb_translation *t, const char *event, int64_t heartbeat_ms, int64_t cluster_ms,
	      const char *reason)
{
	struct eb_duration *duration = eb_arena_make(t->plan->arena, struct eb_duration);

	*duration = (struct eb_duration) { event, heartbeat_ms, cluster_ms, reason };
	g_ptr_array_add(t->plan->durations, duration);
}

/* ---- small questions ------------------------------------------------------------------------------- */

const char *eb_shell_word(struct eb_translation *t, const char *word)
{
	static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-+,/:@%^=";
	g_autofree char *quoted = g_shell_quote(word);

	return EB_TEXT(t, "%s", *word && !word[strspn(word, plain)] ? word : quoted);
}

const char *eb_time_text(struct eb_translation *t, int64_t ms)
{
	if (ms < 1000)
		return EB_TEXT(t, "%" PRIi64 " ms", ms);
	return EB_TEXT(t, "%.1f s", (double)ms / 1000);
}

const char *eb_interval_text(struct eb_translation *t, int64_t ms)
{
	if (ms % 1000)
		return EB_TEXT(t, "%" PRIi64 "ms", ms);
	return EB_TEXT(t, "%" PRIi64 "s", ms / 1000);
}

const struct eb_target *eb_target(const struct eb_translation *t)
{
	return eb_target_find(t->choices->target);
}

const char *eb_node_name(const struct eb_translation *t, const struct hb_node *node)
{
	const struct hb_host *host = hb_host_find(t->cluster, node->name);
	const char *name = host && host->uname ? host->uname : node->word.text;
	g_autofree char *fit = eb_plan_fit(name);

	return strcmp(fit, name) == 0 ? name : EB_TEXT(t, "%s", fit);
}

/* Named twice, a node counts once. */
static void add_node(struct eb_translation *t, struct hb_node *node)
{
	const struct hb_node *known;

	eb_for_each (known, t->nodes)
		if (strcmp(known->name, node->name) == 0)
			return;
	g_ptr_array_add(t->nodes, node);
}

static void add_name(struct eb_translation *t, const char *name, const char *written)
{
	struct hb_node *node = hb_new(t->cluster, struct hb_node);

	node->name = name;
	node->word.text = written;
	add_node(t, node);
}

void eb_node_add(struct eb_translation *t, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	add_name(t, hb_string(t->cluster, lower, strlen(lower)), name);
}

/* Without node lines (autojoin, or no ha.cf at all): who has resources, and whose address is
 * given. Lines of haresources are many, their nodes few and mostly the one before. */
static void collect_names(struct eb_translation *t)
{
	const struct hb_node_address *given;
	const struct hb_group *group;
	const char *before = "";

	eb_for_each (group, t->haresources->groups) {
		if (strcmp(group->node, before) != 0)
			add_name(t, group->node, group->node_word.text);
		before = group->node;
	}
	eb_for_each (given, t->cluster->addresses)
		add_name(t, given->node, given->node);
	if (t->old)
		eb_old_cib_names(t);
}

static void collect_nodes(struct eb_translation *t)
{
	struct hb_node *node;

	eb_for_each (node, t->ha_cf->nodes)
		add_node(t, node);
	if (!t->nodes->len)
		collect_names(t);
}

static unsigned int longest_line(const struct hb_config *haresources)
{
	const struct hb_group *group;
	unsigned int most = 1;

	eb_for_each (group, haresources->groups)
		most = MAX(most, group->members->len);
	return most;
}

/* What decides where Heartbeat runs a line; the ping clones have been made. */
static void note_heartbeat(struct eb_translation *t)
{
	const struct hb_setting *setting = t->ha_cf->setting;

	t->plan->heartbeat = (struct eb_heartbeat) {
		.failback = setting[HB_AUTO_FAILBACK].value,
		.ipfail = t->pings->len > 0,
		.crm = t->old != NULL,
		.pings = t->ha_cf->pings->len,
		.keepalive_ms = setting[HB_KEEPALIVE].value,
		.deadtime_ms = setting[HB_DEADTIME].value,
		.initdead_ms = setting[HB_INITDEAD].value,
		.deadping_ms = setting[HB_DEADPING].value,
	};
}

/* ---- the whole --------------------------------------------------------------------------------------- */

/* A quorum device is no line of corosync.conf alone: certificates have to be made first. */
static void quorum_server(struct eb_translation *t)
{
	const struct hb_setting *server = &t->ha_cf->setting[HB_QUORUM_SERVER];

	if (!server->text)
		return;
	eb_diag_add(t->diag, EB_MSG_QUORUM_SERVER, server->from->value.span,
		    "a corosync-qnetd has to take the place of the quorumd on %s", server->text);
	eb_became(t, server->from, EB_REFUSED, NULL,
		  EB_TEXT(t,
			  "install corosync-qnetd there, then 'pcs quorum device add model net "
			  "host=%s algorithm=ffsplit'",
			  server->text));
}

static void quorum(struct eb_translation *t, struct eb_section *section)
{
	struct eb_plan *plan = t->plan;

	eb_pair_add(plan, section->settings, "provider", "corosync_votequorum");
	if (t->nodes->len == 2) {
		eb_pair_add(plan, section->settings, "two_node", "1");
		eb_pair_add(plan, section->settings, "wait_for_all", "1");
		eb_diag_add(t->diag, EB_MSG_START_ALONE, (struct eb_span) { 0 },
			    "a node that starts alone waits for the other one before it starts "
			    "resources");
	} else if (t->nodes->len > 2) {
		eb_diag_add(t->diag, EB_MSG_QUORUM, (struct eb_span) { 0 },
			    "fewer than %u of %u nodes stop their resources", t->nodes->len / 2 + 1,
			    t->nodes->len);
	}
}

/* A name or a path of the files may end up in any setting. */
static void refuse_braces(struct eb_translation *t, const GPtrArray *sections)
{
	const struct eb_section *section;
	const struct eb_pair *setting;

	eb_for_each (section, sections) {
		eb_for_each (setting, section->settings)
			if (strpbrk(setting->value, "{}"))
				eb_diag_add(t->diag, EB_MSG_BRACE, (struct eb_span) { 0 },
					    "%s: %s has a brace, which corosync.conf cannot hold",
					    setting->name, setting->value);
		refuse_braces(t, section->sections);
	}
}

struct eb_plan *eb_translate(struct hb_cluster *cluster, const struct eb_choices *choices,
			     struct eb_diag *diag)
{
	struct eb_plan *plan = eb_plan_new();
	struct eb_section *totem = eb_section_add(plan, plan->corosync, "totem");
	struct eb_section *nodelist = eb_section_add(plan, plan->corosync, "nodelist");
	struct eb_translation t = {
		.cluster = cluster,
		.ha_cf = hb_lead(cluster, HB_FILE_HA_CF),
		.haresources = hb_lead(cluster, HB_FILE_HARESOURCES),
		.choices = choices,
		.diag = diag,
		.plan = plan,
		.fates = g_hash_table_new(NULL, NULL),
		.nodes = g_ptr_array_new(),
		.pings = g_ptr_array_new(),
		.slugs = g_hash_table_new(g_str_hash, g_str_equal),
		.ids = g_hash_table_new(g_str_hash, g_str_equal),
		.drbds = g_hash_table_new(g_str_hash, g_str_equal),
		.boots = g_ptr_array_new(),
		.old_clones = g_hash_table_new(g_str_hash, g_str_equal),
		.old_told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.rows = g_ptr_array_new(),
	};

	plan->cib.grammar = eb_target(&t)->grammar;

	t.largest = longest_line(t.haresources);
	eb_old_cib_open(&t);
	collect_nodes(&t);
	eb_translate_links(&t, totem, nodelist);
	eb_translate_totem(&t, totem);
	quorum_server(&t);
	quorum(&t, eb_section_add(plan, plan->corosync, "quorum"));
	eb_translate_logging(&t, eb_section_add(plan, plan->corosync, "logging"));
	eb_translate_system(&t, eb_section_add(plan, plan->corosync, "system"));
	eb_translate_fencing(&t);
	eb_translate_watchdog(&t);
	eb_translate_cluster(&t);
	eb_translate_ping(&t);
	note_heartbeat(&t);
	eb_translate_clients(&t);
	eb_translate_takeover(&t);
	eb_translate_resources(&t);
	eb_translate_old_cib(&t);
	eb_translate_rest(&t);
	refuse_braces(&t, plan->corosync);
	eb_list_fates(&t);
	g_hash_table_unref(t.fates);
	g_ptr_array_free(t.nodes, TRUE);
	g_ptr_array_free(t.pings, TRUE);
	g_hash_table_unref(t.slugs);
	g_hash_table_unref(t.ids);
	g_hash_table_unref(t.drbds);
	g_ptr_array_free(t.boots, TRUE);
	g_hash_table_unref(t.old_clones);
	g_hash_table_unref(t.old_told);
	g_ptr_array_free(t.rows, TRUE);
	return plan;
}
