// SPDX-License-Identifier: GPL-2.0-or-later
/* Can this configuration work, and has this host what it needs? */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "agents/database/local.h"
#include "agents/database/options.h"
#include "agents/database/privileges.h"
#include "agents/database/rejoin.h"
#include "agents/database/server.h"
#include "lib/run.h"

bool eb_mysql_is_member(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;

	return !strcmp(conf->mode, "auto") ? eb_is_promotable()
					   : !strcmp(conf->mode, "replica-set");
}

bool eb_mysql_is_pair(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;

	return !strcmp(conf->mode, "master-master");
}

bool eb_mysql_replicates(const struct eb_call *call)
{
	return eb_mysql_is_member(call) || eb_mysql_is_pair(call);
}

/* A pair has no roles, so it is a plain clone. */
static enum eb_ocf validate_pair(const struct eb_call *call)
{
	const char *domain = ((const struct eb_mysql_conf *)call->conf)->domain;
	const char *instances = eb_meta("clone_max");

	if (domain && strcmp(domain, "server_id") != 0 &&
	    (domain[strspn(domain, "0123456789")] || strtoull(domain, NULL, 10) > UINT32_MAX ||
	     strlen(domain) > 10))
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter gtid_domain_id is '%s': wants a number up to 4294967295, "
			       "or server_id",
			       domain);
	if (!eb_mysql_is_pair(call) || !eb_in_cluster())
		return OCF_SUCCESS;
	if (eb_is_promotable())
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "mode is master-master, but the resource is promotable: wants a "
			       "clone without promotable=true");
	if (!instances || strcmp(instances, "2") != 0)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "mode is master-master, but %s%s: wants a clone with clone-max=2",
			       instances ? "clone-max is " : "the resource is no clone",
			       instances ?: "");
	return OCF_SUCCESS;
}

enum eb_ocf eb_mysql_validate(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_$.-`";
	const struct {
		const char *name, *path;
	} paths[] = {
		{ "config", conf->config }, { "datadir", conf->datadir },
		{ "log", conf->log },       { "pid", conf->pid },
		{ "socket", conf->socket }, { "errant_dir", conf->errant_dir ?: "/" },
	};

	for (size_t i = 0; i < EB_COUNT(paths); i++)
		if (paths[i].path[0] != '/')
			return eb_fail(OCF_ERR_CONFIGURED, 0,
				       "parameter %s is '%s': wants an absolute path",
				       paths[i].name, paths[i].path);
	/* It becomes part of a statement. */
	if (conf->test_table[strspn(conf->test_table, allowed)])
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter test_table is '%s': wants the name of a table",
			       conf->test_table);
	if (eb_is_promotable() && !eb_mysql_replicates(call))
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "the resource is promotable, but its mode is standalone: wants "
			       "replica-set");
	if (eb_mysql_is_member(call) && eb_in_cluster() && !eb_is_promotable())
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "mode is replica-set, but the resource is no promotable clone");
	return validate_pair(call);
}

/* May that user do so (S_IROTH, S_IWOTH) there, by owner, group and others of its mode? */
static bool may(const struct stat *st, const struct passwd *user, const struct group *group,
		mode_t what)
{
	if (user->pw_uid == 0)
		return true;
	if (st->st_uid == user->pw_uid)
		return st->st_mode & (what << 6);
	if (st->st_gid == user->pw_gid || st->st_gid == group->gr_gid)
		return st->st_mode & (what << 3);
	return st->st_mode & what;
}

/* What would not arrive whole. */
static enum eb_ocf check_lengths(const struct eb_mysql_conf *conf)
{
	const size_t room = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
	size_t words = eb_server_added(conf->additional ?: "");

	if (strlen(conf->socket) > room)
		return eb_fail(
			OCF_ERR_CONFIGURED, 0,
			"parameter socket has %zu bytes: the path of a socket has at most %zu",
			strlen(conf->socket), room);
	if (words > EB_SERVER_ADDED)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter additional_parameters has %zu words: wants at most %d, "
			       "others go into %s",
			       words, EB_SERVER_ADDED, conf->config);
	return OCF_SUCCESS;
}

static enum eb_ocf check_folder(const struct eb_mysql_conf *conf, const struct passwd *user,
				const struct group *group)
{
	struct stat st;

	/* A clone makes it; without one the start says so. */
	if (stat(conf->datadir, &st) < 0 && errno == ENOENT &&
	    !strcmp(conf->rejoin_policy, "clone"))
		return OCF_SUCCESS;
	if (stat(conf->datadir, &st) < 0)
		return eb_fail(OCF_ERR_INSTALLED, errno, "cannot find datadir %s", conf->datadir);
	if (!S_ISDIR(st.st_mode))
		return eb_fail(OCF_ERR_INSTALLED, 0, "datadir %s is no folder", conf->datadir);
	if (!may(&st, user, group, S_IWOTH))
		return eb_fail(OCF_ERR_PERM, 0, "user %s cannot write to datadir %s", conf->user,
			       conf->datadir);
	return OCF_SUCCESS;
}

/* The replica is the server, which runs as that user: it reads these files itself. */
static enum eb_ocf check_tls(const struct eb_mysql_conf *conf, const struct eb_account *account,
			     const struct passwd *user, const struct group *group)
{
	const struct {
		const char *what, *path;
	} files[] = {
		{ "certificate of the authority", account->ssl_ca ?: conf->repl_ca },
		{ "certificate of the replica", account->ssl_cert ?: conf->repl_cert },
		{ "key of the replica", account->ssl_key ?: conf->repl_key },
	};
	struct stat st;

	for (size_t i = 0; i < EB_COUNT(files); i++) {
		if (!files[i].path)
			continue;
		if (stat(files[i].path, &st) < 0)
			return eb_fail(OCF_ERR_INSTALLED, errno, "cannot find the %s, %s",
				       files[i].what, files[i].path);
		if (!may(&st, user, group, S_IROTH))
			return eb_fail(OCF_ERR_PERM, 0, "user %s cannot read the %s, %s",
				       conf->user, files[i].what, files[i].path);
	}
	return OCF_SUCCESS;
}

static enum eb_ocf check_credentials(const struct eb_call *call, const struct passwd *user,
				     const struct group *group)
{
	const struct eb_mysql_conf *conf = call->conf;
	EB_CLEAN(eb_local_close) struct eb_local local = { 0 };
	int r = 0;

	if (conf->credentials_file)
		r = eb_credentials_load(conf->credentials_file, &local.credentials);
	if (r < 0)
		return eb_local_fail(call, &local, r);
	return eb_mysql_replicates(call) && conf->repl_tls
		       ? check_tls(conf, &local.credentials.replication, user, group)
		       : OCF_SUCCESS;
}

enum eb_ocf eb_mysql_validate_host(const struct eb_call *call)
{
	const struct eb_mysql_conf *conf = call->conf;
	const struct passwd *user = getpwnam(conf->user);
	const struct group *group = getgrnam(conf->group);
	struct eb_proc proc;
	char buf[PATH_MAX];
	enum eb_ocf code = check_lengths(conf);

	if (code != OCF_SUCCESS)
		return code;
	if (!eb_run_find(conf->binary, buf))
		return eb_fail(OCF_ERR_INSTALLED, 0, "cannot find the server's program %s",
			       conf->binary);
	if (access(conf->config, R_OK) < 0)
		return eb_fail(OCF_ERR_INSTALLED, errno, "cannot read config %s", conf->config);
	if (!user)
		return eb_fail(OCF_ERR_INSTALLED, 0, "there is no user %s", conf->user);
	if (!group)
		return eb_fail(OCF_ERR_INSTALLED, 0, "there is no group %s", conf->group);
	code = check_folder(conf, user, group);
	if (code == OCF_SUCCESS)
		code = check_credentials(call, user, group);
	if (code == OCF_SUCCESS)
		code = eb_mysql_replicates(call) ? eb_options_check(call) : eb_options_warn(call);
	if (code == OCF_SUCCESS && eb_mysql_is_member(call))
		code = eb_rejoin_check(call);
	if (code == OCF_SUCCESS && eb_mysql_replicates(call) && eb_server_find(conf, &proc) > 0)
		code = eb_privileges_check(call);
	return code;
}
