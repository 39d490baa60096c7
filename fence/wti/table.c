// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fence/wti/table.h"

enum { MAX_CELLS = 16, CELL = 40 };

/* What a line of a table means, by the headings above it. */
struct table {
	int plug, name, status; /* columns; -1: not yet known */
	bool groups;
	char group[CELL]; /* whose plugs the lines are */
};

struct row {
	char cells[MAX_CELLS][CELL];
	int n;
};

/* Cuts "1 | node1 | ON" into cells without the blanks around them. */
static void cut(const char *line, struct row *row)
{
	row->n = 0;
	while (row->n < MAX_CELLS) {
		size_t len = strcspn(line, "|"), used;
		const char *start = line + strspn(line, " \t");

		used = (size_t)(line + len - start);
		if (start > line + len)
			used = 0;
		while (used && strchr(" \t\r", start[used - 1]))
			used--;
		snprintf(row->cells[row->n++], CELL, "%.*s", (int)used, start);
		if (!line[len])
			break;
		line += len + 1;
	}
}

static int column(const struct row *row, const char *heading)
{
	for (int i = 0; i < row->n; i++)
		if (!strcasecmp(row->cells[i], heading))
			return i;
	return -1;
}

/* Is the line a heading, and of which table? */
static bool is_heading(struct table *table, const struct row *row)
{
	int plug = column(row, "plug"), status = column(row, "status");
	int group = column(row, "group name");

	if (plug < 0 || status < 0)
		return false;
	table->plug = plug;
	table->status = status;
	table->groups = group >= 0;
	table->name = table->groups ? group : column(row, "name");
	table->group[0] = '\0';
	return true;
}

static enum eb_power power_of(const char *status)
{
	/* "OFF", "ON", and with a mark when it is on its way. */
	return !strcasecmp(status, "on")    ? EB_POWER_ON
	       : !strcasecmp(status, "off") ? EB_POWER_OFF
					    : EB_POWER_UNKNOWN;
}

static const char *cell(const struct row *row, int i)
{
	return i >= 0 && i < row->n ? row->cells[i] : "";
}

void eb_wti_each(char *text, void *arg, eb_wti_outlet *each)
{
	struct table table = { -1, -1, -1, false, "" };
	char *rest, *line;

	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		struct row row;

		if (!strchr(line, '|'))
			continue;
		cut(line, &row);
		if (is_heading(&table, &row) || table.status < 0)
			continue;
		if (table.groups && *cell(&row, table.name))
			snprintf(table.group, CELL, "%s", cell(&row, table.name));
		if (*cell(&row, table.plug) && !strstr(cell(&row, table.status), "---"))
			each(arg, cell(&row, table.plug),
			     table.groups ? table.group : cell(&row, table.name), table.groups,
			     power_of(cell(&row, table.status)));
	}
}
