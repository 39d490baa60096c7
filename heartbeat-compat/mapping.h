// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What becomes of every directive of ha.cf, every form of haresources and of authkeys: one row
 * each (mapping.def), with an example and what a plan says of it. escapebeat-convert(7) and
 * `explain` are printed from the rows; where a row is all that there is to know of a directive,
 * the translation takes its reason from it; and a test translates each example, so that no row
 * can say what is not so.
 */
#ifndef EB_MAPPING_H
#define EB_MAPPING_H

#include <stdio.h>

#include "heartbeat-compat/model.h"
#include "heartbeat-compat/plan.h"

struct eb_mapping {
	enum hb_file file;
	enum hb_directive_id rest; /* HB_DIRECTIVES, or the one that has no other fate left */
	enum eb_mark mark;
	const char *form;                     /* "keepalive TIME", and in brackets when it holds */
	const char *text;                     /* sentences; "": the reason says it all */
	const char *before, *example, *after; /* lines of the file, the example's row is `form` */
	const char *option;                   /* of plan, that the example needs; or "" */
	const char *target, *reason;          /* as the plan has them: see struct eb_fate */
};

/* All rows: ha.cf by directive, then haresources, then authkeys; ended by form NULL. */
extern const struct eb_mapping eb_mappings[];

/* Why a line is dropped that nothing else has taken; NULL: no row. */
const char *eb_mapping_rest(enum hb_directive_id id);

/* Is the row about this directive? */
bool eb_mapping_is_of(const struct eb_mapping *row, const char *directive);

/* "becomes TARGET (REASON)", of the example; g_free it. */
char *eb_mapping_result(const struct eb_mapping *row);

/* escapebeat-convert(7). */
void eb_mapping_manual(FILE *out);

#endif
