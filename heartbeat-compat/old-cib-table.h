// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each name in an old CIB is today, or why it is nothing: properties, meta attributes,
 * parameters of IPaddr, and the attributes and parts of every element. The translation takes its
 * reasons from these tables, and escapebeat-convert(7) is printed from them.
 */
#ifndef EB_OLD_CIB_TABLE_H
#define EB_OLD_CIB_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* A name as it was and as it is; now NULL: there is no such thing any more, for this reason. */
struct eb_renamed {
	const char *old, *now, *reason;
	bool refused; /* it did something, and somebody has to agree to go without */
	const char *
		values; /* "bool", "count", "number", "role", "score", "time", words with | between; NULL: any */
};

/* Names are written with dashes; all end with old NULL. */
extern const struct eb_renamed eb_old_properties_table[];
extern const struct eb_renamed eb_old_defaults_table[]; /* properties that are defaults by now */
extern const struct eb_renamed eb_old_metas_table[];
extern const struct eb_renamed eb_old_addresses_table[]; /* of IPaddr, as it spells them */

/* An element that the translation reads: attributes and parts that it takes, by name with blanks
 * between. "*": whoever reads it looks at all its parts. */
struct eb_old_known {
	const char *element, *attributes, *parts;
};
extern const struct eb_old_known eb_old_known_table[];

/* An attribute that is not taken. */
struct eb_old_gone {
	const char *element, *name; /* element "": of any */
	const char *as_without;     /* with this value it says nothing new; NULL: there is none */
	const char *reason;
	bool refused;
};
extern const struct eb_old_gone eb_old_gone_table[];

/* Why a name that is in no table is dropped; why what Pacemaker itself writes into a CIB is. */
extern const char eb_old_unknown[];
extern const char eb_old_counts[];

#endif
