// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "lib/log.h"

static const struct {
	const char *word;
	int priority;
} levels[] = {
	[EB_CRIT] = { "CRIT", LOG_CRIT },       [EB_ERR] = { "ERROR", LOG_ERR },
	[EB_WARN] = { "WARNING", LOG_WARNING }, [EB_INFO] = { "INFO", LOG_INFO },
	[EB_DEBUG] = { "DEBUG", LOG_DEBUG },
};

/* The log is the one thing that every line of a process shares. */
static struct {
	const char *name, *instance;
} self = { "escapebeat", NULL };

void eb_log_open(const char *name, const char *instance)
{
	self.name = name;
	self.instance = instance;
}

static const char *env(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

bool eb_log_debugging(void)
{
	const char *debug = env("HA_debug");

	return debug && atoi(debug) > 0;
}

static void tag(char *buf, size_t size)
{
	if (self.instance)
		snprintf(buf, size, "%s(%s)[%d]", self.name, self.instance, (int)getpid());
	else
		snprintf(buf, size, "%s[%d]", self.name, (int)getpid());
}

static int facility(const char *name)
{
	static const struct {
		const char *name;
		int facility;
	} known[] = {
		{ "auth", LOG_AUTH },     { "authpriv", LOG_AUTHPRIV }, { "cron", LOG_CRON },
		{ "daemon", LOG_DAEMON }, { "kern", LOG_KERN },         { "lpr", LOG_LPR },
		{ "mail", LOG_MAIL },     { "news", LOG_NEWS },         { "syslog", LOG_SYSLOG },
		{ "user", LOG_USER },     { "uucp", LOG_UUCP },         { "local0", LOG_LOCAL0 },
		{ "local1", LOG_LOCAL1 }, { "local2", LOG_LOCAL2 },     { "local3", LOG_LOCAL3 },
		{ "local4", LOG_LOCAL4 }, { "local5", LOG_LOCAL5 },     { "local6", LOG_LOCAL6 },
		{ "local7", LOG_LOCAL7 },
	};

	for (size_t i = 0; i < EB_COUNT(known); i++)
		if (!strcmp(name, known[i].name))
			return known[i].facility;
	return LOG_DAEMON;
}

/*
 * One write(2) with O_APPEND: lines of parallel agents do not mix.  O_NONBLOCK: a FIFO
 * that nobody reads must not hold an agent.
 */
static bool append(const char *path, const char *line)
{
	EB_CLEAN(eb_closep)
	int fd =
		open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);

	return fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line);
}

/* cluster-glue's logging daemon is reached through its client program alone. */
static bool to_logd(const char *who, const char *text)
{
	static char *const none[] = { NULL };
	const char *argv[] = { "ha_logger", "-t", who, text, NULL };
	pid_t pid;
	int status;

	if (posix_spawn(&pid, "/usr/sbin/ha_logger", NULL, NULL, (char *const *)argv, none))
		return false;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void to_stderr(const char *line)
{
	fputs(line, stderr);
}

static bool is_yes(const char *value)
{
	return value && !strcmp(value, "yes");
}

static void emit(enum eb_level level, const char *text)
{
	const char *log_facility = env("HA_LOGFACILITY"), *file = env("HA_LOGFILE");
	const char *debug_file = env("HA_DEBUGLOG");
	char who[256], stamp[64], line[2600];
	time_t now = time(NULL);
	struct tm tm;
	bool done = false;

	tag(who, sizeof(who));
	strftime(stamp, sizeof(stamp), "%b %d %T", localtime_r(&now, &tm));
	snprintf(line, sizeof(line), "%s %s:    %s: %s\n", stamp, who, levels[level].word, text);

	if (isatty(STDERR_FILENO)) {
		to_stderr(line);
		return;
	}
	if (is_yes(env("HA_LOGD")) || is_yes(env("HA_use_logd"))) {
		char body[2200];

		snprintf(body, sizeof(body), "%s: %s", levels[level].word, text);
		if (to_logd(who, body))
			return;
	}
	if (log_facility && strcmp(log_facility, "none")) {
		openlog(who, 0, facility(log_facility));
		syslog(levels[level].priority, "%s: %s", levels[level].word, text);
		closelog();
		done = true;
	}
	if (file)
		done |= append(file, line);
	if (debug_file && strcmp(debug_file, "/dev/null"))
		append(debug_file, line);
	if (!done)
		to_stderr(line);
}

void eb_log(enum eb_level level, const char *fmt, ...)
{
	int saved = errno;
	char text[2048];
	va_list args;

	if (level == EB_DEBUG && !eb_log_debugging())
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	emit(level, text);
	errno = saved;
}
