// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who refers to objects that go. Pacemaker's schema takes no reference to an id that is not there, and
 * says neither who has it nor what to do.
 */
#ifndef EB_TO_CIB_REFS_H
#define EB_TO_CIB_REFS_H

#include <glib.h>
#include <libxml/tree.h>

/* Adds the ids of an element and of all below it to the set. */
void eb_ids_of(const xmlNode *node, GHashTable *ids);

/* For each object of the configuration that still refers to one of the dropped ids, which nothing there
 * has any more, adds a line that says so (char *, g_free). */
void eb_find_dangling(const xmlNode *configuration, GHashTable *dropped, GPtrArray *lines);

#endif
