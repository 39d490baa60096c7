// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What check says at its end, and all that it says as JSON.
 */
#ifndef EB_FINDINGS_H
#define EB_FINDINGS_H

#include <stdio.h>

#include "heartbeat-compat/model.h"

/* Two lines: what was read, and how many messages of each kind there were; a third one of what plan
 * will say besides. */
void eb_findings_summary(FILE *out, const struct hb_cluster *cluster, const struct eb_diag *diag,
			 const struct eb_diag *more);

/* One document; exit_code is part of it. */
void eb_findings_json(FILE *out, const struct hb_cluster *cluster, const struct eb_diag *diag,
		      const struct eb_diag *more, int exit_code);

#endif
