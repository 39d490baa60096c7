// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One file of Heartbeat, made of whatever bytes: read, judged, printed, forgotten.
 */
#ifndef EB_FUZZ_H
#define EB_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "heartbeat-compat/model.h"

typedef void (*eb_reader)(struct hb_cluster *cluster, struct hb_host *host,
			  struct eb_source *source, struct eb_diag *diag);

/* Aborts when a message points outside of the text. */
void eb_fuzz(enum hb_file file, eb_reader read, const uint8_t *data, size_t size);

/* What libFuzzer calls; each target defines it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
