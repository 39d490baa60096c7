// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * power: the lab's power switch, and the one process that the whole lab hangs from.
 *
 *   power serve LAB OWNER BOOT     start a lab; returns when the switch answers
 *   power ask LAB VERB [NODE]      send it one request, print the answer
 *
 * "serve" becomes pid 1 of the lab's own pid, mount and network namespaces.  Nodes are started
 * inside them, so whatever ends this process, kill -9 included, ends all of the lab, and the
 * kernel does the cleaning up.  It ends by itself when the process OWNER does (0: never).
 *
 * Each request is answered by a child of its own, see plug.h.
 */
#include "ocf-tests/lab/plug.h"
#include "ocf-tests/lab/power-client.h"
#include "ocf-tests/lab/process.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* The folder that only the lab itself sees: its tmpfs, see "Inside" in lab. */
static char inside[4096];

static int listen_at(const char *dir)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	/* sun_path is short, LAB may be long: bind by a relative name. */
	strcpy(at.sun_path, "socket");
	if (mkdir(dir, 0700) < 0 || chdir(dir) < 0 || fd < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(fd, 64) < 0 ||
	    chdir("/") < 0)
		err(1, "cannot listen in %s", dir);
	return fd;
}

static void mount_lab(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0 ||
	    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 ||
	    mount("lab", inside, "tmpfs", 0, "mode=700") < 0)
		err(1, "cannot mount the lab's own folders");
}

/* Leave no file of the lab on the host; the kernel takes care of everything else. */
static _Noreturn void leave(const char *lab)
{
	static const char *const files[] = { "lab.pid", "power.log" };
	char path[4096];

	umount2(inside, MNT_DETACH);
	rmdir(inside);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", lab, files[i]);
		unlink(path);
	}
	rmdir(lab);
	exit(0);
}

static void spawn_answer(int listener, const struct eb_plugs *plugs, const sigset_t *signals)
{
	int conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (conn < 0)
		return;
	switch (fork()) {
	case -1: eb_plug_note("cannot fork: %s", strerror(errno)); break;
	case 0:
		sigprocmask(SIG_UNBLOCK, signals, NULL);
		eb_plug_serve(plugs, conn);
		exit(0);
	}
	close(conn);
}

static _Noreturn void loop(const char *lab, const struct eb_plugs *plugs, int listener, int owner)
{
	sigset_t signals;
	struct signalfd_siginfo info;
	enum { REQUEST, SIGNAL, OWNER };
	struct pollfd fds[3] = { { .fd = listener, .events = POLLIN },
				 { .events = POLLIN },
				 { .fd = owner, .events = POLLIN } };

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	fds[SIGNAL].fd = signalfd(-1, &signals, SFD_CLOEXEC);
	for (;;) {
		if (poll(fds, 3, -1) < 0)
			continue;
		if (fds[OWNER].revents)
			leave(lab);
		if (fds[SIGNAL].revents && read(fds[SIGNAL].fd, &info, sizeof(info)) > 0) {
			if (info.ssi_signo == SIGTERM)
				leave(lab);
			while (waitpid(-1, NULL, WNOHANG) > 0)
				;
		}
		if (fds[REQUEST].revents)
			spawn_answer(listener, plugs, &signals);
	}
}

static void redirect(const char *lab)
{
	char path[4096];
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC), out;

	snprintf(path, sizeof(path), "%s/power.log", lab);
	out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		err(1, "cannot write to %s", path);
}

/* pid 1 of the lab. */
static _Noreturn void be_switch(const char *lab, const char *boot, int owner, int ready)
{
	struct eb_plugs plugs = { .inside = inside, .boot = boot };
	char socket_dir[4096 + 8];
	int listener;

	setsid();
	redirect(lab);
	mount_lab();
	if (sethostname("lab", 3) < 0)
		err(1, "cannot set the host name");
	snprintf(socket_dir, sizeof(socket_dir), "%s/power", inside);
	listener = listen_at(socket_dir);
	eb_plug_note("the power switch of %s is up", lab);
	if (write(ready, "", 1) != 1)
		exit(1);
	close(ready);
	loop(lab, &plugs, listener, owner);
}

static int serve(const char *lab, pid_t owner_pid, const char *boot)
{
	int owner = -1, ready[2];
	char path[4096], byte;
	pid_t pid;
	FILE *f;

	if (owner_pid > 0) {
		owner = eb_process_open(owner_pid);
		if (owner < 0)
			err(1, "cannot watch the owner, process %d", (int)owner_pid);
	}
	if (mkdir(inside, 0700) < 0 || pipe2(ready, O_CLOEXEC) < 0)
		err(1, "cannot prepare %s", inside);
	pid = eb_process_clone(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID |
			       CLONE_NEWNET);
	if (pid < 0)
		err(1, "cannot create namespaces");
	if (pid == 0)
		be_switch(lab, boot, owner, ready[1]);
	close(ready[1]);
	snprintf(path, sizeof(path), "%s/lab.pid", lab);
	f = fopen(path, "we");
	if (!f || fprintf(f, "%d %llu\n", (int)pid, eb_process_start(pid)) < 0 || fclose(f) != 0) {
		kill(pid, SIGKILL);
		err(1, "cannot write %s", path);
	}
	if (read(ready[0], &byte, 1) != 1)
		errx(1, "the power switch of %s died at its start", lab);
	return 0;
}

static int ask(const char *verb, const char *node)
{
	char path[4096 + 16], request[256], reply[4096];
	int rc;

	snprintf(path, sizeof(path), "%s/power/socket", inside);
	snprintf(request, sizeof(request), "%s %s", verb, node);
	rc = eb_power_ask(path, request, reply, sizeof(reply));
	if (rc < 0) {
		errno = -rc;
		err(1, "cannot ask the power switch");
	}
	if (strncmp(reply, "error: ", 7) == 0)
		errx(1, "%s", reply + 7);
	puts(reply);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc >= 3)
		snprintf(inside, sizeof(inside), "%s/inside", argv[2]);
	if (argc == 5 && strcmp(argv[1], "serve") == 0)
		return serve(argv[2], (pid_t)atoi(argv[3]), argv[4]);
	if ((argc == 4 || argc == 5) && strcmp(argv[1], "ask") == 0)
		return ask(argv[3], argc == 5 ? argv[4] : "-");
	fprintf(stderr, "usage: power serve LAB OWNER BOOT | power ask LAB VERB [NODE]\n");
	return 2;
}
