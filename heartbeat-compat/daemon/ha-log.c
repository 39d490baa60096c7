// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "heartbeat-compat/daemon/ha-log.h"

enum { LOG_MODE = 0640 };

struct file {
	char *path; /* NULL: none */
	int fd;     /* as it was opened last; -1: never */
};

static struct {
	char *node;
	struct file logfile, debugfile;
	int facility, debug;
	bool to_stderr;
} log_ = { .logfile.fd = -1, .debugfile.fd = -1 };

static const char *const words[] = {
	[HB_LOG_DEBUG] = "debug", [HB_LOG_INFO] = "info", [HB_LOG_WARN] = "WARN",
	[HB_LOG_ERROR] = "ERROR", [HB_LOG_CRIT] = "CRIT",
};

static const int priorities[] = {
	[HB_LOG_DEBUG] = LOG_DEBUG, [HB_LOG_INFO] = LOG_INFO, [HB_LOG_WARN] = LOG_WARNING,
	[HB_LOG_ERROR] = LOG_ERR,   [HB_LOG_CRIT] = LOG_CRIT,
};

/* Opened for each line: whoever rotates the file need not tell us. */
static void open_again(struct file *file)
{
	int fd = file->path
			 ? open(file->path,
				O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
				LOG_MODE)
			 : -1;

	if (fd < 0)
		return;
	if (file->fd >= 0)
		close(file->fd);
	file->fd = fd;
}

/* A file that cannot be opened is no reason to give up the one that there was: -errno. */
static int keep(struct file *file, const char *path)
{
	struct file new = { .path = g_strdup(path), .fd = -1 };
	int failed = 0;

	open_again(&new);
	if (path && new.fd < 0) {
		failed = -errno;
		new.fd = file->fd;
	} else if (file->fd >= 0) {
		close(file->fd);
	}
	g_free(file->path);
	*file = new;
	return failed;
}

static void own(const struct file *file, uid_t uid, gid_t gid)
{
	struct stat status;

	/* Another name of the file may be somebody's who is not to give it away. */
	if (file->fd >= 0 && fstat(file->fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_nlink == 1 && status.st_uid == 0 && fchown(file->fd, uid, gid) < 0)
		hb_log(HB_LOG_WARN, "cannot give %s away: %s", file->path, strerror(errno));
}

void hb_log_own(uid_t uid, gid_t gid)
{
	own(&log_.logfile, uid, gid);
	own(&log_.debugfile, uid, gid);
}

void hb_log_open(const char *node, const struct hb_log_to *to)
{
	int failed, debug_failed;

	g_free(log_.node);
	log_.node = g_strdup(node);
	failed = keep(&log_.logfile, to->logfile);
	debug_failed = keep(&log_.debugfile, to->debugfile);
	log_.facility = to->facility;
	log_.debug = to->debug;
	log_.to_stderr = to->to_stderr;
	if (to->facility >= 0)
		openlog("heartbeat", LOG_PID, to->facility);
	if (failed)
		hb_log(HB_LOG_WARN, "cannot open logfile %s: %s", to->logfile, strerror(-failed));
	if (debug_failed)
		hb_log(HB_LOG_WARN, "cannot open debugfile %s: %s", to->debugfile,
		       strerror(-debug_failed));
}

static struct tm now(void)
{
	time_t seconds = time(NULL);
	struct tm local;

	localtime_r(&seconds, &local);
	return local;
}

const char *hb_log_time(void)
{
	static char buf[32];
	struct tm local = now();

	strftime(buf, sizeof(buf), "%b %d %H:%M:%S", &local);
	return buf;
}

static void append(struct file *file, const char *line)
{
	open_again(file);
	if (file->fd >= 0 && write(file->fd, line, strlen(line)) < 0)
		errno = 0; /* nowhere to say so */
}

/* Heartbeat writes what is not debug to both files. */
static void put(enum hb_level level, const char *text, const char *line)
{
	if (level != HB_LOG_DEBUG)
		append(&log_.logfile, line);
	append(&log_.debugfile, line);
	if (log_.facility >= 0)
		syslog(priorities[level], "%s: %s", words[level], text);
	if (log_.to_stderr)
		fputs(line, stderr);
}

void hb_log(enum hb_level level, const char *format, ...)
{
	g_autofree char *text = NULL, *line = NULL;
	va_list args;

	if (level == HB_LOG_DEBUG && log_.debug <= 0)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	line = g_strdup_printf("%s %s heartbeat: [%d]: %s: %s\n", hb_log_time(), log_.node,
			       (int)getpid(), words[level], text);
	put(level, text, line);
}

void hb_log_script(const char *program, const char *format, ...)
{
	g_autofree char *text = NULL, *line = NULL;
	struct tm local = now();
	char time_text[32];
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	strftime(time_text, sizeof(time_text), "%Y/%m/%d_%H:%M:%S", &local);
	line = g_strdup_printf("%s  %s(default)[%d]:    info: %s\n", time_text, program,
			       (int)getpid(), text);
	put(HB_LOG_INFO, text, line);
}
