// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Carrying out a plan on this node, and taking it back.
 *
 * The idea: Pacemaker comes up *beside* Heartbeat, in maintenance mode, in which it looks at
 * resources but touches none. So all of it can be judged while Heartbeat still serves, and
 * what it sees must be what Heartbeat does. Only the last stage ends Heartbeat, node by node;
 * the node on which it ends last lets Pacemaker go. At no time do both own a resource.
 *
 *	files      corosync.conf, key and CIB are written and validated; nothing runs differently
 *	cluster    corosync and Pacemaker run, in maintenance mode, and agree with Heartbeat
 *	resources  Heartbeat ends here; when it has ended everywhere, Pacemaker owns the resources
 */
#ifndef EB_MIGRATE_H
#define EB_MIGRATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "heartbeat-compat/journal.h"
#include "heartbeat-compat/plan.h"

enum eb_stage { EB_FILES, EB_CLUSTER, EB_RESOURCES, EB_STAGES };
extern const char *const eb_stage_names[EB_STAGES + 1]; /* ended by NULL */

struct eb_migration {
	/* To be set by the caller: */
	struct eb_plan *plan;
	const char *plan_path;
	const char *node;    /* --node: the node that this has to be; NULL: any of the plan's */
	int64_t wait_ms;     /* for each stage; 0: what initdead makes reasonable */
	bool yes;            /* do not ask */
	bool new_key;        /* apply: make corosync's key, for the first node */
	bool alone;          /* rollback: no other node runs Pacemaker, says the operator */
	enum eb_stage until; /* apply: the last stage; EB_STAGES: all */

	/* Theirs: */
	char *self;   /* this node, as the plan names it */
	char *digest; /* of the plan's file */
	struct eb_journal journal;
	int lock; /* descriptor, -1: none */
	enum eb_stage stage;
	int64_t begun_ms, deadline_ms;
};

/* Each returns the exit code; what is done is told on standard error, verify's on output. */
int eb_apply(struct eb_migration *m);
int eb_verify(struct eb_migration *m);
int eb_rollback(struct eb_migration *m);

/* ---- what they share (migrate.c) ---------------------------------------------------------------- */

/* One line of progress, with the time since the stage began; of failure, returning the code. */
void eb_tell(const struct eb_migration *m, const char *format, ...) EB_PRINTF(2, 3);
int eb_refuse(const struct eb_migration *m, int code, const char *format, ...) EB_PRINTF(3, 4);

/* Notes it in the journal; 0 or the exit code, after a message. */
int eb_note(struct eb_migration *m, const char *format, ...) EB_PRINTF(2, 3);

/* Takes the lock, finds this node in the plan, reads the journal: 0 or the exit code. */
int eb_migrate_begin(struct eb_migration *m);
void eb_migrate_end(struct eb_migration *m);

/* Notes which plan is applied, and keeps a copy of it: who loses his can go back all the same. */
int eb_note_plan(struct eb_migration *m);

/* A journal's line on a service, "NAME runs enabled"; its place in it is "service NAME". g_free it. */
char *eb_service_line(const char *service);

/* Drops a journal whose run ended before it changed anything here: true, it is gone. */
bool eb_migrate_drop(struct eb_migration *m);

/* Begins to measure a stage. */
void eb_migrate_clock(struct eb_migration *m, enum eb_stage stage);

/* Asks the operator; 0: go on, else the exit code. */
int eb_migrate_ask(const struct eb_migration *m, const char *question);

/* Starts or stops a service, switches its start at boot: 0 or the exit code, after a message. */
int eb_migrate_run(struct eb_migration *m, const char *service, bool run);
int eb_migrate_enable(struct eb_migration *m, const char *service, bool enable);

/* Starts or stops what Heartbeat had respawned, by the plan's units: one that does not is told of,
 * and no reason to stop half way. */
void eb_migrate_units(struct eb_migration *m, bool run);

/* ---- the stages ----------------------------------------------------------------------------------- */

int eb_stage_files(struct eb_migration *m);
int eb_stage_cluster(struct eb_migration *m);
int eb_stage_resources(struct eb_migration *m);

/* Writes a file under its one name, whole or not, and waits until it is on the disk: nobody reads it
 * before all are written, and a name that is known can be removed after a kill. 0 or -errno
 * (apply-files.c). */
int eb_write_new(const char *path, const char *text, size_t length, mode_t mode);

/* The key of corosync, of PLAN.key, made when that is asked for; the caller frees it. 0 or the exit
 * code (apply-key.c). */
int eb_key_find(struct eb_migration *m, char **key, size_t *length);

/* The CIB: written beside its place, put there, taken back; 0 or the exit code (apply-cib.c). */
#define EB_CIB_FOLDER "/var/lib/pacemaker/cib"
#define EB_CIB        EB_CIB_FOLDER "/cib.xml"
#define EB_CIB_NEW    EB_CIB_FOLDER "/.escapebeat-new/cib.xml"
int eb_cib_write(struct eb_migration *m);
int eb_cib_install(struct eb_migration *m);
int eb_cib_restore(struct eb_migration *m);

/* Is the one in its place ours? */
bool eb_cib_is_ours(const struct eb_migration *m);

/* Puts back every file that the journal names: 0 or the exit code (apply-files.c). */
int eb_files_restore(struct eb_migration *m);

/* The first file that is not as the plan has it, NULL when all are (apply-files.c). */
const char *eb_files_changed(struct eb_migration *m);

/* The value of a cluster property in the plan, NULL when it has none. */
const char *eb_plan_property(const struct eb_plan *plan, const char *name);

#endif
