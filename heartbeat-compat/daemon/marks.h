// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Marks: transient attributes of this node in Pacemaker, there with the value 1, or not there.
 * With them the daemon moves lines, and keeps them away.
 *
 * They are wishes: one that is uttered takes the place of the one before, and what Pacemaker has
 * not got yet is written by one child at a time, again and again until it has. So no order of
 * events leaves a mark that nobody wants.
 */
#ifndef EB_MARKS_H
#define EB_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

struct hb_marks;

/* All wishes are written (status 0), or could not be, as hb_work_done says: they will be tried
 * again. */
typedef void hb_marks_told(void *data, int status);

/* node: whose attributes they are; told may be NULL. */
struct hb_marks *hb_marks_new(const char *node, hb_marks_told *told, void *data);
void hb_marks_free(struct hb_marks *marks);

/* The mark is to be there, or not; hb_marks_write does it. Of one never spoken of it is not known
 * whether it is there: it may be an earlier life's. */
void hb_marks_want(struct hb_marks *marks, const char *name, bool there);

/* Pacemaker may have lost them: what is wanted is written once more. */
void hb_marks_doubt(struct hb_marks *marks);

/* Pacemaker was seen with these (a set of names): what is not as it was written is written again. */
void hb_marks_seen(struct hb_marks *marks, GHashTable *there);

/* Begins to write what Pacemaker has not got; false: it has all, and told is not called. */
bool hb_marks_write(struct hb_marks *marks);

/* The next try, when it is time. */
void hb_marks_tick(struct hb_marks *marks, int64_t now_ms);

#endif
