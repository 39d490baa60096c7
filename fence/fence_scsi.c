// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_scsi: takes a node's right to write to shared disks away, by persistent reservations of SCSI
 * or NVMe.
 *
 * "Off" means: on every disk the node's key is not registered, and there is a reservation that keeps
 * out who is not registered.  Without the latter a node without a key writes as it likes, so that
 * is not off.  Disks may hang: each is spoken to by a process that can be left behind.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fence/scsi/disk.h"
#include "fence/scsi/key.h"
#include "lib/clock.h"
#include "lib/fence.h"
#include "lib/guard.h"
#include "lib/run.h"

/* Under which key this node is registered: what on leaves for the off of another node. */
#define KEY_FILE "/run/cluster/fence_scsi.key"

enum { MAX_DISKS = 64, CMAP_MS = 5000 };

struct conf {
	struct eb_fence_std std;
	const char *devices, *key, *key_value, *corosync_cmap_path;
	bool aptpl;
};

static const struct eb_param params[] = {
	{ "devices", EB_STRING(struct conf, devices), .flags = EB_REQUIRED, .letter = 'd',
	  .brief = "Disks, parted by commas",
	  .detail = "Disks themselves, of multipath devices each of their paths; of NVMe the "
		    "namespace (/dev/nvme0n1), which has all of its paths." },
	{ "key", EB_STRING(struct conf, key), .letter = 'k',
	  .brief = "Key of the node, in hexadecimal", .shown = "made of cluster and node" },
	{ "key_value", EB_STRING(struct conf, key_value), .value = "id", .choices = "id|hash",
	  .brief = "How the key is made",
	  .detail =
		  "By the node's place in corosync's list of nodes, or by its name, which stays the "
		  "same when others leave." },
	{ "aptpl", EB_BOOL(struct conf, aptpl), .flags = EB_NO_VALUE, .letter = 'a',
	  .brief = "Registrations outlive a power loss of the disk" },
	{ "corosync_cmap_path", EB_STRING(struct conf, corosync_cmap_path), .flags = EB_GENERAL,
	  .value = "/usr/sbin/corosync-cmapctl", .brief = "Path of corosync-cmapctl" },
	EB_WITHOUT_EFFECT("sg_persist_path"),
	EB_WITHOUT_EFFECT("sg_turs_path"),
	EB_WITHOUT_EFFECT("vgs_path"),
	EB_WITHOUT_EFFECT("logfile", .letter = 'f'),
	EB_FLAG_WITHOUT_EFFECT("readonly"),
	EB_FLAG_WITHOUT_EFFECT("suppress_errors", .alias = "suppress-errors"),
	{ 0 },
};

struct disks {
	char *words; /* the paths point into it */
	const char *path[MAX_DISKS];
	size_t n;
	bool wants_on; /* the action is to let the node write */
};

static int read_devices(struct eb_fence *fence, struct disks *disks)
{
	const struct conf *conf = fence->conf;
	char *rest, *word;

	disks->words = strdup(conf->devices);
	for (word = disks->words ? strtok_r(disks->words, ", ", &rest) : NULL; word;
	     word = strtok_r(NULL, ", ", &rest)) {
		if (disks->n == MAX_DISKS)
			return eb_fence_why(fence, -EINVAL, "more than %d devices", MAX_DISKS);
		disks->path[disks->n++] = word;
	}
	return disks->n ? 0 : eb_fence_why(fence, -EINVAL, "option devices names no disk");
}

/* A registration belongs to one path; through a multipath device nobody knows to which one. */
static int check_disk(struct eb_fence *fence, const char *path)
{
	char real[PATH_MAX];
	struct stat info;

	if (stat(path, &info) < 0)
		return eb_fence_why(fence, -errno, "cannot look at %s: %s", path, strerror(errno));
	if (!S_ISBLK(info.st_mode))
		return eb_fence_why(fence, -EINVAL, "%s is no disk", path);
	if (realpath(path, real) && !strncmp(real, "/dev/dm-", 8))
		return eb_fence_why(fence, -EINVAL,
				    "%s is made of other devices: name its paths in devices", path);
	return 0;
}

static int validate(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	uint64_t key;

	if (conf->key && eb_scsi_key_read(conf->key, &key) < 0)
		return eb_fence_why(fence, -EINVAL,
				    "option key is '%s': wants 1 to 16 hexadecimal digits, not 0",
				    conf->key);
	return 0;
}

static int open_disks(struct eb_fence *fence)
{
	struct disks *disks = calloc(1, sizeof(*disks));
	int r;

	if (!disks)
		return -ENOMEM;
	fence->session = disks;
	disks->wants_on =
		!strcasecmp(fence->std->action, "on") || !strcasecmp(fence->std->action, "enable");
	r = read_devices(fence, disks);
	for (size_t i = 0; i < disks->n && r == 0; i++)
		r = check_disk(fence, disks->path[i]);
	return r;
}

static void close_disks(struct eb_fence *fence)
{
	struct disks *disks = fence->session;

	if (disks)
		free(disks->words);
	free(disks);
	fence->session = NULL;
}

/* The key of a node: as given, or as made of its name. */
static int find_key(struct eb_fence *fence, const char *plug, uint64_t *key)
{
	const struct conf *conf = fence->conf;
	const char *node = *plug ? plug : conf->std.nodename;
	const char *argv[] = { conf->corosync_cmap_path, NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + CMAP_MS };
	int r;

	if (conf->key)
		return eb_scsi_key_read(conf->key, key);
	if (!node || !*node)
		return eb_fence_why(fence, -EINVAL, "wants one of the options plug and key");
	r = eb_run(&run);
	if (r < 0 || run.status != 0)
		return eb_fence_why(fence, r < 0 ? r : -EIO,
				    "cannot ask corosync for the key of %s: %s", node,
				    r < 0 ? strerror(-r) : "it does not run");
	r = eb_scsi_key_make(run.output, node, !strcmp(conf->key_value, "hash"), key);
	return r == 0 ? 0
		      : eb_fence_why(fence, r,
				     r == -ENODEV ? "corosync has no node %s"
						  : "no key can be made for %s",
				     node);
}

static int own_key(struct eb_fence *fence, uint64_t *key)
{
	int r = eb_scsi_key_load(KEY_FILE, key);

	return r == 0 ? 0
		      : eb_fence_why(fence, -EACCES,
				     "this node's own key is not in %s (%s): was it unfenced (on)?",
				     KEY_FILE, strerror(-r));
}

static const char *complaint(int error)
{
	switch (error) {
	case ETIMEDOUT: return "blocked (timed out)";
	case EOPNOTSUPP: return "has no persistent reservations";
	case EBUSY: return "reserved, and this node is not registered";
	case EEXIST:
		return "has this node's host identifier (/etc/nvme/hostid) under another key: of "
		       "another node?";
	}
	return strerror(error);
}

/* Does a job on each disk, all of them or none is good; in and out count those that let the
 * victim write, and those that keep it out. */
static int on_all(struct eb_fence *fence, const struct eb_disk_job *what, size_t *in, size_t *out)
{
	const struct disks *disks = fence->session;
	struct eb_disk_job *job =
		mmap(NULL, sizeof(*job), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int r = 0;

	if (job == MAP_FAILED)
		return -ENOMEM;
	*in = *out = 0;
	for (size_t i = 0; i < disks->n && r == 0; i++) {
		*job = *what;
		snprintf(job->path, sizeof(job->path), "%s", disks->path[i]);
		eb_fence_renew(fence);
		r = eb_guard(eb_disk_work, job, fence->deadline_ms, NULL);
		*in += eb_disk_has(&job->disk, what->victim) && job->disk.reserved;
		*out += !eb_disk_has(&job->disk, what->victim) && job->disk.reserved;
		if (r < 0)
			eb_fence_why(fence, r, "%s: %s", disks->path[i], complaint(-r));
		if (r == -EBUSY || r == -EEXIST)
			r = -EACCES; /* no second try changes it */
	}
	munmap(job, sizeof(*job));
	return r;
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	const struct disks *disks = fence->session;
	struct eb_disk_job job = { .step = EB_DISK_LOOK };
	size_t in, out;
	int r = find_key(fence, plug, &job.victim);

	if (r == 0)
		r = on_all(fence, &job, &in, &out);
	if (r < 0)
		return r;
	if (disks->wants_on)
		*power = in == disks->n ? EB_POWER_ON : EB_POWER_OFF;
	else
		*power = out == disks->n ? EB_POWER_OFF : EB_POWER_ON;
	return 0;
}

static int let_in(struct eb_fence *fence, uint64_t key)
{
	const struct conf *conf = fence->conf;
	struct eb_disk_job job = { .step = EB_DISK_LET_IN, .own = key, .lasting = conf->aptpl };
	size_t in, out;
	int r;

	eb_scsi_key_load(KEY_FILE, &job.old);
	r = on_all(fence, &job, &in, &out);
	if (r < 0)
		return r;
	r = eb_scsi_key_store(KEY_FILE, key);
	return r == 0 ? 0 : eb_fence_why(fence, r, "cannot write %s: %s", KEY_FILE, strerror(-r));
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	struct eb_disk_job job = { .step = EB_DISK_KEEP_OUT };
	size_t in, out;
	int r = find_key(fence, plug, &job.victim);

	if (r < 0)
		return r;
	if (power == EB_POWER_ON)
		return let_in(fence, job.victim);
	r = own_key(fence, &job.own);
	if (r == 0 && job.own == job.victim)
		r = eb_fence_why(fence, -EINVAL,
				 "the key is this node's own: no node fences itself");
	return r == 0 ? on_all(fence, &job, &in, &out) : r;
}

static int monitor(struct eb_fence *fence)
{
	struct eb_disk_job job = { .step = EB_DISK_LOOK };
	size_t in, out;

	return on_all(fence, &job, &in, &out);
}

static const struct eb_fence_agent scsi = {
	.name = "scsi",
	.brief = "Fences by persistent reservations of SCSI or NVMe disks",
	.detail =
		"Each node registers a key with the shared disks when it joins (on), and the disks "
		"take writes of registered nodes only.  Off removes the key of the node, and ends "
		"what it has under way; it goes on running, but does not reach the disks.  Its "
		"applications see errors: something has to restart it, a watchdog for example.\n\n"
		"NVMe knows nodes by their host identifiers (/etc/nvme/hostid): each node needs one "
		"of its own.\n\n"
		"The cluster has to unfence: meta provides=unfencing, or the automatic action on.",
	.url = "https://www.t10.org",
	.uses = EB_USES_PLUG,
	.flags = EB_FABRIC | EB_AUTOMATIC | EB_ON_TARGET | EB_ALWAYS_ON | EB_PLUG_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.validate = validate,
	.open = open_disks,
	.close = close_disks,
	.get = get,
	.set = set,
	.monitor = monitor,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &scsi, NULL };
