// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Filesystem: a file system that is mounted on one node (or, where its type allows it, on
 * several).  The parameters are here; what is done with them is in agents/filesystem.
 */
#include "agents/filesystem/fs.h"

static const struct eb_param params[] = {
	{ "device", EB_STRING(struct eb_fs_conf, device), .flags = EB_REQUIRED | EB_IDENTITY,
	  .brief = "Block device or other source",
	  .detail = "A path, UUID=... or LABEL=... (or -U, -L, as mount(8) has it), server:/folder "
		    "for NFS, //server/share for CIFS, a folder for a bind mount." },
	{ "directory", EB_STRING(struct eb_fs_conf, directory), .flags = EB_REQUIRED | EB_IDENTITY,
	  .brief = "Mount point", .detail = "Made when it is not there." },
	{ "fstype", EB_STRING(struct eb_fs_conf, fstype), .brief = "Type of the file system",
	  .detail = "auto, or left out: mount(8) looks; for a bind mount none." },
	{ "options", EB_STRING(struct eb_fs_conf, options), .brief = "Mount options",
	  .detail = "As for mount -o. With bind, the device is a folder." },
	{ "statusfile_prefix", EB_STRING(struct eb_fs_conf, statusfile_prefix),
	  .flags = EB_RELOADABLE, .value = ".Filesystem_status/",
	  .brief = "Status file of monitor depth 20",
	  .detail = "Where on the file system it is written, read and removed again; the "
		    "instance and the host's name are appended." },
	{ "run_fsck", EB_STRING(struct eb_fs_conf, run_fsck), .flags = EB_RELOADABLE,
	  .value = "auto", .choices = "auto|force|no", .brief = "Check before the mount",
	  .detail = "auto: types that do not check themselves at the mount." },
	{ "fast_stop", EB_BOOL(struct eb_fs_conf, fast_stop), .flags = EB_RELOADABLE, .value = "no",
	  .brief = "Give up a stop after 6 seconds",
	  .detail = "Otherwise the stop's timeout is used up before it fails." },
	{ "force_clones", EB_BOOL(struct eb_fs_conf, force_clones), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Allow clones of a type that knows nothing of clusters",
	  .detail = "Right only where each node's device is its own." },
	{ "force_unmount", EB_STRING(struct eb_fs_conf, force_unmount), .flags = EB_RELOADABLE,
	  .value = "true", .expects = "true, safe or false",
	  .brief = "End the processes that use it at stop",
	  .detail = "true and safe are the same: processes are found without touching any file "
		    "system. The further words of newer stock agents (move, xargs, ps) are "
		    "accepted and without effect: false,nomove is false." },
	{ "term_signals", EB_STRING(struct eb_fs_conf, term_signals), .flags = EB_RELOADABLE,
	  .value = "TERM", .expects = "signals such as TERM INT",
	  .brief = "Signals of the first half of a stop's time" },
	{ "kill_signals", EB_STRING(struct eb_fs_conf, kill_signals), .flags = EB_RELOADABLE,
	  .value = "KILL", .expects = "signals such as KILL",
	  .brief = "Signals of the second half of a stop's time" },
	{ "signal_delay", EB_TIME(struct eb_fs_conf, signal_delay_ms), .flags = EB_RELOADABLE,
	  .value = "1", .max = 60000, .brief = "Time until the signals are sent again",
	  .detail = "No time is spent when all that were signalled have ended before." },
	{ "require_mmp", EB_BOOL(struct eb_fs_conf, require_mmp), .value = "false",
	  .brief = "Mount only with multi-mount protection",
	  .detail = "Start then refuses a device that is not ext4 with the feature mmp (tune2fs "
		    "-O mmp). With it the kernel refuses what another node has mounted; the "
		    "mount takes some ten seconds longer after a crash." },
	{ "require_reservation", EB_BOOL(struct eb_fs_conf, require_reservation), .value = "false",
	  .brief = "Mount only a disk that is reserved for this node",
	  .detail = "Start then refuses a disk without a persistent reservation of SCSI, and one "
		    "whose reservation this node is not registered for: fence_scsi has fenced it, "
		    "and another node has the disk." },
	{ 0 },
};

static enum eb_ocf reload(const struct eb_call *call)
{
	return OCF_SUCCESS; /* parameters are read anew by every action */
}

/*
 * stop sees more than monitor could confirm: that the device is not held any more.  The deeper
 * monitors have no rows, since pcs would make an operation of each.
 */
static const struct eb_action actions[] = {
	{ "start", eb_fs_start, .timeout = 60 },
	{ "stop", eb_fs_stop, .timeout = 60, .flags = EB_UNCONFIRMED },
	{ "monitor", eb_fs_monitor, .timeout = 40, .interval = 20 },
	{ "reload-agent", reload, .timeout = 20 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "Filesystem",
	.brief = "Mounts a file system",
	.detail =
		"Mounts on start and unmounts on stop.\n\n"
		"Monitor compares whole names and the device's number: another mount point whose "
		"name is alike does not count, and another device on the mount point is a "
		"failure. So is a file system that is read-only although options do not say ro: "
		"the kernel makes it so after an error. No file system is touched, so that "
		"nothing hangs. OCF_CHECK_LEVEL=10 reads the device (of a network type: asks the "
		"server), OCF_CHECK_LEVEL=20 writes a file and reads it back, both in a child "
		"that is given up shortly before the timeout.\n\n"
		"Stop ends the processes that use the file system, in whatever namespace, "
		"unmounts what is mounted below it, its other mount points, and those in other "
		"mount namespaces. It succeeds when the device can be opened exclusively: a file "
		"system that lives on in a container, or in the files of a lazy unmount, would be "
		"destroyed by the node that mounts it next. What else is mounted on the mount "
		"point is left alone.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct eb_fs_conf),
	.params = params,
	.actions = actions,
	.validate = eb_fs_validate,
};
