// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Attributes of an element, as GMarkup gives them to the handler of a start tag: for what Pacemaker's
 * tools print, of which only a few elements matter.
 */
#ifndef EB_MARKUP_H
#define EB_MARKUP_H

#include <stddef.h>
#include <string.h>

/* The attribute's value; "": it is not there. */
static inline const char *eb_markup_get(const char **names, const char **values, const char *name)
{
	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return values[i];
	return "";
}

#endif
