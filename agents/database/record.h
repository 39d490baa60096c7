// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a server answered, apart from the connection: names and values.  One row of SHOW REPLICA
 * STATUS is such a record, and so are the many rows of SHOW VARIABLES.
 */
#ifndef EB_AGENTS_DATABASE_RECORD_H
#define EB_AGENTS_DATABASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

struct eb_field {
	char *name, *value; /* value NULL: SQL's NULL */
};

struct eb_record {
	struct eb_field *fields;
	size_t n;
};

/* Adds a field; the texts are copied.  0 or -ENOMEM. */
int eb_record_add(struct eb_record *record, const char *name, const char *value);

/* The value of a field, whatever the case of its name; NULL when it is not there, or NULL. */
const char *eb_record_get(const struct eb_record *record, const char *name);

/* The same as a number; otherwise when there is none. */
long eb_record_number(const struct eb_record *record, const char *name, long otherwise);

/* Is it 1, ON or Yes? */
bool eb_record_is_on(const struct eb_record *record, const char *name);

void eb_record_free(struct eb_record *record);

#endif
