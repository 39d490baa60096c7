// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * node-run: one node of the lab, as one process tree.
 *
 * A node is what pid 1 of a fresh set of namespaces holds together: SIGKILL that process and
 * mounts, interfaces, addresses and daemons are gone as after a power cut.  Nothing is named,
 * nothing is pinned from outside, so nothing can survive it.
 *
 *   node-run [--init] LAB NAME COMMAND [ARG...]
 *
 * With --init COMMAND becomes the node's pid 1, else one that buries the dead starts it.
 *
 * LAB is the lab's folder as lab describes it ("Inside").  Prints the pid of the node's pid 1,
 * waits for a line on standard input (meanwhile the caller moves interfaces into the node), lets
 * the node build its root and start COMMAND, and exits 0 as soon as the root stands.
 */
#include "ocf-tests/lab/process.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The host's folders that a node sees through its own writable layer. */
static const char *const overlaid[] = { "etc", "usr", "var", "opt", "srv" };

/* Of these the host's content must not shine through: it belongs to the host's own cluster. */
static const char *const hidden[] = {
	"etc/corosync",       "etc/pacemaker",    "etc/ha.d",          "etc/drbd.d",
	"etc/systemd/system", "var/log",          "var/lib/pacemaker", "var/lib/pcsd",
	"var/lib/drbd",       "var/lib/corosync", "var/lib/heartbeat",
};

static const char *const folders[] = { "proc", "sys",  "dev",  "dev/pts", "dev/shm", "run",
				       "tmp",  "root", "home", "mnt",     "media" };

static const struct {
	const char *source, *target, *type;
	unsigned long flags;
	const char *data;
} mounts[] = {
	{ "proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	/*
	 * The kernel's own switches are not namespaced.  Pacemaker answers "I was fenced" by
	 * /proc/sysrq-trigger, which would restart the host; after that it calls reboot(2), which
	 * in a pid namespace kills its pid 1 only, as it should.
	 */
	{ "proc/sys", "proc/sys", NULL, MS_BIND, NULL },
	{ NULL, "proc/sys", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL },
	{ "proc/sys/net", "proc/sys/net", NULL, MS_BIND, NULL },
	{ NULL, "proc/sys/net", NULL, MS_REMOUNT | MS_BIND, NULL },
	{ "dev/null", "proc/sysrq-trigger", NULL, MS_BIND, NULL },
	{ "sysfs", "sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL },
	{ "devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
	  "newinstance,ptmxmode=0666,mode=0620,gid=5" },
	{ "shm", "dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777" },
	{ "run", "run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755" },
	{ "tmp", "tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777" },
};

static const struct {
	const char *name;
	unsigned int major, minor;
} devices[] = {
	{ "dev/null", 1, 3 },   { "dev/zero", 1, 5 },    { "dev/full", 1, 7 },
	{ "dev/random", 1, 8 }, { "dev/urandom", 1, 9 }, { "dev/tty", 5, 0 },
};

static const struct {
	const char *name, *to;
} links[] = {
	{ "dev/ptmx", "pts/ptmx" },          { "dev/fd", "/proc/self/fd" },
	{ "dev/stdin", "/proc/self/fd/0" },  { "dev/stdout", "/proc/self/fd/1" },
	{ "dev/stderr", "/proc/self/fd/2" },
};

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static void mkdir_or_die(const char *path, mode_t mode)
{
	if (mkdir(path, mode) < 0 && errno != EEXIST)
		err(1, "cannot create %s", path);
}

static void mkdirs_or_die(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir_or_die(path, 0755);
		*slash = '/';
	}
	mkdir_or_die(path, 0755);
}

static void mount_or_die(const char *source, const char *target, const char *type,
			 unsigned long flags, const char *data)
{
	if (mount(source, target, type, flags, data) < 0)
		err(1, "cannot mount %s on %s", source ? source : "options", target);
}

/* An "opaque" folder of an upper layer ends the search through the layers below it. */
static void hide_host(const char *lab)
{
	char path[4096];

	for (size_t i = 0; i < LEN(hidden); i++) {
		snprintf(path, sizeof(path), "%s/layer/%s", lab, hidden[i]);
		mkdirs_or_die(path);
		if (setxattr(path, "trusted.overlay.opaque", "y", 1, 0) < 0)
			err(1, "cannot hide the host's /%s", hidden[i]);
	}
}

/* Top to bottom: what the node wrote, files for this node, files for all nodes, the host. */
static void overlay(const char *lab, const char *name, const char *dir)
{
	char data[4096 * 4], target[4096];
	const char *const layers[] = { "upper", "scratch", "layer" };
	int n;

	for (size_t i = 0; i < LEN(layers); i++) {
		snprintf(target, sizeof(target), "%s/nodes/%s/%s/%s", lab, name, layers[i], dir);
		mkdirs_or_die(target);
	}
	snprintf(target, sizeof(target), "%s/layer/%s", lab, dir);
	mkdirs_or_die(target);
	n = snprintf(data, sizeof(data),
		     "lowerdir=%s/nodes/%s/layer/%s:%s/layer/%s:/%s,"
		     "upperdir=%s/nodes/%s/upper/%s,workdir=%s/nodes/%s/scratch/%s",
		     lab, name, dir, lab, dir, dir, lab, name, dir, lab, name, dir);
	if (n < 0 || (size_t)n >= sizeof(data))
		errx(1, "the path %s is too long", lab);
	mkdir_or_die(dir, 0755);
	mount_or_die("overlay", dir, "overlay", 0, data);
}

/* /bin, /lib and so on: links into /usr on a merged system, folders of their own elsewhere. */
static void copy_toplevel(void)
{
	DIR *root = opendir("/");
	struct dirent *entry;
	char from[300], to[4096];
	ssize_t n;

	if (!root)
		err(1, "cannot read /");
	while ((entry = readdir(root))) {
		snprintf(from, sizeof(from), "/%s", entry->d_name);
		if (entry->d_type == DT_LNK) {
			n = readlink(from, to, sizeof(to) - 1);
			if (n < 0)
				err(1, "cannot read the link %s", from);
			to[n] = '\0';
			if (symlink(to, entry->d_name) < 0)
				err(1, "cannot make the link %s", from);
		} else if (strncmp(from, "/lib", 4) == 0 || strcmp(from, "/bin") == 0 ||
			   strcmp(from, "/sbin") == 0) {
			mkdir_or_die(entry->d_name, 0755);
			mount_or_die(from, entry->d_name, NULL, MS_BIND | MS_REC, NULL);
		}
	}
	closedir(root);
}

static void fill_dev(void)
{
	mode_t umask_was = umask(0); /* for whoever is not root there, too */

	for (size_t i = 0; i < LEN(devices); i++)
		if (mknod(devices[i].name, S_IFCHR | 0666,
			  makedev(devices[i].major, devices[i].minor)) < 0)
			err(1, "cannot make the device %s", devices[i].name);
	for (size_t i = 0; i < LEN(links); i++)
		if (symlink(links[i].to, links[i].name) < 0)
			err(1, "cannot make the link %s", links[i].name);
	umask(umask_was);
}

static void build_root(const char *lab, const char *name)
{
	char path[4096];

	mount_or_die(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	snprintf(path, sizeof(path), "%s/nodes/%s/root", lab, name);
	mkdirs_or_die(path);
	mount_or_die("node", path, "tmpfs", 0, "mode=755");
	if (chdir(path) < 0)
		err(1, "cannot enter %s", path);
	hide_host(lab);
	copy_toplevel();
	for (size_t i = 0; i < LEN(overlaid); i++)
		overlay(lab, name, overlaid[i]);
	for (size_t i = 0; i < LEN(folders); i++)
		mkdir_or_die(folders[i], 0755);
	fill_dev();
	for (size_t i = 0; i < LEN(mounts); i++)
		if (access(mounts[i].target, F_OK) == 0) /* not every kernel has a sysrq-trigger */
			mount_or_die(mounts[i].source, mounts[i].target, mounts[i].type,
				     mounts[i].flags, mounts[i].data);
	/* The switch's socket is a file: it works across network namespaces. */
	mkdir_or_die("run/escapebeat-lab", 0755);
	snprintf(path, sizeof(path), "%s/power", lab);
	mount_or_die(path, "run/escapebeat-lab", NULL, MS_BIND, NULL);

	/* pivot_root(2), "pivot_root(".", ".")": the old root lies over the new one, then goes. */
	if (syscall(SYS_pivot_root, ".", ".") < 0)
		err(1, "cannot make %s the root", path);
	if (umount2(".", MNT_DETACH) < 0)
		err(1, "cannot let go of the host's root");
	if (chdir("/") < 0)
		err(1, "cannot enter /");
}

static void log_to(const char *lab, const char *name)
{
	char path[4096];
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC), out;

	snprintf(path, sizeof(path), "%s/nodes/%s/boot.log", lab, name);
	out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (in < 0 || out < 0)
		err(1, "cannot open %s", path);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		err(1, "cannot redirect to %s", path);
}

static _Noreturn void become(char **command)
{
	static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		    home[] = "HOME=/root", locale[] = "LC_ALL=C";
	char *const environment[] = { path, home, locale, NULL };

	execve(command[0], command, environment);
	err(127, "cannot run %s", command[0]);
}

static void start(char **command, const sigset_t *blocked)
{
	switch (fork()) {
	case -1: err(1, "cannot fork");
	case 0:
		setsid();
		sigprocmask(SIG_UNBLOCK, blocked, NULL);
		become(command);
	}
}

static void report(int ready)
{
	if (write(ready, "", 1) != 1)
		err(1, "cannot report readiness");
	close(ready);
}

/* pid 1 of the node: build the root, say so, start the command, bury the dead. */
static _Noreturn void be_init(const char *lab, const char *name, bool init, char **command, int go,
			      int ready)
{
	sigset_t child;
	char byte;

	if (read(go, &byte, 1) != 1)
		exit(1); /* the caller gave up, and has said why */
	setsid();
	log_to(lab, name);
	if (sethostname(name, strlen(name)) < 0)
		err(1, "cannot set the host name %s", name);
	build_root(lab, name);
	umask(022);
	if (init) {
		report(ready);
		become(command);
	}
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	start(command, &child);
	report(ready);
	/*
	 * Waiting, not ignoring SIGCHLD: only so the CPU time of orphans is added up here. Blocked
	 * before the first child, the signal stays pending between two looks.
	 */
	for (;;) {
		sigwaitinfo(&child, NULL);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}

int main(int argc, char **argv)
{
	int go[2], ready[2];
	char line[16], byte;
	bool init = argc > 1 && strcmp(argv[1], "--init") == 0;
	pid_t pid;

	argv += init;
	if (argc - init < 4) {
		fprintf(stderr, "usage: node-run [--init] LAB NAME COMMAND [ARG...]\n");
		return 2;
	}
	if (pipe2(go, O_CLOEXEC) < 0 || pipe2(ready, O_CLOEXEC) < 0)
		err(1, "cannot make a pipe");
	pid = eb_process_clone(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID |
			       CLONE_NEWNET);
	if (pid < 0)
		err(1, "cannot create namespaces");
	if (pid == 0) {
		close(go[1]);
		be_init(argv[1], argv[2], init, argv + 3, go[0], ready[1]);
	}
	close(ready[1]);
	printf("%d\n", (int)pid);
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		errx(1, "nobody released the node %s", argv[2]);
	if (write(go[1], "", 1) != 1)
		err(1, "cannot release the node %s", argv[2]);
	if (read(ready[0], &byte, 1) != 1)
		errx(1, "the node %s died while it built its root", argv[2]);
	return 0;
}
