// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What every file of the suite may lean on: a handful of macros, nothing else.
 */
#ifndef EB_CORE_H
#define EB_CORE_H

#include <stddef.h>

#define EB_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Call fn(&variable) when the variable goes out of scope. */
#define EB_CLEAN(fn) __attribute__((cleanup(fn)))

#define EB_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define EB_NORETURN          __attribute__((noreturn))

/* Steals a pointer from a variable with EB_CLEAN, so that it outlives the scope. */
#define EB_TAKE(pointer)                                                                           \
	({                                                                                         \
		__typeof__(pointer) *eb_p_ = &(pointer);                                           \
		__typeof__(pointer) eb_v_ = *eb_p_;                                                \
		*eb_p_ = NULL;                                                                     \
		eb_v_;                                                                             \
	})

/* For EB_CLEAN: free(*p), close(*fd) when it is not negative; errno survives both. */
void eb_freep(void *pointer);
void eb_closep(const int *fd);

#endif
