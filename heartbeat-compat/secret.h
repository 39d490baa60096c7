// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which bytes of a file are never shown, and texts without them.
 */
#ifndef EB_SECRET_H
#define EB_SECRET_H

#include <stdarg.h>

#include "heartbeat-compat/lex.h"

#define EB_MASK "****" /* stands for a secret, whatever its length */

/* Marks what ha.cf and haresources hold of secrets. Lines of authkeys among theirs are reported
 * and overwritten with blanks. */
void eb_source_mask(struct hb_cluster *cluster, struct eb_source *source, struct eb_diag *diag);

/* How many bytes from here on are masked, 0: this one is not. */
size_t eb_source_masked(const struct eb_source *source, size_t at);

/* The text of a span with EB_MASK for each masked stretch; g_free it. */
char *eb_span_shown(struct eb_span span);

/* A text about a line: what is filled into the format, without words that are masked there; g_free it. */
char *eb_span_format(struct eb_span span, const char *format, va_list args);

/* A word of haresources, or several with blanks between them, as it may be shown; g_free it. */
char *hb_word_shown(const struct hb_word *word);

/* DIRECTIVE=VALUE of --override as it may be shown; g_free it. */
char *hb_override_shown(const char *text);

/* How many bytes of a word of haresources may be shown: not what follows password= or the like. */
size_t eb_argument_open(const char *text, size_t length);

#endif
