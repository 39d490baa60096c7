// SPDX-License-Identifier: GPL-2.0-or-later
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/respawn-child.h"
#include "lib/core.h"

enum {
	REFUSED = 3, /* where the child says that its user may not run the program */
	CANNOT = 126 /* as a shell says it */
};

static void put_environment(const struct hb_settings *settings, const struct passwd *user)
{
	const struct hb_parameter *env;

	setenv("HOME", user->pw_dir, 1);
	setenv("USER", user->pw_name, 1);
	setenv("LOGNAME", user->pw_name, 1);
	eb_for_each (env, settings->environment) {
		g_autofree char *name = g_strdup_printf("HA_%s", env->name);

		setenv(name, env->value, 1);
	}
}

static void settle(int refused)
{
	int null = open("/dev/null", O_RDWR);
	sigset_t none;

	setpgid(0, 0);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int standard = 0; standard < 3; standard++)
		dup2(null, standard);
	dup2(refused, REFUSED);
	fcntl(REFUSED, F_SETFD, 0);
	close_range(REFUSED + 1, ~0U, 0);
}

/* To stay who the daemon is takes nothing. */
static bool become(const struct passwd *user)
{
	return user->pw_uid == geteuid() ||
	       (initgroups(user->pw_name, user->pw_gid) == 0 &&
		setresgid(user->pw_gid, user->pw_gid, user->pw_gid) == 0 &&
		setresuid(user->pw_uid, user->pw_uid, user->pw_uid) == 0);
}

/* Heartbeat, too, gave the line to a shell. It is the shell that has all the rights of its user:
 * root's come back with exec. */
static void EB_NORETURN run(const char *command, const char *args)
{
	g_autofree char *script = g_strdup_printf("[ -x \"$0\" ] || { echo >&3; exit 126; }\n"
						  "exec 3>&-\n"
						  "exec %s %s",
						  command, args);

	execl("/bin/sh", "sh", "-c", script, command, (char *)NULL);
	_exit(CANNOT);
}

pid_t hb_respawn_child(const struct hb_settings *settings, const struct passwd *user,
		       const char *command, const char *args, int *refused)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		settle(ends[1]);
		put_environment(settings, user);
		if (!become(user) || chdir("/") < 0)
			_exit(HB_NOT_AGAIN);
		/* A daemon that is killed and started again would have it twice. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		run(command, args);
	}
	close(ends[1]);
	if (pid > 0)
		*refused = ends[0];
	else
		close(ends[0]);
	return pid;
}

bool hb_respawn_refused(int *refused)
{
	char byte;
	bool said = read(*refused, &byte, 1) == 1;

	close(*refused);
	*refused = -1;
	return said;
}
