// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>
#include <time.h>

#include <glib.h>

#include "heartbeat-compat/daemon/generation.h"
#include "heartbeat-compat/daemon/ha-log.h"
#include "lib/file.h"

static const char GENERATION[] = "/var/lib/escapebeat/generation";

int64_t hb_generation_next(void)
{
	g_autofree char *text = NULL, *new = NULL;
	int64_t generation = (int64_t)time(NULL);

	if (eb_file_read(GENERATION, 64, &text, NULL) == 0)
		generation = MAX(generation, g_ascii_strtoll(text, NULL, 10) + 1);
	new = g_strdup_printf("%" G_GINT64_FORMAT "\n", generation);
	if (eb_file_make_parent(GENERATION) < 0 ||
	    eb_file_replace(GENERATION, new, strlen(new), 0644) < 0)
		hb_log(HB_LOG_WARN, "cannot write %s", GENERATION);
	return generation;
}
