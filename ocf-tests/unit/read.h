// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a test of the converter reads into, and what was said meanwhile: new for each test between
 * begin and end.
 */
#ifndef EB_TESTS_READ_H
#define EB_TESTS_READ_H

#include <stdio.h>
#include <string.h>

#include "heartbeat-compat/lex.h"

static struct hb_cluster *cluster;
static struct eb_diag *diag;

G_GNUC_UNUSED static int begin(void **state)
{
	(void)state;
	cluster = hb_cluster_new();
	diag = eb_diag_new();
	return 0;
}

G_GNUC_UNUSED static int end(void **state)
{
	(void)state;
	hb_cluster_free(cluster);
	eb_diag_free(diag);
	return 0;
}

G_GNUC_UNUSED static struct eb_source *source_of(enum hb_file file, const char *text)
{
	return eb_source_text(cluster, "t", file, text, strlen(text), diag);
}

/* Everything that was said, as text; free it. */
G_GNUC_UNUSED static char *said(void)
{
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	eb_diag_print(diag, out, false);
	fclose(out);
	return text;
}

#endif
