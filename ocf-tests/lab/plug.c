// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What can be asked of the lab's power switch, one function per verb.
 *
 * The switch moves one plug at a time, and a request whose sender is gone when its turn comes is
 * dropped, like the session on a real power switch: of two nodes that shoot at each other, one
 * wins.
 */
#include "ocf-tests/lab/plug.h"
#include "ocf-tests/lab/process.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KILL_MS 10000

struct request {
	const struct eb_plugs *plugs;
	int conn;
	const char *node, *by;
};

void eb_plug_note(const char *format, ...)
{
	char line[512];
	struct timespec now;
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	clock_gettime(CLOCK_REALTIME, &now);
	dprintf(STDERR_FILENO, "%lld%03ld %s\n", (long long)now.tv_sec, now.tv_nsec / 1000000,
		line);
}

static void answer(const struct request *request, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void answer(const struct request *request, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* A sender that no longer listens is no fault: the deed counts. */
	if (send(request->conn, line, strlen(line), MSG_NOSIGNAL) < 0)
		eb_plug_note("nobody waits for the answer \"%s\"", line);
}

static FILE *node_file(const struct request *request, const char *what, const char *mode)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/nodes/%s/%s", request->plugs->inside, request->node, what);
	return fopen(path, mode);
}

static void remove_node_file(const struct request *request, const char *what)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/nodes/%s/%s", request->plugs->inside, request->node, what);
	unlink(path);
}

static bool held(const struct request *request)
{
	FILE *f = node_file(request, "hold", "re");

	if (f)
		fclose(f);
	return f != NULL;
}

/* The node's pid 1 as a pidfd; -1: the node is off. */
static int open_node(const struct request *request)
{
	FILE *f = node_file(request, "pid", "re");
	unsigned long long start;
	int pid, fd = -1;

	if (!f)
		return -1;
	if (fscanf(f, "%d %llu", &pid, &start) == 2) {
		fd = eb_process_open(pid);
		if (fd >= 0 && eb_process_start(pid) != start) {
			close(fd);
			fd = -1;
		}
	}
	fclose(f);
	return fd;
}

/* Wait for a lock that one other request may hold; it is released with the descriptor. */
static int lock(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		err(1, "cannot lock %s", path);
	return fd;
}

static bool sender_gone(const struct request *request)
{
	struct pollfd conn = { .fd = request->conn, .events = POLLRDHUP };

	return poll(&conn, 1, 0) > 0 && (conn.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

/* First of all: a dying network stack answers ARP for some milliseconds. */
static void links_down(const struct request *request)
{
	FILE *f = node_file(request, "ports", "re");
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq port;

	while (f && fscanf(f, "%15s", port.ifr_name) == 1) {
		port.ifr_flags = 0;
		if (ioctl(sock, SIOCSIFFLAGS, &port) < 0 && errno != ENODEV)
			eb_plug_note("cannot set %s down: %s", port.ifr_name, strerror(errno));
	}
	if (f)
		fclose(f);
	close(sock);
}

/* Returns 0 when nothing of the node runs any more. */
static int kill_node(const struct request *request)
{
	int fd = open_node(request), rc = 0;

	if (fd < 0)
		return 0;
	links_down(request);
	rc = eb_process_kill(fd, KILL_MS);
	if (rc < 0)
		eb_plug_note("%s: cannot kill it: %s", request->node, strerror(errno));
	else
		remove_node_file(request, "pid");
	close(fd);
	return rc;
}

/* Returns 0 when it is done, else the sender has its answer. */
static int cut_power(const struct request *request)
{
	int mains = lock(request->plugs->inside), rc = -1;

	if (sender_gone(request)) {
		eb_plug_note("%s: request of %s dropped, it is gone", request->node, request->by);
	} else {
		eb_plug_note("%s: off, asked by %s", request->node, request->by);
		rc = kill_node(request);
		if (rc == 0)
			eb_plug_note("%s: dead", request->node);
		else
			answer(request, "error: %s does not die", request->node);
	}
	close(mains);
	return rc;
}

/* Returns 0 when the node's root stands and its start script runs. */
static int supply_power(const struct request *request)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execl(request->plugs->boot, request->plugs->boot, request->plugs->inside,
		      request->node, (char *)NULL);
		err(127, "cannot run %s", request->plugs->boot);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0) {
		eb_plug_note("%s: does not boot", request->node);
		answer(request, "error: %s does not boot", request->node);
		return -1;
	}
	eb_plug_note("%s: on, asked by %s", request->node, request->by);
	return 0;
}

static void do_list(const struct request *request)
{
	char path[4096], names[4096] = "";
	size_t used = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/cluster-nodes", request->plugs->inside);
	f = fopen(path, "re");
	if (f) {
		used = fread(names, 1, sizeof(names) - 1, f);
		fclose(f);
	}
	names[used] = '\0';
	for (char *c = names; *c; c++)
		if (*c == '\n')
			*c = ' ';
	answer(request, "%s", names);
}

static void do_status(const struct request *request)
{
	int fd = open_node(request);

	answer(request, fd >= 0 ? "on" : "off");
	if (fd >= 0)
		close(fd);
}

static void do_off(const struct request *request)
{
	if (cut_power(request) == 0)
		answer(request, "ok");
}

static void do_on(const struct request *request)
{
	int fd = open_node(request);

	if (fd >= 0)
		answer(request, "ok");
	else if (held(request))
		answer(request, "error: the plug of %s is pulled", request->node);
	else if (supply_power(request) == 0)
		answer(request, "ok");
	if (fd >= 0)
		close(fd);
}

/* Fencing is satisfied by "off": whether the node comes back is not its concern. */
static void do_reboot(const struct request *request)
{
	if (cut_power(request) < 0)
		return;
	answer(request, "ok");
	shutdown(request->conn, SHUT_RDWR);
	if (held(request))
		eb_plug_note("%s: stays off, its plug is pulled", request->node);
	else
		supply_power(request);
}

/* Pull the plug: fencing cannot bring the node back, only "boot" can. */
static void do_crash(const struct request *request)
{
	FILE *f = node_file(request, "hold", "we");

	if (f)
		fclose(f);
	do_off(request);
}

static void do_boot(const struct request *request)
{
	remove_node_file(request, "hold");
	do_on(request);
}

static const struct {
	const char *name;
	void (*run)(const struct request *request);
	bool needs_node;
} verbs[] = {
	{ "list", do_list, false }, { "status", do_status, true }, { "off", do_off, true },
	{ "on", do_on, true },      { "reboot", do_reboot, true }, { "crash", do_crash, true },
	{ "boot", do_boot, true },
};

void eb_plug_serve(const struct eb_plugs *plugs, int conn)
{
	struct timeval patience = { .tv_sec = 5 };
	char line[256] = "", verb[16] = "", node[64] = "", by[64] = "operator", path[4096];
	struct request request = { .plugs = plugs, .conn = conn, .node = node, .by = by };

	setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (recv(conn, line, sizeof(line) - 1, 0) <= 0)
		return;
	sscanf(line, "%15s %63s by %63s", verb, node, by);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verb, verbs[i].name) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/nodes/%s", plugs->inside, node);
		if (verbs[i].needs_node) {
			if (!node[0] || strchr(node, '/') || access(path, F_OK) < 0) {
				answer(&request, "error: no node \"%s\"", node);
				return;
			}
			if (verbs[i].run != do_status)
				lock(path);
		}
		verbs[i].run(&request);
		return;
	}
	answer(&request, "error: unknown verb \"%s\"", verb);
}
