// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/database/holders.h"
#include "agents/database/reign.h"
#include "agents/database/relay.h"
#include "agents/database/replication.h"
#include "agents/database/standing.h"
#include "lib/score.h"

const char eb_replication_twin[] = "server_id is ";

enum {
	PATIENCE_MS = 3000, /* for a server on another node */
	GONE_S = 60,        /* so long one is believed to be no more: a person may have it back */
};

static struct eb_account account_of(const struct eb_mysql_conf *conf, const struct eb_local *local)
{
	const struct eb_account *file = &local->credentials.replication;
	struct eb_account account = { .user = conf->repl_user,
				      .password = conf->repl_passwd,
				      .ssl_ca = conf->repl_ca,
				      .ssl_cert = conf->repl_cert,
				      .ssl_key = conf->repl_key };

	if (file->user || file->password)
		account.password = file->password;
	account.user = file->user ?: account.user;
	account.ssl_ca = file->ssl_ca ?: account.ssl_ca;
	account.ssl_cert = file->ssl_cert ?: account.ssl_cert;
	account.ssl_key = file->ssl_key ?: account.ssl_key;
	return account;
}

int eb_replication_look(const struct eb_call *call, const struct eb_local *local, const char *host,
			struct eb_sql *sql, struct eb_view *view)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_sql_login login = { .host = host,
				      .port = (unsigned)conf->repl_port,
				      .account = account_of(conf, local),
				      .tls = conf->repl_tls,
				      .patience_ms = PATIENCE_MS,
				      .deadline_ms = call->deadline_ms };
	int r = eb_sql_open(sql, &login);

	return r < 0 ? r : eb_view_take_positions(sql, view);
}

static const struct eb_gtid_span *span_of(const struct eb_gtids *gtids, const char *stream)
{
	for (size_t i = 0; i < gtids->n; i++)
		if (!strcmp(gtids->spans[i].stream, stream))
			return &gtids->spans[i];
	return NULL;
}

/* The last number of a domain up to which both logs have the same, whoever wrote it. */
static uint64_t common(const char *domain, const struct eb_gtids *ours,
		       const struct eb_gtids *theirs)
{
	size_t n = strlen(domain);
	uint64_t last = 0;

	for (size_t i = 0; i < ours->n; i++) {
		const struct eb_gtid_span *own = &ours->spans[i], *other;

		if (strncmp(own->stream, domain, n) != 0 || own->stream[n] != '-')
			continue;
		other = span_of(theirs, own->stream);
		if (other && own->to <= other->to && own->to > last)
			last = own->to;
	}
	return last;
}

/*
 * The last transaction of a domain stands for all before it, so it is the one to look for: in what
 * its origin wrote into the primary's log; or, when the primary's log began later than that (it was
 * set up from a copy), by its number alone.
 */
static int look_for(const struct eb_gtid_span *last, const struct eb_gtids *own,
		    const struct eb_gtids *history, const struct eb_gtids *applied,
		    struct eb_gtids *rest)
{
	struct eb_gtid_span missing = { .from = 1, .to = last->to };
	struct eb_gtids one = { &missing, 1 };
	const struct eb_gtid_span *known;

	snprintf(missing.stream, sizeof(missing.stream), "%.20s-%u", last->stream, last->origin);
	known = span_of(history, missing.stream);
	if (!known)
		known = span_of(applied, last->stream);
	if (known && known->to >= last->to)
		return 0;
	missing.from = common(last->stream, own, history);
	if (known && known->to > missing.from)
		missing.from = known->to;
	missing.from++;
	return eb_gtids_join(rest, &one);
}

int eb_replication_errant(const struct eb_view *own, const struct eb_view *primary,
			  struct eb_gtids *rest)
{
	EB_CLEAN(eb_gtids_free) struct eb_gtids ours = { 0 }, history = { 0 };
	int r;

	if (!own->dialect->mariadb)
		return eb_gtids_without(&own->applied, &primary->applied, rest);
	*rest = (struct eb_gtids) { 0 };
	r = eb_view_history(own, &ours);
	if (r == 0)
		r = eb_view_history(primary, &history);
	for (size_t i = 0; r == 0 && i < own->applied.n; i++)
		r = look_for(&own->applied.spans[i], &ours, &history, &primary->applied, rest);
	return r;
}

int eb_replication_refuse(const struct eb_call *call, const char *node, const struct eb_gtids *rest)
{
	char text[256], why[400];

	eb_gtids_tell(rest, text, sizeof(text));
	snprintf(
		why, sizeof(why),
		"errant %s: %llu transactions that the primary %s does not have; save or discard them, "
		"then copy its data here",
		text, (unsigned long long)eb_gtids_count(rest), node);
	eb_standing_refuse(call, why);
	return -EUCLEAN;
}

/* Two of one number write transactions that nobody can tell apart: in each other's eyes they are one. */
static int refuse_twin(const struct eb_call *call, const char *node, long server_id)
{
	char why[400];

	snprintf(why, sizeof(why),
		 "%s%ld, as the primary %s: every node wants its own server_id; this is %s",
		 eb_replication_twin, server_id, node, eb_cluster_self());
	eb_standing_refuse(call, why);
	return -ENOTUNIQ;
}

static int add_tls(struct eb_sql *sql, const struct eb_account *account, const char *option,
		   char *buf, size_t size)
{
	const struct {
		const char *name, *value;
	} files[] = { { "CA", account->ssl_ca },
		      { "CERT", account->ssl_cert },
		      { "KEY", account->ssl_key } };
	char quoted[1024];
	size_t used;

	used = (size_t)snprintf(buf, size, ", %s_SSL=1, %s_SSL_VERIFY_SERVER_CERT=1", option,
				option);
	for (size_t i = 0; i < EB_COUNT(files); i++)
		if (files[i].value && used < size)
			used += (size_t)snprintf(
				buf + used, size - used, ", %s_SSL_%s=%s", option, files[i].name,
				eb_sql_quote(sql, files[i].value, quoted, sizeof(quoted)));
	return used < size ? 0 : -EMSGSIZE;
}

/*
 * MariaDB starts where gtid_slave_pos says; a former primary's own writes are not in it.  A position
 * that is behind its own log it takes while it is not strict alone, and nobody writes as a replica.
 */
static int set_position(struct eb_sql *sql, const struct eb_view *view,
			const struct eb_gtids *position)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	char quoted[2048];
	int r = 0, strict = 0;

	if (!view->dialect->mariadb)
		return 0;
	text = eb_gtids_text(EB_GTID_DOMAINS, position ?: &view->applied);
	if (!text)
		return -ENOMEM;
	if (position)
		r = eb_sql_run(sql, "SET GLOBAL gtid_strict_mode=0");
	if (r == 0)
		r = eb_sql_run(sql, "SET GLOBAL gtid_slave_pos=%s",
			       eb_sql_quote(sql, text, quoted, sizeof(quoted)));
	if (position)
		strict = eb_sql_run(sql, "SET GLOBAL gtid_strict_mode=1");
	return r < 0 ? r : strict;
}

int eb_replication_point(const struct eb_call *call, struct eb_local *local,
			 const struct eb_view *view, const char *host,
			 const struct eb_gtids *position)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_dialect *d = view->dialect;
	struct eb_account account = account_of(conf, local);
	char quoted[3][1024], tls[2048] = "";
	struct eb_sql *sql = &local->sql;
	const char *o = d->option;
	int r = view->replica.configured ? eb_sql_run(sql, "%s", d->stop) : 0;

	/* A rescue of the relay log may have left it without them. */
	if (r == 0 && d->mariadb)
		r = eb_sql_run(sql, "SET GLOBAL slave_parallel_threads=%ld", conf->parallel);
	if (r == 0)
		r = set_position(sql, view, position);
	if (r == 0 && conf->repl_tls)
		r = add_tls(sql, &account, o, tls, sizeof(tls));
	if (r == 0 && !eb_sql_hush(sql))
		eb_log(EB_WARN, "the server logs statements, and the account may not keep the "
				"password of replication out of that: it wants SUPER");
	if (r == 0)
		r = eb_sql_run(
			sql,
			"%s %s_HOST=%s, %s_PORT=%ld, %s_USER=%s, %s_PASSWORD=%s, "
			"%s_CONNECT_RETRY=1%s, %s",
			d->change, o, eb_sql_quote(sql, host, quoted[0], sizeof(quoted[0])), o,
			conf->repl_port, o,
			eb_sql_quote(sql, account.user, quoted[1], sizeof(quoted[1])), o,
			eb_sql_quote(sql, account.password ?: "", quoted[2], sizeof(quoted[2])), o,
			tls, d->by_gtid);
	if (r == 0)
		r = eb_sql_run(sql, "%s", d->start);
	explicit_bzero(quoted, sizeof(quoted));
	return r;
}

static const char paused[] = "paused";

int eb_replication_pause(const struct eb_call *call, struct eb_sql *sql,
			 const struct eb_dialect *dialect, const char *gone)
{
	/* Before it is so: a mark without a pause does no harm. */
	eb_remember(call, paused, *gone ? gone : "1");
	return eb_sql_run(sql, "%s", dialect->stop_receiving);
}

bool eb_replication_is_paused(const struct eb_call *call, const struct eb_replica *replica)
{
	char mark[8];

	eb_remembered(call, paused, mark, sizeof(mark));
	if (!*mark)
		return false;
	if (replica->configured && replica->applying && replica->receiving == EB_RECEIVING_NO)
		return true;
	/* Who stopped the other thread, too, is a person, unless that ended by an error. */
	if (!replica->apply_errno)
		eb_remember(call, paused, "");
	return false;
}

bool eb_replication_is_open(const struct eb_mysql_conf *conf, const struct eb_local *local,
			    const struct eb_replica *replica)
{
	struct eb_account account = account_of(conf, local);

	return replica->configured && conf->repl_tls &&
	       (!replica->tls || strcmp(replica->ca, account.ssl_ca ?: "") != 0);
}

static bool runs(const struct eb_mysql_conf *conf, const struct eb_local *local,
		 const struct eb_view *view, const char *host)
{
	const struct eb_replica *replica = &view->replica;

	return !eb_replication_is_open(conf, local, replica) && replica->configured &&
	       !strcmp(replica->host, host) && replica->applying &&
	       replica->receiving != EB_RECEIVING_NO;
}

int eb_replication_follow(const struct eb_call *call, struct eb_local *local, struct eb_view *view,
			  const char *node)
{
	EB_CLEAN(eb_relay_free) struct eb_relay relay = { 0 };
	EB_CLEAN(eb_sql_close) struct eb_sql sql = { 0 };
	EB_CLEAN(eb_view_free) struct eb_view primary = { 0 };
	EB_CLEAN(eb_gtids_free) struct eb_gtids rest = { 0 };
	char host[256];
	int r;

	eb_cluster_address(call, node, host, sizeof(host));
	if (runs(call->conf, local, view, host))
		return 1;
	r = eb_replication_look(call, local, host, &sql, &primary);
	if (r < 0) {
		eb_log(EB_WARN, "cannot compare with the primary %s before following it: %s (%u)",
		       host, sql.why, sql.number);
		return 2;
	}
	if (primary.read_only)
		return 1;
	if (primary.server_id == view->server_id)
		return refuse_twin(call, node, view->server_id);
	/* What only the relay log has goes with it: so it is looked for before. */
	r = eb_relay_look(&local->sql, view, &relay);
	if (r == 0)
		r = eb_replication_errant(view, &primary, &rest);
	if (r == 0 && rest.n == 0 && !eb_gtids_has(&primary.received, &view->received))
		r = eb_gtids_without(&view->received, &primary.received, &rest);
	if (r == 0 && rest.n > 0)
		return eb_replication_refuse(call, node, &rest);
	if (r == 0 && eb_holders_join(call, node, view->server_id) < 0)
		return 1; /* it was told why, and is tried again */
	/* What it told for an election is true no longer. */
	if (r == 0 && eb_replication_is_paused(call, &view->replica) &&
	    eb_cluster_tell(call, "received", "") < 0)
		return 1;
	if (r == 0)
		r = eb_replication_point(call, local, view, host, NULL);
	if (r < 0) {
		eb_log(EB_ERR, "cannot follow the primary %s: %s (%u)", host,
		       r == -ENOMEM ? strerror(-r) : local->sql.why, local->sql.number);
		return -EIO;
	}
	eb_remember(call, paused, "");
	eb_log(EB_INFO, "follows the primary %s", host);
	return 0;
}

int eb_replication_find(const struct eb_call *call, struct eb_local *local, struct eb_view *view)
{
	struct eb_reign reign;

	if (eb_reign_recall(call, &reign) < 0 || !*reign.primary ||
	    !strcmp(reign.primary, eb_cluster_self()))
		return 1;
	/* Asking a dead node takes seconds, and clients wait for what comes behind this. */
	if (eb_cluster_has_ended(reign.primary))
		return 1;
	if (eb_remembered_lately(call, paused, reign.since, GONE_S))
		return 1;
	return eb_replication_follow(call, local, view, reign.primary);
}
