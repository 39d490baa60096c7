// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a file to lines and words, each knowing its place; and the values that are written in
 * ha.cf, read as Heartbeat's own routines read them.
 */
#ifndef EB_LEX_H
#define EB_LEX_H

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/model.h"

/* What separates words: Heartbeat's WHITESPACE, and its DELIMS for lists of values. */
#define HB_BLANKS " \t\n\r\f"
#define HB_COMMAS HB_BLANKS ","

enum {
	EB_SOURCE_MAX = 64 << 20, /* bytes: a million lines; no configuration is as big */
	HB_LINE_MAX = 5119,       /* bytes of a line that Heartbeat reads at once */
};

/*
 * Reads a file. name is what messages call it. Faults of the file as a whole go to diag.
 * NULL: nothing to parse (and an error is in diag). The source belongs to the cluster.
 */
struct eb_source *eb_source_read(struct hb_cluster *cluster, const char *path, const char *name,
				 enum hb_file file, struct eb_diag *diag);

/* The same from memory; the text is copied. */
struct eb_source *eb_source_text(struct hb_cluster *cluster, const char *name, enum hb_file file,
				 const char *text, size_t size, struct eb_diag *diag);

/* The same of a member of a bundle. */
struct eb_source *eb_source_member(struct hb_cluster *cluster, const struct eb_member *member,
				   const char *name, enum hb_file file, struct eb_diag *diag);

/* A stretch of a source's text. */
struct eb_piece {
	const char *begin;
	size_t length;
};

/* Line n (from 1) up to its line end or a NUL, at most HB_LINE_MAX of it; a byte order mark is
 * skipped. */
struct eb_piece eb_line(const struct eb_source *source, unsigned int n);

/* The piece without blanks at both ends. */
struct eb_piece eb_trim(struct eb_piece piece);

/* Takes the next word off the piece; length 0 at the end. */
struct eb_piece eb_next(struct eb_piece *piece, const char *separators);

/* The place of a piece; length 0 is one caret. */
struct eb_span eb_span_of(const struct eb_source *source, struct eb_piece piece);

/* The file as a whole. */
struct eb_span eb_whole(const struct eb_source *source);

/* The piece as a word that lives with the cluster. */
struct hb_word hb_word_of(struct hb_cluster *cluster, const struct eb_source *source,
			  struct eb_piece piece);

/* All words of a piece: struct hb_word *. */
GPtrArray *hb_words_of(struct hb_cluster *cluster, const struct eb_source *source,
		       struct eb_piece piece, const char *separators);

/* Seconds, or with ms or us directly behind the number; text behind "ms" is ignored.
 * 0, or -EINVAL; a number too big for an int64_t is cut to one hundred years. */
int hb_parse_time(const char *text, int64_t *ms);

/* true, on, yes, y, 1 or false, off, no, n, 0 in any case. 0 or -EINVAL. */
int hb_parse_boolean(const char *text, bool *value);

/* As atoi(3) without its undefined behaviour: digits at the beginning, else 0. *rest is what is
 * behind them. */
int64_t hb_parse_number(const char *text, const char **rest);

/* True for what a template leaves behind: {{ }}, ${ }, < >, @ @. */
bool hb_is_placeholder(const char *text);

/* What a word can be as the name of a host. */
enum hb_host_form { HB_HOST_IPV4, HB_HOST_IPV6, HB_HOST_NAME, HB_HOST_NONE };
enum hb_host_form hb_host_form(const char *text);

/* Can this be the name of a network device, or the label of an address? 1 to 15 characters. */
bool hb_is_device(const char *text);

/* Can a script be called so? As files in init.d and units are: letters, digits and ._@+- alone. */
bool hb_is_script_name(const char *name);

#endif
