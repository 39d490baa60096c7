// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>

#include "heartbeat-compat/arena.h"

struct eb_arena {
	GPtrArray *blocks, *arrays;
	GStringChunk *strings;
};

static void array_free(void *array)
{
	g_ptr_array_free(array, TRUE);
}

struct eb_arena *eb_arena_new(void)
{
	struct eb_arena *arena = g_new(struct eb_arena, 1);

	arena->blocks = g_ptr_array_new_with_free_func(g_free);
	arena->arrays = g_ptr_array_new_with_free_func(array_free);
	arena->strings = g_string_chunk_new(4096);
	return arena;
}

void eb_arena_free(struct eb_arena *arena)
{
	if (!arena)
		return;
	g_ptr_array_free(arena->arrays, TRUE);
	g_ptr_array_free(arena->blocks, TRUE);
	g_string_chunk_free(arena->strings);
	g_free(arena);
}

void *eb_arena_alloc(struct eb_arena *arena, size_t size)
{
	void *block = g_malloc0(size);

	g_ptr_array_add(arena->blocks, block);
	return block;
}

GPtrArray *eb_arena_array(struct eb_arena *arena)
{
	GPtrArray *array = g_ptr_array_new();

	g_ptr_array_add(arena->arrays, array);
	return array;
}

const char *eb_arena_string(struct eb_arena *arena, const char *text)
{
	return text ? g_string_chunk_insert(arena->strings, text) : NULL;
}

const char *eb_arena_piece(struct eb_arena *arena, const char *text, size_t length)
{
	return g_string_chunk_insert_len(arena->strings, text, (gssize)length);
}

const char *eb_arena_format(struct eb_arena *arena, const char *format, ...)
{
	char *text;
	const char *kept;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	kept = g_string_chunk_insert(arena->strings, text);
	g_free(text);
	return kept;
}
