// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a bundle: read as check does, with what is in it, and translated as plan does; and
 * written again, with the same members.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/load.h"
#include "ocf-tests/fuzz/fuzz.h"
#include "ocf-tests/fuzz/journey.h"

/* A file in memory, and the path by which it is opened. */
static int make_file(const uint8_t *data, size_t size, char *path, size_t room)
{
	int fd = memfd_create("bundle", MFD_CLOEXEC);

	g_assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	g_snprintf(path, room, "/proc/self/fd/%d", fd);
	return fd;
}

static void read_cluster(char *path)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();

	hb_load(cluster, &path, 1, diag);
	g_free(eb_journey(cluster, diag, 0, true));
	eb_diag_free(diag);
	hb_cluster_free(cluster);
}

/* Two members of one name are one to whoever asks by name. */
static void write_again(const GPtrArray *bundle)
{
	char path[64];
	int fd = make_file(NULL, 0, path, sizeof(path));
	g_autoptr(GPtrArray) again = NULL;
	const struct eb_member *member;

	if (eb_bundle_write(bundle, "node", path) == 0) {
		g_assert(eb_bundle_read(path, &again) == 0);
		g_assert(again->len == bundle->len);
		eb_for_each (member, bundle)
			g_assert(eb_bundle_find(again, member->name));
	}
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	int fd = make_file(data, size, path, sizeof(path));
	g_autoptr(GPtrArray) bundle = NULL;

	if (eb_bundle_is(path))
		read_cluster(path);
	if (eb_bundle_read(path, &bundle) == 0)
		write_again(bundle);
	close(fd);
	return 0;
}
