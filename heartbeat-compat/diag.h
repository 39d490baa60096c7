// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the converter has to say about its input: messages with a stable code, a place and a
 * severity, collected over all files of a run and printed in one go.
 *
 * The severity belongs to the code, not to the call: `escapebeat explain HB-2107`, the manual
 * page and the exit code all read the one table in diag-codes.c. The first digit of a code is
 * its severity (1 error, 2 warning, 3 decision or missing file, 4 note), the second its area:
 * 0 files, 1 ha.cf, 2 node names, 3 across nodes, 4 haresources, 5 authkeys, 6 corosync.conf,
 * 7 CIB and agents, 8 plan, 9 apply.
 */
#ifndef EB_DIAG_H
#define EB_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "lib/core.h"

struct eb_source;

/* A place in a source; line 0 means the file as a whole, source NULL no file at all. */
struct eb_span {
	const struct eb_source *source;
	unsigned int line;   /* from 1 */
	unsigned int column; /* from 1, in bytes */
	unsigned int length; /* in bytes, 0 is shown as one caret */
};

enum eb_severity {
	EB_NOTE,
	EB_WARNING,
	EB_DECISION, /* only the operator can say; exit code 3 */
	EB_MISSING,  /* a file is not there: judged without it; exit code 3 */
	EB_ERROR,
};

/* "error", "warning" ...: the word after the place. */
const char *eb_severity_name(enum eb_severity severity);

/* EB_MSG_UNREADABLE = 1001 ...; the rows are in codes.def. */
enum eb_msg {
#define CODE(number, name, severity, title, remedy) EB_MSG_##name = (number),
#include "heartbeat-compat/codes.def"
#undef CODE
};

/* One row of the table of codes. */
struct eb_code {
	unsigned int number; /* HB-nnnn */
	enum eb_severity severity;
	const char *title;  /* what it is, a phrase without full stop */
	const char *remedy; /* what to do, whole sentences */
};

/* The row of a code, NULL if there is none; the whole table, by number, ended by number 0. */
const struct eb_code *eb_code_find(unsigned int number);
const struct eb_code *eb_code_table(void);

/* "HB-2107", "hb-2107", "2107" -> 2107; 0 when the text is no code of the table. */
unsigned int eb_code_parse(const char *text);

/* A second place that belongs to a message. */
struct eb_place {
	struct eb_span span;
	char *text;
};

struct eb_message {
	const struct eb_code *code;
	struct eb_span span;
	char *text;
	char *hint;       /* shown after the caret: "did you mean 'plan'?"; may be NULL */
	GPtrArray *notes; /* struct eb_place *; may be NULL */
	bool accepted;    /* --accept named its code: shown, not counted */
};

struct eb_diag {
	GPtrArray *messages;  /* struct eb_message *, in the order of their coming */
	GHashTable *accepted; /* code numbers that --accept named */
};

struct eb_diag *eb_diag_new(void);
void eb_diag_free(struct eb_diag *diag);

/* The operator has read about this warning or decision and goes on; errors stay errors.
 * -EINVAL: no such code, or the code of an error. */
int eb_diag_accept(struct eb_diag *diag, unsigned int code);

/*
 * Adds a message. The code must be in the table; the text is lower case, without full stop, and
 * holds no secret. The message returned belongs to diag and may be given a hint and notes.
 */
struct eb_message *eb_diag_add(struct eb_diag *diag, unsigned int code, struct eb_span span,
			       const char *format, ...) EB_PRINTF(4, 5);
struct eb_message *eb_diag_addv(struct eb_diag *diag, unsigned int code, struct eb_span span,
				const char *format, va_list args) EB_PRINTF(4, 0);
/* Another text, which quotes nothing of the line that may be a secret: sentences of ours that are
 * put together, names of programs. Values that eb_diag_add fills in are searched for secrets. */
void eb_message_open(struct eb_message *message, const char *text);
void eb_message_hint(struct eb_message *message, const char *format, ...) EB_PRINTF(2, 3);
/* A hint whose words the plan shows anyway, such as an id to be typed: what the line hides of its
 * own words is not hidden here. */
void eb_message_hint_open(struct eb_message *message, const char *hint);
/* "did you mean 'NEAR'?", a name of ours or one that is shown anyway. */
void eb_message_did_you_mean(struct eb_message *message, const char *near);
void eb_message_note(struct eb_message *message, struct eb_span span, const char *format, ...)
	EB_PRINTF(3, 4);

/* An empty one for which the same codes are accepted. */
struct eb_diag *eb_diag_like(const struct eb_diag *diag);

/* Takes away the messages of one severity: to the end of another one, or to = NULL for good. */
void eb_diag_move(struct eb_diag *diag, enum eb_severity severity, struct eb_diag *to);

/* How many messages of one severity there are, accepted ones not counted. */
unsigned int eb_diag_count(const struct eb_diag *diag, enum eb_severity severity);

/* 1 errors; else 3 a decision or a missing file; else 2 warnings; else 0.
 * strict: warnings are errors. */
int eb_diag_exit(const struct eb_diag *diag, bool strict);

/*
 * Prints every message, by file and line:
 *	FILE:LINE:COLUMN: error: text [HB-nnnn]
 *	   14 | node Web1 web2
 *	      |      ^~~~ did you mean 'web1'?
 * The column counts characters. Lines of secret files are not shown, control characters and
 * bytes that are no UTF-8 are shown escaped.
 */
void eb_diag_print(const struct eb_diag *diag, FILE *out, bool colour);

/* The name of a span's file and, when it has one, its line: "a/ha.cf:14"; g_free it. */
char *eb_span_text(struct eb_span span);

/*
 * A span's line and a caret below its column, as eb_diag_print shows them, without colour; hint
 * may be NULL. NULL when there is no line, or when it is secret; g_free it.
 */
char *eb_span_excerpt(struct eb_span span, const char *hint);

/* The column of a span that has a line, in characters from 1: tabs and escapes count as one. */
unsigned int eb_span_column(struct eb_span span);

/* The known word nearest to a mistyped one, NULL if none is near enough to be meant.
 * known: NULL-terminated. Letter case does not count as a difference. */
const char *eb_did_you_mean(const char *word, const char *const *known);

#endif
