// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agents/replica/config.h"
#include "lib/drbd.h"

/* The value of an option in drbdadm's dump, which has one a line: `fencing resource-only;`. */
static bool find(const char *dump, const char *option, char *buf, size_t size)
{
	size_t n = strlen(option);

	for (const char *line = dump; line && *line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *at = line + strspn(line, " \t");

		if (strncmp(at, option, n) || (at[n] != ' ' && at[n] != '\t'))
			continue;
		at += n + strspn(at + n, " \t");
		snprintf(buf, size, "%.*s", (int)strcspn(at, ";\n"), at);
		return true;
	}
	return false;
}

/* The handlers of Pacemaker's look for a clone in the CIB, those of a node's death for a device. */
static const char *const handlers[] = {
	[EB_DRBD_CLONE] = "handlers { fence-peer \"/usr/lib/drbd/crm-fence-peer.9.sh\"; "
			  "unfence-peer \"/usr/lib/drbd/crm-unfence-peer.9.sh\"; } (with DRBD 8 "
			  "crm-fence-peer.sh, and after-resync-target with crm-unfence-peer.sh)",
	[EB_DRBD_DISK] = "handlers { fence-peer \"/usr/lib/drbd/stonith_admin-fence-peer.sh\"; }",
};

/* Why this handler cannot do its work here; NULL: it may.  Its program is left in handler. */
static const char *fault_of(char *handler, enum eb_drbd_kind kind)
{
	char *program = handler + (handler[0] == '"');

	program[strcspn(program, " \t\"")] = '\0';
	memmove(handler, program, strlen(program) + 1);
	if (handler[0] == '/' && access(handler, X_OK) < 0)
		return errno == ENOENT ? "which is not here" : strerror(errno);
	if (kind == EB_DRBD_DISK && strstr(handler, "/crm-fence-peer."))
		return "which looks for a promotable clone, and drbddisk is none";
	return NULL;
}

static void check_fencing(const char *resource, const char *dump, enum eb_drbd_kind kind)
{
	char policy[64], handler[256];
	const char *fault;

	if (!find(dump, "fencing", policy, sizeof(policy)) || !strcmp(policy, "dont-care"))
		return;
	if (!find(dump, "fence-peer", handler, sizeof(handler)))
		eb_log(EB_WARN,
		       "%s has fencing %s and no fence-peer handler: once the peer is gone, DRBD "
		       "refuses to be primary; add %s",
		       resource, policy, handlers[kind]);
	else if ((fault = fault_of(handler, kind)))
		eb_log(EB_WARN,
		       "%s has fencing %s and the fence-peer handler %s, %s: once the peer is gone, "
		       "DRBD refuses to be primary; use %s",
		       resource, policy, handler, fault, handlers[kind]);
}

enum eb_ocf eb_drbd_config_check(const char *conf, const char *resource, enum eb_drbd_kind kind,
				 int64_t deadline_ms)
{
	struct eb_drbd_order order = { .conf = conf, .deadline_ms = deadline_ms };
	EB_CLEAN(eb_freep) char *dump = NULL;
	int r = eb_drbd_dump(&order, resource, &dump);

	if (r == -EIO)
		return eb_fail(OCF_ERR_INSTALLED, 0, "%s is not in DRBD's configuration: %s",
			       resource, order.said);
	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "cannot run drbdadm");
	check_fencing(resource, dump, kind);
	return OCF_SUCCESS;
}
