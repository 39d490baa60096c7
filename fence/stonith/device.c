// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fence/stonith/device.h"
#include "fence/stonith/metadata.h"
#include "lib/clock.h"
#include "lib/core.h"
#include "lib/run.h"

enum { METADATA_MS = 10000 };

static EB_PRINTF(3, 4) int why(struct eb_stonith *device, int r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(device->why, sizeof(device->why), fmt, args);
	va_end(args);
	return r;
}

/* What the agent says on standard error, one line of it, is the reason of its failure. */
static void keep_reason(struct eb_stonith *device, int fd)
{
	ssize_t n = pread(fd, device->why, sizeof(device->why) - 1, 0);

	device->why[n > 0 ? n : 0] = '\0';
	device->why[strcspn(device->why, "\n")] = '\0';
}

/*
 * Calls the agent with these lines on its standard input.  0 with what it printed, to be freed;
 * -EPROTO with its own reason in why when it exits with anything but 0.  What a human or a disk
 * takes its time for is waited for: each agent has its own deadlines.
 */
static int call(struct eb_stonith *device, const char *input, int64_t deadline_ms, char **said)
{
	char path[PATH_MAX];
	const char *argv[] = { path, NULL };
	EB_CLEAN(eb_run_free) struct eb_run run = { .argv = argv, .input = input };
	EB_CLEAN(eb_closep) int errors = memfd_create("stderr", MFD_CLOEXEC);
	int r;

	/* Where ours are installed; else where Pacemaker looks for agents. */
	snprintf(path, sizeof(path), EB_FENCEDIR "/%s", device->agent);
	if (access(path, X_OK) < 0)
		snprintf(path, sizeof(path), "/usr/sbin/%s", device->agent);
	if (errors < 0)
		return why(device, -errno, "cannot keep what %s says: %s", path, strerror(errno));
	run.err_fd = errors;
	run.deadline_ms = deadline_ms;
	r = eb_run(&run);
	if (r < 0)
		return why(device, r, "cannot run %s: %s", path, strerror(-r));
	if (run.status != 0) {
		keep_reason(device, errors);
		if (!device->why[0])
			why(device, 0, "%s exits with %d", path, run.status);
		return -EPROTO;
	}
	if (said)
		*said = EB_TAKE(run.output);
	return 0;
}

bool eb_stonith_needs_hosts(const struct eb_stonith *device)
{
	return !eb_metadata_has(device->metadata, "plug") &&
	       !eb_metadata_has(device->metadata, "port") &&
	       !eb_metadata_has(device->metadata, "hostlist");
}

/* The names of the parameters: those that must be given come first. */
static int collect_names(struct eb_stonith *device)
{
	const char *start, *end;
	bool own = eb_metadata_has(device->metadata, "hostlist");
	size_t n = 0, size = 2;

	for (const char *at = device->metadata; (start = eb_metadata_next(at, &end)); at = end)
		size++;
	device->names = calloc(size, sizeof(*device->names));
	device->words = calloc(size, sizeof(*device->words));
	if (!device->names || !device->words)
		return -ENOMEM;
	for (int required = 1; required >= 0; required--) {
		if (!own && required == eb_stonith_needs_hosts(device))
			device->names[n++] = "hostlist";
		for (const char *at = device->metadata; (start = eb_metadata_next(at, &end));
		     at = end) {
			EB_CLEAN(eb_freep)
			char *flag = eb_metadata_attribute(start, "required");

			if ((flag && !strcmp(flag, "1")) != required)
				continue;
			device->words[n] = eb_metadata_attribute(start, "name");
			device->names[n] = device->words[n];
			n++;
		}
	}
	return 0;
}

int eb_stonith_ask(struct eb_stonith *device, const char *agent)
{
	int r;

	device->agent = strdup(agent);
	if (!device->agent)
		return -ENOMEM;
	r = call(device, "action=metadata\n", eb_clock_ms() + METADATA_MS, &device->metadata);
	if (r == 0)
		r = collect_names(device);
	if (r < 0)
		return r;
	device->parameters =
		eb_metadata_parameters(device->metadata, eb_stonith_needs_hosts(device));
	device->description = eb_metadata_describe(device->metadata);
	return device->parameters && device->description ? 0 : -ENOMEM;
}

static void forget_options(struct eb_stonith *device)
{
	if (device->options)
		explicit_bzero(device->options, strlen(device->options));
	free(device->options);
	device->options = NULL;
}

void eb_stonith_forget(struct eb_stonith *device)
{
	eb_hosts_forget(&device->hosts);
	forget_options(device);
	for (size_t i = 0; device->names && device->names[i]; i++)
		free(device->words[i]);
	free(device->words);
	free(device->names);
	free(device->agent);
	free(device->metadata);
	free(device->parameters);
	free(device->description);
	free(device->hostlist);
	memset(device, 0, sizeof(*device));
}

/* A line more for the agent; the text before is wiped, not left to realloc(3). */
static char *append(const char *lines, const char *name, const char *value)
{
	char *more = NULL;

	if (asprintf(&more, "%s%s=%s\n", lines ? lines : "", name, value) < 0)
		return NULL;
	return more;
}

int eb_stonith_set(struct eb_stonith *device, const char *name, const char *value)
{
	bool own = eb_metadata_has(device->metadata, "hostlist");
	char *more;

	if (strpbrk(name, "=\n") || strchr(value, '\n'))
		return why(device, -EINVAL, "parameter %s: has more than one line",
			   strpbrk(name, "=\n") ? "" : name);
	if (!strcmp(name, "action") || !strcmp(name, "plug") || !strcmp(name, "port"))
		return why(device, -EINVAL, "parameter %s is said by each order itself", name);
	if (!strcmp(name, "hostlist") && !own) {
		free(device->hostlist);
		device->hostlist = strdup(value);
		return device->hostlist ? 0 : -ENOMEM;
	}
	more = append(device->options, name, value);
	if (!more)
		return -ENOMEM;
	forget_options(device);
	device->options = more;
	return 0;
}

/* What hostlist says. */
static int read_hostlist(struct eb_stonith *device)
{
	int r = eb_hosts_read(&device->hosts, device->hostlist);

	if (r == -EINVAL)
		return why(device, r, "hostlist is '%s': wants NAME or NAME:PLUG",
			   device->hostlist);
	if (r == -E2BIG)
		return why(device, r, "more than %d machines", EB_STONITH_HOSTS);
	if (r == 0 && device->hosts.n == 0)
		return why(device, -EINVAL, "hostlist names no machine");
	return r;
}

int eb_stonith_complete(struct eb_stonith *device)
{
	EB_CLEAN(eb_freep) char *lines = append(device->options, "action", "validate-all");
	int r;

	eb_hosts_forget(&device->hosts);
	if (!lines)
		return -ENOMEM;
	if (!device->hostlist && eb_stonith_needs_hosts(device))
		return why(device, -EINVAL,
			   "parameter hostlist is missing: wants the machine that %s switches",
			   device->agent);
	r = device->hostlist ? read_hostlist(device) : 0;
	if (r == 0)
		r = call(device, lines, INT64_MAX, NULL);
	explicit_bzero(lines, strlen(lines));
	return r;
}

int eb_stonith_list(struct eb_stonith *device)
{
	EB_CLEAN(eb_freep) char *said = NULL;
	EB_CLEAN(eb_freep) char *lines = NULL;
	int r;

	if (device->hosts.n)
		return 0;
	if (!eb_metadata_can(device->metadata, "list"))
		return why(device, -EOPNOTSUPP, "%s cannot list machines: give hostlist",
			   device->agent);
	lines = append(device->options, "action", "list");
	r = lines ? call(device, lines, INT64_MAX, &said) : -ENOMEM;
	if (lines)
		explicit_bzero(lines, strlen(lines));
	if (r == 0)
		r = eb_hosts_read_list(&device->hosts, said);
	return r == -E2BIG ? why(device, r, "more than %d machines", EB_STONITH_HOSTS) : r;
}

/* The stonith command writes all names small: what the device calls a machine is looked up. */
static int find_plug(struct eb_stonith *device, const char *host, const char **plug)
{
	int r = 0;

	*plug = host;
	if (device->hostlist || eb_metadata_can(device->metadata, "list"))
		r = eb_stonith_list(device);
	if (r < 0 || device->hosts.n == 0)
		return r;
	*plug = eb_hosts_plug(&device->hosts, host);
	return *plug ? 0 : why(device, -ENODEV, "the device does not have %s", host);
}

int eb_stonith_act(struct eb_stonith *device, const char *action, const char *host)
{
	bool has_plug = eb_metadata_has(device->metadata, "plug");
	EB_CLEAN(eb_freep) char *lines = NULL;
	const char *plug = NULL;
	int r;

	/* As the fencer does: what cannot be rebooted is switched off. */
	if (!strcmp(action, "reboot") && !eb_metadata_can(device->metadata, "reboot"))
		action = "off";
	if (host) {
		if (strchr(host, '\n'))
			return why(device, -ENODEV, "the name of the machine has two lines");
		r = find_plug(device, host, &plug);
		if (r < 0)
			return r;
	}
	if (!host)
		r = asprintf(&lines, "%saction=%s\n", device->options ?: "", action);
	else
		r = asprintf(&lines, "%saction=%s\nnodename=%s\n%s=%s\n", device->options ?: "",
			     action, host, has_plug ? "plug" : "port", plug);
	if (r < 0)
		return -ENOMEM;
	r = call(device, lines, INT64_MAX, NULL);
	explicit_bzero(lines, strlen(lines));
	return r;
}
