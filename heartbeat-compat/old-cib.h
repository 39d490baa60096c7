// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the parts of the translation of an old CIB share: its words, and themselves. Nobody else
 * includes this. What is returned lives in the arena of the plan unless it says otherwise.
 */
#ifndef EB_OLD_CIB_H
#define EB_OLD_CIB_H

#include "heartbeat-compat/old-cib-table.h"
#include "heartbeat-compat/translation.h"
#include "heartbeat-compat/xml-tree.h"

/* ---- words (old-cib-words.c) ---- */

/* A name with dashes where it may have underscores; g_free(). */
char *eb_old_dashed(const char *name);

/* The row of a name, dashes and underscores being the same; NULL: it has none. */
const struct eb_renamed *eb_renamed_find(const struct eb_renamed *table, const char *name);

/* The beginning of the line that an element is on. */
struct eb_span eb_old_span(const struct eb_translation *t, const struct eb_element *element);

/* The row of an element: its name and id, what became of it and why. */
void eb_old_row(struct eb_translation *t, const struct eb_element *element, enum eb_mark mark,
		const char *target, const char *reason);

/* A row for an attribute of an element, which became nothing. */
void eb_old_lost(struct eb_translation *t, const struct eb_element *element, const char *attribute,
		 enum eb_mark mark, const char *reason);

/* The nvpairs of all sets of this name in an element, also below <attributes>: struct eb_element *,
 * in the order in which they count. *ruled: one of the sets counts only sometimes. */
GPtrArray *eb_old_pairs(const struct eb_translation *t, const struct eb_element *element,
			const char *set, bool *ruled);

/* A row for each set of attributes of an element that counts only sometimes. */
void eb_old_ruled(struct eb_translation *t, const struct eb_element *element);

/* "Started", "Master" ... as the release calls it; NULL stays NULL, and so does what says nothing. */
const char *eb_old_role(const struct eb_translation *t, const char *role);

/* Is it one of these values (struct eb_renamed)? */
bool eb_old_fits(const char *values, const char *value);
/* The value as Pacemaker spells it: INFINITY for inf. */
const char *eb_old_plain(const char *values, const char *value);
#define EB_OLD_NO_VALUE "it has no such value, its default holds, as it did"

/* A name, a time, a score: what the plan writes as it is. NULL: it is none. */
const char *eb_old_word(const char *text);

/* A score as a number; what is none is 0. */
enum { EB_OLD_INFINITY = 1000000 };
int64_t eb_old_score(const char *score);

/* The same as text; what is no number at all counts as none. */
const char *eb_old_score_text(const char *score);

/* "false", "no" ..., "true", "yes" ...; not NULL. */
bool eb_old_is_false(const char *value);
bool eb_old_is_true(const char *value);

/* An attribute by either of its names. */
const char *eb_old_get2(const struct eb_element *element, const char *name, const char *older);

/* A time, of which one without a unit is seconds; otherwise: what is none. */
const char *eb_old_seconds(struct eb_translation *t, const char *time, const char *otherwise);

/* A text as an id of XML. */
const char *eb_old_id(struct eb_translation *t, const char *id);

/* Puts what is said by reference, or of all members of a resource, where it counts (old-cib-refs.c). */
void eb_old_settle_refs(struct eb_translation *t, struct eb_element *root);

/* ---- what goes away (old-cib-lost.c) ---- */

/* Rows for all that no part of the translation takes. */
void eb_old_tell_lost(struct eb_translation *t);

/* Why a constraint would say something else without what the plan cannot hold of it; NULL: it would
 * not. */
const char *eb_old_obstacle(const struct eb_element *element);

/* Of several pairs (struct eb_element *) with one name Pacemaker takes the first. In names of
 * parameters an underscore is none other than itself. */
bool eb_old_is_first(const GPtrArray *pairs, const struct eb_element *pair, bool parameters);
#define EB_OLD_TWICE      "another one of this name counts before it"
#define EB_OLD_AS_WITHOUT "it is so without it"

bool eb_old_is_resource(const struct eb_element *element);

/* ---- the parts, in the order in which they run ---- */

/* Properties and defaults. */
void eb_old_properties(struct eb_translation *t);

/* The children of <resources>, each with what it holds. */
void eb_old_resources(struct eb_translation *t, const struct eb_element *resources);

/* A primitive, added to the list. NULL, with a row that says why: it is none of the CIB any more, or
 * a DRBD clone, which was added to clones (struct eb_resource *). */
struct eb_resource *eb_old_primitive(struct eb_translation *t, const struct eb_element *element,
				     GPtrArray *into, GPtrArray *clones);

/* Does the value of a meta attribute stand for what is said elsewhere? */
bool eb_old_is_default(const char *value);

/* Or for what holds without it? Of a group, or of something else. */
bool eb_old_says_nothing(bool group, const struct eb_renamed *meta, const char *value);

/* Replaces the operations that were advised for the resource. True: it has a monitor now, and had
 * none. */
bool eb_old_ops(struct eb_translation *t, struct eb_resource *resource,
		const struct eb_element *element);

/* Is the operation switched off? */
bool eb_old_is_off(const struct eb_element *op);

/* Gives the resource its meta attributes. False: a rule decides about some of them. */
bool eb_old_metas(struct eb_translation *t, struct eb_resource *resource,
		  const struct eb_element *element);

/* The value of a meta attribute of an element, wherever it is; NULL: it has none. */
const char *eb_old_meta(const struct eb_translation *t, const struct eb_element *element,
			const char *name);

/* Is this name of a parameter that of a meta attribute? A description is the agent's. */
bool eb_old_is_meta(const char *name);

/* Devices that nobody used are none that somebody relied on: they start to fence only when it is
 * agreed that they should. */
void eb_old_settle_fencing(struct eb_translation *t);

/* Values of resources that depend on others, when those are known (old-cib-settle.c). */
void eb_old_settle(struct eb_translation *t);

/* Constraints between what is there by now. */
void eb_old_constraints(struct eb_translation *t);

/* Gives the location score, role and tests of a rule. False: the plan cannot express it. */
bool eb_old_rule(struct eb_translation *t, struct eb_location *location,
		 const struct eb_element *rule);

/* Has a constraint sets of resources? Writes out those of an order or a colocation. */
bool eb_old_has_sets(const struct eb_element *element);
void eb_old_sets(struct eb_translation *t, const struct eb_element *element, enum eb_tie_kind kind);

/* What a tie is about, in ids of the old CIB; roles and actions as in struct eb_tie. */
struct eb_old_tie {
	enum eb_tie_kind kind;
	const char *resource, *with;
	const char *role, *own_role;
	const char *score; /* NULL: it has none */
	const char *why;   /* it was not added, and */
	enum eb_mark mark; /* what that means for it */
};

/* Adds the tie of a constraint: its id. NULL: see why and mark. */
const char *eb_old_tie_add(struct eb_translation *t, const struct eb_element *element,
			   struct eb_old_tie *tie);

/* Has this resource of the old CIB become one of the new one? */
bool eb_old_knows(struct eb_translation *t, const char *id);

#endif
