// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The objects of a translation inside a CIB that others use, too. Ours are those whose ids begin
 * with "hb-"; everything else is the operator's and stays as it is.
 */
#ifndef EB_TO_CIB_MERGE_H
#define EB_TO_CIB_MERGE_H

#include <glib.h>

/* What a CIB lacks or has too much of, compared with a translation. */
struct eb_merge {
	char *xml;          /* the whole CIB with our objects as they should be; NULL: no change */
	GPtrArray *changes; /* char *: "added hb-x", "changed hb-x", "removed hb-x" */
	char *digest;       /* of the translation that the CIB says to hold; NULL: none */
};

/*
 * current: what `cibadmin --query` printed; wanted: what eb_cib_xml makes. alert: full path of
 * an alert agent to be called, NULL: none; digest: of the translation, is kept with the alert.
 * Cluster properties are only added where there is none of that name: they are the operator's
 * once they are set. NULL when one of the texts is no CIB. Free with eb_merge_free.
 */
struct eb_merge *eb_cib_merge(const char *current, const char *wanted, const char *alert,
			      const char *digest);
void eb_merge_free(struct eb_merge *merge);

#endif
