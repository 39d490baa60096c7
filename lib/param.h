// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parameters as rows of a table.  A row is bound to a member of the agent's own
 * struct; the binding is checked by the compiler, so a boolean row on a string
 * member does not build.
 */
#ifndef EB_PARAM_H
#define EB_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/type.h"

/* The offset of a member, and a compile error when the member is not a T. */
#define EB_AT(S, member, T)                                                                        \
	(offsetof(S, member) +                                                                     \
	 0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((S *)0)->member), T) ? 1 : -1]))

#define EB_STRING(S, member)  .type = &eb_type_string, .at = EB_AT(S, member, const char *)
#define EB_INT(S, member)     .type = &eb_type_int, .at = EB_AT(S, member, long)
#define EB_BOOL(S, member)    .type = &eb_type_bool, .at = EB_AT(S, member, bool)
#define EB_TIME(S, member)    .type = &eb_type_time, .at = EB_AT(S, member, long)
#define EB_TIME_MS(S, member) .type = &eb_type_time_ms, .at = EB_AT(S, member, long)
/* Any other type T with its struct eb_type. */
#define EB_TYPED(S, member, T, eb_type) .type = &(eb_type), .at = EB_AT(S, member, T)

enum {
	EB_REQUIRED = 1 << 0,   /* start refuses without it */
	EB_UNIQUE = 1 << 1,     /* no second resource may have the same value */
	EB_RELOADABLE = 1 << 2, /* a change needs no restart: reload-agent */
	EB_SECRET = 1 << 3,     /* never shown */
	EB_IDENTITY = 1 << 4,   /* says what the resource is: without it nothing can be running */
};

struct eb_param {
	const char *name;
	const struct eb_type *type;
	size_t at;
	unsigned flags;
	const char *value;   /* default, as text; NULL: none (the member stays zero) */
	const char *brief;   /* shortdesc: a phrase, no full stop */
	const char *detail;  /* longdesc: sentences; NULL: brief says it all */
	const char *choices; /* "a|b|c": the only texts allowed */
	const char *expects; /* what a text has to be: "a host name"; NULL: as its type says */
	long min, max;       /* bounds of integers and times; both 0: none */
	const char *alias;   /* an older name that still works, undeclared */
	const char *group;   /* unique-group of the metadata, default: the name */
	const char *shown;   /* default as metadata and man page tell it, where value cannot */
	char letter;         /* short option of a fence agent's command line; 0: none */
};

/* A value that was refused. */
struct eb_param_fault {
	const struct eb_param *param;
	const char *text; /* as given; NULL: required and missing */
};

/* Where values come from: the text of one parameter, NULL when it was not given. */
typedef const char *eb_param_source(const char *name, void *context);

/*
 * The source of OCF agents: OCF_RESKEY_name from the environment.  An empty value
 * counts as not given, as for the stock agents.
 */
eb_param_source eb_param_from_env;

/*
 * Fills conf, which must be zeroed, from source; a value that is refused leaves
 * the default in place.  Returns the number of faults; the first max of them go
 * to faults.  What is stored may point into the source's texts and the table.
 */
size_t eb_params_fill(const struct eb_param *params, void *conf, eb_param_source *source,
		      void *context, struct eb_param_fault *faults, size_t max);

/*
 * What a parameter wants, for messages: "one of a, b, c", "a whole number from 1
 * to 32".  Written to buf; returns buf.
 */
const char *eb_param_expects(const struct eb_param *param, char *buf, size_t size);

#endif
