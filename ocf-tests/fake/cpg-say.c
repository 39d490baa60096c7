// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cpg-say GROUP COUNT PER-SECOND <BYTES: joins a group of corosync as some daemon would and says
 * the same thing again and again, whatever it is: what a broken peer, or one of another version,
 * sends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>

#include <corosync/cpg.h>

static void heard(cpg_handle_t handle, const struct cpg_name *group, uint32_t node, uint32_t pid,
		  void *bytes, size_t size)
{
}

static void changed(cpg_handle_t handle, const struct cpg_name *group,
		    const struct cpg_address *members, size_t n_members,
		    const struct cpg_address *left, size_t n_left, const struct cpg_address *joined,
		    size_t n_joined)
{
}

static void rest(long ns)
{
	struct timespec time = { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };

	nanosleep(&time, NULL);
}

int main(int argc, char **argv)
{
	static char bytes[1 << 20];
	cpg_callbacks_t calls = { .cpg_deliver_fn = heard, .cpg_confchg_fn = changed };
	struct cpg_name group;
	struct iovec part = { .iov_base = bytes };
	cpg_handle_t handle;
	long count, per_second;

	if (argc != 4 || strlen(argv[1]) >= sizeof(group.value)) {
		fprintf(stderr, "usage: cpg-say GROUP COUNT PER-SECOND <BYTES\n");
		return 2;
	}
	count = strtol(argv[2], NULL, 10);
	per_second = strtol(argv[3], NULL, 10);
	part.iov_len = fread(bytes, 1, sizeof(bytes), stdin);
	group.length = (uint32_t)strlen(argv[1]);
	memcpy(group.value, argv[1], group.length);
	if (cpg_initialize(&handle, &calls) != CS_OK || cpg_join(handle, &group) != CS_OK) {
		fprintf(stderr, "cpg-say: cannot join %s\n", argv[1]);
		return 1;
	}
	while (count > 0) {
		cs_error_t said = cpg_mcast_joined(handle, CPG_TYPE_AGREED, &part, 1);

		if (said == CS_OK)
			count--;
		else if (said != CS_ERR_TRY_AGAIN)
			return 1;
		cpg_dispatch(handle, CS_DISPATCH_ALL);
		rest(1000000000 / (per_second > 0 ? per_second : 1));
	}
	cpg_finalize(handle);
	return 0;
}
