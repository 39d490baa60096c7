// SPDX-License-Identifier: GPL-2.0-or-later
/* How the server is brought to life, and what its log says meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agents/database/server.h"
#include "lib/file.h"
#include "lib/run.h"

enum { TAIL = 16 * 1024 };

struct plan {
	const char *argv[EB_SERVER_ARGS + 1];
	char texts[6][PATH_MAX + 32];
	char *additional;
	size_t n;
};

static void add(struct plan *plan, const char *arg)
{
	if (plan->n < EB_SERVER_ARGS)
		plan->argv[plan->n++] = arg;
}

static const char blanks[] = " \t\n";

size_t eb_server_added(const char *text)
{
	size_t n = 0;

	for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
		text += strcspn(text, blanks);
		n++;
	}
	return n;
}

/*
 * --defaults-file has to be the first, and of one option the last word counts: so what an administrator
 * adds, parted by blanks, comes before what we have to rely on.  A bare -- would end the options.
 */
static void make(struct plan *plan, const char *path, const struct eb_mysql_conf *conf,
		 const char *const *more)
{
	const struct {
		const char *option, *value;
	} own[] = {
		{ "--defaults-file", conf->config }, { "--pid-file", conf->pid },
		{ "--socket", conf->socket },        { "--datadir", conf->datadir },
		{ "--log-error", conf->log },        { "--user", conf->user },
	};
	char *rest, *word;

	*plan = (struct plan) { .additional = strdup(conf->additional ?: "") };
	for (size_t i = 0; i < EB_COUNT(own); i++)
		snprintf(plan->texts[i], sizeof(plan->texts[i]), "%s=%s", own[i].option,
			 own[i].value);
	add(plan, path);
	add(plan, plan->texts[0]);
	for (rest = plan->additional; (word = strsep(&rest, blanks));)
		if (*word && strcmp(word, "--") != 0)
			add(plan, word);
	for (size_t i = 1; i < EB_COUNT(own); i++)
		add(plan, plan->texts[i]);
	for (; more && *more; more++)
		add(plan, *more);
}

/* The server's own user has to be able to write there. */
static int give(const char *path, const struct passwd *user, const struct group *group)
{
	return chown(path, user->pw_uid, group->gr_gid) < 0 ? -errno : 0;
}

static int make_folder(const char *file, const struct passwd *user, const struct group *group)
{
	char *folder = strdup(file), *slash = folder ? strrchr(folder, '/') : NULL;
	int r = 0;

	if (slash && slash != folder) {
		*slash = '\0';
		if (access(folder, F_OK) < 0) {
			r = eb_file_make_folder(folder);
			if (r == 0)
				r = give(folder, user, group);
		}
	}
	free(folder);
	return r;
}

static int make_log(const char *path, const struct passwd *user, const struct group *group)
{
	int fd, r = make_folder(path, user, group);

	if (r < 0)
		return r;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_CLOEXEC, 0640);
	if (fd < 0)
		return -errno;
	if (fchown(fd, user->pw_uid, group->gr_gid) < 0) {
		r = -errno;
		close(fd);
		return r;
	}
	return fd;
}

/* The agent's parameters, passwords among them, are not for a server's whole life. */
static void forget_parameters(void)
{
	static const char prefix[] = "OCF_";
	char **kept = environ;

	for (char **entry = environ; *entry; entry++)
		if (strncmp(*entry, prefix, sizeof(prefix) - 1) != 0)
			*kept++ = *entry;
	*kept = NULL;
}

static EB_NORETURN void become(const struct plan *plan, int log, int report)
{
	int null = open("/dev/null", O_RDONLY), error;

	setsid();
	signal(SIGPIPE, SIG_DFL);
	umask(027);
	forget_parameters();
	dup2(null, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
	execv(plan->argv[0], (char *const *)plan->argv);
	error = -errno;
	(void)!write(report, &error, sizeof(error));
	_exit(127);
}

/*
 * Two forks, so that the server is init's child and not ours: it outlives the agent.  Through
 * the pipe comes its pid, and behind that an error when it could not be executed.
 */
static pid_t spawn(const struct plan *plan, int log)
{
	int ends[2], said[2] = { -ECHILD, 0 };
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	child = fork();
	if (child == 0) {
		pid_t server = fork();

		if (server == 0)
			become(plan, log, ends[1]);
		server = server < 0 ? -errno : server;
		(void)!write(ends[1], &server, sizeof(server));
		_exit(0);
	}
	close(ends[1]);
	if (child > 0) {
		waitpid(child, NULL, 0);
		/* Both writes are smaller than a pipe keeps whole, but their order is not sure. */
		(void)!read(ends[0], &said[0], sizeof(said[0]));
		(void)!read(ends[0], &said[1], sizeof(said[1]));
	}
	close(ends[0]);
	if (child < 0)
		return -EAGAIN;
	return said[0] < 0 ? said[0] : said[1] < 0 ? said[1] : said[0];
}

int eb_server_launch(const struct eb_mysql_conf *conf, const char *const *more,
		     struct eb_server_start *start)
{
	const struct passwd *user = getpwnam(conf->user);
	const struct group *group = getgrnam(conf->group);
	EB_CLEAN(eb_closep) int log = -1;
	const char *program;
	struct plan plan;
	char buf[PATH_MAX];
	pid_t pid;
	int r;

	program = eb_run_find(conf->binary, buf);
	if (!program || !user || !group)
		return -ENOENT;
	r = make_folder(conf->pid, user, group);
	if (r == 0)
		r = make_folder(conf->socket, user, group);
	if (r < 0)
		return r;
	log = make_log(conf->log, user, group);
	if (log < 0)
		return log;
	start->log_at = lseek(log, 0, SEEK_END);
	make(&plan, program, conf, more);
	pid = spawn(&plan, log);
	free(plan.additional);
	return pid < 0 ? (int)pid : eb_proc_of(pid, &start->proc);
}

const char *eb_server_words(const struct eb_mysql_conf *conf, const struct eb_server_start *start,
			    char *buf, size_t size)
{
	EB_CLEAN(eb_closep) int fd = open(conf->log, O_RDONLY | O_CLOEXEC);
	char text[TAIL + 1], *rest = text, *line;
	struct stat st;
	bool error = false;
	off_t from;
	ssize_t n;

	snprintf(buf, size, "nothing in %s", conf->log);
	if (fd < 0 || fstat(fd, &st) < 0)
		return buf;
	from = st.st_size - TAIL > start->log_at ? st.st_size - TAIL : start->log_at;
	n = pread(fd, text, TAIL, from);
	text[n > 0 ? n : 0] = '\0';
	while ((line = strsep(&rest, "\n"))) {
		bool bad = strstr(line, "[ERROR]") != NULL;

		/* The first error is the cause, the last words of all tell how far it came. */
		if (!*line || error)
			continue;
		snprintf(buf, size, "%s", line);
		error = bad;
	}
	return buf;
}
