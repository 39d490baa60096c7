// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What there is of DRBD: by its configuration, which drbdadm reads, and up in the kernel.  An answer is
 * what comes on drbdadm's stdout alone: it warns on stderr of old options and a missing module while it
 * exits with 0, and the words of a warning are no names of resources.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/core.h"
#include "lib/drbd.h"
#include "lib/run.h"

enum { NAME_MAX_BYTES = 63 };

/* The lines of a message in one, the last ones that fit; text is written to. */
static void fold(char *text, char *buf, size_t size)
{
	size_t used = 0;
	char *rest;

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		line += strspn(line, " \t");
		/* Where no module is installed, drbdadm looks for one before whatever it does. */
		if (!*line || !strncmp(line, "modinfo:", strlen("modinfo:")))
			continue;
		if (used + strlen(line) + 2 >= size)
			used = 0;
		snprintf(buf + used, size - used, "%s%s", used ? " " : "", line);
		used = strlen(buf);
	}
}

/* drbdadm VERB [RESOURCE]; run->output is its stdout, order->said what it had to say beside it. */
static int query(struct eb_drbd_order *order, const char *verb, const char *resource,
		 struct eb_run *run)
{
	const char *argv[6] = { "drbdadm" };
	EB_CLEAN(eb_closep) int said = memfd_create("said", MFD_CLOEXEC);
	char text[4096];
	int n = 1, r;
	ssize_t got;

	order->said[0] = '\0';
	if (said < 0)
		return -errno;
	if (order->conf) {
		argv[n++] = "-c";
		argv[n++] = order->conf;
	}
	argv[n++] = verb;
	argv[n] = resource;
	*run = (struct eb_run) { .argv = argv, .deadline_ms = order->deadline_ms, .err_fd = said };
	r = eb_run(run);
	run->argv = NULL;
	got = pread(said, text, sizeof(text) - 1, 0);
	text[got > 0 ? got : 0] = '\0';
	fold(text, order->said, sizeof(order->said));
	if (r < 0)
		return r;
	order->status = run->status;
	if (run->status != 0 && !order->said[0])
		fold(run->output, order->said, sizeof(order->said));
	return run->status == 0 ? 0 : -EIO;
}

bool eb_drbd_is_name(const char *word, size_t n)
{
	if (n == 0 || n > NAME_MAX_BYTES || word[0] == '-' || strchr(":.,", word[n - 1]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (iscntrl((unsigned char)word[i]) || strchr(" /\"'()", word[i]))
			return false;
	return true;
}

int eb_drbd_names(struct eb_drbd_order *order, char *buf, size_t size)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int r = query(order, "sh-resources", NULL, &run);
	const char *end, *word;
	size_t n;

	buf[0] = '\0';
	if (r < 0)
		return r;
	/* They are one line: who says more says something else. */
	end = run.output + strcspn(run.output, "\n");
	r = end[strspn(end, " \t\n")] ? -EPROTO : 0;
	for (word = run.output; r == 0 && word < end; word += n) {
		word += strspn(word, " \t");
		n = strcspn(word, " \t\n");
		if (n > 0 && !eb_drbd_is_name(word, n))
			r = -EPROTO;
	}
	if (r < 0) {
		fold(run.output, order->said, sizeof(order->said));
		return r;
	}
	if ((size_t)(end - run.output) >= size)
		return -E2BIG;
	snprintf(buf, size, "%.*s", (int)(end - run.output), run.output);
	return 0;
}

int eb_drbd_dump(struct eb_drbd_order *order, const char *resource, char **text)
{
	EB_CLEAN(eb_run_free) struct eb_run run = { 0 };
	int r = query(order, "dump", resource, &run);

	*text = NULL;
	if (r == 0) {
		*text = run.output;
		run.output = NULL;
	}
	return r;
}

int eb_drbd_parse_names(char *text, char *buf, size_t size)
{
	static const char begin[] = "exists resource name:";
	bool complete = false;
	size_t used = 0, n;
	char *rest;

	buf[0] = '\0';
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		complete |= !strcmp(line, "exists -");
		if (strncmp(line, begin, strlen(begin)) != 0)
			continue;
		line += strlen(begin);
		n = strcspn(line, " ");
		if (used + n + 2 > size)
			return -E2BIG;
		used += (size_t)snprintf(buf + used, size - used, "%s%.*s", used ? " " : "", (int)n,
					 line);
	}
	return complete ? 0 : -EPROTO;
}

int eb_drbd_names_up(int64_t deadline_ms, char *buf, size_t size)
{
	const char *argv[] = { "drbdsetup", "events2", "--now", "all", NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { .argv = argv, .deadline_ms = deadline_ms };
	int r;

	buf[0] = '\0';
	if (access("/sys/module/drbd", F_OK) < 0 && errno == ENOENT)
		return 0;
	r = eb_run(&run);
	return r < 0 ? r : eb_drbd_parse_names(run.output, buf, size);
}
