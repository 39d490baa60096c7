// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "heartbeat-compat/grammar.h"
#include "heartbeat-compat/migrate.h"
#include "heartbeat-compat/options.h"
#include "heartbeat-compat/service.h"
#include "heartbeat-compat/tool.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/lock.h"

static const char JOURNAL[] = "/var/lib/escapebeat/apply";
static const char LOCK[] = "/var/lib/escapebeat/apply.lock";
static const char COPY[] = EB_APPLIED_PLAN;

enum { LOCK_MS = 1000, WAIT_MS = 300000, UNIT_MS = 20000 };

const char *const eb_stage_names[EB_STAGES + 1] = {
	[EB_FILES] = "files",
	[EB_CLUSTER] = "cluster",
	[EB_RESOURCES] = "resources",
};

void eb_tell(const struct eb_migration *m, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	if (m->stage < EB_STAGES)
		fprintf(stderr, "[%d/%d %s] ", (int)m->stage + 1, EB_STAGES,
			eb_stage_names[m->stage]);
	fprintf(stderr, "%s: %s (%.1f s)\n", m->self, text,
		(double)(eb_clock_ms() - m->begun_ms) / 1000);
}

int eb_refuse(const struct eb_migration *m, int code, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	fprintf(stderr, "escapebeat: %s%s%s\n", m->self ? m->self : "", m->self ? ": " : "", text);
	return code;
}

int eb_note(struct eb_migration *m, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;
	int failed;

	va_start(args, format);
	line = g_strdup_vprintf(format, args);
	va_end(args);
	failed = eb_journal_note(&m->journal, "%s", line);
	return failed < 0 ? eb_refuse(m, 1, "cannot write the journal %s: %s", m->journal.path,
				      g_strerror(-failed))
			  : 0;
}

/* ---- begin and end ---------------------------------------------------------------------------- */

/* This node's name as the plan writes it. */
static int find_self(struct eb_migration *m)
{
	const struct eb_pair *node;
	struct utsname self;

	uname(&self);
	eb_for_each (node, m->plan->cib.nodes)
		if (strcmp(node->value, self.nodename) == 0)
			m->self = g_strdup(node->value);
	if (!m->self)
		return eb_refuse(m, EB_EXIT_STALE, "this is %s, which is no node of %s",
				 self.nodename, m->plan_path);
	if (m->node && strcmp(m->node, m->self) != 0)
		return eb_refuse(m, EB_EXIT_STALE, "this is not %s", m->node);
	return 0;
}

char *eb_service_line(const char *service)
{
	return g_strdup_printf("service %s %s %s", service,
			       eb_service_runs(service) ? "runs" : "stopped",
			       eb_service_enabled(service) ? "enabled" : "disabled");
}

/* Each file is noted before it is written; of services only how they were is. */
static bool has_changed(const struct eb_migration *m)
{
	static const char *const quieted[] = { "service corosync", "service pacemaker" };
	const char *line;

	eb_for_each (line, m->journal.lines)
		if (!g_str_has_prefix(line, "plan ") && !g_str_has_prefix(line, "service ") &&
		    strcmp(line, "stage files") != 0)
			return true;
	for (size_t i = 0; i < EB_COUNT(quieted); i++) {
		g_autofree char *now = eb_service_line(quieted[i] + strlen("service "));

		if (eb_journal_get(&m->journal, quieted[i]) && !eb_journal_has(&m->journal, now))
			return true;
	}
	return false;
}

bool eb_migrate_drop(struct eb_migration *m)
{
	if (has_changed(m) || eb_journal_drop(&m->journal) < 0)
		return false;
	eb_file_remove(COPY);
	return true;
}

/* The journal belongs to one plan; its first line names it. A run that was killed before it changed
 * anything leaves one that binds nobody. */
static int open_journal(struct eb_migration *m)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	const char *noted;
	int failed = eb_journal_read(&m->journal, JOURNAL);

	if (failed < 0)
		return eb_refuse(m, 1, "cannot read the journal %s: %s", JOURNAL,
				 g_strerror(-failed));
	failed = eb_file_read(m->plan_path, EB_PLAN_MAX, &text, NULL);
	if (failed < 0)
		return eb_refuse(m, 1, "cannot read %s: %s", m->plan_path, g_strerror(-failed));
	m->digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	noted = eb_journal_get(&m->journal, "plan");
	if (noted && strcmp(noted, m->digest) != 0 && eb_migrate_drop(m))
		return 0;
	if (noted && strcmp(noted, m->digest) != 0)
		return eb_refuse(m, EB_EXIT_STALE,
				 "another plan than %s was applied here; first: escapebeat "
				 "rollback %s",
				 m->plan_path, COPY);
	if (!noted && m->journal.lines->len)
		return eb_refuse(m, 1, "the journal %s is damaged", JOURNAL);
	return 0;
}

int eb_note_plan(struct eb_migration *m)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	size_t length = 0;
	int failed;

	if (eb_journal_get(&m->journal, "plan"))
		return 0;
	failed = eb_file_read(m->plan_path, EB_PLAN_MAX, &text, &length);
	if (failed < 0)
		return eb_refuse(m, 1, "cannot read %s: %s", m->plan_path, g_strerror(-failed));
	failed = eb_file_replace(COPY, text, length, 0600);
	if (failed < 0)
		return eb_refuse(m, 1, "cannot keep the plan as %s: %s", COPY, g_strerror(-failed));
	return eb_note(m, "plan %s", m->digest);
}

int eb_migrate_begin(struct eb_migration *m)
{
	int failed;

	m->lock = -1;
	m->stage = EB_STAGES;
	m->begun_ms = eb_clock_ms();
	m->journal = (struct eb_journal) { .fd = -1, .lines = g_ptr_array_new() };
	failed = find_self(m);
	if (failed)
		return failed;
	if (geteuid() != 0)
		return eb_refuse(m, 1, "only root can do this");
	failed = eb_file_make_parent(LOCK);
	m->lock = failed < 0 ? failed : eb_lock(LOCK, eb_clock_ms() + LOCK_MS);
	if (m->lock == -ETIMEDOUT)
		return eb_refuse(m, EB_EXIT_STALE, "another escapebeat is at work here");
	if (m->lock < 0)
		return eb_refuse(m, 1, "cannot take the lock %s: %s", LOCK, g_strerror(-m->lock));
	eb_journal_close(&m->journal);
	return open_journal(m);
}

void eb_migrate_end(struct eb_migration *m)
{
	if (m->lock >= 0)
		close(m->lock);
	eb_journal_close(&m->journal);
	g_free(m->self);
	g_free(m->digest);
}

/* "20s", "1500ms"; 0 for any other form. */
static int64_t interval_ms(const char *text)
{
	char *unit;
	gint64 number = text ? g_ascii_strtoll(text, &unit, 10) : 0;

	if (!text || (*unit && strcmp(unit, "s") != 0 && strcmp(unit, "ms") != 0))
		return 0;
	return strcmp(unit, "ms") == 0 ? number : 1000 * number;
}

void eb_migrate_clock(struct eb_migration *m, enum eb_stage stage)
{
	/* Alone, a node waits for dc-deadtime before it takes part in anything. */
	int64_t patience_ms = WAIT_MS + interval_ms(eb_plan_property(m->plan, "dc-deadtime"));

	m->stage = stage;
	m->begun_ms = eb_clock_ms();
	m->deadline_ms = m->begun_ms + (m->wait_ms ? m->wait_ms : patience_ms);
}

const char *eb_plan_property(const struct eb_plan *plan, const char *name)
{
	const struct eb_pair *property;

	eb_for_each (property, plan->cib.properties)
		if (strcmp(property->name, name) == 0)
			return property->value;
	return NULL;
}

/* ---- the operator, the services --------------------------------------------------------------- */

int eb_migrate_ask(const struct eb_migration *m, const char *question)
{
	char answer[16] = "";

	if (m->yes)
		return 0;
	if (!isatty(STDIN_FILENO))
		return eb_refuse(m, 3, "%s; say yes with -y", question);
	fprintf(stderr, "%s: %s. Go on? [y/N] ", m->self, question);
	if (fgets(answer, sizeof(answer), stdin) && (*answer == 'y' || *answer == 'Y'))
		return 0;
	return eb_refuse(m, 3, "nothing was done");
}

int eb_migrate_run(struct eb_migration *m, const char *service, bool run)
{
	g_autofree char *why = NULL;
	int failed;

	failed = eb_service_run(service, run, eb_clock_left(m->deadline_ms), &why);
	if (failed == 1)
		return 0;
	if (failed == -ETIMEDOUT)
		return eb_refuse(m, EB_EXIT_LATE, "%s did not %s in time", service,
				 run ? "start" : "stop");
	if (failed < 0)
		return eb_refuse(m, 1, "cannot %s %s: %s", run ? "start" : "stop", service,
				 why && *why ? eb_first_line(why) : g_strerror(-failed));
	eb_tell(m, "%s %s", service, run ? "started" : "stopped");
	return 0;
}

int eb_migrate_enable(struct eb_migration *m, const char *service, bool enable)
{
	g_autofree char *why = NULL;
	int failed;

	if (eb_service_enabled(service) == enable)
		return 0;
	failed = eb_service_enable(service, enable, &why);
	if (failed < 0)
		return eb_refuse(m, 1, "cannot %s %s at boot: %s", enable ? "enable" : "disable",
				 service, why && *why ? eb_first_line(why) : g_strerror(-failed));
	eb_tell(m, "%s %s at boot", service, enable ? "starts" : "does not start");
	return 0;
}

void eb_migrate_units(struct eb_migration *m, bool run)
{
	const struct eb_file *file;

	eb_for_each (file, m->plan->files) {
		g_autofree char *why = NULL;

		if (!file->unit || !eb_file_is_for(file, m->self))
			continue;
		if (!eb_service_has_units())
			eb_tell(m, "there is no systemd to %s %s", run ? "start" : "stop",
				file->unit);
		else if (eb_service_run(file->unit, run, UNIT_MS, &why) < 0)
			eb_tell(m, "%s does not %s: %s", file->unit, run ? "start" : "stop",
				why && *why ? eb_first_line(why) : "not in time");
	}
}
