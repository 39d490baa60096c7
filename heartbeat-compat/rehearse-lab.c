// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the lab is, what it needs of this machine, and its verbs. It is a program like others: the
 * folders of an installed one are compiled in, those of a build tree come from the environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "heartbeat-compat/rehearse.h"
#include "heartbeat-compat/tool.h"
#include "lib/core.h"
#include "lib/run.h"

static const char *folder(const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);

	return value && *value ? value : otherwise;
}

const char *eb_lab_scripts(void)
{
	return folder("EB_LAB_DIR", EB_LABDIR);
}

static const char *helpers(void)
{
	return folder("EB_LAB_HELPERS", eb_lab_scripts());
}

const char *eb_lab_agents(void)
{
	return folder("EB_LAB_AGENTS", EB_AGENTDIR);
}

/* ---- what it needs ------------------------------------------------------------------------------- */

static const struct {
	const char *program, *package;
} needed[] = {
	{ "bash", "bash" },
	{ "perl", "perl" },
	{ "ip", "iproute2" },
	{ "nft", "nftables" },
	{ "nsenter", "util-linux" },
	{ "ps", "procps" },
	{ "corosync", "corosync" },
	{ "corosync-cfgtool", "corosync" },
	{ "pacemakerd", "pacemaker" },
	{ "cibadmin", "pacemaker-cli-utils" },
	{ "crm_mon", "pacemaker-cli-utils" },
	{ "crmadmin", "pacemaker-cli-utils" },
	{ "crm_attribute", "pacemaker-cli-utils" },
	{ "attrd_updater", "pacemaker-cli-utils" },
};

static void lack(GString *text, const char *what)
{
	g_string_append_printf(text, "%s%s", text->len ? ", " : "", what);
}

static void find_programs(GString *lacks)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < EB_COUNT(needed); i++) {
		g_autofree char *what = g_strdup_printf("the program %s (Debian's package %s)",
							needed[i].program, needed[i].package);

		if (!eb_run_find(needed[i].program, path))
			lack(lacks, what);
	}
}

static void find_file(GString *lacks, const char *dir, const char *name, const char *variable)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *what = g_strdup_printf("%s (%s names another folder)", path, variable);

	if (access(path, X_OK) < 0)
		lack(lacks, what);
}

char *eb_lab_lacks(void)
{
	GString *lacks = g_string_new(NULL);

	if (geteuid() != 0)
		lack(lacks, "root, for namespaces");
	find_programs(lacks);
	find_file(lacks, eb_lab_scripts(), "lab", "EB_LAB_DIR");
	find_file(lacks, eb_lab_scripts(), "recorder", "EB_LAB_DIR");
	find_file(lacks, helpers(), "node-run", "EB_LAB_HELPERS");
	find_file(lacks, helpers(), "power", "EB_LAB_HELPERS");
	find_file(lacks, helpers(), "fence_lab", "EB_LAB_HELPERS");
	find_file(lacks, helpers(), "probe", "EB_LAB_HELPERS");
	find_file(lacks, eb_lab_agents(), "hbscript", "EB_LAB_AGENTS");
	return g_string_free(lacks, lacks->len == 0);
}

/* ---- its verbs ------------------------------------------------------------------------------------- */

/* lab --lab DIR --helpers DIR ARGUMENT... */
static GPtrArray *command(const struct eb_rehearsal *r, const char *const *arguments)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, g_build_filename(eb_lab_scripts(), "lab", NULL));
	g_ptr_array_add(argv, g_strdup("--lab"));
	g_ptr_array_add(argv, g_strdup(r->lab));
	g_ptr_array_add(argv, g_strdup("--helpers"));
	g_ptr_array_add(argv, g_strdup(helpers()));
	g_ptr_array_set_free_func(argv, g_free);
	for (size_t i = 0; arguments[i]; i++)
		g_ptr_array_add(argv, g_strdup(arguments[i]));
	g_ptr_array_add(argv, NULL);
	return argv;
}

int eb_lab_argv(const struct eb_rehearsal *r, int64_t wait_ms, char **output,
		const char *const *arguments)
{
	g_autoptr(GPtrArray) argv = command(r, arguments);

	return eb_tool((const char *const *)argv->pdata, wait_ms, output);
}

static _Noreturn void become(char **argv, int log)
{
	int none = open("/dev/null", O_RDWR | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	setpgid(0, 0);
	dup2(none, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(none, STDERR_FILENO);
	execv(argv[0], argv);
	_exit(127);
}

int eb_lab_watch(const struct eb_rehearsal *r, const char *log, GPtrArray *arguments)
{
	EB_CLEAN(eb_closep) int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	g_autoptr(GPtrArray) argv = command(r, (const char *const *)arguments->pdata);
	pid_t pid;

	if (fd < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		become((char **)argv->pdata, fd);
	return pid < 0 ? -errno : 0;
}
