// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Libraries that are loaded when they are needed, not when the program starts.
 *
 * A fence agent is asked for its metadata, or told nonsense, far more often than it speaks to its
 * device, and a library like libcurl takes longer to load than all the rest of the agent.  Whoever
 * uses one lists its functions once:
 *
 *	#define FUNCTIONS(X) X(snmp_open) X(snmp_close)
 *	EB_LATE(net, FUNCTIONS);
 *
 * and calls net.snmp_open(...) after EB_LATE_LOAD(net, FUNCTIONS, "libnetsnmp.so.40"); the compiler
 * checks the types against the library's own header.
 */
#ifndef EB_LATE_H
#define EB_LATE_H

#include <stddef.h>

#include "lib/fence.h"

struct eb_late {
	const char *name;
	void *at; /* of the pointer to the function */
};

#define EB_LATE_MEMBER_(function) __typeof__(function) *function;
#define EB_LATE(object, functions)                                                                 \
	static struct {                                                                            \
		functions(EB_LATE_MEMBER_)                                                         \
	} object

#define EB_LATE_ROW_(function) { #function, &eb_late_->function },
#define EB_LATE_LOAD(fence, object, functions, soname)                                             \
	({                                                                                         \
		__typeof__(object) *eb_late_ = &(object);                                          \
		const struct eb_late eb_rows_[] = { functions(EB_LATE_ROW_) { NULL, NULL } };      \
		eb_late_load(fence, soname, eb_rows_);                                             \
	})

/*
 * Fills the pointers of a table (ended by {}) from a library, which stays loaded.  0, or -ENOENT
 * and the reason.
 */
int eb_late_load(struct eb_fence *fence, const char *soname, const struct eb_late *table);

#endif
