// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that is given back all at once: what is made in an arena lives as long as it, so
 * that a tree of many small parts needs no destructor. And how arrays are walked.
 */
#ifndef EB_ARENA_H
#define EB_ARENA_H

#include <stddef.h>

#include <glib.h>

#include "lib/core.h"

struct eb_arena;

struct eb_arena *eb_arena_new(void);
void eb_arena_free(struct eb_arena *arena);

/* Zeroed memory. */
void *eb_arena_alloc(struct eb_arena *arena, size_t size);
#define eb_arena_make(arena, type) ((type *)eb_arena_alloc(arena, sizeof(type)))

/* An empty array; its elements are not its own. */
GPtrArray *eb_arena_array(struct eb_arena *arena);

/* A copy of a string (NULL stays NULL), of a piece of one, a formatted one. */
const char *eb_arena_string(struct eb_arena *arena, const char *text);
const char *eb_arena_piece(struct eb_arena *arena, const char *text, size_t length);
const char *eb_arena_format(struct eb_arena *arena, const char *format, ...) EB_PRINTF(2, 3);

/* for each item of a GPtrArray; the variable is declared before and NULL behind the loop. */
#define eb_for_each(item, array)                                                                   \
	for (guint item##_at = 0; ((item) = eb_item(array, item##_at)); item##_at++)

static inline void *eb_item(const GPtrArray *array, guint at)
{
	return at < array->len ? array->pdata[at] : NULL;
}

#endif
