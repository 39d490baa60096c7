// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/clone.h"
#include "agents/database/cluster.h"
#include "agents/database/flashback.h"
#include "agents/database/primary.h"
#include "agents/database/rejoin.h"
#include "agents/database/replication.h"
#include "agents/database/server.h"

enum { GRACE_MS = 30000 };

static bool has_policy(const struct eb_call *call, const char *policy)
{
	const struct eb_mysql_conf *conf = call->conf;

	return !strcmp(conf->rejoin_policy, policy) && eb_in_cluster();
}

static void tell_none(const struct eb_primary *primary, int r, const char *why)
{
	eb_log(EB_WARN, "no clone, although wanted (%s): %s%s%s%s", why,
	       *primary->node ? primary->node : "no primary is known",
	       !*primary->node ? ""
	       : r == -EROFS   ? " is no primary"
			       : " cannot be asked: ",
	       r == -EROFS || !*primary->node ? "" : primary->sql.why, "");
}

/* By who wrote it: numbers alone could be those of another set. */
static bool is_known(const struct eb_view *view, const struct eb_gtids *history,
		     const struct eb_gtid_span *span)
{
	char domain[sizeof(span->stream)];
	size_t n = strcspn(span->stream, "-");

	snprintf(domain, sizeof(domain), "%.*s", (int)n, span->stream);
	for (size_t i = 0; i < history->n; i++)
		if (!strcmp(history->spans[i].stream, span->stream))
			return history->spans[i].to >= span->to;
	/* A log that began with a copy does not tell who wrote what is older. */
	for (size_t i = 0; i < view->applied.n; i++) {
		const struct eb_gtid_span *last = &view->applied.spans[i];

		if (!strcmp(last->stream, domain) && last->to == span->to &&
		    last->origin == strtoul(span->stream + n + 1, NULL, 10))
			return true;
	}
	return false;
}

static bool is_part(const struct eb_view *view, const char *position)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids history = { 0 }, ends = { 0 };
	bool all = eb_gtids_parse(EB_GTID_ORIGINS, position, &ends) == 0 &&
		   eb_view_history(view, &history) == 0;

	for (size_t i = 0; all && i < ends.n; i++)
		all = is_known(view, &history, &ends.spans[i]);
	return all;
}

/* After a transfer that took long: is it still the primary, of whose history the copy is a part? */
static enum eb_ocf check_copy(const struct eb_call *call, const struct eb_local *local,
			      const struct eb_clone *clone)
{
	EB_CLEAN(eb_primary_close) struct eb_primary now = { 0 };
	int r = eb_primary_find(call, local, &now);

	if (r < 0 || strcmp(now.node, clone->node) != 0)
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "%s is not the primary any more: its copy is not used", clone->node);
	if (!is_part(&now.view, clone->position))
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "clone_command sent a copy at %s, which is none of the primary %s",
			       clone->position, clone->node);
	return OCF_SUCCESS;
}

static enum eb_ocf clone_from(const struct eb_call *call, const struct eb_local *local,
			      const struct eb_primary *primary, const char *why)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_clone clone = { .node = primary->node,
				  .host = primary->host,
				  .why = why,
				  .history = eb_view_setting(&primary->view, "gtid_binlog_state") };
	enum eb_ocf code;

	if (!primary->view.dialect->mariadb)
		return eb_fail(OCF_ERR_INSTALLED, 0, "cannot clone: %s is no MariaDB server",
			       primary->node);
	eb_log(EB_WARN, "cloning the primary %s: %s", primary->node, why);
	eb_rejoin_count(call);
	code = eb_clone_receive(call, &clone);
	if (code == OCF_SUCCESS) {
		code = check_copy(call, local, &clone);
		if (code == OCF_SUCCESS)
			code = eb_clone_swap(call, &clone);
		else
			eb_clone_drop(conf);
	}
	free(clone.position);
	if (code == OCF_SUCCESS)
		eb_remember(call, "rejoin", "");
	return code;
}

static int load(const struct eb_mysql_conf *conf, struct eb_local *local)
{
	*local = (struct eb_local) { 0 };
	return conf->credentials_file
		       ? eb_credentials_load(conf->credentials_file, &local->credentials)
		       : 0;
}

enum eb_ocf eb_rejoin_before(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_primary_close) struct eb_primary primary = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_proc proc;
	char why[400];
	int r;

	if (eb_server_find(conf, &proc) != 0)
		return OCF_SUCCESS;
	r = eb_clone_settle(conf);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r,
			       "cannot bring in order what an unfinished clone left beside %s",
			       conf->datadir);
	eb_remembered(call, "rejoin", why, sizeof(why));
	if (!*why && eb_clone_is_empty(conf))
		snprintf(why, sizeof(why), "datadir is empty");
	if (!*why || !has_policy(call, "clone"))
		return OCF_SUCCESS;
	r = load(conf, &local);
	if (r < 0)
		return eb_local_fail(call, &local, r);
	r = eb_primary_find(call, &local, &primary);
	if (r < 0 || !eb_rejoin_may(call)) {
		if (r < 0)
			tell_none(&primary, r, why);
		else
			eb_log(EB_WARN,
			       "a clone was tried %d times within an hour: it is put off (%s)",
			       EB_REJOIN_TRIES, why);
		return OCF_SUCCESS;
	}
	return clone_from(call, &local, &primary, why);
}

static bool is_errant(const struct eb_call *call, char *state, size_t size)
{
	eb_remembered(call, "state", state, size);
	return !strncmp(state, "errant ", 7);
}

bool eb_rejoin_is_due(const struct eb_call *call)
{
	char state[400], before[400];

	eb_remembered(call, "unflashable", before, sizeof(before));
	return is_errant(call, state, sizeof(state)) && eb_rejoin_may(call) &&
	       (has_policy(call, "clone") ||
		(has_policy(call, "flashback") && strcmp(state, before) != 0));
}

/* What cannot be undone stays as it is, and is told once. */
static enum eb_ocf undo(const struct eb_call *call, struct eb_local *local,
			const struct eb_primary *primary, const char *state)
{
	EB_CLEAN(eb_view_free) struct eb_view own = { 0 };
	EB_CLEAN(eb_gtids_free) struct eb_gtids errant = { 0 };
	char why[400] = "";
	int r = eb_view_take(&local->sql, &own);

	if (r == 0 && own.replica.configured)
		r = eb_sql_run(&local->sql, "%s", own.dialect->stop);
	if (r == 0)
		r = eb_replication_errant(&own, &primary->view, &errant);
	eb_rejoin_count(call);
	if (r == 0)
		r = eb_flashback(call, local, &own, &errant, why, sizeof(why));
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot undo what the primary lacks: %s (%u)",
			       *why ? why : local->sql.why, local->sql.number);
	if (r > 0) {
		eb_log(EB_ERR, "no flashback: %s; %s", why, state);
		eb_remember(call, "unflashable", state);
	}
	eb_remember(call, "rejoin", "");
	return OCF_SUCCESS;
}

enum eb_ocf eb_rejoin(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	EB_CLEAN(eb_primary_close) struct eb_primary primary = { 0 };
	const struct eb_mysql_conf *conf = call->conf;
	char state[400];
	int r = load(conf, &local);

	is_errant(call, state, sizeof(state));
	if (r < 0)
		return eb_local_fail(call, &local, r);
	r = eb_primary_find(call, &local, &primary);
	if (r < 0) {
		tell_none(&primary, r, state);
		return OCF_SUCCESS;
	}
	if (has_policy(call, "flashback")) {
		eb_local_close(&local);
		r = eb_local_open_patient(call, &local);
		return r < 0 ? eb_local_fail(call, &local, r) : undo(call, &local, &primary, state);
	}
	r = eb_server_stop(conf, GRACE_MS, call->deadline_ms);
	if (r < 0)
		return eb_fail(OCF_ERR_GENERIC, -r, "cannot stop the server of %s", conf->datadir);
	return clone_from(call, &local, &primary, state);
}
