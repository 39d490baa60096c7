// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The lines of haresources as objects of the CIB, and where Pacemaker runs them: what lets the
 * daemon answer in Heartbeat's words.
 */
#ifndef EB_LINES_H
#define EB_LINES_H

#include <stdbool.h>

#include <glib.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/daemon/fields.h"
#include "heartbeat-compat/daemon/state.h"

/* A word of a line, and the resource that it is. */
struct hb_line_word {
	const char *id;   /* "hb-ip-10.0.0.1" */
	const char *word; /* "IPaddr::10.0.0.1/24/eth0" */
};

struct hb_line {
	const char *id;    /* of the group, or of the only resource */
	const char *home;  /* node */
	const char *away;  /* the attribute of a node that sends it away from there */
	const char *text;  /* "web1 IPaddr::10.0.0.1/24/eth0 httpd" */
	GPtrArray *words;  /* struct hb_line_word * */
	const char *where; /* the node that runs all of it; NULL: none does */
	bool partly;       /* something of it runs, not all, or in several places */
};

/* An address that a resource has. */
struct hb_line_address {
	const char *resource, *ip;
	const char *nic; /* "": the route's */
};

struct hb_lines {
	struct eb_arena *arena;
	GPtrArray *list;      /* struct hb_line * */
	GPtrArray *addresses; /* struct hb_line_address * */
	GPtrArray *policy;    /* const char *: lines of ha.cf (policy.h) */
	const char *digest;   /* of the objects that they became, in hex */
	bool placed;          /* `where` was looked at */
};

/* From the message of hb_config_translate; NULL when it is none. Free takes NULL. */
struct hb_lines *hb_lines_read(const struct hb_msg *msg);
void hb_lines_free(struct hb_lines *lines);

/* Takes in a view: fields `place`, each RESOURCE, GROUP (may be empty) and NODE parted by tabs. */
void hb_lines_place(struct hb_lines *lines, const struct hb_msg *view);

/* The line that a resource is a word of, and the word; NULL: none. */
struct hb_line *hb_lines_find(const struct hb_lines *lines, const char *resource,
			      const struct hb_line_word **word);

/* Is there a line with this object? */
bool hb_lines_has(const struct hb_lines *lines, const char *id);

/* Is it known that nothing of any line runs on this node? */
bool hb_lines_stopped(const struct hb_lines *lines, const char *node);

/* What a command may be about: all lines, those at home here, those of others. */
enum hb_scope { HB_SCOPE_ALL, HB_SCOPE_LOCAL, HB_SCOPE_FOREIGN, HB_SCOPES };
extern const char *const hb_scope_words[HB_SCOPES + 1];

/* "failback" is foreign. HB_SCOPES: no such word. */
enum hb_scope hb_scope_of(const char *word);

/* Is the line in the scope, as seen by this node? */
bool hb_line_in(const struct hb_line *line, enum hb_scope scope, const char *node);

/* Does it run, all of it, and on another node than this one? */
bool hb_line_is_elsewhere(const struct hb_line *line, const char *node);

/* What is one node's own is foreign to the other. */
enum hb_scope hb_scope_swapped(enum hb_scope scope);

/*
 * What the node holds. A share without lines is nobody's in particular: the own one counts as
 * held unless the node gave up what it has (away), the other one when there is nobody else.
 * False: something is between two places, which is Heartbeat's "transition".
 */
bool hb_lines_share(const struct hb_lines *lines, const char *node, bool away, bool alone,
		    enum hb_share *share);

#endif
