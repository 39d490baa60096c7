// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "agents/database/record.h"

int eb_record_add(struct eb_record *record, const char *name, const char *value)
{
	struct eb_field *more = reallocarray(record->fields, record->n + 1, sizeof(*more));
	struct eb_field field = { 0 };

	if (!more)
		return -ENOMEM;
	record->fields = more;
	field.name = strdup(name);
	field.value = value ? strdup(value) : NULL;
	if (!field.name || (value && !field.value)) {
		free(field.name);
		free(field.value);
		return -ENOMEM;
	}
	record->fields[record->n++] = field;
	return 0;
}

const char *eb_record_get(const struct eb_record *record, const char *name)
{
	for (size_t i = 0; i < record->n; i++)
		if (!strcasecmp(record->fields[i].name, name))
			return record->fields[i].value;
	return NULL;
}

long eb_record_number(const struct eb_record *record, const char *name, long otherwise)
{
	const char *text = eb_record_get(record, name);
	char *end;
	long value;

	if (!text || !*text)
		return otherwise;
	value = strtol(text, &end, 10);
	return *end ? otherwise : value;
}

bool eb_record_is_on(const struct eb_record *record, const char *name)
{
	const char *text = eb_record_get(record, name);

	return text && (!strcmp(text, "1") || !strcasecmp(text, "ON") || !strcasecmp(text, "Yes"));
}

void eb_record_free(struct eb_record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		free(record->fields[i].name);
		free(record->fields[i].value);
	}
	free(record->fields);
	*record = (struct eb_record) { 0 };
}
