// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/commands/old.h"
#include "lib/core.h"
#include "lib/file.h"

/* escapebeatd has no pid file: this one is Heartbeat's. */
static const char PID_FILE[] = "/run/heartbeat.pid";

bool hb_old_runs(struct eb_proc *proc)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	EB_CLEAN(eb_freep) char *name = NULL;
	char path[64];

	if (eb_file_read(PID_FILE, 64, &text, NULL) < 0 || eb_proc_of(atoi(text), proc) != 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)proc->pid);
	return eb_file_read(path, 64, &name, NULL) == 0 && strcmp(name, "heartbeat\n") == 0;
}
