// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How the structs of plan.h look as JSON: one row per member, for the files that store and load
 * plans.
 */
#ifndef EB_PLAN_SHAPE_H
#define EB_PLAN_SHAPE_H

#include "heartbeat-compat/plan.h"

enum eb_form {
	EB_FORM_NAME, /* a string that has to be there */
	EB_FORM_WORD, /* a name of an enum; has to be there */
	EB_FORM_TEXT, /* a string or NULL; this and the following may be missing */
	EB_FORM_TEXTS,
	EB_FORM_NUMBER, /* int64_t */
	EB_FORM_FLAG,
	EB_FORM_PART, /* a struct; has to be there */
	EB_FORM_LIST,
};

struct eb_shape;

/* A member of a struct. */
struct eb_member {
	const char *name;
	enum eb_form form;
	size_t offset;
	const struct eb_shape *of; /* of a part, of the items of a list; NULL: texts */
	const char *const *words;  /* of a word: the enum's names, ended by NULL */
};

/* A struct. */
struct eb_shape {
	size_t size;
	const struct eb_member *members; /* ended by name NULL */
};

/* A whole plan. */
extern const struct eb_shape eb_plan_shape;

/* The first member of the document, and its value: the version of these shapes. */
#define EB_PLAN_MARK "escapebeat-plan"
enum { EB_PLAN_SCHEMA = 3 };

/*
 * The second member, and its value: the digest of all bytes behind it. It tells a plan that somebody
 * edited from the one that was judged and shown. It is no signature: whoever wants to makes another.
 */
#define EB_PLAN_SEAL "sha256"
enum { EB_PLAN_SEAL_LENGTH = 64 };

/* The digest of these bytes, in hex; g_free it. */
char *eb_plan_seal(const char *text);

#endif
