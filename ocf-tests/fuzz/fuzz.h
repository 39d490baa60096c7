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

/* Says why and aborts, so that libFuzzer keeps the input. */
void eb_fuzz_fail(const char *format, ...) EB_PRINTF(1, 2) G_GNUC_NORETURN;

/* Text for people has no control characters but newline and tab: else it aborts. */
void eb_judge_text(const char *text);

/* Aborts when a message points outside of the text. Its messages are text for people. */
void eb_fuzz_diag(const struct eb_diag *diag);

/* Reads and judges, with the same for its messages. */
void eb_fuzz(enum hb_file file, eb_reader read, const uint8_t *data, size_t size);

/* What libFuzzer calls; each target defines it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
