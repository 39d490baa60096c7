// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PLAN.key goes with the plan from node to node; the same key everywhere is what makes the nodes
 * one cluster, so a second one is never made by accident.
 */
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "heartbeat-compat/migrate.h"
#include "lib/file.h"

enum {
	KEY_SIZE = 256,  /* bytes; corosync wants 128 at least */
	KEY_LEAST = 128, /* what is shorter is no key */
	FILE_MAX = 1 << 20,
};

int eb_key_find(struct eb_migration *m, char **key, size_t *length)
{
	g_autofree char *path = g_strconcat(m->plan_path, ".key", NULL);
	unsigned char fresh[KEY_SIZE];
	struct stat status;
	int failed = eb_file_read(path, FILE_MAX, key, length);

	if (failed == 0 && stat(path, &status) == 0 && (status.st_mode & 077))
		return eb_refuse(m, 1,
				 "%s can be read by others (mode %04o), it is a secret: chmod 600",
				 path, status.st_mode & 07777U);
	if (failed == 0 && *length < KEY_LEAST)
		return eb_refuse(m, 1, "%s is too short for a key of corosync", path);
	if (failed == 0 || failed != -ENOENT)
		return failed ? eb_refuse(m, 1, "cannot read %s: %s", path, g_strerror(-failed))
			      : 0;
	if (!m->new_key)
		return eb_refuse(m, 3,
				 "no key %s; copy it from the node that was first, or, when this "
				 "is the first, make it with --new-key",
				 path);
	if (getrandom(fresh, sizeof(fresh), 0) != (ssize_t)sizeof(fresh))
		return eb_refuse(m, 1, "cannot make a key: %s", g_strerror(errno));
	failed = eb_file_replace(path, fresh, sizeof(fresh), 0400);
	explicit_bzero(fresh, sizeof(fresh));
	if (failed < 0)
		return eb_refuse(m, 1, "cannot write %s: %s", path, g_strerror(-failed));
	eb_tell(m, "%s made; take it to the other nodes with the plan", path);
	return eb_key_find(m, key, length);
}
