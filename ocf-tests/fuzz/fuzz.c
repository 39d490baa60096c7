// SPDX-License-Identifier: GPL-2.0-or-later
/* Beyond not crashing: every place that a message names has to exist, and no terminal obeys it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "heartbeat-compat/check.h"
#include "heartbeat-compat/lex.h"
#include "ocf-tests/fuzz/fuzz.h"

void eb_fuzz_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

/* ASCII's, and those that follow it in Unicode. */
static bool is_control(const char *c)
{
	return ((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7f ||
	       (*c == '\xc2' && (c[1] & 0xe0) == 0x80);
}

void eb_judge_text(const char *text)
{
	for (; *text; text++)
		g_assert(!is_control(text));
}

static void check_span(struct eb_span span)
{
	const struct eb_source *source = span.source;
	size_t begin;

	if (!source || !span.line)
		return;
	g_assert(span.line <= MAX(source->lines, 1) && span.column >= 1);
	begin = source->line[span.line - 1] + span.column - 1;
	g_assert(begin <= source->size && begin + span.length <= source->size);
}

void eb_fuzz_diag(const struct eb_diag *diag)
{
	const struct eb_message *message;
	const struct eb_place *place;
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	eb_for_each (message, diag->messages) {
		check_span(message->span);
		if (message->notes)
			eb_for_each (place, message->notes)
				check_span(place->span);
	}
	eb_diag_print(diag, out, false);
	fclose(out);
	eb_judge_text(text);
	free(text);
}

void eb_fuzz(enum hb_file file, eb_reader read, const uint8_t *data, size_t size)
{
	struct hb_cluster *cluster = hb_cluster_new();
	struct eb_diag *diag = eb_diag_new();
	struct hb_host *host = hb_host_add(cluster, "");
	struct eb_source *source =
		eb_source_text(cluster, "input", file, (const char *)data, size, diag);

	if (source)
		read(cluster, host, source, diag);
	hb_check(cluster, diag);
	eb_fuzz_diag(diag);
	eb_diag_free(diag);
	hb_cluster_free(cluster);
}
