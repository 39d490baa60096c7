// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents/script/service.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/state.h"

enum {
	SETTLE_MS = 10000,    /* how long status may lag behind start or stop */
	POLL_MS = 250,        /* between two looks meanwhile */
	TOLD_MAX = 64 * 1024, /* what the log gets of an output */
	OUTPUT_MAX = 1 << 20, /* what may gather in the output file */
};

void eb_service_init(struct eb_service *service, const struct eb_call *call, const char *name,
		     const char *args, const char *mode)
{
	service->name = name;
	service->mode = mode;
	service->deadline_ms = call->deadline_ms;
	service->status = -1;
	service->said[0] = '\0';
	eb_state_path(call, NULL, service->state);
	snprintf(service->output, sizeof(service->output), "%s/%s-%s.out", eb_rsctmp(),
		 call->agent->name, call->instance);
	eb_script_surroundings();
	service->found = eb_script_find(&service->script, name, args);
}

/* What the script printed goes to the log; its last line is kept for the exit reason. */
static void tell(struct eb_service *service, enum eb_level level, const char *action, char *text)
{
	char *line, *rest;

	for (line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest)) {
		snprintf(service->said, sizeof(service->said), "%s", line);
		eb_log(level, "%s %s: %s", service->name, action, line);
	}
}

static void tell_file(struct eb_service *service, const char *action, int fd)
{
	EB_CLEAN(eb_freep) char *text = malloc(TOLD_MAX + 1);
	ssize_t n = text ? pread(fd, text, TOLD_MAX, 0) : 0;

	if (n <= 0)
		return;
	text[n] = '\0';
	tell(service, EB_INFO, action, text);
}

int eb_service_act(struct eb_service *service, const char *action)
{
	int flags = O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, r;
	EB_CLEAN(eb_closep) int fd = -1;
	EB_CLEAN(eb_run_free) struct eb_run run = { .deadline_ms = service->deadline_ms };

	/* Without the file it goes by a pipe: a stop is worth more than its output. */
	eb_file_make_folder(eb_rsctmp());
	fd = open(service->output, flags, 0600);
	if (fd > 0)
		run.out_fd = fd;
	service->said[0] = '\0';
	eb_log(EB_INFO, "running %s %s", service->script.path, action);
	r = eb_script_run(&service->script, action, &run);
	service->status = run.status;
	if (fd > 0)
		tell_file(service, action, fd);
	else if (run.output)
		tell(service, EB_INFO, action, run.output);
	return r == 0 ? run.status != 0 : r;
}

static bool is_mode(const struct eb_service *service, const char *mode)
{
	return !strcmp(service->mode, mode);
}

enum eb_answer eb_service_remembered(const struct eb_service *service)
{
	if (access(service->state, F_OK) == 0)
		return EB_ANSWER_RUNNING;
	return errno == ENOENT || errno == ENOTDIR ? EB_ANSWER_STOPPED : EB_ANSWER_UNKNOWN;
}

static enum eb_answer judge(const struct eb_service *service, const struct eb_run *run)
{
	enum eb_answer answer;

	if (is_mode(service, "text"))
		return eb_answer_by_text(run->output);
	if (is_mode(service, "exit"))
		return eb_answer_by_exit(run->status);
	answer = eb_answer_auto(run->output, run->status);
	return answer == EB_ANSWER_NONE ? eb_service_remembered(service) : answer;
}

enum eb_answer eb_service_look(struct eb_service *service)
{
	EB_CLEAN(eb_closep) int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .deadline_ms = service->deadline_ms, .err_fd = null > 0 ? null : 0 };
	enum eb_answer answer;
	int r;

	if (is_mode(service, "state"))
		return eb_service_remembered(service);
	r = eb_script_run(&service->script, "status", &run);
	if (r < 0) {
		snprintf(service->said, sizeof(service->said), "%s", strerror(-r));
		return EB_ANSWER_UNKNOWN;
	}
	answer = judge(service, &run);
	service->status = run.status;
	tell(service, EB_DEBUG, "status", run.output);
	return answer;
}

bool eb_service_settles(struct eb_service *service, enum eb_answer wanted)
{
	int64_t until_ms = eb_clock_ms() + SETTLE_MS;

	while (eb_service_look(service) != wanted) {
		/* A look that the deadline cuts short would hide what status has to say. */
		if (eb_clock_left(until_ms) == 0 ||
		    eb_clock_left(service->deadline_ms) <= 2 * POLL_MS)
			return false;
		eb_clock_sleep(POLL_MS, service->deadline_ms);
	}
	return true;
}

void eb_service_trim_output(const struct eb_service *service)
{
	struct stat st;

	/* Every writer has O_APPEND, so all go on at the new end. */
	if (stat(service->output, &st) == 0 && st.st_size > OUTPUT_MAX)
		(void)!truncate(service->output, 0);
}
