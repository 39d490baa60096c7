// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Node attributes, promotion scores and failures, told to Pacemaker by its own programs
 * (attrd_updater, crm_attribute, crm_resource): the library behind them is private to Pacemaker
 * and changes, and a daemon that does not answer must not hold an agent, so each
 * call is a child process with a deadline.
 *
 * The programs are those of HA_SBIN_DIR when that is set, else of the system.
 */
#ifndef EB_ATTR_H
#define EB_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EB_ATTR_PATIENCE_MS = 8000 }; /* no write waits longer, whatever the deadline */

struct eb_attr {
	/* To be set by the caller: */
	const char *name;    /* the attribute of this node; NULL: this resource's promotion score */
	const char *dampen;  /* how long changes are held back, as Pacemaker writes times: "5s" */
	int64_t deadline_ms; /* on eb_clock_ms() */

	/* The result: */
	char said[1024]; /* the program's last line, "" when it said nothing */
	int status;      /* its exit code */
};

/*
 * Sets the attribute.  0; -ENOTCONN when no cluster runs here; -ENOENT when
 * Pacemaker's programs are not installed; -ETIMEDOUT; -EIO for any other refusal,
 * with its reason in attr->said.
 *
 * Value and delay are always written together (-B): attrd_updater 2.1.5 drops the
 * delay when it is given a value alone.
 */
int eb_attr_set(struct eb_attr *attr, long value);

/* The same with a text; the attribute of this node, or of another one.  Private ones stay in
 * attrd and never reach the CIB. */
int eb_attr_write(struct eb_attr *attr, const char *node, const char *text, bool private);

/*
 * Calls each() with every node that has the attribute, and its value.  Errors as eb_attr_set(); an
 * attribute that nobody has is none.
 */
int eb_attr_each(struct eb_attr *attr,
		 void (*each)(const char *node, const char *value, void *context), void *context);

/* The promotion score of another node. */
int eb_attr_score_of(struct eb_attr *attr, const char *node, long value);

/*
 * What lasts: a property of the cluster, in the set of that name; and an attribute of a node.
 * text gets it, "" when there is none.
 */
int eb_attr_property_set(struct eb_attr *attr, const char *set, const char *text);
int eb_attr_property_get(struct eb_attr *attr, const char *set, char *text, size_t size);
int eb_attr_lasting_get(struct eb_attr *attr, const char *node, char *text, size_t size);

/* Tells that the resource has failed on that node, as a monitor would.  Errors as eb_attr_set(). */
int eb_attr_failed(struct eb_attr *attr, const char *resource, const char *node);

/* Removes the attribute; one that is not there counts as removed.  Errors as eb_attr_set(). */
int eb_attr_delete(struct eb_attr *attr);

#endif
