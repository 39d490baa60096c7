// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agents/database/local.h"
#include "lib/clock.h"

static const struct eb_account *account_of(const struct eb_mysql_conf *conf,
					   const struct eb_local *local, struct eb_account *given)
{
	*given = local->credentials.client;
	if (!given->user) {
		given->user = conf->test_user;
		given->password = given->password ?: conf->test_passwd;
	}
	return given;
}

static int open_for(const struct eb_call *call, struct eb_local *local, long patience_ms)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct eb_account *account;
	struct eb_account given;
	int r = 0;

	*local = (struct eb_local) { 0 };
	if (conf->credentials_file)
		r = eb_credentials_load(conf->credentials_file, &local->credentials);
	if (r < 0)
		return r;
	account = account_of(conf, local, &given);
	return eb_sql_open(&local->sql,
			   &(struct eb_sql_login) { .socket = conf->socket,
						    .account = *account,
						    .tls = account->ssl_ca || account->ssl_cert,
						    .plain = !account->ssl_ca &&
							     !account->ssl_cert && !conf->repl_tls,
						    .patience_ms = patience_ms,
						    .deadline_ms = call->deadline_ms });
}

int eb_local_open(const struct eb_call *call, struct eb_local *local)
{
	const struct eb_mysql_conf *conf = call->conf;

	return open_for(call, local, conf->connect_timeout_ms);
}

bool eb_local_hangs(const struct eb_call *call)
{
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };

	const struct eb_mysql_conf *conf = call->conf;
	long part_ms = eb_clock_left(call->deadline_ms) / 4;

	/* Who asks has something to do about it, and wants the rest of the time for that. */
	return open_for(call, &local,
			conf->connect_timeout_ms < part_ms ? conf->connect_timeout_ms : part_ms) ==
	       -ETIMEDOUT;
}

int eb_local_open_patient(const struct eb_call *call, struct eb_local *local)
{
	return open_for(call, local, eb_clock_left(call->deadline_ms));
}

void eb_local_close(struct eb_local *local)
{
	eb_sql_close(&local->sql);
	eb_credentials_free(&local->credentials);
}

static enum eb_ocf fail_credentials(const struct eb_call *call, const struct eb_local *local, int r)
{
	const char *path = ((const struct eb_mysql_conf *)call->conf)->credentials_file;

	if (r == -EPERM)
		return eb_fail(OCF_ERR_PERM, 0,
			       "credentials_file %s can be read or written by others: wants "
			       "owner root and mode 0600",
			       path);
	if (r == -EINVAL)
		return eb_fail(OCF_ERR_INSTALLED, 0,
			       "%s:%d: is no [group] and no option of one, as in an option file",
			       path, local->credentials.line);
	return eb_fail(OCF_ERR_INSTALLED, -r, "cannot read credentials_file %s", path);
}

enum eb_ocf eb_local_fail(const struct eb_call *call, const struct eb_local *local, int r)
{
	const struct eb_mysql_conf *conf = call->conf;
	struct eb_account given;

	if (!local->sql.handle)
		return fail_credentials(call, local, r);
	switch (r) {
	case -ECONNREFUSED:
		return eb_fail(OCF_ERR_GENERIC, 0,
			       "the server is starting or stopping: it does not listen on %s yet",
			       conf->socket);
	case -ETIMEDOUT:
		return eb_fail(
			OCF_ERR_GENERIC, 0,
			"the server on %s does not answer within %ld ms: it hangs or is stopped",
			conf->socket, conf->connect_timeout_ms);
	case -EACCES:
		return eb_fail(OCF_ERR_PERM, 0, "the server refuses the account '%s': %s (%u)",
			       account_of(conf, local, &given)->user, local->sql.why,
			       local->sql.number);
	default:
		return eb_fail(OCF_ERR_GENERIC, 0, "cannot ask the server on %s: %s (%u)",
			       conf->socket, local->sql.why, local->sql.number);
	}
}
