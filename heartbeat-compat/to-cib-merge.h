// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The objects of a translation inside a CIB that others use, too. Ours are those whose ids begin
 * with "hb-"; everything else is the operator's and stays as it is.
 *
 * Three versions of an object are compared: what was written last (the CIB holds a record of it),
 * what is there, and what is wanted now. So it is known who changed it: an object that differs
 * from what was written was edited by hand, and when the translation of this very object is what
 * it was, that is drift. What changed in the translation is brought, whatever was done by hand.
 */
#ifndef EB_TO_CIB_MERGE_H
#define EB_TO_CIB_MERGE_H

#include <stdbool.h>

#include <glib.h>

/* What a CIB lacks or has too much of, compared with a translation. */
struct eb_merge {
	char *xml;          /* the whole CIB with our objects as they should be; NULL: no change */
	GPtrArray *changes; /* char *: "added hb-x", "changed hb-x", "removed hb-x" */
	GPtrArray *drift;   /* the same words, for what was edited by hand */
	GPtrArray
		*blocked; /* what is not ours and refers to what is to go: Pacemaker refuses xml */
	guint devices;    /* fence devices in it, whoever made them */
	const char *warning; /* fencing and devices do not fit together; NULL: they do */
};

/*
 * current: what `cibadmin --query` printed; wanted: what eb_cib_xml makes. alert: full path of
 * an alert agent to be called, NULL: none. restore: what drifted is brought along, too.
 *
 * What operators say for a while (target-role, is-managed, maintenance of a resource) stays in any
 * case and is no drift. A cluster property is ours as long as its id begins with "hb-" and it has
 * the value that we wrote; one that is set by hand is the operator's for good. Fencing is not
 * switched off where there is a device that is not ours.
 *
 * NULL when one of the texts is no CIB. Free with eb_merge_free.
 */
struct eb_merge *eb_cib_merge(const char *current, const char *wanted, const char *alert,
			      bool restore);
void eb_merge_free(struct eb_merge *merge);

#endif
