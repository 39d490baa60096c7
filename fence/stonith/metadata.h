// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the metadata of a fence agent says, as far as the old stonith command wants to know it.
 *
 * The text comes from the agent itself, ours or one of fence-agents, and is written in the flat way
 * that both have: a parameter is an element with attributes on one tag.  No XML library: the
 * plugin is loaded by programs that have none.
 */
#ifndef EB_STONITH_METADATA_H
#define EB_STONITH_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The value of an attribute within a tag (from its < to its >); NULL when it is not there.  To be freed. */
char *eb_metadata_attribute(const char *tag, const char *name);

/*
 * The next parameter that a stonith device is configured with: at is the metadata, or what the last
 * call returned in *end.  What the caller itself says (action, plug) and old names are left out.
 * The start of its element, NULL: no more.
 */
const char *eb_metadata_next(const char *at, const char **end);

/* Is there a parameter, under this or as an old name; is there an action? */
bool eb_metadata_has(const char *metadata, const char *parameter);
bool eb_metadata_can(const char *metadata, const char *action);

/* The text of <longdesc> with its entities resolved; to be freed. */
char *eb_metadata_describe(const char *metadata);

/*
 * The <parameters> of the stonith command, with hostlist among them if the agent has none.
 * need_hosts: hostlist is required.  To be freed.
 */
char *eb_metadata_parameters(const char *metadata, bool need_hosts);

#endif
