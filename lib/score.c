// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/file.h"
#include "lib/score.h"
#include "lib/state.h"

static int write_score(const struct eb_call *call, long score)
{
	struct eb_attr attr = { .deadline_ms = call->deadline_ms };
	int r = score ? eb_attr_set(&attr, score) : eb_attr_delete(&attr);
	char path[PATH_MAX], text[32];

	if (r < 0) {
		eb_log(EB_WARN, "cannot write the promotion score: %s",
		       attr.said[0] ? attr.said : strerror(-r));
		return r;
	}
	snprintf(text, sizeof(text), "%ld", score);
	eb_state_write(eb_state_path(call, NULL, path), text);
	return 0;
}

int eb_score_tell(const struct eb_call *call, long score, bool always)
{
	char path[PATH_MAX], text[32];

	snprintf(text, sizeof(text), "%ld", score);
	if (!always && eb_state_says(eb_state_path(call, NULL, path), text, EB_STATE_FRESH_S))
		return 0;
	return write_score(call, score);
}

void eb_score_forget(const struct eb_call *call)
{
	char path[PATH_MAX];

	write_score(call, 0);
	eb_file_remove(eb_state_path(call, NULL, path));
}
