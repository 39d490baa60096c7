// SPDX-License-Identifier: GPL-2.0-or-later
/* A word of a line of haresources, as a resource. */
#ifndef EB_HARESOURCES_WORD_H
#define EB_HARESOURCES_WORD_H

#include "heartbeat-compat/model.h"

/* What it is; faults to diag, and with one that makes it fail the resource has trouble. It belongs to
 * the cluster. */
struct hb_resource *hb_haresources_word(struct hb_cluster *cluster, const struct hb_word *word,
					struct eb_diag *diag);

/* Is it plainly a resource? As the first word of a line: the node is missing. */
bool hb_haresources_is_resource(const char *word);

#endif
